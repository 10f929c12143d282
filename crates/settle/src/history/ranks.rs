//! What is kept about ranks: the highest that each ever had, since when they have theirs, the month under way.

use banyan_plan::kernel::{Member, Program};
use banyan_plan::model::{On, RankNo};
use banyan_plan::time::{Period, Time};
use serde::{Deserialize, Serialize};

use crate::undo::{List, undo};

/// What is kept about ranks beside the ranks themselves.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Ranks {
    pub(super) has_rules: bool,
    pub(super) utc_offset: i64,
    /// The highest rank that each member ever had, if promotions pay anything.
    highest: Option<List<RankNo>>,
    /// Since when each has their rank, if a rank has to be kept.
    pub(super) since: Option<List<Time>>,
    /// The month under way, and the moment at which it closes; if a rank has to be kept.
    pub(super) month: Option<(i64, Time)>,
    #[serde(skip)]
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

    pub(super) fn month_of(&self, now: Time) -> (i64, Time) {
        let month = Period::Month.index(now, self.utc_offset);
        (month, Period::Month.start(month + 1, self.utc_offset))
    }

    pub(super) fn set(&mut self, member: Member, rank: RankNo, now: Time) -> bool {
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
    /// the rank that each has counts as the highest they had, and as theirs since now.
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
