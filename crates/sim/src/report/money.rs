//! Money in, money out, what is held, and what each reward came to.

use banyan_plan::words::Text;
use banyan_report::chart::{self, Days};
use banyan_report::format::tenths;
use banyan_report::{Reader, legend, share};
use maud::{Markup, html};

use super::charts::{day_numbers, line, places};
use super::{Told, band, number};
use crate::run::Accounts;

pub(super) fn cash(reader: Reader, told: Told<'_>) -> Markup {
    let outcomes = &told.study.outcomes;
    let places = places(outcomes);
    let days = day_numbers(&places);
    let (own, pending) =
        (reader.say("平台自有资金", "The shop’s own money"), reader.say("待结算奖励", "Rewards pending"));
    let lines = [
        line("everyone-line", own, outcomes, &places, |series| &series.own),
        line("rewards-line", pending, outcomes, &places, |series| &series.pending),
    ];
    let title = reader.say("资金是否充足", "Is there enough money");
    let peak = told.study.band(|one| one.pending_peak);
    let peak = band(peak, |value| reader.compact(value));
    html! {
        section class="card" {
            h2 { (title) }
            p class="muted" { (reader.tell(
                || format!("“平台自有资金”为收款减去退款、货款和已产生的全部奖励；低于零即需垫付。待结算奖励最高时为 {peak}。"),
                || format!("“The shop’s own money” is what came in, less refunds, suppliers and every reward granted; below zero, the shop has to advance money. At most, {peak} of rewards are pending."),
            )) }
            (legend(&[("everyone-line", own), ("rewards-line", pending)]))
            (chart::days(reader, &Days { name: "cash", title, days: &days, lines: &lines, is_money: true, mark: None }))
            (accounts(reader, told))
        }
    }
}

/// A line of the accounts.
type Row = (Text, fn(&Accounts) -> i128);

fn accounts(reader: Reader, told: Told<'_>) -> Markup {
    let rows: [Row; 8] = [
        (Text::new("收：成交", "In: sales"), |sums| sums.sales),
        (Text::new("收：入门费与押金", "In: fees and deposits"), |sums| sums.fees),
        (Text::new("付：退款", "Out: refunds"), |sums| -sums.refunds),
        (Text::new("付：供应商货款", "Out: suppliers"), |sums| -sums.suppliers),
        (Text::new("付：已可提现的奖励", "Out: rewards released"), |sums| -sums.paid),
        (Text::new("余：账上", "Held"), Accounts::held),
        (Text::new("　其中待结算奖励", "of which pending rewards"), Accounts::pending),
        (Text::new("　其中平台自有", "of which the shop’s own"), Accounts::own),
    ];
    html! {
        div class="scroll" { table { tbody {
            @for (name, pick) in &rows {
                tr { th scope="row" { (reader.text(name)) } td class="n" { (band(told.study.band(|one| pick(&one.total)), |value| reader.money(value))) } }
            }
        } } }
        p class="muted small" { (reader.say(
            "算到最后一笔奖励结算为止。",
            "To the day on which the last reward settles.",
        )) }
    }
}

pub(super) fn rewards(reader: Reader, told: Told<'_>) -> Markup {
    let (plan, study) = (told.program.plan(), told.study);
    let typical = study.typical();
    html! {
        section class="card" {
            h2 { (reader.say("每项奖励花了多少", "What each reward costs")) }
            div class="scroll" { table {
                thead { tr {
                    th scope="col" { (reader.say("奖励", "Reward")) }
                    th scope="col" class="n" { (reader.say("笔数", "Entries")) }
                    th scope="col" class="n" { (reader.say("合计", "Sum")) }
                    th scope="col" class="n" { (reader.say("占奖励", "Share")) }
                } }
                tbody { @for (place, reward) in plan.rewards.iter().enumerate() {
                    @let sum = study.band(|one| one.rewards[place].1);
                    tr {
                        th scope="row" { (reader.text(&reward.title)) " " code { (reward.id) } }
                        td class="n" { (band(study.band(|one| i128::from(one.rewards[place].0)), number)) }
                        td class="n" { (band(sum, |value| if reward.is_money() { reader.compact(value) } else { number(value) })) }
                        td class="n" {
                            @if reward.is_money() { (tenths(i128::from(share(typical.rewards[place].1, typical.total.granted).0))) }
                        }
                    }
                } }
            } }
        }
    }
}
