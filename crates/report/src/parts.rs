//! Parts that several reports have.

use maud::{Markup, html};

use crate::chart;
use crate::format::{Reader, count, hundredths, percent};
use crate::income::Distribution;

/// One of the numbers that matter first: its name, itself, and what to know about it.
pub fn figure(name: &str, number: &str, more: &str) -> Markup {
    html! {
        div class="figure" {
            dt { (name) }
            dd { span class="number" { (number) } span class="more" { (more) } }
        }
    }
}

/// Who earns what: the Lorenz curves, and the figures beside them.
pub fn incomes(reader: Reader, everyone: &Distribution, promoters: &Distribution) -> Markup {
    let share = percent(promoters.without_share());
    let top = percent(promoters.top_tenth);
    html! {
        section class="card" {
            h2 { (reader.say("收入分布", "Who earns what")) }
            p class="lead-small" {
                (reader.tell(
                    || format!("{share} 的推广者没有收入；收入最高的 10% 推广者得到全部奖励的 {top}。"),
                    || format!("{share} of promoters earned nothing. The best-earning tenth of them received {top} of all rewards."),
                ))
            }
            div class="split" {
                div {
                    (legend(&[
                        ("everyone-line", reader.say("全体会员", "All members")),
                        ("promoters-line", reader.say("推广者", "Promoters")),
                        ("diagonal", reader.say("完全平均", "Perfect equality")),
                    ]))
                    (chart::lorenz(reader, everyone, promoters))
                }
                (spread(reader, everyone, promoters))
            }
        }
    }
}

fn spread(reader: Reader, everyone: &Distribution, promoters: &Distribution) -> Markup {
    let money =
        |pick: fn(&Distribution) -> i128| (reader.money(pick(everyone)), reader.money(pick(promoters)));
    let rows: [(&str, (String, String)); 9] = [
        (reader.say("人数", "People"), (count(everyone.people), count(promoters.people))),
        (reader.say("没有收入", "Earned nothing"), (count(everyone.without), count(promoters.without))),
        (
            reader.say("没有收入的占比", "Share that earned nothing"),
            (percent(everyone.without_share()), percent(promoters.without_share())),
        ),
        (reader.say("中位数", "Median"), money(|of| of.median)),
        (reader.say("90% 不超过", "90% earned at most"), money(|of| of.p90)),
        (reader.say("99% 不超过", "99% earned at most"), money(|of| of.p99)),
        (reader.say("最高", "Highest"), money(|of| of.max)),
        (
            reader.say("收入前 10% 的占比", "Share of the top 10%"),
            (percent(everyone.top_tenth), percent(promoters.top_tenth)),
        ),
        (reader.say("基尼系数", "Gini"), (hundredths(everyone.gini), hundredths(promoters.gini))),
    ];
    html! {
        div class="scroll" {
            table {
                thead { tr {
                    th scope="col" { (reader.say("净收入", "Net earnings")) }
                    th scope="col" class="n" { (reader.say("全体会员", "All members")) }
                    th scope="col" class="n" { (reader.say("推广者", "Promoters")) }
                } }
                tbody {
                    @for (name, (all, some)) in &rows {
                        tr { th scope="row" { (name) } td class="n" { (all) } td class="n" { (some) } }
                    }
                }
            }
        }
    }
}

/// What the marks of a chart mean: a sample of the mark beside its name.
pub fn legend(entries: &[(&str, &str)]) -> Markup {
    html! {
        ul class="legend" {
            @for (mark, name) in entries {
                li {
                    svg viewBox="0 0 26 12" width="26" height="12" aria-hidden="true" {
                        @match *mark {
                            "sales" => rect class="sales" x="2" width="22" height="12" {},
                            "refunds" => {
                                rect class="hatch-ground" x="2" width="22" height="12" {}
                                path class="hatch-line" d="M2 5L7 0M2 12L14 0M9 12L21 0M16 12L24 4" {}
                            },
                            "rewards-line" => {
                                line class="rewards-line" x1="1" x2="25" y1="6" y2="6" {}
                                circle class="rewards-dot" cx="13" cy="6" r="4" {}
                            },
                            "swing-low" | "swing-high" => rect class=(mark) x="2" width="22" height="12" {},
                            other => line class=(other) x1="1" x2="25" y1="6" y2="6" {},
                        }
                    }
                    (name)
                }
            }
        }
    }
}
