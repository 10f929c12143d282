//! Presets as they are opened: the shop that comes of their files, and its past, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

use std::sync::Arc;
use std::sync::Mutex;

use banyan_api::{App, Proxies};
use banyan_base::clock::HandClock;
use banyan_base::passwords::Strength;
use banyan_base::random::Seeded;
use banyan_base::vault::MasterKey;
use banyan_core::work::Work;
use banyan_core::work::writer::Thread;
use banyan_ops::history::{Against, verify};
use banyan_people::notify::Notifiers;
use banyan_people::staff::{self, Role};
use banyan_plan::time::Time;
use banyan_plan::words::Lang;
use banyan_preset::{Client, Preset, Told, all, apply, first, tell};
use banyan_shop::shop::{Opening, open};
use banyan_store::{Conn, DatabaseUrl};

/// Days that a test tells: long enough for groups to fail, parcels to arrive and lines to settle.
const DAYS: i64 = 14;

/// An open shop with its owner and nothing else.
struct House {
    shop: App,
    thread: Option<Thread>,
    clock: Arc<HandClock>,
    place: DatabaseUrl,
    owner: i64,
    _dir: tempfile::TempDir,
}

/// Noon of the last day of November 2026.
fn now() -> Time {
    Time::from_civil(2026, 11, 30, 4, 0, 0).unwrap()
}

fn place(on_postgres: bool, dir: &std::path::Path, name: &str) -> DatabaseUrl {
    if !on_postgres {
        return DatabaseUrl::Sqlite(dir.join("shop.db"));
    }
    let server = std::env::var("BANYAN_TEST_POSTGRES")
        .expect("BANYAN_TEST_POSTGRES: run this by scripts/postgres.sh, which starts a private server");
    let name = format!("preset_{name}_{}", std::process::id());
    let url = server.replacen("/postgres?", &format!("/{name}?"), 1);
    DatabaseUrl::Postgres(server).connect(false).unwrap().script(&format!("CREATE DATABASE {name}")).unwrap();
    DatabaseUrl::Postgres(url)
}

impl House {
    fn open(preset: &Preset, on_postgres: bool, name: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = place(on_postgres, dir.path(), name);
        let clock = HandClock::at(preset.begins(now()));
        let opening = Opening {
            place: place.clone(),
            key: MasterKey { id: 1, bytes: [7; 32] },
            older_keys: Vec::new(),
            clock: clock.clone(),
            random: Box::new(Seeded::new(5)),
            strength: Strength::CHEAP_FOR_TESTS,
            first_plan: first(preset),
            address: "http://127.0.0.1".to_owned(),
            wechat: None,
            notifiers: Notifiers::new(Vec::new()),
            proxies: Proxies::parse(&[""; 0]).unwrap(),
            test_till: true,
            metrics_token: None,
        };
        let (shop, thread) = open(opening).unwrap();
        let hire = |work: &mut Work<'_>| staff::hire(work, "owner", "owner", Role::Owner, "", "system");
        let owner = shop.writer.run_now(hire).unwrap();
        Self { shop, thread: Some(thread), clock, place, owner, _dir: dir }
    }

    fn number(&self, sql: &str) -> i64 {
        let mut conn: Conn = self.place.connect(false).unwrap();
        conn.query(sql, &[]).unwrap()[0].int(0).unwrap()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.stop();
        }
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Two weeks of each preset: what its past promises has happened, and the books are right to the cent.
fn a_past_is_told(on_postgres: bool) {
    for mut preset in all().unwrap() {
        preset.head.days = DAYS;
        let house = House::open(&preset, on_postgres, preset.id);
        let client = Client::new(&house.shop, Lang::En);
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hears = heard.clone();
        let told: Told = Arc::new(move |day, days| hears.lock().unwrap().push((day, days)));
        let people =
            run(tell(&client, (&house.clock, now()), house.owner, (&preset, "shop"), &told)).unwrap();
        let days: Vec<i64> = heard.lock().unwrap().iter().map(|(day, _)| *day).collect();
        assert_eq!(days, (0..=DAYS).collect::<Vec<_>>(), "progress is told day by day");
        assert_eq!(people.iter().map(|one| one.is_promoter).collect::<Vec<_>>(), [true, true, false]);
        for (what, sql) in [
            ("a complete group", "SELECT COUNT(*) FROM buy_group WHERE state = 'succeeded'"),
            (
                "a group that was not complete in time",
                "SELECT COUNT(*) FROM buy_group WHERE state = 'failed'",
            ),
            ("a settled line", "SELECT COUNT(*) FROM line WHERE settled_at IS NOT NULL"),
            ("an order that expired", "SELECT COUNT(*) FROM orders WHERE state = 'cancelled'"),
            ("a review", "SELECT COUNT(*) FROM review"),
            ("a group chat", "SELECT COUNT(*) FROM chat_group"),
        ] {
            assert!(house.number(sql) > 0, "{}: there is {what} after two weeks", preset.id);
        }
        let waiting = house.number("SELECT COUNT(*) FROM refund WHERE state <> 'done'");
        assert_eq!(waiting, 0, "{}: every refund of the past has been sent", preset.id);
        // There are goods now: neither this preset nor another goes in again.
        let again = run(apply(&client, house.owner, &preset, "shop")).unwrap_err();
        assert_eq!(again.code, "shop_not_empty");
        drop(client);
        let place = house.place.clone();
        let against = Against { vault: Some(&house.shop.facts.vault), heads: "" };
        verify(&place, against, &|_, _| ()).unwrap().clean().unwrap();
    }
}

#[test]
fn a_past_is_told_on_sqlite() {
    a_past_is_told(false);
}

#[test]
fn a_past_is_told_on_postgres() {
    a_past_is_told(true);
}

#[test]
fn a_preset_alone_brings_goods_and_offers_but_no_people_and_no_orders() {
    for preset in all().unwrap() {
        let house = House::open(&preset, false, preset.id);
        let client = Client::new(&house.shop, Lang::En);
        let goods = run(apply(&client, house.owner, &preset, "shop")).unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM product"), goods as i64);
        for table in ["member", "orders", "buy_group", "chat_count"] {
            assert_eq!(house.number(&format!("SELECT COUNT(*) FROM {table}")), 0, "{table}");
        }
    }
}
