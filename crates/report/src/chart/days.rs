//! Figures that run over days, as lines in the bands that many runs make.

use maud::{Markup, html};

use super::scale::ticks;
use super::{Canvas, Scale, both, grid_line, label_room, path, px};
use crate::format::{Reader, count};

/// One figure over days.
#[derive(Debug, Clone)]
pub struct Line {
    /// The style class of the line: `everyone-line`, `promoters-line`, `rewards-line`.
    pub class: &'static str,
    /// What it is called in the description.
    pub name: String,
    /// Low, middle and high of each point.
    pub points: Vec<[i128; 3]>,
}

/// What a chart of days shows.
#[derive(Debug, Clone)]
pub struct Days<'a> {
    /// Tells its elements from those of other charts on the page.
    pub name: &'static str,
    /// Its title for those who cannot see it.
    pub title: &'a str,
    /// The day of each point, from 1.
    pub days: &'a [u32],
    /// Lines; each as long as `days`.
    pub lines: &'a [Line],
    /// Whether values are money.
    pub is_money: bool,
    /// A day to mark, with what to write there.
    pub mark: Option<(u32, &'a str)>,
}

/// The chart.
pub fn days(reader: Reader, data: &Days<'_>) -> Markup {
    both(reader, data.name, (1000, 320), (360, 280), |canvas| draw(canvas, data))
}

fn draw(canvas: Canvas, data: &Days<'_>) -> Markup {
    let reader = canvas.reader;
    let (right, top, bottom) = (140, 160, 420);
    let all = || data.lines.iter().flat_map(|line| line.points.iter().flatten().copied());
    let (low, high) = (all().min().unwrap_or(0).min(0), all().max().unwrap_or(0).max(1));
    let marks = ticks(low, high, if canvas.is_desk() { 5 } else { 4 });
    let say = |value: i128| if data.is_money { reader.compact(value) } else { signed(value) };
    let labels: Vec<String> = marks.iter().map(|mark| say(*mark)).collect();
    let left = label_room(labels.iter().map(String::as_str));
    let ends = (marks.first().copied().unwrap_or(0), marks.last().copied().unwrap_or(1));
    let y = Scale { values: ends, places: (canvas.height - bottom, top) };
    let last = data.days.last().copied().unwrap_or(1);
    let x = Scale { values: (0, i128::from(last)), places: (left, canvas.width - right) };
    let at = |day: u32| x.at(i128::from(day));
    let body = html! {
        @for (mark, label) in marks.iter().zip(&labels) {
            (grid_line(y.at(*mark), left, canvas.width - right, label, *mark == 0))
        }
        @for day in ticks(0, i128::from(last), if canvas.is_desk() { 8 } else { 4 }).into_iter().filter(|day| *day <= i128::from(last)) {
            text class="tick" x=(px(x.at(day))) y=(px(canvas.height - bottom + 170)) text-anchor="middle" { (day) }
        }
        text class="tick" x=(px(canvas.width - right)) y=(px(canvas.height - 50)) text-anchor="end" { (reader.say("第几天", "Day")) }
        @if let Some((day, said)) = data.mark {
            line class="limit" x1=(px(at(day))) x2=(px(at(day))) y1=(px(top - 60)) y2=(px(canvas.height - bottom)) {}
            text class="limit-label" x=(px(at(day) + 60)) y=(px(top - 20)) { (said) }
        }
        @for line in data.lines {
            @let edge = |place: usize| line.points.iter().zip(data.days).map(move |(point, day)| (at(*day), y.at(point[place])));
            @let around: Vec<_> = edge(2).chain(edge(0).collect::<Vec<_>>().into_iter().rev()).collect();
            path class={ "band " (line.class) "-band" } d=(path(&around)) {}
        }
        @for line in data.lines {
            @let middle: Vec<_> = line.points.iter().zip(data.days).map(|(point, day)| (at(*day), y.at(point[1]))).collect();
            path class=(line.class) d=(path(&middle)) {
                title { (line.name) }
            }
        }
    };
    let last_of = |line: &Line| {
        let [low, mid, high] = line.points.last().copied().unwrap_or_default();
        let name = &line.name;
        reader.tell(
            || format!("{name}：第 {last} 天 {}（{} 到 {}）。", say(mid), say(low), say(high)),
            || format!("{name}: {} on day {last} ({} to {}). ", say(mid), say(low), say(high)),
        )
    };
    let description: String = data.lines.iter().map(last_of).collect();
    canvas.frame(data.title, &description, &body)
}

fn signed(value: i128) -> String {
    let number = count(value.unsigned_abs() as u64);
    if value < 0 { format!("−{number}") } else { number }
}
