//! How far a result moves when an input does: two bars for each input, one for each way.

use maud::{Markup, html};

use super::{Canvas, Scale, both, px};
use crate::format::{Reader, tenths};

/// One input.
#[derive(Debug, Clone)]
pub struct Swing {
    /// What it is.
    pub name: String,
    /// The result's change, in millionths, with the input lower and with it higher.
    pub changes: [i64; 2],
}

/// The chart of inputs, the one that matters most first.
pub fn swings(reader: Reader, rows: &[Swing]) -> Markup {
    let height = 60 + 44 * rows.len() as i64;
    both(reader, "swing", (1000, height), (360, height), |canvas| draw(canvas, rows))
}

fn draw(canvas: Canvas, rows: &[Swing]) -> Markup {
    let reader = canvas.reader;
    let left = if canvas.is_desk() { 2_600 } else { 150 };
    let most = rows.iter().flat_map(|row| row.changes).map(i64::abs).max().unwrap_or(0).max(10_000);
    let room = if canvas.is_desk() { 700 } else { 520 };
    let x =
        Scale { values: (-i128::from(most), i128::from(most)), places: (left + room, canvas.width - room) };
    let zero = x.at(0);
    let body = html! {
        @for (at, row) in rows.iter().enumerate() {
            @let y = 60 + 440 * at as i64;
            @if canvas.is_desk() {
                text class="label" x=(px(left - 100)) y=(px(y + 220)) text-anchor="end" { (row.name) }
            } @else {
                text class="tick" x=(px(zero)) y=(px(y + 20)) text-anchor="middle" { (row.name) }
            }
            @for (way, change) in row.changes.iter().enumerate() {
                @let end = x.at(i128::from(*change));
                @let top = y + if canvas.is_desk() { 20 } else { 60 } + 160 * way as i64;
                @let (from, to) = (zero.min(end), zero.max(end));
                rect class=(if way == 0 { "swing-low" } else { "swing-high" }) x=(px(from)) y=(px(top)) width=(px((to - from).max(10))) height="14.0" {}
                text class="tick" x=(px(if end < zero { from - 50 } else { to + 50 })) y=(px(top + 110))
                    text-anchor=(if end < zero { "end" } else { "start" }) { (plus(*change)) }
            }
        }
        line class="axis" x1=(px(zero)) x2=(px(zero)) y1="4.0" y2=(px(canvas.height - 100)) {}
    };
    let said = |row: &Swing| format!("{} {} / {}", row.name, plus(row.changes[0]), plus(row.changes[1]));
    let description = rows.iter().take(3).map(said).collect::<Vec<_>>().join("; ");
    canvas.frame(reader.say("关键影响因素", "Which inputs matter most"), &description, &body)
}

fn plus(change: i64) -> String {
    let text = tenths(i128::from(change));
    if change > 0 { format!("+{text}") } else { text }
}
