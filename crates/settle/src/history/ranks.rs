//! Ranks: given on joining, by hand, by rule; reviewed at the close of each month.

use std::hash::Hash;

use banyan_plan::kernel::{Member, Program, nearest_promoter};
use banyan_plan::model::{On, RankNo};
use banyan_plan::time::{Period, Time};

use crate::undo::{List, undo};

use super::engine::{Engine, person};
use super::people::NOT_YET;
use super::{By, Kind, RankChanged, Reference, Sink};

/// What is kept about ranks beside the ranks themselves.
#[derive(Debug, Clone)]
pub(super) struct Ranks {
    has_rules: bool,
    utc_offset: i64,
    /// The highest rank that each member ever had, if promotions pay anything.
    highest: Option<List<RankNo>>,
    /// Since when each has her rank, if a rank has to be kept.
    since: Option<List<Time>>,
    /// The month under way, and the moment at which it closes; if a rank has to be kept.
    month: Option<(i64, Time)>,
    before: Vec<(Option<(i64, Time)>,)>,
}

undo!([] Ranks: parts [highest, since], copied [month] in before, fixed [has_rules, utc_offset]);

impl Ranks {
    pub(super) fn new(program: &Program) -> Self {
        let plan = program.plan();
        let has_reviews = plan.ranks.iter().any(|rank| rank.keep.is_some());
        let pays_promotion = !program.rewards_on(On::Promotion).is_empty();
        Self {
            has_rules: plan.ranks.iter().any(|rank| rank.promote.is_some()),
            utc_offset: plan.utc_offset,
            highest: pays_promotion.then(List::default),
            since: has_reviews.then(List::default),
            month: None,
            before: Vec::new(),
        }
    }

    pub(super) fn grow(&mut self, count: usize) {
        if let Some(highest) = &mut self.highest {
            highest.grow(count, 0);
        }
        if let Some(since) = &mut self.since {
            since.grow(count, Time(i64::MIN));
        }
    }

    /// Whether months are reviewed.
    pub(super) fn has_reviews(&self) -> bool {
        self.since.is_some()
    }

    /// Whether anything of the past is kept here.
    pub(super) fn remember(&self) -> bool {
        self.highest.is_some() || self.since.is_some()
    }

    /// The rank with which somebody joins is no promotion.
    pub(super) fn starts_at(&mut self, member: Member, rank: RankNo) {
        if let Some(highest) = &mut self.highest {
            let highest = highest.at(member as usize);
            *highest = (*highest).max(rank);
        }
    }

    /// The close of the month, if ranks are reviewed then. Only if it lies ahead: at the end of time there is none.
    pub(super) fn next_review(&self, now: Time) -> Option<Time> {
        self.month.map(|(_, close)| close).filter(|close| *close > now)
    }

    /// Notes which month it is when nothing has happened before.
    #[inline]
    pub(super) fn begin_month(&mut self, now: Time) {
        if self.since.is_some() && self.month.is_none() {
            self.month = Some(self.month_of(now));
        }
    }

    fn month_of(&self, now: Time) -> (i64, Time) {
        let month = Period::Month.index(now, self.utc_offset);
        (month, Period::Month.start(month + 1, self.utc_offset))
    }

    fn set(&mut self, member: Member, rank: RankNo, now: Time) -> bool {
        if let Some(since) = &mut self.since {
            *since.at(member as usize) = now;
        }
        match &mut self.highest {
            Some(highest) if rank > highest[member as usize] => {
                *highest.at(member as usize) = rank;
                true
            }
            _ => false,
        }
    }

    /// Goes on from another plan's ranks, `numbers` being the new number of each. `true` if something was not kept: then
    /// the rank that each has counts as the highest she had, and as hers since now.
    pub(super) fn take_over(&mut self, old: Self, numbers: &[RankNo], ranks: &[RankNo], now: Time) -> bool {
        let missing = (self.highest.is_some() && old.highest.is_none())
            || (self.since.is_some() && old.since.is_none());
        if let Some(highest) = &mut self.highest {
            let had = old.highest.unwrap_or_default();
            let number = |rank: &RankNo| numbers.get(usize::from(*rank)).copied().unwrap_or(0);
            let numbered = had.iter().map(number).chain(std::iter::repeat(0));
            *highest = numbered.zip(ranks).map(|(had, rank)| had.max(*rank)).collect::<Vec<_>>().into();
        }
        if let Some(since) = &mut self.since {
            *since = old.since.unwrap_or_default();
            since.grow(ranks.len(), now);
            self.month = (now > Time(i64::MIN)).then(|| self.month_of(now));
        }
        missing
    }
}

impl<K: Clone + Eq + Hash> Engine<K> {
    /// Gives a member a rank, or takes it (0). A rank that she never had before is a promotion.
    pub(super) fn change_rank<S: Sink>(&mut self, member: Member, rank: RankNo, by: By, sink: &mut S) {
        let (old, at) = (self.live.people.rank(member), self.live.now);
        if old == rank {
            return;
        }
        self.live.people.set_rank(member, rank);
        sink.ranked(&RankChanged { member, old, new: rank, at, by });
        self.live.standing.ranked(member, (old, rank), &self.live.people, &mut self.touched);
        if let (Some(placement), true) = (&mut self.placement, rank > 0) {
            let sponsor = nearest_promoter(&self.live, self.live.people.inviter(member));
            placement.place(member, sponsor);
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
    /// rank that she does keep. All are looked at before anybody falls, so that nobody's fall decides another's.
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
