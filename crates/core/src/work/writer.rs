//! The one writer of a process: takes what many requests want, does it in one transaction, and answers each when all of
//! it is durable.
//!
//! A commit costs a trip to the disk whatever is in it. While one is under way, the next requests gather; the more there
//! are, the more go into the next one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use banyan_base::clock::SharedClock;
use banyan_base::refusal::{Kind, Refusal};
use banyan_settle::undo::Undo;
use banyan_store::{Conn, DatabaseUrl};
use tokio::sync::oneshot;

use super::Work;
use super::batch::{self, Answer, Batch, Waiting};
use crate::engine::EngineState;

/// Requests that may wait.
const QUEUE: usize = 8_192;
/// Requests in one transaction.
const BATCH: usize = 1_024;

/// One request; gives the way to answer it. An error is one of the whole transaction.
type Run = Box<dyn FnOnce(&mut Work<'_>) -> Result<Answer, Refusal> + Send>;

enum Job {
    /// One request by itself.
    Run(Run),
    /// A request of a kind of which many are done together.
    Together(Waiting),
    /// Nothing to do but what is due by now.
    Beat(Answer),
    /// From now on, commits wait for the disk no longer, or do again.
    Durability(bool, Answer),
    /// No more after this.
    Stop,
}

/// Hands work to the writer.
#[derive(Clone)]
pub struct Writer {
    queue: SyncSender<Job>,
    /// Why nothing at all is written just now, if it is so.
    stopped: Stopped,
}

/// Why nothing is written, told by the writer's thread to those whose requests it did not begin.
type Stopped = Arc<Mutex<Option<Refusal>>>;

/// The writer's thread.
pub struct Thread {
    writer: Writer,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the writer on a thread of its own. `facts` is what every transaction knows of the shop.
    pub fn start(
        place: &DatabaseUrl,
        facts: Arc<super::Facts>,
        clock: SharedClock,
    ) -> Result<(Self, Thread), Refusal> {
        let stopped = Stopped::default();
        let mut desk = Desk {
            conn: joined(place)?,
            live: None,
            facts,
            clock,
            stopped: stopped.clone(),
            has_more: false,
        };
        // Whatever is wrong with the data shows now, not at the first request.
        desk.transact(Vec::new())?;
        let (queue, jobs) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || desk.serve(&jobs))
            .map_err(|error| Refusal::broken(error.to_string()))?;
        let writer = Self { queue, stopped };
        Ok((writer.clone(), Thread { writer, thread: Some(thread) }))
    }

    fn send(&self, job: Job) -> Result<(), Refusal> {
        self.queue.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) | TrySendError::Disconnected(_) => Refusal::busy(),
        })
    }

    /// What to say when the writer's thread has dropped a request.
    fn unanswered(&self) -> Refusal {
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        stopped.clone().unwrap_or_else(Refusal::busy)
    }

    /// Does `work` in a transaction; returns when it is durable. If it refuses, nothing that it wrote stays; if this is given up before
    /// the writer has come to it, it is not begun.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Work<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (tell, told) = oneshot::channel();
        self.send(Job::Run(packed(work, tell)))?;
        told.await.unwrap_or_else(|_| Err(self.unanswered()))
    }

    /// As [`Writer::run`], for threads that may wait.
    pub fn run_now<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Work<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (tell, told) = oneshot::channel();
        self.send(Job::Run(packed(work, tell)))?;
        told.blocking_recv().unwrap_or_else(|_| Err(self.unanswered()))
    }

    /// Whether commits wait for the disk from now on. `false` is for data that is thrown away if it is not finished; `true` ends that,
    /// and returns when all that was committed is durable.
    pub fn set_durability(&self, is_durable: bool) -> Result<(), Refusal> {
        let (tell, told) = oneshot::channel();
        self.send(Job::Durability(is_durable, Box::new(move |done| drop(tell.send(done)))))?;
        told.blocking_recv().unwrap_or_else(|_| Err(self.unanswered()))
    }

    /// Does a command together with all others of its kind that wait; returns when it is durable.
    pub async fn together<B: Batch>(&self, command: B) -> Result<B::Done, Refusal> {
        let (tell, told) = oneshot::channel();
        self.send(Job::Together(Waiting::new(command, tell)))?;
        told.await.unwrap_or_else(|_| Err(self.unanswered()))
    }

    /// Does what is due by now: settlements, closes, expiries.
    pub async fn beat(&self) -> Result<(), Refusal> {
        let (tell, told) = oneshot::channel();
        self.send(Job::Beat(Box::new(move |done| drop(tell.send(done)))))?;
        told.await.unwrap_or_else(|_| Err(self.unanswered()))
    }
}

