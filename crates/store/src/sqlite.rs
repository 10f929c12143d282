//! SQLite: one file, write-ahead log, every commit on the disk before it is acknowledged.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use data_encoding::HEXLOWER;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql, params_from_iter};

use crate::{DbError, Row, Rows, Value};

/// How long a writer waits for the one of another process.
const BUSY: Duration = Duration::from_secs(30);
/// Bytes of a page of a new file. A commit writes each page that it touches to the log, and an order touches some ten at keys that
/// lie apart: small pages write less (docs/benchmarks.md). They cost processor time where much is written at once.
const PAGE: i64 = 1_024;
/// Bytes of a page of a file into which years are loaded at once.
const LARGE_PAGE: i64 = 4_096;
/// Pages in the log before they are written to the file: 64 MB. A page that is touched often is written there once.
const LOG: i64 = 64_000;
/// In KiB when negative: the upper levels of all trees of a shop with a million members. The operating system keeps the rest. Not more:
/// after a commit that moved pages SQLite looks at every page that it keeps (a page is moved by way of the highest number there is).
const CACHE: i64 = -8_000;
/// While years pass in a minute.
const LARGE_CACHE: i64 = -400_000;
/// Statements kept ready.
const STATEMENTS: usize = 256;

/// A connection.
pub struct Sqlite {
    conn: Connection,
    /// Our SQL and what SQLite reads in its place.
    read_as: HashMap<String, String>,
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(value) => ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
            Self::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Self::Bytes(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
            Self::Ints(values) => ToSqlOutput::from(list(values.iter())),
            Self::Pairs(pairs) => {
                ToSqlOutput::from(list(pairs.iter().map(|(one, other)| format!("[{one},{other}]"))))
            }
            Self::Keys(keys) => {
                ToSqlOutput::from(list(keys.iter().map(|key| format!("\"{}\"", HEXLOWER.encode(key)))))
            }
        })
    }
}

/// Makes an empty file with large pages, for a history that is loaded at once.
pub(super) fn lay_out(path: &Path) -> Result<(), DbError> {
    super::private(path)?;
    let conn = Connection::open(path)?;
    conn.pragma_update(None, "page_size", LARGE_PAGE)?;
    // Writes the first page, which fixes the size of all.
    Ok(conn.pragma_update(None, "journal_mode", "WAL")?)
}

