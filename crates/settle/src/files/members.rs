//! The members: who was invited by whom, when, and with which rank.

use super::Progress;
use super::batches::{self, Lines};
use super::error::{Fault, FileError, Lowest, listed, shown};
use super::joining::{enrolment_order, join_order};
use super::moment::{self, Clock};
use super::names::{Cells, Lookup, NOBODY, Names};
use super::parallel::each;
use super::records::{Chunks, Header, Record, Records, Wanted};
use super::source::Source;
use banyan_plan::time::Time;

/// The longest name of a member, in bytes.
pub(crate) const MAX_MEMBER: usize = 64;

/// All members, as columns in the order of their file.
#[derive(Debug, Default)]
pub struct Members {
    /// Their names; a member's number is their row.
    pub names: Names,
    /// Who invited them; [`NOBODY`] for a root.
    pub inviter: Vec<u32>,
    /// When they joined; never before their inviter.
    pub joined_at: Vec<Time>,
    /// Their rank on joining: 0 for a plain customer, k for the plan's k-th rank, from 1.
    pub rank: Vec<u8>,
    /// All members in the order of the events of joining: by time; at one time inviters before those they invited,
    /// then by name as bytes.
    pub join_order: Vec<u32>,
    /// Those who join as plain customers and become promoters later, in the order of that: by time; at one time inviters
    /// before those they invited, then by name as bytes.
    pub enrolments: Vec<u32>,
    /// When each has their rank from; empty if all have it on joining.
    promoter_at: Vec<Time>,
    /// Under whom each is to stand in the placement tree, and on which leg (from 1; 0 = any); empty if the file does not
    /// tell.
    placed: Vec<(u32, u8)>,
}

const COLUMNS: Wanted = Wanted {
    required: &["member", "inviter", "joined_at", "rank"],
    optional: &["promoter_at", "placed_under", "leg"],
};

/// The rows of a chunk.
#[derive(Default)]
struct Batch {
    names: Cells,
    inviters: Lookup,
    joined_at: Vec<Time>,
    rank: Vec<u8>,
    promoter_at: Vec<Time>,
    placed_under: Lookup,
    legs: Vec<u8>,
    lines: Lines,
    clock: Clock,
}

impl Members {
    /// Members that were made, not read: columns in one order. The caller sees to it that names differ, that nobody
    /// joins before their inviter, and that inviters have no cycle.
    pub fn made(names: Names, inviter: Vec<u32>, joined_at: Vec<Time>, rank: Vec<u8>) -> Self {
        let join_order = join_order(&names, &joined_at, &inviter, 1);
        Self { names, inviter, joined_at, rank, join_order, ..Self::default() }
    }

    /// Reads and checks the members. `ranks` are the ids of the plan's ranks, at most 255.
    pub fn read(source: Source, ranks: &[&str], progress: Progress<'_>) -> Result<Self, FileError> {
        let (file, threads) = (source.name().to_owned(), source.threads);
        let mut chunks = Chunks::new(source);
        let header = chunks.header(COLUMNS)?;
        let mut all = Batch::default();
        let (mut inviters, mut placed_under) = (Vec::new(), Vec::new());
        batches::read(
            chunks,
            &header,
            progress,
            |batch: &mut Batch, records| batch.parse(records, &header, ranks),
            |batch| {
                all.lines.append(all.joined_at.len(), &mut batch.lines);
                all.names.append(&mut batch.names);
                all.joined_at.append(&mut batch.joined_at);
                all.rank.append(&mut batch.rank);
                all.promoter_at.append(&mut batch.promoter_at);
                all.legs.append(&mut batch.legs);
                inviters.push(std::mem::take(&mut batch.inviters));
                placed_under.push(std::mem::take(&mut batch.placed_under));
                check_count(all.joined_at.len(), &all.lines)
            },
        )?;
        let (names, twice) = Names::new(all.names);
        let mut lowest = Lowest::default();
        if let Some((second, first)) = twice {
            lowest.add(repeated(
                all.lines.get(second as usize),
                names.get(second),
                all.lines.get(first as usize),
            ));
        }
        let known = |column: Vec<Lookup>, unknown: fn(u64, &[u8]) -> Fault, lowest: &mut Lowest| {
            numbers(column, &names, threads, |row, name| lowest.add(unknown(all.lines.get(row), name)))
        };
        let inviter = known(inviters, unknown_inviter, &mut lowest);
        let placed_under = known(placed_under, unknown_place, &mut lowest);
        let members = Self {
            names,
            inviter,
            joined_at: all.joined_at,
            rank: all.rank,
            promoter_at: all.promoter_at,
            placed: placed_under.into_iter().zip(all.legs).collect(),
            ..Self::default()
        };
        members.check_inviters(&all.lines, &mut lowest);
        lowest.into_result(&file)?;
        let join_order = join_order(&members.names, &members.joined_at, &members.inviter, threads);
        let is_later = |member: &u32| members.promoter_at(*member) > members.joined_at[*member as usize];
        let later = (0..members.promoter_at.len() as u32).filter(is_later).collect();
        let enrolments = enrolment_order(&members.names, later, &members.promoter_at, &members.inviter);
        Ok(Self { join_order, enrolments, ..members })
    }

