//! How evenly earnings are spread: the Lorenz curve of all members and of the promoters, with the diagonal.

use maud::{Markup, html};

use super::{Canvas, Scale, both, path, px};
use crate::format::{Reader, hundredths};
use crate::income::Distribution;

/// The chart of both Lorenz curves.
pub fn lorenz(reader: Reader, everyone: &Distribution, promoters: &Distribution) -> Markup {
    both(reader, "lorenz", (500, 430), (360, 340), |canvas| draw(canvas, everyone, promoters))
}

fn draw(canvas: Canvas, everyone: &Distribution, promoters: &Distribution) -> Markup {
    let reader = canvas.reader;
    let (left, right, top, bottom) = (460, 200, 100, 420);
    let x = Scale { values: (0, 1_000_000), places: (left, canvas.width - right) };
    let y = Scale { values: (0, 1_000_000), places: (canvas.height - bottom, top) };
    let line = |of: &Distribution| {
        let points: Vec<_> = of
            .lorenz
            .iter()
            .map(|point| (x.at(i128::from(point.people.0)), y.at(i128::from(point.earnings.0))))
            .collect();
        path(&points)
    };
    let (people, money) = (
        reader.say("人数占比，收入从低到高", "Share of people, lowest earner first"),
        reader.say("收入占比", "Share of earnings"),
    );
    let body = html! {
        @for quarter in 0..=4_i128 {
            @let at = quarter * 250_000;
            line class=(if quarter == 0 { "axis" } else { "grid" })
                x1=(px(left)) x2=(px(canvas.width - right)) y1=(px(y.at(at))) y2=(px(y.at(at))) {}
            text class="tick" x=(px(left - 80)) y=(px(y.at(at) + 40)) text-anchor="end" { (quarter * 25) "%" }
            line class=(if quarter == 0 { "axis" } else { "grid" })
                x1=(px(x.at(at))) x2=(px(x.at(at))) y1=(px(top)) y2=(px(canvas.height - bottom)) {}
            text class="tick" x=(px(x.at(at))) y=(px(canvas.height - bottom + 170)) text-anchor="middle" {
                (quarter * 25) "%"
            }
        }
        text class="tick" x=(px(canvas.width - right)) y=(px(canvas.height - 50)) text-anchor="end" { (people) }
        text class="tick" x=(px(left + 80)) y=(px(top + 140)) { (money) }
        path class="diagonal" d=(path(&[(x.at(0), y.at(0)), (x.at(1_000_000), y.at(1_000_000))])) {}
        path class="promoters-line" d=(line(promoters)) {}
        path class="everyone-line" d=(line(everyone)) {}
    };
    let (all, some) = (hundredths(everyone.gini), hundredths(promoters.gini));
    let description = reader.tell(
        || format!("基尼系数：全体会员 {all}，推广者 {some}。对角线表示人人收入相同。"),
        || format!("Gini: {all} over all members, {some} over promoters. On the diagonal, everyone would earn the same."),
    );
    canvas.frame(reader.say("收入分布的洛伦兹曲线", "Lorenz curve of earnings"), &description, &body)
}
