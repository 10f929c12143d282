//! Members as they are at the moment, as the kernel asks about them.

use std::collections::HashMap;

use banyan_plan::kernel::{Entry, Member, Program, World};
use banyan_plan::model::{Active, Cap, RankNo, RewardNo};
use banyan_plan::money::Minor;
use banyan_plan::time::Time;

use super::standing::Standing;

/// The rank of somebody who has not joined yet.
pub(super) const NOT_YET: RankNo = RankNo::MAX;

/// How far up [`Live::touch`] looks.
const TOUCHED_LEVELS: usize = 3;

/// Members as they are at the moment.
pub(super) struct Live<'a> {
    pub(super) inviters: &'a [Member],
    people: Vec<Person>,
    pub(super) now: Time,
    pub(super) standing: Standing,
    pub(super) book: Book,
}

/// What a walk up the inviters reads of each member, side by side: one cache miss, not two.
#[derive(Debug, Clone, Copy)]
struct Person {
    inviter: Member,
    rank: RankNo,
}

/// What payees have had of rewards whose next entry depends on it: caps over time, and `every`.
#[derive(Debug, Default)]
pub(super) struct Book {
    had: HashMap<(RewardNo, Member), (i64, Minor)>,
    times: HashMap<(RewardNo, Member), u32>,
    utc_offset: i64,
}

impl<'a> Live<'a> {
    /// Nobody has joined yet.
    pub(super) fn new(inviters: &'a [Member], standing: Standing, book: Book) -> Self {
        let people = inviters.iter().map(|inviter| Person { inviter: *inviter, rank: NOT_YET }).collect();
        Self { inviters, people, now: Time(i64::MIN), standing, book }
    }

    /// How many members there are, joined or not.
    pub(super) fn count(&self) -> usize {
        self.people.len()
    }

    #[inline]
    pub(super) fn rank_of(&self, member: Member) -> RankNo {
        self.people[member as usize].rank
    }

    pub(super) fn set_rank(&mut self, member: Member, rank: RankNo) {
        self.people[member as usize].rank = rank;
    }

    /// Looks at some members, and at those above them, level by level, so that their cache misses overlap.
    pub(super) fn touch(&self, members: &mut [Member]) {
        let mut touched = 0;
        for _ in 0..TOUCHED_LEVELS {
            for member in members.iter_mut() {
                if let Some(person) = self.people.get(*member as usize) {
                    touched ^= person.rank;
                    *member = person.inviter;
                }
            }
        }
        std::hint::black_box(touched);
    }
}

impl World for Live<'_> {
    #[inline]
    fn inviter(&self, member: Member) -> Member {
        self.people[member as usize].inviter
    }

    #[inline]
    fn rank(&self, member: Member) -> RankNo {
        self.people[member as usize].rank
    }

    fn is_active(&self, member: Member, active: &Active) -> bool {
        self.standing.is_active(member, active, self.now)
    }

    fn had(&self, reward: RewardNo, payee: Member, cap: &Cap) -> Minor {
        let current = cap.per.map_or(0, |period| period.index(self.now, self.book.utc_offset));
        self.book
            .had
            .get(&(reward, payee))
            .map_or(0, |(period, sum)| if *period == current { *sum } else { 0 })
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
                *self.times.entry((entry.reward, entry.payee)).or_default() += 1;
            }
            if let Some(period) = rule.cap.and_then(|cap| cap.per) {
                let current = period.index(now, self.utc_offset);
                let had = self.had.entry((entry.reward, entry.payee)).or_insert((current, 0));
                if had.0 != current {
                    *had = (current, 0);
                }
                had.1 = had.1.saturating_add(entry.amount);
            }
        }
    }
}