    /// When they become a promoter with [`Members::rank`], if they ever do: on joining, or later.
    pub fn promoter_at(&self, member: u32) -> Time {
        let member = member as usize;
        self.promoter_at.get(member).copied().unwrap_or(self.joined_at[member])
    }

    /// Under whom they are to stand in the placement tree, and on which leg, from 0; `None` if the file leaves that to the
    /// order of joining.
    pub fn placed_under(&self, member: u32) -> Option<(u32, Option<u8>)> {
        let (under, leg) = self.placed.get(member as usize).filter(|(under, _)| *under != NOBODY)?;
        Some((*under, leg.checked_sub(1)))
    }

    /// The rank that they join with: 0 if they become a promoter only later.
    pub fn rank_on_joining(&self, member: u32) -> u8 {
        let is_later = self.promoter_at(member) > self.joined_at[member as usize];
        if is_later { 0 } else { self.rank[member as usize] }
    }

    /// Every inviter joined before their invitee or at the same time, and none is above themselves.
    fn check_inviters(&self, lines: &Lines, lowest: &mut Lowest) {
        let mut first_later = None;
        let mut suspect = false;
        for (member, inviter) in self.inviter.iter().enumerate() {
            if *inviter == NOBODY {
                continue;
            }
            let (at, inviter_at) = (self.joined_at[member], self.joined_at[*inviter as usize]);
            // A cycle has an inviter who joined no earlier than their invitee.
            suspect |= inviter_at >= at;
            if inviter_at > at && first_later.is_none() {
                first_later = Some(member);
            }
        }
        if suspect {
            self.find_cycle(lines, lowest);
        }
        if let Some(member) = first_later {
            let line = lines.get(member);
            if lowest.beats(line) {
                lowest.add(self.joined_later(line, member as u32));
            }
        }
    }

    /// Follows inviters from each member up to ground already walked; a walk that meets itself is a cycle.
    fn find_cycle(&self, lines: &Lines, lowest: &mut Lowest) {
        let mut walked_from = vec![NOBODY; self.inviter.len()];
        for start in 0..self.inviter.len() as u32 {
            let mut member = start;
            while member != NOBODY && walked_from[member as usize] == NOBODY {
                walked_from[member as usize] = start;
                member = self.inviter[member as usize];
            }
            if member == NOBODY || walked_from[member as usize] != start {
                continue;
            }
            // Found on the first walk into it; its lowest line is that of its member with the lowest row.
            let mut first = member;
            let mut next = self.inviter[member as usize];
            while next != member {
                first = first.min(next);
                next = self.inviter[next as usize];
            }
            let line = lines.get(first as usize);
            if lowest.beats(line) {
                lowest.add(self.cycle(line, first));
            }
        }
    }

    #[cold]
    fn cycle(&self, line: u64, first: u32) -> Fault {
        let name = |member: u32| shown(self.names.get(member));
        if self.inviter[first as usize] == first {
            let name = name(first);
            return Fault::new(
                line,
                format!("会员 {name} 的邀请人是自己；应为另一位会员或留空"),
                format!("member {name} is their own inviter; expected another member or nothing"),
            );
        }
        let mut chain = name(first);
        let mut next = self.inviter[first as usize];
        for step in 0.. {
            if step == 8 {
                chain.push_str(" -> …");
                next = first;
            }
            chain = format!("{chain} -> {}", name(next));
            if next == first {
                break;
            }
            next = self.inviter[next as usize];
        }
        let name = name(first);
        Fault::new(
            line,
            format!("会员 {name} 在邀请关系的循环中：{chain}；邀请关系应通向没有邀请人的会员"),
            format!(
                "member {name} is in a cycle of inviters: {chain}; expected inviters to lead up to a member without one"
            ),
        )
    }

