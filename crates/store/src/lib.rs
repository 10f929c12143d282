//! Both databases behind one door: SQLite embedded, PostgreSQL by URL.
//!
//! SQL is written once, with `$1` for parameters and a few words that each database reads its own way:
//! `MANY($1)` is the rows of a list of whole numbers, `PAIRS($1)` of a list of pairs of them, `KEYS($1)` of a list of byte
//! strings, `BYTES` a column of bytes, `CLUSTERED` a table kept in the order of its primary key, `LOCKED` the end of a SELECT
//! that locks its row. Columns are `BIGINT`, `TEXT` or `BYTES`.
//!
//! Architecture invariant: only this crate opens connections.

mod copy;
mod gather;
mod keyset;
mod migrate;
mod pool;
mod postgres;
mod sqlite;
mod value;

pub use self::copy::{alone, copy};
pub use self::gather::Gather;
pub use self::keyset::behind;
pub use self::migrate::newest;
pub use self::pool::Reader;
pub use self::value::{Row, Value};

use std::path::PathBuf;

use banyan_base::refusal::Refusal;

/// Where a shop's data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// One file.
    Sqlite(PathBuf),
    /// A server, by its URL.
    Postgres(String),
}

/// Why the database did not do it.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// SQLite says no.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL says no, or cannot be reached.
    #[error("PostgreSQL: {}", told(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// The address is of no kind that we know.
    #[error("{0}: expected sqlite:PATH or postgres://USER@HOST/DATABASE")]
    Address(String),
    /// What is stored is not what this version wrote.
    #[error("{0}")]
    Broken(String),
}

/// Whether an error comes from the connection's reading and writing, somewhere down its causes.
fn is_of_the_line(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source())
        .any(<dyn std::error::Error>::is::<std::io::Error>)
}

/// PostgreSQL's own words, which its error hides behind "db error".
fn told(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |error| format!("{error}"))
}

impl DbError {
    /// Whether the database cannot do anything just now, whatever it is asked: its disk is full, it has gone, or it is stopping.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(
                    rusqlite::ErrorCode::DiskFull
                        | rusqlite::ErrorCode::SystemIoFailure
                        | rusqlite::ErrorCode::CannotOpen
                        | rusqlite::ErrorCode::ReadOnly
                        | rusqlite::ErrorCode::DatabaseBusy
                )
            ),
            Self::Postgres(error) => match error.code() {
                // 08: no connection, but for 08P01, values that do not fit their statement; 53: out of disk, memory or
                // connections; 57P: it stops, or starts.
                Some(state) => {
                    let state = state.code();
                    state != "08P01" && ["08", "53", "57P"].iter().any(|class| state.starts_with(class))
                }
                // The client says so itself: of a lost connection, or of values that do not fit their statement.
                None => error.is_closed() || is_of_the_line(error),
            },
            Self::Address(_) | Self::Broken(_) => false,
        }
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        let refusal = Self::broken(error.to_string());
        if !error.is_unavailable() {
            return refusal;
        }
        let unavailable = Self::new(
            banyan_base::refusal::Kind::Busy,
            "database_unavailable",
            "数据库暂时不可用，操作没有生效；请稍后再试",
            "the database is not available just now and nothing was changed; please try again later",
        );
        Self { internal: refusal.internal, retry_after: 5, ..unavailable }
    }
}

