//! Simulations as the API shows them.

use banyan_api::http::{At, Id, Words};
use banyan_law::finding::Verdict;
use banyan_plan::check::compile;
use banyan_plan::money::Currency;
use banyan_plan::words::Text;
use banyan_sim::figures::{self, Unit};
use banyan_sim::scenario::{READY, Ready, Scenario};
use banyan_sim::study::{Band, Change};
use banyan_sim::summary::{self, After, Lever, Month, Summary, Verdicts};
use serde::Serialize;
use utoipa::ToSchema;

use super::store::Kept;
use super::{MOST_DAYS, MOST_PEOPLE, MOST_SEEDS, Running};
use crate::plans::{RuleView, title};

/// What can be chosen from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationChoices)]
pub(super) struct ChoicesView {
    /// The ready scenarios: the defaults with every key first, then growth that was published.
    scenarios: Vec<ScenarioView>,
    most_days: u32,
    most_seeds: u32,
    /// Of `market.people`.
    most_people: u32,
}

/// A ready scenario.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReadyScenario)]
struct ScenarioView {
    id: &'static str,
    title: Words,
    /// TOML.
    text: &'static str,
}

/// A simulation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Simulation)]
pub(super) struct RowView {
    pub(super) id: Id,
    at: At,
    /// Who asked: a log-in name.
    by: String,
    plan: Words,
    against: Option<Words>,
    scenario: Words,
    days: u32,
    seeds: u32,
    /// `waiting`, `running`, `done`, `cancelled`, `failed`.
    state: &'static str,
    /// Runs done, of so many.
    done: u64,
    steps: u64,
    ended_at: Option<At>,
    /// Why it failed.
    failure: Option<Words>,
}

/// A simulation with what came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationFull)]
pub(super) struct FullView {
    #[serde(flatten)]
    row: RowView,
    /// The plan, and the one beside it, as TOML.
    source: String,
    against_source: Option<String>,
    scenario_text: String,
    /// Whether it is told what happens when invitations stop, and which inputs matter.
    variants: bool,
    /// What the plan comes to.
    one: Option<OutcomeView>,
    /// What the plan beside it comes to.
    other: Option<OutcomeView>,
}

/// What a plan comes to. Sums in minor units of its currency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationOutcome)]
struct OutcomeView {
    plan: Words,
    currency: String,
    digits: u8,
    figures: Vec<FigureView>,
    months: Vec<MonthView>,
    ranks: Vec<RankView>,
    /// Inputs by how much they matter, most first.
    levers: Vec<LeverView>,
    stopped: Option<AfterView>,
    law: Vec<LawView>,
}

/// Over all runs: 5 % lie below `low`, half at most at `mid`, 5 % above `high`.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = SimulationBand)]
struct BandView {
    low: i64,
    mid: i64,
    high: i64,
}

/// One figure.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationFigure)]
struct FigureView {
    key: &'static str,
    title: Words,
    /// `count`, `money` (minor units) or `share` (millionths).
    unit: &'static str,
    #[serde(flatten)]
    band: BandView,
}

/// So far, at the end of a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationMonth)]
struct MonthView {
    day: usize,
    members: BandView,
    /// Promoters who bring people in on that day.
    active: BandView,
    sales: BandView,
    rewards: BandView,
    pending: BandView,
    own: BandView,
}

/// Members of a rank at the end.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationRank)]
struct RankView {
    title: Words,
    #[serde(flatten)]
    band: BandView,
}

/// What one input does.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationLever)]
struct LeverView {
    /// The key in the scenario file.
    key: String,
    title: Words,
    /// With the input a fifth lower, and a fifth higher.
    lower: ChangeView,
    higher: ChangeView,
}

/// By how much medians move, in millionths.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationChange)]
struct ChangeView {
    members: i64,
    sales: i64,
    /// Of the shop's own money, as a share of net sales.
    own: i64,
}

/// Rewards granted in the 30 days after a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationStopped)]
struct AfterView {
    day: u32,
    /// If invitations go on.
    on: BandView,
    /// If they stop then.
    off: BandView,
}

/// What a rule pack says, with the facts of the runs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationLaw)]
struct LawView {
    pack: String,
    /// The day as of which it read the law; nothing for a run of before this was kept.
    as_of: Option<String>,
    title: Words,
    /// `refused`, `needs_review` or `no_finding`.
    #[schema(value_type = String)]
    verdict: Verdict,
    verdict_title: Words,
    refused_by: Vec<RuleView>,
    to_review: Vec<RuleView>,
    /// Rules that ask for what no run can know.
    needs: Vec<RuleView>,
}

impl ChoicesView {
    pub(super) fn all() -> Self {
        let view = |ready: &Ready| ScenarioView {
            id: ready.name,
            title: world_title(ready.source),
            text: ready.source,
        };
        Self {
            scenarios: READY.iter().map(view).collect(),
            most_days: MOST_DAYS,
            most_seeds: MOST_SEEDS,
            most_people: MOST_PEOPLE,
        }
    }
}

