//! A study: the same plan and scenario with many seeds, so that each figure is a band; what happens when invitations
//! stop; and which inputs matter most.

#![allow(clippy::float_arithmetic, reason = "inputs of behaviour are scaled, never money")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use banyan_plan::kernel::Program;
use banyan_plan::words::Text;
use serde::{Deserialize, Serialize};

use crate::run::{Outcome, Series, run};
use crate::scenario::{Scenario, ScenarioError};

/// How large a study is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Seeds of the plan itself, from 0.
    pub seeds: u32,
    /// Seeds of each variant: fewer do, as variants share their chance with the plan. 0: no variants, which leaves out what
    /// happens when invitations stop and which inputs matter.
    pub variant_seeds: u32,
    /// Threads.
    pub threads: usize,
}

impl Size {
    fn variants(self) -> u32 {
        self.variant_seeds.min(self.seeds)
    }
}

/// What came of a plan in a scenario.
#[derive(Debug, Clone)]
pub struct Study {
    /// One outcome for each seed.
    pub outcomes: Vec<Outcome>,
    /// The same, with invitations stopped from a day on; `None` without variants.
    pub stopped: Option<Stopped>,
    /// Inputs by how much they matter, most first; empty without variants.
    pub levers: Vec<Effect>,
}

/// What happens when invitations stop.
#[derive(Debug, Clone)]
pub struct Stopped {
    /// From this day on: the scenario's own, or the one on which half of all members have joined.
    pub day: u32,
    /// One outcome for each of the first seeds.
    pub outcomes: Vec<Outcome>,
}

/// What one input does.
#[derive(Debug, Clone)]
pub struct Effect {
    /// The key in the scenario file.
    pub key: &'static str,
    /// What it is.
    pub name: Text,
    /// With the input a fifth lower, a fifth higher: members, net sales and the shop's own money, each in millionths of
    /// what it is otherwise (the shop's own of net sales).
    pub lower: Change,
    /// Likewise.
    pub higher: Change,
}

/// How medians move, in millionths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Of members.
    pub members: i64,
    /// Of net sales.
    pub sales: i64,
    /// Of the shop's own money, as a share of net sales.
    pub own: i64,
}

impl Effect {
    /// How much it matters: the farther of both ways, over sales and the shop's own money.
    pub fn weight(&self) -> i64 {
        [self.lower, self.higher]
            .iter()
            .map(|change| change.sales.abs().max(change.own.abs()))
            .max()
            .unwrap_or(0)
    }
}

