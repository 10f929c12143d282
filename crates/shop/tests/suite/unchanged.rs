//! Whatever is refused leaves everything as it was: random requests at every route, half of them nonsense, by everybody. Each that is
//! not granted is held against the whole database.
//!
//! `BANYAN_REQUESTS` says how many, `BANYAN_SEED` which.

use std::collections::BTreeMap;

use banyan_ops::history::{Against, Verified, verify};
use banyan_ops::privacy::columns::tables;
use banyan_shop::http::openapi;
use banyan_store::{Conn, DbError};
use serde_json::{Map, Value, json};

use crate::harness::{Db, House, run};
use crate::permissions::{Route, routes};
use crate::world::Dice;

/// What tells of requests themselves: who guessed how often, what was answered, what was done and at which moments.
const OF_REQUESTS: [&str; 5] = ["answer", "attempt", "audit", "clock", "idempotency"];

const REQUESTS: usize = 400;

type Dump = BTreeMap<&'static str, Vec<String>>;

fn dump(conn: &mut Conn) -> Result<Dump, DbError> {
    let mut all = Dump::new();
    for table in tables().filter(|table| !OF_REQUESTS.contains(&table.name)) {
        let columns: Vec<&str> =
            table.kept.iter().copied().chain(table.emptied.iter().map(|(name, _)| *name)).collect();
        let rows = conn.query(&format!("SELECT {} FROM {}", columns.join(", "), table.name), &[])?;
        let mut rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
        rows.sort();
        all.insert(table.name, rows);
    }
    Ok(all)
}

/// Makes requests up.
struct Guesser {
    dice: Dice,
    document: Value,
    /// Ids of what there is.
    ids: Vec<String>,
}

impl Guesser {
    fn word(&mut self) -> String {
        if self.dice.hits(70) {
            let place = self.dice.below(self.ids.len());
            return self.ids[place].clone();
        }
        let odd = [
            "",
            "0",
            "-1",
            "9223372036854775807",
            "99999999999999999999",
            "x",
            "2026-02-30T00:00:00Z",
            "%",
            "on",
        ];
        match self.dice.below(odd.len() + 1) {
            place if place < odd.len() => odd[place].to_owned(),
            _ => "长".repeat(self.dice.below(3_000)),
        }
    }

    /// Something like what a schema asks for.
    fn made(&mut self, schema: &Value, depth: usize) -> Value {
        if depth > 8 {
            return Value::Null;
        }
        if let Some(place) = schema["$ref"].as_str() {
            let target = self.document.pointer(&place[1..]).unwrap().clone();
            return self.made(&target, depth + 1);
        }
        if let Some(all) = schema["enum"].as_array().filter(|_| self.dice.hits(90)) {
            return all[self.dice.below(all.len())].clone();
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(all) = schema[key].as_array() {
                let place = self.dice.below(all.len());
                return self.made(&all[place], depth + 1);
            }
        }
        if let Some(all) = schema["allOf"].as_array() {
            let parts = all.iter().filter_map(|one| match self.made(one, depth + 1) {
                Value::Object(part) => Some(part),
                _ => None,
            });
            return Value::Object(parts.flatten().collect());
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => kinds[self.dice.below(kinds.len())].clone(),
            kind => kind.clone(),
        };
        match kind.as_str() {
            Some("object") => self.object(schema, depth),
            Some("array") => {
                let count = self.dice.below(3);
                (0..count).map(|_| self.made(&schema["items"], depth + 1)).collect()
            }
            Some("integer" | "number") => {
                let numbers = [-1, 0, 1, 1, 2, 2, 3, 100, 10_000, i64::MAX];
                json!(numbers[self.dice.below(numbers.len())])
            }
            Some("boolean") => json!(self.dice.hits(50)),
            Some("null") => Value::Null,
            _ => json!(self.word()),
        }
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let mut whole = Map::new();
        for (name, inner) in schema["properties"].as_object().cloned().unwrap_or_default() {
            let percent = if required.contains(&json!(name)) { 97 } else { 40 };
            if self.dice.hits(percent) {
                whole.insert(name, self.made(&inner, depth + 1));
            }
        }
        Value::Object(whole)
    }

