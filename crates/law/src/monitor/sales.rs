//! Who buys, what is paid on it, what comes back.

use std::collections::BTreeMap;

use banyan_plan::money::{Minor, Rate};
use banyan_plan::words::Text;

use super::{Alarm, Kind, Member, Sale, StockAccount, minor, share, worst_first};

/// Members named as evidence at most.
const NAMED: usize = 50;

/// The share of net sales to non-promoters, and an alarm if it is not above `least` (one half in the United
/// States). Evidence: the promoters who bought most. `None` without sales.
pub fn retail_share(sales: &[Sale], least: Rate) -> (Option<Rate>, Option<Alarm>) {
    let all: i128 = sales.iter().map(Sale::net).sum();
    let retail: i128 = sales.iter().filter(|sale| !sale.to_promoter).map(Sale::net).sum();
    let Some(found) = share(retail, all) else { return (None, None) };
    let alarm = (found <= least).then(|| Alarm {
        kind: Kind::RetailShare,
        message: Text::new(
            format!("卖给非推广者的只占 {}。", found.percent()),
            format!("Only {} is sold to non-promoters.", found.percent()),
        ),
        evidence: most(sales.iter().filter(|sale| sale.to_promoter).map(|sale| (sale.buyer, sale.net()))),
    });
    (Some(found), alarm)
}

/// Rewards of a period, net, as a share of its net sales, and an alarm if they are above `limit`. Evidence: who was paid
/// most. `None` without sales.
pub fn payout_ratio(sales: Minor, rewards: &[(Member, Minor)], limit: Rate) -> (Option<Rate>, Option<Alarm>) {
    let paid: i128 = rewards.iter().map(|(_, sum)| i128::from(*sum)).sum();
    let Some(found) = share(paid, i128::from(sales)) else { return (None, None) };
    let alarm = (found > limit).then(|| Alarm {
        kind: Kind::PayoutRatio,
        message: Text::new(
            format!("奖励占成交的 {}，上限 {}。", found.percent(), limit.percent()),
            format!("Rewards are {} of the sales; the limit is {}.", found.percent(), limit.percent()),
        ),
        evidence: most(rewards.iter().map(|(member, sum)| (*member, i128::from(*sum)))),
    });
    (Some(found), alarm)
}

/// The share of sales that was refunded, and an alarm if it is above `most_share`. Evidence: sellers by what was refunded
/// of their sales (the buyer where nobody sold). `None` without sales.
pub fn refunds(sales: &[Sale], most_share: Rate) -> (Option<Rate>, Option<Alarm>) {
    let all: i128 = sales.iter().map(|sale| i128::from(sale.amount)).sum();
    let back: i128 = sales.iter().map(|sale| i128::from(sale.refunded)).sum();
    let Some(found) = share(back, all) else { return (None, None) };
    let alarm = (found > most_share).then(|| Alarm {
        kind: Kind::Refunds,
        message: Text::new(
            format!("退款占成交的 {}。", found.percent()),
            format!("{} of the sales was refunded.", found.percent()),
        ),
        evidence: most(
            sales.iter().map(|sale| (sale.seller.unwrap_or(sale.buyer), i128::from(sale.refunded))),
        ),
    });
    (Some(found), alarm)
}

/// Sellers of whose net sales more than `most_share` was bought by themselves.
pub fn self_purchases(sales: &[Sale], most_share: Rate) -> Option<Alarm> {
    let mut sums: BTreeMap<Member, (i128, i128)> = BTreeMap::new();
    for sale in sales {
        if let Some(seller) = sale.seller {
            let sum = sums.entry(seller).or_default();
            sum.0 += sale.net();
            sum.1 += if sale.buyer == seller { sale.net() } else { 0 };
        }
    }
    let mut evidence: Vec<(Member, i64)> = sums
        .iter()
        .filter(|(_, (all, own))| share(*own, *all).is_some_and(|found| found > most_share))
        .map(|(member, (_, own))| (*member, minor(*own)))
        .collect();
    worst_first(&mut evidence);
    (!evidence.is_empty()).then(|| {
        let count = evidence.len();
        Alarm {
            kind: Kind::SelfPurchases,
            message: Text::new(
                format!("{count} 位推广者的成交主要是自己买的。"),
                format!("{count} promoters mostly buy what they sell."),
            ),
            evidence,
        }
    })
}

/// Members whose stock orders passed the gate of 70% sold and ten customers. Evidence: goods ordered and not sold.
pub fn inventory_loading(stock: &[StockAccount]) -> Option<Alarm> {
    let loaded = |one: &&StockAccount| {
        let sold = share(i128::from(one.sold), i128::from(one.ordered));
        one.ordered > 0 && (sold.is_none_or(|sold| sold < Rate(700_000)) || one.customers < 10)
    };
    let mut evidence: Vec<(Member, i64)> =
        stock.iter().filter(loaded).map(|one| (one.member, one.ordered.saturating_sub(one.sold))).collect();
    worst_first(&mut evidence);
    (!evidence.is_empty()).then(|| {
        let count = evidence.len();
        Alarm {
            kind: Kind::InventoryLoading,
            message: Text::new(
                format!("{count} 位成员囤货：没卖到七成，或顾客不足十位。"),
                format!("{count} members hold stock with under 70% sold or fewer than ten customers."),
            ),
            evidence,
        }
    })
}

fn most(sums: impl Iterator<Item = (Member, i128)>) -> Vec<(Member, i64)> {
    let mut by_member: BTreeMap<Member, i128> = BTreeMap::new();
    for (member, sum) in sums {
        *by_member.entry(member).or_default() += sum;
    }
    let mut list: Vec<(Member, i64)> =
        by_member.into_iter().filter(|(_, sum)| *sum > 0).map(|(member, sum)| (member, minor(sum))).collect();
    worst_first(&mut list);
    list.truncate(NAMED);
    list
}
