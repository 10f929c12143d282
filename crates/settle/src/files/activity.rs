//! What people do in groups: messages, joins, leaves, clicks, orders.

use super::Progress;
use super::batches::{self, Lines};
use super::error::{Fault, FileError, shown};
use super::joining::by_time;
use super::members::{MAX_MEMBER, check_count, read_name, read_time};
use super::moment::Clock;
use super::names::{Lookup, Names};
use super::records::{Chunks, Header, Records, Wanted};
use super::source::Source;
use banyan_plan::time::{SECOND, Time};

/// The longest name of a group, in bytes.
const MAX_GROUP: usize = 256;

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// They sent a message.
    Message,
    /// They joined the group.
    Join,
    /// They left the group, or were removed from it.
    Leave,
    /// They followed a link that was shown in the group.
    Click,
    /// They placed an order.
    Order,
}

impl Act {
    /// All of them, with the words that files have for them.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("message", Self::Message),
        ("join", Self::Join),
        ("leave", Self::Leave),
        ("click", Self::Click),
        ("order", Self::Order),
    ];
}

/// Everything that happened, as columns in the order of time. Rows of one second keep the order of their file.
#[derive(Debug, Default)]
pub struct Activity {
    /// The groups that have a name.
    pub groups: Names,
    /// Everybody who did something or was answered.
    pub members: Names,
    /// The group of each row; [`NOBODY`](super::NOBODY) for the one without a name.
    pub group: Vec<u32>,
    /// Who did it.
    pub member: Vec<u32>,
    /// Whom a message answers; [`NOBODY`](super::NOBODY) if it answers nobody.
    pub to: Vec<u32>,
    /// When, cut to the whole second.
    pub at: Vec<Time>,
    /// What it was.
    pub act: Vec<Act>,
}

const COLUMNS: Wanted = Wanted { required: &["group", "member", "at", "kind"], optional: &["to"] };

#[derive(Default)]
struct Batch {
    groups: Lookup,
    members: Lookup,
    to: Lookup,
    at: Vec<Time>,
    act: Vec<Act>,
    lines: Lines,
    clock: Clock,
}

impl Activity {
    /// Reads and checks a file of activity: `group,member,at,kind`, and `to` if it is there.
    pub fn read(source: Source, progress: Progress<'_>) -> Result<Self, FileError> {
        let threads = source.threads;
        let mut chunks = Chunks::new(source);
        let header = chunks.header(COLUMNS)?;
        let (mut activity, mut lines) = (Self::default(), Lines::default());
        batches::read(
            chunks,
            &header,
            progress,
            |batch: &mut Batch, records| batch.parse(records, &header),
            |batch| {
                lines.append(activity.len(), &mut batch.lines);
                activity.append(batch);
                check_count(activity.len(), &lines)
            },
        )?;
        drop(lines);
        if let Some(order) = by_time(&activity.at, threads) {
            activity.reorder(&order);
        }
        Ok(activity)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// Takes the rows of a batch and leaves it empty.
    fn append(&mut self, batch: &mut Batch) {
        self.groups.number_many(&batch.groups, &mut self.group);
        self.members.number_many(&batch.members, &mut self.member);
        self.members.number_many(&batch.to, &mut self.to);
        self.at.append(&mut batch.at);
        self.act.append(&mut batch.act);
        for names in [&mut batch.groups, &mut batch.members, &mut batch.to] {
            names.clear();
        }
    }

    fn reorder(&mut self, order: &[u32]) {
        fn ordered<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
            *column = order.iter().map(|row| column[*row as usize]).collect();
        }
        ordered(&mut self.group, order);
        ordered(&mut self.member, order);
        ordered(&mut self.to, order);
        ordered(&mut self.at, order);
        ordered(&mut self.act, order);
    }
}

impl Batch {
    fn parse(&mut self, records: &mut Records<'_>, header: &Header) -> Result<(), Fault> {
        let [group, member, at, kind, to] = header.wanted();
        while let Some(record) = records.next()? {
            let time = read_time(&mut self.clock, &record, at, "at")?;
            let act = read_act(record.line, record.field(kind))?;
            let name = read_name(record.line, "member", record.field(member), MAX_MEMBER)?;
            let group = read_optional(record.line, "group", record.field(group), MAX_GROUP)?;
            let to = read_optional(record.line, "to", record.field(to), MAX_MEMBER)?;
            self.lines.push(self.at.len(), record.line);
            self.at.push(Time(time.0.div_euclid(SECOND) * SECOND));
            self.act.push(act);
            self.members.push(name);
            self.groups.push(group);
            self.to.push(to);
        }
        Ok(())
    }
}

/// A field that may be empty.
#[inline]
fn read_optional<'r>(line: u64, column: &str, field: &'r [u8], most: usize) -> Result<&'r [u8], Fault> {
    if field.is_empty() { Ok(field) } else { read_name(line, column, field, most) }
}

#[inline]
fn read_act(line: u64, field: &[u8]) -> Result<Act, Fault> {
    let known = Act::WORDS.iter().find(|(word, _)| word.as_bytes() == field);
    known.map(|(_, act)| *act).ok_or_else(|| unknown_act(line, field))
}

#[cold]
fn unknown_act(line: u64, field: &[u8]) -> Fault {
    let words = Act::WORDS.map(|(word, _)| word).join(", ");
    let value = shown(field);
    if field.is_empty() {
        return Fault::new(
            line,
            format!("kind 是空的；应为 {words} 之一"),
            format!("kind is empty; expected one of {words}"),
        );
    }
    Fault::new(
        line,
        format!("kind 不能是 {value}；应为 {words} 之一"),
        format!("kind cannot be {value}; expected one of {words}"),
    )
}
