//! Random lives under plans that ask for everything of the past: people who become promoters later and get other
//! inviters, lines that settle when they like. The reference knows none of this; a shop has to pay what the batch pays.

use proptest::prelude::*;

use crate::generate::{self, Breadth, Dice};
use crate::oracle::{History, Plan};
use crate::print::{self, time};
use crate::random::{Numbers, cases, numbers};
use crate::table::{Files, program, settle};

const PLANS: [&str; 4] = [MEASURES, MEMORY, PERIODS, KEEP];

/// Ranks by every measure, a way in by purchase, rewards on every change.
const MEASURES: &str = r#"
[join]
how = "purchase"
purchase = { min = "100.00" }
[[rank]]
id = "rank-1"
[[rank]]
id = "rank-2"
promote = { any = [{ team_size = 3 }, { direct_invites = 2, within = "30d" }, { own_orders = 2 }] }
[[rank]]
id = "rank-3"
promote = { any = [{ team_sales = "250.00", within = "month" }, { direct_customers = 1 }, { legs = { rank = "rank-2", count = 2 } }] }
keep = { team_sales = "1.00", within = "month" }
[[rank]]
id = "rank-4"
promote = { all = [{ team_size = 4, within = "30d" }, { own_purchases = "100.00" }] }
keep = { any = [{ direct_invites = 1, within = "month" }, { package = "p" }] }
[[reward]]
id = "diff"
on = "sale"
to = "differential"
rates = { rank-1 = "1%", rank-2 = "3%", rank-3 = "6%", rank-4 = "10%" }
[[reward]]
id = "up"
on = "promotion"
to = { upline = "1..=3" }
amount = "7.00"
[[reward]]
id = "head"
on = "join"
to = { upline = 1 }
every = 2
amount = "3.00"
"#;

/// Caps, counts, first orders and first sales; what settles does so at once.
const MEMORY: &str = r#"
[sale]
release_after = "0d"
self_purchase = "inviter"
[join]
package = "200.00"
[[rank]]
id = "rank-1"
[[rank]]
id = "rank-2"
promote = { own_sales = "100.00", within = "week" }
[[reward]]
id = "first"
on = "first_sale"
to = "seller"
rate = "2%"
[[reward]]
id = "start"
on = "first_sale"
to = { upline = "1..=2" }
rate = "product"
of = "profit"
first_order = true
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "product"
cap = { per = "day", amount = "15.00" }
[[reward]]
id = "later"
on = "sale"
to = { upline = 1 }
rate = "5%"
first_order = false
every = 3
"#;

/// Everything that closes.
const PERIODS: &str = r#"
[limits]
payout = "30%"
[[rank]]
id = "rank-1"
[[rank]]
id = "rank-2"
promote = { own_sales = "100.00" }
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "product"
of = "profit"
[[reward]]
id = "pairs"
on = "period"
period = "week"
to = "pairing"
rate = "10%"
[[reward]]
id = "team"
on = "period"
period = "month"
to = { pool = "rank-1" }
by = "team_sales"
rate = "3%"
[[reward]]
id = "hers"
on = "period"
period = "day"
to = { pool = "rank-2" }
by = "own_sales"
rate = "2%"
[[reward]]
id = "up"
on = "period"
period = "month"
to = { upline = "1..=2" }
payee_active = { own_sales = "50.00", within = "month" }
rate = "4%"
"#;

/// Reviews only.
const KEEP: &str = r#"
[[rank]]
id = "rank-1"
[[rank]]
id = "rank-2"
promote = { direct_invites = 1 }
keep = { direct_invites = 1, within = "month" }
[[rank]]
id = "rank-3"
promote = { team_size = 2 }
keep = { team_size = 2, within = "30d" }
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "5%"
[[reward]]
id = "gold"
on = "sale"
to = { nearest = "rank-3" }
rate = "2%"
"#;

/// Puts a cell at the end of every row after the header.
fn add_column(text: &str, name: &str, mut cell: impl FnMut(usize) -> String) -> String {
    let rows = text.lines().enumerate();
    let row = |(at, row): (usize, &str)| match at {
        0 => format!("{row},{name}\n"),
        at => format!("{row},{}\n", cell(at - 1)),
    };
    rows.map(row).collect()
}

/// The files of a history, with what only files tell made up.
fn files(plan: &Plan, history: &History, numbers: &[u32]) -> Files {
    let mut dice = Dice::new(numbers);
    let dice = &mut dice;
    let step = |dice: &mut Dice<'_>| dice.pick(&[0, 3_600, 7_200, 86_400, 86_400 * 7, 86_400 * 20]);
    let mut files = print::files(plan, history, 0);
    let mut row_of: Vec<usize> = Vec::new();
    // The rows of members are shuffled: found again by their names.
    for row in files.members.lines().skip(1) {
        let is_row = |no: &usize| row.starts_with(&format!("{},", print::field(&history.members[*no].name)));
        row_of.push((0..history.members.len()).find(is_row).expect("a member"));
    }
    if dice.once_in(2) {
        files.members = add_column(&files.members, "promoter_at", |row| {
            let member = &history.members[row_of[row]];
            if member.rank == 0 || !dice.once_in(2) {
                return String::new();
            }
            time(member.joined_at + step(dice))
        });
    }
    if dice.once_in(2) {
        files.orders = add_column(&files.orders, "settles_at", |row| {
            if dice.once_in(5) { String::new() } else { time(history.lines[row].at + step(dice)) }
        });
    }
    files.transfers.push_str("member,inviter,at\n");
    for _ in 0..dice.below(12) {
        // Inviters come earlier in the list, so that nobody can stand below themselves.
        let member = dice.below(history.members.len());
        let inviter = (member > 0 && !dice.once_in(4)).then(|| dice.below(member));
        let joined = |member: usize| history.members[member].joined_at;
        let at = joined(member).max(inviter.map_or(i64::MIN, joined)) + step(dice);
        let name = |member: usize| print::field(&history.members[member].name);
        let inviter = inviter.map(name).unwrap_or_default();
        files.transfers += &format!("{},{inviter},{}\n", name(member), time(at));
    }
    files.stops.push_str("member,state,at\n");
    for _ in 0..dice.below(12) {
        let member = &history.members[dice.below(history.members.len())];
        let state = if dice.once_in(3) { "active" } else { "stopped" };
        files.stops +=
            &format!("{},{state},{}\n", print::field(&member.name), time(member.joined_at + step(dice)));
    }
    files
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn a_shop_pays_what_the_batch_pays(Numbers([words, people, events]) in numbers(), which in 0_usize..4) {
        let text = format!(
            "[plan]\nid = \"life\"\ncurrency = \"CNY\"\nutc_offset = \"+08:00\"\n{}", PLANS[which].trim_start()
        );
        let breadth = Breadth { all: false, time: false, closes: false, rewards: 1, most_rate: 0 };
        let ranks = text.matches("[[rank]]").count();
        let mut plan = generate::plan(&words, breadth);
        plan.ranks = (1..=ranks).map(|no| format!("rank-{no}")).collect();
        plan.currency = ("CNY", 2);
        let mut history = generate::history(&plan, &people, &events);
        // A named seller may be no promoter yet.
        for line in history.lines.iter_mut().filter(|line| line.refund_of.is_none()) {
            line.seller = None;
        }
        settle(&program(&text), &files(&plan, &history, &words))
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
    }
}
