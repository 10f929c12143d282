//! Members who are stopped, and who go on.

use super::batches::{self, Lines};
use super::error::{Fault, FileError, shown};
use super::joining::by_time;
use super::members::{MAX_MEMBER, Members, check_count, read_name, read_time, unknown_member};
use super::moment::Clock;
use super::names::{Lookup, NOBODY};
use super::records::{Chunks, Header, Records, Wanted};
use super::source::Source;
use banyan_plan::time::Time;

/// From a moment on a member is stopped, or goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// The member's number.
    pub member: u32,
    /// They are stopped; otherwise they go on.
    pub is_stopped: bool,
    /// The moment, no earlier than they joined.
    pub at: Time,
}

const COLUMNS: Wanted = Wanted { required: &["member", "state", "at"], optional: &[] };

#[derive(Default)]
struct Batch {
    members: Lookup,
    numbers: Vec<u32>,
    is_stopped: Vec<bool>,
    at: Vec<Time>,
    lines: Lines,
    clock: Clock,
}

/// Reads and checks who is stopped when. The rows are answered by time, those of one time in the order of the file.
pub fn read_stops(source: Source, members: &Members) -> Result<Vec<Stop>, FileError> {
    let threads = source.threads;
    let mut chunks = Chunks::new(source);
    let header = chunks.header(COLUMNS)?;
    let (mut stops, mut lines) = (Vec::new(), Lines::default());
    batches::read(
        chunks,
        &header,
        &|_| (),
        |batch: &mut Batch, records| {
            let parsed = batch.parse(records, &header);
            // Whatever is wrong with the rows before a faulty one comes first.
            batch.check(members).and(parsed)
        },
        |batch| {
            lines.append(stops.len(), &mut batch.lines);
            let rows = batch.numbers.drain(..).zip(batch.is_stopped.drain(..)).zip(batch.at.drain(..));
            stops.extend(rows.map(|((member, is_stopped), at)| Stop { member, is_stopped, at }));
            batch.members.clear();
            check_count(stops.len(), &lines)
        },
    )?;
    let at: Vec<Time> = stops.iter().map(|stop| stop.at).collect();
    match by_time(&at, threads) {
        Some(order) => Ok(order.into_iter().map(|row| stops[row as usize]).collect()),
        None => Ok(stops),
    }
}

impl Batch {
    fn parse(&mut self, records: &mut Records<'_>, header: &Header) -> Result<(), Fault> {
        let [member, state, at] = header.wanted();
        while let Some(record) = records.next()? {
            let time = read_time(&mut self.clock, &record, at, "at")?;
            let name = read_name(record.line, "member", record.field(member), MAX_MEMBER)?;
            self.is_stopped.push(read_state(record.line, record.field(state))?);
            self.lines.push(self.at.len(), record.line);
            self.at.push(time);
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
                    format!("{name} 于 {at} 停用或恢复，早于其加入时间 {joined}；应不早于加入时间"),
                    format!(
                        "the state of {name} changes at {at}, before they joined at {joined}; expected a time no earlier"
                    ),
                ));
            }
        }
        Ok(())
    }
}

/// Whether a row stops.
fn read_state(line: u64, field: &[u8]) -> Result<bool, Fault> {
    match field {
        b"stopped" => Ok(true),
        b"active" => Ok(false),
        other => {
            let value = shown(other);
            Err(Fault::new(
                line,
                format!("state 不能是 {value}；应为 stopped 或 active"),
                format!("state cannot be {value}; expected stopped or active"),
            ))
        }
    }
}
