//! A history settled in parts, each going on from the checkpoint of the one before: together they pay what the whole pays, byte
//! by byte, and the checkpoint of a moment is the same however it was come to.
//!
//! Where the plan ties no lines, slices of them come to the same.
//!
//! [`same_in_parts`] and [`same_in_slices`] run behind every settlement of this suite.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use banyan_plan::kernel::Program;
use banyan_plan::ready::READY;
use banyan_plan::time::{DAY, SECOND, Time};
use banyan_settle::batch::Input;
use banyan_settle::timeline::{Checkpoint, Part, digest, sha256};

use crate::table::{Files, program, read};

/// Settles one part; gives its rows and its checkpoint.
fn part(program: &Program, input: &Input, from: Option<&[u8]>, until: Option<Time>) -> (String, Vec<u8>) {
    let from = from.map(|bytes| Checkpoint::from_bytes(bytes).unwrap_or_else(|no| panic!("{}", no.en)));
    let out = place();
    let settled = input.settle_part(program, Part { from, until }, &out, &|_| ());
    let rows = std::fs::read_to_string(&out).unwrap_or_default();
    let _ = std::fs::remove_file(&out);
    let (_, settled) = settled.unwrap_or_else(|error| panic!("{error}"));
    (rows, settled.checkpoint.map(|checkpoint| checkpoint.to_bytes()).unwrap_or_default())
}

fn place() -> PathBuf {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("banyan-parts-{}-{number}.csv", std::process::id()))
}

fn rest(rows: &str) -> &str {
    rows.split_once('\n').map_or("", |(_, rest)| rest)
}

/// Two moments of a history, which depend on nothing but itself.
fn cuts(input: &Input) -> Option<[Time; 2]> {
    let mut moments: Vec<Time> = input.members.joined_at.iter().chain(&input.orders.at).copied().collect();
    moments.sort_unstable();
    let seed = input.orders.amount.iter().fold(moments.len() as u64, |seed, amount| {
        seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(amount.cast_unsigned() | 1)
    });
    let first = *moments.get((seed >> 33) as usize % moments.len().max(1))?;
    let second = *moments.get((seed >> 13) as usize % moments.len())?;
    // At a moment itself, right after it, or when something may be due.
    let later = |at: Time, seed: u64| at.plus([0, 1, DAY, 7 * DAY, 40 * DAY][seed as usize % 5]);
    let (first, second) = (later(first, seed >> 40), later(second, seed >> 45));
    let (first, second) = (first.min(second), first.max(second));
    Some([first, if first == second { second.plus(SECOND) } else { second }])
}

/// Settles a history in three parts, and its first two at once.
pub(crate) fn same_in_parts(program: &Program, input: &Input, whole: &str) {
    let Some([first, second]) = cuts(input) else { return };
    let (mut rows, one) = part(program, input, None, Some(first));
    let (more, two) = part(program, input, Some(&one), Some(second));
    rows += rest(&more);
    let (more, _) = part(program, input, Some(&two), None);
    rows += rest(&more);
    assert_eq!(rows, whole, "in parts until {first} and {second}");
    let (_, at_once) = part(program, input, None, Some(second));
    assert_eq!(
        digest(&two),
        digest(&at_once),
        "the checkpoint of {second}, after that of {first} or at once"
    );
    assert!(two == at_once);
}

/// Settles a history in slices, if its plan ties no lines; refuses to if it does.
pub(crate) fn same_in_slices(program: &Program, input: &Input, whole: &str) {
    let of = 1 + input.orders.len() % 5;
    let mut rows = String::new();
    for number in 0..of {
        let out = place();
        let done = input.settle_slice(program, (number, of), &out, &|_| ());
        let slice = std::fs::read_to_string(&out).unwrap_or_default();
        let _ = std::fs::remove_file(&out);
        match (done, program.plan().ties_lines()) {
            (Ok(()), None) => rows += if number == 0 { &slice } else { rest(&slice) },
            (Err(error), Some(why)) => return assert!(error.text.en.contains(&why.en), "{error}"),
            (done, why) => panic!("{done:?} though {why:?}"),
        }
    }
    assert_eq!(rows, whole, "in {of} slices");
}