/// An input that is varied.
type Lever = (&'static str, (&'static str, &'static str), fn(&mut Scenario, f64));

const LEVERS: [Lever; 10] = [
    ("market.people", ("市场人数", "people in the market"), |s, f| {
        s.market.people =
            ((f64::from(s.market.people) * f) as u32).clamp(s.start.promoters, s.market.population);
    }),
    ("contacts.median", ("人均联系人", "contacts per promoter"), |s, f| {
        s.contacts.median *= f;
    }),
    ("invite.active", ("活跃天数占比", "share of active days"), |s, f| {
        s.invite.active = (s.invite.active * f).min(1.0);
    }),
    ("invite.fatigue_days", ("热度持续天数", "days until enthusiasm fades"), |s, f| {
        s.invite.fatigue_days *= f;
    }),
    ("invite.promoter", ("邀请成为推广者的成功率", "yes to becoming a promoter"), |s, f| {
        s.invite.promoter = s.invite.promoter.map(|share| (share * f).min(0.5));
    }),
    ("invite.customer", ("分享带来顾客的成功率", "yes to buying when shared"), |s, f| {
        s.invite.customer = s.invite.customer.map(|share| (share * f).min(0.5));
    }),
    ("buy.alpha", ("购买频率", "how often people buy"), |s, f| {
        s.buy.alpha /= f;
    }),
    ("spend.mean", ("客单价", "order value"), |s, f| {
        s.spend.mean *= f;
    }),
    ("product.margin", ("毛利率", "margin"), |s, f| {
        for product in &mut s.products {
            product.margin = (product.margin * f).min(1.0);
        }
    }),
    ("refund.rate", ("退款率", "refunds"), |s, f| s.refund.rate = (s.refund.rate * f).min(1.0)),
];

impl Study {
    /// Runs a study. `progress` hears how many of [`Study::steps`] runs are done, and says whether to go on.
    ///
    /// # Errors
    /// As [`run`], and if it was not to go on.
    pub fn of(
        program: &Program,
        scenario: &Scenario,
        size: Size,
        progress: &(dyn Fn(u64) -> bool + Sync),
    ) -> Result<Self, ScenarioError> {
        let done = AtomicUsize::new(0);
        let told = || progress(done.fetch_add(1, Ordering::Relaxed) as u64 + 1);
        let of = |scenario: &Scenario, seeds: u32| outcomes(program, scenario, seeds, size.threads, &told);
        let mut runs = Vec::new();
        for variant in 0..variants(size) {
            let seeds = if variant == 0 { size.seeds } else { size.variants() };
            runs.push(of(&varied(scenario, variant), seeds)?);
        }
        Self::of_variants(runs, scenario, size, of)
    }

    /// The runs that a study needs beforehand, each a variant and a seed; variant 0 is the plan itself. What happens when
    /// invitations stop is not among them: when they do depends on the runs of the plan itself.
    pub fn runs(size: Size) -> Vec<(u32, u32)> {
        let seeds = |variant: u32| if variant == 0 { size.seeds } else { size.variants() };
        (0..variants(size)).flat_map(|variant| (0..seeds(variant)).map(move |seed| (variant, seed))).collect()
    }

    /// One of [`Study::runs`].
    ///
    /// # Errors
    /// As [`run`].
    pub fn run(
        program: &Program,
        scenario: &Scenario,
        (variant, seed): (u32, u32),
    ) -> Result<Outcome, ScenarioError> {
        whole(program, &varied(scenario, variant), u64::from(seed), 1)
    }

    /// The study of what came of all of [`Study::runs`], in their order. Runs what is left.
    ///
    /// # Errors
    /// As [`run`], and if there are more or fewer outcomes than runs.
    pub fn of_runs(
        program: &Program,
        scenario: &Scenario,
        size: Size,
        outcomes_of_runs: Vec<Outcome>,
    ) -> Result<Self, ScenarioError> {
        let runs = Self::runs(size);
        if runs.len() != outcomes_of_runs.len() {
            let (found, needed) = (outcomes_of_runs.len(), runs.len());
            return Err(ScenarioError::new(
                format!("有 {found} 次运行的结果，应为 {needed} 次"),
                format!("there are outcomes of {found} runs, expected {needed}"),
            ));
        }
        let mut by_variant: Vec<Vec<Outcome>> = (0..variants(size)).map(|_| Vec::new()).collect();
        for ((variant, _), outcome) in runs.into_iter().zip(outcomes_of_runs) {
            by_variant[variant as usize].push(outcome);
        }
        let of = |scenario: &Scenario, seeds| outcomes(program, scenario, seeds, size.threads, &|| true);
        Self::of_variants(by_variant, scenario, size, of)
    }

    /// What came of each variant, laid side by side.
    fn of_variants(
        runs: Vec<Vec<Outcome>>,
        scenario: &Scenario,
        size: Size,
        of: impl Fn(&Scenario, u32) -> Result<Vec<Outcome>, ScenarioError>,
    ) -> Result<Self, ScenarioError> {
        let mut runs = runs.into_iter();
        let outcomes = runs.next().unwrap_or_default();
        let variant_seeds = size.variants();
        if variant_seeds == 0 {
            return Ok(Self { outcomes, stopped: None, levers: Vec::new() });
        }
        let day = scenario.invite.stop_after.unwrap_or_else(|| half_grown(typical(&outcomes)));
        let mut stopped = scenario.clone();
        stopped.invite.stop_after = Some(day);
        let stopped = Some(Stopped { day, outcomes: of(&stopped, variant_seeds)? });
        let base = &outcomes[..variant_seeds as usize];
        let mut levers = Vec::new();
        for (key, (zh, en), _) in LEVERS {
            let mut change = || Change::between(base, &runs.next().unwrap_or_default());
            let (lower, higher) = (change(), change());
            levers.push(Effect { key, name: Text::new(zh, en), lower, higher });
        }
        levers.sort_by_key(|effect| std::cmp::Reverse(effect.weight()));
        Ok(Self { outcomes, stopped, levers })
    }

    /// How many runs a study has.
    pub fn steps(size: Size) -> u64 {
        u64::from(size.seeds) + u64::from(size.variants()) * (1 + 2 * LEVERS.len() as u64)
    }

    /// A figure over all seeds.
    pub fn band(&self, pick: impl Fn(&Outcome) -> i128) -> Band {
        Band::of(self.outcomes.iter().map(pick).collect())
    }

    /// The outcome whose net sales lie in the middle: what is shown where a band cannot be.
    pub fn typical(&self) -> &Outcome {
        typical(&self.outcomes)
    }
}

/// The plan itself and its variants: each lever a fifth lower and a fifth higher.
fn variants(size: Size) -> u32 {
    if size.variants() == 0 { 1 } else { 1 + 2 * LEVERS.len() as u32 }
}

/// The scenario of a variant.
fn varied(scenario: &Scenario, variant: u32) -> Scenario {
    let mut varied = scenario.clone();
    let lever = variant.checked_sub(1).and_then(|variant| LEVERS.get(variant as usize / 2));
    if let Some((_, _, set)) = lever {
        set(&mut varied, if variant % 2 == 1 { 0.8 } else { 1.2 });
    }
    varied
}

/// The first day on which half of all members have joined: there, stopping shows most.
fn half_grown(outcome: &Outcome) -> u32 {
    let members = &outcome.series.members;
    let half = members.last().copied().unwrap_or(0) / 2;
    members.iter().position(|joined| *joined >= half).unwrap_or(0) as u32 + 1
}

fn typical(outcomes: &[Outcome]) -> &Outcome {
    let mut places: Vec<usize> = (0..outcomes.len()).collect();
    places.sort_by_key(|place| (outcomes[*place].net_sales(), *place));
    &outcomes[places[(places.len() - 1) / 2]]
}

/// A figure over seeds: 5 % of the runs lie below `low`, half at most at `mid`, 5 % above `high`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// The 5th percentile.
    pub low: i128,
    /// The median.
    pub mid: i128,
    /// The 95th percentile.
    pub high: i128,
}

