//! What is under way at the same time, one of each name: one that is slow holds up nothing but itself.

use std::collections::{HashMap, HashSet};
use std::future::Future;

use banyan_base::refusal::Refusal;
use tokio::task::{Id, JoinSet};

/// Jobs by what they are about.
#[derive(Default)]
pub(super) struct UnderWay {
    running: JoinSet<Result<bool, Refusal>>,
    about: HashMap<Id, i64>,
    /// Whatever ended with nothing more to do, until the next look.
    resting: HashSet<i64>,
}

impl UnderWay {
    /// Looks at everything anew, whatever ended with nothing to do among it.
    pub(super) fn wake(&mut self) {
        self.resting.clear();
    }

    /// Whether nothing about this is under way, and there may be something to do.
    pub(super) fn is_free(&self, about: i64) -> bool {
        !self.resting.contains(&about) && !self.about.values().any(|running| *running == about)
    }

    /// Begins something, which says whether there is more to do.
    pub(super) fn begin(
        &mut self,
        about: i64,
        job: impl Future<Output = Result<bool, Refusal>> + Send + 'static,
    ) {
        let id = self.running.spawn(job).id();
        self.about.insert(id, about);
    }

    /// Waits until something ends, and gives what it was about, and whether more is to be done for it; nothing if nothing is under way.
    pub(super) async fn ended(&mut self) -> Option<(i64, Result<bool, Refusal>)> {
        let (id, done) = match self.running.join_next_with_id().await? {
            Ok(ended) => ended,
            Err(failed) => (failed.id(), Err(Refusal::broken(format!("a delivery stopped: {failed}")))),
        };
        let about = self.about.remove(&id).unwrap_or_default();
        if !matches!(done, Ok(true)) {
            self.resting.insert(about);
        }
        Some((about, done))
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn one_that_is_slow_holds_up_nobody_else() {
        let (let_go, held) = oneshot::channel::<()>();
        let mut under_way = UnderWay::default();
        under_way.begin(1, async move {
            held.await.unwrap();
            Ok(false)
        });
        for more in [true, true, false] {
            assert!(under_way.is_free(2));
            under_way.begin(2, async move { Ok(more) });
            assert!(!under_way.is_free(1) && !under_way.is_free(2));
            let (about, done) = under_way.ended().await.unwrap();
            assert_eq!((about, done.unwrap()), (2, more));
        }
        assert!(!under_way.is_free(2), "it rests until the next look");
        under_way.wake();
        assert!(under_way.is_free(2) && !under_way.is_free(1));
        let_go.send(()).unwrap();
        assert_eq!(under_way.ended().await.unwrap().0, 1);
        assert!(under_way.ended().await.is_none());
    }

    #[tokio::test]
    async fn one_that_fails_or_panics_is_told_and_begun_again_later() {
        let mut under_way = UnderWay::default();
        under_way.begin(1, async { Err(Refusal::busy()) });
        assert!(under_way.ended().await.unwrap().1.is_err());
        under_way.begin(2, async { panic!("a fault of ours") });
        let (about, done) = under_way.ended().await.unwrap();
        assert!(about == 2 && done.is_err());
        assert!(!under_way.is_free(1) && !under_way.is_free(2));
        under_way.wake();
        assert!(under_way.is_free(1) && under_way.is_free(2));
    }
}