    #[cold]
    fn joined_later(&self, line: u64, member: u32) -> Fault {
        let inviter = self.inviter[member as usize];
        let (name, inviter_name) = (shown(self.names.get(member)), shown(self.names.get(inviter)));
        let (at, inviter_at) = (self.joined_at[member as usize], self.joined_at[inviter as usize]);
        Fault::new(
            line,
            format!(
                "会员 {name} 于 {at} 加入，早于其邀请人 {inviter_name}（{inviter_at}）；邀请人应先加入或同时加入"
            ),
            format!(
                "member {name} joined at {at}, before their inviter {inviter_name} ({inviter_at}); expected an inviter who joined no later"
            ),
        )
    }
}

impl Batch {
    fn parse(&mut self, records: &mut Records<'_>, header: &Header, ranks: &[&str]) -> Result<(), Fault> {
        let [member, inviter, joined_at, rank, promoter_at, placed_under, leg] = header.wanted();
        while let Some(record) = records.next()? {
            let line = record.line;
            self.lines.push(self.joined_at.len(), line);
            let joined = read_time(&mut self.clock, &record, joined_at, "joined_at")?;
            let rank = read_rank(line, record.field(rank), ranks)?;
            if promoter_at != Record::ABSENT {
                self.read_promoter(&record, promoter_at, (joined, rank))?;
            }
            if placed_under != Record::ABSENT || leg != Record::ABSENT {
                self.placed_under.push(record.field(placed_under));
                self.legs.push(read_leg(line, record.field(leg), record.field(placed_under))?);
            }
            self.joined_at.push(joined);
            self.rank.push(rank);
            self.names.push(read_name(line, "member", record.field(member), MAX_MEMBER)?);
            self.inviters.push(record.field(inviter));
        }
        Ok(())
    }

    /// When they become a promoter. Apart from the other columns, as few files have it.
    #[inline(never)]
    fn read_promoter(
        &mut self,
        record: &Record<'_>,
        place: usize,
        (joined, rank): (Time, u8),
    ) -> Result<(), Fault> {
        let promoter = match record.field(place) {
            [] => joined,
            _ => read_time(&mut self.clock, record, place, "promoter_at")?,
        };
        check_promoter(record.line, joined, promoter, rank)?;
        self.promoter_at.push(promoter);
        Ok(())
    }
}

/// The number of each name of a column, [`NOBODY`] for an empty field; tells of unknown names by their rows.
fn numbers(
    column: Vec<Lookup>,
    names: &Names,
    threads: usize,
    mut unknown: impl FnMut(usize, &[u8]),
) -> Vec<u32> {
    let parts = each(column, threads, |lookup| {
        let mut numbers = Vec::with_capacity(lookup.len());
        names.find_many(&lookup, &mut numbers);
        let unknown = (0..numbers.len()).find(|row| numbers[*row] == NOBODY && !lookup.is_nobody(*row));
        (numbers, unknown.map(|row| (row, lookup.name(row))))
    });
    let mut all = Vec::with_capacity(names.len());
    for (numbers, first) in parts {
        if let Some((row, name)) = first {
            unknown(all.len() + row, &name);
        }
        all.extend_from_slice(&numbers);
    }
    all
}

/// A leg of a placement tree, from 1; 0 for an empty field.
fn read_leg(line: u64, field: &[u8], placed_under: &[u8]) -> Result<u8, Fault> {
    let leg = match field {
        b"" => return Ok(0),
        b"left" => 1,
        b"right" => 2,
        [digit @ b'1'..=b'9'] => digit - b'0',
        _ => {
            let value = shown(field);
            return Err(Fault::new(
                line,
                format!("leg {value} 不对；应为 left、right，或 1 到 9 的数字，不指定则留空"),
                format!(
                    "leg {value} is wrong; expected left, right or a number from 1 to 9, or nothing for any"
                ),
            ));
        }
    };
    if placed_under.is_empty() {
        return Err(Fault::new(
            line,
            "填了 leg，但 placed_under 是空的；应写明是谁下面的位置，或两者都留空",
            "leg without placed_under; expected whose leg it is, or neither",
        ));
    }
    Ok(leg)
}

