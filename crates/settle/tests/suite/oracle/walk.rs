//! Whom a reward names on the way up.

use super::Entry;
use super::model::{Pay, Reward};

/// Somebody whom a reward names, before `every`, cap and limit.
pub(super) struct Named {
    pub(super) payee: usize,
    pub(super) rank: u8,
    pub(super) distance: usize,
    /// The rate of their level or rank, if the reward has such.
    pub(super) rate: Option<i128>,
    /// The entry that theirs is a share of.
    pub(super) base: Option<i128>,
}

/// One promoter above the seller (or the seller, or the buyer, at distance 0).
#[derive(Clone, Copy)]
pub(super) struct Link {
    pub(super) member: usize,
    pub(super) rank: u8,
    pub(super) distance: usize,
    /// Whether they pass the filters of the reward.
    pub(super) passes: bool,
}

impl Link {
    pub(super) fn named(self, rate: Option<i128>) -> Named {
        Named { payee: self.member, rank: self.rank, distance: self.distance, rate, base: None }
    }
}

/// The first who may be paid; without `compress` only the very first is asked.
pub(super) fn first(reward: &Reward, mut candidates: impl Iterator<Item = Link>) -> Option<Link> {
    if reward.compress {
        candidates.find(|link| link.passes)
    } else {
        candidates.next().filter(|link| link.passes)
    }
}

/// Those counted from the first to the last level, each with their level's rate if there is one.
pub(super) fn at_levels(
    reward: &Reward,
    counted: impl Iterator<Item = Link>,
    (from, to): (usize, usize),
) -> Vec<Named> {
    let rate = |level: usize, link: Link| match &reward.pay {
        Pay::PerLevel(rates, _) => Some(rates[level - from]),
        Pay::Table(ranks, _) => {
            Some(ranks[usize::from(link.rank) - 1].get(level - from).copied().unwrap_or(0))
        }
        _ => None,
    };
    // In a table, a rank may have nothing at a level.
    let has = |level: usize, link: Link| {
        level < from || !matches!(reward.pay, Pay::Table(..)) || rate(level, link) != Some(0)
    };
    let mut level = 0;
    let mut found = Vec::new();
    for link in counted {
        let here = level + 1;
        let fits = link.passes && here <= to && has(here, link);
        if reward.compress && !fits {
            continue;
        }
        level = here;
        if fits && here >= from && reward.payees.is_none_or(|most| found.len() < most) {
            found.push(link.named(if here >= from { rate(here, link) } else { None }));
        }
    }
    found
}

/// Each is paid their own rate less the highest rate met, the seller's own included.
pub(super) fn differential(
    reward: &Reward,
    mut met: i128,
    chain: &[Link],
    rate_of: impl Fn(usize) -> i128,
) -> Vec<Named> {
    // Rates of which a second one has been seen: with a floor, it is paid to that one alone.
    let mut doubled: Vec<i128> = Vec::new();
    let mut found = Vec::new();
    for link in chain {
        let (passes, own) = (link.passes, rate_of(link.member));
        let is_second = reward.floor.is_some_and(|floor| floor > 0) && own == met && !doubled.contains(&own);
        if own == 0 || (reward.compress && !passes) || (own <= met && !is_second) {
            continue;
        }
        if is_second {
            doubled.push(own);
        }
        if passes && reward.payees.is_none_or(|most| found.len() < most) {
            found.push(link.named(Some((own - met).max(reward.floor.unwrap_or(0)))));
        }
        met = own;
    }
    found
}

/// For each entry, the nearest above its payee with the payee's own rank.
pub(super) fn peers<'a>(
    reward: &Reward,
    entries: impl Iterator<Item = &'a Entry>,
    seller: Option<usize>,
    chain: &[Link],
) -> Vec<Named> {
    let mut found = Vec::new();
    for entry in entries {
        // Distances count from the seller: above a buyer who is somebody else there are none.
        if entry.distance == 0 && Some(entry.payee) != seller {
            continue;
        }
        let higher = chain.iter().copied().filter(|link| link.distance > entry.distance);
        let peer = first(reward, higher.filter(|link| link.rank == entry.payee_rank));
        found.extend(peer.map(|link| Named { base: Some(entry.amount), ..link.named(None) }));
    }
    found.sort_by_key(|named| named.distance);
    found
}
