//! Migrations: each runs once, in order, within one transaction.

use crate::{Conn, DbError, Value};

/// The SQL of each version of the tables, from 1.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
    include_str!("migrations/0007.sql"),
    include_str!("migrations/0008.sql"),
    include_str!("migrations/0009.sql"),
    include_str!("migrations/0010.sql"),
    include_str!("migrations/0011.sql"),
    include_str!("migrations/0012.sql"),
    include_str!("migrations/0013.sql"),
    include_str!("migrations/0014.sql"),
    include_str!("migrations/0015.sql"),
    include_str!("migrations/0016.sql"),
    include_str!("migrations/0017.sql"),
    include_str!("migrations/0018.sql"),
    include_str!("migrations/0019.sql"),
    include_str!("migrations/0020.sql"),
    include_str!("migrations/0021.sql"),
    include_str!("migrations/0022.sql"),
    include_str!("migrations/0023.sql"),
    include_str!("migrations/0024.sql"),
    include_str!("migrations/0025.sql"),
    include_str!("migrations/0026.sql"),
];

/// The newest version that this program knows.
pub fn newest() -> i64 {
    MIGRATIONS.len() as i64
}

/// Brings the tables to the newest version.
pub(super) fn migrate(conn: &mut Conn) -> Result<(), DbError> {
    conn.script("CREATE TABLE IF NOT EXISTS migration(version BIGINT PRIMARY KEY)")?;
    conn.begin()?;
    let done = apply(conn);
    match done {
        Ok(()) => conn.commit(),
        Err(error) => {
            conn.rollback()?;
            Err(error)
        }
    }
}

fn apply(conn: &mut Conn) -> Result<(), DbError> {
    // Two processes that start at once take turns.
    if matches!(conn, Conn::Postgres(_)) {
        conn.script("LOCK TABLE migration IN EXCLUSIVE MODE")?;
    }
    let found = conn.one("SELECT COALESCE(MAX(version), 0) FROM migration", &[])?;
    let version: usize = found.map_or(Ok(0), |row| row.count(0))?;
    if version > MIGRATIONS.len() {
        return Err(DbError::Broken(format!(
            "the data is of version {version}, newer than this program, which knows {}",
            MIGRATIONS.len()
        )));
    }
    for (place, sql) in MIGRATIONS.iter().enumerate().skip(version) {
        conn.script(sql)?;
        let version = Value::Int(place as i64 + 1);
        conn.execute("INSERT INTO migration(version) VALUES($1)", &[version])?;
    }
    Ok(())
}
