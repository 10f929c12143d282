//! Rewards of each month as a share of its sales, against what the plan allows.

use banyan_plan::money::Rate;
use maud::{Markup, html};

use super::scale::ticks;
use super::{Canvas, Scale, both, grid_line, month_labels, path, px, slots};
use crate::data::Month;
use crate::format::{self, Reader, tenths};

/// The chart of the payout share by month.
pub fn payout(reader: Reader, months: &[Month], limit: Rate) -> Markup {
    both(reader, "payout", (1000, 280), (360, 260), |canvas| draw(canvas, months, limit))
}

fn draw(canvas: Canvas, months: &[Month], limit: Rate) -> Markup {
    let reader = canvas.reader;
    let limit_text = limit.percent();
    let limit = i128::from(limit.0);
    let (left, right, top, bottom) = (if canvas.is_desk() { 640 } else { 520 }, 40, 200, 380);
    let shares: Vec<Option<i128>> =
        months.iter().map(|month| format::payout(month.rewards, month.sales)).collect();
    let known = || shares.iter().flatten().copied();
    let high = known().max().unwrap_or(0).max(limit);
    // Percentages get round steps if counted in whole percent.
    let marks: Vec<i128> =
        ticks(known().min().unwrap_or(0).min(0).div_euclid(10_000), (high + 9_999) / 10_000, 4)
            .into_iter()
            .map(|percent| percent * 10_000)
            .collect();
    let ends = (marks.first().copied().unwrap_or(0), marks.last().copied().unwrap_or(1_000_000));
    let y = Scale { values: ends, places: (canvas.height - bottom, top) };
    let (middles, slot) = slots(months.len(), left, canvas.width - right);
    let points: Vec<(usize, i64, i64)> = shares
        .iter()
        .zip(&middles)
        .enumerate()
        .filter_map(|(at, (share, x))| share.map(|share| (at, *x, y.at(share))))
        .collect();
    // A month without sales has no share: the line stops before it and goes on after it.
    let lines: String = points
        .chunk_by(|one, next| one.0 + 1 == next.0)
        .map(|run| path(&run.iter().map(|(_, x, y)| (*x, *y)).collect::<Vec<_>>()))
        .collect();
    // Above its point, unless the limit's own label is there.
    let value_at = |place: i64| match place - y.at(limit) {
        -60..=330 => place + 190,
        _ => place - 110,
    };
    let peak = shares.iter().copied().enumerate().max_by_key(|(_, share)| *share).map(|(at, _)| at);
    let body = html! {
        @for mark in &marks {
            (grid_line(y.at(*mark), left, canvas.width - right, &whole_percent(*mark), *mark == 0))
        }
        line class="limit" x1=(px(left)) x2=(px(canvas.width - right)) y1=(px(y.at(limit))) y2=(px(y.at(limit))) {}
        text class="limit-label" x=(px(canvas.width - right)) y=(px(y.at(limit) - 70)) text-anchor="end" {
            (reader.tell(|| format!("方案上限 {limit_text}"), || format!("Limit of the plan {limit_text}")))
        }
        path class="rewards-line" d=(lines) {}
        @for (at, x, place) in &points {
            @let share = shares[*at].map(tenths).unwrap_or_default();
            g {
                title { (said(reader, &months[*at], &share)) }
                circle class="rewards-dot" cx=(px(*x)) cy=(px(*place)) r=(if canvas.is_desk() { "4" } else { "3" }) {}
                @if Some(*at) == peak || slot > 500 {
                    // The last one must not leave the drawing.
                    text class="value" x=(px((*x).min(canvas.width - 230))) y=(px(value_at(*place))) text-anchor="middle" { (share) }
                }
                rect class="touch" x=(px(x - slot / 2)) y=(px(top)) width=(px(slot)) height=(px(canvas.height - bottom - top)) {}
            }
        }
        (month_labels(canvas, months, &middles, slot, canvas.height - bottom))
    };
    let highest = peak.and_then(|at| shares[at]).map(tenths).unwrap_or_default();
    let description = reader.tell(
        || format!("最高的一个月是 {highest}，方案上限是 {limit_text}。"),
        || format!("The highest month is {highest}; the limit of the plan is {limit_text}."),
    );
    canvas.frame(
        reader.say("每月奖励占销售的比例", "Rewards as a share of sales by month"),
        &description,
        &body,
    )
}

/// `−10%`
fn whole_percent(millionths: i128) -> String {
    format!("{}{}%", if millionths < 0 { "−" } else { "" }, millionths.abs() / 10_000)
}

fn said(reader: Reader, month: &Month, share: &str) -> String {
    let name = reader.month_of_year(month.year, month.month);
    reader.tell(
        || format!("{name}：奖励占净销售 {share}"),
        || format!("{name}: rewards are {share} of net sales"),
    )
}
