//! Hashing and checking passwords, off the threads that serve requests, a few at a time: each takes the memory that
//! makes guessing expensive.

use std::sync::PoisonError;

use banyan_base::passwords::{PasswordError, check_rules};
use banyan_base::random::{NoRandomness, Random};
use banyan_base::refusal::Refusal;
use tokio::sync::Semaphore;

use crate::{App, AppContext};

/// Hashes under way in this process, whichever shop they are for.
static ROOM: Semaphore = Semaphore::const_new(4);

/// Bytes that were drawn before, so that the shop's randomness is not held while a password is hashed.
struct Drawn([u8; 16]);

impl Random for Drawn {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        let drawn = self.0.get(..out.len()).ok_or(NoRandomness)?;
        out.copy_from_slice(drawn);
        Ok(())
    }
}

async fn aside<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&AppContext) -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, Refusal> {
    let (room, shop) = (ROOM.acquire().await, app.clone());
    let hash = move || {
        let done = work(&shop);
        // Room is free when the memory is, also if nobody waits for the answer any more.
        drop(room);
        done
    };
    let done = tokio::task::spawn_blocking(hash).await;
    Ok(done.map_err(|failed| Refusal::broken(failed.to_string()))??)
}

/// The hash of a new password, if it will do for somebody with these names.
pub async fn hash(app: &App, password: String, names: &[String]) -> Result<String, Refusal> {
    check_rules(&password, names)?;
    let mut salt = [0; 16];
    app.facts.random.lock().unwrap_or_else(PoisonError::into_inner).fill(&mut salt)?;
    aside(app, move |shop| shop.passwords.hash(&password, &mut Drawn(salt))).await
}

/// Whether this is the password of a stored hash. For nobody it never is, and takes as long.
pub async fn verify(app: &App, password: String, stored: Option<String>) -> Result<bool, Refusal> {
    let check = move |shop: &AppContext| {
        if let Some(stored) = stored {
            // A password that cannot be read lets nobody in: they are given another one, as if they had forgotten theirs.
            return match shop.passwords.verify(&password, &stored) {
                Err(PasswordError::StoredHash) => Ok(false),
                checked => checked,
            };
        }
        shop.passwords.verify_nobody(&password);
        Ok(false)
    };
    aside(app, check).await
}
