//! What a reader of the law asks about. Facts that the runs produced; the rule packs judge them.

use banyan_report::Reader;
use banyan_report::format::tenths;
use maud::{Markup, html};

use super::{Told, band, number};
use crate::run::Facts;

/// A fact: its name, itself, and how it is written.
type Row<'r> = (&'r str, fn(&Facts) -> i128, fn(i128) -> String);

pub(super) fn facts(reader: Reader, told: Told<'_>) -> Markup {
    let study = told.study;
    let rows: [Row<'_>; 9] = [
        (
            reader.say("计酬层级（卖家以上）", "Levels paid above the seller"),
            |f| i128::from(f.levels_paid),
            number,
        ),
        (reader.say("推广者关系链最长", "Longest chain of promoters"), |f| i128::from(f.live_depth), number),
        (reader.say("最大的团队（人）", "Largest team (people)"), |f| i128::from(f.largest_team), number),
        (
            reader.say("卖给非推广者的比例", "Share of sales to people who are no promoters"),
            |f| i128::from(f.retail_share.0),
            tenths,
        ),
        (
            reader.say("入门费占收入", "Entry payments, of what came in"),
            |f| i128::from(f.entry_share.0),
            tenths,
        ),
        (
            reader.say("按人头发的奖励占比", "Rewards paid for heads, of all rewards"),
            |f| i128::from(f.head_share.0),
            tenths,
        ),
        (reader.say("奖励占净成交额", "Rewards, of net sales"), |f| i128::from(f.payout), tenths),
        (
            reader.say("一分未得的推广者", "Promoters who earned nothing"),
            |f| i128::from(f.nothing_share.0),
            tenths,
        ),
        (
            reader.say("没赚回入门费的推广者", "Promoters who did not earn back their entry"),
            |f| i128::from(f.loss_share.0),
            tenths,
        ),
    ];
    html! {
        section class="card" {
            h2 { (reader.say("给法务看的事实", "Facts for the lawyer")) }
            p class="muted" { (reader.say(
                "这些是运行产生的事实，不是法律结论。层级既看钱发到几级，也看关系链有几层：两种算法都有过判例。",
                "Facts that the runs produced, not legal conclusions. Levels are shown both as money goes and as relations run: both have been counted in enforcement cases.",
            )) }
            div class="scroll" { table class="facts" { tbody {
                @for (name, pick, say) in &rows {
                    tr { th scope="row" { (name) } td class="n" { (band(study.band(|one| pick(&one.facts)), say)) } }
                }
            } } }
        }
    }
}
