//! What holds for every plan and every history.

use std::collections::HashMap;

use banyan_plan::check::{Witness, check};
use banyan_plan::kernel::{Entry, Member, NOBODY, Occasion, Program, Scratch, World};
use banyan_plan::model::{Cap, Conditions, On, RankNo, RewardNo};
use banyan_plan::money::{Minor, Rate};
use banyan_settle::batch::Input;
use banyan_settle::history::{Event, Kind, Reference, Sink};
use banyan_settle::timeline;
use proptest::prelude::*;

use crate::generate::{self, Breadth, Dice};
use crate::oracle::{History, Line, Plan};
use crate::print;
use crate::random::{AT_ONCE, Numbers, cases, numbers, program};
use crate::table::{Files, program as compiled, read, settle};

/// Everything that is posted.
#[derive(Default)]
struct Posted(Vec<(Kind, Reference, Vec<Entry>)>);

impl Sink for Posted {
    type Line = u32;

    fn post(&mut self, event: &Event<'_>, entries: &[Entry]) {
        self.0.push((event.kind, event.reference.clone(), entries.to_vec()));
    }
}

fn posted(program: &Program, files: &Files) -> (Input, Posted) {
    let input = read(program, files).unwrap();
    let mut posted = Posted::default();
    timeline::settle(input.history(program), &mut posted).unwrap();
    (input, posted)
}

/// Gives back all that is left of every line, in steps of any size.
fn refund_everything(history: &mut History, dice: &mut Dice<'_>) {
    history.lines.retain(|line| line.amount > 0);
    let sales = history.lines.len();
    let end = history.lines.iter().map(|line| line.at).max().unwrap_or(0);
    for target in 0..sales {
        let mut left = history.lines[target].amount;
        while left > 0 {
            let part = if dice.once_in(2) { left } else { (left / 3).max(1) };
            left -= part;
            history.lines.push(Line {
                order: format!("all{}", history.lines.len()),
                at: end + dice.below(100) as i64,
                amount: -part,
                seller: None,
                also: Vec::new(),
                cost: None,
                rate: None,
                refund_of: Some(target),
                ..history.lines[target].clone()
            });
            if history.lines.len() > 2_000 {
                let last = history.lines.last_mut().unwrap();
                last.amount -= left;
                left = 0;
            }
        }
    }
}

fn case(Numbers([words, people, events]): &Numbers) -> (Plan, History) {
    let plan = generate::plan(words, AT_ONCE);
    let history = generate::history(&plan, people, events);
    (plan, history)
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn the_rewards_of_a_line_stay_within_the_limit(numbers in numbers()) {
        let (plan, history) = case(&numbers);
        let program = program(&plan);
        let (input, posted) = posted(&program, &print::files(&plan, &history, 0));
        for (kind, reference, entries) in posted.0 {
            let (Kind::Sale, Reference::Line(line)) = (kind, reference) else { continue };
            let money = entries.iter().filter(|entry| program.rule(entry.reward).money);
            let sum: i128 = money.map(|entry| i128::from(entry.amount)).sum();
            let limit = i128::from(input.orders.amount[line as usize]).abs() * plan.payout / 1_000_000;
            prop_assert!(sum.abs() <= limit, "{sum} of at most {limit}");
        }
    }

    #[test]
    fn a_full_refund_in_any_steps_leaves_nothing(numbers in numbers()) {
        let (plan, mut history) = case(&numbers);
        refund_everything(&mut history, &mut Dice::new(&numbers.0[1]));
        let (_, posted) = posted(&program(&plan), &print::files(&plan, &history, 0));
        let mut balances: HashMap<(RewardNo, Member), i128> = HashMap::new();
        for (kind, _, entries) in posted.0 {
            if matches!(kind, Kind::Sale | Kind::Refund) {
                for entry in entries {
                    *balances.entry((entry.reward, entry.payee)).or_default() += i128::from(entry.amount);
                }
            }
        }
        prop_assert!(balances.values().all(|balance| *balance == 0), "{balances:?}");
    }

    #[test]
    fn neither_the_order_of_members_nor_the_run_matters(numbers in numbers(), shuffle in 1_usize..1_000) {
        let (plan, history) = case(&numbers);
        let program = program(&plan);
        let (first, _) = settle(&program, &print::files(&plan, &history, 0)).unwrap();
        for _ in 0..2 {
            let (again, _) = settle(&program, &print::files(&plan, &history, shuffle)).unwrap();
            prop_assert_eq!(&again, &first);
        }
    }
}

/// One line of promoters: member n was invited by n + 1.
struct Chain {
    ranks: Vec<RankNo>,
    /// Stands beside the chain.
    buyer: RankNo,
}

impl World for Chain {
    fn inviter(&self, member: Member) -> Member {
        if (member as usize) + 1 < self.ranks.len() { member + 1 } else { NOBODY }
    }
    fn rank(&self, member: Member) -> RankNo {
        self.ranks.get(member as usize).copied().unwrap_or(self.buyer)
    }
    fn is_active(&self, _: Member, _: &Conditions) -> bool {
        true
    }
    fn had(&self, _: RewardNo, _: Member, _: &Cap) -> Minor {
        0
    }
    fn times(&self, _: RewardNo, _: Member) -> u32 {
        0
    }
}

/// So large that what is truncated does not matter.
const LARGE: Minor = 100_000_000_000_000;