    fn path(&mut self, route: &Route) -> String {
        let mut path = route.path.clone();
        for parameter in route.operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            if parameter["in"] == "path" {
                let value: String = self.word().chars().filter(char::is_ascii_alphanumeric).collect();
                let value = if value.is_empty() { "0".to_owned() } else { value };
                path = path.replace(&format!("{{{name}}}"), &value);
            }
        }
        path
    }
}

/// What there is to refuse something of.
async fn furnish(house: &House) -> (i64, i64) {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 100).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    house.place(buyer, sku, 1).await.unwrap();
    house.sell(buyer, sku, 2).await;
    let sent = house.sell(buyer, sku, 2).await;
    house.deliver(buyer, sent.order).await;
    house.days(40);
    house.sell(buyer, sku, 1).await;
    house.refund(buyer, sent.order, 1, None).await.unwrap();
    (seller, buyer)
}

fn ids(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    let mut all = Vec::new();
    for table in ["member", "product", "sku", "orders", "payment", "refund", "staff", "withdrawal"] {
        for row in conn.query(&format!("SELECT id FROM {table} ORDER BY id"), &[])? {
            all.push(row.int(0)?.to_string());
        }
    }
    Ok(all)
}

async fn guess(house: &House) {
    let number =
        |name: &str, usual| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (seller, buyer) = furnish(house).await;
    let owner = house.staff("owner").await;
    let owner: i64 = owner.rsplit('-').next().unwrap().parse().unwrap();
    let document: Value = serde_json::from_str(&openapi()).unwrap();
    let all: Vec<Route> = routes(&document).into_iter().filter(|route| route.method != "GET").collect();
    let ids = house.shop.reader.read(ids).await.unwrap();
    let mut guesser = Guesser { dice: Dice::new(number("BANYAN_SEED", 1) as u64), document, ids };
    let (mut refused, mut granted) = (0, 0);
    for _ in 0..number("BANYAN_REQUESTS", REQUESTS) {
        let token = match guesser.dice.below(10) {
            0 => String::new(),
            1..=3 => house.session("member", buyer).await,
            4 => house.session("member", seller).await,
            _ => house.session("staff", owner).await,
        };
        let route = &all[guesser.dice.below(all.len())];
        let path = guesser.path(route);
        let content = route.operation["requestBody"]["content"]["application/json"]["schema"].clone();
        let body = (!content.is_null()).then(|| guesser.made(&content, 0));
        let before = house.shop.reader.read(dump).await.unwrap();
        let (status, answer) = house.ask(&token, &route.method, &path, body.clone()).await;
        assert!(!status.is_server_error(), "{} {path} {body:?}: {status} {answer}", route.method);
        if status.is_success() {
            granted += 1;
            continue;
        }
        refused += 1;
        let after = house.shop.reader.read(dump).await.unwrap();
        for (table, rows) in &before {
            let now = &after[table];
            let told = || format!("{} {path} {body:?}: {status} {answer} changed {table}", route.method);
            assert!(rows == now, "{}\n{:?}\n{:?}", told(), rows.last(), now.last());
        }
    }
    eprintln!("{refused} refused, {granted} granted");
    assert!(refused > granted && granted > 0);
    // What is known in memory is what a fresh start reads: the shop goes on, and computing it again finds nothing.
    house.days(100);
    house.shop.writer.beat().await.unwrap();
    let (place, shop) = (house.place.clone(), house.shop.clone());
    let verified = std::thread::spawn(move || {
        let against = Against { vault: Some(&shop.facts.vault), heads: "" };
        verify(&place, against, &|_, _| ()).and_then(Verified::clean)
    });
    verified.join().unwrap().unwrap_or_else(|no| panic!("{no:?}"));
}

#[test]
fn whatever_is_refused_leaves_everything_as_it_was_sqlite() {
    run(Db::Sqlite, |house| async move { guess(&house).await });
}

#[test]
fn whatever_is_refused_leaves_everything_as_it_was_postgres() {
    run(Db::Postgres, |house| async move { guess(&house).await });
}
