//! Backups of a shop that is at work, and bringing one back.
//!
//! A backup of an embedded shop is one SQLite file; one of a shop on PostgreSQL is what `pg_dump` writes. The key for
//! personal data is in neither: whoever finds a backup reads no personal data in it.

mod postgres;
mod seal;
mod sqlite;

use std::path::{Path, PathBuf};

use banyan_base::refusal::Refusal;
use banyan_core::{audit, ledger};
use banyan_plan::words::Text;
use banyan_store::{Conn, DatabaseUrl, DbError};

/// How far a copy is: pages copied, and pages in all.
pub type Progress<'a> = &'a dyn Fn(u64, u64);

/// A shop's data that were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// The version of its tables.
    pub version: i64,
    /// Orders in it.
    pub orders: i64,
    /// Entries of its ledger.
    pub entries: i64,
}

/// Writes a consistent copy of a shop to a file, and checks the copy. The shop goes on meanwhile.
pub fn save(place: &DatabaseUrl, out: &Path, progress: Progress<'_>) -> Result<Checked, Refusal> {
    if out.exists() {
        return Err(in_the_way(out));
    }
    let part = beside(out, "part");
    let _ = std::fs::remove_file(&part);
    let done = match place {
        DatabaseUrl::Sqlite(path) => sqlite::save(path, &part, progress),
        DatabaseUrl::Postgres(url) => postgres::save(url, &part).and_then(|()| check(place)),
    };
    let done = done.and_then(|checked| {
        seal::seal(&part)?;
        settle(&part, out).map(|()| checked)
    });
    if done.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    done
}

/// How a backup is brought back.
#[derive(Debug, Clone, Copy, Default)]
pub struct Restore {
    /// What is there already is replaced.
    pub replaces: bool,
    /// The backup was made by a program that gave none a checksum.
    pub has_no_checksum: bool,
}

/// Brings a backup back, once it has been found good. What is there already is only replaced if `how` says so, and an
/// embedded shop that is replaced stays beside the new one, under the name that is returned.
pub fn restore(
    from: &Path,
    place: &DatabaseUrl,
    how: Restore,
) -> Result<(Checked, Option<PathBuf>), Refusal> {
    if !from.exists() {
        let name = from.display();
        return Err(Refusal::unacceptable(
            "backup_missing",
            format!("没有这个文件：{name}"),
            format!("there is no such file: {name}"),
        ));
    }
    match place {
        DatabaseUrl::Sqlite(path) => sqlite::restore(from, path, how),
        DatabaseUrl::Postgres(url) => {
            postgres::restore(from, url, how)?;
            Ok((check(place)?, None))
        }
    }
}

/// Looks at a shop's data: whether the database holds together, is of a version that this program knows, and whether the
/// books are right.
pub fn check(place: &DatabaseUrl) -> Result<Checked, Refusal> {
    let mut conn = place.connect(true)?;
    conn.without_hurry()?;
    conn.begin_snapshot()?;
    check_in(&mut conn)
}

fn check_in(conn: &mut Conn) -> Result<Checked, Refusal> {
    let int = |conn: &mut Conn, sql: &str| -> Result<i64, DbError> {
        conn.one(sql, &[])?.map_or(Ok(0), |row| row.int(0))
    };
    if matches!(conn, Conn::Sqlite(_)) {
        let found = conn.one("PRAGMA integrity_check", &[])?;
        let told = found.map_or(Ok(String::new()), |row| row.text(0).map(str::to_owned))?;
        if told != "ok" {
            return Err(damaged(&Text::same(told)));
        }
    }
    let version = int(conn, "SELECT MAX(version) FROM migration")
        .map_err(|error| damaged(&Text::same(error.to_string())))?;
    if version < 1 || version > banyan_store::newest() {
        let newest = banyan_store::newest();
        return Err(Refusal::conflict(
            "version_unknown",
            format!("数据版本是 {version}，本程序认识到 {newest}；请换用更新的程序"),
            format!(
                "the data are of version {version}, this program knows {newest}; please use a newer program"
            ),
        ));
    }
    if let Some(wrong) = ledger::check(conn)? {
        return Err(damaged(&wrong));
    }
    if let Some(wrong) = audit::check(conn)? {
        return Err(damaged(&wrong));
    }
    Ok(Checked {
        version,
        orders: int(conn, "SELECT COUNT(*) FROM orders")?,
        entries: int(conn, "SELECT COUNT(*) FROM entry")?,
    })
}

fn damaged(what: &Text) -> Refusal {
    let Text { zh, en } = what;
    Refusal::conflict("data_damaged", format!("数据有误：{zh}"), format!("the data are damaged: {en}"))
}

pub(crate) fn open() -> Refusal {
    Refusal::conflict("shop_open", "商店正在营业，请先停下它", "the shop is open; please stop it first")
}

/// These are other data now, also to a process that reconnects.
fn another_epoch(conn: &mut Conn) -> Result<(), Refusal> {
    let mut bytes = [0; 8];
    banyan_base::random::Random::fill(&mut banyan_base::random::Os, &mut bytes)?;
    let epoch = i64::from_be_bytes(bytes) & i64::MAX;
    conn.execute("UPDATE clock SET epoch = $1 WHERE id = 1", &[epoch.into()])?;
    Ok(())
}

fn in_the_way(path: &Path) -> Refusal {
    let name = path.display();
    Refusal::conflict(
        "file_exists",
        format!("{name} 已经存在，没有覆盖它"),
        format!("{name} exists already and was left alone"),
    )
}

pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn told(path: &Path) -> impl Fn(std::io::Error) -> Refusal + '_ {
    move |error| Refusal::broken(format!("{}: {error}", path.display()))
}

/// Gives a file that is complete its name. After a power cut there is all of it under that name, or nothing.
pub(crate) fn settle(part: &Path, path: &Path) -> Result<(), Refusal> {
    let file = std::fs::File::open(part).map_err(told(part))?;
    file.sync_all().map_err(told(part))?;
    std::fs::rename(part, path).map_err(told(path))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(told(folder))
}
