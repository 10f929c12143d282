//! How somebody comes to a rank, and loses it: by hand, by rule, at the review of a month.

use std::hash::Hash;

use banyan_plan::kernel::{Member, nearest_promoter};
use banyan_plan::model::{On, RankNo};
use banyan_plan::time::{Period, Time};

use super::engine::{Engine, person};
use super::people::NOT_YET;
use super::{By, Kind, RankChanged, Reference, Sink};

impl<K: Clone + Eq + Hash> Engine<K> {
    /// Gives a member a rank, or takes it (0). A rank that they never had before is a promotion.
    pub(super) fn change_rank<S: Sink>(&mut self, member: Member, rank: RankNo, by: By, sink: &mut S) {
        let (old, at) = (self.live.people.rank(member), self.live.now);
        if old == rank {
            return;
        }
        self.live.people.set_rank(member, rank);
        sink.ranked(&RankChanged { member, old, new: rank, at, by });
        self.live.standing.ranked(member, (old, rank), &self.live.people, at, &mut self.touched);
        if self.live.placement.is_some() && rank > 0 {
            let sponsor = nearest_promoter(&self.live, self.live.people.inviter(member));
            if let Some(placement) = &mut self.live.placement {
                placement.place(member, sponsor);
            }
        }
        if rank > old {
            self.touched.push(member);
        }
        if self.ranks.set(member, rank, at) {
            self.evaluate(&person(On::Promotion, member), Kind::Promotion, Reference::Member(member), sink);
        }
    }

    /// Promotes everybody whose measures have grown and who now meets a higher rank's conditions: to the highest such rank.
    pub(super) fn promote_touched<S: Sink>(&mut self, sink: &mut S) {
        let (mut at, now) = (0, self.live.now);
        while at < self.touched.len() && self.ranks.has_rules {
            let member = self.touched[at];
            at += 1;
            let rank = self.live.people.rank(member);
            if rank == 0 || rank == NOT_YET {
                continue;
            }
            let ranks = &self.program.plan().ranks;
            let reached = (usize::from(rank)..ranks.len()).rev().find(|above| {
                ranks[*above]
                    .promote
                    .as_ref()
                    .is_some_and(|conditions| self.live.standing.holds(conditions, member, now))
            });
            if let Some(above) = reached {
                self.change_rank(member, above as RankNo + 1, By::Rule, sink);
            }
        }
        self.touched.clear();
    }

    /// At the close of a month, whoever has held a rank for the whole month and does not keep it falls to the next lower
    /// rank that they do keep. All are looked at before anybody falls, so that nobody's fall decides another's.
    pub(super) fn review_ranks<S: Sink>(&mut self, now: Time, sink: &mut S) {
        let Some((closing, _)) = self.ranks.month.filter(|(_, close)| *close <= now) else { return };
        self.ranks.month = Some(self.ranks.month_of(now));
        self.live.now = now;
        let (opened, last_moment) = (Period::Month.start(closing, self.ranks.utc_offset), now.plus(-1));
        let mut falls: Vec<(Member, RankNo)> = Vec::new();
        for member in 0..self.live.people.count() as Member {
            let rank = self.live.people.rank(member);
            if rank <= 1 || rank == NOT_YET || self.held_since(member) > opened {
                continue;
            }
            let keeps = |rank: RankNo| {
                let keep = self.program.plan().rank(rank).and_then(|rank| rank.keep.as_ref());
                keep.is_none_or(|conditions| self.live.standing.holds(conditions, member, last_moment))
            };
            if !keeps(rank) {
                falls.push((member, (1..rank).rev().find(|lower| keeps(*lower)).unwrap_or(1)));
            }
        }
        falls.sort_by(|(one, _), (other, _)| sink.by_name(*one, *other));
        for (member, lower) in falls {
            self.change_rank(member, lower, By::Review, sink);
        }
    }

    fn held_since(&self, member: Member) -> Time {
        self.ranks.since.as_ref().map_or(Time(i64::MAX), |since| since[member as usize])
    }
}
