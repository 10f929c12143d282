//! Backups of an embedded shop.

use std::path::{Path, PathBuf};

use banyan_base::refusal::Refusal;
use banyan_store::{DatabaseUrl, alone, copy};

use super::Restore;
use super::seal::unseal;
use super::{Checked, Progress, beside, check, in_the_way, settle, told};

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
    let mut from = DatabaseUrl::Sqlite(path.to_owned()).connect(true)?;
    // Within one read transaction all steps see one state, so that writers cannot make the copy begin again.
    from.begin_snapshot()?;
    from.one("SELECT last FROM clock", &[])?;
    copy(&from, part, progress)?;
    alone(part)?;
    check(&DatabaseUrl::Sqlite(part.to_owned()))
}

/// Puts a copy that was found good in place.
pub(super) fn restore(from: &Path, path: &Path, how: Restore) -> Result<(Checked, Option<PathBuf>), Refusal> {
    if path.exists() && !how.replaces {
        return Err(in_the_way(path));
    }
    let part = beside(path, "restoring");
    banyan_store::private(&part)?;
    let put = || -> Result<(Checked, Option<PathBuf>), Refusal> {
        unseal(from, &part, how.has_no_checksum)?;
        let checked = check(&DatabaseUrl::Sqlite(part.clone()))?;
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
        return Err(super::open());
    }
    let free = |number: u32| beside(path, &format!("before-restore-{number}"));
    let old = (1..1_000).map(free).find(|name| !name.exists()).unwrap_or_else(|| free(0));
    std::fs::rename(path, &old).map_err(told(path))?;
    Ok(old)
}
