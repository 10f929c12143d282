//! What is asked for so often that many are done together: one read and one write for all of them.

use std::any::{Any, TypeId};

use banyan_base::refusal::{Kind, Refusal};
use tokio::sync::oneshot;

use super::Work;

/// Tells a request how it went, once its transaction is durable (or has failed).
pub(super) type Answer = Box<dyn FnOnce(Result<(), Refusal>) + Send>;

/// A command of a kind of which many are done together. Nothing is registered: to be of this trait is enough.
pub trait Batch: Sized + Send + 'static {
    /// What comes of one.
    type Done: Send + 'static;

    /// The place of the kind in a transaction: lower ones are done first, no two kinds have the same.
    const TURN: u8;

    /// Does many; each is answered by itself, in their order. An error is one of all of them.
    fn run(work: &mut Work<'_>, commands: &[Self]) -> Result<Vec<Result<Self::Done, Refusal>>, Refusal>;
}

type Tell<T> = oneshot::Sender<Result<T, Refusal>>;

/// Commands of one kind, each with the way to answer, whose type only `run` knows.
type Erased = Box<dyn Any + Send>;

/// Does all commands of one kind.
type Run = fn(&mut Work<'_>, Vec<Erased>, &mut Vec<Answer>) -> Result<(), Refusal>;

/// A command that waits for others of its kind.
pub(super) struct Waiting {
    turn: u8,
    kind: TypeId,
    command: Erased,
    run: Run,
}

impl Waiting {
    /// A command, and the way to answer it.
    pub(super) fn new<B: Batch>(command: B, tell: Tell<B::Done>) -> Self {
        let command: Erased = Box::new((command, tell));
        Self { turn: B::TURN, kind: TypeId::of::<B>(), command, run: all_of::<B> }
    }
}

/// Does everything that is done together, kind by kind.
pub(super) fn run(
    work: &mut Work<'_>,
    mut waiting: Vec<Waiting>,
    answers: &mut Vec<Answer>,
) -> Result<(), Refusal> {
    waiting.sort_by_key(|one| one.turn);
    let mut waiting = waiting.into_iter().peekable();
    while let Some(Waiting { kind, command, run, .. }) = waiting.next() {
        let mut commands = vec![command];
        while let Some(next) = waiting.next_if(|next| next.kind == kind) {
            commands.push(next.command);
        }
        run(work, commands, answers)?;
    }
    Ok(())
}

fn all_of<B: Batch>(
    work: &mut Work<'_>,
    commands: Vec<Erased>,
    answers: &mut Vec<Answer>,
) -> Result<(), Refusal> {
    let known = commands.into_iter().filter_map(|one| one.downcast::<(B, Tell<B::Done>)>().ok());
    // One for whose answer nobody waits any more is not begun.
    let wanted = known.map(|one| *one).filter(|(_, tell)| !tell.is_closed());
    let (commands, tell) = wanted.unzip();
    many(work, commands, tell, answers)
}

/// Does many things of one kind, and keeps the answers until all is durable. If they fail together, each half is tried by itself, down
/// to the one whose fault it is.
fn many<B: Batch>(
    work: &mut Work<'_>,
    mut commands: Vec<B>,
    mut tell: Vec<Tell<B::Done>>,
    answers: &mut Vec<Answer>,
) -> Result<(), Refusal> {
    if commands.is_empty() {
        return Ok(());
    }
    let attempted = match work.attempt(|work| B::run(work, &commands)) {
        Ok(done) => done,
        Err(refusal) => {
            for tell in tell {
                drop(tell.send(Err(refusal.clone())));
            }
            return Err(refusal);
        }
    };
    let done = match attempted {
        Ok(done) => done,
        // A database that does nothing does halves of it no better.
        Err(refusal) if commands.len() == 1 || refusal.kind == Kind::Busy => {
            commands.iter().map(|_| Err(refusal.clone())).collect()
        }
        Err(refusal) => {
            tracing::warn!(error = %refusal.internal, commands = commands.len(), "a batch failed and is done in halves");
            let half = commands.len() / 2;
            let (later, told_later) = (commands.split_off(half), tell.split_off(half));
            many(work, commands, tell, answers)?;
            return many(work, later, told_later, answers);
        }
    };
    for (done, tell) in done.into_iter().zip(tell) {
        answers.push(Box::new(move |committed: Result<(), Refusal>| {
            let _ = tell.send(committed.and(done));
        }));
    }
    Ok(())
}
