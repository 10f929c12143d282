//! The discipline of the tables, which lets a shop be spread over several servers by owner one day.

use std::collections::BTreeMap;

use banyan_store::Conn;

use crate::harness::{Db, fresh};

/// Tables that stay small and are the same on every server.
const SMALL: &[&str] = &[
    "migration",
    "clock",
    "key_check",
    "setting",
    "plan_version",
    "monitor_run",
    "alarm",
    "category",
    "product",
    "sku",
    "selling",
    "price",
    "freight",
    "picture",
    "campaign",
    "group_buy",
    "voucher_terms",
    "staff",
    "role_rights",
    "api_token",
    "audit",
    "webhook",
    "supplier",
    "simulation",
    "simulation_result",
    "chat_account",
    "chat_channel",
    "chat_group",
    "chat_tag",
    "lead_list",
    "wecom_connection",
    "wecom_error",
    "wecom_gap",
    "wecom_task",
];

/// Whose rows a table's rows are: its primary key and its unique keys have to hold one of these.
const OWNERS: &[&str] = &[
    "owner", "member", "buyer", "promoter", "hash", "code", "account", "group_id", "channel", "review",
    "person",
];

fn tables(conn: &mut Conn) -> BTreeMap<String, Vec<String>> {
    let sql = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c \
               WHERE t.type = 'table' AND c.pk > 0 ORDER BY t.name, c.pk";
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in conn.query(sql, &[]).unwrap() {
        found.entry(row.text(0).unwrap().to_owned()).or_default().push(row.text(1).unwrap().to_owned());
    }
    found
}

#[test]
fn every_key_of_a_table_that_grows_holds_its_owner() {
    let dir = tempfile::tempdir().unwrap();
    let place = fresh(Db::Sqlite, dir.path());
    place.migrate().unwrap();
    let mut conn = place.connect(false).unwrap();
    let tables = tables(&mut conn);
    assert!(tables.len() > 30, "the tables were found: {tables:?}");
    for (table, key) in &tables {
        if SMALL.contains(&table.as_str()) {
            continue;
        }
        // A member is their own owner.
        let is_own = table == "member" && key == &["id"];
        let has_owner = key.iter().any(|column| OWNERS.contains(&column.as_str()));
        assert!(is_own || has_owner, "{table}: no owner in its primary key {key:?}");
    }
    let rows = conn
        .query("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%UNIQUE%'", &[]);
    for row in rows.unwrap() {
        let (table, sql) = (row.text(0).unwrap().to_owned(), row.text(1).unwrap().to_owned());
        let mut columns = sql.split(['(', ',', ')']).skip(1).map(str::trim);
        let small = SMALL.contains(&table.as_str());
        // One server can only vouch for what is unique among its own owners' rows.
        assert!(
            small || columns.any(|column| OWNERS.contains(&column)),
            "{table}: no owner in a unique key: {sql}"
        );
    }
}

/// A shop from before rewards and entries were kept by time.
fn an_older_shop_comes_along(db: Db) {
    let dir = tempfile::tempdir().unwrap();
    let place = fresh(db, dir.path());
    let mut conn = place.connect(false).unwrap();
    conn.script("CREATE TABLE migration(version BIGINT PRIMARY KEY)").unwrap();
    conn.script(include_str!("../../../store/src/migrations/0001.sql")).unwrap();
    conn.script(include_str!("../../../store/src/migrations/0002.sql")).unwrap();
    conn.script("INSERT INTO migration(version) VALUES(1), (2)").unwrap();
    let reward = |at: i64| {
        format!(
            "INSERT INTO reward VALUES(7, 1, 5, 1, 0, 0, {at}, 'own', 1, 0, 1, 0, 100, 200000, 20, 0, 0, '7:1')"
        )
    };
    let entry = |at: i64| format!("INSERT INTO entry VALUES(7, 1, 3, 5, 1, 0, 0, {at}, 20)");
    conn.script(&reward(6)).unwrap();
    conn.script(&entry(6)).unwrap();
    for (id, state) in [(2, "frozen"), (3, "active"), (4, "frozen")] {
        let member = format!(
            "INSERT INTO member(id, rank, nickname, code, state) VALUES({id}, 1, '', 'c{id}', '{state}')"
        );
        conn.script(&member).unwrap();
        conn.script(&format!("INSERT INTO event VALUES({id}, {id}, {id}, 0, 0, 0, 1)")).unwrap();
    }
    place.migrate().unwrap();
    let sql =
        "SELECT r.at, r.amount, r.chain, e.at, e.amount FROM reward r JOIN entry e ON e.owner = r.owner";
    let found = conn.one(sql, &[]).unwrap().unwrap();
    let found = (
        found.int(0).unwrap(),
        found.int(1).unwrap(),
        found.text(2).unwrap(),
        found.int(3).unwrap(),
        found.int(4).unwrap(),
    );
    assert_eq!(found, (6, 20, "7:1", 6, 20));
    // Those who are stopped are stopped in the history, too, each at a moment of their own.
    let stops =
        conn.query("SELECT owner, id, at FROM event WHERE kind = 11 AND value = 1 ORDER BY id", &[]).unwrap();
    let stops: Vec<[i64; 3]> = stops.iter().map(|row| [0, 1, 2].map(|at| row.int(at).unwrap())).collect();
    assert_eq!(stops, [[2, 5, 5], [4, 6, 6]]);
    for again in [reward(8), entry(8)] {
        assert!(
            conn.script(&again).is_err(),
            "the same thing at another time is still the same thing: {again}"
        );
    }
}

#[test]
fn an_older_shop_comes_along_sqlite() {
    an_older_shop_comes_along(Db::Sqlite);
}

#[test]
fn an_older_shop_comes_along_postgres() {
    an_older_shop_comes_along(Db::Postgres);
}

#[test]
fn the_database_makes_no_ids_and_does_nothing_by_itself() {
    let sources = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../store/src/migrations")).unwrap();
    let mut read = 0;
    for file in sources {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap().to_uppercase();
        let text: String = text
            .lines()
            .map(|line| line.split("--").next().unwrap_or_default())
            .collect::<Vec<_>>()
            .join("\n");
        let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
        for word in [
            "TRIGGER",
            "SEQUENCE",
            "SERIAL",
            "AUTOINCREMENT",
            "RANDOM",
            "NOW",
            "CURRENT_TIMESTAMP",
            "REAL",
            "FLOAT",
            "DOUBLE",
        ] {
            assert!(!words.contains(&word), "a migration says {word}");
        }
        read += 1;
    }
    assert!(read > 0);
}

/// What the SQL files must not do: connections are opened in `store` only, SQL stands in `store` files and in single
/// statements of the nouns' actions, never in `http.rs`.
#[test]
fn routes_hold_no_sql() {
    let sources = crate::rooms::sources();
    for (room, path) in &sources {
        let text = std::fs::read_to_string(path).unwrap();
        let is_route = path.file_name().is_some_and(|name| name == "http.rs");
        let has_sql =
            ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM"].iter().any(|word| text.contains(word));
        assert!(!(is_route && has_sql), "{} holds SQL", path.display());
        let opens = text.contains("Connection::open") || text.contains("Client::connect");
        assert!(!opens || *room == "store", "{} opens a connection", path.display());
    }
    assert!(sources.len() > 50);
}