impl Band {
    /// The band of some values; all zero if there are none.
    pub fn of(mut values: Vec<i128>) -> Self {
        values.sort_unstable();
        let at = |percent: usize| {
            let rank = (values.len() * percent).div_ceil(100).max(1);
            values.get(rank - 1).copied().unwrap_or(0)
        };
        Self { low: at(5), mid: at(50), high: at(95) }
    }
}

impl Stopped {
    /// By how much a figure grows in the 30 days after the stop (fewer, if the run ends before).
    pub fn month_after(&self, outcomes: &[Outcome], pick: impl Fn(&Series) -> &Vec<i64>) -> Band {
        let grown = |one: &Outcome| {
            let values = pick(&one.series);
            let at = |day: u32| {
                values.get((day as usize).min(values.len()).saturating_sub(1)).copied().unwrap_or(0)
            };
            i128::from(at(self.day + 30) - at(self.day))
        };
        Band::of(outcomes.iter().map(grown).collect())
    }
}

impl Change {
    fn between(base: &[Outcome], other: &[Outcome]) -> Self {
        let median = |of: &[Outcome], pick: fn(&Outcome) -> i128| Band::of(of.iter().map(pick).collect()).mid;
        let moved = |pick: fn(&Outcome) -> i128, of: i128| {
            if of <= 0 { 0 } else { ((median(other, pick) - median(base, pick)) * 1_000_000 / of) as i64 }
        };
        let members: fn(&Outcome) -> i128 = |one| i128::from(one.members);
        let sales: fn(&Outcome) -> i128 = Outcome::net_sales;
        Self {
            members: moved(members, median(base, members)),
            sales: moved(sales, median(base, sales)),
            own: moved(|one| one.total.own(), median(base, sales)),
        }
    }
}

/// A whole run, or the error that it broke: of half a run there is no outcome.
fn whole(
    program: &Program,
    scenario: &Scenario,
    seed: u64,
    threads: usize,
) -> Result<Outcome, ScenarioError> {
    catch_unwind(AssertUnwindSafe(|| run(program, scenario, seed, threads))).unwrap_or_else(|_| {
        Err(ScenarioError::new(
            "模拟程序出错，没有结果；请把方案和场景文件发给开发者",
            "the simulation broke, so that there is no result; please report it with the plan and the scenario",
        ))
    })
}

/// One outcome per seed, in the order of seeds whatever thread was first.
fn outcomes(
    program: &Program,
    scenario: &Scenario,
    seeds: u32,
    threads: usize,
    told: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Outcome>, ScenarioError> {
    let broken_off = || ScenarioError::new("模拟被中止", "the simulation was broken off");
    if seeds == 1 {
        let outcome = whole(program, scenario, 0, threads)?;
        return if told() { Ok(vec![outcome]) } else { Err(broken_off()) };
    }
    let next = AtomicUsize::new(0);
    let goes_on = AtomicBool::new(true);
    let done = Mutex::new(Vec::with_capacity(seeds as usize));
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, seeds as usize) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds as usize || !goes_on.load(Ordering::Relaxed) {
                        return;
                    }
                    let outcome = whole(program, scenario, seed as u64, 1);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((seed, outcome));
                    if !told() {
                        goes_on.store(false, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    if !goes_on.into_inner() {
        return Err(broken_off());
    }
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(seed, _)| *seed);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}
