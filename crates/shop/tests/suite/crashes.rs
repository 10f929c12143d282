//! What was acknowledged is there, however often the server is killed; and several servers on one database do no harm.
//!
//! `BANYAN_KILLS` says how often, on each database.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use banyan_core::ledger::{self, Account};
use banyan_store::{Conn, DatabaseUrl, Value};
use banyan_trade::orders::{Joining, Place};
use serde_json::json;

use crate::child::{Client, Server};
use crate::harness::{Db, House, TWO_LEVELS, migrated};

/// A shop with some buyers below one promoter, who is below another.
struct Stage {
    place: DatabaseUrl,
    sku: i64,
    seller: i64,
    upline: i64,
    tokens: Vec<String>,
    _dir: tempfile::TempDir,
}

fn stage(db: Db, buyers: usize) -> Stage {
    let dir = tempfile::tempdir().unwrap();
    let place = migrated(db, dir.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let house = House::on(place.clone(), TWO_LEVELS, None, crate::harness::START);
        let sku = house.product("tea", 10_000, 0, 200_000, 1_000_000).await;
        let upline = house.member(None, 1).await;
        let seller = house.member(Some(upline), 1).await;
        let mut tokens = Vec::new();
        for _ in 0..buyers {
            let buyer = house.member(Some(seller), 0).await;
            tokens.push(house.token_of(buyer).await);
        }
        Stage { place, sku, seller, upline, tokens, _dir: dir }
    })
}

/// What a buyer was told.
#[derive(Debug, Default)]
struct Told {
    placed: Vec<i64>,
    paid: Vec<i64>,
}

/// Buys until the server goes away, or `most` times.
fn buy(client: &Client, token: &str, sku: i64, most: usize, told: &Mutex<Told>) {
    for _ in 0..most {
        let order = json!({ "items": [{ "sku": sku.to_string(), "quantity": 1 }], "provider": "test" });
        let Some((status, placed)) = client.post(token, "/orders", &order) else { return };
        assert_eq!(status, 201, "{placed}");
        let id = |field: &str| placed[field].as_str().unwrap().parse::<i64>().unwrap();
        told.lock().unwrap().placed.push(id("order"));
        let path = format!("/payments/{}/test", id("payment"));
        let Some((status, paid)) = client.post(token, &path, &json!({ "outcome": "paid" })) else { return };
        assert_eq!(status, 200, "{paid}");
        told.lock().unwrap().paid.push(id("order"));
    }
}

fn ids(conn: &mut Conn, sql: &str) -> Vec<i64> {
    let rows = conn.query(sql, &[]).unwrap();
    let mut ids: Vec<i64> = rows.iter().map(|row| row.int(0).unwrap()).collect();
    ids.sort_unstable();
    ids
}

