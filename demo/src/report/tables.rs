//! The tables: exact figures behind the charts, and one promoter's statement.

use maud::{Markup, html};

use super::data::{Event, Month, ReportData, Statement, StatementRow};
use banyan_report::format::{Reader, count, payout, percent, tenths};
use banyan_report::share;

/// Promoters that the table of the best shows.
const TOP: usize = 20;

/// The exact figures of each month.
pub(crate) fn months(reader: Reader, months: &[Month]) -> Markup {
    html! {
        div class="scroll" {
            table class="months" {
                thead { tr {
                    th scope="col" { (reader.say("月份", "Month")) }
                    th scope="col" class="n" { (reader.say("净销售", "Net sales")) }
                    th scope="col" class="n" { (reader.say("退款与冲销", "Refunds and reversals")) }
                    th scope="col" class="n" { (reader.say("净奖励", "Net rewards")) }
                    th scope="col" class="n" { (reader.say("其中追回", "Taken back")) }
                    th scope="col" class="n" { (reader.say("占比", "Payout")) }
                } }
                tbody {
                    @for month in months {
                        tr {
                            th scope="row" { (reader.month_of_year(month.year, month.month)) }
                            td class="n" { (reader.money(month.sales)) }
                            td class="n" { (reader.money(month.refunds)) }
                            td class="n" { (reader.money(month.rewards)) }
                            td class="n" { (reader.money(month.clawed_back)) }
                            td class="n" { (payout(month.rewards, month.sales).map_or_else(|| "–".to_owned(), tenths)) }
                        }
                    }
                }
            }
        }
    }
}

/// What each reward of the plan came to.
pub(crate) fn rewards(reader: Reader, data: &ReportData) -> Markup {
    let total = data.rewards.iter().map(|reward| reward.amount).sum();
    html! {
        section class="card" {
            h2 { (reader.say("每一种奖励各付了多少", "What each reward came to")) }
            div class="scroll" {
                table {
                    thead { tr {
                        th scope="col" { (reader.say("奖励", "Reward")) }
                        th scope="col" class="n" { (reader.say("笔数", "Entries")) }
                        th scope="col" class="n" { (reader.say("金额", "Amount")) }
                        th scope="col" class="n" { (reader.say("占全部", "Of all")) }
                    } }
                    tbody {
                        @for reward in &data.rewards {
                            tr {
                                th scope="row" { (reader.text(&reward.title)) " " code { (reward.id) } }
                                td class="n" { (count(reward.entries)) }
                                td class="n" { (reader.money(reward.amount)) }
                                td class="n" { (percent(share(reward.amount, total))) }
                            }
                        }
                    }
                    tfoot { tr {
                        th scope="row" { (reader.say("合计", "Total")) }
                        td class="n" { (count(data.rewards.iter().map(|reward| reward.entries).sum())) }
                        td class="n" { (reader.money(total)) }
                        td class="n" { (percent(share(total, total))) }
                    } }
                }
            }
        }
    }
}

/// Those who earned most.
pub(crate) fn top(reader: Reader, data: &ReportData) -> Markup {
    let number = data.top.len().min(TOP);
    html! {
        section class="card" {
            h2 { (reader.tell(
                || format!("收入最高的 {number} 位推广者"),
                || format!("The {number} promoters who earned most"),
            )) }
            div class="scroll" {
                table class="ranked" {
                    thead { tr {
                        th scope="col" class="n place" { (reader.say("名次", "No.")) }
                        th scope="col" { (reader.say("成员", "Member")) }
                        th scope="col" class="n" { (reader.say("直接邀请", "Invited")) }
                        th scope="col" class="n" { (reader.say("本人净销售", "Own net sales")) }
                        th scope="col" class="n" { (reader.say("净奖励", "Net rewards")) }
                    } }
                    tbody {
                        @for (place, promoter) in data.top.iter().take(TOP).enumerate() {
                            tr {
                                td class="n place muted" { (place + 1) }
                                th scope="row" { (promoter.member) }
                                td class="n" { (count(promoter.direct)) }
                                td class="n" { (reader.money(promoter.sales)) }
                                td class="n money" { (reader.money(promoter.earned)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What one promoter earned, and why.
pub(crate) fn statement(reader: Reader, statement: &Statement) -> Markup {
    let (member, rank) = (&statement.member, reader.text(&statement.rank));
    let (direct, shown, entries) =
        (count(statement.direct), count(statement.rows.len() as u64), count(statement.entries));
    html! {
        section class="card" {
            h2 { (reader.tell(
                || format!("{rank} {member}：赚了多少，为什么"),
                || format!("{rank} {member}: what she earned and why"),
            )) }
            p class="lead-small" {
                (reader.say("净奖励 ", "Net rewards of ")) strong class="money" { (reader.money(statement.total)) }
                (reader.tell(
                    || format!("，共 {entries} 笔；直接邀请了 {direct} 人。"),
                    || format!(" in {entries} entries. She invited {direct} {} herself.", people(statement.direct)),
                ))
            }
            @if (statement.rows.len() as u64) < statement.entries {
                p class="muted" {
                    (reader.tell(|| format!("下面是其中 {shown} 笔。"), || format!("Here are {shown} of them.")))
                }
            }
            ol class="entries" { @for row in &statement.rows { (entry(reader, row)) } }
        }
    }
}

fn people(number: u64) -> &'static str {
    if number == 1 { "person" } else { "people" }
}

fn entry(reader: Reader, row: &StatementRow) -> Markup {
    html! {
        li {
            div class="when" { (reader.date(row.at)) " " span class="clock" { (Reader::clock(row.at)) } }
            div class="what" {
                div class="title" {
                    (reader.text(&row.title))
                    span class={ "tag" @if row.amount < 0 { " back" } } { (event(reader, row.event)) }
                    code { (row.reference) }
                }
                p { (reader.text(&row.why)) }
            }
            div class={ "amount" @if row.amount < 0 { " back" } } { (signed(reader, row.amount)) }
        }
    }
}

/// Money that comes in has a plus here, so that what is taken back cannot be overlooked.
fn signed(reader: Reader, amount: i64) -> String {
    let text = reader.money(i128::from(amount));
    if amount > 0 { format!("+{text}") } else { text }
}

fn event(reader: Reader, event: Event) -> &'static str {
    match event {
        Event::Sale => reader.say("成交", "Sale"),
        Event::Refund => reader.say("退款", "Refund"),
        Event::Reversal => reader.say("冲销", "Reversal"),
        Event::Join => reader.say("加入", "Joined"),
        Event::Promotion => reader.say("升级", "Promotion"),
        Event::Period => reader.say("结期", "Period closed"),
    }
}
