//! Random histories: whatever happens to a shop, what it has paid is what `banyan settle` pays on its exported history, row by row,
//! and computing it again finds nothing.
//!
//! `BANYAN_EVENTS` says how long the long one is, `BANYAN_SEED` which.

use std::collections::BTreeMap;
use std::path::Path;

use banyan_core::engine::Baseline;
use banyan_core::ledger::Account;
use banyan_ops::history::{self, Against, Files};
use banyan_plan::check::compile;
use banyan_plan::time::{DAY, SECOND, Time};
use banyan_settle::batch::{Input, Sources};
use banyan_settle::files::Source;
use banyan_store::DatabaseUrl;

use crate::harness::{Db, House, TWO_LEVELS, on_both};
use crate::world::World;

/// Every kind of reward, ranks by rule that are kept and lost, and a purchase that makes promoters.
pub(crate) const RICH: &str = include_str!("rich.toml");

/// How long a history is, unless `BANYAN_EVENTS` says otherwise.
const LONG: u64 = 8_000;
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
        stops: Some(open("stops.csv")),
        orders: open("orders.csv"),
    };
    let input = Input::read(&program, sources, &|_| ()).unwrap_or_else(|error| panic!("{error:?}"));
    let out = dir.join("settled.csv");
    input.settle(&program, &out, &|_| ()).unwrap_or_else(|error| panic!("{error:?}"));
    std::fs::read_to_string(out).unwrap()
}

/// Exports a shop, settles its history, and compares; how many rewards there were.
pub(crate) fn settles_alike(place: &DatabaseUrl) -> usize {
    let dir = tempfile::tempdir().unwrap();
    let exported = history::export(place, dir.path(), &|_, _| ()).unwrap_or_else(|no| panic!("{no:?}"));
    assert_eq!(exported.plans, 1);
    let paid = std::fs::read_to_string(dir.path().join("rewards.csv")).unwrap();
    let settled = settle(dir.path());
    if let Ok(keep) = std::env::var("BANYAN_KEEP") {
        for name in ["members", "ranks", "transfers", "stops", "orders", "rewards", "settled"] {
            std::fs::copy(
                dir.path().join(format!("{name}.csv")),
                Path::new(&keep).join(format!("{name}.csv")),
            )
            .unwrap();
        }
    }
    for (place, (paid, settled)) in paid.lines().zip(settled.lines()).enumerate() {
        assert_eq!(paid, settled, "row {place}: the shop has paid the first, settle pays the second");
    }
    let more = |longer: &str, shorter: &str| {
        longer.lines().nth(shorter.lines().count()).unwrap_or_default().to_owned()
    };
    assert_eq!(
        paid.lines().count(),
        settled.lines().count(),
        "{} {}",
        more(&paid, &settled),
        more(&settled, &paid)
    );
    paid.lines().count() - 1
}

fn lives(db: Db, plan: &str, events: u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let house = House::open(db, plan);
    let (place, shop) = (house.place.clone(), house.shop.clone());
    let began = std::time::Instant::now();
    let mut world = World::new(house, number("BANYAN_SEED", 1));
    world.stops = true;
    let told = runtime.block_on(async {
        world.open().await;
        for part in 1..=3 {
            while world.events().await < events * part / 3 {
                world.tick().await;
            }
            // What is kept of the past goes forward by itself, and on the way of a dry run.
            if part == 2 {
                while !goes_forward(&world.house).await {}
            }
            let paid = same_when_run_dry(&world.house, plan).await;
            assert!(paid > 0 || part < 3, "nothing was paid in the last days");
        }
        world.close().await;
        world.told()
    });
    let lived = began.elapsed();
    let rewards = std::thread::spawn(move || {
        let verified =
            history::verify(&place, Against { vault: Some(&shop.facts.vault), heads: "" }, &|_, _| ())
                .and_then(history::Verified::clean)
                .unwrap_or_else(|no| panic!("{no:?}"));
        let rewards = settles_alike(&place);
        assert_eq!(verified.rewards, rewards as u64);
        verified
    });
    let verified = rewards.join().unwrap();
    drop(world);
    eprintln!("{db:?}: {told}; {verified:?}; lived in {lived:?}, all in {:?}", began.elapsed());
    assert!(verified.events >= events && verified.rewards > events / 4, "{verified:?}");
}