/// Nobody is a promoter before they joined, or without a rank.
fn check_promoter(line: u64, joined: Time, promoter: Time, rank: u8) -> Result<(), Fault> {
    if promoter < joined {
        return Err(Fault::new(
            line,
            format!("promoter_at {promoter} 早于加入时间 {joined}；应不早于加入时间，加入时即为推广者则留空"),
            format!(
                "promoter_at {promoter} is before the member joined, {joined}; expected a time no earlier, or nothing for a promoter from the start"
            ),
        ));
    }
    if promoter > joined && rank == 0 {
        return Err(Fault::new(
            line,
            "填了 promoter_at，但 rank 是空的；应填届时的等级，或两者都留空",
            "promoter_at without a rank; expected the rank held from then on, or neither",
        ));
    }
    Ok(())
}

/// The time in a column.
#[inline]
pub(crate) fn read_time(
    clock: &mut Clock,
    record: &Record<'_>,
    place: usize,
    column: &str,
) -> Result<Time, Fault> {
    let field = record.field(place);
    if field.is_empty() {
        return Err(empty(record.line, column));
    }
    clock.read(field).map_err(|error| moment::fault(record.line, column, field, error))
}

/// A field that must not be empty nor longer than `most` bytes.
#[inline]
pub(crate) fn read_name<'r>(
    line: u64,
    column: &str,
    field: &'r [u8],
    most: usize,
) -> Result<&'r [u8], Fault> {
    if field.is_empty() {
        return Err(empty(line, column));
    }
    if field.len() > most {
        let (value, len) = (shown(field), field.len());
        return Err(Fault::new(
            line,
            format!("{column} {value} 有 {len} 字节；最多 {most} 字节"),
            format!("{column} {value} has {len} bytes; at most {most} are allowed"),
        ));
    }
    Ok(field)
}

/// The number of a rank: 0 for an empty field.
#[inline]
pub(crate) fn read_rank(line: u64, field: &[u8], ranks: &[&str]) -> Result<u8, Fault> {
    if field.is_empty() {
        return Ok(0);
    }
    match ranks.iter().position(|rank| rank.as_bytes() == field) {
        Some(place) => Ok(place as u8 + 1),
        None => Err(unknown_rank(line, field, ranks)),
    }
}

/// Numbers end at `u32::MAX`, which is [`NOBODY`].
pub(crate) fn check_count(rows: usize, lines: &Lines) -> Result<(), Fault> {
    let most = NOBODY as usize - 1;
    if rows <= most {
        return Ok(());
    }
    Err(Fault::new(
        lines.get(most),
        format!("行数过多；最多 {most} 行"),
        format!("too many rows; at most {most} are allowed"),
    ))
}

#[cold]
pub(crate) fn empty(line: u64, column: &str) -> Fault {
    Fault::new(line, format!("{column} 是空的；此列必须填写"), format!("{column} is empty; expected a value"))
}

#[cold]
pub(crate) fn unknown_member(line: u64, column: &str, name: &[u8]) -> Fault {
    let name = shown(name);
    Fault::new(
        line,
        format!("{column} {name} 不是已知会员；应为会员文件中的会员"),
        format!("{column} {name} is not a known member; expected one of the members file"),
    )
}

#[cold]
fn unknown_rank(line: u64, field: &[u8], ranks: &[&str]) -> Fault {
    let (value, known) = (shown(field), listed(ranks.iter().copied()));
    if ranks.is_empty() {
        return Fault::new(
            line,
            format!("未知等级 {value}；该方案没有等级，应留空"),
            format!("unknown rank {value}; the plan has no ranks, expected nothing"),
        );
    }
    Fault::new(
        line,
        format!("未知等级 {value}；应为 {known} 之一，或留空"),
        format!("unknown rank {value}; expected one of {known}, or nothing"),
    )
}

#[cold]
fn repeated(line: u64, name: &[u8], first: u64) -> Fault {
    let name = shown(name);
    Fault::new(
        line,
        format!("会员 {name} 重复，首次出现在第 {first} 行；每位会员应只有一行"),
        format!("member {name} is there already, on line {first}; expected one row for each member"),
    )
}

#[cold]
fn unknown_place(line: u64, name: &[u8]) -> Fault {
    let name = shown(name);
    Fault::new(
        line,
        format!("placed_under {name} 不是本文件中的会员；应为本文件中的会员，按加入顺序安置则留空"),
        format!(
            "placed_under {name} is no member of this file; expected one, or nothing to be placed in the order of joining"
        ),
    )
}

#[cold]
fn unknown_inviter(line: u64, name: &[u8]) -> Fault {
    let name = shown(name);
    Fault::new(
        line,
        format!("未知邀请人 {name}；应为本文件中的会员，没有邀请人则留空"),
        format!("unknown inviter {name}; expected a member of this file, or nothing"),
    )
}