fn world_title(text: &str) -> Words {
    Scenario::parse(text).map_or_else(|_| Words::default(), |world| Text::from(&world.title).into())
}

impl RowView {
    pub(super) fn of(kept: &Kept, running: Option<Running>) -> Self {
        let (order, steps) = (&kept.order, kept.order.steps());
        let running = running.filter(|running| running.id == kept.id);
        let (state, done) = match (&kept.end, running) {
            (Some(end), _) if end.state == "done" => (end.state, steps),
            (Some(end), _) => (end.state, 0),
            (None, Some(running)) => ("running", running.done),
            (None, None) => ("waiting", 0),
        };
        Self {
            id: Id(kept.id),
            at: At(kept.id),
            by: kept.by.clone(),
            plan: title(&order.source),
            against: order.against.as_deref().map(title),
            scenario: world_title(&order.scenario),
            days: order.days,
            seeds: order.seeds,
            state,
            done,
            steps,
            ended_at: kept.end.as_ref().map(|end| At(end.at)),
            failure: kept.end.as_ref().filter(|end| end.state == "failed").map(|end| (&end.failure).into()),
        }
    }
}

impl FullView {
    pub(super) fn of(kept: Kept, running: Option<Running>) -> Self {
        let row = RowView::of(&kept, running);
        let order = kept.order;
        let summaries = kept.end.map(|end| end.summaries).unwrap_or_default();
        let mut summaries = summaries.into_iter();
        Self {
            row,
            one: summaries.next().and_then(|one| OutcomeView::of(&order.source, one)),
            other: summaries
                .next()
                .zip(order.against.as_ref())
                .and_then(|(other, source)| OutcomeView::of(source, other)),
            variants: order.variant_seeds > 0,
            source: order.source,
            against_source: order.against,
            scenario_text: order.scenario,
        }
    }
}

impl OutcomeView {
    /// Nothing if the plan's text is no longer one that this version reads.
    fn of(source: &str, summary: Summary) -> Option<Self> {
        let program = compile(source).ok()?;
        let currency: Currency = program.plan().currency;
        let band = |key: &str| summary.figures.iter().find(|(one, _)| one == key).map(|(_, band)| *band);
        let figure = |figure: &figures::Figure| {
            let unit = match figure.unit {
                Unit::Count => "count",
                Unit::Money | Unit::Income => "money",
                Unit::Share => "share",
            };
            let band = band(figure.key)?.into();
            Some(FigureView { key: figure.key, title: figure.name().into(), unit, band })
        };
        let ranks = summary::ranks(&program).into_iter().zip(&summary.ranks);
        Some(Self {
            plan: title(source),
            currency: currency.code().to_owned(),
            digits: currency.digits(),
            figures: figures::all().filter_map(figure).collect(),
            ranks: ranks
                .map(|(title, band)| RankView { title: title.into(), band: (*band).into() })
                .collect(),
            months: summary.months.into_iter().map(MonthView::from).collect(),
            levers: summary.levers.into_iter().map(LeverView::from).collect(),
            stopped: summary.stopped.map(AfterView::from),
            law: summary.law.into_iter().map(LawView::from).collect(),
        })
    }
}

impl From<Band> for BandView {
    /// Sums beyond what a whole number holds are cut off there.
    fn from(band: Band) -> Self {
        let cut = |value: i128| value.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
        Self { low: cut(band.low), mid: cut(band.mid), high: cut(band.high) }
    }
}

impl From<Month> for MonthView {
    fn from(month: Month) -> Self {
        Self {
            day: month.day,
            members: month.members.into(),
            active: month.active.into(),
            sales: month.sales.into(),
            rewards: month.rewards.into(),
            pending: month.pending.into(),
            own: month.own.into(),
        }
    }
}

impl From<Change> for ChangeView {
    fn from(change: Change) -> Self {
        Self { members: change.members, sales: change.sales, own: change.own }
    }
}

impl From<Lever> for LeverView {
    fn from(lever: Lever) -> Self {
        let (zh, en) = lever.name;
        let (lower, higher) = (lever.lower.into(), lever.higher.into());
        Self { key: lever.key, title: Text::new(zh, en).into(), lower, higher }
    }
}

impl From<After> for AfterView {
    fn from(after: After) -> Self {
        Self { day: after.day, on: after.on.into(), off: after.off.into() }
    }
}

impl From<Verdicts> for LawView {
    fn from(said: Verdicts) -> Self {
        let pack = banyan_law::pack::pack(&said.pack);
        let rules = |ids: &[String]| ids.iter().map(|id| RuleView::of(&said.pack, id)).collect();
        Self {
            title: pack.map_or_else(Words::default, |pack| (&pack.title).into()),
            verdict_title: said.verdict.text().into(),
            verdict: said.verdict,
            as_of: Some(said.as_of).filter(|day| !day.is_empty()),
            refused_by: rules(&said.refused_by),
            to_review: rules(&said.to_review),
            needs: rules(&said.needs),
            pack: said.pack,
        }
    }
}
