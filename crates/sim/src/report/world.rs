//! The assumptions: what the world of the run is like.

use banyan_plan::describe::describe;
use banyan_report::Reader;
use maud::{Markup, html};

use super::{Told, number};

pub(super) fn world(reader: Reader, told: Told<'_>) -> Markup {
    let s = told.scenario;
    let layers = |shares: [f64; 5]| shares.map(|share| format!("{share}")).join(" / ");
    let whole = |value: u32| number(i128::from(value));
    let mut rows = vec![
        ("market.population", whole(s.market.population)),
        ("market.people", whole(s.market.people)),
        ("start.promoters", whole(s.start.promoters)),
        (
            "contacts.median, spread, circle",
            format!("{}, {}, {}", s.contacts.median, s.contacts.spread, s.contacts.circle),
        ),
        ("invite.per_day, limit", format!("{}, {}", s.invite.per_day, s.invite.limit)),
        ("invite.group, best_group", format!("{}, {}", s.invite.group, s.invite.best_group)),
        ("invite.active, fatigue_days", format!("{}, {}", s.invite.active, s.invite.fatigue_days)),
        ("invite.promoter", layers(s.invite.promoter)),
        ("invite.customer", layers(s.invite.customer)),
        ("buy r, alpha, a, b", format!("{}, {}, {}, {}", s.buy.r, s.buy.alpha, s.buy.a, s.buy.b)),
        ("spend mean, p, q", format!("{}, {}, {}", s.spend.mean, s.spend.p, s.spend.q)),
        (
            "refund.rate, partial, within_days",
            format!("{}, {}, {}", s.refund.rate, s.refund.partial, s.refund.within_days),
        ),
        ("leave.stay_days, idle", format!("{}, {}", s.leave.stay_days, s.leave.idle)),
        ("hours.per_active_day", s.hours.per_active_day.to_string()),
    ];
    for product in &s.products {
        rows.push((
            "product id, weight, margin",
            format!("{}, {}, {}", product.id, product.weight, product.margin),
        ));
    }
    if let Some(group) = s.group_buy {
        rows.push((
            "group_buy size, asked, agree",
            format!("{}, {}, {}", group.size, group.asked, group.agree),
        ));
    }
    html! {
        section class="card" {
            h2 { (reader.say("这个世界的设定", "The world of this run")) }
            details {
                summary { (reader.say("看全部输入（情景文件里的键）", "See all inputs, by their keys in the scenario file")) }
                div class="scroll" { table { tbody {
                    @for (key, value) in &rows { tr { th scope="row" { code { (key) } } td class="n" { (value) } } }
                } } }
            }
            details {
                summary { (reader.say("这份方案，用大白话说", "The plan in plain words")) }
                ol class="words" {
                    @for section in describe(told.program.plan()) {
                        @for sentence in &section.sentences { li { (reader.text(sentence)) } }
                    }
                }
            }
        }
    }
}