impl DatabaseUrl {
    /// Reads `sqlite:PATH` or `postgres://…`.
    pub fn parse(address: &str) -> Result<Self, DbError> {
        if let Some(path) = address.strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
            return Ok(Self::Sqlite(path.trim_start_matches("//").into()));
        }
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Ok(Self::Postgres(address.to_owned()));
        }
        Err(DbError::Address(address.to_owned()))
    }

    /// Opens a connection. `read_only` ones never wait for the writer.
    pub fn connect(&self, read_only: bool) -> Result<Conn, DbError> {
        Ok(match self {
            Self::Sqlite(path) => Conn::Sqlite(sqlite::Sqlite::open(path, read_only)?),
            Self::Postgres(url) => Conn::Postgres(Box::new(postgres::Postgres::open(url, read_only)?)),
        })
    }

    /// Whether there is nothing here yet: no file, or no tables of a shop.
    pub fn is_empty(&self) -> Result<bool, DbError> {
        let sql = match self {
            Self::Sqlite(path) if !path.exists() => return Ok(true),
            Self::Sqlite(_) => "SELECT 1 FROM sqlite_master WHERE name = 'clock'",
            Self::Postgres(_) => {
                "SELECT CAST(1 AS BIGINT) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                 WHERE n.nspname = current_schema() AND c.relname = 'clock'"
            }
        };
        Ok(self.connect(true)?.one(sql, &[])?.is_none())
    }

    /// Prepares a place that is empty for a history that is loaded at once.
    pub fn lay_out(&self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(path) => sqlite::lay_out(path),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Brings the tables to this version's form; does nothing to a database that is there already.
    pub fn migrate(&self) -> Result<(), DbError> {
        migrate::migrate(&mut self.connect(false)?)
    }
}

/// A connection to one of the two.
pub enum Conn {
    /// To a file.
    Sqlite(sqlite::Sqlite),
    /// To a server.
    Postgres(Box<postgres::Postgres>),
}

/// Rows for one table. All rows have the same columns.
#[derive(Debug, Clone)]
pub struct Rows {
    table: &'static str,
    columns: &'static [&'static str],
    values: Vec<Value>,
}

impl Rows {
    /// No row yet.
    pub fn new(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, values: Vec::new() }
    }

    /// Adds a row: one value for each column.
    pub fn push<const N: usize>(&mut self, row: [Value; N]) {
        assert_eq!(N, self.columns.len(), "a row of {} has {} columns", self.table, self.columns.len());
        self.values.extend(row);
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.values.clear();
    }

    fn rows(&self) -> impl Iterator<Item = &[Value]> {
        self.values.chunks_exact(self.columns.len())
    }
}