/// A number of the test that can be raised from outside.
fn setting(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn survives(db: Db) {
    let stage = stage(db, 8);
    let told = Arc::new(Mutex::new(Told::default()));
    // Pseudo-random, the same in every run.
    let mut seed = 7_u64;
    let kills = setting("BANYAN_KILLS", 25);
    for _ in 0..kills {
        let server = Server::start(&stage.place);
        let buyers: Vec<_> = stage
            .tokens
            .iter()
            .cloned()
            .map(|token| {
                let (client, told, sku) = (server.client(), told.clone(), stage.sku);
                std::thread::spawn(move || buy(&client, &token, sku, usize::MAX, &told))
            })
            .collect();
        // The clock runs from the first sale of this server on.
        let before = told.lock().unwrap().paid.len();
        for _ in 0..1_000 {
            if told.lock().unwrap().paid.len() > before {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis((seed >> 33) % 200));
        server.kill();
        for buyer in buyers {
            buyer.join().unwrap();
        }
    }
    let mut conn = stage.place.connect(false).unwrap();
    let (placed, paid) = (
        ids(&mut conn, "SELECT id FROM orders"),
        ids(&mut conn, "SELECT id FROM orders WHERE state <> 'placed'"),
    );
    let told = told.lock().unwrap();
    // About three for each server that was killed: it lives for a tenth of a second.
    let least = 100 * kills as usize / 30;
    assert!(told.paid.len() > least, "the load was real: {} orders were paid", told.paid.len());
    for (what, acknowledged, there) in [("placed", &told.placed, &placed), ("paid", &told.paid, &paid)] {
        let lost: Vec<_> = acknowledged.iter().filter(|id| there.binary_search(id).is_err()).collect();
        assert!(lost.is_empty(), "{} orders were acknowledged as {what} and are gone: {lost:?}", lost.len());
    }
    assert_eq!(ledger::check(&mut conn).unwrap(), None);
    let verified =
        banyan_ops::history::verify(&stage.place, banyan_ops::history::Against::default(), &|_, _| ())
            .and_then(banyan_ops::history::Verified::clean)
            .unwrap_or_else(|no| panic!("{no:?}"));
    assert!(verified.rewards as usize >= 2 * paid.len(), "{verified:?}");
    let balance = ledger::balance(&mut conn, stage.seller, Account::Pending).unwrap();
    assert_eq!(balance, paid.len() as i64 * 2_000, "one reward for each order that was paid");
    assert_eq!(ledger::balance(&mut conn, stage.upline, Account::Pending).unwrap(), paid.len() as i64 * 500);
}

#[test]
fn nothing_acknowledged_is_lost_to_kill_9_sqlite() {
    survives(Db::Sqlite);
}

#[test]
fn nothing_acknowledged_is_lost_to_kill_9_postgres() {
    survives(Db::Postgres);
}

/// Four processes sell a hundred times each to one upline.
fn four_processes(db: Db) {
    let stage = stage(db, 8);
    let servers: Vec<Server> = (0..4).map(|_| Server::start(&stage.place)).collect();
    let told = Arc::new(Mutex::new(Told::default()));
    let buyers: Vec<_> = servers
        .iter()
        .cycle()
        .zip(stage.tokens.iter().cloned())
        .map(|(server, token)| {
            let (client, told, sku) = (server.client(), told.clone(), stage.sku);
            std::thread::spawn(move || buy(&client, &token, sku, 50, &told))
        })
        .collect();
    for buyer in buyers {
        buyer.join().unwrap();
    }
    let mut conn = stage.place.connect(false).unwrap();
    assert_eq!(told.lock().unwrap().paid.len(), 400);
    assert_eq!(ledger::balance(&mut conn, stage.upline, Account::Pending).unwrap(), 400 * 500);
    assert_eq!(ledger::balance(&mut conn, stage.seller, Account::Pending).unwrap(), 400 * 2_000);
    assert_eq!(ledger::check(&mut conn).unwrap(), None);
    // Everything settles while all four look for what is due: nobody is paid twice.
    let past = Value::Int(1);
    conn.execute("UPDATE line SET settles_at = paid_at + $1", &[past]).unwrap();
    std::thread::sleep(Duration::from_secs(3));
    let left = ids(&mut conn, "SELECT order_id FROM line WHERE settled_at IS NULL");
    assert!(left.is_empty(), "{} lines have not settled", left.len());
    assert_eq!(ledger::balance(&mut conn, stage.seller, Account::Available).unwrap(), 400 * 2_000);
    assert_eq!(ledger::balance(&mut conn, stage.seller, Account::Pending).unwrap(), 0);
    assert_eq!(ledger::check(&mut conn).unwrap(), None);
}

#[test]
fn four_processes_lose_no_update_and_settle_once_sqlite() {
    four_processes(Db::Sqlite);
}

#[test]
fn four_processes_lose_no_update_and_settle_once_postgres() {
    four_processes(Db::Postgres);
}

/// Groups whose time is over, in a shop that is killed while it gives everybody in them their money back.
fn groups_fail_once(db: Db) {
    let dir = tempfile::tempdir().unwrap();
    let place = migrated(db, dir.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (groups, people) = (40, 3);
    let seller = runtime.block_on(async {
        let house = House::on(place.clone(), TWO_LEVELS, None, crate::harness::START);
        let sku = house.product("tea", 10_000, 0, 200_000, 1_000).await;
        let terms = json!({ "size": 4, "minutes": 600 });
        let mut offer = crate::group_buys::of_two(sku);
        offer.as_object_mut().unwrap().extend(terms.as_object().unwrap().clone());
        let offer = house.group_buy(offer).await.parse().unwrap();
        let seller = house.member(None, 1).await;
        for _ in 0..groups {
            let mut wanted = Joining::Open(offer);
            for _ in 0..people {
                let buyer = house.member(Some(seller), 0).await;
                let order = Place { group: Some(wanted), ..crate::group_buys::alone(buyer, sku, 1) };
                let placed = house.shop.writer.together(order).await.unwrap();
                house.pay(&placed).await.unwrap();
                let sql = "SELECT buy_group FROM orders WHERE id = $1";
                wanted = Joining::Join(house.number(sql, vec![placed.order]).await);
            }
        }
        seller
    });
    let mut conn = place.connect(false).unwrap();
    assert_eq!(ledger::balance(&mut conn, seller, Account::Pending).unwrap(), groups * people * 1_600);
    // Pseudo-random, the same in every run. The deadlines were months ago: each server begins with them.
    let mut seed = 11_u64;
    for _ in 0..setting("BANYAN_KILLS", 10).min(10) {
        let server = Server::start(&place);
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis((seed >> 33) % 40));
        server.kill();
    }
    let server = Server::start(&place);
    let open = "SELECT group_id FROM buy_group WHERE state = 'open'";
    for _ in 0..1_000 {
        if ids(&mut conn, open).is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    server.kill();
    assert!(ids(&mut conn, open).is_empty());
    assert_eq!(ids(&mut conn, "SELECT order_id FROM refund").len() as i64, groups * people, "everybody once");
    assert!(ids(&mut conn, "SELECT order_id FROM line WHERE refunded <> amount").is_empty());
    assert_eq!(ledger::balance(&mut conn, seller, Account::Pending).unwrap(), 0);
    assert_eq!(ledger::check(&mut conn).unwrap(), None);
    banyan_ops::history::verify(&place, banyan_ops::history::Against::default(), &|_, _| ())
        .and_then(banyan_ops::history::Verified::clean)
        .unwrap_or_else(|no| panic!("{no:?}"));
}

#[test]
fn groups_fail_once_whenever_the_server_is_killed_sqlite() {
    groups_fail_once(Db::Sqlite);
}

#[test]
fn groups_fail_once_whenever_the_server_is_killed_postgres() {
    groups_fail_once(Db::Postgres);
}
