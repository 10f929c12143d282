//! Simulations that the shop runs beside its work: asked for, run one after the other, kept for good.

pub mod http;
mod store;
mod study;
mod views;

use std::sync::{Mutex, PoisonError};

use banyan_plan::words::Text;
use banyan_sim::run::Past;
use banyan_sim::scenario::{Scenario, ScenarioError};
use banyan_sim::study::{Size, Study};
use serde_json::json;

use self::store::End;
pub use self::study::{next, run};
use banyan_base::refusal::Refusal;
use banyan_core::audit;
use banyan_core::work::Work;

use crate::plans;

/// Days of a run at most.
const MOST_DAYS: u32 = 730;
/// Runs of the plan itself at most.
const MOST_SEEDS: u32 = 100;
/// Runs unless another number is asked for.
const SEEDS: u32 = 20;
/// Runs of each variant: they share their chance with the plan, so fewer do.
const VARIANT_SEEDS: u32 = 10;
/// People in the market at most: with all of them members, a run takes about 1 GB.
const MOST_PEOPLE: u32 = 2_000_000;
/// Simulations that wait or run at most.
const MOST_WAITING: i64 = 20;
/// Bytes of a scenario at most.
const MOST_BYTES: usize = 65_536;

/// What is to be simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The plan as TOML.
    pub source: String,
    /// A second plan for the same world.
    pub against: Option<String>,
    /// The world as TOML; empty for the defaults.
    pub scenario: String,
    /// The rule packs that are asked.
    pub packs: Vec<String>,
    /// Days.
    pub days: u32,
    /// Runs with different chance.
    pub seeds: u32,
    /// Of each variant; 0: no variants.
    pub variant_seeds: u32,
    /// The staff member who asks for the simulation.
    pub staff: i64,
}

/// What runs at the moment, and how far it is. In memory only: a run that is broken off begins again.
#[derive(Default)]
pub struct Simulator {
    running: Mutex<Option<Running>>,
}

#[derive(Debug, Clone, Copy)]
struct Running {
    id: i64,
    done: u64,
    goes_on: bool,
}

impl Simulator {
    fn running(&self) -> Option<Running> {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, running: Option<Running>) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = running;
    }

    /// So many runs are done; whether to go on.
    fn reached(&self, done: u64) -> bool {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.as_mut().is_some_and(|running| {
            running.done = done;
            running.goes_on
        })
    }

    /// Breaks a run off, if it is this one.
    fn stop(&self, id: i64) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = running.as_mut().filter(|running| running.id == id) {
            running.goes_on = false;
        }
    }
}

impl Order {
    fn size(&self, threads: usize) -> Size {
        Size { seeds: self.seeds, variant_seeds: self.variant_seeds, threads }
    }

    /// How many runs it takes.
    fn steps(&self) -> u64 {
        Study::steps(self.size(1)) * if self.against.is_some() { 2 } else { 1 }
    }

    /// The world, with the days and seeds that were asked for.
    fn world(&self) -> Result<Scenario, ScenarioError> {
        let mut scenario = Scenario::parse(&self.scenario)?;
        (scenario.run.days, scenario.run.seeds) = (self.days, self.seeds);
        Ok(scenario)
    }

    /// Whether it can be run: both plans compile, and go together with a world that is not too large.
    fn check(&self) -> Result<(), Refusal> {
        let world = self.world().map_err(|error| broken(&error))?;
        within("/days", ("天数", "days"), self.days, MOST_DAYS)?;
        within("/seeds", ("次数", "runs"), self.seeds, MOST_SEEDS)?;
        within("/scenario", ("`market.people`", "`market.people`"), world.market.people, MOST_PEOPLE)?;
        let plans = [("/source", Some(&self.source)), ("/against", self.against.as_ref())];
        for (place, source) in plans.into_iter().filter_map(|(place, source)| Some((place, source?))) {
            let program = plans::program(source).map_err(|refusal| refusal.at(place))?;
            Past::check(&program, &world).map_err(|error| broken(&error))?;
        }
        Ok(())
    }
}

/// What is wrong with a scenario, with its line.
fn broken(error: &ScenarioError) -> Refusal {
    let Text { zh, en } = &error.text;
    let (zh, en) = match error.line {
        Some(line) => (format!("情景第 {line} 行：{zh}"), format!("line {line} of the scenario: {en}")),
        None => (format!("情景：{zh}"), format!("the scenario: {en}")),
    };
    Refusal::unacceptable("scenario_broken", zh, en).at("/scenario")
}

fn within(place: &str, (zh, en): (&str, &str), value: u32, most: u32) -> Result<(), Refusal> {
    if (1..=most).contains(&value) {
        return Ok(());
    }
    Err(Refusal::unacceptable(
        "simulation_large",
        format!("{zh}是 {value}；应为 1 到 {most}"),
        format!("{en}: {value}; expected 1 to {most}"),
    )
    .at(place))
}

/// Takes an order that was checked; its id.
fn ask(work: &mut Work<'_>, order: &Order, actor: &str) -> Result<i64, Refusal> {
    if store::waiting(work.conn)? >= MOST_WAITING {
        return Err(Refusal::conflict(
            "simulations_waiting",
            format!("已有 {MOST_WAITING} 个模拟在排队，请等其中一个结束"),
            format!("{MOST_WAITING} simulations wait already; let one of them end first"),
        ));
    }
    let id = work.id();
    store::ask(work.conn, id, order)?;
    let asked = json!({ "days": order.days, "seeds": order.seeds });
    audit::record(work, actor, "simulation.ask", &format!("simulation/{id}"), &asked)?;
    Ok(id)
}

/// Takes an order back before it is done.
fn cancel(work: &mut Work<'_>, id: i64, actor: &str) -> Result<(), Refusal> {
    if store::find(work.conn, id)?.is_none() {
        return Err(Refusal::not_found("模拟", "simulation"));
    }
    let end = End { state: "cancelled", at: work.id(), failure: Text::default(), summaries: Vec::new() };
    if !store::end(work.conn, id, &end, None)? {
        return Err(Refusal::conflict(
            "simulation_over",
            "这个模拟已经结束了",
            "this simulation has ended already",
        ));
    }
    audit::record(work, actor, "simulation.cancel", &format!("simulation/{id}"), &json!({}))
}
