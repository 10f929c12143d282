//! Who invited whom, and who has which rank, at the moment.

use banyan_plan::kernel::{Entry, Member, NOBODY};
use banyan_plan::model::RankNo;
use banyan_plan::time::Time;
use serde::{Deserialize, Serialize};

use crate::undo::{List, Map, undo};

/// The rank of somebody who has not joined yet.
pub(super) const NOT_YET: RankNo = RankNo::MAX;

/// How far up [`People::touch`] looks.
const TOUCHED_LEVELS: usize = 3;

/// Everybody, by number; numbers that nobody has yet stand for people who have not joined.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct People {
    all: List<Person>,
    /// Of those who got another inviter: until when each earlier one was theirs, in order of time. Few are.
    moves: Map<Member, Vec<(Time, Member)>>,
    /// Those who are stopped.
    stopped: Map<Member, ()>,
}

undo!([] People: parts [all, moves, stopped], fixed []);

/// What a walk up the inviters reads of each member, side by side: one cache miss, not two.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Person {
    inviter: Member,
    rank: RankNo,
}

impl People {
    /// So many numbers, joined or not.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// Makes room for so many numbers.
    pub(super) fn grow(&mut self, count: usize) {
        self.all.grow(count, Person { inviter: NOBODY, rank: NOT_YET });
    }

    #[inline]
    pub(super) fn inviter(&self, member: Member) -> Member {
        self.all[member as usize].inviter
    }

    #[inline]
    pub(super) fn rank(&self, member: Member) -> RankNo {
        self.all[member as usize].rank
    }

    /// Whether they have joined; they need not be known.
    #[inline]
    pub(super) fn has_joined(&self, member: Member) -> bool {
        self.all.get(member as usize).is_some_and(|person| person.rank != NOT_YET)
    }

    pub(super) fn set_rank(&mut self, member: Member, rank: RankNo) {
        self.all.at(member as usize).rank = rank;
    }

    /// They join, without a rank.
    pub(super) fn join(&mut self, member: Member, inviter: Member) {
        *self.all.at(member as usize) = Person { inviter, rank: 0 };
    }

    /// They have another inviter from now on.
    pub(super) fn transfer(&mut self, member: Member, inviter: Member, now: Time) {
        let old = std::mem::replace(&mut self.all.at(member as usize).inviter, inviter);
        self.moves.at(member).push((now, old));
    }

    /// They are stopped, or go on.
    pub(super) fn stop(&mut self, member: Member, is_stopped: bool) {
        if is_stopped {
            self.stopped.insert(member, ());
        } else {
            self.stopped.remove(&member);
        }
    }

    /// Takes out of some entries what would be paid to somebody who is stopped.
    #[inline]
    pub(super) fn without_stopped(&self, entries: &mut Vec<Entry>) {
        if !self.stopped.is_empty() {
            entries.retain(|entry| self.is_paid(entry));
        }
    }

    /// Whether an entry reaches its payee: what would be paid to somebody who is stopped does not, what they owe does.
    pub(super) fn is_paid(&self, entry: &Entry) -> bool {
        entry.amount < 0 || !self.stopped.contains_key(&entry.payee)
    }

    /// A member and everybody above them, nearest first.
    pub(super) fn chain(&self, from: Member) -> impl Iterator<Item = Member> + '_ {
        self.chain_at(from, None)
    }

    /// Likewise as it was at a moment, before whoever was moved at that moment; now, without one.
    pub(super) fn chain_at(&self, from: Member, at: Option<Time>) -> impl Iterator<Item = Member> + '_ {
        let at = at.filter(|_| !self.moves.is_empty());
        let first = (from != NOBODY).then_some(from);
        std::iter::successors(first, move |member| {
            let above = at.map_or_else(|| self.inviter(*member), |at| self.inviter_at(*member, at));
            (above != NOBODY).then_some(above)
        })
    }

    fn inviter_at(&self, member: Member, at: Time) -> Member {
        let moves = self.moves.get(&member).map_or(&[][..], Vec::as_slice);
        moves.iter().find(|(until, _)| *until >= at).map_or_else(|| self.inviter(member), |(_, old)| *old)
    }

    /// Looks at some members, and at those above them, level by level, so that their cache misses overlap.
    pub(super) fn touch(&self, members: &mut [Member]) {
        let mut touched = 0;
        for _ in 0..TOUCHED_LEVELS {
            for member in members.iter_mut() {
                if let Some(person) = self.all.get(*member as usize) {
                    touched ^= person.rank;
                    *member = person.inviter;
                }
            }
        }
        std::hint::black_box(touched);
    }

    /// Everybody's rank under another plan.
    pub(super) fn renumber(&mut self, ranks: &[RankNo]) {
        let rank = |old: RankNo| ranks.get(usize::from(old)).copied().unwrap_or(NOT_YET);
        let renumbered = self.all.iter().map(|person| Person { rank: rank(person.rank), ..*person });
        self.all = List::from(renumbered.collect::<Vec<_>>());
    }
}
