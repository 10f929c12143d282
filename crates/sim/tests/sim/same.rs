//! The same seed gives the same bytes, on any number of threads, through any door.

use banyan_law::finding::Verdict;
use banyan_law::pack::{DEFAULT, pack};
use banyan_settle::batch::{Input, Sources};
use banyan_settle::files::Source;
use banyan_sim::export::Files;
use banyan_sim::law::Law;
use banyan_sim::report::render;
use banyan_sim::run::{Past, run};
use banyan_sim::scenario::{Promotion, READY, Scenario};
use banyan_sim::study::{Size, Study};

use crate::growth::{plan, small};

#[test]
fn any_number_of_threads_gives_the_same_outcome() {
    let (program, mut scenario) = (plan("gift-pack"), small());
    // Enough members for several chunks.
    scenario.market.population = 120_000;
    scenario.market.people = 100_000;
    scenario.start.promoters = 1_000;
    scenario.leave.idle = 0.3;
    let one = run(&program, &scenario, 3, 1).unwrap();
    assert!(one.members > 40_000, "{}", one.members);
    for threads in [2, 3, 8] {
        assert_eq!(run(&program, &scenario, 3, threads).unwrap(), one, "{threads} threads");
    }
}

#[test]
fn a_study_is_the_same_page_on_any_number_of_threads() {
    let (program, scenario) =
        (plan("wanwu"), Scenario { run: banyan_sim::scenario::Run { days: 30, ..small().run }, ..small() });
    let page = |threads: usize| {
        let size = Size { seeds: 4, variant_seeds: 2, threads };
        let study = Study::of(&program, &scenario, size, &|_| true).unwrap();
        let law = Law::of(program.plan(), None, (&scenario, &study), &[pack(DEFAULT).unwrap()]);
        assert_eq!(law.verdict(law.packs[0]), Verdict::Refused);
        render(&program, &scenario, &study, None, (&law, None))
    };
    assert_eq!(page(1), page(3));
}

#[test]
fn a_study_that_is_not_to_go_on_ends_soon() {
    let (program, scenario) = (plan("starter"), small());
    let size = Size { seeds: 50, variant_seeds: 50, threads: 2 };
    let last = std::sync::atomic::AtomicU64::new(0);
    let until_three = |done: u64| {
        last.fetch_max(done, std::sync::atomic::Ordering::Relaxed);
        done < 3
    };
    let said = Study::of(&program, &scenario, size, &until_three).unwrap_err();
    assert_eq!(said.text.en, "the simulation was broken off");
    assert!(last.into_inner() <= 4, "the other thread ends its run at most");
}

#[test]
fn the_ready_scenarios_are_read_and_the_first_holds_every_default() {
    for ready in READY {
        Scenario::parse(ready.source).unwrap_or_else(|error| panic!("{}: {error}", ready.name));
    }
    assert_eq!(Scenario::parse(READY[0].source).unwrap(), Scenario::default());
}

#[test]
fn other_seeds_give_other_outcomes() {
    let (program, scenario) = (plan("starter"), small());
    assert_ne!(run(&program, &scenario, 1, 1).unwrap(), run(&program, &scenario, 2, 1).unwrap());
}

/// A history that is written to files and settled from there pays the bytes that the run itself paid.
#[test]
fn what_is_exported_and_settled_gives_the_runs_own_rewards() {
    let folder = std::env::temp_dir().join(format!("banyan-sim-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for name in
        ["wanwu", "lvhuasuan", "gift-pack", "dual-track", "stair-step", "yige", "sunline", "group-of-three"]
    {
        let (program, mut scenario) = (plan(name), small());
        scenario.refund.rate = 0.2;
        if name == "wanwu" {
            let rule = |rank: &str, direct_promoters, team_promoters| Promotion {
                rank: rank.into(),
                direct_promoters,
                team_promoters,
            };
            scenario.promotions = vec![rule("gold", 3, 5), rule("senior", 5, 20)];
        }
        let past = Past::live(&program, &scenario, 6, 2).unwrap();
        let (own, settled) = (folder.join("own.csv"), folder.join("settled.csv"));
        past.input.settle(&program, &own, &|_| ()).unwrap();
        let files = Files::of(&program, &scenario, &past);
        let source = |name: &str, bytes: &[u8]| Source::from_bytes(name, bytes).unwrap();
        let ranks = Some(source("ranks.csv", &files.ranks));
        let (members, orders) = (source("members.csv", &files.members), source("orders.csv", &files.orders));
        let input =
            Input::read(&program, Sources { ranks, ..Sources::new(members, orders) }, &|_| ()).unwrap();
        input.settle(&program, &settled, &|_| ()).unwrap();
        let (own, settled) = (std::fs::read(own).unwrap(), std::fs::read(settled).unwrap());
        assert!(own.len() > 10_000, "{name} pays something: {} bytes", own.len());
        assert!(own == settled, "{name}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}
