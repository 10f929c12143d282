//! Whatever closes of periods remember is taken back with everything else, and refunds after them leave nothing.

use std::collections::HashMap;

use proptest::prelude::*;

use crate::live::same_though_rehearsed;
use crate::random::cases;
use crate::table::{Files, narrow, program, read, settle};

/// Every word that makes a close remember something: legs, brackets, pools, shares of them, caps, and what was paid.
const PLAN: &str = r#"
[plan]
id = "closes"
currency = "CNY"
close_ranks = "after_review"
[sale]
release_after = "2d"
[[rank]]
id = "owner"
[[rank]]
id = "gold"
promote = { legs = { own_sales = "30.00", count = 1 }, within = "month" }
keep = { lesser_legs = "10.00", within = "month" }
[[cap]]
per = "month"
amount = "90.00"
rewards = ["pairs", "match"]
[[cap]]
per = "life"
times = 4
rewards = ["pool", "team"]
[[reward]]
id = "pairs"
on = "period"
period = "day"
to = "pairing"
rates = { owner = "8%", gold = "10%" }
pair = { ratio = "2:1", carry = "100.00", idle = "lose" }
payee_active = { any = [{ own_sales = "5.00", within = "week" }, { direct_invites = 2 }] }
[[reward]]
id = "match"
on = "period"
period = "day"
to = { upline = "1..=2" }
rates = ["50%", "10%"]
of = "pairs"
[[reward]]
id = "units"
on = "period"
period = "week"
to = "pairing"
amount = "3.00"
pair = { unit = "20.00", carry = "stronger" }
every = 2
[[reward]]
id = "team"
on = "period"
period = "week"
to = "differential"
rates = { by = "team_sales", from = { "0.00" = "1%", "50.00" = "3%", "200.00" = "7%" } }
cap = { per = "quarter", amount = "60.00" }
[[reward]]
id = "own"
on = "period"
period = "month"
to = "seller"
rates = { by = "own_sales", within = "30d", marginal = true, from = { "0.00" = "1%", "70.00" = "3%" } }
[[reward]]
id = "pool"
on = "period"
period = "month"
to = { pool = "owner" }
weights = { owner = 1, gold = 3 }
rate = "2%"
[[reward]]
id = "year"
on = "period"
period = "year"
to = { nearest = "gold" }
rate = "1%"
compress = true
"#;

/// A history from numbers. With `refunds_all`, whatever was sold goes back in the end, in up to two pieces.
fn files(numbers: &[u32], refunds_all: bool) -> Files {
    let mut files = Files {
        members: "member,inviter,joined_at,rank\n".to_owned(),
        orders: "order,line,at,buyer,amount,refund_of\n".to_owned(),
        ..Files::default()
    };
    let members = 3 + numbers.first().map_or(0, |number| *number as usize % 9);
    for member in 0..members {
        let inviter = if member == 0 { String::new() } else { format!("m{}", (member - 1) / 2) };
        files.members += &format!("m{member},{inviter},2024-01-01 00:00:00,owner\n");
    }
    for (no, number) in numbers.iter().enumerate() {
        let (who, amount) = (*number as usize % members, 100 + i64::from(*number / 7 % 9_900));
        let (month, day) = (1 + *number / 11 % 3, 1 + *number / 37 % 28);
        let (whole, part) = (amount / 100, amount % 100);
        files.orders += &format!("o{no},1,2024-{month:02}-{day:02} 00:00:00,m{who},{whole}.{part:02},\n");
        let first = if number / 5 % 2 == 0 { amount } else { (amount + 2) / 3 };
        let goes_back = refunds_all || number / 3 % 2 == 0;
        let pieces = [first, amount - first].into_iter().enumerate();
        let pieces = pieces.filter(|(piece, amount)| *amount > 0 && (*piece == 0 || refunds_all));
        for (piece, back) in pieces.filter(|_| goes_back) {
            let month = if refunds_all { 7 } else { 3 + number / 13 % 3 };
            let (whole, part) = (back / 100, back % 100);
            files.orders += &format!(
                "r{no},{piece},2024-{month:02}-28 {:02}:00:00,m{who},-{whole}.{part:02},o{no}/1\n",
                piece + 1
            );
        }
    }
    files
}

proptest! {
    #![proptest_config(cases(60))]

    /// Each event happens, and after it the closes of forty days; all of it is taken back and happens again.
    #[test]
    fn what_closes_remember_is_taken_back(numbers in prop::collection::vec(any::<u32>(), 1..30)) {
        let program = program(PLAN);
        let input = read(&program, &files(&numbers, false)).unwrap();
        same_though_rehearsed(&program, &input, 1);
    }

    /// The pairs, shares and pools of every close go back with what they were computed from.
    #[test]
    fn nothing_of_a_close_is_left_when_everything_goes_back(numbers in prop::collection::vec(any::<u32>(), 1..30)) {
        let (rewards, _) = settle(&program(PLAN), &files(&numbers, true)).unwrap();
        let mut left: HashMap<(String, String), i64> = HashMap::new();
        for row in narrow(&rewards).iter().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            let amount: i64 = cells[5].replace('.', "").parse().unwrap();
            *left.entry((cells[2].to_owned(), cells[3].to_owned())).or_default() += amount;
        }
        let left: Vec<_> = left.into_iter().filter(|(_, left)| *left != 0).collect();
        prop_assert!(left.is_empty(), "{left:?}");
    }
}