/// As in the background of an open shop.
async fn goes_forward(house: &House) -> bool {
    let (shop, moment) = (house.shop.clone(), house.now() - 30 * DAY);
    let advance = move |conn: &mut banyan_store::Conn| shop.part::<Baseline>().advance(conn, moment);
    house.shop.reader.read(advance).await.unwrap()
}

/// The last days under the plan that they had come to what they came to.
async fn same_when_run_dry(house: &House, plan: &str) -> i64 {
    let owner = house.staff("owner").await;
    let body = serde_json::json!({ "source": plan, "days": 30 });
    let run = house.done(&owner, "POST", "/staff/plans/dry-run", Some(body)).await;
    assert_eq!(run["members"], serde_json::json!([]), "{run}");
    assert_eq!(run["before"], run["after"], "{run}");
    run["before"].as_i64().unwrap()
}

#[test]
fn a_long_random_history_settles_alike_sqlite() {
    lives(Db::Sqlite, RICH, number("BANYAN_EVENTS", LONG));
}

#[test]
fn a_long_random_history_settles_alike_postgres() {
    lives(Db::Postgres, RICH, number("BANYAN_EVENTS", LONG));
}

/// The files of an export.
fn files(dir: &Path) -> Files {
    Files {
        members: dir.join("members.csv"),
        orders: dir.join("orders.csv"),
        products: Some(dir.join("products.csv")),
        freight: Some(dir.join("freight.csv")),
        carriage: Some(dir.join("carriage.csv")),
        ranks: Some(dir.join("ranks.csv")),
        transfers: Some(dir.join("transfers.csv")),
        stops: Some(dir.join("stops.csv")),
        paid_out: None,
        renames: Vec::new(),
        ..Files::default()
    }
}

/// A fresh shop on the day before a history begins.
pub(crate) fn opened_before(db: Db, files: &Files, plan: &str) -> House {
    let dir = tempfile::tempdir().unwrap();
    let place = crate::harness::migrated(db, dir.path());
    House::on(place, plan, Some(dir), files.begins().unwrap().0 - DAY)
}

/// How each SKU of an export is sold: the cells behind its state. Stock is not what it was, so the rest of a row may differ.
fn ways_of_selling(dir: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(dir.join("products.csv")).unwrap();
    let way = |row: &str| {
        let (_, way) = row.split_once(",on,").or_else(|| row.split_once(",off,")).unwrap();
        (row.split(',').nth(1).unwrap().to_owned(), way.to_owned())
    };
    text.lines().skip(1).map(way).collect()
}

fn comes_back_the_same(db: Db) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut world = World::new(House::open(db, RICH), 3);
    let (place, now) = runtime.block_on(async {
        world.open().await;
        while world.events().await < 1_500 {
            world.tick().await;
        }
        world.close().await;
        world.place_and_time()
    });
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let export = |place: &DatabaseUrl, dir: &Path| {
        let (place, dir) = (place.clone(), dir.to_owned());
        let done = std::thread::spawn(move || history::export(&place, &dir, &|_, _| ())).join().unwrap();
        done.unwrap_or_else(|no| panic!("{no:?}"))
    };
    let written = export(&place, one.path());
    let files = files(one.path());
    let house = opened_before(db, &files, RICH);
    let imported = {
        let (writer, files) = (house.shop.writer.clone(), files.clone());
        let done =
            std::thread::spawn(move || history::import(&writer, &files, std::sync::Arc::new(|_, _| ())));
        done.join().unwrap().unwrap_or_else(|no| panic!("{no:?}"))
    };
    assert!(imported.orders > 200 && imported.refunds > 10 && imported.members > 50, "{imported:?}");
    house.clock.set(Time(now));
    runtime.block_on(house.settled_books());
    assert_eq!(export(&house.place, other.path()), written);
    for name in [
        "members.csv",
        "ranks.csv",
        "transfers.csv",
        "orders.csv",
        "rewards.csv",
        "freight.csv",
        "carriage.csv",
    ] {
        let read = |dir: &Path| std::fs::read_to_string(dir.join(name)).unwrap();
        let (before, after) = (read(one.path()), read(other.path()));
        for (place, (before, after)) in before.lines().zip(after.lines()).enumerate() {
            assert_eq!(before, after, "{name}, row {place}");
        }
        assert!(before == after, "{name}");
    }
    let (before, after) = (ways_of_selling(one.path()), ways_of_selling(other.path()));
    assert!(before.values().any(|way| way.contains(",9000,900000,month,member ")), "{before:?}");
    assert!(before.values().any(|way| way.contains(",快递,400,")), "{before:?}");
    assert_eq!(before, after);
    // What is brought in goes into a fresh shop only.
    let writer = house.shop.writer.clone();
    let again = std::thread::spawn(move || history::import(&writer, &files, std::sync::Arc::new(|_, _| ())));
    assert_eq!(again.join().unwrap().unwrap_err().code, "shop_not_fresh");
    let place = house.place.clone();
    let verified = std::thread::spawn(move || history::verify(&place, Against::default(), &|_, _| ()))
        .join()
        .unwrap()
        .and_then(history::Verified::clean);
    verified.unwrap_or_else(|no| panic!("{no:?}"));
}

