//! The report of a study: one HTML file that opens offline, in Chinese and in English.
//!
//! [`render`] is pure: the same study gives the same bytes. Everything that comes from data is escaped.

mod charts;
mod compare;
mod facts;
mod law;
mod money;
mod world;

use banyan_plan::kernel::Program;
use banyan_plan::words::Text;
use banyan_report::format::{count, tenths};
use banyan_report::{Reader, figure, incomes, page};
use maud::{Markup, html};

use crate::law::Law;
use crate::run::Outcome;
use crate::scenario::Scenario;
use crate::study::{Band, Study};

/// Everything that a report tells of.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) program: &'a Program,
    pub(crate) scenario: &'a Scenario,
    pub(crate) study: &'a Study,
    pub(crate) rival: Option<(&'a Program, &'a Study)>,
    pub(crate) law: &'a Law,
    pub(crate) rival_law: Option<&'a Law>,
}

/// The whole report as one HTML page that asks the network for nothing.
pub fn render(
    program: &Program,
    scenario: &Scenario,
    study: &Study,
    rival: Option<(&Program, &Study)>,
    (law, rival_law): (&Law, Option<&Law>),
) -> String {
    let told = Told { program, scenario, study, rival, law, rival_law };
    page(program.plan().currency, |reader| title(reader, told), |reader| all(reader, told))
}

fn title(reader: Reader, told: Told<'_>) -> String {
    let plan = reader.text(&told.program.plan().title);
    reader.tell(|| format!("{plan}：模拟报告 · 榕"), || format!("{plan}: simulation · Banyan"))
}

fn all(reader: Reader, told: Told<'_>) -> Markup {
    let typical = told.study.typical();
    html! {
        (opening(reader, told))
        (figures(reader, told))
        (notice(reader, told))
        (compare::side_by_side(reader, told))
        (charts::growth(reader, told))
        (charts::ranks(reader, told))
        (money::cash(reader, told))
        (incomes(reader, &typical.members_income, &typical.promoters_income))
        (earnings(reader, told))
        div class="pair" {
            (charts::depth(reader, told))
            (charts::distance(reader, told))
        }
        (money::rewards(reader, told))
        (charts::stopped(reader, told))
        (charts::levers(reader, told))
        (facts::facts(reader, told))
        (law::law(reader, told))
        (world::world(reader, told))
        footer {
            p { (reader.say(
                "金额一律按整数计算，奖励由与 `banyan settle` 相同的内核计算。本文件自带全部内容，可离线查看。",
                "Money is computed in whole minor units, rewards by the kernel of `banyan settle`. This file holds all that it shows and opens offline.",
            )) }
        }
    }
}

/// A band as people read it: the middle, and from where to where nine in ten runs lie.
pub(crate) fn band(band: Band, say: impl Fn(i128) -> String) -> String {
    if band.low == band.high {
        return say(band.mid);
    }
    format!("{} ({}–{})", say(band.mid), say(band.low), say(band.high))
}

pub(crate) fn number(value: i128) -> String {
    let number = count(value.unsigned_abs() as u64);
    if value < 0 { format!("−{number}") } else { number }
}

fn opening(reader: Reader, told: Told<'_>) -> Markup {
    let (study, plan) = (told.study, told.program.plan());
    let days = told.scenario.run.days;
    let payout = study.band(|one| i128::from(one.payout())).mid;
    let hundred = i128::from(plan.currency.scale()) * 100;
    let part = reader.money((payout * hundred + 500_000) / 1_000_000);
    let loses = study.band(|one| one.total.own()).mid < 0;
    let scenario = Text::from(&told.scenario.title);
    let (seeds, id) = (study.outcomes.len(), &plan.id);
    html! {
        header class="opening" {
            p class="eyebrow" { (reader.say("模拟报告", "Simulation")) }
            h1 { (reader.text(&plan.title)) }
            p class="muted" {
                (reader.tell(|| format!("方案 {id}，情景：{}", scenario.zh), || format!("Plan {id}, scenario: {}", scenario.en)))
                span class="period" { (reader.tell(
                    || format!("{days} 天，{seeds} 次运行"),
                    || format!("{days} days, {seeds} {}", if seeds == 1 { "run" } else { "runs" }),
                )) }
            }
            p class="lead" {
                (reader.say("每卖出 ", "Of every ")) (reader.compact(hundred))
                (reader.say("，发出的奖励是 ", " sold, rewards come to "))
                strong class="money" { (part) } (reader.say("。", "."))
            }
            p class=(if loses { "state wrong" } else { "state fine" }) {
                span aria-hidden="true" { (if loses { "!" } else { "✓" }) }
                @if loses {
                    (reader.say("平台亏钱：毛利不够付奖励", "The shop loses money: its margin does not cover the rewards"))
                } @else {
                    (reader.say("毛利付得起奖励", "The margin covers the rewards"))
                }
            }
        }
    }
}

