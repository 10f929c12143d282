//! Growth: more market never means fewer members, and nobody asks more than an account may.

use banyan_plan::check::compile;
use banyan_plan::kernel::Program;
use banyan_sim::behaviour::World;
use banyan_sim::run::Past;
use banyan_sim::scenario::{GroupBuy, Scenario};

pub(crate) fn plan(name: &str) -> Program {
    let path = format!("{}/../../plans/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    compile(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A world of a few thousand people, which a run fills to the brim.
pub(crate) fn small() -> Scenario {
    let mut scenario = Scenario::default();
    scenario.run.days = 60;
    scenario.market.population = 6_000;
    scenario.market.people = 2_000;
    scenario.start.promoters = 8;
    scenario.invite.promoter = [0.25, 0.15, 0.08, 0.04, 0.02];
    scenario
}

#[test]
fn more_market_never_means_fewer_members_over_100_seeds() {
    for seed in 0..100 {
        let mut scenario = small();
        // Half of the seeds buy in groups, which bring members as well.
        scenario.group_buy = (seed % 2 == 0).then(GroupBuy::default);
        let mut before: Option<Vec<(u32, u32)>> = None;
        for people in [500, 501, 1_000, 2_500, 6_000] {
            scenario.market.people = people;
            let mut world = World::new(seed, &scenario, 100);
            let mut days = Vec::new();
            for day in 0..scenario.run.days {
                world.day(day, 1);
                let promoters = world.crowd.promoter_since.iter().filter(|since| **since != u32::MAX).count();
                days.push((world.crowd.len() as u32, promoters as u32));
            }
            if let Some(before) = before {
                let ok = days.iter().zip(&before).all(|(more, less)| more.0 >= less.0 && more.1 >= less.1);
                assert!(ok, "seed {seed}, {people} people");
            }
            before = Some(days);
        }
    }
}

#[test]
fn nobody_outside_the_market_joins_and_nobody_joins_twice() {
    let scenario = small();
    let past = Past::live(&plan("starter"), &scenario, 4, 1).unwrap();
    let mut people = past.crowd.person.clone();
    assert!(people.len() > 300, "{}", people.len());
    people.sort_unstable();
    people.dedup();
    assert_eq!(people.len(), past.crowd.len());
    let share = past.crowd.len() as f64 / f64::from(scenario.market.population);
    assert!(share < 0.37, "a third of the population is in the market, {share} joined");
}

#[test]
fn an_account_keeps_to_its_limits() {
    let mut scenario = small();
    scenario.contacts.median = 900.0;
    scenario.invite.per_day = 20;
    let past = Past::live(&plan("starter"), &scenario, 2, 1).unwrap();
    for member in 0..past.crowd.len() {
        assert!(past.crowd.asked[member] <= scenario.invite.group);
        assert!(past.crowd.asked[member] <= past.crowd.active_days[member] * scenario.invite.limit);
    }
}

#[test]
fn nobody_comes_when_invitations_stop() {
    let mut scenario = small();
    scenario.invite.stop_after = Some(20);
    let past = Past::live(&plan("starter"), &scenario, 2, 1).unwrap();
    let last = 20 + scenario.invite.decide_days as usize;
    assert!(past.members[last] > past.members[5]);
    assert!(past.members[last..].iter().all(|members| *members == past.members[last]));
    assert!(past.asked[20..].iter().all(|asked| *asked == 0));
}
