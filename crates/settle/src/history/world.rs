//! Members as they are at the moment, as the kernel asks about them.

use std::collections::HashMap;

use banyan_plan::kernel::{Entry, Member, NOBODY, Program, World};
use banyan_plan::model::{Brackets, Cap, Conditions, Per, RankNo, RewardNo, Volume, Window};
use banyan_plan::money::Minor;
use banyan_plan::time::Time;
use serde::{Deserialize, Serialize};

use crate::undo::{Map, undo};

use super::arrivals::Arrivals;
use super::people::People;
use super::placement::Placement;
use super::standing::Standing;

/// Members as they are at the moment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Live {
    pub(super) people: People,
    pub(super) now: Time,
    pub(super) standing: Standing,
    pub(super) book: Book,
    pub(super) arrivals: Arrivals,
    /// Only if the plan asks.
    pub(super) placement: Option<Placement>,
    /// Empty save at the close of a period.
    #[serde(skip)]
    pub(super) volumes: Volumes,
    #[serde(skip)]
    pub(super) before: Vec<(Time,)>,
}

/// What has been sold in a period that closes, as far as brackets ask.
#[derive(Debug, Clone, Default)]
pub(super) struct Volumes {
    sold: HashMap<(Volume, Member), Minor>,
}

impl Volumes {
    /// Adds up what sellers have sold, for themselves and for those above them.
    pub(super) fn count(
        wanted: &[Volume],
        sellers: &(impl Iterator<Item = (Member, Minor)> + Clone),
        people: &People,
    ) -> Self {
        let mut sold: HashMap<(Volume, Member), Minor> = HashMap::new();
        for volume in wanted {
            for (seller, amount) in sellers.clone() {
                for above in people.chain(seller) {
                    let sum = sold.entry((*volume, above)).or_default();
                    *sum = sum.saturating_add(amount);
                    let is_end = match volume {
                        Volume::Own => true,
                        Volume::Team => false,
                        Volume::Group(rank) => people.rank(above) >= *rank,
                    };
                    if is_end {
                        break;
                    }
                }
            }
        }
        Self { sold }
    }
}

// Marks are set between events: volumes are empty then.
undo!([] Live: parts [people, standing, book, arrivals, placement], copied [now] in before, fixed [volumes]);

/// What payees have had of rewards whose next entry depends on it: caps over time, and `every`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Book {
    had: Map<(RewardNo, Member), (i64, Minor)>,
    times: Map<(RewardNo, Member), u32>,
    /// By the place of the cap among the plan's.
    together: Map<(u16, Member), (i64, Minor)>,
    utc_offset: i64,
}

undo!([] Book: parts [had, times, together], fixed [utc_offset]);

impl World for Live {
    #[inline]
    fn inviter(&self, member: Member) -> Member {
        self.people.inviter(member)
    }

    #[inline]
    fn rank(&self, member: Member) -> RankNo {
        self.people.rank(member)
    }

    fn is_active(&self, member: Member, active: &Conditions) -> bool {
        self.standing.holds(active, member, self.now)
    }

    fn had(&self, reward: RewardNo, payee: Member, cap: &Cap) -> Minor {
        let current = cap.per.index(self.now, self.book.utc_offset).unwrap_or(0);
        self.book
            .had
            .get(&(reward, payee))
            .map_or(0, |(period, sum)| if *period == current { *sum } else { 0 })
    }

    fn had_together(&self, caps: u16, payee: Member, cap: &Cap) -> Minor {
        let current = cap.per.index(self.now, self.book.utc_offset);
        let had = self.book.together.get(&(caps, payee));
        had.map_or(0, |(period, sum)| if Some(*period) == current { *sum } else { 0 })
    }

    fn bought(&self, member: Member) -> Minor {
        self.standing.bought(member)
    }

    fn months(&self, member: Member) -> Option<u32> {
        self.arrivals.months(member, self.now)
    }

    #[inline]
    fn placed_under(&self, member: Member) -> Member {
        self.placement.as_ref().map_or(NOBODY, |placement| placement.under(member))
    }

    fn recruit(&self, member: Member) -> Option<u32> {
        self.arrivals.place(member)
    }

    fn sold(&self, member: Member, brackets: &Brackets) -> Minor {
        match (brackets.within, brackets.by) {
            (None, by) => self.volumes.sold.get(&(by, member)).copied().unwrap_or(0),
            (Some(window), by) => {
                let within = match window {
                    Window::Ever => None,
                    Window::Within(within) => Some(within),
                };
                self.standing.sold(by, member, within, self.now)
            }
        }
    }

