//! Rewards by distance from the seller, as bars that lie down.

use maud::{Markup, html};

use super::{Canvas, Scale, both, px};
use crate::data::Distance;
use crate::format::{Reader, count};

/// Rows that are drawn; what lies farther is summed in the last one.
const ROWS: usize = 9;

/// The chart of rewards by distance.
pub fn distance(reader: Reader, distances: &[Distance]) -> Markup {
    let rows = rows(distances);
    let height = 30 + 34 * rows.len().max(1) as i64;
    both(reader, "distance", (500, height), (360, height), |canvas| draw(canvas, &rows))
}

/// A bar: the distance, whether it stands for all beyond, entries and sum.
type Row = (u32, bool, u64, i128);

fn rows(distances: &[Distance]) -> Vec<Row> {
    let single = if distances.len() > ROWS { ROWS - 1 } else { ROWS };
    let mut rows: Vec<Row> =
        distances.iter().take(single).map(|row| (row.distance, false, row.entries, row.amount)).collect();
    if let Some(first) = distances.get(single) {
        let beyond = &distances[single..];
        let (entries, amount) =
            (beyond.iter().map(|row| row.entries).sum(), beyond.iter().map(|row| row.amount).sum());
        rows.push((first.distance, true, entries, amount));
    }
    rows
}

fn draw(canvas: Canvas, rows: &[Row]) -> Markup {
    let reader = canvas.reader;
    let left = if canvas.is_desk() { 1_150 } else { 950 };
    // Digits are some 8 pixels wide in the widest of the usual fonts.
    let longest = rows.iter().map(|row| reader.money(row.3).chars().count()).max().unwrap_or(0);
    let amounts = 100 + 80 * longest as i64;
    let most = rows.iter().map(|row| row.3).max().unwrap_or(0).max(1);
    let x = Scale { values: (0, most), places: (left, canvas.width - amounts) };
    let body = html! {
        line class="axis" x1=(px(left)) x2=(px(left)) y1=(px(100)) y2=(px(canvas.height - 100)) {}
        @for (at, row) in rows.iter().enumerate() {
            @let y = 150 + 340 * at as i64;
            @let (distance, beyond, entries, amount) = *row;
            @let end = x.at(amount.max(0)).max(left + 15);
            g {
                title { (said(reader, distance, beyond, entries, amount)) }
                text class="label" x=(px(left - 100)) y=(px(y + 165)) text-anchor="end" { (name(reader, distance, beyond)) }
                rect class="rewards-bar" x=(px(left)) y=(px(y)) width=(px(end - left)) height="24.0" {}
                text class="value" x=(px(end + 80)) y=(px(y + 165)) { (reader.money(amount)) }
            }
        }
    };
    let description = rows
        .first()
        .map_or_else(String::new, |row| said(reader, row.0, row.1, row.2, row.3) + reader.say("。", "."));
    canvas.frame(reader.say("按距离卖家的远近", "Rewards by distance from the seller"), &description, &body)
}

fn name(reader: Reader, distance: u32, beyond: bool) -> String {
    match (distance, beyond) {
        (0, _) => reader.say("卖家本人", "The seller").to_owned(),
        (_, true) => reader.tell(|| format!("上 {distance} 级及更远"), || format!("{distance} and more")),
        (_, false) => reader.tell(|| format!("上 {distance} 级"), || format!("{distance} above")),
    }
}

fn said(reader: Reader, distance: u32, beyond: bool, entries: u64, amount: i128) -> String {
    let (name, amount, number) = (name(reader, distance, beyond), reader.money(amount), count(entries));
    reader.tell(
        || format!("{name}：{number} 笔，合计 {amount}"),
        || format!("{name}: {number} {}, {amount} in all", if entries == 1 { "entry" } else { "entries" }),
    )
}
