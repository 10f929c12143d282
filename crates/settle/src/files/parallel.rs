//! Work on independent pieces by several threads, results in the order of the pieces.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Does `work` on every piece; threads take the next piece when they are free.
pub(crate) fn each<T: Send, R: Send>(pieces: Vec<T>, threads: usize, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    if threads <= 1 || pieces.len() <= 1 {
        return pieces.into_iter().map(work).collect();
    }
    let workers = threads.min(pieces.len());
    let queue = Mutex::new(pieces.into_iter().enumerate());
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let run = || {
            let mut mine = Vec::new();
            loop {
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some((place, piece)) = next else { return mine };
                mine.push((place, work(piece)));
            }
        };
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(run)).collect();
        let mut all = run();
        for other in others {
            match other.join() {
                Ok(part) => all.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// `0..count` in about `parts` ranges of equal length, none shorter than 4,096 save the last.
pub(crate) fn ranges(count: usize, parts: usize) -> Vec<Range<usize>> {
    let step = count.div_ceil(parts.max(1)).max(4_096);
    (0..count).step_by(step).map(|start| start..(start + step).min(count)).collect()
}