/// Who is stopped when is exported and brought in like everything else, and so is what was paid meanwhile.
async fn stops_come_back(house: House) {
    let above = house.member(None, 1).await;
    let seller = house.member(Some(above), 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let sku = house.product("tea", 10_000, 0, 100_000, 100).await;
    let sql = "UPDATE product SET title_en = 'Green tea'";
    house.shop.writer.run(move |work| Ok(work.conn.execute(sql, &[]).map(drop)?)).await.unwrap();
    let owner = house.staff("owner").await;
    let mut paid = Vec::new();
    for turn in ["freeze", "release", ""] {
        house.days(1);
        house.sell(buyer, sku, 1).await;
        paid.push(
            house.balance(above, Account::Pending).await + house.balance(above, Account::Available).await,
        );
        if !turn.is_empty() {
            let why = serde_json::json!({ "reason": "orders that nobody made" });
            house.done(&owner, "POST", &format!("/staff/members/{above}/{turn}"), Some(why)).await;
        }
    }
    assert_eq!(paid, [250, 250, 500]);
    house.days(40);
    house.settled_books().await;
    let (db, place, now) = (house.db(), house.place.clone(), house.now());
    let back = std::thread::spawn(move || {
        assert!(settles_alike(&place) > 4);
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        history::export(&place, one.path(), &|_, _| ()).unwrap_or_else(|no| panic!("{no:?}"));
        let files = files(one.path());
        let again = opened_before(db, &files, TWO_LEVELS);
        history::import(&again.shop.writer, &files, std::sync::Arc::new(|_, _| ()))
            .unwrap_or_else(|no| panic!("{no:?}"));
        again.clock.set(Time(now));
        again.shop.writer.run_now(|work| Ok(work.id())).unwrap_or_else(|no| panic!("{no:?}"));
        history::export(&again.place, other.path(), &|_, _| ()).unwrap_or_else(|no| panic!("{no:?}"));
        for name in ["stops.csv", "rewards.csv", "products.csv"] {
            let read = |dir: &Path| std::fs::read_to_string(dir.join(name)).unwrap();
            assert_eq!(read(one.path()), read(other.path()), "{name}");
        }
        assert_eq!(std::fs::read_to_string(one.path().join("stops.csv")).unwrap().lines().count(), 3);
        assert!(std::fs::read_to_string(other.path().join("products.csv")).unwrap().contains(",Green tea,"));
    });
    back.join().unwrap();
}
on_both!(who_is_stopped_is_exported_settled_and_brought_in, stops_come_back);

#[test]
fn an_export_imported_and_exported_again_is_the_same_sqlite() {
    comes_back_the_same(Db::Sqlite);
}

#[test]
fn an_export_imported_and_exported_again_is_the_same_postgres() {
    comes_back_the_same(Db::Postgres);
}

#[test]
fn files_of_another_system_come_in_by_their_own_column_names_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write(
        "members.csv",
        "user,inviter,joined_at,rank\n小满,,2025-01-01 08:00:00,owner\nanna,小满,2025-01-02 08:00:00,\n",
    );
    let orders = |amount: &str| {
        format!(
            "no,line,at,buyer,amount,rate,product\nA1,1,2025-02-01 08:00:00,anna,100.00,20%,tea\n\
             A1,2,2025-02-01 08:00:00,anna,{amount},10%,cup\n"
        )
    };
    let name = |theirs: &str, ours: &str| (theirs.to_owned(), ours.to_owned());
    let files = Files {
        members: dir.path().join("members.csv"),
        orders: dir.path().join("orders.csv"),
        renames: vec![name("user", "member"), name("no", "order")],
        ..Files::default()
    };
    let house = opened_before(Db::Sqlite, &files, TWO_LEVELS);
    let import = || {
        let (writer, files) = (house.shop.writer.clone(), files.clone());
        std::thread::spawn(move || history::import(&writer, &files, std::sync::Arc::new(|_, _| ())))
            .join()
            .unwrap()
    };
    write("orders.csv", &orders("-5.00"));
    let wrong = import().unwrap_err().text.en;
    assert!(wrong.contains("orders.csv:3: a negative amount without refund_of"), "{wrong}");
    write("orders.csv", &orders("1.0.0"));
    let wrong = import().unwrap_err().text.en;
    assert!(wrong.contains("orders.csv:3: amount"), "{wrong}");
    write("orders.csv", &orders("50.00"));
    let imported = import().unwrap();
    assert_eq!((imported.members, imported.orders, imported.products), (2, 1, 2));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    house.clock.set(Time(crate::harness::START));
    runtime.block_on(house.settled_books());
    let out = tempfile::tempdir().unwrap();
    history::export(&house.place, out.path(), &|_, _| ()).unwrap();
    let rewards = std::fs::read_to_string(out.path().join("rewards.csv")).unwrap();
    let expected = "sale,A1/1,own,小满,0,100.00,0.2,20.00,\nsale,A1/2,own,小满,0,50.00,0.1,5.00,\n";
    assert!(rewards.ends_with(expected), "{rewards}");
}

