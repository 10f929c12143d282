//! Random histories: whatever happens to a shop, what it has paid is what `banyan settle` pays on its exported history, row by row,
//! and computing it again finds nothing.
//!
//! `BANYAN_EVENTS` says how long the long one is, `BANYAN_SEED` which.

use std::path::Path;

use banyan_plan::check::compile;
use banyan_plan::time::{DAY, SECOND, Time};
use banyan_settle::batch::{Input, Sources};
use banyan_settle::files::Source;
use banyan_shop::db::Place as Database;
use banyan_shop::history;

use crate::harness::{Db, House};
use crate::world::World;

/// Every kind of reward, ranks by rule that are kept and lost, and a purchase that makes promoters.
const RICH: &str = include_str!("rich.toml");

/// How long a history is, unless `BANYAN_EVENTS` says otherwise.
const LONG: u64 = 20_000;
/// How long those under the ready plans are.
const SHORT: u64 = 1_500;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Settles what was exported, as `banyan settle` does.
pub(crate) fn settle(dir: &Path) -> String {
    let program = compile(&std::fs::read_to_string(dir.join("plan.toml")).unwrap()).unwrap();
    let open = |name: &str| Source::open(&dir.join(name)).unwrap();
    let sources = Sources {
        members: open("members.csv"),
        transfers: Some(open("transfers.csv")),
        ranks: Some(open("ranks.csv")),
        orders: open("orders.csv"),
    };
    let input = Input::read(&program, sources, &|_| ()).unwrap_or_else(|error| panic!("{error:?}"));
    let out = dir.join("settled.csv");
    input.settle(&program, &out, &|_| ()).unwrap_or_else(|error| panic!("{error:?}"));
    std::fs::read_to_string(out).unwrap()
}

/// Exports a shop, settles its history, and compares; how many rewards there were.
pub(crate) fn settles_alike(place: &Database) -> usize {
    let dir = tempfile::tempdir().unwrap();
    let exported = history::export(place, dir.path(), &|_, _| ()).unwrap_or_else(|no| panic!("{no:?}"));
    assert_eq!(exported.plans, 1);
    let paid = std::fs::read_to_string(dir.path().join("rewards.csv")).unwrap();
    let settled = settle(dir.path());
    if let Ok(keep) = std::env::var("BANYAN_KEEP") {
        for name in ["members", "ranks", "transfers", "orders", "rewards", "settled"] {
            std::fs::copy(dir.path().join(format!("{name}.csv")), Path::new(&keep).join(format!("{name}.csv")))
                .unwrap();
        }
    }
    for (place, (paid, settled)) in paid.lines().zip(settled.lines()).enumerate() {
        assert_eq!(paid, settled, "row {place}: the shop has paid the first, settle pays the second");
    }
    let more = |longer: &str, shorter: &str| {
        longer.lines().nth(shorter.lines().count()).unwrap_or_default().to_owned()
    };
    assert_eq!(paid.lines().count(), settled.lines().count(), "{} {}", more(&paid, &settled), more(&settled, &paid));
    paid.lines().count() - 1
}

fn lives(db: Db, plan: &str, events: u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let house = House::open(db, plan);
    let place = house.place.clone();
    let began = std::time::Instant::now();
    let mut world = World::new(house, number("BANYAN_SEED", 1));
    let told = runtime.block_on(async {
        world.open().await;
        while world.events().await < events {
            world.tick().await;
        }
        world.close().await;
        world.told()
    });
    let lived = began.elapsed();
    let rewards = std::thread::spawn(move || {
        let verified = history::verify(&place, &|_, _| ()).unwrap_or_else(|no| panic!("{no:?}"));
        let rewards = settles_alike(&place);
        assert_eq!(verified.rewards, rewards as u64);
        verified
    });
    let verified = rewards.join().unwrap();
    drop(world);
    eprintln!("{db:?}: {told}; {verified:?}; lived in {lived:?}, all in {:?}", began.elapsed());
    assert!(verified.events >= events && verified.rewards > events / 4, "{verified:?}");
}

#[test]
fn a_long_random_history_settles_alike_sqlite() {
    lives(Db::Sqlite, RICH, number("BANYAN_EVENTS", LONG));
}

#[test]
fn a_long_random_history_settles_alike_postgres() {
    lives(Db::Postgres, RICH, number("BANYAN_EVENTS", LONG));
}

