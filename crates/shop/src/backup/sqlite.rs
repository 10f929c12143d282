//! Backups of an embedded shop.

use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::{Checked, Progress, beside, check, in_the_way, settle, told};
use crate::db::{Conn, DbError, Place};
use crate::refusal::Refusal;

/// Pages copied between two looks at the progress.
const PAGES: i32 = 2_048;

/// Copies a database that others are writing to, as it is at this moment.
pub(super) fn save(path: &Path, part: &Path, progress: Progress<'_>) -> Result<Checked, Refusal> {
    if !path.exists() {
        let name = path.display();
        return Err(Refusal::unacceptable(
            "no_shop",
            format!("{name} 里没有商店"),
            format!("there is no shop at {name}"),
        ));
    }
    let mut from = Place::Sqlite(path.to_owned()).connect(true)?;
    // Within one read transaction all steps see one state, so that writers cannot make the copy begin again.
    from.begin_snapshot()?;
    from.one("SELECT last FROM clock", &[])?;
    let Conn::Sqlite(from) = &from else { unreachable!("a file is SQLite's") };
    copy(from.raw(), part, progress)?;
    alone(part)?;
    check(&Place::Sqlite(part.to_owned()))
}

fn copy(from: &Connection, part: &Path, progress: Progress<'_>) -> Result<(), DbError> {
    let mut to = Connection::open(part)?;
    let backup = Backup::new(from, &mut to)?;
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

/// Makes one file of it, without a log beside it; fails if somebody else has it open.
fn alone(path: &Path) -> Result<(), DbError> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.pragma_update(None, "journal_mode", "DELETE")?;
    conn.close().map_err(|(_, error)| error.into())
}

/// Puts a copy that was found good in place.
pub(super) fn restore(from: &Path, path: &Path, force: bool) -> Result<(Checked, Option<PathBuf>), Refusal> {
    if path.exists() && !force {
        return Err(in_the_way(path));
    }
    let part = beside(path, "restoring");
    std::fs::copy(from, &part).map_err(told(from))?;
    let put = || -> Result<(Checked, Option<PathBuf>), Refusal> {
        let checked = check(&Place::Sqlite(part.clone()))?;
        let old = path.exists().then(|| set_aside(path)).transpose()?;
        settle(&part, path)?;
        Ok((checked, old))
    };
    let done = put();
    if done.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    done
}

/// Keeps the shop that is replaced, under another name.
fn set_aside(path: &Path) -> Result<PathBuf, Refusal> {
    if alone(path).is_err() {
        return Err(Refusal::conflict(
            "shop_open",
            "商店正在营业，请先停下它",
            "the shop is open; please stop it first",
        ));
    }
    let free = |number: u32| beside(path, &format!("before-restore-{number}"));
    let old = (1..).map(free).find(|name| !name.exists()).unwrap_or_else(|| free(0));
    std::fs::rename(path, &old).map_err(told(path))?;
    Ok(old)
}
