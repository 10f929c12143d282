//! From entries to the rows of the rewards file. The history runs on one thread, rows are formatted on another, and a
//! third waits for the disk.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use banyan_plan::kernel::{Entry, Program};
use banyan_plan::model::Pay;
use banyan_plan::money::{Minor, Rate};

use super::summary::Summary;
use super::{Input, Stage};
use crate::files::{FileError, REWARDS_HEADER, RewardsFile, write_field};
use crate::history::{Event, Kind, Reference, Sink};
use crate::timeline::{Halt, History};

/// Entries handed over at once: so many that batch and text stay in the second-level cache until they are written.
const BATCH: usize = 1 << 11;
/// Rows whose names are brought into the cache before they are written.
const AHEAD: usize = 32;
/// Batches (and texts) under way between two threads.
const QUEUE: usize = 8;

/// Some events and their entries.
#[derive(Debug, Default)]
struct Batch {
    /// Kind, `ref`, and how many of the entries are its own.
    events: Vec<(Kind, Reference, u32)>,
    entries: Vec<Entry>,
}

/// Collects what the history posts and hands it over.
pub(super) struct Sender<'a> {
    batch: Batch,
    full: SyncSender<Batch>,
    used: Receiver<Batch>,
    /// The writer has failed; nothing more is wanted.
    is_over: bool,
    progress: &'a (dyn Fn(Stage) + Sync),
}

impl Sink for Sender<'_> {
    type Line = u32;

    #[inline]
    fn post(&mut self, event: &Event<'_>, entries: &[Entry]) {
        self.batch.events.push((event.kind, event.reference.clone(), entries.len() as u32));
        self.batch.entries.extend_from_slice(entries);
        if self.batch.entries.len() >= BATCH {
            self.hand_over();
        }
    }

    fn progress(&mut self, lines: usize) {
        (self.progress)(Stage::Settling(lines as u64));
    }
}

impl Sender<'_> {
    fn hand_over(&mut self) {
        if self.is_over {
            return;
        }
        let next = self.used.try_recv().unwrap_or_default();
        let batch = std::mem::replace(&mut self.batch, next);
        self.is_over = self.full.send(batch).is_err();
    }
}

/// Runs the history and writes its rewards. The file takes its place only if everything went well.
pub(super) fn write<T>(
    input: &Input,
    program: &Program,
    mut file: RewardsFile,
    progress: &(dyn Fn(Stage) + Sync),
    run: impl FnOnce(History<'_>, &mut Sender<'_>) -> Result<T, Halt>,
) -> (Result<T, FileError>, Summary) {
    let (full, batches) = sync_channel::<Batch>(QUEUE);
    let (give_back, used) = sync_channel::<Batch>(QUEUE + 2);
    let (ready, texts) = sync_channel::<Vec<u8>>(QUEUE);
    let (give_text_back, used_texts) = sync_channel::<Vec<u8>>(QUEUE + 2);
    let mut formatter = Formatter::new(input, program);
    std::thread::scope(|scope| {
        let formatting = scope.spawn(move || {
            while let Ok(mut batch) = batches.recv() {
                formatter.out = used_texts.try_recv().unwrap_or_default();
                formatter.out.clear();
                formatter.format(&batch);
                if ready.send(std::mem::take(&mut formatter.out)).is_err() {
                    break;
                }
                batch.events.clear();
                batch.entries.clear();
                let _ = give_back.try_send(batch);
            }
            formatter.finish()
        });
        let writing = scope.spawn(move || {
            let mut written = file.append(REWARDS_HEADER);
            while let (Ok(()), Ok(text)) = (&written, texts.recv()) {
                written = file.append(&text);
                let _ = give_text_back.try_send(text);
            }
            (written, file)
        });
        let mut sender = Sender { batch: Batch::default(), full, used, is_over: false, progress };
        let settled = run(input.history(program), &mut sender).map_err(|halt| input.halted(halt));
        sender.hand_over();
        drop(sender);
        let (Ok(summary), Ok((written, file))) = (formatting.join(), writing.join()) else {
            unreachable!("neither thread panics")
        };
        (settled.and_then(|settled| written.and_then(|()| file.finish()).map(|()| settled)), summary)
    })
}

/// What is the same in all rows of a reward, and the rate and base of its last row: they tend to come again.
struct Column {
    /// The id as a field.
    id: Piece,
    has_rate: bool,
    is_money: bool,
    rate: (Rate, Piece),
}

/// Some bytes of a row that are written again and again, with the comma after them. Up to 32 go at once, which is
/// faster than the right number of them.
#[derive(Default)]
struct Piece {
    short: [u8; 32],
    long: Vec<u8>,
}

impl Piece {
    /// Lets `fill` write the bytes.
    fn set(&mut self, fill: impl FnOnce(&mut Vec<u8>)) {
        self.long.clear();
        fill(&mut self.long);
        self.long.push(b',');
        let len = self.long.len().min(self.short.len());
        self.short[..len].copy_from_slice(&self.long[..len]);
    }

