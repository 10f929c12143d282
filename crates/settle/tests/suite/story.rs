//! Stories: small histories as tables, and what they pay.

use crate::table::{Files, narrow, program, same, settle};

/// A story of the year 2024. Times are `MM-DD` or `MM-DD HH:MM`; columns at the end of a row may be left out.
pub(crate) struct Story<'a> {
    /// What the plan says after its head.
    pub(crate) plan: &'a str,
    /// `member,inviter,joined_at,rank,promoter_at`
    pub(crate) members: &'a str,
    /// `member,rank,at`
    pub(crate) ranks: &'a str,
    /// `member,inviter,at`
    pub(crate) transfers: &'a str,
    /// `member,state,at`
    pub(crate) stops: &'a str,
    /// `order,line,at,buyer,amount,seller,product,refund_of`, and `settles_at` if any row has it
    pub(crate) orders: &'a str,
    /// `event,ref,reward,payee,distance,amount,note`
    pub(crate) rewards: &'a str,
}

pub(crate) const NONE: Story<'static> =
    Story { plan: "", members: "", ranks: "", transfers: "", stops: "", orders: "", rewards: "" };

/// Shows on each sale which rank the seller has: an owner gets `own`, 10 %, whoever is higher `gold`, 1 %.
pub(crate) const MARKS: &str = r#"
[[reward]]
id = "own"
on = "sale"
to = "seller"
payee_rank = "owner"
rate = "10%"
[[reward]]
id = "gold"
on = "sale"
to = "seller"
payee_rank = "gold.."
rate = "1%"
"#;

fn rows(header: &str, text: &str) -> String {
    let columns = header.split(',').count();
    let mut out = format!("{header}\n");
    for row in text.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let cell = |cell: &str| match cell.as_bytes() {
            [_, _, b'-', _, _] => format!("2024-{cell} 00:00:00"),
            [_, _, b'-', _, _, b' ', ..] => format!("2024-{cell}:00"),
            _ => cell.to_owned(),
        };
        let mut cells: Vec<String> = row.split(',').map(cell).collect();
        cells.resize(columns, String::new());
        out += &(cells.join(",") + "\n");
    }
    out
}

pub(crate) fn tell(name: &str, story: &Story<'_>) {
    let plan = format!("[plan]\nid = \"story\"\ncurrency = \"CNY\"\n{}", story.plan);
    let mut orders = "order,line,at,buyer,amount,seller,product,refund_of".to_owned();
    if story.orders.lines().any(|row| row.matches(',').count() == 8) {
        orders += ",settles_at";
    }
    let files = Files {
        members: rows("member,inviter,joined_at,rank,promoter_at", story.members),
        ranks: rows("member,rank,at", story.ranks),
        transfers: rows("member,inviter,at", story.transfers),
        stops: rows("member,state,at", story.stops),
        orders: rows(&orders, story.orders),
    };
    let (rewards, _) =
        settle(&program(&plan), &files).unwrap_or_else(|error| panic!("{name}: {error}\n{plan}"));
    let expected = story.rewards.lines().map(str::trim).filter(|row| !row.is_empty());
    let expected =
        expected.map(|row| if row.matches(',').count() == 5 { format!("{row},") } else { row.to_owned() });
    same(name, &narrow(&rewards)[1..], &expected.collect::<Vec<_>>());
}

/// Owner, and gold by a rule; a promotion to gold pays 5.00.
pub(crate) fn promoted_by(condition: &str) -> String {
    format!(
        "[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"gold\"\npromote = {condition}\n{MARKS}[[reward]]\nid = \"bonus\"\non = \"promotion\"\nto = \"seller\"\namount = \"5.00\"\n"
    )
}
