//! What came of a run, small enough to keep a hundred of them.

#![allow(
    clippy::float_arithmetic,
    reason = "an hourly figure divides by hours of work, which are an assumption"
)]

use banyan_plan::kernel::Program;
use banyan_plan::money::Minor;
use banyan_report::{Distance, Distribution};
use serde::{Deserialize, Serialize};

use super::books::{Accounts, Books};
use super::facts::Facts;
use super::past::Past;
use crate::scenario::Scenario;

/// What came of a run. Money in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Sums over the whole run, to the last settlement.
    pub total: Accounts,
    /// Day by day.
    pub series: Series,
    /// Members at the end.
    pub members: u64,
    /// Members who ever had a rank.
    pub promoters: u64,
    /// Promoters who still bring people in at the end.
    pub active: u64,
    /// Members by rank at the end, customers first.
    pub ranks: Vec<u64>,
    /// Orders, entry packs included, refunds not.
    pub orders: u64,
    /// Orders in a group, and those of which the group did not fill.
    pub groups: (u64, u64),
    /// Contacts asked.
    pub asked: u64,
    /// Net rewards of promoters.
    pub promoters_income: Distribution,
    /// Net rewards of all members.
    pub members_income: Distribution,
    /// What half of the promoters earned an hour at most, in minor units; `None` if hours are not known.
    pub hourly_median: Option<Minor>,
    /// Per reward: entries, and their sum.
    pub rewards: Vec<(u64, i128)>,
    /// Rewards by distance from the seller.
    pub distances: Vec<Distance>,
    /// Members by depth below a founder.
    pub depths: Vec<u64>,
    /// Communities that went to a member who rose.
    pub break_aways: u64,
    /// The most that the shop's own money lay below zero on any day: what it has to bring, if every reward granted is
    /// set aside.
    pub cash_needed: i128,
    /// The most that was pending on any day.
    pub pending_peak: i128,
    /// For a reader of the law.
    pub facts: Facts,
}

/// A run day by day: each as long as the run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Members so far.
    pub members: Vec<i64>,
    /// Promoters who bring people in.
    pub active: Vec<i64>,
    /// Sales less refunds, so far.
    pub sales: Vec<i64>,
    /// Rewards granted, so far.
    pub granted: Vec<i64>,
    /// Rewards pending.
    pub pending: Vec<i64>,
    /// What is the shop's own, so far.
    pub own: Vec<i64>,
    /// Members of each rank, from the first.
    pub ranks: Vec<Vec<i64>>,
}

impl Outcome {
    /// Counts what a run and its books hold.
    pub fn of(program: &Program, scenario: &Scenario, past: &Past, books: &Books<'_>) -> Self {
        let running: Vec<Accounts> = books.running().collect();
        let orders = &past.input.orders;
        let earned = |keep: &dyn Fn(usize) -> bool| {
            let all = books.earned.iter().enumerate();
            Distribution::of(all.filter(|(at, _)| keep(*at)).map(|(_, sum)| i128::from(*sum)).collect())
        };
        let mut ranks = vec![0; program.plan().ranks.len() + 1];
        books.rank.iter().for_each(|rank| ranks[usize::from(*rank)] += 1);
        let own = running.iter().map(Accounts::own).min().unwrap_or(0);
        let distances = books.by_distance.iter().enumerate();
        let refunds = orders.refunds().len();
        Self {
            total: books.total(),
            series: Series::of(program, past, books, &running),
            members: books.rank.len() as u64,
            promoters: books.was_promoter.iter().filter(|was| **was).count() as u64,
            active: u64::from(past.promoters.last().copied().unwrap_or(0)),
            ranks,
            orders: (orders.len() - refunds) as u64,
            groups: past.groups,
            asked: past.asked.iter().sum(),
            promoters_income: earned(&|at| books.was_promoter[at]),
            members_income: earned(&|_| true),
            hourly_median: hourly(scenario, past, books),
            rewards: books.by_reward.clone(),
            distances: distances
                .filter(|(_, (entries, _))| *entries > 0)
                .map(|(at, (entries, amount))| Distance {
                    distance: at as u32,
                    entries: *entries,
                    amount: *amount,
                })
                .collect(),
            depths: depths(past),
            break_aways: books.break_aways,
            cash_needed: (-own).max(0),
            pending_peak: running.iter().map(Accounts::pending).max().unwrap_or(0),
            facts: Facts::of(past, books),
        }
    }

    /// Rewards in millionths of net sales; 0 without sales.
    pub fn payout(&self) -> u64 {
        self.facts.payout
    }

    /// Sales less refunds.
    pub fn net_sales(&self) -> i128 {
        self.total.sales - self.total.refunds
    }
}

impl Series {
    fn of(program: &Program, past: &Past, books: &Books<'_>, running: &[Accounts]) -> Self {
        let days = past.members.len();
        let last = running.last().copied().unwrap_or_default();
        let money = |pick: &dyn Fn(&Accounts) -> i128| -> Vec<i64> {
            (0..days)
                .map(|day| {
                    pick(running.get(day).unwrap_or(&last)).clamp(i64::MIN.into(), i64::MAX.into()) as i64
                })
                .collect()
        };
        let rank = |rank: usize| -> Vec<i64> {
            let (mut at, mut now) = (0, 0);
            let step = |day: usize| {
                while let Some((_, counts)) =
                    books.ranks.get(at).filter(|(changed, _)| *changed as usize <= day)
                {
                    now = i64::from(counts[rank]);
                    at += 1;
                }
                now
            };
            (0..days).map(step).collect()
        };
        Self {
            members: past.members.iter().map(|number| i64::from(*number)).collect(),
            active: past.promoters.iter().map(|number| i64::from(*number)).collect(),
            sales: money(&|sums| sums.sales - sums.refunds),
            granted: money(&|sums| sums.granted),
            pending: money(&Accounts::pending),
            own: money(&Accounts::own),
            ranks: (1..=program.plan().ranks.len()).map(rank).collect(),
        }
    }
}

fn hourly(scenario: &Scenario, past: &Past, books: &Books<'_>) -> Option<Minor> {
    let hours = scenario.hours.per_active_day;
    if hours <= 0.0 {
        return None;
    }
    let worked = (0..books.earned.len())
        .filter(|member| books.was_promoter[*member] && past.crowd.active_days[*member] > 0);
    let mut hourly: Vec<Minor> = worked
        .map(|member| {
            (books.earned[member] as f64 / (f64::from(past.crowd.active_days[member]) * hours)) as Minor
        })
        .collect();
    hourly.sort_unstable();
    hourly.get(hourly.len().saturating_sub(1) / 2).copied()
}

fn depths(past: &Past) -> Vec<u64> {
    let inviter = &past.input.members.inviter;
    let mut depth = vec![0_usize; inviter.len()];
    let mut counts = Vec::new();
    for member in 0..inviter.len() {
        if let Some(above) = depth.get(inviter[member] as usize).copied() {
            depth[member] = above + 1;
        }
        if counts.len() <= depth[member] {
            counts.resize(depth[member] + 1, 0);
        }
        counts[depth[member]] += 1;
    }
    counts
}
