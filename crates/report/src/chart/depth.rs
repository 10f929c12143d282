//! How many members stand how deep in the forest.

use maud::{Markup, html};

use super::scale::ticks;
use super::{Canvas, Scale, both, grid_line, px, slots};
use crate::format::{Reader, count};

/// The chart of members by depth.
pub fn depth(reader: Reader, depths: &[u64]) -> Markup {
    both(reader, "depth", (500, 320), (360, 270), |canvas| draw(canvas, depths))
}

fn draw(canvas: Canvas, depths: &[u64]) -> Markup {
    let reader = canvas.reader;
    let (left, right, top, bottom) = (480, 60, 120, 420);
    let high = depths.iter().max().map_or(0, |most| i128::from(*most));
    let marks = ticks(0, high, 6);
    let y = Scale { values: (0, marks.last().copied().unwrap_or(1)), places: (canvas.height - bottom, top) };
    let zero = y.at(0);
    let (middles, slot) = slots(depths.len(), left, canvas.width - right);
    let every = (200 / slot.max(1) + 1).max(1);
    // Labels at every fifth depth at least: 0, 5, 10.
    let every = if every > 1 { (every + 4) / 5 * 5 } else { 1 } as usize;
    let body = html! {
        @for mark in &marks {
            (grid_line(y.at(*mark), left, canvas.width - right, &count(*mark as u64), *mark == 0))
        }
        @for (level, (members, x)) in depths.iter().zip(&middles).enumerate() {
            // Even one member is seen.
            @let height = if *members == 0 { 0 } else { (zero - y.at(i128::from(*members))).max(15) };
            g {
                title { (said(reader, level, *members)) }
                rect class="members" x=(px(x - slot * 38 / 100)) y=(px(zero - height)) width=(px(slot * 76 / 100)) height=(px(height)) {}
                rect class="touch" x=(px(x - slot / 2)) y=(px(top)) width=(px(slot)) height=(px(zero - top)) {}
            }
            @if level % every == 0 {
                text class="tick" x=(px(*x)) y=(px(zero + 170)) text-anchor="middle" { (level) }
            }
        }
        text class="tick" x=(px(canvas.width - right)) y=(px(canvas.height - 50)) text-anchor="end" {
            (reader.say("离树根的层数", "Steps below the root"))
        }
    };
    let (deepest, roots) = (depths.len().saturating_sub(1), count(depths.first().copied().unwrap_or(0)));
    let description = reader.tell(
        || format!("树根 {roots} 人，最深第 {deepest} 层。"),
        || format!("{roots} members are roots; the deepest stand {deepest} steps below one."),
    );
    canvas.frame(reader.say("各层会员人数", "Members by depth"), &description, &body)
}

fn said(reader: Reader, level: usize, members: u64) -> String {
    let number = count(members);
    reader.tell(
        || format!("第 {level} 层：{number} 人"),
        || format!("{level} below the root: {number} {}", if members == 1 { "member" } else { "members" }),
    )
}
