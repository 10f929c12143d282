//! A write that may be sent again: the first answer is kept with its transaction, and given again.

use std::collections::HashMap;

use ring::digest::{SHA256, digest};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::{Conn, DbError, Rows, row};
use crate::refusal::Refusal;
use crate::work::Work;

/// The key that a client sent, and what it asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The client's text.
    pub name: String,
    /// Hash of the request.
    pub digest: Vec<u8>,
}

/// An answer given before.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    digest: Vec<u8>,
    answer: String,
}

impl Key {
    /// A key for a request of these parts.
    pub fn new(name: String, parts: &[&[u8]]) -> Self {
        let mut all = Vec::new();
        for part in parts {
            all.extend((part.len() as u64).to_be_bytes());
            all.extend(*part);
        }
        Self { name, digest: digest(&SHA256, &all).as_ref().to_vec() }
    }

    /// The same key, told apart from those of other owners of the same number.
    pub(crate) fn within(self, what: &str) -> Self {
        Self { name: format!("{what} {}", self.name), ..self }
    }

    /// Where it is stored: whole numbers are found in bulk.
    fn hash(&self) -> i64 {
        let digest = digest(&SHA256, self.name.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&digest.as_ref()[..8]);
        i64::from_be_bytes(first)
    }

    /// Keeps an answer.
    pub(crate) fn keep(
        &self,
        rows: &mut Rows,
        owner: i64,
        answer: &impl Serialize,
        at: i64,
    ) -> Result<Done, Refusal> {
        let answer = serde_json::to_string(answer)?;
        rows.push(row![owner, self.hash(), self.name.as_str(), self.digest.clone(), answer.as_str(), at]);
        Ok(Done { digest: self.digest.clone(), answer })
    }
}

impl Done {
    /// The answer, if the same was asked.
    pub(crate) fn answer<T: DeserializeOwned>(&self, key: &Key) -> Result<T, Refusal> {
        if self.digest != key.digest {
            return Err(Refusal::unacceptable(
                "idempotency_key_reused",
                "这个 Idempotency-Key 已用于另一个请求",
                "this Idempotency-Key was used for another request",
            ));
        }
        Ok(serde_json::from_str(&self.answer)?)
    }
}

/// No rows yet.
pub(crate) fn rows() -> Rows {
    Rows::new("idempotency", &["owner", "hash", "name", "digest", "answer", "at"])
}

/// Answers given before, by owner and key.
pub(crate) fn find<'a>(
    conn: &mut Conn,
    keys: impl Iterator<Item = (i64, &'a Key)>,
) -> Result<HashMap<(i64, String), Done>, DbError> {
    let pairs: Vec<(i64, i64)> = keys.map(|(owner, key)| (owner, key.hash())).collect();
    if pairs.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = "SELECT owner, name, digest, answer FROM idempotency WHERE (owner, hash) IN PAIRS($1)";
    let found = conn.query(sql, &row![pairs])?;
    let read = |row: &crate::db::Row| {
        let done = Done { digest: row.bytes(2)?.to_vec(), answer: row.text(3)?.to_owned() };
        Ok(((row.int(0)?, row.text(1)?.to_owned()), done))
    };
    found.iter().map(read).collect()
}

/// Does something once for a key; asked again, gives the first answer again.
pub fn once<T: Serialize + DeserializeOwned>(
    work: &mut Work<'_>,
    owner: i64,
    key: Option<&Key>,
    act: impl FnOnce(&mut Work<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let Some(key) = key else { return act(work) };
    let done = find(work.conn, std::iter::once((owner, key)))?;
    if let Some(done) = done.into_values().next() {
        return done.answer(key);
    }
    let answer = act(work)?;
    let mut rows = rows();
    let at = work.id();
    key.keep(&mut rows, owner, &answer, at)?;
    work.conn.insert(&rows)?;
    Ok(answer)
}
