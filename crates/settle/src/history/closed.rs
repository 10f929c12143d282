//! Periods that have closed: what they paid, so that a refund that comes later takes back its share.
//!
//! Two things are undone. Shares of a period's sales and pools shrink with what is left of the sales that they were
//! computed from. Pairs are opened again: what no longer stands on one leg cannot have been paired.

use banyan_plan::kernel::{Entry, Member, Program};
use banyan_plan::money::{Minor, kept};
use banyan_plan::time::{Period, Time};
use serde::{Deserialize, Serialize};

use crate::undo::{Map, undo};

use super::event::Taken;
use super::world::same_rewards;

/// A length of period and its number.
pub(super) type Key = (Period, i64);

/// What closed periods have paid.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Closed {
    /// What each seller's sales of a period have paid.
    sellers: Map<(Key, Member), Share>,
    /// Pools, with what the whole shop sold; and what is paid as a share of a pool, by that one's payee.
    shop: Map<Key, Vec<(Option<Member>, Share)>>,
    /// What each payee of a length of period has paired, the latest last.
    pairs: Map<(Period, Member, u32), Pairs>,
    /// How many of those there are.
    times: Map<(Period, Member), u32>,
}

undo!([] Closed: parts [sellers, shop, pairs, times], fixed []);

/// Which close it was.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Close {
    pub(super) name: String,
    pub(super) at: Time,
}

/// Entries of a close, and the sales that they were computed from.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Share {
    close: Close,
    /// What was sold, without reversals.
    sold: Minor,
    /// What of it has gone back since.
    refunded: Minor,
    entries: Vec<Placed>,
}

/// An entry, and its place in the event that posted it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Placed {
    pub(super) place: u32,
    pub(super) entry: Entry,
}

/// What one payee had paired at a close.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pairs {
    pub(super) close: Close,
    /// What was taken from the weaker leg.
    pub(super) base: Minor,
    /// What was taken from left and right.
    pub(super) took: [Minor; 2],
    /// What of it has been opened again.
    pub(super) undone: Minor,
    /// Whose event posted the entries; `None` for the close itself.
    pub(super) entries: Vec<(Option<Member>, Placed)>,
}

impl Closed {
    /// A period has closed; `sold` is what the whole shop sold, without reversals.
    pub(super) fn keep_shop(
        &mut self,
        key: Key,
        close: &Close,
        sold: Minor,
        entries: Vec<(Option<Member>, Placed)>,
    ) {
        let mut shop: Vec<(Option<Member>, Share)> = Vec::new();
        for (event, placed) in entries {
            // Entries of one event stand together.
            match shop.last_mut() {
                Some((of, share)) if *of == event => share.entries.push(placed),
                _ => shop
                    .push((event, Share { close: close.clone(), sold, refunded: 0, entries: vec![placed] })),
            }
        }
        if !shop.is_empty() {
            self.shop.insert(key, shop);
        }
    }

    /// The entries on one seller's sales of the period.
    pub(super) fn keep_seller(
        &mut self,
        key: Key,
        close: &Close,
        (seller, sold): (Member, Minor),
        entries: &[Entry],
    ) {
        if !entries.is_empty() {
            let entries = (0..).zip(entries).map(|(place, entry)| Placed { place, entry: *entry }).collect();
            let share = Share { close: close.clone(), sold, refunded: 0, entries };
            self.sellers.insert((key, seller), share);
        }
    }

    /// What somebody has paired.
    pub(super) fn keep_pairs(&mut self, period: Period, payee: Member, pairs: Pairs) {
        let times = self.times.at((period, payee));
        self.pairs.insert((period, payee, *times), pairs);
        *times += 1;
    }

    /// Part of a sale that counted in a closed period goes back: what its rewards lose.
    pub(super) fn take_back(&mut self, key: Key, seller: Member, part: Minor, taken: &mut Vec<Taken>) {
        taken.extend(self.sellers.get_mut(&(key, seller)).and_then(|share| share.shrink(Some(seller), part)));
        for (event, share) in self.shop.get_mut(&key).into_iter().flatten() {
            taken.extend(share.shrink(*event, part));
        }
    }

