//! What is drawn: growth, ranks, depth, what happens when invitations stop, and what matters most.

use banyan_report::chart::{self, Days, Line, Swing};
use banyan_report::{Reader, legend};
use maud::{Markup, html};

use super::{Told, band, number};
use crate::run::{Outcome, Series};
use crate::study::Band;

/// Points that a line has, at most.
const POINTS: usize = 61;

/// The days that are drawn, by their place in a series.
pub(crate) fn places(outcomes: &[Outcome]) -> Vec<usize> {
    let days = outcomes.first().map_or(0, |one| one.series.members.len());
    let steps = days.clamp(2, POINTS) - 1;
    (0..=steps).map(|step| step * days.saturating_sub(1) / steps).filter(|day| *day < days).collect()
}

pub(crate) fn line(
    class: &'static str,
    name: &str,
    outcomes: &[Outcome],
    places: &[usize],
    pick: impl Fn(&Series) -> &Vec<i64>,
) -> Line {
    let point = |place: &usize| {
        let band = Band::of(outcomes.iter().map(|one| i128::from(pick(&one.series)[*place])).collect());
        [band.low, band.mid, band.high]
    };
    Line { class, name: name.to_owned(), points: places.iter().map(point).collect() }
}

pub(crate) fn day_numbers(places: &[usize]) -> Vec<u32> {
    places.iter().map(|place| *place as u32 + 1).collect()
}

pub(super) fn growth(reader: Reader, told: Told<'_>) -> Markup {
    let outcomes = &told.study.outcomes;
    let places = places(outcomes);
    let (members, active) =
        (reader.say("会员", "Members"), reader.say("仍在邀请的推广者", "Promoters still inviting"));
    let lines = [
        line("everyone-line", members, outcomes, &places, |series| &series.members),
        line("promoters-line", active, outcomes, &places, |series| &series.active),
    ];
    let days = day_numbers(&places);
    let title = reader.say("会员增长", "How membership grows");
    let mark = told.scenario.invite.stop_after.map(|day| (day, reader.say("停止邀请", "invitations stop")));
    html! {
        section class="card" {
            h2 { (title) }
            p class="muted" { (reader.say(
                "线为各次运行的中位数，色带覆盖 90% 的运行。市场、人脉和热情都有限，每条线最终都会走平。",
                "Lines show the median of the runs; bands hold nine in ten. Markets, contacts and enthusiasm are finite: every curve flattens.",
            )) }
            (legend(&[("everyone-line", members), ("promoters-line", active)]))
            (chart::days(reader, &Days { name: "growth", title, days: &days, lines: &lines, is_money: false, mark }))
        }
    }
}

pub(super) fn ranks(reader: Reader, told: Told<'_>) -> Markup {
    let (study, plan) = (told.study, told.program.plan());
    let customers = reader.say("普通顾客", "Customers").to_owned();
    let titles = plan.ranks.iter().map(|rank| reader.text(&rank.title).to_owned());
    let rows: Vec<(String, String)> = std::iter::once(customers)
        .chain(titles)
        .enumerate()
        .map(|(rank, title)| (title, band(study.band(|one| i128::from(one.ranks[rank])), number)))
        .collect();
    let away = band(study.band(|one| i128::from(one.break_aways)), number);
    html! {
        section class="card" {
            h2 { (reader.say("期末各等级人数", "Members by rank at the end")) }
            div class="scroll" { table { tbody {
                @for (title, value) in &rows { tr { th scope="row" { (title) } td class="n" { (value) } } }
                tr { th scope="row" { (reader.say("脱离：升级后带走的社群", "Break-aways: communities that left with whoever rose")) } td class="n" { (away) } }
            } } }
        }
    }
}

pub(super) fn depth(reader: Reader, told: Told<'_>) -> Markup {
    let typical = told.study.typical();
    let deepest = typical.depths.len().saturating_sub(1);
    html! {
        section class="card" {
            h2 { (reader.say("邀请关系有多深", "How deep invitations go")) }
            p class="muted" { (reader.tell(
                || format!("第 0 层是创始人；最深第 {deepest} 层。"),
                || format!("Founders stand at 0; the deepest members {deepest} steps below."),
            )) }
            (chart::depth(reader, &typical.depths))
        }
    }
}

pub(super) fn distance(reader: Reader, told: Told<'_>) -> Markup {
    html! {
        section class="card" {
            h2 { (reader.say("奖励按层级分布", "Rewards by level")) }
            p class="muted" { (reader.say(
                "从卖家（或新加入者）往上，每一级得到的奖励。",
                "What each level received, counted upwards from the seller or from the new member.",
            )) }
            (chart::distance(reader, &told.study.typical().distances))
        }
    }
}