/// One thing in the database that somebody has changed behind the shop's back.
const TAMPERED: &[(&str, &str, &str)] = &[
    (
        "a reward one cent higher",
        "UPDATE reward SET amount = amount + 1 WHERE reward = 'own' AND amount > 0 AND (owner, ref_id, ref_line, step, place) IN \
         (SELECT owner, ref_id, ref_line, step, place FROM reward WHERE reward = 'own' AND kind = 1 ORDER BY at LIMIT 1)",
        "reward “own”: expected",
    ),
    (
        "a reward one cent lower",
        "UPDATE reward SET amount = amount - 1 WHERE kind = 2 AND (owner, ref_id, ref_line, step, place) IN \
         (SELECT owner, ref_id, ref_line, step, place FROM reward WHERE kind = 2 ORDER BY at DESC LIMIT 1)",
        "refund ",
    ),
    (
        "a reward that rests on nothing",
        "INSERT INTO reward SELECT owner, kind, ref_id, ref_line, step, place + 1000, at, reward, plan, unit, payee_rank, distance, \
         base, rate, amount, cut, born, chain FROM reward WHERE kind = 1 AND owner IN (SELECT MIN(owner) FROM reward WHERE kind = 1) \
         ORDER BY at LIMIT 1",
        "rests on nothing",
    ),
    (
        "another reason for the same reward",
        "UPDATE reward SET chain = '1:1' WHERE (owner, ref_id, ref_line, step, place) IN \
         (SELECT owner, ref_id, ref_line, step, place FROM reward WHERE kind = 1 ORDER BY at DESC LIMIT 1)",
        "chain: expected",
    ),
    (
        "a missing entry",
        "DELETE FROM entry WHERE kind = 4 AND (owner, account, ref_id, ref_line, step, place) IN \
         (SELECT owner, account, ref_id, ref_line, step, place FROM entry WHERE kind = 4 ORDER BY at LIMIT 1)",
        "there is none",
    ),
    ("a balance", "UPDATE balance SET amount = amount + 1 WHERE account = 2 AND owner IN (SELECT MIN(owner) FROM balance WHERE account = 2)", "the balance available"),
    ("a rank", "UPDATE member SET rank = rank + 1 WHERE id IN (SELECT MIN(id) FROM member)", "the rank of member"),
    (
        "a change of rank",
        "UPDATE rank_change SET rank = 4 WHERE how = 'join' AND (member, at) IN (SELECT member, at FROM rank_change WHERE how = 'join' ORDER BY at LIMIT 1)",
        "the rank of member",
    ),
    ("an inviter", "UPDATE member SET inviter = NULL WHERE id IN (SELECT MAX(id) FROM member WHERE inviter IS NOT NULL)", "the inviter of member"),
    ("a payment", "UPDATE payment SET amount = amount + 1 WHERE id IN (SELECT MIN(id) FROM payment WHERE state = 'paid')", "payment "),
    (
        "a seller",
        "UPDATE line SET seller = buyer WHERE (buyer, order_id, line) IN (SELECT buyer, order_id, line FROM line WHERE paid_at IS NOT NULL AND seller <> buyer ORDER BY paid_at LIMIT 1)",
        "the seller of order line",
    ),
];

const TABLES: &[&str] = &["reward", "entry", "balance", "member", "rank_change", "payment", "line"];

fn finds_what_was_tampered_with(db: Db) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let house = House::open(db, RICH);
    let place = house.place.clone();
    let mut world = World::new(house, 2);
    runtime.block_on(async {
        world.open().await;
        while world.events().await < 600 {
            world.tick().await;
        }
        world.close().await;
    });
    let check = || history::verify(&place, &|_, _| ()).and_then(|_| banyan_shop::backup::check(&place));
    std::thread::scope(|scope| {
        scope
            .spawn(|| {
                check().unwrap_or_else(|no| panic!("{no:?}"));
                for (what, sql, expected) in TAMPERED {
                    let mut conn = place.connect(false).unwrap();
                    let table = sql.split(' ').find(|word| TABLES.contains(word)).unwrap();
                    conn.script(&format!("CREATE TABLE kept AS SELECT * FROM {table}")).unwrap();
                    assert_eq!(conn.execute(sql, &[]).unwrap(), 1, "{what}");
                    let found = check().err().unwrap_or_else(|| panic!("{what} was not found"));
                    assert!(found.text.en.contains(expected), "{what}: {}", found.text.en);
                    conn.script(&format!(
                        "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept"
                    ))
                    .unwrap();
                    check().unwrap_or_else(|no| panic!("after {what}: {no:?}"));
                }
            })
            .join()
            .unwrap();
    });
    drop(world);
}

#[test]
fn whatever_is_tampered_with_is_found_sqlite() {
    finds_what_was_tampered_with(Db::Sqlite);
}

#[test]
fn whatever_is_tampered_with_is_found_postgres() {
    finds_what_was_tampered_with(Db::Postgres);
}

/// The plans that come with the program.
macro_rules! ready {
    ($($name:ident: $file:literal),* $(,)?) => {
        $(#[test]
        fn $name() {
            lives(Db::Sqlite, include_str!(concat!("../../../../plans/", $file, ".toml")), SHORT);
        })*
    };
}
ready! {
    histories_under_wanwu: "wanwu",
    histories_under_dual_track: "dual-track",
    histories_under_stair_step: "stair-step",
    histories_under_price_difference: "price-difference",
    histories_under_group_of_three: "group-of-three",
    histories_under_gift_pack: "gift-pack",
    histories_under_sunline: "sunline",
    histories_under_yige: "yige",
    histories_under_lvhuasuan: "lvhuasuan",
}

/// Time in which everything that was sold settles, and months close.
pub(crate) const LONG_ENOUGH: i64 = 40 * DAY;

#[test]
fn moments_are_exact_to_the_nanosecond_in_files() {
    let at = Time(1_767_268_800_000_000_007);
    assert_eq!(at.exact(), "2026-01-01 12:00:00.000000007");
    assert_eq!(Time(at.0 / SECOND * SECOND).exact(), "2026-01-01 12:00:00");
}