    #[inline]
    fn write(&self, out: &mut Vec<u8>) {
        let len = self.long.len();
        if len <= self.short.len() {
            let end = out.len() + len;
            out.extend_from_slice(&self.short);
            out.truncate(end);
        } else {
            out.extend_from_slice(&self.long);
        }
    }
}

/// Formats rows and keeps the sums.
struct Formatter<'a> {
    input: &'a Input,
    program: &'a Program,
    rewards: Vec<Column>,
    base: (Minor, Piece),
    near: [(u64, i128); 16],
    summary: Summary,
    out: Vec<u8>,
}

impl<'a> Formatter<'a> {
    fn new(input: &'a Input, program: &'a Program) -> Self {
        let rewards = program.plan().rewards.iter().map(|reward| {
            let (mut id, mut rate) = (Piece::default(), Piece::default());
            id.set(|out| write_field(reward.id.as_bytes(), out));
            rate.set(|out| Rate(0).write(out));
            let has_rate = matches!(reward.pay, Pay::Share(..));
            Column { id, has_rate, is_money: reward.is_money(), rate: (Rate(0), rate) }
        });
        let summary = Summary::new(program, input.members.names.len());
        let mut base = (0, Piece::default());
        base.1.set(|out| program.plan().currency.write(0, out));
        Self {
            input,
            program,
            rewards: rewards.collect(),
            base,
            near: [(0, 0); 16],
            summary,
            out: Vec::new(),
        }
    }

    fn format(&mut self, batch: &Batch) {
        self.add_up(&batch.entries);
        let mut entries = batch.entries.iter();
        let mut touched = 0;
        let mut head = Piece::default();
        for (kind, reference, count) in &batch.events {
            head.set(|out| {
                out.extend_from_slice(kind.word().as_bytes());
                out.push(b',');
                self.reference(reference, out);
            });
            let position = batch.entries.len() - entries.len();
            if touched < batch.entries.len().min(position + AHEAD) {
                let end = (touched + 2 * AHEAD).min(batch.entries.len());
                self.input.members.names.touch(batch.entries[touched..end].iter().map(|entry| entry.payee));
                touched = end;
            }
            for entry in entries.by_ref().take(*count as usize) {
                self.row(&head, entry);
            }
        }
    }

    fn reference(&self, reference: &Reference, out: &mut Vec<u8>) {
        match reference {
            Reference::Line(row) => write_field(self.input.orders.reference(*row as usize), out),
            Reference::Member(member) => self.input.members.names.write_csv(*member, out),
            Reference::Period(period, None) => write_field(period.as_bytes(), out),
            Reference::Period(period, Some(member)) => {
                let mut text = period.clone().into_bytes();
                text.push(b'/');
                text.extend_from_slice(self.input.members.names.get(*member));
                write_field(&text, out);
            }
        }
    }

    fn row(&mut self, head: &Piece, entry: &Entry) {
        let currency = self.program.plan().currency;
        let column = &mut self.rewards[usize::from(entry.reward)];
        let out = &mut self.out;
        head.write(out);
        column.id.write(out);
        self.input.members.names.write_csv(entry.payee, out);
        push_distance(entry.distance, out);
        if column.has_rate {
            if self.base.0 != entry.base {
                self.base.0 = entry.base;
                self.base.1.set(|out| currency.write(i128::from(entry.base), out));
            }
            if column.rate.0 != entry.rate {
                column.rate.0 = entry.rate;
                column.rate.1.set(|out| entry.rate.write(out));
            }
            self.base.1.write(out);
            column.rate.1.write(out);
        } else {
            out.extend_from_slice(b",,");
        }
        let is_money = column.is_money;
        let scale = if is_money { 1 } else { i128::from(currency.scale()) };
        currency.write(i128::from(entry.amount) * scale, out);
        out.extend_from_slice(if entry.cut { b",cut\n" } else { b",\n" });
    }

    /// Adds entries to the sums. Apart from the formatting, so that the misses of the members' balances overlap.
    fn add_up(&mut self, entries: &[Entry]) {
        for entry in entries {
            let is_money = self.rewards[usize::from(entry.reward)].is_money;
            self.summary.add(entry, is_money);
            let money = if is_money { i128::from(entry.amount) } else { 0 };
            match self.near.get_mut(entry.distance as usize) {
                Some(sum) => *sum = (sum.0 + 1, sum.1 + money),
                None => self.summary.add_distance(entry.distance, 1, money),
            }
        }
    }

    fn finish(mut self) -> Summary {
        for (distance, (entries, money)) in self.near.into_iter().enumerate() {
            if entries > 0 {
                self.summary.add_distance(distance as u32, entries, money);
            }
        }
        self.summary.finish();
        self.summary
    }
}

/// A distance between commas.
#[inline]
fn push_distance(distance: u32, out: &mut Vec<u8>) {
    if distance < 10 {
        out.extend_from_slice(&[b',', b'0' + distance as u8, b',']);
    } else {
        out.extend_from_slice(format!(",{distance},").as_bytes());
    }
}
