//! From entries to the rows of the rewards file. The history runs on one thread, this on another.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use banyan_plan::kernel::{Entry, Program};
use banyan_plan::model::Pay;

use super::summary::Summary;
use super::{Input, Stage};
use crate::files::{FileError, REWARDS_HEADER, RewardsFile, write_field};
use crate::history::{self, Event, Kind, Reference, Sink};

/// Entries handed over at once.
const BATCH: usize = 1 << 15;
/// Batches under way between the two threads.
const QUEUE: usize = 4;

/// Some events and their entries.
#[derive(Debug, Default)]
struct Batch {
    /// Kind, `ref`, and how many of the entries are its own.
    events: Vec<(Kind, Reference, u32)>,
    entries: Vec<Entry>,
}

/// Collects what the history posts and hands it over.
struct Sender<'a> {
    batch: Batch,
    full: SyncSender<Batch>,
    used: Receiver<Batch>,
    /// The writer has failed; nothing more is wanted.
    is_over: bool,
    progress: &'a (dyn Fn(Stage) + Sync),
}

impl Sink for Sender<'_> {
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
pub(super) fn write(
    input: &Input,
    program: &Program,
    mut file: RewardsFile,
    progress: &(dyn Fn(Stage) + Sync),
) -> (Result<(), FileError>, Summary) {
    let (full, batches) = sync_channel::<Batch>(QUEUE);
    let (give_back, used) = sync_channel::<Batch>(QUEUE + 2);
    let mut formatter = Formatter::new(input, program);
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let mut written = file.append(REWARDS_HEADER);
            while let (Ok(()), Ok(mut batch)) = (&written, batches.recv()) {
                formatter.out.clear();
                formatter.format(&batch);
                written = file.append(&formatter.out);
                batch.events.clear();
                batch.entries.clear();
                let _ = give_back.try_send(batch);
            }
            (written, file, formatter)
        });
        let mut sender = Sender { batch: Batch::default(), full, used, is_over: false, progress };
        let settled =
            history::settle(input.history(program), &mut sender).map_err(|refusal| input.place(refusal));
        sender.hand_over();
        drop(sender);
        let Ok((written, file, formatter)) = writer.join() else { unreachable!("the writer does not panic") };
        let summary = formatter.finish();
        (settled.and(written).and_then(|()| file.finish()), summary)
    })
}

/// Formats rows and keeps the sums.
struct Formatter<'a> {
    input: &'a Input,
    program: &'a Program,
    /// Per reward: its id as a field with the comma after it, whether it has a rate, whether it is money.
    rewards: Vec<(Vec<u8>, bool, bool)>,
    near: [(u64, i128); 16],
    summary: Summary,
    out: Vec<u8>,
}

impl<'a> Formatter<'a> {
    fn new(input: &'a Input, program: &'a Program) -> Self {
        let rewards = program.plan().rewards.iter().map(|reward| {
            let mut id = Vec::new();
            write_field(reward.id.as_bytes(), &mut id);
            id.push(b',');
            (id, matches!(reward.pay, Pay::Share(..)), reward.is_money())
        });
        let summary = Summary::new(program, input.members.names.len(), &input.orders);
        Self {
            input,
            program,
            rewards: rewards.collect(),
            near: [(0, 0); 16],
            summary,
            out: Vec::with_capacity(BATCH * 80),
        }
    }

    fn format(&mut self, batch: &Batch) {
        let mut entries = batch.entries.iter();
        let mut head = Vec::with_capacity(64);
        for (kind, reference, count) in &batch.events {
            head.clear();
            head.extend_from_slice(kind.word().as_bytes());
            head.push(b',');
            self.reference(reference, &mut head);
            head.push(b',');
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

    fn row(&mut self, head: &[u8], entry: &Entry) {
        let currency = self.program.plan().currency;
        let (id, has_rate, is_money) = &self.rewards[usize::from(entry.reward)];
        let out = &mut self.out;
        out.extend_from_slice(head);
        out.extend_from_slice(id);
        self.input.members.names.write_csv(entry.payee, out);
        out.push(b',');
        push_number(entry.distance, out);
        out.push(b',');
        if *has_rate {
            currency.write(i128::from(entry.base), out);
            out.push(b',');
            entry.rate.write(out);
            out.push(b',');
        } else {
            out.extend_from_slice(b",,");
        }
        if *is_money {
            currency.write(i128::from(entry.amount), out);
        } else {
            currency.write(i128::from(entry.amount) * i128::from(currency.scale()), out);
        }
        out.extend_from_slice(if entry.cut { b",cut\n" } else { b",\n" });
        self.summary.add(entry, *is_money);
        let money = if *is_money { i128::from(entry.amount) } else { 0 };
        match self.near.get_mut(entry.distance as usize) {
            Some(sum) => *sum = (sum.0 + 1, sum.1 + money),
            None => self.summary.add_distance(entry.distance, 1, money),
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

fn push_number(number: u32, out: &mut Vec<u8>) {
    if number < 10 {
        out.push(b'0' + number as u8);
    } else {
        out.extend_from_slice(number.to_string().as_bytes());
    }
}