fn figures(reader: Reader, told: Told<'_>) -> Markup {
    let study = told.study;
    let of = |pick: fn(&Outcome) -> i128| study.band(pick);
    let range = |band: Band, say: &dyn Fn(i128) -> String| {
        let (low, high) = (say(band.low), say(band.high));
        reader.tell(
            || format!("90% 的运行在 {low} 到 {high} 之间"),
            || format!("nine runs in ten: {low} to {high}"),
        )
    };
    let money = |value: i128| reader.compact(value);
    let (members, sales, payout, cash) = (
        of(|one| i128::from(one.members)),
        of(Outcome::net_sales),
        of(|one| i128::from(one.payout())),
        of(|one| one.cash_needed),
    );
    html! {
        dl class="figures" {
            (figure(reader.say("会员", "Members"), &number(members.mid), &range(members, &number)))
            (figure(reader.say("净成交额（GMV）", "Net sales (GMV)"), &money(sales.mid), &range(sales, &money)))
            (figure(reader.say("奖励占比", "Payout"), &tenths(payout.mid), &range(payout, &tenths)))
            (figure(reader.say("需垫付资金", "Money to advance"), &money(cash.mid), &range(cash, &money)))
        }
    }
}

fn notice(reader: Reader, told: Told<'_>) -> Markup {
    let source = told.scenario.source.as_ref();
    html! {
        section class="notice" {
            h2 { (reader.say("阅读须知", "Before you believe a number")) }
            ul {
                li { (reader.say(
                    "这是模拟，不是预测：用户行为是假设，奖励金额是精确的。采用前请把假设换成本店的数据（banyan fit 可从订单和邀请关系估算其中一部分）。",
                    "This is a simulation, not a forecast: what people do is assumed, what they are paid is exact. Put your own figures in (banyan fit estimates several from orders and invitations) before you rely on it.",
                )) }
                li { (reader.say(
                    "区间覆盖 90% 的运行；只画一次运行的图，取成交额居中的那一次。",
                    "A range holds nine runs in ten. Where one run is drawn, it is the one whose sales lie in the middle.",
                )) }
                @if let Some(source) = source {
                    @for words in [&source.says, &source.chosen, &source.differs] {
                        @let text = Text::from(words);
                        @if !text.en.is_empty() { li { (reader.text(&text)) } }
                    }
                }
            }
        }
    }
}

/// What the bands say of incomes.
fn earnings(reader: Reader, told: Told<'_>) -> Markup {
    let study = told.study;
    let promoters: fn(&Outcome) -> &banyan_report::Distribution = |one| &one.promoters_income;
    let share = |pick: &dyn Fn(&Outcome) -> u32| band(study.band(|one| i128::from(pick(one))), tenths);
    let money = |pick: &dyn Fn(&Outcome) -> i128| band(study.band(pick), |value| reader.money(value));
    let mut rows = vec![
        (
            reader.say("零收入推广者", "Promoters who earned nothing"),
            share(&|one| promoters(one).without_share().0),
        ),
        (reader.say("推广者收入中位数", "Median income of promoters"), money(&|one| promoters(one).median)),
        (
            reader.say("90% 的推广者不超过", "90% of promoters earned at most"),
            money(&|one| promoters(one).p90),
        ),
        (reader.say("收入前 10% 的占比", "Share of the top 10%"), share(&|one| promoters(one).top_tenth.0)),
    ];
    if study.outcomes.iter().any(|one| one.facts.entry_share.0 > 0) {
        rows.push((
            reader.say("未赚回入门费的推广者", "Promoters who did not earn back their entry"),
            share(&|one| one.facts.loss_share.0),
        ));
    }
    if study.outcomes.iter().all(|one| one.hourly_median.is_some()) {
        rows.push((
            reader.say("每小时收入中位数", "Median income per hour"),
            money(&|one| i128::from(one.hourly_median.unwrap_or(0))),
        ));
    }
    html! {
        section class="card" {
            h2 { (reader.say("推广者收入（全部运行合计）", "What promoters earn, over all runs")) }
            div class="scroll" { table class="facts" { tbody {
                @for (name, value) in &rows { tr { th scope="row" { (name) } td class="n" { (value) } } }
            } } }
            p class="muted small" { (reader.say(
                "整个期间的净奖励，未扣除推广者自己的成本和税费。",
                "Net rewards over the whole time, before the promoters’ own expenses and taxes.",
            )) }
        }
    }
}
