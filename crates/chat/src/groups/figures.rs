//! Figures from files: how many people groups have, and the measures of what they did.

use banyan_base::refusal::Refusal;
use banyan_community::measure;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_plan::words::{Lang, Text};
use banyan_settle::files::{Activity, Clock, FileError, NOBODY, Source, read_rows};
use serde_json::json;

use super::open;
use super::store::{self, FiguresRow, GroupRow};
use crate::own::Own;

/// Bytes of a file of activity at most: some hundred thousand messages.
pub(crate) const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Rows of a file of counts at most.
const MOST_COUNTS: usize = 10_000;

/// A row of a file of counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CountLine {
    line: u64,
    pub(crate) group: String,
    pub(crate) members: i64,
    /// When, if the file says so.
    pub(crate) at: Option<i64>,
}

impl CountLine {
    /// A refusal with the line that it is about.
    pub(crate) fn told(&self, refusal: Refusal) -> Refusal {
        let line = self.line;
        let text = Text::new(
            format!("第 {line} 行：{}", refusal.text.zh),
            format!("line {line}: {}", refusal.text.en),
        );
        Refusal { text, field: String::new(), ..refusal }
    }
}

fn refused(error: &FileError) -> Refusal {
    Refusal::unacceptable("file_bad", error.show(Lang::Zh), error.show(Lang::En))
}

/// Reads `group,members` and, optional, `at`.
pub(crate) fn read_counts(bytes: Vec<u8>) -> Result<Vec<CountLine>, Refusal> {
    let source = Source::from_bytes("counts.csv", bytes).map_err(|error| refused(&error))?;
    let (mut clock, mut rows) = (Clock::default(), Vec::new());
    let read = read_rows(source, &["group", "members"], &["at"], |line, fields| {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        let members = text(fields[1]).parse().ok().filter(|count| (0..=1_000_000).contains(count));
        let members = members.ok_or_else(|| {
            Text::new(
                "members 应为 0 到 1000000 的整数",
                "members has to be a whole number from 0 to 1,000,000",
            )
        })?;
        let at = match fields[2] {
            b"" => None,
            field => Some(clock.read(field).map_err(|error| {
                Text::new(format!("at 不是时间：{error}"), format!("at is no time: {error}"))
            })?),
        };
        if rows.len() == MOST_COUNTS {
            return Err(Text::new("最多 10000 行", "a file has at most 10,000 rows"));
        }
        rows.push(CountLine { line, group: text(fields[0]), members, at: at.map(|at| at.0) });
        Ok(())
    });
    read.map_err(|error| refused(&error))?;
    if rows.is_empty() {
        return Err(Refusal::unacceptable("file_empty", "文件里没有数据", "there is no row in the file"));
    }
    Ok(rows)
}

/// A file of activity that has been read, before anybody knows of which group it tells.
#[derive(Debug)]
pub(crate) struct Read {
    activity: Activity,
}

/// The measures of one group of a file.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    begins_at: i64,
    ends_at: i64,
    rows: i64,
    /// JSON.
    figures: String,
}

impl Read {
    /// Reads `group,member,at,kind,to`.
    pub(crate) fn file(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let source = Source::from_bytes("activity.csv", bytes).map_err(|error| refused(&error))?;
        let activity = Activity::read(source, &|_| ()).map_err(|error| refused(&error))?;
        if activity.is_empty() {
            return Err(Refusal::unacceptable("file_empty", "文件里没有数据", "there is no row in the file"));
        }
        Ok(Self { activity })
    }

