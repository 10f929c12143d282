//! Which ranks stand in the branches below somebody.

use banyan_plan::kernel::{Member, NOBODY};
use banyan_plan::model::RankNo;
use serde::{Deserialize, Serialize};

use crate::undo::{List, Lists, undo};

use super::people::{NOT_YET, People};

/// For each member, how many of each rank stand in their branch (themselves included), and whom they invited.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LegRanks {
    /// Ranks of the plan and one for having none.
    ranks: usize,
    counts: List<u32>,
    invited: Lists<Member>,
}

undo!([] LegRanks: parts [counts, invited], fixed [ranks]);

impl LegRanks {
    pub(super) fn new(ranks: usize) -> Self {
        Self { ranks: ranks + 1, counts: List::default(), invited: Lists::default() }
    }

    pub(super) fn grow(&mut self, count: usize) {
        self.counts.grow(self.ranks * count, 0);
        self.invited.grow(count);
    }

    /// Somebody has joined, as yet without a rank.
    pub(super) fn joined(&mut self, member: Member, inviter: Member) {
        self.invited.push(inviter as usize, member);
    }

    /// A rank in the branch of `above` has changed.
    pub(super) fn ranked(&mut self, above: Member, old: RankNo, new: RankNo) {
        let row = above as usize * self.ranks;
        if old > 0 {
            *self.counts.at(row + usize::from(old)) -= 1;
        }
        if new > 0 {
            *self.counts.at(row + usize::from(new)) += 1;
        }
    }

    /// A branch has moved: from below `left` to below `reached`.
    pub(super) fn moved(
        &mut self,
        member: Member,
        (from, to): (Member, Member),
        (left, reached): (&[Member], &[Member]),
    ) {
        if from != NOBODY {
            self.invited.retain(from as usize, |invited| *invited != member);
        }
        if to != NOBODY {
            self.invited.push(to as usize, member);
        }
        for rank in 1..self.ranks {
            let moving = self.counts[member as usize * self.ranks + rank];
            for above in left {
                *self.counts.at(*above as usize * self.ranks + rank) -= moving;
            }
            for above in reached {
                *self.counts.at(*above as usize * self.ranks + rank) += moving;
            }
        }
    }

    /// Whom somebody invited themselves.
    pub(super) fn invited(&self, member: Member) -> &[Member] {
        &self.invited[member as usize]
    }

    /// How many of a member's direct branches hold somebody of at least this rank.
    pub(super) fn with(&self, member: Member, rank: RankNo) -> usize {
        let holds = |branch: &&Member| {
            let row = **branch as usize * self.ranks;
            self.counts[row + usize::from(rank)..row + self.ranks].iter().any(|count| *count > 0)
        };
        self.invited[member as usize].iter().filter(holds).count()
    }

    /// Counts everything anew: who stands where tells all of it.
    pub(super) fn count_anew(&mut self, people: &People) {
        for member in (0..people.count() as Member).filter(|member| people.has_joined(*member)) {
            let (inviter, rank) = (people.inviter(member), people.rank(member));
            if inviter != NOBODY {
                self.joined(member, inviter);
            }
            if rank > 0 && rank != NOT_YET {
                people.chain(member).for_each(|above| self.ranked(above, 0, rank));
            }
        }
    }
}
