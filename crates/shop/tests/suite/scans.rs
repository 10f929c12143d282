//! No figure of a day looks at all of history: what reports, the ledger's pages and the daily watch ask the database for is planned by
//! it, and no plan reads a table that grows with orders from end to end.

use std::collections::{BTreeSet, HashMap};

use banyan_plan::time::DAY;
use banyan_rules::monitors;
use banyan_store::Conn;
use serde_json::json;

use crate::harness::{Db, House, on_both};

/// Tables that grow with every order for good.
const HISTORY: &[&str] =
    &["orders", "line", "payment", "refund", "entry", "reward", "event", "outbox", "visit"];
/// Indexes that hold only what somebody still has to do.
const OPEN: &[&str] = &["orders_to_ship"];

const PAGES: &[&str] = &[
    "/staff/reports/overview",
    "/staff/reports/overview?by=month&since=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z",
    "/staff/reports/products",
    "/staff/reports/cohorts",
    "/staff/reports/incomes",
    "/staff/ledger/accounts",
    "/staff/ledger/entries",
    "/staff/monitors",
    "/shop/earnings",
];

/// What the names in a statement stand for.
fn tables(sql: &str) -> HashMap<&str, &str> {
    let words: Vec<&str> = sql
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = HashMap::new();
    for three in words.windows(3) {
        if matches!(three[0], "FROM" | "JOIN") {
            found.insert(three[1], three[1]);
            found.insert(three[2], three[1]);
        }
    }
    found
}

/// Steps of SQLite's plan that read all of a table of the history.
fn whole_in_sqlite(conn: &mut Conn, sql: &str) -> Vec<String> {
    let names = tables(sql);
    let params = vec![banyan_store::Value::Null; params(sql)];
    let rows = conn.query(&format!("EXPLAIN QUERY PLAN {sql}"), &params).unwrap();
    let steps = rows.iter().map(|row| row.text(3).unwrap().to_owned());
    let is_whole = |step: &String| {
        let Some(rest) = step.strip_prefix("SCAN ") else { return false };
        let name = rest.split(' ').next().unwrap_or_default();
        let table = names.get(name).copied().unwrap_or(name);
        HISTORY.contains(&table) && !OPEN.iter().any(|index| rest.contains(index))
    };
    steps.filter(is_whole).collect()
}

/// The same of PostgreSQL's, which reads small tables from end to end unless it is told not to.
fn whole_in_postgres(conn: &mut Conn, sql: &str) -> Vec<String> {
    conn.script("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan")
        .unwrap();
    conn.script(&format!("PREPARE looked AS {sql}")).unwrap();
    let nothing = vec!["NULL"; params(sql)].join(", ");
    let asked =
        if nothing.is_empty() { "EXECUTE looked".to_owned() } else { format!("EXECUTE looked({nothing})") };
    let rows = conn.query(&format!("EXPLAIN {asked}"), &[]).unwrap();
    conn.script("DEALLOCATE looked").unwrap();
    let steps: Vec<String> = rows.iter().map(|row| row.text(0).unwrap().trim().to_owned()).collect();
    let is_step = |line: &String| line.starts_with("->") || line.contains("  (cost=");
    let mut found = Vec::new();
    for (place, step) in steps.iter().enumerate() {
        let Some((how, rest)) = step.split_once(" on ").filter(|(how, _)| how.contains("Scan")) else {
            continue;
        };
        let table = rest.split(' ').next().unwrap_or_default();
        let is_of_history = HISTORY.iter().any(|one| table == *one || table.starts_with(&format!("{one}_")));
        // A condition on a later column than the first reads all of an index, too.
        let index = how.split_once("using ").map_or(rest, |(_, index)| index).split(' ').next();
        let first = format!("({} ", first_column(conn, index.unwrap_or_default()));
        let is_limited = steps[place + 1..]
            .iter()
            .take_while(|line| !is_step(line))
            .any(|line| line.starts_with("Index Cond") && line.contains(&first));
        // Its last entry and no other.
        let is_last = how.contains("Backward") && sql.ends_with("LIMIT 1");
        let is_open = OPEN.iter().any(|index| step.contains(index));
        if is_of_history && !how.contains("Bitmap Heap") && !is_limited && !is_open && !is_last {
            found.push(step.clone());
        }
    }
    found
}

fn first_column(conn: &mut Conn, index: &str) -> String {
    let sql = "SELECT a.attname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1 \
               WHERE c.relkind = 'i' AND c.relname::text = $1";
    conn.one(sql, &banyan_store::row![index])
        .unwrap()
        .map(|row| row.text(0).unwrap().to_owned())
        .unwrap_or_default()
}

fn params(sql: &str) -> usize {
    let number =
        |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
    sql.split('$').skip(1).map(number).max().unwrap_or(0)
}

