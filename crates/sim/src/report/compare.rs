//! Two plans in the same world, with the same chance.

use banyan_report::Reader;
use banyan_report::format::tenths;
use maud::{Markup, html};

use super::{Told, band, number};
use crate::run::Outcome;

/// A figure: its name, itself, and how it is written.
type Row<'r> = (&'r str, fn(&Outcome) -> i128, &'r dyn Fn(i128) -> String);

pub(super) fn side_by_side(reader: Reader, told: Told<'_>) -> Markup {
    let Some((rival, study)) = told.rival else { return html! {} };
    let money = |value: i128| reader.compact(value);
    let rows: [Row<'_>; 10] = [
        (reader.say("会员", "Members"), |one| i128::from(one.members), &number),
        (reader.say("推广者", "Promoters"), |one| i128::from(one.promoters), &number),
        (reader.say("净成交额", "Net sales"), Outcome::net_sales, &money),
        (reader.say("奖励占比", "Payout"), |one| i128::from(one.payout()), &tenths),
        (reader.say("平台自有资金", "The shop’s own money"), |one| one.total.own(), &money),
        (reader.say("需垫付资金", "Money to advance"), |one| one.cash_needed, &money),
        (
            reader.say("零收入推广者", "Promoters who earned nothing"),
            |one| i128::from(one.facts.nothing_share.0),
            &tenths,
        ),
        (
            reader.say("推广者收入中位数", "Median income of promoters"),
            |one| one.promoters_income.median,
            &money,
        ),
        (
            reader.say("按人头计发的奖励", "Rewards paid per head"),
            |one| i128::from(one.facts.head_share.0),
            &tenths,
        ),
        (reader.say("计酬层级", "Levels paid"), |one| i128::from(one.facts.levels_paid), &number),
    ];
    html! {
        section class="card" {
            h2 { (reader.say("两个方案对比", "Two plans side by side")) }
            p class="muted" { (reader.say(
                "两个方案使用同一批用户和相同的随机条件，差别只来自方案本身。现实中用户会因方案不同而改变行为，这里未计入。",
                "The same people and the same luck; only the plan differs. In reality people would act differently under another plan; that is not included.",
            )) }
            div class="scroll" { table {
                thead { tr {
                    th scope="col" {}
                    th scope="col" class="n" { (reader.text(&told.program.plan().title)) }
                    th scope="col" class="n" { (reader.text(&rival.plan().title)) }
                } }
                tbody { @for (name, pick, say) in &rows {
                    tr {
                        th scope="row" { (name) }
                        td class="n" { (band(told.study.band(pick), say)) }
                        td class="n" { (band(study.band(pick), say)) }
                    }
                } }
            } }
        }
    }
}
