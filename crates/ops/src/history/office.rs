//! Staff, what roles may do and how the shop is set up, compared with what the audit log says of them: whoever was added or raised
//! behind the shop's back has no record there.

use std::collections::BTreeMap;

use banyan_core::settings::Settings;
use banyan_plan::words::Text;
use banyan_store::{Conn, DbError, Row, row};
use serde_json::Value;

use super::differences::Differences;

/// Records of the log that are read at once.
const MANY: i64 = 5_000;

/// What the log says that there is.
#[derive(Default)]
struct Told {
    /// Role and state, by `staff/ID`.
    staff: BTreeMap<String, (String, String)>,
    /// Permissions, by `role/WORD`, and whether they are what the role usually may.
    roles: BTreeMap<String, (Value, bool)>,
    /// When settings were changed last, and to what.
    settings: Option<(i64, Value)>,
}

impl Told {
    fn read(conn: &mut Conn) -> Result<Self, DbError> {
        let sql = "SELECT id, action, subject, detail FROM audit WHERE id > $1 \
                   AND action IN ('staff.create', 'staff.change', 'role.change', 'settings.change') ORDER BY id LIMIT $2";
        let (mut told, mut after) = (Self::default(), i64::MIN);
        loop {
            let rows = conn.query(sql, &row![after, MANY])?;
            let Some(last) = rows.last() else { return Ok(told) };
            after = last.int(0)?;
            rows.iter().try_for_each(|row| told.learn(row))?;
        }
    }

    fn learn(&mut self, row: &Row) -> Result<(), DbError> {
        let (action, subject) = (row.text(1)?, row.text(2)?.to_owned());
        // A detail that is no JSON is found by the chain of hashes.
        let detail: Value = serde_json::from_str(row.text(3)?).unwrap_or_default();
        let word = |name: &str| detail[name].as_str().map(str::to_owned);
        match action {
            "staff.create" => {
                let role = word("role").unwrap_or_default();
                self.staff.insert(subject, (role, "active".to_owned()));
            }
            "staff.change" => {
                let known = self.staff.entry(subject).or_default();
                known.0 = word("role").unwrap_or_else(|| known.0.clone());
                known.1 = word("state").unwrap_or_else(|| known.1.clone());
            }
            "role.change" => {
                // Earlier versions did not say so.
                let is_usual = detail["usual"].as_bool().unwrap_or(true);
                self.roles.insert(subject, (detail["after"].clone(), is_usual));
            }
            _ => self.settings = Some((row.int(0)?, detail["after"].clone())),
        }
        Ok(())
    }
}

/// Adds whatever is otherwise than the log says.
pub(super) fn compare(conn: &mut Conn, differences: &mut Differences) -> Result<(), DbError> {
    let told = Told::read(conn)?;
    staff(conn, &told, differences)?;
    roles(conn, &told, differences)?;
    settings(conn, &told, differences)
}

fn staff(conn: &mut Conn, told: &Told, differences: &mut Differences) -> Result<(), DbError> {
    let mut stored = BTreeMap::new();
    for row in conn.query("SELECT id, role, state FROM staff", &[])? {
        let is = (row.text(1)?.to_owned(), row.text(2)?.to_owned());
        stored.insert(format!("staff/{}", row.int(0)?), is);
    }
    let nothing = (String::from("-"), String::from("-"));
    for subject in stored.keys().chain(told.staff.keys().filter(|subject| !stored.contains_key(*subject))) {
        let expected = told.staff.get(subject).unwrap_or(&nothing);
        let found = stored.get(subject).unwrap_or(&nothing);
        if expected != found {
            differences.add(Text::new(
                format!(
                    "员工 {subject}：按操作记录应为 {}（{}），库里是 {}（{}）",
                    expected.0, expected.1, found.0, found.1
                ),
                format!(
                    "{subject}: expected {} ({}) by the audit log, found {} ({})",
                    expected.0, expected.1, found.0, found.1
                ),
            ));
        }
    }
    Ok(())
}

fn roles(conn: &mut Conn, told: &Told, differences: &mut Differences) -> Result<(), DbError> {
    let mut stored = BTreeMap::new();
    for row in conn.query("SELECT role, permissions FROM role_rights", &[])? {
        let may: Value = serde_json::from_str(row.text(1)?).unwrap_or_default();
        stored.insert(format!("role/{}", row.text(0)?), may);
    }
    for subject in stored.keys().chain(told.roles.keys().filter(|subject| !stored.contains_key(*subject))) {
        let is_so = match (stored.get(subject), told.roles.get(subject)) {
            (Some(may), told) => told.is_some_and(|(expected, _)| expected == may),
            (None, told) => told.is_none_or(|(_, is_usual)| *is_usual),
        };
        if !is_so {
            differences.add(Text::new(
                format!("{subject} 的权限与操作记录不符"),
                format!("what {subject} may do is not what the audit log says"),
            ));
        }
    }
    Ok(())
}

/// A demo is set up without a record: only what was changed by somebody is compared.
fn settings(conn: &mut Conn, told: &Told, differences: &mut Differences) -> Result<(), DbError> {
    let Some((at, told)) = &told.settings else { return Ok(()) };
    let found = conn.one("SELECT value, changed_at FROM setting WHERE name = 'shop'", &[])?;
    let is_so = match &found {
        None => false,
        Some(row) if row.int(1)? > *at => true,
        Some(row) => {
            let parsed = |value: Value| serde_json::from_value::<Settings>(value).ok();
            let stored: Value = serde_json::from_str(row.text(0)?).unwrap_or_default();
            stored == *told || parsed(stored).is_some_and(|stored| parsed(told.clone()) == Some(stored))
        }
    };
    if !is_so {
        differences.add(Text::new(
            "店铺设置与操作记录不符",
            "the settings are not what the audit log says that they were changed to",
        ));
    }
    Ok(())
}
