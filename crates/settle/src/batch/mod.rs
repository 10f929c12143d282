//! The batch command's work: read the files, run the history, write the rewards, keep the sums.

mod rows;
mod summary;
mod why;

use std::path::Path;

use banyan_plan::kernel::{Member, Program};

pub use self::summary::Summary;
pub use self::why::Explained;

use crate::files::{
    FileError, Members, Needs, Orders, RankChange, RewardsFile, Source, Stop, Transfer, read_rank_changes,
    read_stops, read_transfers,
};
use crate::timeline::{self, Halt, History, Part, Refusal, Settled};

/// The files to read.
#[derive(Debug)]
pub struct Sources {
    /// Members and their inviters.
    pub members: Source,
    /// Changes of inviters.
    pub transfers: Option<Source>,
    /// Rank changes by hand.
    pub ranks: Option<Source>,
    /// Members who are stopped, and who go on.
    pub stops: Option<Source>,
    /// Order lines.
    pub orders: Source,
}

impl Sources {
    /// The two that are always there.
    pub fn new(members: Source, orders: Source) -> Self {
        Self { members, transfers: None, ranks: None, stops: None, orders }
    }

    /// Bytes that will be read, as [`Stage::Reading`] counts them.
    #[expect(clippy::len_without_is_empty, reason = "a size on disk, not a collection")]
    pub fn len(&self) -> u64 {
        self.members.len() + self.orders.len()
    }
}

/// What has been read.
pub struct Input {
    /// Members and their inviters.
    pub members: Members,
    /// Changes of inviters, in order of time.
    pub transfers: Vec<Transfer>,
    /// Rank changes by hand, in order of time.
    pub ranks: Vec<RankChange>,
    /// Members who are stopped, and who go on, in order of time.
    pub stops: Vec<Stop>,
    /// Order lines.
    pub orders: Orders,
    orders_file: String,
}

/// How far the work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Bytes of all files read.
    Reading(u64),
    /// Order lines settled.
    Settling(u64),
}

impl Input {
    /// A history that was made, not read; `made_by` stands for the file's name in messages.
    pub fn made(members: Members, ranks: Vec<RankChange>, orders: Orders, made_by: &str) -> Self {
        let orders_file = made_by.to_owned();
        Self { members, transfers: Vec::new(), ranks, stops: Vec::new(), orders, orders_file }
    }

    /// Reads everything that a plan needs. `progress` hears how many bytes of the files are read.
    pub fn read(
        program: &Program,
        sources: Sources,
        progress: &(dyn Fn(Stage) + Sync),
    ) -> Result<Self, FileError> {
        let Sources { members, transfers, ranks, stops, orders } = sources;
        let plan = program.plan();
        let rank_ids: Vec<&str> = plan.ranks.iter().map(|rank| rank.id.as_str()).collect();
        let (members_bytes, orders_file) = (members.len(), orders.name().to_owned());
        let members = Members::read(members, &rank_ids, &|bytes| progress(Stage::Reading(bytes)))?;
        let transfers =
            transfers.map_or_else(|| Ok(Vec::new()), |source| read_transfers(source, &members))?;
        let ranks =
            ranks.map_or_else(|| Ok(Vec::new()), |source| read_rank_changes(source, &members, &rank_ids))?;
        let stops = stops.map_or_else(|| Ok(Vec::new()), |source| read_stops(source, &members))?;
        let (categories, products) = (plan.categories(), plan.packages());
        let volumes: Vec<String> = plan.volumes.list.iter().map(|volume| volume.id.clone()).collect();
        let needs = Needs {
            cost: plan.needs_cost(),
            rate: plan.needs_rate(),
            quantity: plan.needs_quantity(),
            volumes: &volumes,
            categories: &categories,
            products: &products,
        };
        let tell = |bytes| progress(Stage::Reading(members_bytes + bytes));
        let orders = Orders::read(orders, &members.names, plan.currency, &needs, &tell)?;
        Ok(Self { members, transfers, ranks, stops, orders, orders_file })
    }

    /// The history that the kernel runs.
    pub fn history<'a>(&'a self, program: &'a Program) -> History<'a> {
        let Self { members, transfers, ranks, stops, orders, .. } = self;
        History { program, members, transfers, ranks, stops, orders }
    }

    /// A refusal at its place in the orders file.
    pub fn place(&self, refusal: Refusal) -> FileError {
        FileError {
            file: self.orders_file.clone(),
            line: Some(self.orders.line_number(refusal.line as usize)),
            text: refusal.text,
        }
    }

    /// Settles the history into a rewards file. Nothing is left behind on an error.
    pub fn settle(
        &self,
        program: &Program,
        out: &Path,
        progress: &(dyn Fn(Stage) + Sync),
    ) -> Result<Summary, FileError> {
        self.settle_part(program, Part::default(), out, progress).map(|(summary, _)| summary)
    }

    /// Settles part of the history, see [`timeline::settle_part`]: the files of parts one after another, each without its
    /// header but the first, are the bytes of the whole. The summary is of the part.
    pub fn settle_part(
        &self,
        program: &Program,
        part: Part,
        out: &Path,
        progress: &(dyn Fn(Stage) + Sync),
    ) -> Result<(Summary, Settled), FileError> {
        let file = RewardsFile::create(out)?;
        let (done, mut summary) = rows::write(self, program, file, progress, |history, sink| {
            timeline::settle_part(history, part, sink)
        });
        let settled = done?;
        summary.lines_of(&self.orders, settled.lines.clone());
        Ok((summary, settled))
    }

    /// Settles the so-many-th slice of so many, see [`timeline::settle_slice`]: their files one after another, each without
    /// its header but the first, are the bytes of the whole.
    pub fn settle_slice(
        &self,
        program: &Program,
        slice: (usize, usize),
        out: &Path,
        progress: &(dyn Fn(Stage) + Sync),
    ) -> Result<(), FileError> {
        let file = RewardsFile::create(out)?;
        let run =
            |history: History<'_>, sink: &mut rows::Sender<'_>| timeline::settle_slice(history, slice, sink);
        rows::write(self, program, file, progress, run).0
    }

    /// Why part of the history cannot be settled, for the person who made the files.
    pub fn halted(&self, halt: Halt) -> FileError {
        match halt {
            Halt::Line(refusal) => self.place(refusal),
            Halt::Part(text) => FileError { file: self.orders_file.clone(), line: None, text },
        }
    }

    /// Explains every entry of one `ref`: `ORDER/LINE`, or a member who joined or rose.
    pub fn explain(&self, program: &Program, reference: &str) -> Result<Vec<Explained>, FileError> {
        self.explain_with(program, why::Explainer::new(self, program, reference))
    }

    /// Explains every entry of one payee.
    pub fn explain_payee(&self, program: &Program, payee: Member) -> Result<Vec<Explained>, FileError> {
        self.explain_with(program, why::Explainer::of_payee(self, program, payee))
    }

    fn explain_with(
        &self,
        program: &Program,
        mut sink: why::Explainer<'_>,
    ) -> Result<Vec<Explained>, FileError> {
        timeline::settle(self.history(program), &mut sink).map_err(|refusal| self.place(refusal))?;
        Ok(sink.found)
    }
}
