//! The parts of the page, the number that matters first.

use banyan_plan::time::{DAY, Period};
use banyan_plan::words::Text;
use maud::{Markup, html};

use super::data::ReportData;
use super::tables;
use banyan_report::format::{Reader, count, payout, tenths};
use banyan_report::{chart, figure, incomes, legend};

/// The whole page in one language.
pub(crate) fn all(reader: Reader, data: &ReportData) -> Markup {
    html! {
        (opening(reader, data))
        (figures(reader, data))
        (notice(reader, &data.notice))
        (months(reader, data))
        (against_limit(reader, data))
        (incomes(reader, &data.all_members, &data.promoters))
        div class="pair" {
            (depth(reader, data))
            (distance(reader, data))
        }
        (tables::rewards(reader, data))
        (tables::top(reader, data))
        (tables::statement(reader, &data.statement))
        (plain_words(reader, &data.plain_words))
        footer {
            p { (reader.say(
                "金额都由整数算出，一分不差。这个文件自带全部内容，断网也能看。",
                "Every amount is computed in whole minor units, to the last one. This file holds all that it shows and opens offline.",
            )) }
        }
    }
}

/// What was paid of each hundred sold, and whether that is inside the limit.
fn opening(reader: Reader, data: &ReportData) -> Markup {
    let plan = &data.plan;
    let (first, last) = (reader.date(data.first), reader.date(data.last));
    let (id, version) = (&plan.id, plan.version);
    let share = payout(data.totals.rewards, data.totals.sales);
    let hundred = i128::from(plan.currency.scale()) * 100;
    let part = reader.money((share.unwrap_or(0) * hundred + 500_000) / 1_000_000);
    let whole = reader.compact(hundred);
    let limit = plan.payout_limit.percent();
    let inside = share.unwrap_or(0) <= i128::from(plan.payout_limit.0);
    html! {
        header class="opening" {
            p class="eyebrow" { (reader.say("结算报告", "Settlement report")) }
            h1 { (reader.text(&plan.title)) }
            p class="muted" {
                (reader.tell(|| format!("方案 {id}，第 {version} 版"), || format!("Plan {id}, version {version}")))
                span class="period" { (reader.tell(|| format!("{first}至{last}"), || format!("{first} to {last}"))) }
            }
            p class="lead" {
                (reader.say("每卖出 ", "Of every ")) (whole) (reader.say("，推广者得到 ", " sold, promoters received "))
                strong class="money" { (part) } (reader.say("。", "."))
            }
            p class=(if inside { "state fine" } else { "state wrong" }) {
                span aria-hidden="true" { (if inside { "✓" } else { "!" }) }
                @if inside {
                    (reader.tell(|| format!("在方案上限 {limit} 之内"), || format!("Inside the plan’s limit of {limit}")))
                } @else {
                    (reader.tell(|| format!("超出方案上限 {limit}"), || format!("Above the plan’s limit of {limit}")))
                }
            }
        }
    }
}

fn figures(reader: Reader, data: &ReportData) -> Markup {
    let (totals, counts) = (&data.totals, &data.counts);
    let (promoters, customers) = (count(counts.promoters), count(counts.customers));
    let (refunds, reversals) = (count(counts.refunds), count(counts.reversals));
    let (returned, taken) = (reader.money(-totals.refunds), reader.money(-totals.clawed_back));
    let share = payout(totals.rewards, totals.sales).map_or_else(|| "–".to_owned(), tenths);
    html! {
        dl class="figures" {
            (figure(reader.say("净销售", "Net sales"), &reader.money(totals.sales), &reader.tell(
                || format!("已扣退款与冲销 {returned}"),
                || format!("after {returned} refunded or reversed"),
            )))
            (figure(reader.say("净奖励", "Net rewards"), &reader.money(totals.rewards), &reader.tell(
                || format!("已扣追回 {taken}；占净销售 {share}"),
                || format!("after {taken} taken back; {share} of net sales"),
            )))
            (figure(reader.say("成员", "Members"), &count(counts.members), &reader.tell(
                || format!("推广者 {promoters} 人，普通顾客 {customers} 人"),
                || format!("{promoters} promoters, {customers} plain customers"),
            )))
            (figure(reader.say("订单行", "Order lines"), &count(counts.lines), &reader.tell(
                || format!("其中退款 {refunds} 行，单独冲销 {reversals} 行"),
                || format!("{refunds} of them refunds, {reversals} reversals"),
            )))
        }
    }
}