    /// Opens so much of somebody's pairs on one leg again, the latest first; gives how much was opened on that leg, which may
    /// be less than what is asked for if there is no more, or more because whole parts are opened, and what the other leg
    /// gets back.
    pub(super) fn unpair(
        &mut self,
        period: Period,
        (payee, side): (Member, usize),
        part: Minor,
        taken: &mut Vec<Taken>,
    ) -> (Minor, Minor) {
        let times = self.times.get(&(period, payee)).copied().unwrap_or(0);
        let (mut opened, mut returned, mut remaining) = (0, 0, times);
        for time in (0..times).rev() {
            if opened >= part {
                break;
            }
            let Some(pairs) = self.pairs.get_mut(&(period, payee, time)) else { break };
            // So many parts of each leg make one of the base.
            let parts = pairs.took.map(|took| took / pairs.base);
            let missing = (part - opened + parts[side] - 1) / parts[side];
            let base = missing.min(pairs.base - pairs.undone);
            pairs.open(base, taken);
            opened += base * parts[side];
            returned += base * parts[1 - side];
            if pairs.undone == pairs.base {
                // Those before it are opened only when there is nothing left of it.
                self.pairs.remove(&(period, payee, time));
                remaining = time;
            }
        }
        if remaining < times {
            *self.times.at((period, payee)) = remaining;
        }
        (opened, returned)
    }

    /// Goes on under another plan. What a reward has paid that the new plan does not have stays paid.
    pub(super) fn take_over(&mut self, programs: (&Program, &Program)) {
        let same = same_rewards(programs.0, programs.1);
        let renumber = |placed: &mut Placed| {
            let now = same[usize::from(placed.entry.reward)];
            placed.entry.reward = now.unwrap_or_default();
            now.is_some()
        };
        let sellers = self.sellers.take().into_iter().map(|(key, mut share)| {
            share.entries.retain_mut(renumber);
            (key, share)
        });
        self.sellers = sellers.collect();
        let shop = self.shop.take().into_iter().map(|(key, mut shares)| {
            for (_, share) in &mut shares {
                share.entries.retain_mut(renumber);
            }
            (key, shares)
        });
        self.shop = shop.collect();
        let pairs = self.pairs.take().into_iter().map(|(key, mut pairs)| {
            pairs.entries.retain_mut(|(_, placed)| renumber(placed));
            (key, pairs)
        });
        self.pairs = pairs.collect();
    }
}

impl Share {
    fn shrink(&mut self, seller: Option<Member>, part: Minor) -> Option<Taken> {
        let before = self.refunded;
        self.refunded = before.saturating_add(part).min(self.sold);
        let taken = taken(&self.close, seller, (self.sold, before, self.refunded), self.entries.iter());
        (!taken.differences.is_empty()).then_some(taken)
    }
}

impl Pairs {
    fn open(&mut self, part: Minor, taken_back: &mut Vec<Taken>) {
        let before = self.undone;
        self.undone += part;
        let mut events: Vec<Option<Member>> = Vec::new();
        for (event, _) in &self.entries {
            if !events.contains(event) {
                events.push(*event);
            }
        }
        for event in events {
            let entries = self.entries.iter().filter(|(of, _)| *of == event).map(|(_, placed)| placed);
            let one = taken(&self.close, event, (self.base, before, self.undone), entries);
            if !one.differences.is_empty() {
                taken_back.push(one);
            }
        }
    }
}

/// What entries lose when of `whole` first `before` and now `after` has gone back.
fn taken<'a>(
    close: &Close,
    seller: Option<Member>,
    (whole, before, after): (Minor, Minor, Minor),
    entries: impl Iterator<Item = &'a Placed>,
) -> Taken {
    let mut taken = Taken {
        period: close.name.clone(),
        closed: close.at,
        seller,
        amount: whole,
        before,
        after,
        originals: Vec::new(),
        differences: Vec::new(),
    };
    for Placed { place, entry } in entries.filter(|_| whole > 0) {
        let change = |value: Minor| kept(value, whole, after) - kept(value, whole, before);
        let amount = change(entry.amount);
        if amount != 0 {
            taken.originals.push((*place, *entry));
            taken.differences.push(Entry { amount, base: change(entry.base), cut: false, ..*entry });
        }
    }
    taken
}
