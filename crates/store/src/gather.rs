//! Look-ups of one kind that many requests need at the same time, done as one query.
//!
//! While one query is under way the next keys gather, as the writer's requests do. Whoever asks after a query has begun is part
//! of the next one, so they see all that was durable when they asked.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::{Conn, DbError, Reader};
use banyan_base::refusal::Refusal;

/// Finds what there is of the keys.
type Find<K, V> = fn(&mut Conn, &[K]) -> Result<HashMap<K, V>, DbError>;
type Tell<V> = oneshot::Sender<Result<Option<V>, Refusal>>;

/// Asks for many keys at once.
pub struct Gather<K, V> {
    reader: Reader,
    find: Find<K, V>,
    waiting: Mutex<Waiting<K, V>>,
}

struct Waiting<K, V> {
    asked: Vec<(K, Tell<V>)>,
    is_under_way: bool,
}

impl<K: Clone + Eq + Hash + Send + 'static, V: Clone + Send + 'static> Gather<K, V> {
    /// A gatherer of look-ups that `find` answers.
    pub fn new(reader: Reader, find: Find<K, V>) -> Arc<Self> {
        let waiting = Mutex::new(Waiting { asked: Vec::new(), is_under_way: false });
        Arc::new(Self { reader, find, waiting })
    }

    /// What there is of one key.
    pub async fn find(self: &Arc<Self>, key: K) -> Result<Option<V>, Refusal> {
        if self.reader.is_near() {
            let find = self.find;
            return Ok(self.reader.now(|conn| find(conn, std::slice::from_ref(&key)))?.remove(&key));
        }
        let (tell, told) = oneshot::channel();
        let is_first = {
            let mut waiting = self.waiting();
            waiting.asked.push((key, tell));
            !std::mem::replace(&mut waiting.is_under_way, true)
        };
        if is_first {
            // Its own task: it goes on for the others if the first one hangs up.
            tokio::spawn(self.clone().serve());
        }
        told.await.unwrap_or_else(|_| Err(Refusal::busy()))
    }

    async fn serve(self: Arc<Self>) {
        while let Some(asked) = self.next() {
            let (keys, tells): (Vec<K>, Vec<Tell<V>>) = asked.into_iter().unzip();
            let (find, sought) = (self.find, keys.clone());
            let found = self.reader.read(move |conn| find(conn, &sought)).await.map_err(Refusal::from);
            for (key, tell) in keys.iter().zip(tells) {
                let value = found.as_ref().map(|found| found.get(key).cloned());
                let _ = tell.send(value.map_err(Refusal::clone));
            }
        }
    }

    /// The keys that have gathered; when there are none, nothing is under way any longer.
    fn next(&self) -> Option<Vec<(K, Tell<V>)>> {
        let mut waiting = self.waiting();
        waiting.is_under_way = !waiting.asked.is_empty();
        waiting.is_under_way.then(|| std::mem::take(&mut waiting.asked))
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting<K, V>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
