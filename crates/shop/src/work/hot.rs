//! What is asked for so often that many are done together: one read and one write for all of them.

use tokio::sync::oneshot;

use super::Work;
use super::writer::{Answer, Writer};
use crate::orders::{self, Paid, Place, Placed, Receipt};
use crate::refusal::{Kind, Refusal};

/// One of the hot things, with the way to answer.
pub(crate) enum Hot {
    /// An order to place.
    Place(Place, Tell<Placed>),
    /// A payment to book.
    Pay(Paid, Tell<Receipt>),
}

type Tell<T> = oneshot::Sender<Result<T, Refusal>>;

impl Writer {
    /// Places an order.
    pub async fn place(&self, place: Place) -> Result<Placed, Refusal> {
        let (tell, told) = oneshot::channel();
        self.hot(Hot::Place(place, tell))?;
        told.await.unwrap_or_else(|_| Err(Refusal::busy()))
    }

    /// Books a payment.
    pub async fn pay(&self, paid: Paid) -> Result<Receipt, Refusal> {
        let (tell, told) = oneshot::channel();
        self.hot(Hot::Pay(paid, tell))?;
        told.await.unwrap_or_else(|_| Err(Refusal::busy()))
    }
}

/// Does everything hot of a batch: orders first, then payments.
pub(super) fn run(work: &mut Work<'_>, jobs: Vec<Hot>, answers: &mut Vec<Answer>) -> Result<(), Refusal> {
    let (mut places, mut pays) = (Vec::new(), Vec::new());
    let (mut tell_placed, mut tell_paid) = (Vec::new(), Vec::new());
    for job in jobs {
        match job {
            Hot::Place(place, tell) => {
                places.push(place);
                tell_placed.push(tell);
            }
            Hot::Pay(paid, tell) => {
                pays.push(paid);
                tell_paid.push(tell);
            }
        }
    }
    many(work, places, tell_placed, answers, &orders::place)?;
    many(work, pays, tell_paid, answers, &orders::pay)
}

/// Does many things of one kind, and keeps the answers until all is durable. If they fail together, each half is tried by itself, down
/// to the one whose fault it is.
fn many<C, T: Send + 'static>(
    work: &mut Work<'_>,
    mut commands: Vec<C>,
    mut tell: Vec<Tell<T>>,
    answers: &mut Vec<Answer>,
    act: &impl Fn(&mut Work<'_>, &[C]) -> Result<Vec<Result<T, Refusal>>, Refusal>,
) -> Result<(), Refusal> {
    if commands.is_empty() {
        return Ok(());
    }
    let attempted = match work.attempt(|work| act(work, &commands)) {
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
            many(work, commands, tell, answers, act)?;
            return many(work, later, told_later, answers, act);
        }
    };
    for (done, tell) in done.into_iter().zip(tell) {
        answers.push(Box::new(move |committed: Result<(), Refusal>| {
            let _ = tell.send(committed.and(done));
        }));
    }
    Ok(())
}