const MEMBERS: &str = "member,inviter,joined_at,rank\n\
    a,,2026-01-01,one\nb,a,2026-01-02,one\nc,b,2026-01-03,\n";
const ORDERS: &str = "order,line,at,buyer,seller,amount,refund_of\n\
    1,1,2026-01-05,c,,100.00,\n2,1,2026-01-20,c,,50.00,\n";
const LATER: &str = "3,1,2026-02-10,c,,70.00,\n4,1,2026-02-20,c,,-30.00,1/1\n";
const MEMBERS_LATER: &str = "d,b,2026-02-05,one\n";

fn small() -> Program {
    program(
        r#"
[plan]
id = "small"
currency = "CNY"
[[rank]]
id = "one"
[[rank]]
id = "two"
promote = { own_sales = "120.00" }
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "10%"
cap = { per = "month", amount = "12.00" }
[[reward]]
id = "pool"
on = "period"
period = "month"
to = { pool = "one" }
by = "own_sales"
rate = "5%"
"#,
    )
}

/// Files whose times are written as dates.
fn files(members: &str, orders: &str) -> Files {
    let midnight = |text: &str| {
        let cell = |cell: &str| {
            if cell.len() == 10 && cell.starts_with("2026-") {
                format!("{cell} 00:00:00")
            } else {
                cell.to_owned()
            }
        };
        let row = |row: &str| row.split(',').map(cell).collect::<Vec<_>>().join(",") + "\n";
        text.lines().map(row).collect::<String>()
    };
    Files { members: midnight(members), orders: midnight(orders), ..Files::default() }
}

fn february() -> Time {
    Time::from_civil(2026, 2, 1, 0, 0, 0).unwrap()
}

/// The checkpoint of the first of February.
fn checkpoint(program: &Program, files: &Files) -> Vec<u8> {
    part(program, &read(program, files).unwrap(), None, Some(february())).1
}

#[test]
fn new_orders_are_settled_from_the_checkpoint_of_the_old_ones() {
    let program = small();
    let (old, new) =
        (files(MEMBERS, ORDERS), files(&[MEMBERS, MEMBERS_LATER].concat(), &[ORDERS, LATER].concat()));
    let input = read(&program, &new).unwrap();
    let whole = part(&program, &input, None, None).0;
    // What was not known then: a member who joins later, an order, and the refund of a line that had been settled.
    let then = read(&program, &old).unwrap();
    let (mut rows, bytes) = part(&program, &then, None, Some(february()));
    assert!(whole.starts_with(&rows) && rows.lines().count() > 2, "{rows}");
    let later = part(&program, &input, Some(&bytes), None).0;
    rows += rest(&later);
    assert_eq!(rows, whole);
    assert_eq!(
        bytes,
        checkpoint(&program, &new),
        "later rows do not change the checkpoint of an earlier moment"
    );
}

#[test]
fn a_checkpoint_begins_with_lines_for_people() {
    let bytes = checkpoint(&small(), &files(MEMBERS, ORDERS));
    let head: Vec<String> = String::from_utf8_lossy(&bytes).lines().take(4).map(str::to_owned).collect();
    assert_eq!(head, ["banyan-checkpoint 1", "plan small 1", "until 2026-02-01 00:00:00", "lines 2"]);
    assert_eq!(digest(&bytes).map(str::len), Some(64));
    assert_eq!(Checkpoint::from_bytes(&bytes).unwrap().to_bytes(), bytes);
}

#[test]
fn whatever_is_changed_or_cut_off_is_refused() {
    let bytes = checkpoint(&small(), &files(MEMBERS, ORDERS));
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        assert!(Checkpoint::from_bytes(&changed).is_err(), "byte {place} is changed");
        assert!(Checkpoint::from_bytes(&bytes[..place]).is_err(), "cut off after {place} bytes");
    }
    assert!(Checkpoint::from_bytes(&[bytes.as_slice(), b"x"].concat()).is_err());
}

