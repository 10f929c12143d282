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
        (reader.say("推广者最长关系链", "Longest chain of promoters"), |f| i128::from(f.live_depth), number),
        (reader.say("最大团队人数", "People in the largest team"), |f| i128::from(f.largest_team), number),
        (
            reader.say("卖给非推广者的占比", "Share of sales to non-promoters"),
            |f| i128::from(f.retail_share.0),
            tenths,
        ),
        (reader.say("入门费占收入", "Entry fees, of what came in"), |f| i128::from(f.entry_share.0), tenths),
        (
            reader.say("按人头计发的奖励占比", "Rewards paid per head, of all rewards"),
            |f| i128::from(f.head_share.0),
            tenths,
        ),
        (reader.say("奖励占净成交额", "Rewards, of net sales"), |f| i128::from(f.payout), tenths),
        (
            reader.say("零收入推广者", "Promoters who earned nothing"),
            |f| i128::from(f.nothing_share.0),
            tenths,
        ),
        (
            reader.say("未赚回入门费的推广者", "Promoters who did not earn back their entry"),
            |f| i128::from(f.loss_share.0),
            tenths,
        ),
    ];
    html! {
        section class="card" {
            h2 { (reader.say("供法务参考的事实", "Facts for the lawyer")) }
            p class="muted" { (reader.say(
                "以下是模拟得出的事实，不是法律结论。层级分别按计酬层级和关系链层级列出：两种算法都有执法先例。",
                "Facts from the runs, not legal conclusions. Levels are counted both by who is paid and by who invited whom: enforcement has used both.",
            )) }
            div class="scroll" { table class="facts" { tbody {
                @for (name, pick, say) in &rows {
                    tr { th scope="row" { (name) } td class="n" { (band(study.band(|one| pick(&one.facts)), say)) } }
                }
            } } }
        }
    }
}
