//! Random plans on random histories: the engine's rows are those of the reference, to the last cell.
//!
//! `BANYAN_CASES=100000 cargo test -p banyan-settle --release random` looks further: it has found no difference.

use banyan_plan::kernel::Program;
use banyan_plan::parse::parse;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::generate::{self, Breadth};
use crate::oracle::{
    self, Back, Brackets, By, Cap, Carry, History, Measure, Most, Of, On, Own, Pairing, Parts, Pay, Per,
    Plan, Span, To,
};
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

/// All that a line or a new member pays at once.
pub(crate) const AT_ONCE: Breadth =
    Breadth { all: true, time: false, closes: false, rewards: 6, most_rate: 400_000 };
/// The whole vocabulary.
pub(crate) const ALL: Breadth = Breadth { time: true, ..AT_ONCE };

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

/// The engine's rows are those of the reference.
fn compare(Numbers([words, people, events]): &Numbers, breadth: Breadth, shuffle: usize) {
    let plan = generate::plan(words, breadth);
    let history = generate::history(&plan, people, events);
    let expected = print::rows(&plan, &history, &oracle::settle(&plan, &history));
    let found = engine(&plan, &history, shuffle);
    if found != expected {
        let files = print::files(&plan, &history, shuffle);
        let story = format!("{}\n{}\n{}\n{}", print::toml(&plan), files.members, files.ranks, files.orders);
        same(&story, &found, &expected);
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn the_engine_pays_at_once_what_the_language_says(numbers in numbers(), shuffle in 0_usize..1_000) {
        compare(&numbers, AT_ONCE, shuffle);
    }

    #[test]
    fn the_engine_pays_over_time_what_the_language_says(numbers in numbers(), shuffle in 0_usize..1_000) {
        compare(&numbers, ALL, shuffle);
    }
}

/// A word of the language, and whether a row shows it.
type Word = (&'static str, fn(&Plan, &oracle::Row) -> bool);

#[test]
fn the_random_cases_reach_every_word() {
    reach(&at_once(), AT_ONCE, 2_000);
    reach(&over_time(), ALL, 8_000);
}

/// Whether rows of random cases show each word often enough.
fn reach(words: &[Word], breadth: Breadth, cases: usize) {
    let mut seen = vec![0_u32; words.len()];
    let mut runner = TestRunner::deterministic();
    for _ in 0..cases {
        let Numbers([words_of, people, events]) = numbers().new_tree(&mut runner).unwrap().current();
        let plan = generate::plan(&words_of, breadth);
        let history = generate::history(&plan, &people, &events);
        for row in oracle::settle(&plan, &history) {
            for ((_, is_there), seen) in words.iter().zip(&mut seen) {
                *seen += u32::from(is_there(&plan, &row));
            }
        }
    }
    let counts: Vec<String> =
        words.iter().zip(&seen).map(|((word, _), seen)| format!("{word} {seen}")).collect();
    assert!(seen.iter().all(|seen| *seen >= 5), "rows by word: {}", counts.join(", "));
}

/// Words of what a line or a new member pays at once.
fn at_once() -> Vec<Word> {
    vec![
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
    ]
}

/// Whether anything that the plan asks of whoever is paid by this row is of a kind.
fn asks(plan: &Plan, row: &oracle::Row, wanted: fn(&Measure) -> bool) -> bool {
    let active = plan.rewards[row.reward].active.iter();
    active.filter(|asks| !asks.any && asks.of.len() == 1).any(|asks| wanted(&asks.of[0].measure))
}

fn pair(plan: &Plan, row: &oracle::Row, wanted: fn(&Pairing) -> bool) -> bool {
    plan.rewards[row.reward].to == To::Pairing && wanted(&plan.rewards[row.reward].pair)
}

fn brackets(plan: &Plan, row: &oracle::Row, wanted: fn(&Brackets) -> bool) -> bool {
    matches!(&plan.rewards[row.reward].pay, Pay::Brackets(brackets, _) if wanted(brackets))
}

/// A row that a cap over several rewards has cut, of a kind.
fn together(plan: &Plan, row: &oracle::Row, wanted: fn(&Cap) -> bool) -> bool {
    let holds = |(cap, rewards): &(Cap, Vec<usize>)| {
        wanted(cap) && (rewards.is_empty() || rewards.contains(&row.reward))
    };
    row.cut && plan.rewards[row.reward].cap.is_none() && plan.together.iter().any(holds)
}

/// Words of whatever settles, closes or rises.
fn over_time() -> Vec<Word> {
    let mut words: Vec<Word> = vec![
        ("first sale", |_, row| row.event == "first_sale"),
        ("promotion", |_, row| row.event == "promotion"),
        ("joins by purchase", |plan, row| row.event == "join" && plan.joins_by.is_some()),
        ("purchases of nobody", |plan, _| plan.own_purchases == Own::Nobodys),
        ("pool", |plan, row| matches!(plan.rewards[row.reward].to, To::Pool(_))),
        ("pool by own sales", |plan, row| plan.rewards[row.reward].parts == Parts::OwnSales),
        ("pool by team sales", |plan, row| plan.rewards[row.reward].parts == Parts::TeamSales),
        ("pool by weights", |plan, row| matches!(plan.rewards[row.reward].parts, Parts::Weights(_))),
        (
            "share of a pool or of pairs",
            |plan, row| matches!(plan.rewards[row.reward].pay.of(), Some(Of::Reward(of)) if matches!(plan.rewards[of].to, To::Pool(_) | To::Pairing)),
        ),
        ("refund after a close", |plan, row| {
            row.event == "refund" && plan.rewards[row.reward].on.is_period()
        }),
        ("refund of pairs", |plan, row| row.event == "refund" && plan.rewards[row.reward].to == To::Pairing),
        ("pairs", |plan, row| pair(plan, row, |pair| *pair == Pairing::default())),
        ("unit", |plan, row| pair(plan, row, |pair| pair.unit.is_some())),
        ("steps", |plan, row| pair(plan, row, |pair| !pair.steps.is_empty())),
        ("ratio", |plan, row| pair(plan, row, |pair| pair.more > 0)),
        ("carry none", |plan, row| pair(plan, row, |pair| pair.carry == Carry::None)),
        ("carry stronger", |plan, row| pair(plan, row, |pair| pair.carry == Carry::Stronger)),
        ("carry at most", |plan, row| pair(plan, row, |pair| matches!(pair.carry, Carry::Most(_)))),
        ("idle", |plan, row| pair(plan, row, |pair| pair.idle_loses)),
        ("expires", |plan, row| pair(plan, row, |pair| pair.expires.is_some())),
        ("brackets of own sales", |plan, row| brackets(plan, row, |one| one.by == By::Own)),
        ("brackets of the team", |plan, row| brackets(plan, row, |one| one.by == By::Team)),
        ("brackets of a group", |plan, row| brackets(plan, row, |one| matches!(one.by, By::Group(_)))),
        ("marginal", |plan, row| brackets(plan, row, |one| one.marginal)),
        ("brackets that look back", |plan, row| brackets(plan, row, |one| one.within != Back::NotAtAll)),
        ("differential of brackets", |plan, row| {
            brackets(plan, row, |_| true) && plan.rewards[row.reward].to == To::Differential
        }),
        ("cap over several", |plan, row| together(plan, row, |cap| matches!(cap.most, Most::Amount(_)))),
        ("times", |plan, row| together(plan, row, |cap| matches!(cap.most, Most::Times(_)))),
        ("for life", |plan, row| together(plan, row, |cap| cap.per == Per::Life)),
        ("counted in a volume", |plan, row| plan.count.is_some() && plan.rewards[row.reward].on.is_period()),
        ("after review", |plan, row| plan.closes_after_review && plan.rewards[row.reward].on.is_period()),
        ("keep", |plan, row| {
            plan.rules.iter().any(|[_, keep]| keep.is_some()) && plan.rewards[row.reward].payee_rank.is_some()
        }),
        ("pro rata at a close", |plan, row| plan.scales && row.cut && row.event == "period"),
        ("direct invites", |plan, row| asks(plan, row, |one| matches!(one, Measure::DirectInvites(_)))),
        ("team size", |plan, row| asks(plan, row, |one| matches!(one, Measure::TeamSize(_)))),
        ("direct customers", |plan, row| asks(plan, row, |one| matches!(one, Measure::DirectCustomers(_)))),
        ("own sales", |plan, row| asks(plan, row, |one| matches!(one, Measure::OwnSales(_)))),
        ("team sales", |plan, row| asks(plan, row, |one| matches!(one, Measure::TeamSales(_, None)))),
        ("leg at most", |plan, row| asks(plan, row, |one| matches!(one, Measure::TeamSales(_, Some(_))))),
        ("lesser legs", |plan, row| asks(plan, row, |one| matches!(one, Measure::LesserLegs(_)))),
        ("own orders", |plan, row| asks(plan, row, |one| matches!(one, Measure::OwnOrders(_)))),
        ("legs", |plan, row| asks(plan, row, |one| matches!(one, Measure::Legs(..)))),
        ("qualified legs", |plan, row| asks(plan, row, |one| matches!(one, Measure::QualifiedLegs(..)))),
        ("held", |plan, row| asks(plan, row, |one| matches!(one, Measure::Held(..)))),
        ("own purchases", |plan, row| asks(plan, row, |one| matches!(one, Measure::OwnPurchases(_)))),
        ("package", |plan, row| asks(plan, row, |one| matches!(one, Measure::Package(_)))),
    ];
    let closes: [Word; 5] = [
        ("day", |plan, row| plan.rewards[row.reward].on == On::Period(Span::Day)),
        ("week", |plan, row| plan.rewards[row.reward].on == On::Period(Span::Week)),
        ("month", |plan, row| plan.rewards[row.reward].on == On::Period(Span::Month)),
        ("quarter", |plan, row| plan.rewards[row.reward].on == On::Period(Span::Quarter)),
        ("year", |plan, row| plan.rewards[row.reward].on == On::Period(Span::Year)),
    ];
    words.extend(closes);
    words
}
