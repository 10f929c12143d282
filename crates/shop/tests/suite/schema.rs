//! The discipline of the tables, which lets a shop be spread over several servers by owner one day.

use std::collections::BTreeMap;

use banyan_shop::db::Conn;

use crate::harness::{Db, fresh};

/// Tables that stay small and are the same on every server.
const SMALL: &[&str] = &[
    "migration",
    "clock",
    "setting",
    "plan_version",
    "monitor_run",
    "alarm",
    "category",
    "product",
    "sku",
    "search_term",
    "picture",
    "staff",
    "api_token",
    "audit",
    "webhook",
    "supplier",
    "simulation",
    "simulation_result",
];

/// Whose rows a table's rows are: the first column of its primary key has to be one of these.
const OWNERS: &[&str] = &["owner", "member", "buyer", "promoter", "hash", "code", "account"];

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
fn every_table_that_grows_has_its_owner_first() {
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
        // A member is her own owner.
        let is_own = table == "member" && key == &["id"];
        assert!(
            is_own || OWNERS.contains(&key[0].as_str()),
            "{table}: its primary key begins with {}",
            key[0]
        );
    }
    let rows = conn
        .query("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%UNIQUE%'", &[]);
    for row in rows.unwrap() {
        let (table, sql) = (row.text(0).unwrap().to_owned(), row.text(1).unwrap().to_owned());
        let first = sql.split(['(', ',', ')']).nth(1).unwrap_or_default().trim().to_owned();
        let small = SMALL.contains(&table.as_str());
        assert!(small || OWNERS.contains(&first.as_str()), "{table}: a unique key begins with {first}");
    }
}

#[test]
fn the_database_makes_no_ids_and_does_nothing_by_itself() {
    let sources = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/db/migrations")).unwrap();
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

/// What the SQL files must not do: connections are opened in `db/` only, SQL stands in `store` files and in single
/// statements of the nouns' actions, never in `http.rs`.
#[test]
fn routes_hold_no_sql() {
    fn walk(dir: &std::path::Path, check: &mut impl FnMut(&std::path::Path, &str)) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, check);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                check(&path, &std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let source = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let mut seen = 0;
    walk(source, &mut |path, text| {
        seen += 1;
        let is_route = path.file_name().is_some_and(|name| name == "http.rs");
        let has_sql =
            ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM"].iter().any(|word| text.contains(word));
        assert!(!(is_route && has_sql), "{} holds SQL", path.display());
        let opens = text.contains("Connection::open") || text.contains("Client::connect");
        assert!(!opens || path.starts_with(source.join("db")), "{} opens a connection", path.display());
    });
    assert!(seen > 50);
}
