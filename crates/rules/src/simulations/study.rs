//! The runs themselves: on threads of their own, so that the shop goes on beside them.

use std::sync::Arc;
use std::time::Duration;

use banyan_api::{App, AppContext};
use banyan_base::refusal::Refusal;
use banyan_plan::check::check;
use banyan_plan::kernel::Program;
use banyan_plan::words::Text;
use banyan_sim::law::Law;
use banyan_sim::report::render;
use banyan_sim::scenario::Scenario;
use banyan_sim::study::Study;
use banyan_sim::summary::Summary;
use tokio::sync::{oneshot, watch};

use super::store::{self, End};
use super::{Order, Running};
use crate::simulations::Simulator;
use crate::{law, plans};

/// How often the shop looks whether something waits.
const LOOK: Duration = Duration::from_secs(1);

/// What came of an order.
struct Done {
    summaries: Vec<Summary>,
    report: String,
}

/// A plan with its runs and what the rule packs say of them.
struct Told {
    program: Arc<Program>,
    study: Study,
    law: Law,
}

/// Runs what waits, one after the other, until the shop closes. A run that is under way then begins again when it opens.
pub async fn run(shop: App, mut closed: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = closed.changed() => return,
        }
        tokio::select! {
            ran = next(&shop) => if let Err(refusal) = ran {
                tracing::error!(error = %refusal.internal, "a simulation could not be run");
            },
            _ = closed.changed() => return,
        }
    }
}

/// Runs the order that has waited longest; whether there was one.
pub async fn next(shop: &App) -> Result<bool, Refusal> {
    let Some(kept) = shop.reader.read(store::first_waiting).await? else { return Ok(false) };
    let id = kept.id;
    shop.part::<Simulator>().set(Some(Running { id, done: 0, goes_on: true }));
    let (tell, told) = oneshot::channel();
    let worker = shop.clone();
    // Not one of the runtime's threads: those are waited for when the shop closes.
    std::thread::Builder::new()
        .name("simulation".to_owned())
        .spawn(move || drop(tell.send(studied(&worker, &kept.order))))
        .map_err(|error| Refusal::broken(error.to_string()))?;
    let done =
        told.await.unwrap_or_else(|_| Err(Text::new("模拟中途停了", "the simulation stopped half-way")));
    let goes_on = shop.part::<Simulator>().running().is_some_and(|running| running.goes_on);
    shop.part::<Simulator>().set(None);
    if !goes_on {
        return Ok(true);
    }
    shop.writer
        .run(move |work| {
            let at = work.id();
            let (state, failure, done) = match done {
                Ok(done) => ("done", Text::default(), Some(done)),
                Err(failure) => ("failed", failure, None),
            };
            let (summaries, report) =
                done.map_or((Vec::new(), None), |done| (done.summaries, Some(done.report)));
            let end = End { state, at, failure, summaries };
            store::end(work.conn, id, &end, report.as_deref())
        })
        .await?;
    Ok(true)
}

/// Half of the machine's cores are the shop's own.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1))
}

fn studied(shop: &AppContext, order: &Order) -> Result<Done, Text> {
    let world = order.world().map_err(|error| error.text)?;
    let one = told(order, &order.source, &world, &|done| shop.part::<Simulator>().reached(done))?;
    let before = order.steps() / 2;
    let other = order.against.as_ref();
    let other = other
        .map(|source| told(order, source, &world, &|done| shop.part::<Simulator>().reached(before + done)));
    let other = other.transpose()?;
    let rival = other.as_ref().map(|other| (&*other.program, &other.study));
    let laws = (&one.law, other.as_ref().map(|other| &other.law));
    let report = render(&one.program, &world, &one.study, rival, laws);
    let summaries = std::iter::once(&one).chain(&other);
    Ok(Done { summaries: summaries.map(|told| Summary::of(&told.study, &told.law)).collect(), report })
}

fn told(
    order: &Order,
    source: &str,
    world: &Scenario,
    progress: &(dyn Fn(u64) -> bool + Sync),
) -> Result<Told, Text> {
    let text = |refusal: Refusal| refusal.text;
    let program = plans::program(source).map_err(text)?;
    let study = Study::of(&program, world, order.size(threads()), progress).map_err(|error| error.text)?;
    let packs = law::packs(&order.packs).map_err(text)?;
    let worst_case = check(source).worst_case;
    let law = Law::of(program.plan(), worst_case.as_ref(), (world, &study), &packs);
    Ok(Told { program, study, law })
}
