//! Every route, asked by everybody: who may do what is a file that is read by people.
//!
//! Routes come from the API's description, so that a new one is in here by itself. `BLESS=1` writes the file anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use axum::http::StatusCode;
use banyan_base::random::Seeded;
use banyan_base::tokens;
use banyan_people::staff::{Permission, Role};
use banyan_shop::http::openapi;
use banyan_store::Value as Cell;
use serde_json::{Map, Value, json};

use crate::harness::{Db, House, run};

/// Who asks.
#[derive(Debug, Clone, Copy)]
enum Asker {
    Nobody,
    Member,
    Frozen,
    Staff(Role),
    /// A program of an owner's that may look at members.
    Program,
}

/// One route of the description.
pub(crate) struct Route {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) operation: Value,
}

pub(crate) fn routes(document: &Value) -> Vec<Route> {
    let mut found = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let path = path.strip_prefix("/api/v1").unwrap().to_owned();
            found.push(Route { method: method.to_uppercase(), path, operation: operation.clone() });
        }
    }
    found.sort_by(|one, other| (&one.path, &one.method).cmp(&(&other.path, &other.method)));
    found
}

/// Something that a schema accepts, with as little in it as it lets be.
fn example(document: &Value, schema: &Value, depth: usize) -> Value {
    if depth > 12 {
        return Value::Null;
    }
    if let Some(place) = schema["$ref"].as_str() {
        return example(document, document.pointer(&place[1..]).unwrap(), depth + 1);
    }
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    if !schema["const"].is_null() {
        return schema["const"].clone();
    }
    for key in ["oneOf", "anyOf"] {
        let is_something = |one: &&Value| one["type"] != "null";
        if let Some(one) = schema[key].as_array().and_then(|all| all.iter().find(is_something)) {
            return example(document, one, depth + 1);
        }
    }
    if let Some(all) = schema["allOf"].as_array() {
        let mut whole = Map::new();
        for one in all {
            if let Value::Object(part) = example(document, one, depth + 1) {
                whole.extend(part);
            }
        }
        return Value::Object(whole);
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").cloned().unwrap_or_default(),
        kind => kind.clone(),
    };
    match kind.as_str() {
        Some("object") => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let name = |name: &Value| name.as_str().unwrap().to_owned();
            let field =
                |key: &Value| (name(key), example(document, &schema["properties"][name(key)], depth + 1));
            Value::Object(required.iter().map(field).collect())
        }
        Some("array") => {
            let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
            Value::Array(vec![example(document, &schema["items"], depth + 1); least])
        }
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("boolean") => json!(false),
        Some("string") if schema["pattern"].as_str().is_some_and(|pattern| pattern.contains("0-9")) => {
            json!("1")
        }
        Some("string") if schema["format"] == "date-time" => json!("2026-01-01T00:00:00Z"),
        Some("string") => {
            let least = schema["minLength"].as_u64().unwrap_or(1).max(1) as usize;
            json!("xyzwvutsrqponm".chars().cycle().take(least).collect::<String>())
        }
        _ => json!({}),
    }
}

impl House {
    /// Somebody new each time: what one request does to who asks tells nothing of the next.
    async fn asker(&self, asker: Asker, number: u64) -> String {
        match asker {
            Asker::Nobody => String::new(),
            Asker::Member => {
                let member = self.member(None, 1).await;
                self.signed_in(member).await
            }
            Asker::Frozen => {
                let member = self.member(None, 1).await;
                let freeze = self.shop.writer.run(move |work| {
                    let sql = "UPDATE member SET state = 'frozen' WHERE id = $1";
                    Ok(work.conn.execute(sql, &[Cell::Int(member)])?)
                });
                freeze.await.unwrap();
                self.signed_in(member).await
            }
            Asker::Staff(role) => self.staff(role.word()).await,
            Asker::Program => {
                let issuer = self.staff("owner").await;
                let staff: i64 = issuer.rsplit('-').next().unwrap().parse().unwrap();
                let token = tokens::api(&mut Seeded::new(number)).unwrap();
                let hash = token.hash().0.to_vec();
                let scopes = serde_json::to_string(&[Permission::MembersRead]).unwrap();
                let issue = self.shop.writer.run(move |work| {
                    let id = work.id();
                    let sql =
                        "INSERT INTO api_token(hash, id, staff, name, scopes) VALUES($1, $2, $3, 'test', $4)";
                    let values = [Cell::Bytes(hash), Cell::Int(id), Cell::Int(staff), Cell::Text(scopes)];
                    Ok(work.conn.execute(sql, &values)?)
                });
                issue.await.unwrap();
                token.reveal().to_owned()
            }
        }
    }

    /// What one asker is told at one route: `yes` if they get past the door, whatever is behind it.
    async fn told(&self, document: &Value, route: &Route, token: &str) -> String {
        let mut path = route.path.clone();
        let mut query = Vec::new();
        for parameter in route.operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let value = example(document, &parameter["schema"], 0);
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            match parameter["in"].as_str() {
                Some("path") => path = path.replace(&format!("{{{name}}}"), &value),
                Some("query") if parameter["required"] == true => query.push(format!("{name}={value}")),
                _ => {}
            }
        }
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        let content = route.operation["requestBody"]["content"].as_object();
        let json_body = content.and_then(|content| content.get("application/json"));
        let (status, answer) = match (content, json_body) {
            (Some(_), None) => self.send(token, &route.method, &path, b"x".to_vec()).await,
            (_, body) => {
                let body = body.map(|body| example(document, &body["schema"], 0));
                self.ask(token, &route.method, &path, body).await
            }
        };
        assert!(!status.is_server_error(), "{} {path}: {status} {answer}", route.method);
        // A body that the door itself cannot read would hide whether they may come in.
        let code = answer["code"].as_str().unwrap_or_default();
        assert!(code != "json_invalid", "{} {path}: {answer}", route.method);
        match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => code.to_owned(),
            _ => "yes".to_owned(),
        }
    }
}

async fn table(house: &House) -> String {
    let document: Value = serde_json::from_str(&openapi()).unwrap();
    let mut askers = vec![("nobody", Asker::Nobody), ("member", Asker::Member), ("frozen", Asker::Frozen)];
    askers.extend(Role::ALL.map(|role| (role.word(), Asker::Staff(role))));
    askers.push(("token:members_read", Asker::Program));
    let mut out = String::from(
        "# Who may ask what. `yes`: gets past the door, whatever is behind it. Written by BLESS=1 cargo test.\n",
    );
    let mut number = 1_000;
    for route in routes(&document) {
        let mut told: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (name, asker) in &askers {
            number += 1;
            let token = house.asker(*asker, number).await;
            told.entry(house.told(&document, &route, &token).await).or_default().push(name);
        }
        let _ = writeln!(out, "\n{} {}", route.method, route.path);
        for (answer, names) in told {
            let _ = writeln!(out, "  {answer}: {}", names.join(" "));
        }
    }
    out
}

fn compare(db: Db) {
    run(db, |house| async move {
        let now = table(&house).await;
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/permissions.txt");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, &now).unwrap();
        }
        let before = std::fs::read_to_string(&file).unwrap_or_default();
        let first = before.lines().zip(now.lines()).find(|(before, now)| before != now);
        assert!(before == now, "who may do what has changed, first at {first:?}; if on purpose: BLESS=1");
    });
}

#[test]
fn who_may_do_what_changes_only_on_purpose_sqlite() {
    compare(Db::Sqlite);
}

#[test]
fn who_may_do_what_changes_only_on_purpose_postgres() {
    compare(Db::Postgres);
}
