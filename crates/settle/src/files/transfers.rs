//! Changes of inviters.

use super::batches::{self, Lines};
use super::error::{Fault, FileError, Lowest, shown};
use super::joining::by_time;
use super::members::{MAX_MEMBER, Members, check_count, read_name, read_time, unknown_member};
use super::moment::Clock;
use super::names::{Lookup, NOBODY};
use super::records::{Chunks, Header, Records, Wanted};
use super::source::Source;
use banyan_plan::time::Time;

/// From a moment on a member has another inviter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// The member's number.
    pub member: u32,
    /// Their inviter from then on; [`NOBODY`] for none.
    pub inviter: u32,
    /// The moment; both have joined by then.
    pub at: Time,
}

const COLUMNS: Wanted = Wanted { required: &["member", "inviter", "at"], optional: &[] };

#[derive(Default)]
struct Batch {
    members: Lookup,
    inviters: Lookup,
    member: Vec<u32>,
    inviter: Vec<u32>,
    at: Vec<Time>,
    lines: Lines,
    clock: Clock,
}

/// Reads and checks changes of inviters. They are answered by time, those of one time in the order of the file; each is
/// possible after those before it, so that nobody ever stands below themselves.
pub fn read_transfers(source: Source, members: &Members) -> Result<Vec<Transfer>, FileError> {
    let (file, threads) = (source.name().to_owned(), source.threads);
    let mut chunks = Chunks::new(source);
    let header = chunks.header(COLUMNS)?;
    let (mut transfers, mut lines) = (Vec::new(), Lines::default());
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
            lines.append(transfers.len(), &mut batch.lines);
            let rows = batch.member.drain(..).zip(batch.inviter.drain(..)).zip(batch.at.drain(..));
            transfers.extend(rows.map(|((member, inviter), at)| Transfer { member, inviter, at }));
            batch.members.clear();
            batch.inviters.clear();
            check_count(transfers.len(), &lines)
        },
    )?;
    let at: Vec<Time> = transfers.iter().map(|transfer| transfer.at).collect();
    let order = by_time(&at, threads).unwrap_or_else(|| (0..at.len() as u32).collect());
    check_loops(members, &transfers, &order, &lines).into_result(&file)?;
    Ok(order.into_iter().map(|row| transfers[row as usize]).collect())
}

/// Moves everybody in turn, and finds those who would stand below themselves.
fn check_loops(members: &Members, transfers: &[Transfer], order: &[u32], lines: &Lines) -> Lowest {
    let mut lowest = Lowest::default();
    if order.is_empty() {
        return lowest;
    }
    let mut inviters = members.inviter.clone();
    for row in order {
        let Transfer { member, inviter, at } = transfers[*row as usize];
        let mut above = inviter;
        while above != NOBODY && above != member {
            above = inviters[above as usize];
        }
        if above == NOBODY {
            inviters[member as usize] = inviter;
            continue;
        }
        let (name, below) = (shown(members.names.get(member)), shown(members.names.get(inviter)));
        lowest.add(Fault::new(
            lines.get(*row as usize),
            format!("会员 {name} 于 {at} 移到 {below} 之下，而 {below} 就在其下级中；新的邀请人应在其下级之外"),
            format!(
                "member {name} moves below {below} at {at}, who stands below them; expected an inviter outside of their branch"
            ),
        ));
    }
    lowest
}

impl Batch {
    fn parse(&mut self, records: &mut Records<'_>, header: &Header) -> Result<(), Fault> {
        let [member, inviter, at] = header.wanted();
        while let Some(record) = records.next()? {
            let time = read_time(&mut self.clock, &record, at, "at")?;
            let name = read_name(record.line, "member", record.field(member), MAX_MEMBER)?;
            self.lines.push(self.at.len(), record.line);
            self.at.push(time);
            self.members.push(name);
            self.inviters.push(record.field(inviter));
        }
        Ok(())
    }

    /// Finds the members, and looks whether they had joined.
    fn check(&mut self, members: &Members) -> Result<(), Fault> {
        members.names.find_many(&self.members, &mut self.member);
        members.names.find_many(&self.inviters, &mut self.inviter);
        for (row, at) in self.at.iter().enumerate() {
            let line = self.lines.get(row);
            let sides =
                [("member", self.member[row], &self.members), ("inviter", self.inviter[row], &self.inviters)];
            for (column, number, lookup) in sides {
                if number == NOBODY && !lookup.is_nobody(row) {
                    return Err(unknown_member(line, column, &lookup.name(row)));
                }
                if number == NOBODY {
                    continue;
                }
                let joined = members.joined_at[number as usize];
                if *at < joined {
                    let name = shown(members.names.get(number));
                    return Err(Fault::new(
                        line,
                        format!("变更于 {at}，早于 {column} {name} 的加入时间 {joined}；应不早于加入时间"),
                        format!(
                            "the inviter changes at {at}, before {column} {name} joined at {joined}; expected a time no earlier"
                        ),
                    ));
                }
            }
        }
        Ok(())
    }
}
