//! Where everybody stood before the last days, kept in memory: who asks what these days would have come to reads the days, and
//! not the history before them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use banyan_base::refusal::Refusal;
use banyan_store::Conn;

use super::replay;
use super::state::EngineState;

/// Chunks of the history that are read at once in the background.
const CHUNKS: usize = 2;

/// The state right before a moment that goes forward with the days. Nothing is kept as long as inviters and ranks are
/// enough for the plan in force: they are read faster.
#[derive(Default)]
pub struct Baseline(Mutex<Option<Kept>>);

struct Kept {
    state: EngineState,
    /// Whatever happened before it is in the state, or on its way there; nothing else is.
    moment: i64,
}

impl Baseline {
    /// Goes forward to a moment, a piece of the way. `true` once it is there.
    pub fn advance(&self, conn: &mut Conn, moment: i64) -> Result<bool, Refusal> {
        let mut kept = self.kept();
        if replay::is_standing_enough(conn, moment)? {
            *kept = None;
            return Ok(true);
        }
        forward(conn, &mut kept, moment, CHUNKS)
    }

    /// The state right before a moment. On the way what is kept goes forward to `base`, where the next question may begin.
    pub fn before(&self, conn: &mut Conn, base: i64, moment: i64) -> Result<EngineState, Refusal> {
        if let Some(state) = replay::standing_before(conn, moment)? {
            return Ok(state);
        }
        let mut state = {
            let mut kept = self.kept();
            forward(conn, &mut kept, base, usize::MAX)?;
            match kept.as_ref().filter(|kept| kept.moment <= moment) {
                Some(kept) => kept.state.clone(),
                None => replay::start(conn)?,
            }
        };
        replay::read_until(conn, &mut state, moment, usize::MAX)?;
        Ok(state)
    }

    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.0.lock().unwrap_or_else(|broken| {
            // Whoever broke off may have left an event half heard.
            let mut kept = PoisonError::into_inner(broken);
            *kept = None;
            self.0.clear_poison();
            kept
        })
    }
}

/// Brings what is kept forward to a moment, by so many chunks at most; it is begun anew if it is of data that a backup has
/// replaced. What is already further on stays there.
fn forward(conn: &mut Conn, kept: &mut Option<Kept>, moment: i64, chunks: usize) -> Result<bool, Refusal> {
    let epoch = replay::epoch(conn)?;
    // Taken out meanwhile: a state that an error has left half way is not kept.
    let known = kept.take().filter(|kept| kept.state.epoch() == epoch);
    let (mut state, reached) = if let Some(kept) = known {
        (kept.state, kept.moment)
    } else {
        let mut state = replay::start(conn)?;
        state.epoch = epoch;
        (state, i64::MIN)
    };
    let moment = moment.max(reached);
    let is_there = replay::read_until(conn, &mut state, moment, chunks)?;
    *kept = Some(Kept { state, moment });
    Ok(is_there)
}
