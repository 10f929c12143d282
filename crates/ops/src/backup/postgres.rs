//! Backups of a shop on PostgreSQL, by PostgreSQL's own tools.

use std::path::Path;
use std::process::Command;

use banyan_base::refusal::Refusal;
use banyan_store::DatabaseUrl;

use super::seal::unseal;
use super::{Restore, beside};

pub(super) fn save(url: &str, part: &Path) -> Result<(), Refusal> {
    let mut dump = Command::new("pg_dump");
    banyan_store::private(part)?;
    dump.args(["--format=custom", "--no-owner", "--no-acl", "--file"]).arg(part).arg(url);
    run(dump, "pg_dump")
}

/// All of it, or nothing.
pub(super) fn restore(from: &Path, url: &str, how: Restore) -> Result<(), Refusal> {
    let place = DatabaseUrl::Postgres(url.to_owned());
    let is_there = !place.is_empty()?;
    if is_there && !how.replaces {
        return Err(Refusal::conflict(
            "shop_exists",
            "数据库里已有一家商店，没有覆盖它",
            "there is a shop in the database already; it was left alone",
        ));
    }
    // PostgreSQL's tools read what they wrote, without our line behind it.
    let part = beside(from, "restoring");
    let done = unseal(from, &part, how.has_no_checksum).and_then(|()| load(&part, url, &place, is_there));
    let _ = std::fs::remove_file(&part);
    done
}

fn load(from: &Path, url: &str, place: &DatabaseUrl, is_there: bool) -> Result<(), Refusal> {
    let mut list = Command::new("pg_restore");
    list.arg("--list").arg(from).stdout(std::process::Stdio::null());
    run(list, "pg_restore")?;
    // Held until all is done: nobody opens the shop meanwhile, and nobody has it open.
    let mut alone = place.connect(false)?;
    if !alone.keep_out()? {
        return Err(super::open());
    }
    let mut restore = Command::new("pg_restore");
    restore.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-acl"]);
    if is_there {
        restore.args(["--clean", "--if-exists"]);
    }
    restore.arg("--dbname").arg(url).arg(from);
    run(restore, "pg_restore")?;
    place.migrate()?;
    super::another_epoch(&mut alone)
}

fn run(mut command: Command, name: &str) -> Result<(), Refusal> {
    let done = match command.output() {
        Ok(done) => done,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Refusal::unacceptable(
                "tool_missing",
                format!("没有找到 {name}；请安装 postgresql-client，版本不低于服务器"),
                format!("{name} was not found; please install postgresql-client, no older than the server"),
            ));
        }
        Err(error) => return Err(Refusal::broken(format!("{name}: {error}"))),
    };
    if done.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&done.stderr);
    let told = told.trim();
    Err(Refusal::conflict("tool_failed", format!("{name}：{told}"), format!("{name}: {told}")))
}
