//! Random plans on random histories: the engine's rows are those of the reference, to the last cell.
//!
//! `BANYAN_CASES=100000 cargo test -p banyan-settle --release random` looks further.

use banyan_plan::kernel::Program;
use banyan_plan::parse::parse;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::generate::{self, Breadth};
use crate::oracle::{self, History, Of, Pay, Plan, To};
use crate::print;
use crate::table::{same, settle};

/// Cases of one property: `BANYAN_CASES`, or so many.
pub(crate) fn cases(default: u32) -> ProptestConfig {
    let cases = std::env::var("BANYAN_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    ProptestConfig { failure_persistence: None, max_shrink_iters: 4_000, ..ProptestConfig::with_cases(cases) }
}

/// The numbers of a plan, of its people and of what happens.
#[derive(Clone)]
pub(crate) struct Numbers(pub(crate) [Vec<u32>; 3]);

impl std::fmt::Debug for Numbers {
    /// The numbers themselves tell nobody anything: a failing test shows the plan and its files.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} numbers", self.0.each_ref().map(Vec::len))
    }
}

pub(crate) fn numbers() -> impl Strategy<Value = Numbers> {
    let some = |least, most| prop::collection::vec(any::<u32>(), least..most);
    [some(20, 140), some(40, 260), some(20, 280)].prop_map(Numbers)
}

pub(crate) const ALL: Breadth = Breadth { all: true, rewards: 6, most_rate: 400_000 };

pub(crate) fn program(plan: &Plan) -> Program {
    let text = print::toml(plan);
    let (parsed, wrong) = parse(&text);
    // Not checked for sense: what can never pay should simply pay nothing.
    Program::new(parsed.unwrap_or_else(|| panic!("{wrong:#?}\n{text}")))
}

/// The engine's rows, with the base and rate of refunds left open.
fn engine(plan: &Plan, history: &History, shuffle: usize) -> Vec<String> {
    let files = print::files(plan, history, shuffle);
    let (rewards, _) = settle(&program(plan), &files)
        .unwrap_or_else(|error| panic!("{error}\n{}\n{}\n{}", files.members, files.ranks, files.orders));
    rewards.lines().skip(1).map(open_refund).collect()
}

fn open_refund(row: &str) -> String {
    if !row.starts_with("refund,") {
        return row.to_owned();
    }
    // Payees' names may hold commas: count from the end. Base, rate, amount and note never do.
    let mut cells: Vec<&str> = row.rsplitn(5, ',').collect();
    (cells[2], cells[3]) = ("*", "*");
    cells.reverse();
    cells.join(",")
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn the_engine_pays_what_the_language_says(numbers in numbers(), shuffle in 0_usize..1_000) {
        let [words, people, events] = &numbers.0;
        let plan = generate::plan(words, ALL);
        let history = generate::history(&plan, people, events);
        let expected = print::rows(&plan, &history, &oracle::settle(&plan, &history));
        let found = engine(&plan, &history, shuffle);
        if found != expected {
            let files = print::files(&plan, &history, shuffle);
            let story = format!("{}\n{}\n{}\n{}", print::toml(&plan), files.members, files.ranks, files.orders);
            same(&story, &found, &expected);
        }
    }
}

/// A word of the language, and whether a row shows it.
type Word = (&'static str, fn(&Plan, &oracle::Row) -> bool);

#[test]
fn the_random_cases_reach_every_word() {
    let words: [Word; 33] = [
        ("seller", |plan, row| plan.rewards[row.reward].to == To::Seller),
        ("buyer", |plan, row| plan.rewards[row.reward].to == To::Buyer),
        ("upline", |plan, row| matches!(plan.rewards[row.reward].to, To::Upline(_, 2..)) && row.distance > 1),
        ("nearest", |plan, row| matches!(plan.rewards[row.reward].to, To::Nearest(2..))),
        ("generation", |plan, row| matches!(plan.rewards[row.reward].to, To::Generation(..))),
        ("differential", |plan, row| plan.rewards[row.reward].to == To::Differential && row.distance > 1),
        ("peer", |plan, row| matches!(plan.rewards[row.reward].to, To::Peer(_))),
        ("compress", |plan, row| plan.rewards[row.reward].compress && row.distance > 1),
        ("every", |plan, row| plan.rewards[row.reward].every > 1),
        ("cap", |plan, row| plan.rewards[row.reward].cap.is_some() && row.cut),
        ("cut", |plan, row| plan.rewards[row.reward].cap.is_none() && row.cut),
        ("points", |plan, row| matches!(plan.rewards[row.reward].pay, Pay::Points(_))),
        ("join", |_, row| row.event == "join"),
        ("refund", |_, row| row.event == "refund"),
        ("reversal", |_, row| row.event == "sale" && row.amount < 0),
        ("rates by rank", |plan, row| {
            plan.rewards[row.reward].to != To::Differential
                && matches!(plan.rewards[row.reward].pay, Pay::PerRank(..))
        }),
        ("table", |plan, row| matches!(plan.rewards[row.reward].pay, Pay::Table(..))),
        ("amounts", |plan, row| matches!(plan.rewards[row.reward].pay, Pay::Amounts(_))),
        ("line amount", |plan, row| plan.rewards[row.reward].line_amount.is_some()),
        ("until", |plan, row| plan.rewards[row.reward].until.is_some()),
        ("payees", |plan, row| plan.rewards[row.reward].payees.is_some()),
        ("pro rata", |plan, row| plan.scales && row.cut),
        ("line quantity", |plan, row| plan.rewards[row.reward].line_quantity.is_some()),
        ("buyer months", |plan, row| plan.rewards[row.reward].buyer_months.is_some()),
        ("payee months", |plan, row| plan.rewards[row.reward].payee_months.is_some()),
        ("recruit", |plan, row| plan.rewards[row.reward].recruit.is_some()),
        ("per piece", |plan, row| plan.rewards[row.reward].per_piece && row.event == "sale"),
        ("placement", |plan, row| plan.rewards[row.reward].placed && row.distance > 1),
        ("volume", |plan, row| {
            plan.rewards[row.reward].pay.of().is_some_and(|of| matches!(of, Of::Volume(_)))
        }),
        ("first of a matrix", |plan, row| plan.width == 3 && plan.rewards[row.reward].placed),
        ("two volumes", |plan, row| plan.volumes.len() == 2 && row.amount != 0),
        ("floor", |plan, row| plan.rewards[row.reward].floor.is_some_and(|floor| floor > 0)),
        ("first order", |plan, row| plan.rewards[row.reward].first_order.is_some()),
    ];
    let mut seen = [0_u32; 33];
    let mut runner = TestRunner::deterministic();
    for _ in 0..2_000 {
        let Numbers([words_of, people, events]) = numbers().new_tree(&mut runner).unwrap().current();
        let plan = generate::plan(&words_of, ALL);
        let history = generate::history(&plan, &people, &events);
        for row in oracle::settle(&plan, &history) {
            for ((_, is_there), seen) in words.iter().zip(&mut seen) {
                *seen += u32::from(is_there(&plan, &row));
            }
        }
    }
    let counts: Vec<String> =
        words.iter().zip(seen).map(|((word, _), seen)| format!("{word} {seen}")).collect();
    assert!(seen.iter().all(|seen| *seen >= 20), "rows by word: {}", counts.join(", "));
}
