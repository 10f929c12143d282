//! Sales and rewards by month: bars for sales, hatched bars below the line for refunds, a line for rewards.

use maud::{Markup, html};

use super::scale::ticks;
use super::{Canvas, Scale, both, grid_line, label_room, month_labels, path, px, slots};
use crate::data::Month;
use crate::format::Reader;

/// The chart of sales, refunds and rewards by month.
pub fn months(reader: Reader, months: &[Month]) -> Markup {
    both(reader, "months", (1000, 330), (360, 290), |canvas| draw(canvas, months))
}

fn draw(canvas: Canvas, months: &[Month]) -> Markup {
    let reader = canvas.reader;
    let (right, top, bottom) = (40, 120, 380);
    let high = months.iter().map(|month| month.sales.max(month.rewards)).max().unwrap_or(0).max(0);
    let low = months
        .iter()
        .map(|month| month.refunds.min(month.sales).min(month.rewards))
        .min()
        .unwrap_or(0)
        .min(0);
    let marks = ticks(low, high, if canvas.is_desk() { 5 } else { 4 });
    let labels: Vec<String> = marks.iter().map(|mark| reader.compact(*mark)).collect();
    let left = label_room(labels.iter().map(String::as_str));
    let ends = (marks.first().copied().unwrap_or(0), marks.last().copied().unwrap_or(1));
    let y = Scale { values: ends, places: (canvas.height - bottom, top) };
    let (middles, slot) = slots(months.len(), left, canvas.width - right);
    let bar = slot * 62 / 100;
    let points: Vec<_> = months.iter().zip(&middles).map(|(month, x)| (*x, y.at(month.rewards))).collect();
    let title = reader.say("每月销售与奖励", "Sales and rewards by month");
    let body = html! {
        (hatch(canvas))
        @for (mark, label) in marks.iter().zip(&labels) {
            (grid_line(y.at(*mark), left, canvas.width - right, label, *mark == 0))
        }
        @for (month, x) in months.iter().zip(&middles) {
            g {
                title { (said(reader, month)) }
                (column("sales", *x, bar, y.at(0), y.at(month.sales), None))
                @if month.refunds < 0 {
                    (column("refunds", *x, bar, y.at(0), y.at(month.refunds), Some(&hatch_id(canvas))))
                }
                // The whole slot answers to the pointer.
                rect class="touch" x=(px(x - slot / 2)) y=(px(top)) width=(px(slot)) height=(px(canvas.height - bottom - top)) {}
            }
        }
        path class="halo" d=(path(&points)) {}
        path class="rewards-line" d=(path(&points)) {}
        @for (x, y) in &points {
            circle class="rewards-dot" cx=(px(*x)) cy=(px(*y)) r=(if canvas.is_desk() { "4" } else { "3" }) {}
        }
        (month_labels(canvas, months, &middles, slot, canvas.height - bottom))
    };
    canvas.frame(title, &description(reader, months), &body)
}

fn column(class: &str, x: i64, width: i64, zero: i64, end: i64, fill: Option<&str>) -> Markup {
    let (top, height) = (zero.min(end), (zero - end).abs());
    html! {
        rect class=(class) x=(px(x - width / 2)) y=(px(top)) width=(px(width)) height=(px(height))
            style=[fill.map(|id| format!("fill:url(#{id})"))] {}
    }
}

fn hatch_id(canvas: Canvas) -> String {
    format!("hatch-{}-{}", canvas.reader.code(), if canvas.is_desk() { "desk" } else { "hand" })
}

fn hatch(canvas: Canvas) -> Markup {
    html! {
        defs {
            pattern id=(hatch_id(canvas)) width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                rect class="hatch-ground" width="5" height="5" {}
                line class="hatch-line" x1="0" y1="0" x2="0" y2="5" {}
            }
        }
    }
}

fn said(reader: Reader, month: &Month) -> String {
    let name = reader.month_of_year(month.year, month.month);
    let (sales, refunds, rewards) =
        (reader.money(month.sales), reader.money(month.refunds), reader.money(month.rewards));
    reader.tell(
        || format!("{name}：净销售 {sales}，退款 {refunds}，奖励 {rewards}"),
        || format!("{name}: net sales {sales}, refunds {refunds}, rewards {rewards}"),
    )
}

fn description(reader: Reader, months: &[Month]) -> String {
    let Some(best) = months.iter().max_by_key(|month| month.sales) else {
        return reader.say("没有数据。", "No data.").to_owned();
    };
    let best = said(reader, best);
    reader.tell(|| format!("销售最多的一个月，{best}。"), || format!("The strongest month, {best}."))
}
