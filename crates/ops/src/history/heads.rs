//! Ends of the audit log that are kept outside of the database, each signed with the shop's key: whoever cuts the log, or computes all
//! of it anew, cannot make it fit to them.

use std::collections::BTreeMap;

use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_core::audit::chain::{ChainHash, Head};
use banyan_core::audit::{self, chain};
use banyan_plan::time::Time;
use banyan_plan::words::Text;
use banyan_store::{Conn, DbError, row};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::differences::Differences;

/// Records of the log that are read at once.
const MANY: i64 = 5_000;

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    /// When it was kept, in nanoseconds since 1970.
    at: i64,
    /// Records up to there.
    records: u64,
    /// The last one's hash, in hexadecimal digits.
    hash: String,
    /// A keyed hash of the others.
    seal: String,
}

impl Line {
    fn seals(&self, vault: &Vault) -> Vec<String> {
        let parts: [&[u8]; 4] =
            [b"audit head", &self.at.to_be_bytes(), &self.records.to_be_bytes(), self.hash.as_bytes()];
        vault.tags(&parts).iter().map(|tag| HEXLOWER.encode(tag)).collect()
    }
}

/// The line of the audit log's end as it is now; a refusal if the log is damaged.
pub fn audit_head(conn: &mut Conn, vault: &Vault, at: Time) -> Result<String, Refusal> {
    let head = audit::verify(conn)?.map_err(|broken| {
        let Text { zh, en } = chain::Break::text(broken);
        Refusal::conflict("audit_damaged", zh, en)
    })?;
    let Head { count, hash } = head;
    let line = Line { at: at.0, records: count, hash: hash.to_string(), seal: String::new() };
    let seal = line.seals(vault).into_iter().next().unwrap_or_default();
    Ok(serde_json::to_string(&Line { seal, ..line })?)
}

/// Adds every line of the file that is not the shop's own or that the log does not fit to.
pub(super) fn compare(
    conn: &mut Conn,
    vault: &Vault,
    file: &str,
    differences: &mut Differences,
) -> Result<(), DbError> {
    let mut expected: BTreeMap<u64, Vec<Line>> = BTreeMap::new();
    for (number, text) in file.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let line: Option<Line> = serde_json::from_str(text).ok();
        let line = line.filter(|line| line.seals(vault).contains(&line.seal));
        if let Some(line) = line {
            expected.entry(line.records).or_default().push(line);
            continue;
        }
        let number = number + 1;
        differences.add(Text::new(
            format!("操作记录存档第 {number} 行不是本店写的，或被改动过"),
            format!("line {number} of the kept ends of the audit log is not this shop's, or was changed"),
        ));
    }
    let (mut count, mut after) = (0, i64::MIN);
    let mut fits = |count: u64, hash: Option<&str>, expected: &mut BTreeMap<u64, Vec<Line>>| {
        for line in expected.remove(&count).unwrap_or_default() {
            if Some(line.hash.as_str()) != hash {
                let at = Time(line.at);
                differences.add(Text::new(
                    format!("操作记录的前 {count} 条与 {at} 存档时不同：有记录被删除或改动过"),
                    format!("the first {count} records of the audit log are not those of {at}: some were deleted or changed"),
                ));
            }
        }
    };
    fits(0, Some(&ChainHash::START.to_string()), &mut expected);
    loop {
        let sql = "SELECT id, hash FROM audit WHERE id > $1 ORDER BY id LIMIT $2";
        let rows = conn.query(sql, &row![after, MANY])?;
        let Some(last) = rows.last() else { break };
        after = last.int(0)?;
        for row in &rows {
            count += 1;
            if expected.contains_key(&count) {
                fits(count, Some(&HEXLOWER.encode(row.bytes(1)?)), &mut expected);
            }
        }
    }
    // What was there once, and is no longer.
    for count in expected.keys().copied().collect::<Vec<_>>() {
        fits(count, None, &mut expected);
    }
    Ok(())
}