    fn times(&self, reward: RewardNo, payee: Member) -> u32 {
        self.book.times.get(&(reward, payee)).copied().unwrap_or(0)
    }
}

impl Book {
    pub(super) fn new(utc_offset: i64) -> Self {
        Self { utc_offset, ..Self::default() }
    }

    /// Writes down entries of rewards that have a memory. Refunds are not written down: a cap counts what was granted.
    pub(super) fn record(&mut self, program: &Program, now: Time, entries: &[Entry]) {
        for (at, entry) in entries.iter().enumerate() {
            let rule = program.rule(entry.reward);
            // One event counts once, also for somebody who is a peer twice.
            let is_same = |one: &Entry| (one.reward, one.payee) == (entry.reward, entry.payee);
            if rule.every > 1 && !entries[..at].iter().any(is_same) {
                *self.times.at((entry.reward, entry.payee)) += 1;
            }
            for at in &rule.caps {
                let cap = &program.plan().caps[usize::from(*at)].cap;
                let Some(current) = cap.per.index(now, self.utc_offset) else { continue };
                let had = self.together.at((*at, entry.payee));
                if had.0 != current {
                    *had = (current, 0);
                }
                had.1 = had.1.saturating_add(entry.amount);
            }
            if let Some(current) = rule.cap.and_then(|cap| cap.per.index(now, self.utc_offset)) {
                let had = self.had.at((entry.reward, entry.payee));
                if had.0 != current {
                    *had = (current, 0);
                }
                had.1 = had.1.saturating_add(entry.amount);
            }
        }
    }

    /// Goes on under another plan: what a reward of the same id has given counts on. `true` if something that the new
    /// plan asks for was not written down.
    pub(super) fn take_over(&mut self, old: &Program, new: &Program) -> bool {
        let same = same_rewards(old, new);
        // Caps over several rewards go on where the new plan has the same ones at the same places.
        let ids = |program: &Program, at: u16| -> Option<(Vec<String>, Cap)> {
            let caps = program.plan().caps.get(usize::from(at))?;
            let ids = caps.rewards.iter().map(|no| program.plan().reward(*no).id.clone());
            Some((ids.collect(), caps.cap))
        };
        let is_moved = self.utc_offset != new.plan().utc_offset;
        let is_same = |at: u16| !is_moved && ids(old, at) == ids(new, at);
        let together = self.together.take().into_iter();
        self.together = together.filter(|((at, _), _)| is_same(*at)).collect();
        let counts_anew = (0..new.plan().caps.len() as u16).any(|at| !is_same(at));
        let times = self.times.take().into_iter();
        let counts = |reward: RewardNo| new.rule(reward).every > 1;
        self.times = times
            .filter_map(|((reward, payee), times)| Some(((same[usize::from(reward)]?, payee), times)))
            .filter(|((reward, _), _)| counts(*reward))
            .collect();
        let per = |program: &Program, reward: RewardNo| {
            let per = program.rule(reward).cap.map(|cap| cap.per);
            per.filter(|per| *per != Per::Line)
        };
        let had = self.had.take().into_iter();
        self.utc_offset = new.plan().utc_offset;
        self.had = had
            .filter_map(|((reward, payee), had)| {
                let now = same[usize::from(reward)]?;
                (per(old, reward) == per(new, now) && !is_moved).then_some(((now, payee), had))
            })
            .collect();
        let of_old = |now: RewardNo| same.iter().position(|one| *one == Some(now)).map(|at| at as RewardNo);
        counts_anew
            || (0..new.plan().rewards.len() as RewardNo).any(|now| {
                let before = of_old(now);
                let counted = before.is_some_and(|before| old.rule(before).every > 1);
                let summed = before.is_some_and(|before| per(old, before) == per(new, now)) && !is_moved;
                (counts(now) && !counted) || (per(new, now).is_some() && !summed)
            })
    }
}

/// For each reward of a plan, the one of another that has its id.
pub(super) fn same_rewards(old: &Program, new: &Program) -> Vec<Option<RewardNo>> {
    let place = |id: &str| new.plan().rewards.iter().position(|reward| reward.id == id);
    old.plan().rewards.iter().map(|reward| place(&reward.id).map(|at| at as RewardNo)).collect()
}
