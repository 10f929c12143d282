//! Copies of a SQLite file that is in use.

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::{Conn, DbError};

/// Pages copied between two looks at the progress.
const PAGES: i32 = 2_048;

/// Copies what a connection sees into a new file. `progress` hears of pages copied and pages in all.
pub fn copy(from: &Conn, to: &Path, progress: &dyn Fn(u64, u64)) -> Result<(), DbError> {
    let Conn::Sqlite(from) = from else {
        return Err(DbError::Broken("only a file can be copied".to_owned()));
    };
    super::private(to)?;
    let mut to = Connection::open(to)?;
    let backup = Backup::new(from.raw(), &mut to)?;
    loop {
        let step = backup.step(PAGES)?;
        let reached = backup.progress();
        let all = u64::try_from(reached.pagecount).unwrap_or(0);
        progress(all - u64::try_from(reached.remaining).unwrap_or(0), all);
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => std::thread::sleep(std::time::Duration::from_millis(20)),
        }
    }
}

/// Makes one file of a database, without a log beside it; fails if somebody else has it open.
pub fn alone(path: &Path) -> Result<(), DbError> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.pragma_update(None, "journal_mode", "DELETE")?;
    conn.close().map_err(|(_, error)| error.into())
}
