//! Connections for reading, shared by all requests.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::{Conn, DatabaseUrl, DbError};

/// Reads from the database on threads of their own, each query on a connection of its own.
#[derive(Clone)]
pub struct Reader {
    shared: Arc<Shared>,
}

struct Shared {
    place: DatabaseUrl,
    idle: Mutex<Vec<Conn>>,
    free: Arc<Semaphore>,
}

/// Connections that a process reads with at most.
const CONNECTIONS: usize = 8;

impl Reader {
    /// Opens no connection yet.
    pub fn new(place: DatabaseUrl) -> Self {
        let shared =
            Shared { place, idle: Mutex::new(Vec::new()), free: Arc::new(Semaphore::new(CONNECTIONS)) };
        Self { shared: Arc::new(shared) }
    }

    /// Runs `work` with a connection, on this thread.
    pub fn now<T, E: From<DbError>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let idle = self.shared.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut conn = match idle {
            Some(conn) => conn,
            None => self.shared.place.connect(true)?,
        };
        let done = work(&mut conn);
        if !conn.is_closed() {
            self.shared.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
        done
    }

    /// Every statement that its idle connections have prepared, as it was asked for.
    pub fn statements(&self) -> Vec<String> {
        let idle = self.shared.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.iter().flat_map(Conn::statements).collect()
    }

    /// Whether a look-up takes less than waking another thread: the data is in a file.
    pub(super) fn is_near(&self) -> bool {
        matches!(self.shared.place, DatabaseUrl::Sqlite(_))
    }

    /// Runs `work` with a connection, without holding up the server.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        // The permit goes with the work: it is taken as long as the connection is, also if nobody waits for the answer any more.
        let permit = self.shared.free.clone().acquire_owned().await;
        let reader = self.clone();
        let work = move || {
            let done = reader.now(work);
            drop(permit);
            done
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done,
            Err(failed) => Err(DbError::Broken(format!("reading stopped: {failed}")).into()),
        }
    }
}

impl Drop for Shared {
    /// Each connection to PostgreSQL has a runtime of its own, which must not end inside of another.
    fn drop(&mut self) {
        let idle = std::mem::take(self.idle.get_mut().unwrap_or_else(PoisonError::into_inner));
        if !idle.is_empty() {
            let _ = std::thread::spawn(move || drop(idle)).join();
        }
    }
}
