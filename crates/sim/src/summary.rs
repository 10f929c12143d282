//! What a study comes to, as data: small enough to be kept, and to be laid beside another.

use banyan_law::finding::{Finding, Verdict};
use banyan_plan::kernel::Program;
use banyan_plan::words::Text;
use serde::{Deserialize, Serialize};

use crate::figures;
use crate::law::Law;
use crate::run::{Outcome, Series};
use crate::study::{Band, Change, Effect, Stopped, Study};

/// What a plan came to in a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Every figure of [`figures::all`], by its key.
    pub figures: Vec<(String, Band)>,
    /// How it grew.
    pub months: Vec<Month>,
    /// Members at the end by rank, customers first.
    pub ranks: Vec<Band>,
    /// Inputs by how much they matter; empty without variants.
    pub levers: Vec<Lever>,
    /// What happens when invitations stop; `None` without variants.
    pub stopped: Option<After>,
    /// What each rule pack says.
    pub law: Vec<Verdicts>,
}

/// The figures so far, at the end of some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// Which day, from 1.
    pub day: usize,
    /// Members.
    pub members: Band,
    /// Promoters who bring people in on that day.
    pub active: Band,
    /// Sales less refunds.
    pub sales: Band,
    /// Rewards granted.
    pub rewards: Band,
    /// Rewards pending on that day.
    pub pending: Band,
    /// What is the shop's own.
    pub own: Band,
}

/// What one input does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lever {
    /// The key in the scenario file.
    pub key: String,
    /// What it is, in Chinese and in English.
    pub name: (String, String),
    /// With the input a fifth lower.
    pub lower: Change,
    /// With the input a fifth higher.
    pub higher: Change,
}

/// Rewards in the 30 days after a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    /// Which day.
    pub day: u32,
    /// If invitations go on.
    pub on: Band,
    /// If they stop then.
    pub off: Band,
}

/// What a rule pack says, with the facts of the runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// The pack's id.
    pub pack: String,
    /// The day as of which it read the law; empty for a run of before this was kept.
    #[serde(default)]
    pub as_of: String,
    /// What its findings come to.
    pub verdict: Verdict,
    /// Rules that refuse the plan.
    pub refused_by: Vec<String>,
    /// Rules that need a signature.
    pub to_review: Vec<String>,
    /// Rules that ask for what no run can know.
    pub needs: Vec<String>,
}

impl Summary {
    /// Reads it out of a study.
    pub fn of(study: &Study, law: &Law) -> Self {
        let outcomes = &study.outcomes;
        let ranks = outcomes.first().map_or(0, |one| one.ranks.len());
        let at = |rank: usize| Band::of(outcomes.iter().map(|one| one.ranks[rank].into()).collect());
        Self {
            figures: figures::all().map(|one| (one.key.to_owned(), study.band(one.pick))).collect(),
            months: months(outcomes),
            ranks: (0..ranks).map(at).collect(),
            levers: study.levers.iter().map(Lever::of).collect(),
            stopped: study.stopped.as_ref().map(|stopped| After::of(outcomes, stopped)),
            law: verdicts(law),
        }
    }
}

impl Lever {
    fn of(effect: &Effect) -> Self {
        let Text { zh, en } = effect.name.clone();
        Self { key: effect.key.to_owned(), name: (zh, en), lower: effect.lower, higher: effect.higher }
    }
}

impl After {
    /// Reads it out of the outcomes that go on and those that stop.
    pub fn of(outcomes: &[Outcome], stopped: &Stopped) -> Self {
        let granted = |of: &[Outcome]| stopped.month_after(of, |series| &series.granted);
        Self { day: stopped.day, on: granted(outcomes), off: granted(&stopped.outcomes) }
    }
}

/// The figures so far at the end of each 30 days, and of the run.
pub fn months(outcomes: &[Outcome]) -> Vec<Month> {
    let days = outcomes.first().map_or(0, |one| one.series.members.len());
    let ends = (1..=days).filter(|day| day % 30 == 0 || *day == days);
    let month = |day: usize| {
        let at = |pick: fn(&Series) -> &Vec<i64>| {
            Band::of(outcomes.iter().map(|one| pick(&one.series)[day - 1].into()).collect())
        };
        Month {
            day,
            members: at(|series| &series.members),
            active: at(|series| &series.active),
            sales: at(|series| &series.sales),
            rewards: at(|series| &series.granted),
            pending: at(|series| &series.pending),
            own: at(|series| &series.own),
        }
    };
    ends.map(month).collect()
}

/// By pack: its verdict, the rules that decided it, and those that ask for what no run can know.
pub fn verdicts(law: &Law) -> Vec<Verdicts> {
    let said = |pack: &&'static banyan_law::pack::Pack| {
        let rules = |is: &dyn Fn(&&Finding) -> bool| {
            law.under(pack).filter(is).map(|one| one.rule.id.clone()).collect::<Vec<_>>()
        };
        Verdicts {
            pack: pack.id.clone(),
            as_of: pack.as_of.clone(),
            verdict: law.verdict(pack),
            refused_by: rules(&|one| one.refuses()),
            to_review: rules(&|one| one.needs_sign_off()),
            needs: rules(&|one| one.needs.is_some()),
        }
    };
    law.packs.iter().map(said).collect()
}

/// What the bands of [`Summary::ranks`] are of.
pub fn ranks(program: &Program) -> Vec<Text> {
    let customers = Text::new("普通顾客", "customers");
    std::iter::once(customers).chain(program.plan().ranks.iter().map(|rank| rank.title.clone())).collect()
}