    /// Measures the group of a name; a file of one group alone is of that group, whatever it calls it.
    pub(crate) fn measure(&self, name: &str) -> Result<Measured, Refusal> {
        let measured = measure(&self.activity);
        let wanted = match measured.groups.as_slice() {
            [only] => only,
            all => all.iter().find(|(known, _)| known == name).ok_or_else(|| {
                let names: Vec<&str> = all.iter().take(5).map(|(name, _)| name.as_str()).collect();
                Refusal::unacceptable(
                    "activity_group",
                    format!("文件里有 {} 个群（如 {}），没有“{name}”", all.len(), names.join("、")),
                    format!(
                        "the file tells of {} groups (as {}), and of none called {name}",
                        all.len(),
                        names.join(", ")
                    ),
                )
            })?,
        };
        let fields: Vec<String> =
            wanted.1.figures().iter().map(|one| format!("\"{}\":{}", one.key, one.value.json())).collect();
        let is_of = |group: &u32| match *group {
            NOBODY => wanted.0.is_empty(),
            number => self.activity.groups.get(number) == wanted.0.as_bytes(),
        };
        let rows = self.activity.group.iter().zip(&self.activity.at).filter(|(group, _)| is_of(group));
        let times: Vec<i64> = rows.map(|(_, at)| at.0).collect();
        Ok(Measured {
            begins_at: times.first().copied().unwrap_or_default(),
            ends_at: times.last().copied().unwrap_or_default(),
            rows: times.len() as i64,
            figures: format!("{{{}}}", fields.join(",")),
        })
    }
}

/// Keeps the measures of a group; gives the upload's id.
pub(crate) fn keep(
    work: &mut Work<'_>,
    own: Own,
    group: i64,
    measured: &Measured,
    actor: &str,
) -> Result<i64, Refusal> {
    let row = open(work, own, group)?;
    let id = work.id();
    let Measured { begins_at, ends_at, rows, figures } = measured.clone();
    store::add_figures(work.conn, group, &FiguresRow { id, begins_at, ends_at, rows, figures }, actor)?;
    store::update(work.conn, &GroupRow { figures: Some(id), ..row })?;
    let detail = json!({ "rows": rows });
    audit::record(work, actor, "chat_group.figures", &format!("chat_group/{group}"), &detail)?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "group,member,at,kind,to\nA,x,2026-01-01 10:00:00,message,\nB,y,2026-01-02 10:00:00,message,\n\
                        A,z,2026-01-03 10:00:00,leave,\n";

    #[test]
    fn a_file_is_measured_for_the_group_that_it_names() {
        let read = Read::file(FILE.as_bytes().to_vec()).unwrap_or_else(|no| panic!("{no:?}"));
        let measured = read.measure("A").unwrap_or_else(|no| panic!("{no:?}"));
        let figures: serde_json::Value = serde_json::from_str(&measured.figures).unwrap_or_default();
        assert_eq!((measured.rows, measured.ends_at - measured.begins_at), (2, 2 * banyan_plan::time::DAY));
        assert_eq!(
            (&figures["members"], &figures["leaves"], &figures["stickiness"]),
            (&json!(2), &json!(1), &json!(null))
        );
        assert_eq!(read.measure("C").err().map(|refusal| refusal.code), Some("activity_group"));
        let one = "group,member,at,kind\n茶,x,2026-01-01 10:00:00,message\n";
        let one = Read::file(one.as_bytes().to_vec()).unwrap_or_else(|no| panic!("{no:?}"));
        assert!(one.measure("whatever it is called here").is_ok_and(|measured| measured.rows == 1));
    }

    #[test]
    fn a_file_of_counts_says_what_is_wrong_and_where() {
        let rows = read_counts(b"group,members,at\nA,12,2026-01-01 10:00:00\nB,0,\n".to_vec());
        let rows = rows.unwrap_or_else(|no| panic!("{no:?}"));
        assert_eq!((rows[0].members, rows[0].at.is_some(), rows[1].at), (12, true, None));
        for (bad, says) in [
            (&b"group,members\nA,many\n"[..], "counts.csv:2: members has to be"),
            (b"group,members,at\nA,1,soon\n", "counts.csv:2: at is no time"),
            (b"group\nA\n", "members"),
            (b"group,members\n", "no row"),
        ] {
            let told = read_counts(bad.to_vec()).err().map(|refusal| refusal.text.en).unwrap_or_default();
            assert!(told.contains(says), "{told}");
        }
    }
}