async fn looked_at(house: House, db: Db) {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 100).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let placed = house.sell(buyer, sku, 2).await;
    house.refund(buyer, placed.order, 1, None).await.unwrap();
    let boss = house.staff("owner").await;
    for page in PAGES {
        house.done(&boss, "GET", page, None).await;
    }
    assert!(monitors::daily(&house.shop).await.unwrap());
    let asked: BTreeSet<String> = house.shop.reader.statements().into_iter().collect();
    let figures: Vec<String> = asked
        .into_iter()
        .filter(|sql| {
            sql.starts_with("SELECT") && HISTORY.iter().any(|table| tables(sql).contains_key(table))
        })
        .collect();
    assert!(figures.len() > 12, "{figures:#?}");
    let look = move |conn: &mut Conn| {
        let whole = if db == Db::Sqlite { whole_in_sqlite } else { whole_in_postgres };
        let found: Vec<(String, Vec<String>)> = figures
            .into_iter()
            .map(|sql| (sql.clone(), whole(conn, &sql)))
            .filter(|(_, steps)| !steps.is_empty())
            .collect();
        assert!(found.is_empty(), "these look at all of history: {found:#?}");
        // The test sees what it looks for.
        let sum = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM reward WHERE at >= $1";
        assert_eq!(whole(conn, sum).len(), 1);
    };
    let place = house.place.clone();
    std::thread::spawn(move || look(&mut place.connect(true).unwrap())).join().unwrap();
}

#[test]
fn no_figure_of_a_day_looks_at_all_of_history_sqlite() {
    crate::harness::run(Db::Sqlite, |house| looked_at(house, Db::Sqlite));
}

#[test]
fn no_figure_of_a_day_looks_at_all_of_history_postgres() {
    crate::harness::run(Db::Postgres, |house| looked_at(house, Db::Postgres));
}

on_both!(what_the_shop_has_is_kept_and_is_the_sum_of_its_entries, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 100).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    house.sell(buyer, sku, 2).await;
    let boss = house.staff("owner").await;
    let accounts = house.done(&boss, "GET", "/staff/ledger/accounts", None).await;
    let cash = accounts.as_array().unwrap().iter().find(|one| one["account"] == "cash").unwrap();
    assert_eq!((&cash["balance"], &cash["of"]), (&json!(-40_000), &json!("shop")));
    house.settled_books().await;
    // A balance that is not the sum of its entries is found, the shop's as anybody's.
    let place = house.place.clone();
    let spoil = "UPDATE balance SET amount = amount + 1 WHERE owner = 0 AND account = (SELECT MIN(account) FROM balance WHERE owner = 0)";
    std::thread::spawn(move || place.connect(false).unwrap().script(spoil).unwrap()).join().unwrap();
    assert!(house.shop.reader.read(banyan_core::ledger::check).await.unwrap().is_some());
});

on_both!(what_is_too_old_is_forgotten, |house| async move {
    let boss = house.staff("owner").await;
    let wanted = json!({ "url": "https://example.com/hook", "topics": ["*"] });
    let made = house.done(&boss, "POST", "/webhooks", Some(wanted)).await;
    let webhook: i64 = made["id"].as_str().unwrap().parse().unwrap();
    let sku = house.product("tea", 20_000, 9_000, 200_000, 100).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    house.sell(buyer, sku, 1).await;
    let insert = move |work: &mut banyan_core::work::Work<'_>| {
        let (id, sql) = (work.id(), "INSERT INTO visit(promoter, id, visitor) VALUES($1, $2, 'x')");
        Ok(work.conn.execute(sql, &banyan_store::row![seller, id])?)
    };
    house.shop.writer.run(insert).await.unwrap();
    let run = |forget: fn(&mut banyan_core::work::Work<'_>) -> Result<u64, banyan_base::refusal::Refusal>| {
        let writer = house.shop.writer.clone();
        async move { writer.run(forget).await.unwrap() }
    };
    let later = |days: i64| house.clock.set(banyan_plan::time::Time(house.now() + days * DAY));
    later(31);
    assert_eq!(run(banyan_ops::webhooks::forget).await, 0, "the webhook has not been told of it yet");
    let told = move |work: &mut banyan_core::work::Work<'_>| {
        let at = work.id();
        Ok(work
            .conn
            .execute("UPDATE webhook SET cursor = $2 WHERE id = $1", &banyan_store::row![webhook, at])?)
    };
    house.shop.writer.run(told).await.unwrap();
    assert!(run(banyan_ops::webhooks::forget).await > 0, "members, and an order that was paid");
    assert_eq!(run(banyan_ops::webhooks::forget).await, 0, "what is new stays");
    house.sell(buyer, sku, 1).await;
    later(91);
    assert!(run(banyan_ops::webhooks::forget).await > 0, "nobody waits for it any more");
    assert_eq!(run(banyan_people::members::forget_visits).await, 0);
    later(300);
    assert_eq!(run(banyan_people::members::forget_visits).await, 1);
    house.computed_alike();
});
