//! PostgreSQL: for a shop that needs several server processes.

mod tls;
mod values;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::future::{join, join_all};
use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, NoTls, Statement};

use self::tls::Route;
use self::values::{Column, read};
use crate::{DbError, Row, Rows, Value};

/// A connection, with its statements kept ready. Not to be used from inside of an async runtime: it has its own.
///
/// What a transaction writes gives nothing back, so it waits, and goes in one trip with the next read or with the commit; if
/// something is wrong with it, that is said then.
pub struct Postgres {
    runtime: Runtime,
    client: Arc<Client>,
    statements: HashMap<String, Statement>,
    types: HashMap<(String, String), &'static str>,
    is_in_transaction: bool,
    waiting: Vec<Wait>,
}

/// A write that is not sent yet.
type Wait = Pin<Box<dyn Future<Output = Result<u64, Error>> + Send>>;

/// The advisory lock of whoever serves a shop, or replaces it.
const SHOP_LOCK: i64 = 0x0062_616E_7961_6E01;

/// Writes that wait at most.
const WAITING: usize = 16;

impl Postgres {
    pub(super) fn open(url: &str, read_only: bool) -> Result<Self, DbError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| DbError::Broken(error.to_string()))?;
        let Route { config, tls } = Route::read(url)?;
        // A task moves the bytes, while the runtime runs. What goes wrong is told to whoever waits for an answer.
        let client = match tls {
            None => {
                let (client, wire) = runtime.block_on(config.connect(NoTls))?;
                runtime.spawn(async move { drop(wire.await) });
                client
            }
            Some(tls) => {
                let (client, wire) = runtime.block_on(config.connect(tls))?;
                runtime.spawn(async move { drop(wire.await) });
                client
            }
        };
        let mut conn = Self {
            runtime,
            client: Arc::new(client),
            statements: HashMap::new(),
            types: HashMap::new(),
            is_in_transaction: false,
            waiting: Vec::new(),
        };
        conn.script(if read_only {
            "SET default_transaction_read_only = on; SET statement_timeout = '30s'"
        } else {
            // What is written is found by its keys: one plan for a statement, however long its lists are.
            "SET synchronous_commit = on; SET lock_timeout = '30s'; SET client_min_messages = warning; \
             SET plan_cache_mode = force_generic_plan"
        })?;
        Ok(conn)
    }

    /// Begins a transaction that writes.
    pub(super) fn begin(&mut self) -> Result<(), DbError> {
        self.script("BEGIN")?;
        self.is_in_transaction = true;
        Ok(())
    }

    /// A server that was told of something wrong undoes it all, and what was wrong is the error.
    pub(super) fn commit(&mut self) -> Result<(), DbError> {
        self.is_in_transaction = false;
        self.script("COMMIT")
    }

    pub(super) fn rollback(&mut self) -> Result<(), DbError> {
        self.is_in_transaction = false;
        self.waiting.clear();
        self.script("ROLLBACK")
    }

    /// Gives nothing back, so it goes with the next trip.
    pub(super) fn savepoint(&mut self) {
        let client = self.client.clone();
        self.waiting
            .push(Box::pin(async move { client.batch_execute("SAVEPOINT request").await.map(|()| 0) }));
    }

    /// Sends what waits, the savepoint among it, before all of it is undone. What is wrong with it has been told, or does not
    /// matter any more.
    pub(super) fn forget_errors(&mut self) {
        let _ = self.settle();
    }

    /// Writes what waits.
    fn settle(&mut self) -> Result<(), DbError> {
        if self.waiting.is_empty() { Ok(()) } else { self.trip(async { Ok(()) }) }
    }

    /// One lock for each database. It is the connection's, whatever becomes of its transactions.
    pub(super) fn lock_shop(&mut self, how: &str) -> Result<bool, DbError> {
        let sql = format!("SELECT CASE WHEN {how}($1) THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END");
        let got = self.query(&sql, &[Value::Int(SHOP_LOCK)])?;
        got.first().map_or(Ok(false), |row| row.flag(0))
    }

    pub(super) fn statements(&self) -> Vec<String> {
        self.statements.keys().cloned().collect()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    pub(super) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        let (client, statement) = (self.client.clone(), self.prepare(sql)?);
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        self.trip(client.query(&statement, &params))?.iter().map(read).collect()
    }

    pub(super) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        let (client, statement) = (self.client.clone(), self.prepare(sql)?);
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        self.trip(client.execute(&statement, &params))
    }

    pub(super) fn script(&mut self, sql: &str) -> Result<(), DbError> {
        let client = self.client.clone();
        self.trip(client.batch_execute(&dialect(sql)))
    }

    pub(super) fn upsert(&mut self, rows: &Rows, conflict: &str) -> Result<(), DbError> {
        let source = self.source(rows)?;
        let sql = format!(
            "INSERT INTO {}({}) SELECT * FROM {source} {conflict}",
            rows.table,
            rows.columns.join(",")
        );
        self.write(&sql, rows)
    }

    pub(super) fn update(&mut self, rows: &Rows, keys: usize) -> Result<(), DbError> {
        let source = self.source(rows)?;
        let set: Vec<String> =
            rows.columns[keys..].iter().map(|column| format!("{column} = new.{column}")).collect();
        let found: Vec<String> =
            rows.columns[..keys].iter().map(|column| format!("old.{column} = new.{column}")).collect();
        let sql = format!(
            "UPDATE {} AS old SET {} FROM {source} AS new({}) WHERE {}",
            rows.table,
            set.join(","),
            rows.columns.join(","),
            found.join(" AND ")
        );
        self.write(&sql, rows)
    }

    /// One array for each column. In a transaction it waits.
    fn write(&mut self, sql: &str, rows: &Rows) -> Result<(), DbError> {
        let (client, statement, columns) = (self.client.clone(), self.prepare(sql)?, Column::all(rows));
        self.waiting.push(Box::pin(async move { client.execute_raw(&statement, columns).await }));
        if self.is_in_transaction && self.waiting.len() < WAITING { Ok(()) } else { self.settle() }
    }

    /// Sends what waits and one thing more, in this order, and waits for all of it.
    fn trip<T>(&mut self, last: impl Future<Output = Result<T, Error>>) -> Result<T, DbError> {
        let waiting = join_all(std::mem::take(&mut self.waiting));
        let (written, last) = self.runtime.block_on(join(waiting, last));
        for done in written {
            done?;
        }
        Ok(last?)
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, DbError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let client = self.client.clone();
        let statement = self.trip(client.prepare(&dialect(sql)))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// `unnest($1::bigint[], …)` for the columns of a table.
    fn source(&mut self, rows: &Rows) -> Result<String, DbError> {
        let mut source = String::from("unnest(");
        for (place, column) in rows.columns.iter().enumerate() {
            let kind = self.type_of(rows.table, column)?;
            let _ = write!(source, "{}${}::{kind}[]", if place > 0 { "," } else { "" }, place + 1);
        }
        Ok(source + ")")
    }

    fn type_of(&mut self, table: &str, column: &str) -> Result<&'static str, DbError> {
        if !self.types.contains_key(&(table.to_owned(), column.to_owned())) {
            let found = self.query(
                "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
                 WHERE table_schema = current_schema()",
                &[],
            )?;
            for row in found {
                let kind = match row.text(2)? {
                    "bigint" => "bigint",
                    "bytea" => "bytea",
                    _ => "text",
                };
                self.types.insert((row.text(0)?.to_owned(), row.text(1)?.to_owned()), kind);
            }
        }
        let known = self.types.get(&(table.to_owned(), column.to_owned())).copied();
        known.ok_or_else(|| DbError::Broken(format!("there is no column {table}.{column}")))
    }
}

/// Our SQL as PostgreSQL reads it. Pairs come as one array: all that come first, then all that come second.
fn dialect(sql: &str) -> String {
    // Not a subquery: its rows would be joined, and a table that was small when the statement was planned be read from end to end.
    let many = super::expand(sql, "IN MANY(", |list| format!("= ANY({list}::bigint[])"));
    let pairs = super::expand(&many, "PAIRS(", |list| {
        let (all, half) = (format!("({list}::bigint[])"), format!("cardinality({list}::bigint[]) / 2"));
        format!("(SELECT * FROM unnest({all}[:{half}], {all}[{half} + 1:]))")
    });
    let keys = super::expand(&pairs, "IN KEYS(", |list| format!("= ANY({list}::bytea[])"));
    keys.replace("BYTES", "bytea").replace("CLUSTERED", "").replace("LOCKED", "FOR UPDATE")
}
