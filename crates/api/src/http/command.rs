//! A write on somebody's behalf: done once for its key, however often it is sent.

use banyan_base::refusal::Refusal;
use banyan_core::idempotency::{self, Key, once, once_secret};
use banyan_core::work::Work;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::auth::Allowed;
use crate::context::AppContext;

impl AppContext {
    /// Does what a member asks for. With a key, what is sent again is given the first answer.
    pub async fn once<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        owner: i64,
        key: Option<Key>,
        act: impl FnOnce(&mut Work<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.writer.run(move |work| once(work, owner, key.as_ref(), act)).await
    }

    /// Does what somebody asks for whose answer is a secret that is shown once: sent again, it is refused.
    pub async fn once_secret<T: Send + 'static>(
        &self,
        owner: i64,
        key: Option<Key>,
        act: impl FnOnce(&mut Work<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.writer.run(move |work| once_secret(work, owner, key.as_ref(), act)).await
    }

    /// The answer that was given to the same before, if it was: for what is looked at before it is done, and no longer holds
    /// afterwards, such as a password that was changed.
    pub async fn answered<T: DeserializeOwned + Send + 'static>(
        &self,
        owner: i64,
        key: Option<&Key>,
    ) -> Result<Option<T>, Refusal> {
        let Some(key) = key.cloned() else { return Ok(None) };
        let facts = self.facts.clone();
        self.reader.read(move |conn| idempotency::answered(conn, &facts.vault, owner, &key)).await
    }

    /// Does what somebody of staff asks for: they may (`by` comes from [`super::Staff::may`] only), it is done once for its
    /// key, and `act` writes into the audit log what they did, by the name that it is handed.
    pub async fn command<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        by: Allowed,
        key: Option<Key>,
        act: impl FnOnce(&mut Work<'_>, &str) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.once(by.id(), key, move |work| act(work, by.actor())).await
    }
}