impl Conn {
    /// Rows that a statement gives.
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        match self {
            Self::Sqlite(conn) => conn.query(sql, params),
            Self::Postgres(conn) => conn.query(sql, params),
        }
    }

    /// The first row, if there is one.
    pub fn one(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, DbError> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// Runs a statement; how many rows it touched.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        match self {
            Self::Sqlite(conn) => conn.execute(sql, params),
            Self::Postgres(conn) => conn.execute(sql, params),
        }
    }

    /// Inserts rows, in one statement where the database has one. In a transaction, what is wrong with rows that are inserted,
    /// upserted or updated may be told only by what reads next, or by the commit.
    pub fn insert(&mut self, rows: &Rows) -> Result<(), DbError> {
        self.upsert(rows, "")
    }

    /// Inserts rows; `conflict` (`ON CONFLICT …`) says what to do about those that are there. No two rows of one call
    /// may conflict with each other.
    pub fn upsert(&mut self, rows: &Rows, conflict: &str) -> Result<(), DbError> {
        if rows.is_empty() {
            return Ok(());
        }
        match self {
            Self::Sqlite(conn) => conn.upsert(rows, conflict),
            Self::Postgres(conn) => conn.upsert(rows, conflict),
        }
    }

    /// Sets columns of rows that are there: the first `keys` columns find a row, the others are set.
    pub fn update(&mut self, rows: &Rows, keys: usize) -> Result<(), DbError> {
        if rows.is_empty() {
            return Ok(());
        }
        match self {
            Self::Sqlite(conn) => conn.update(rows, keys),
            Self::Postgres(conn) => conn.update(rows, keys),
        }
    }

    /// Several statements without parameters.
    pub fn script(&mut self, sql: &str) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => conn.script(sql),
            Self::Postgres(conn) => conn.script(sql),
        }
    }

    /// Keeps more of the database in memory than live traffic needs: years pass in a minute.
    pub fn with_room(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => conn.room(true),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Whether a commit waits until it is on the disk. When it does so again, all that was committed before is made durable.
    pub fn set_durability(&mut self, is_durable: bool) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => conn.set_durability(is_durable),
            Self::Postgres(conn) => conn.script(if is_durable {
                "SET synchronous_commit = on"
            } else {
                "SET synchronous_commit = off"
            }),
        }
    }

    /// Begins a transaction that writes: on SQLite nobody else writes from here on.
    pub fn begin(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => conn.script("BEGIN IMMEDIATE"),
            Self::Postgres(conn) => conn.begin(),
        }
    }

    /// Begins a transaction that sees one state of the database throughout.
    pub fn begin_snapshot(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => conn.script("BEGIN"),
            Self::Postgres(conn) => conn.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
        }
    }

    /// Lets statements take as long as they need: for work over the whole history, that nobody waits for at a screen.
    pub fn without_hurry(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => conn.script("SET statement_timeout = 0"),
        }
    }

    /// Takes part in the shop as long as the connection lives, so that nobody replaces the data meanwhile. `false` if somebody is
    /// replacing them.
    pub fn take_part(&mut self) -> Result<bool, DbError> {
        match self {
            // Whoever replaces a file needs it for themselves: SQLite's own locks see to that.
            Self::Sqlite(_) => Ok(true),
            Self::Postgres(conn) => conn.lock_shop("pg_try_advisory_lock_shared"),
        }
    }

    /// Keeps everybody else out as long as the connection lives. `false` if somebody takes part.
    pub fn keep_out(&mut self) -> Result<bool, DbError> {
        match self {
            Self::Sqlite(_) => Ok(true),
            Self::Postgres(conn) => conn.lock_shop("pg_try_advisory_lock"),
        }
    }

    /// Every statement that was prepared on this connection and has not been dropped, as it was asked for.
    pub fn statements(&self) -> Vec<String> {
        match self {
            Self::Sqlite(conn) => conn.statements(),
            Self::Postgres(conn) => conn.statements(),
        }
    }

    /// Whether the server has gone.
    pub fn is_closed(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(conn) => conn.is_closed(),
        }
    }

    /// Marks a place in the transaction to go back to. One at a time.
    pub fn savepoint(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => conn.script("SAVEPOINT request"),
            Self::Postgres(conn) => {
                conn.savepoint();
                Ok(())
            }
        }
    }

    /// What was written since the savepoint belongs to the transaction from now on. Tells what is wrong with it, see
    /// [`Self::insert`].
    pub fn release(&mut self) -> Result<(), DbError> {
        self.script("RELEASE SAVEPOINT request")
    }

    /// Undoes what was written since the savepoint, whatever was wrong with it.
    pub fn back_to_savepoint(&mut self) -> Result<(), DbError> {
        if let Self::Postgres(conn) = self {
            conn.forget_errors();
        }
        self.script("ROLLBACK TO SAVEPOINT request")?;
        self.release()
    }

    /// Makes the transaction durable.
    pub fn commit(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => conn.script("COMMIT"),
            Self::Postgres(conn) => conn.commit(),
        }
    }

    /// Undoes the transaction.
    pub fn rollback(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(conn) => conn.script("ROLLBACK"),
            Self::Postgres(conn) => conn.rollback(),
        }
    }
}

/// Replaces each `WORD(…)` by what `with` makes of its inside.
fn expand(sql: &str, word: &str, with: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(sql.len() + 64);
    let mut rest = sql;
    while let Some(at) = rest.find(word) {
        let end = rest[at..].find(')').map_or(rest.len(), |end| at + end);
        out += &rest[..at];
        out += &with(&rest[at + word.len()..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    out + rest
}

/// Makes a file that is not there yet, readable by its owner only. SQLite gives its log the same rights.
pub fn private(path: &std::path::Path) -> Result<(), DbError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(DbError::Broken(format!("{}: {error}", path.display())))
        }
        _ => Ok(()),
    }
}