impl Sqlite {
    pub(super) fn open(path: &Path, read_only: bool) -> Result<Self, DbError> {
        let base = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let flags = if read_only {
            OpenFlags::SQLITE_OPEN_READ_ONLY | base
        } else {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | base
        };
        if !read_only {
            super::private(path)?;
        }
        let conn = Connection::open_with_flags(path, flags)?;
        conn.busy_timeout(BUSY)?;
        // Plans that do not depend on parameters, or statements would be prepared again for every other value.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        if !read_only {
            conn.pragma_update(None, "page_size", PAGE)?;
            conn.pragma_update(None, "journal_mode", "WAL")?;
            conn.pragma_update(None, "synchronous", "FULL")?;
            conn.pragma_update(None, "wal_autocheckpoint", LOG)?;
        }
        conn.pragma_update(None, "foreign_keys", "ON")?;
        if read_only {
            // Not for the writer: SQLite's journal of statements would stay in memory with it, as a list that is walked from its
            // beginning after each of them, and a long transaction would take quadratic time.
            conn.pragma_update(None, "temp_store", "MEMORY")?;
        }
        conn.pragma_update(None, "cache_size", CACHE)?;
        Ok(Self { conn, read_as: HashMap::new() })
    }

    pub(super) fn statements(&self) -> Vec<String> {
        self.read_as.keys().cloned().collect()
    }

    /// The connection itself, for a backup.
    pub fn raw(&self) -> &Connection {
        &self.conn
    }

    pub(super) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        let mut statement = prepared(&self.conn, &mut self.read_as, sql)?;
        let columns = statement.column_count();
        let mut found = statement.query(params_from_iter(params))?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            let value = |column| -> Result<Value, DbError> {
                Ok(match row.get_ref(column)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(value) => Value::Int(value),
                    ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                    ValueRef::Real(real) => {
                        return Err(DbError::Broken(format!("a float ({real}) where none may be")));
                    }
                })
            };
            let mut values = Vec::with_capacity(columns);
            for column in 0..columns {
                values.push(value(column)?);
            }
            rows.push(Row(values));
        }
        Ok(rows)
    }

    pub(super) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        let mut statement = prepared(&self.conn, &mut self.read_as, sql)?;
        Ok(statement.execute(params_from_iter(params))? as u64)
    }

    pub(super) fn script(&mut self, sql: &str) -> Result<(), DbError> {
        Ok(self.conn.execute_batch(&dialect(sql))?)
    }

    pub(super) fn room(&mut self, much: bool) -> Result<(), DbError> {
        Ok(self.conn.pragma_update(None, "cache_size", if much { LARGE_CACHE } else { CACHE })?)
    }

    pub(super) fn set_durability(&mut self, is_durable: bool) -> Result<(), DbError> {
        self.conn.pragma_update(None, "synchronous", if is_durable { "FULL" } else { "OFF" })?;
        self.room(!is_durable)?;
        if is_durable {
            // Writes the log into the file, and the file to the disk.
            self.script("PRAGMA wal_checkpoint(TRUNCATE)")?;
        }
        Ok(())
    }

    pub(super) fn upsert(&mut self, rows: &Rows, conflict: &str) -> Result<(), DbError> {
        let places: Vec<String> = (1..=rows.columns.len()).map(|place| format!("?{place}")).collect();
        let sql = format!(
            "INSERT INTO {}({}) VALUES({}) {conflict}",
            rows.table,
            rows.columns.join(","),
            places.join(",")
        );
        self.each(&sql, rows)
    }

    pub(super) fn update(&mut self, rows: &Rows, keys: usize) -> Result<(), DbError> {
        let column = |place: usize| format!("{} = ?{}", rows.columns[place], place + 1);
        let set: Vec<String> = (keys..rows.columns.len()).map(column).collect();
        let found: Vec<String> = (0..keys).map(column).collect();
        let sql = format!("UPDATE {} SET {} WHERE {}", rows.table, set.join(","), found.join(" AND "));
        self.each(&sql, rows)
    }

    fn each(&mut self, sql: &str, rows: &Rows) -> Result<(), DbError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        for row in rows.rows() {
            statement.execute(params_from_iter(row))?;
        }
        Ok(())
    }
}

/// A list as JSON.
fn list(values: impl Iterator<Item = impl std::fmt::Display>) -> String {
    let mut out = String::from("[");
    for (place, value) in values.enumerate() {
        let _ = write!(out, "{}{value}", if place > 0 { "," } else { "" });
    }
    out.push(']');
    out
}

fn prepared<'a>(
    conn: &'a Connection,
    read_as: &mut HashMap<String, String>,
    sql: &str,
) -> rusqlite::Result<CachedStatement<'a>> {
    if let Some(known) = read_as.get(sql) {
        return conn.prepare_cached(known);
    }
    let read = dialect(sql);
    let statement = conn.prepare_cached(&read)?;
    read_as.insert(sql.to_owned(), read);
    Ok(statement)
}

/// Our SQL as SQLite reads it. In SQLite `$1` is a name, `?1` a place.
fn dialect(sql: &str) -> String {
    let many = super::expand(sql, "MANY(", |list| format!("(SELECT value FROM json_each({list}))"));
    let pairs = super::expand(&many, "PAIRS(", |list| {
        format!("(SELECT value ->> 0, value ->> 1 FROM json_each({list}))")
    });
    let keys = super::expand(&pairs, "KEYS(", |list| format!("(SELECT unhex(value) FROM json_each({list}))"));
    keys.replace('$', "?")
        .replace("BYTES", "BLOB")
        .replace("CLUSTERED", "WITHOUT ROWID")
        .replace("LOCKED", "")
}
