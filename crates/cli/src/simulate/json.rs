//! The result as JSON: money as decimals, shares as millionths, bands as 5th, 50th and 95th percentile.

use banyan_law::finding::{Finding, Verdict};
use banyan_law::pack::Pack;
use banyan_plan::kernel::Program;
use banyan_sim::law::Law;
use banyan_sim::run::{Outcome, Series};
use banyan_sim::scenario::Scenario;
use banyan_sim::study::{Band, Change, Study};
use serde_json::{Map, Value, json};

type Figure = (&'static str, fn(&Outcome) -> i128);

const NUMBERS: [Figure; 18] = [
    ("members", |one| i128::from(one.members)),
    ("promoters", |one| i128::from(one.promoters)),
    ("active_promoters", |one| i128::from(one.active)),
    ("orders", |one| i128::from(one.orders)),
    ("contacts_asked", |one| i128::from(one.asked)),
    ("groups_opened", |one| i128::from(one.groups.0)),
    ("groups_failed", |one| i128::from(one.groups.1)),
    ("break_aways", |one| i128::from(one.break_aways)),
    ("levels_paid", |one| i128::from(one.facts.levels_paid)),
    ("live_depth", |one| i128::from(one.facts.live_depth)),
    ("largest_team", |one| i128::from(one.facts.largest_team)),
    ("payout_millionths", |one| i128::from(one.payout())),
    ("retail_share_millionths", |one| i128::from(one.facts.retail_share.0)),
    ("entry_share_millionths", |one| i128::from(one.facts.entry_share.0)),
    ("head_share_millionths", |one| i128::from(one.facts.head_share.0)),
    ("nothing_share_millionths", |one| i128::from(one.facts.nothing_share.0)),
    ("loss_share_millionths", |one| i128::from(one.facts.loss_share.0)),
    ("gini_millionths", |one| i128::from(one.promoters_income.gini.0)),
];

const MONEY: [Figure; 13] = [
    ("net_sales", Outcome::net_sales),
    ("refunds", |one| one.total.refunds),
    ("fees", |one| one.total.fees),
    ("suppliers", |one| one.total.suppliers),
    ("rewards", |one| one.total.granted),
    ("held", |one| one.total.held()),
    ("own", |one| one.total.own()),
    ("cash_needed", |one| one.cash_needed),
    ("pending_peak", |one| one.pending_peak),
    ("promoter_median", |one| one.promoters_income.median),
    ("promoter_p90", |one| one.promoters_income.p90),
    ("promoter_p99", |one| one.promoters_income.p99),
    ("hourly_median", |one| i128::from(one.hourly_median.unwrap_or(0))),
];

/// One object for the whole study.
pub(super) fn of(
    program: &Program,
    scenario: &Scenario,
    study: &Study,
    rival: Option<(&Program, &Study)>,
    (law, rival_law): (&Law, Option<&Law>),
) -> Value {
    let mut out = one(program, study);
    out["law"] = verdicts(law);
    out["scenario"] = json!({ "zh": scenario.title.zh, "en": scenario.title.en });
    out["days"] = json!(scenario.run.days);
    out["seeds"] = json!(study.outcomes.len());
    if let Some((rival, study)) = rival {
        out["against"] = one(rival, study);
        out["against"]["law"] = rival_law.map(verdicts).into();
    }
    out
}

/// By pack: `refused`, `needs_review` or `no_finding`, the rules that decided it, and those that ask for what no run can know.
fn verdicts(law: &Law) -> Value {
    let verdict = |pack: &'static Pack| {
        let rules = |is: &dyn Fn(&&Finding) -> bool| {
            law.under(pack).filter(is).map(|one| one.rule.id.clone()).collect::<Vec<_>>()
        };
        json!({
            "pack": pack.id,
            "verdict": match law.verdict(pack) {
                Verdict::Refused => "refused",
                Verdict::NeedsReview => "needs_review",
                Verdict::NoFinding => "no_finding",
            },
            "refused_by": rules(&|one| one.refuses()),
            "to_review": rules(&|one| one.needs_sign_off()),
            "needs": rules(&|one| one.needs.is_some()),
        })
    };
    law.packs.iter().map(|pack| verdict(pack)).collect()
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

/// The figures so far at the end of each 30 days, and of the run.
fn months(program: &Program, outcomes: &[Outcome]) -> Vec<Value> {
    let currency = program.plan().currency;
    let days = outcomes.first().map_or(0, |one| one.series.members.len());
    let ends = (1..=days).filter(|day| day % 30 == 0 || *day == days);
    let at = |day: usize, pick: fn(&Series) -> &Vec<i64>| {
        Band::of(outcomes.iter().map(|one| i128::from(pick(&one.series)[day - 1])).collect())
    };
    let money = |value: i128| json!(currency.text(value));
    ends.map(|day| {
        json!({
            "day": day,
            "members": band(at(day, |series| &series.members), &plain),
            "active_promoters": band(at(day, |series| &series.active), &plain),
            "net_sales": band(at(day, |series| &series.sales), &money),
            "rewards": band(at(day, |series| &series.granted), &money),
            "pending": band(at(day, |series| &series.pending), &money),
            "own": band(at(day, |series| &series.own), &money),
        })
    })
    .collect()
}

fn figures(program: &Program, outcomes: &[Outcome]) -> Map<String, Value> {
    let currency = program.plan().currency;
    let of = |pick: fn(&Outcome) -> i128| Band::of(outcomes.iter().map(pick).collect());
    let numbers = NUMBERS.iter().map(|(name, pick)| ((*name).to_owned(), band(of(*pick), &plain)));
    let money = MONEY
        .iter()
        .map(|(name, pick)| ((*name).to_owned(), band(of(*pick), &|value| json!(currency.text(value)))));
    numbers.chain(money).collect()
}

fn plain(value: i128) -> Value {
    json!(i64::try_from(value).unwrap_or(i64::MAX))
}

fn band(band: Band, say: &dyn Fn(i128) -> Value) -> Value {
    json!([say(band.low), say(band.mid), say(band.high)])
}