#[test]
fn lines_for_people_say_what_the_state_says() {
    let bytes = checkpoint(&small(), &files(MEMBERS, ORDERS));
    let text = String::from_utf8_lossy(&bytes);
    let head = text.split_inclusive("sha256 ").next().unwrap().trim_end_matches("sha256 ");
    let content = &bytes[head.len() + "sha256 ".len() + 65..];
    let sealed = |head: &str| {
        let sum = sha256(&[head.as_bytes(), content]);
        [head.as_bytes(), format!("sha256 {sum}\n").as_bytes(), content].concat()
    };
    assert_eq!(sealed(head), bytes);
    for (told, other) in
        [("lines 2", "lines 3"), ("plan small 1", "plan small 2"), ("2026-02-01", "2026-02-02")]
    {
        assert!(Checkpoint::from_bytes(&sealed(&head.replace(told, other))).is_err(), "{other}");
    }
}

/// What a checkpoint is refused with.
fn refused(program: &Program, files: &Files, bytes: &[u8]) -> String {
    let checkpoint = match Checkpoint::from_bytes(bytes) {
        Ok(checkpoint) => checkpoint,
        Err(text) => return text.en,
    };
    let input = read(program, files).unwrap();
    checkpoint.check(&input.history(program)).expect_err("it is refused").en
}

#[test]
fn refusals_say_what_is_wrong() {
    let (program, old) = (small(), files(MEMBERS, ORDERS));
    let bytes = checkpoint(&program, &old);
    let said = |bytes: &[u8], what: &str| {
        let text = refused(&program, &old, bytes);
        assert!(text.contains(what), "{text}");
    };
    said(b"order,line,at\n", "this is no checkpoint");
    said(&[b"banyan-checkpoint 2".as_slice(), &bytes[19..]].concat(), "has version 2, this program reads 1");
    said(&bytes[..bytes.len() - 1], "is cut off");
    let mut changed = bytes.clone();
    *changed.last_mut().unwrap() ^= 1;
    said(&changed, "does not match its digest");
    let other = READY.iter().find(|ready| ready.name == "two-level").unwrap();
    let text = refused(
        &crate::table::program(other.source),
        &files("member,inviter,joined_at,rank\n", "order,line,at,buyer,seller,amount,rate\n"),
        &bytes,
    );
    assert!(text.contains("another plan"), "{text}");
}

#[test]
fn a_past_that_is_told_otherwise_is_refused_by_file() {
    let program = small();
    let bytes = checkpoint(&program, &files(MEMBERS, ORDERS));
    let refused = |members: &str, orders: &str, what: &str| {
        let text = refused(&program, &files(members, orders), &bytes);
        assert!(text.starts_with(&format!("the {what} differ")), "{text}");
    };
    refused(&MEMBERS.replace("2026-01-02", "2026-01-01"), ORDERS, "members");
    refused(&MEMBERS.replace("c,b,2026-01-03,\n", "d,a,2026-01-03,\nc,b,2026-01-03,\n"), ORDERS, "members");
    refused(MEMBERS, &ORDERS.replace("50.00", "50.01"), "orders");
    refused(MEMBERS, ORDERS.split_once("2,1,").unwrap().0, "orders");
    let late = format!("{ORDERS}9,1,2026-01-31,c,,1.00,\n");
    refused(MEMBERS, &late, "orders");
}

#[test]
fn parts_go_forward() {
    let (program, old) = (small(), files(MEMBERS, ORDERS));
    let (input, bytes) = (read(&program, &old).unwrap(), checkpoint(&program, &old));
    let from = Some(Checkpoint::from_bytes(&bytes).unwrap());
    let error = input.settle_part(&program, Part { from, until: Some(february()) }, &place(), &|_| ());
    let error = error.expect_err("it goes nowhere").to_string();
    assert!(error.contains("is not later than the checkpoint"), "{error}");
}