/// Nothing that was taken off the shelves goes on sale by coming in from a file.
#[test]
fn what_is_not_sold_stays_unsold_in_files() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write("members.csv", "member,inviter,joined_at,rank\n1,,2025-01-01 08:00:00,owner\n");
    write("orders.csv", "order,line,at,buyer,amount,rate,product\n");
    let products = |word: &str| {
        format!(
            "product,sku,price,rate,stock,state\ntea,tea-1,1.00,20%,5,on\ntea,tea-2,2.00,20%,5,{word}\n\
             cup,cup-1,3.00,20%,5,Off\noil,oil-1,3.00,20%,5,\n"
        )
    };
    let files = Files {
        members: dir.path().join("members.csv"),
        orders: dir.path().join("orders.csv"),
        products: Some(dir.path().join("products.csv")),
        ..Files::default()
    };
    let house = opened_before(Db::Sqlite, &files, TWO_LEVELS);
    let import = || {
        let (writer, files) = (house.shop.writer.clone(), files.clone());
        std::thread::spawn(move || history::import(&writer, &files, std::sync::Arc::new(|_, _| ())))
            .join()
            .unwrap()
    };
    for word in ["下架", "offline", "0", "no", "o n"] {
        write("products.csv", &products(word));
        let wrong = import().unwrap_err().text.en;
        assert!(wrong.contains("products.csv:3: state"), "{word}: {wrong}");
    }
    write("products.csv", &products("OFF"));
    assert_eq!(import().unwrap().products, 3);
    let out = tempfile::tempdir().unwrap();
    history::export(&house.place, out.path(), &|_, _| ()).unwrap();
    let products = std::fs::read_to_string(out.path().join("products.csv")).unwrap();
    let states: Vec<String> = products
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|cells| format!("{} {}", cells[1], cells[9]))
        .collect();
    assert_eq!(states, ["tea-1 on", "tea-2 off", "cup-1 off", "oil-1 on"]);
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
