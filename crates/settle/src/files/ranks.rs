//! Changes of rank after joining.

use super::batches::{self, Lines};
use super::error::{Fault, FileError, shown};
use super::joining::by_time;
use super::members::{MAX_MEMBER, Members, check_count, read_name, read_rank, read_time, unknown_member};
use super::moment::Clock;
use super::names::{Lookup, NOBODY};
use super::records::{Chunks, Header, Records, Wanted};
use super::source::Source;
use banyan_plan::time::Time;

/// From a moment on a member has a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankChange {
    /// The member's number.
    pub member: u32,
    /// The plan's k-th rank, from 1; 0 for none.
    pub rank: u8,
    /// The moment, no earlier than they joined.
    pub at: Time,
    /// They are enrolled as a promoter, as `promoter_at` does it, instead of given the rank by hand: `join` happens, and
    /// whoever has a rank keeps it.
    pub enrols: bool,
}

const COLUMNS: Wanted = Wanted { required: &["member", "rank", "at"], optional: &["by"] };

#[derive(Default)]
struct Batch {
    members: Lookup,
    numbers: Vec<u32>,
    rank: Vec<u8>,
    enrols: Vec<bool>,
    at: Vec<Time>,
    lines: Lines,
    clock: Clock,
}

/// Reads and checks changes of rank. They are answered by time, those of one time in the order of the file.
pub fn read_rank_changes(
    source: Source,
    members: &Members,
    ranks: &[&str],
) -> Result<Vec<RankChange>, FileError> {
    let threads = source.threads;
    let mut chunks = Chunks::new(source);
    let header = chunks.header(COLUMNS)?;
    let (mut changes, mut lines) = (Vec::new(), Lines::default());
    batches::read(
        chunks,
        &header,
        &|_| (),
        |batch: &mut Batch, records| {
            let parsed = batch.parse(records, &header, ranks);
            // Whatever is wrong with the rows before a faulty one comes first.
            batch.check(members).and(parsed)
        },
        |batch| {
            lines.append(changes.len(), &mut batch.lines);
            let rows = batch.numbers.drain(..).zip(batch.rank.drain(..)).zip(batch.at.drain(..));
            let rows = rows.zip(batch.enrols.drain(..));
            changes.extend(rows.map(|(((member, rank), at), enrols)| RankChange {
                member,
                rank,
                at,
                enrols,
            }));
            batch.members.clear();
            check_count(changes.len(), &lines)
        },
    )?;
    let at: Vec<Time> = changes.iter().map(|change| change.at).collect();
    match by_time(&at, threads) {
        Some(order) => Ok(order.into_iter().map(|row| changes[row as usize]).collect()),
        None => Ok(changes),
    }
}

impl Batch {
    fn parse(&mut self, records: &mut Records<'_>, header: &Header, ranks: &[&str]) -> Result<(), Fault> {
        let [member, rank, at, by] = header.wanted();
        while let Some(record) = records.next()? {
            let time = read_time(&mut self.clock, &record, at, "at")?;
            let rank = read_rank(record.line, record.field(rank), ranks)?;
            let name = read_name(record.line, "member", record.field(member), MAX_MEMBER)?;
            self.enrols.push(read_by(record.line, record.field(by), rank)?);
            self.lines.push(self.at.len(), record.line);
            self.at.push(time);
            self.rank.push(rank);
            self.members.push(name);
        }
        Ok(())
    }

    /// Finds the members, and looks whether they had joined.
    fn check(&mut self, members: &Members) -> Result<(), Fault> {
        members.names.find_many(&self.members, &mut self.numbers);
        for (row, (member, at)) in self.numbers.iter().zip(&self.at).enumerate() {
            if *member == NOBODY {
                return Err(unknown_member(self.lines.get(row), "member", &self.members.name(row)));
            }
            let joined = members.joined_at[*member as usize];
            if *at < joined {
                let name = shown(members.names.get(*member));
                return Err(Fault::new(
                    self.lines.get(row),
                    format!("{name} 的等级于 {at} 变更，早于其加入时间 {joined}；应不早于加入时间"),
                    format!(
                        "the rank of {name} changes at {at}, before they joined at {joined}; expected a time no earlier"
                    ),
                ));
            }
        }
        Ok(())
    }
}

/// Whether a row enrols: `enrol`, or nothing for a rank by hand.
fn read_by(line: u64, field: &[u8], rank: u8) -> Result<bool, Fault> {
    match field {
        b"" => Ok(false),
        b"enrol" if rank > 0 => Ok(true),
        b"enrol" => Err(Fault::new(
            line,
            "by 是 \"enrol\"，但 rank 是空的；应填成为推广者时的等级",
            "by is \"enrol\" but there is no rank; expected the rank to be enrolled with",
        )),
        other => {
            let value = shown(other);
            Err(Fault::new(
                line,
                format!("by 不能是 {value}；应为 enrol 或留空"),
                format!("by cannot be {value}; expected enrol or nothing"),
            ))
        }
    }
}
