//! Rings of accounts that buy from each other.

use std::collections::BTreeMap;

use banyan_plan::words::Text;

use super::{Alarm, Kind, Member, Sale, minor, worst_first};

/// Accounts of which each can reach every other along purchases, buyer to seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    /// The accounts, by number; two at least.
    pub members: Vec<Member>,
    /// What they bought from each other, net, in minor units.
    pub turnover: i64,
}

/// Every ring, the largest turnover first, and an alarm naming all of their members with what each bought inside.
/// Own purchases are no ring: [`super::self_purchases`] sees them. Time grows with sales, memory with different pairs.
pub fn rings(sales: &[Sale]) -> (Vec<Ring>, Option<Alarm>) {
    let mut edges: BTreeMap<(Member, Member), i128> = BTreeMap::new();
    for sale in sales {
        if let Some(seller) = sale.seller.filter(|seller| *seller != sale.buyer) {
            *edges.entry((sale.buyer, seller)).or_default() += sale.net();
        }
    }
    edges.retain(|_, sum| *sum > 0);
    let groups = components(&edges);
    let mut found: BTreeMap<usize, (Vec<Member>, i128)> = BTreeMap::new();
    for (member, group) in &groups {
        found.entry(*group).or_default().0.push(*member);
    }
    let mut bought: BTreeMap<Member, i128> = BTreeMap::new();
    for ((buyer, seller), sum) in &edges {
        if groups[buyer] == groups[seller] {
            found.entry(groups[buyer]).or_default().1 += sum;
            *bought.entry(*buyer).or_default() += sum;
        }
    }
    let mut rings: Vec<Ring> = found
        .into_values()
        .filter(|(members, _)| members.len() > 1)
        .map(|(members, turnover)| Ring { members, turnover: minor(turnover) })
        .collect();
    rings.sort_by_key(|ring| (std::cmp::Reverse(ring.turnover), ring.members[0]));
    let mut evidence: Vec<(Member, i64)> =
        bought.into_iter().map(|(member, sum)| (member, minor(sum))).collect();
    worst_first(&mut evidence);
    let alarm = (!rings.is_empty()).then(|| {
        let (count, people) = (rings.len(), evidence.len());
        Alarm {
            kind: Kind::Ring,
            message: Text::new(
                format!("{people} 个账号互相购买，形成 {count} 个圈。"),
                format!("{people} accounts buy from each other in {count} rings."),
            ),
            evidence,
        }
    });
    (rings, alarm)
}

/// The strongly connected component of each account. Tarjan's algorithm with a stack of its own, so that a chain of any
/// length fits.
fn components(edges: &BTreeMap<(Member, Member), i128>) -> BTreeMap<Member, usize> {
    let mut next: BTreeMap<Member, Vec<Member>> = BTreeMap::new();
    for (buyer, seller) in edges.keys() {
        next.entry(*buyer).or_default().push(*seller);
        next.entry(*seller).or_default();
    }
    let mut group: BTreeMap<Member, usize> = BTreeMap::new();
    let mut seen: BTreeMap<Member, (usize, usize)> = BTreeMap::new();
    let mut open: Vec<Member> = Vec::new();
    for start in next.keys() {
        let mut calls: Vec<(Member, usize)> = vec![(*start, 0)];
        while let Some((member, place)) = calls.pop() {
            if place == 0 {
                if seen.contains_key(&member) {
                    continue;
                }
                let number = seen.len();
                seen.insert(member, (number, number));
                open.push(member);
            } else {
                let low = seen[&next[&member][place - 1]].1;
                if !group.contains_key(&next[&member][place - 1]) {
                    let own = seen.entry(member).or_default();
                    own.1 = own.1.min(low);
                }
            }
            match next[&member].get(place) {
                Some(seller) => {
                    calls.push((member, place + 1));
                    if !seen.contains_key(seller) {
                        calls.push((*seller, 0));
                    }
                }
                None if seen[&member].0 == seen[&member].1 => {
                    while let Some(closed) = open.pop() {
                        group.insert(closed, seen[&member].0);
                        if closed == member {
                            break;
                        }
                    }
                }
                None => {}
            }
        }
    }
    group
}