/// What a sale pays in money.
fn paid(program: &Program, sale: &Witness) -> i128 {
    let mut ranks = sale.above.clone();
    ranks.insert(0, sale.seller);
    let buyer = if sale.buyer == sale.seller { 0 } else { ranks.len() as Member + 1 };
    let world = Chain { ranks, buyer: sale.buyer };
    let occasion = Occasion {
        on: On::Sale,
        seller: if sale.seller == 0 { NOBODY } else { 0 },
        buyer,
        amount: LARGE,
        profit: LARGE,
        volumes: program.plan().volumes.of(LARGE),
        rate: sale.product,
        category: sale.category,
        first_order: sale.first_order,
        quantity: sale.quantity,
        share: Rate::ONE,
        limit: program.limit_of(LARGE, 0),
    };
    let mut scratch = Scratch::default();
    program.evaluate(&world, &occasion, &mut scratch);
    let money = scratch.entries.iter().filter(|entry| program.rule(entry.reward).money);
    money.map(|entry| i128::from(entry.amount)).sum()
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn the_worst_case_is_reached_and_never_passed(words in prop::collection::vec(any::<u32>(), 20..140), chains in prop::collection::vec(prop::collection::vec(any::<u32>(), 18), 40)) {
        let breadth = Breadth { all: false, time: false, closes: false, rewards: 5, most_rate: 80_000 };
        let plan = Plan { payout: 1_000_000, ..generate::plan(&words, breadth) };
        let text = print::toml(&plan).replace("[sale]\n", "[sale]\nproduct_rate = \"0%..=10%\"\n");
        let report = check(&text);
        let worst = report.worst_case.unwrap_or_else(|| panic!("{:#?}\n{text}", report.diagnostics));
        let program = Program::new(report.plan.unwrap());
        let bound = i128::from(worst.rate) * i128::from(LARGE) / 1_000_000 + i128::from(worst.fixed);
        for numbers in chains {
            let mut dice = Dice::new(&numbers);
            let rank = |dice: &mut Dice<'_>| 1 + dice.below(plan.ranks.len()) as RankNo;
            let sale = Witness {
                seller: rank(&mut dice),
                buyer: dice.below(plan.ranks.len() + 1) as RankNo,
                category: dice.below(3) as u16,
                first_order: dice.once_in(2),
                product: Rate(dice.pick(&[100_000, 50_000])),
                amount: 0,
                quantity: 1,
                months: [0, 0],
                above: (0..dice.below(12)).map(|_| rank(&mut dice)).collect(),
            };
            let paid = paid(&program, &sale);
            prop_assert!(paid <= bound, "{paid} of at most {bound}: {sale:?}\n{text}");
        }
        if let Some(witness) = worst.witness.filter(|_| worst.exact && worst.rate <= 1_000_000) {
            // The rate is rounded up to a millionth, and each entry is truncated.
            let least = i128::from(worst.rate.saturating_sub(1)) * i128::from(LARGE) / 1_000_000 - 1_000;
            let paid = paid(&program, &witness);
            prop_assert!(paid >= least, "{paid}, not {least}: {witness:?}\n{text}");
        }
    }
}

/// A plan in a currency of four digits, so that amounts are as large as they can be.
const LARGEST: &str = r#"
[plan]
id = "largest"
currency = "UYW"
[[rank]]
id = "owner"
[[rank]]
id = "gold"
promote = { team_sales = "1000000000000" }
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "100%"
[[reward]]
id = "pool"
on = "period"
period = "month"
to = { pool = "owner" }
by = "team_sales"
rate = "10%"
[[reward]]
id = "pairs"
on = "period"
period = "week"
to = "pairing"
rate = "10%"
"#;

#[test]
fn the_largest_amounts_do_not_overflow() {
    let mut files = Files {
        members:
            "member,inviter,joined_at,rank\na,,2024-01-01 00:00:00,owner\nb,a,2024-01-01 00:00:00,owner\n"
                .to_owned(),
        orders: "order,line,at,buyer,amount\n".to_owned(),
        ..Files::default()
    };
    for line in 0..2_000 {
        files.orders += &format!("o,{line},2024-01-02 00:00:00,b,1000000000000.0000\n");
    }
    let (rewards, summary) = settle(&compiled(LARGEST), &files).unwrap();
    let row = "sale,o/1999,own,b,0,1000000000000.0000,1,1000000000000.0000,\n";
    assert!(rewards.contains(row), "{} rows: {rewards:.400}", rewards.lines().count());
    assert_eq!(summary.sales, 2_000 * 10_000_000_000_000_000);
    assert_eq!(summary.rewards, summary.by_reward.iter().map(|(_, sum)| sum).sum::<i128>());
}

#[test]
fn larger_amounts_are_refused() {
    for amount in ["1000000000000.0001", "-1000000000000.0001", "99999999999999999999999"] {
        let files = Files {
            members: "member,inviter,joined_at,rank\na,,2024-01-01 00:00:00,owner\n".to_owned(),
            orders: format!("order,line,at,buyer,amount\no,1,2024-01-02 00:00:00,a,{amount}\n"),
            ..Files::default()
        };
        let error = settle(&compiled(LARGEST), &files).unwrap_err().to_string();
        assert!(error.starts_with(&format!("orders.csv:2: amount \"{amount}\" is too large;")), "{error}");
    }
}