pub(super) fn stopped(reader: Reader, told: Told<'_>) -> Markup {
    let Some(stopped) = &told.study.stopped else { return html! {} };
    let going = &told.study.outcomes[..stopped.outcomes.len().min(told.study.outcomes.len())];
    let places = places(going);
    let days = day_numbers(&places);
    let (on, off) = (reader.say("继续邀请", "Continued"), reader.say("不再邀请", "Stopped"));
    let lines = [
        line("everyone-line", on, going, &places, |series| &series.granted),
        line("rewards-line", off, &stopped.outcomes, &places, |series| &series.granted),
    ];
    let title = reader.say("停止拉新之后", "When recruiting stops");
    let day = stopped.day;
    let said = reader.tell(|| format!("第 {day} 天停止"), || format!("stop on day {day}"));
    let mark = Some((day, said.as_str()));
    let compact = |value: i128| reader.compact(value);
    let of = |outcomes: &[Outcome], pick: fn(&Outcome) -> i128| Band::of(outcomes.iter().map(pick).collect());
    let after = |outcomes: &[Outcome], pick: fn(&Series) -> &Vec<i64>| {
        band(stopped.month_after(outcomes, pick), compact)
    };
    let pair = |pick: fn(&Outcome) -> i128, say: &dyn Fn(i128) -> String| {
        (band(of(going, pick), say), band(of(&stopped.outcomes, pick), say))
    };
    let rows = [
        (reader.say("会员", "Members"), pair(|one| i128::from(one.members), &number)),
        (
            reader.say("停止后 30 天净成交额", "Net sales in the 30 days after"),
            (after(going, |s| &s.sales), after(&stopped.outcomes, |s| &s.sales)),
        ),
        (
            reader.say("停止后 30 天奖励", "Rewards in the 30 days after"),
            (after(going, |s| &s.granted), after(&stopped.outcomes, |s| &s.granted)),
        ),
        (reader.say("平台自有资金", "The shop’s own money"), pair(|one| one.total.own(), &compact)),
        (
            reader.say("零收入推广者", "Promoters who earned nothing"),
            pair(|one| i128::from(one.facts.nothing_share.0), &banyan_report::format::tenths),
        ),
    ];
    html! {
        section class="card" {
            h2 { (title) }
            p class="muted" { (reader.say(
                "以销售为基础的方案，没有新人也会继续产生奖励；依赖拉新的方案，拉新一停，奖励即停。曲线为累计发出的奖励。",
                "A plan that lives on sales keeps paying when nobody new is invited; one that lives on recruiting stops. The lines show rewards granted so far.",
            )) }
            (legend(&[("everyone-line", on), ("rewards-line", off)]))
            (chart::days(reader, &Days { name: "stop", title, days: &days, lines: &lines, is_money: true, mark }))
            div class="scroll" { table {
                thead { tr { th scope="col" {} th scope="col" class="n" { (on) } th scope="col" class="n" { (off) } } }
                tbody { @for (name, (on, off)) in &rows {
                    tr { th scope="row" { (name) } td class="n" { (on) } td class="n" { (off) } }
                } }
            } }
        }
    }
}

pub(super) fn levers(reader: Reader, told: Told<'_>) -> Markup {
    let levers = &told.study.levers;
    if levers.is_empty() {
        return html! {};
    }
    let top: Vec<&str> = levers.iter().take(3).map(|effect| reader.text(&effect.name)).collect();
    let joined = top.join(reader.say("、", ", "));
    let swing = |own: bool| -> Vec<Swing> {
        let change = |change: &crate::study::Change| if own { change.own } else { change.sales };
        let row = |effect: &crate::study::Effect| Swing {
            name: reader.text(&effect.name).to_owned(),
            changes: [change(&effect.lower), change(&effect.higher)],
        };
        levers.iter().take(6).map(row).collect()
    };
    let (lower, higher) =
        (reader.say("减少五分之一", "a fifth lower"), reader.say("增加五分之一", "a fifth higher"));
    html! {
        section class="card" {
            h2 { (reader.say("影响最大的三个输入", "Which three inputs matter most")) }
            p class="lead-small" { (reader.tell(
                || format!("影响最大的是：{joined}，应先核准。"),
                || format!("These matter most: {joined}. Get them right first."),
            )) }
            p class="muted" { (reader.say(
                "每个输入分别减少和增加五分之一，其余输入和随机条件不变，看净成交额变化多少。",
                "How net sales change when one input is a fifth lower or higher and everything else, luck included, stays the same.",
            )) }
            (legend(&[("swing-low", lower), ("swing-high", higher)]))
            (chart::swings(reader, &swing(false)))
            details {
                summary { (reader.say("平台自有资金的变化", "See how the shop’s own money moves")) }
                div class="scroll" { table {
                    thead { tr { th scope="col" { (reader.say("占净成交额", "Of net sales")) } th scope="col" class="n" { (lower) } th scope="col" class="n" { (higher) } } }
                    tbody { @for row in swing(true) {
                        tr { th scope="row" { (row.name) } @for change in row.changes { td class="n" { (banyan_report::format::tenths(i128::from(change))) } } }
                    } }
                } }
            }
        }
    }
}