/// What the reader must know before believing a number.
fn notice(reader: Reader, sentences: &[Text]) -> Markup {
    html! {
        @if !sentences.is_empty() {
            section class="notice" {
                h2 { (reader.say("哪些是真的，哪些是构造的", "What is observed and what is constructed")) }
                ul { @for sentence in sentences { li { (reader.text(sentence)) } } }
            }
        }
    }
}

fn months(reader: Reader, data: &ReportData) -> Markup {
    html! {
        section class="card" {
            h2 { (reader.say("每月卖了多少，奖励了多少", "What was sold and rewarded, month by month")) }
            (legend(&[
                ("sales", reader.say("净销售", "Net sales")),
                ("refunds", reader.say("退款与冲销", "Refunds and reversals")),
                ("rewards-line", reader.say("净奖励", "Net rewards")),
            ]))
            (chart::months(reader, &data.months))
            @if let Some(caution) = unfinished(reader, data) { p class="muted small" { (caution) } }
            details {
                summary { (reader.say("看每月的准确数字", "See the exact figures")) }
                (tables::months(reader, &data.months))
            }
        }
    }
}

/// Says so if the history ends before its last month does.
fn unfinished(reader: Reader, data: &ReportData) -> Option<String> {
    let next_day = data.last.plus(DAY);
    if Period::Month.index(next_day, 0) != Period::Month.index(data.last, 0) {
        return None;
    }
    let day = reader.date(data.last);
    Some(reader.tell(
        || format!("最后一个月只到{day}，不能和整月相比。"),
        || format!("The last month ends on {day}: it cannot be compared with whole months."),
    ))
}

fn against_limit(reader: Reader, data: &ReportData) -> Markup {
    html! {
        section class="card" {
            h2 { (reader.say("奖励比例与上限", "Payout against its limit")) }
            p class="muted" { (reader.say(
                "净奖励占当月净销售的比例。上限逐行生效：任何一行订单的奖励合计都不能超过它。",
                "Net rewards as a share of the month’s net sales. The limit holds for each order line by itself.",
            )) }
            (legend(&[
                ("rewards-line", reader.say("奖励比例", "Payout")),
                ("limit", reader.say("方案上限", "Limit of the plan")),
            ]))
            (chart::payout(reader, &data.months, data.plan.payout_limit))
        }
    }
}

fn depth(reader: Reader, data: &ReportData) -> Markup {
    let deepest = data.depths.len().saturating_sub(1);
    html! {
        section class="card" {
            h2 { (reader.say("推荐关系有多深", "How deep the referrals go")) }
            p class="muted" {
                (reader.tell(
                    || format!("树根是没有邀请人的成员；最深的在第 {deepest} 层。"),
                    || format!("Roots have no inviter. The deepest members stand {deepest} steps below one."),
                ))
            }
            (chart::depth(reader, &data.depths))
        }
    }
}

fn distance(reader: Reader, data: &ReportData) -> Markup {
    html! {
        section class="card" {
            h2 { (reader.say("奖励走了多远", "How far rewards travel")) }
            p class="muted" { (reader.say(
                "从卖家往上数：每一级各得到多少奖励。",
                "Counted upwards from the seller: what each distance received.",
            )) }
            (chart::distance(reader, &data.distances))
        }
    }
}

fn plain_words(reader: Reader, sentences: &[Text]) -> Markup {
    html! {
        section class="card" {
            h2 { (reader.say("这份方案，用大白话说", "The plan in plain words")) }
            ol class="words" { @for sentence in sentences { li { (reader.text(sentence)) } } }
        }
    }
}
