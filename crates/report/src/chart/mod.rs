//! Charts as SVG. Each is drawn twice, for a desk and for a hand; the style sheet shows the one that fits. All places are
//! integers, tenths of a pixel, so that a chart is as reproducible as the money it shows.

mod days;
mod depth;
mod distance;
mod lorenz;
mod months;
mod payout;
mod scale;
mod swing;

use maud::{Markup, html};

pub use days::{Days, Line, days};
pub use depth::depth;
pub use distance::distance;
pub use lorenz::lorenz;
pub use months::months;
pub use payout::payout;
pub use swing::{Swing, swings};

use crate::data::Month;
use crate::format::Reader;
use scale::{Scale, px};

/// Who the drawing is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Desk,
    Hand,
}

/// A drawing's place on the page.
#[derive(Debug, Clone, Copy)]
struct Canvas {
    reader: Reader,
    room: Room,
    name: &'static str,
    /// In tenths of a pixel.
    width: i64,
    /// In tenths of a pixel.
    height: i64,
}

/// Draws a chart for the desk and for the hand, of these sizes in pixels.
fn both(
    reader: Reader,
    name: &'static str,
    desk: (i64, i64),
    hand: (i64, i64),
    draw: impl Fn(Canvas) -> Markup,
) -> Markup {
    let canvas = |room, (width, height): (i64, i64)| Canvas {
        reader,
        room,
        name,
        width: width * 10,
        height: height * 10,
    };
    html! {
        (draw(canvas(Room::Desk, desk)))
        (draw(canvas(Room::Hand, hand)))
    }
}

impl Canvas {
    fn is_desk(self) -> bool {
        self.room == Room::Desk
    }

    /// The drawing with what a screen reader says of it.
    fn frame(self, title: &str, description: &str, body: &Markup) -> Markup {
        let room = if self.is_desk() { "desk" } else { "hand" };
        let id = format!("{}-{room}-{}", self.name, self.reader.code());
        let (title_id, description_id) = (format!("{id}-t"), format!("{id}-d"));
        html! {
            svg class={ "chart " (room) } role="img" xmlns="http://www.w3.org/2000/svg"
                viewBox={ "0 0 " (self.width / 10) " " (self.height / 10) }
                aria-labelledby={ (title_id) " " (description_id) } {
                title id=(title_id) { (title) }
                desc id=(description_id) { (description) }
                (body)
            }
        }
    }
}

/// A horizontal grid line with its label left of it.
fn grid_line(y: i64, from: i64, to: i64, label: &str, strong: bool) -> Markup {
    html! {
        line class=(if strong { "axis" } else { "grid" }) x1=(px(from)) x2=(px(to)) y1=(px(y)) y2=(px(y)) {}
        text class="tick" x=(px(from - 80)) y=(px(y + 40)) text-anchor="end" { (label) }
    }
}

/// Room for labels left of an axis: they end 8 pixels before it. Digits are some 8 pixels wide, Chinese characters 12.
fn label_room<'a>(labels: impl Iterator<Item = &'a str>) -> i64 {
    let width =
        |label: &str| label.chars().map(|letter| if letter > '\u{2e80}' { 125 } else { 75 }).sum::<i64>();
    labels.map(width).max().unwrap_or(0).max(280) + 110
}

/// The middle of each month's slot, and the width of a slot.
fn slots(months: usize, from: i64, to: i64) -> (Vec<i64>, i64) {
    let number = months.max(1) as i64;
    let middles = (0..number).map(|slot| from + (to - from) * (2 * slot + 1) / (2 * number)).collect();
    (middles, (to - from) / number)
}

/// The names of the months below the axis; as many as there is room for, with the year where it begins.
fn month_labels(canvas: Canvas, months: &[Month], middles: &[i64], slot: i64, y: i64) -> Markup {
    let room = 340;
    let every = (room / slot.max(1) + 1).max(1) as usize;
    let january = months.iter().position(|month| month.month == 1).unwrap_or(usize::MAX);
    let room_for_first_year = slot.saturating_mul(january.min(1_000) as i64) > 450;
    html! {
        @for (at, (month, x)) in months.iter().zip(middles).enumerate() {
            @if at % every == 0 {
                text class="tick" x=(px(*x)) y=(px(y + 170)) text-anchor="middle" { (canvas.reader.month(month.month)) }
            }
            @if month.month == 1 || (at == 0 && room_for_first_year) {
                @let year = canvas.reader.tell(|| format!("{}年", month.year), || month.year.to_string());
                text class="tick year" x=(px(*x)) y=(px(y + 325)) text-anchor="middle" { (year) }
            }
        }
    }
}

/// A line through points.
fn path(points: &[(i64, i64)]) -> String {
    let mut out = String::with_capacity(points.len() * 14);
    for (at, (x, y)) in points.iter().enumerate() {
        out.push_str(if at == 0 { "M" } else { "L" });
        out.push_str(&px(*x));
        out.push(' ');
        out.push_str(&px(*y));
    }
    out
}
