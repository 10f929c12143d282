//! Ranks: given on joining, by hand, by rule; reviewed at the close of each month.

use banyan_plan::kernel::{Member, Program, nearest_promoter};
use banyan_plan::model::{On, Plan, RankNo};
use banyan_plan::time::{Period, Time};

use super::engine::{Engine, person};
use super::world::NOT_YET;
use super::{Kind, Reference, Sink};

/// What is kept about ranks beside the ranks themselves.
#[derive(Debug)]
pub(super) struct Ranks {
    has_rules: bool,
    has_reviews: bool,
    /// The highest rank that each member ever had; empty if promotions pay nothing.
    highest: Vec<RankNo>,
    /// Since when each has her rank; empty if no rank has to be kept.
    since: Vec<Time>,
    /// The month under way.
    month: Option<i64>,
}

impl Ranks {
    pub(super) fn new(program: &Program, members: usize) -> Self {
        let ranks = &program.plan().ranks;
        let has_reviews = ranks.iter().any(|rank| rank.keep.is_some());
        let pays_promotion = !program.rewards_on(On::Promotion).is_empty();
        Self {
            has_rules: ranks.iter().any(|rank| rank.promote.is_some()),
            has_reviews,
            highest: if pays_promotion { vec![0; members] } else { Vec::new() },
            since: if has_reviews { vec![Time(i64::MIN); members] } else { Vec::new() },
            month: None,
        }
    }

    /// Whether months are reviewed at all.
    pub(super) fn has_reviews(&self) -> bool {
        self.has_reviews
    }

    /// The rank with which somebody joins is no promotion.
    pub(super) fn starts_at(&mut self, member: Member, rank: RankNo) {
        if let Some(highest) = self.highest.get_mut(member as usize) {
            *highest = (*highest).max(rank);
        }
    }

    /// The next close of a month, if it is due before `next`.
    pub(super) fn next_review(&self, next: Time, plan: &Plan) -> Option<Time> {
        let month = self.month.filter(|_| self.has_reviews)?;
        Some(Period::Month.start(month + 1, plan.utc_offset)).filter(|close| *close <= next)
    }

    fn set(&mut self, member: Member, rank: RankNo, now: Time) -> bool {
        if let Some(since) = self.since.get_mut(member as usize) {
            *since = now;
        }
        match self.highest.get_mut(member as usize) {
            Some(highest) if rank > *highest => {
                *highest = rank;
                true
            }
            _ => false,
        }
    }
}

impl<S: Sink> Engine<'_, S> {
    /// Gives a member a rank, or takes it (0). A rank that she never had before is a promotion.
    pub(super) fn set_rank(&mut self, member: Member, rank: RankNo, now: Time) {
        let old = self.live.rank_of(member);
        let old = if old == NOT_YET { 0 } else { old };
        if old == rank {
            return;
        }
        self.live.set_rank(member, rank);
        self.sink.ranked(member, old, rank, now);
        self.live.standing.ranked(member, old, rank, self.live.inviters, &mut self.touched);
        if let (Some(placement), true) = (&mut self.placement, rank > 0) {
            let sponsor = nearest_promoter(&self.live, self.live.inviters[member as usize]);
            placement.place(member, sponsor);
        }
        if rank > old {
            self.touched.push(member);
        }
        if self.ranks.set(member, rank, now) {
            self.evaluate(&person(On::Promotion, member), Kind::Promotion, Reference::Member(member), now);
        }
    }

    /// Promotes everybody whose measures have grown and who now meets a higher rank's conditions: to the highest such rank.
    pub(super) fn promote_touched(&mut self, now: Time) {
        let mut at = 0;
        while at < self.touched.len() && self.ranks.has_rules {
            let member = self.touched[at];
            at += 1;
            let rank = self.live.rank_of(member);
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
                self.set_rank(member, above as RankNo + 1, now);
            }
        }
        self.touched.clear();
    }

    /// At the close of a month, whoever has held a rank for the whole month and does not keep it falls to the next lower
    /// rank that she does keep.
    pub(super) fn review_ranks(&mut self, now: Time) {
        if !self.ranks.has_reviews {
            return;
        }
        let offset = self.program.plan().utc_offset;
        let month = Period::Month.index(now, offset);
        let Some(closing) = self.ranks.month.replace(month).filter(|before| *before < month) else { return };
        let (opened, last_moment) = (Period::Month.start(closing, offset), now.plus(-1));
        for member in 0..self.live.count() as Member {
            let rank = self.live.rank_of(member);
            if rank <= 1 || rank == NOT_YET || self.ranks.since[member as usize] > opened {
                continue;
            }
            let keeps = |rank: RankNo| {
                let keep = self.program.plan().rank(rank).and_then(|rank| rank.keep.as_ref());
                keep.is_none_or(|conditions| self.live.standing.holds(conditions, member, last_moment))
            };
            if !keeps(rank) {
                let lower = (1..rank).rev().find(|lower| keeps(*lower)).unwrap_or(1);
                self.set_rank(member, lower, now);
            }
        }
    }
}
