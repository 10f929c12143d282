//! Runs of a simulation as tasks.

use banyan_plan::kernel::Program;
use banyan_plan::words::Lang;
use banyan_sim::law::Law;
use banyan_sim::run::Outcome;
use banyan_sim::scenario::{Scenario, ScenarioError};
use banyan_sim::study::{Size, Study};

/// A scenario with the runs and days that were asked for.
pub(super) fn scenario(
    source: Option<&str>,
    seeds: Option<u32>,
    days: Option<u32>,
    lang: Lang,
) -> Result<Scenario, String> {
    let told = |error: ScenarioError| error.text.get(lang).to_owned();
    let mut scenario = source.map_or_else(|| Ok(Scenario::default()), Scenario::parse).map_err(told)?;
    scenario.run.seeds = seeds.unwrap_or(scenario.run.seeds);
    scenario.run.days = days.unwrap_or(scenario.run.days);
    scenario.check().map_err(told)?;
    Ok(scenario)
}

/// One run, as bytes.
pub(super) fn run(
    program: &Program,
    scenario: &Scenario,
    (variant, seed): (u32, u32),
    lang: Lang,
) -> Result<Vec<u8>, String> {
    let outcome = Study::run(program, scenario, (variant, seed));
    let outcome = outcome.map_err(|error| error.text.get(lang).to_owned())?;
    serde_json::to_vec(&outcome).map_err(|error| error.to_string())
}

/// What `banyan simulate --json` prints, from the bytes of all runs in the order of the tasks.
pub(super) fn join(
    source: &str,
    program: &Program,
    scenario: &Scenario,
    variant_seeds: u32,
    runs: &[Vec<u8>],
    lang: Lang,
) -> Result<Vec<u8>, String> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let size = Size { seeds: scenario.run.seeds, variant_seeds, threads };
    let mut outcomes: Vec<Outcome> = Vec::new();
    for bytes in runs {
        outcomes.push(serde_json::from_slice(bytes).map_err(|error| error.to_string())?);
    }
    let study = Study::of_runs(program, scenario, size, outcomes);
    let study = study.map_err(|error| error.text.get(lang).to_owned())?;
    let report = banyan_plan::check::check(source);
    let packs: Vec<_> = banyan_law::pack::pack(banyan_law::pack::DEFAULT).into_iter().collect();
    let law = Law::of(program.plan(), report.worst_case.as_ref(), (scenario, &study), &packs);
    let json = crate::simulate::json::of(program, scenario, &study, None, (&law, None));
    Ok(format!("{json:#}\n").into_bytes())
}
