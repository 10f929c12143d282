//! The result as JSON: money as decimals, shares as millionths, bands as 5th, 50th and 95th percentile.

use banyan_plan::kernel::Program;
use banyan_sim::figures::{Figure, Unit};
use banyan_sim::law::Law;
use banyan_sim::run::Outcome;
use banyan_sim::scenario::Scenario;
use banyan_sim::study::{Band, Change, Study};
use banyan_sim::summary::{self, Month, verdicts};
use serde_json::{Map, Value, json};

/// One object for the whole study.
pub(crate) fn of(
    program: &Program,
    scenario: &Scenario,
    study: &Study,
    rival: Option<(&Program, &Study)>,
    (law, rival_law): (&Law, Option<&Law>),
) -> Value {
    let mut out = one(program, study);
    out["law"] = json!(verdicts(law));
    out["scenario"] = json!({ "zh": scenario.title.zh, "en": scenario.title.en });
    out["days"] = json!(scenario.run.days);
    out["seeds"] = json!(study.outcomes.len());
    if let Some((rival, study)) = rival {
        out["against"] = one(rival, study);
        out["against"]["law"] = json!(rival_law.map(verdicts));
    }
    out
}

fn one(program: &Program, study: &Study) -> Value {
    let plan = program.plan();
    let outcomes = &study.outcomes;
    let ranks = plan.ranks.iter().enumerate().map(|(at, rank)| {
        (
            rank.id.clone(),
            band(Band::of(outcomes.iter().map(|one| i128::from(one.ranks[at + 1])).collect()), &plain),
        )
    });
    let money = |value: i128| json!(plan.currency.text(value));
    let rewards = plan.rewards.iter().enumerate().map(|(at, reward)| {
        let sum = Band::of(outcomes.iter().map(|one| one.rewards[at].1).collect());
        (reward.id.clone(), if reward.is_money() { band(sum, &money) } else { band(sum, &plain) })
    });
    let effect = |change: Change| json!({ "members": change.members, "net_sales": change.sales, "own_of_sales": change.own });
    let levers = study.levers.iter().map(|lever| {
        json!({ "key": lever.key, "lower_millionths": effect(lever.lower), "higher_millionths": effect(lever.higher) })
    });
    json!({
        "plan": plan.id,
        "version": plan.version,
        "currency": plan.currency.code(),
        "figures": figures(program, outcomes),
        "months": months(program, outcomes),
        "members_by_rank": ranks.collect::<Map<String, Value>>(),
        "rewards_by_id": rewards.collect::<Map<String, Value>>(),
        "stopped": study.stopped.as_ref().map(|stopped| json!({ "day": stopped.day, "figures": figures(program, &stopped.outcomes) })),
        "sensitivity": levers.collect::<Vec<_>>(),
        "runs": outcomes.iter().map(|one| json!({ "members": one.members, "promoters": one.promoters, "largest_team": one.facts.largest_team })).collect::<Vec<_>>(),
    })
}

fn months(program: &Program, outcomes: &[Outcome]) -> Vec<Value> {
    let money = |value: i128| json!(program.plan().currency.text(value));
    let told = |month: Month| {
        json!({
            "day": month.day,
            "members": band(month.members, &plain),
            "active_promoters": band(month.active, &plain),
            "net_sales": band(month.sales, &money),
            "rewards": band(month.rewards, &money),
            "pending": band(month.pending, &money),
            "own": band(month.own, &money),
        })
    };
    summary::months(outcomes).into_iter().map(told).collect()
}

fn figures(program: &Program, outcomes: &[Outcome]) -> Map<String, Value> {
    let currency = program.plan().currency;
    let told = |figure: &Figure| {
        let found = Band::of(outcomes.iter().map(figure.pick).collect());
        match figure.unit {
            Unit::Count => (figure.key.to_owned(), band(found, &plain)),
            Unit::Share => (format!("{}_millionths", figure.key), band(found, &plain)),
            Unit::Money | Unit::Income => {
                (figure.key.to_owned(), band(found, &|value| json!(currency.text(value))))
            }
        }
    };
    banyan_sim::figures::all().map(told).collect()
}

fn plain(value: i128) -> Value {
    json!(i64::try_from(value).unwrap_or(i64::MAX))
}

fn band(band: Band, say: &dyn Fn(i128) -> Value) -> Value {
    json!([say(band.low), say(band.mid), say(band.high)])
}