impl Thread {
    /// Lets the writer finish what it has taken, and stops it.
    pub fn stop(mut self) {
        // The queue may be full: wait for room.
        let _ = self.writer.queue.send(Job::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A request as a job whose answer waits for the commit. If nobody waits for the answer any more, it is not begun: whoever was told
/// that it took too long may have turned to something else.
fn packed<T: Send + 'static>(
    work: impl FnOnce(&mut Work<'_>) -> Result<T, Refusal> + Send + 'static,
    tell: oneshot::Sender<Result<T, Refusal>>,
) -> Run {
    Box::new(move |desk| {
        if tell.is_closed() {
            return Ok(Box::new(drop));
        }
        match desk.attempt(work) {
            Ok(done) => Ok(Box::new(move |committed: Result<(), Refusal>| {
                drop(tell.send(committed.and(done)));
            })),
            Err(refusal) => {
                drop(tell.send(Err(refusal.clone())));
                Err(refusal)
            }
        }
    })
}

/// A connection that takes part in the shop: nobody replaces the data as long as it lives.
fn joined(place: &DatabaseUrl) -> Result<Conn, Refusal> {
    let mut conn = place.connect(false)?;
    if !conn.take_part()? {
        let refusal = Refusal::conflict(
            "shop_being_restored",
            "正在恢复备份，请等它完成",
            "a backup is being restored; please wait until it is done",
        );
        return Err(Refusal { internal: "a backup is being restored".to_owned(), ..refusal });
    }
    Ok(conn)
}

/// Remembers why nothing is written, and logs it once. What is our own fault is told to nobody in detail.
fn tell(stopped: &Stopped, refusal: Option<&Refusal>) {
    let mut stopped = stopped.lock().unwrap_or_else(PoisonError::into_inner);
    let told = refusal.filter(|refusal| refusal.kind == Kind::Busy);
    if let (None, Some(refusal)) = (stopped.as_ref(), told) {
        tracing::error!(reason = %refusal.text.en, "nothing is written");
    }
    *stopped = told.cloned();
}

/// The writer's connection, and what it knows without asking.
struct Desk {
    conn: Conn,
    /// Nothing is known: it has to be read first.
    live: Option<EngineState>,
    facts: Arc<super::Facts>,
    clock: SharedClock,
    stopped: Stopped,
    /// Whether more was due than the last transaction has done: then the next one does not wait for a request.
    has_more: bool,
}

impl Desk {
    fn serve(mut self, jobs: &Receiver<Job>) {
        let mut is_open = true;
        while is_open {
            let mut batch = Vec::new();
            if !self.has_more {
                let Ok(first) = jobs.recv() else { return };
                batch.push(first);
            }
            batch.extend(jobs.try_iter().take(BATCH - batch.len()));
            if let Some(stop) = batch.iter().position(|job| matches!(job, Job::Stop)) {
                // Those who came later are told that the shop is closed, as their senders are dropped.
                batch.truncate(stop);
                is_open = false;
            }
            if batch.is_empty() && !(self.has_more && is_open) {
                continue;
            }
            if let Err(refusal) = self.transact(batch)
                && !refusal.internal.is_empty()
            {
                tracing::error!(error = %refusal.internal, "a transaction failed");
            }
        }
    }

    /// One transaction with everything in it; answers everybody.
    fn transact(&mut self, batch: Vec<Job>) -> Result<(), Refusal> {
        // If it fails, the next beat tries again.
        self.has_more = false;
        let mut answers = Vec::with_capacity(batch.len());
        let mut waiting = Some(batch);
        // A fault of ours in one request must not end the shop: it is undone like any other failure.
        let attempt = AssertUnwindSafe(|| self.attempt(&mut waiting, &mut answers));
        let done = catch_unwind(attempt).unwrap_or_else(|_| Err(Refusal::broken("a transaction panicked")));
        let told = match &done {
            Ok(()) => {
                self.live.iter_mut().for_each(Undo::keep);
                Ok(())
            }
            Err(refusal) => {
                // What we know may be ahead of what is stored. If the commit went through after all, the next transaction reads it.
                self.live.iter_mut().for_each(EngineState::undo_all);
                self.recover();
                Err(refusal.clone())
            }
        };
        for answer in answers {
            answer(told.clone());
        }
        done
    }

    fn attempt(&mut self, batch: &mut Option<Vec<Job>>, answers: &mut Vec<Answer>) -> Result<(), Refusal> {
        self.conn.begin()?;
        let opened = Work::open(&mut self.conn, &mut self.live, &self.facts, &*self.clock);
        tell(&self.stopped, opened.as_ref().err());
        let mut work = opened?;
        work.catch_up()?;
        let (mut together, mut alone, mut durability) = (Vec::new(), Vec::new(), None);
        for job in batch.take().unwrap_or_default() {
            match job {
                Job::Together(job) => together.push(job),
                Job::Run(run) => alone.push(run),
                Job::Beat(answer) => answers.push(answer),
                Job::Durability(is_durable, answer) => {
                    durability = Some(is_durable);
                    answers.push(answer);
                }
                Job::Stop => {}
            }
        }
        batch::run(&mut work, together, answers)?;
        for run in alone {
            answers.push(run(&mut work)?);
        }
        let has_more = work.has_more();
        work.close()?;
        self.conn.commit()?;
        self.has_more = has_more;
        // Neither database takes it inside of a transaction.
        durability.map_or(Ok(()), |is_durable| Ok(self.conn.set_durability(is_durable)?))
    }

    /// A fresh connection, if the old one does not come back to itself.
    fn recover(&mut self) {
        if self.conn.rollback().is_ok() && !self.conn.is_closed() {
            return;
        }
        let place = self.facts.place.clone();
        match joined(&place) {
            Ok(conn) => self.conn = conn,
            Err(refusal) => tracing::error!(error = %refusal.internal, "cannot connect again"),
        }
    }
}
