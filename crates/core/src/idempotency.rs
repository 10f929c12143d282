//! A write that may be sent again: the first answer is kept with its transaction, and given again.

use std::collections::HashMap;

use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_store::{Conn, DatabaseUrl, DbError, Rows, row};
use ring::digest::{SHA256, digest};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::work::Work;

/// How long answers are kept, in nanoseconds: nobody sends a request again after so long.
pub const KEPT: i64 = 7 * banyan_plan::time::DAY;
/// Answers forgotten in one transaction.
const FORGOTTEN: i64 = 1_000;

/// The key that a client sent, and what it asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    name: String,
    /// SHA-256 of the request. It never leaves the process: what is stored is keyed.
    digest: [u8; 32],
}

impl Key {
    /// A key for a request of these parts.
    pub fn new(name: String, parts: &[&[u8]]) -> Self {
        let mut all = Vec::new();
        for part in parts {
            all.extend((part.len() as u64).to_be_bytes());
            all.extend(*part);
        }
        let mut out = [0; 32];
        out.copy_from_slice(digest(&SHA256, &all).as_ref());
        Self { name, digest: out }
    }

    /// The same key, told apart from those of other owners of the same number.
    #[must_use]
    pub fn within(self, what: &str) -> Self {
        Self { name: format!("{what} {}", self.name), ..self }
    }

    /// Under which tag its answer is stored: all 32 bytes of a keyed hash of owner and name, so that nobody can look for two
    /// names with one tag. One for each key of the vault, the current one first.
    fn tags(&self, vault: &Vault, owner: i64) -> Vec<[u8; 32]> {
        vault.tags(&[b"idempotency", &owner.to_be_bytes(), self.name.as_bytes()])
    }

    /// What was asked, as it is stored.
    fn asked(&self, vault: &Vault, owner: i64) -> Vec<[u8; 32]> {
        vault.tags(&[b"idempotent request", &owner.to_be_bytes(), self.name.as_bytes(), &self.digest])
    }
}

/// Answers that were given before, by their tags.
#[derive(Debug, Default)]
pub struct Answers(HashMap<Vec<u8>, Done>);

#[derive(Debug)]
struct Done {
    asked: Vec<u8>,
    answer: String,
}

impl Answers {
    /// Those that were given before to any of some owners and keys.
    pub fn find<'a>(
        conn: &mut Conn,
        vault: &Vault,
        keys: impl Iterator<Item = (i64, &'a Key)>,
    ) -> Result<Self, DbError> {
        let (mut owners, mut tags) = (Vec::new(), Vec::new());
        for (owner, key) in keys {
            owners.push(owner);
            tags.extend(key.tags(vault, owner).into_iter().map(Vec::from));
        }
        if owners.is_empty() {
            return Ok(Self::default());
        }
        // A tag is of one owner. That the owner is asked for, too, is for the index.
        let sql = "SELECT tag, asked, answer FROM answer WHERE owner IN MANY($1) AND tag IN KEYS($2)";
        let read = |row: &banyan_store::Row| {
            let done = Done { asked: row.bytes(1)?.to_vec(), answer: row.text(2)?.to_owned() };
            Ok((row.bytes(0)?.to_vec(), done))
        };
        Ok(Self(conn.query(sql, &row![owners, tags])?.iter().map(read).collect::<Result<_, DbError>>()?))
    }

    /// The answer that was given for a key, if there was one and the same was asked.
    pub fn of<T: DeserializeOwned>(
        &self,
        vault: &Vault,
        owner: i64,
        key: &Key,
    ) -> Result<Option<T>, Refusal> {
        let found = key.tags(vault, owner).into_iter().find_map(|tag| self.0.get(tag.as_slice()));
        let Some(done) = found else { return Ok(None) };
        if !key.asked(vault, owner).iter().any(|asked| asked.as_slice() == done.asked) {
            return Err(Refusal::unacceptable(
                "idempotency_key_reused",
                "这个 Idempotency-Key 已用于另一个请求",
                "this Idempotency-Key was used for another request",
            ));
        }
        Ok(Some(serde_json::from_str(&done.answer)?))
    }

    /// Keeps an answer.
    pub fn keep(
        &mut self,
        vault: &Vault,
        (owner, key): (i64, &Key),
        rows: &mut Rows,
        answer: &impl Serialize,
        at: i64,
    ) -> Result<(), Refusal> {
        let answer = serde_json::to_string(answer)?;
        let (tag, asked) = (first(&key.tags(vault, owner)), first(&key.asked(vault, owner)));
        rows.push(row![owner, tag.clone(), asked.clone(), answer.as_str(), at]);
        self.0.insert(tag, Done { asked, answer });
        Ok(())
    }
}

/// No rows yet.
pub fn rows() -> Rows {
    Rows::new("answer", &["owner", "tag", "asked", "answer", "at"])
}

/// Does something once for a key; asked again, gives the first answer again.
pub fn once<T: Serialize + DeserializeOwned>(
    work: &mut Work<'_>,
    owner: i64,
    key: Option<&Key>,
    act: impl FnOnce(&mut Work<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let Some(key) = key else { return act(work) };
    let facts = work.facts;
    let mut answers = Answers::find(work.conn, &facts.vault, std::iter::once((owner, key)))?;
    if let Some(answer) = answers.of(&facts.vault, owner, key)? {
        return Ok(answer);
    }
    let answer = act(work)?;
    let (mut rows, at) = (rows(), work.id());
    answers.keep(&facts.vault, (owner, key), &mut rows, &answer, at)?;
    work.conn.insert(&rows)?;
    Ok(answer)
}

/// Does something once for a key of which the answer is a secret: a password's equal that is shown once. It is not kept; asked again,
/// nothing is done, and the refusal says so.
pub fn once_secret<T>(
    work: &mut Work<'_>,
    owner: i64,
    key: Option<&Key>,
    act: impl FnOnce(&mut Work<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let mut secret = None;
    once(work, owner, key, |work| {
        secret = Some(act(work)?);
        Ok(())
    })?;
    secret.ok_or_else(|| {
        Refusal::conflict(
            "secret_shown_once",
            "这个请求已经办过了；答复里有只显示一次的密钥或口令，没有保存，如果没有收到，请重新操作一次",
            "this was done already; its answer held a secret that is shown once and kept nowhere: if it did not arrive, please do it again",
        )
    })
}

/// The answer that was given for a key, if the same was asked before: for what has to be known before a transaction.
pub fn answered<T: DeserializeOwned>(
    conn: &mut Conn,
    vault: &Vault,
    owner: i64,
    key: &Key,
) -> Result<Option<T>, Refusal> {
    Answers::find(conn, vault, std::iter::once((owner, key)))?.of(vault, owner, key)
}

/// Forgets answers that are older than [`KEPT`], some at a time; how many were forgotten.
pub fn forget(work: &mut Work<'_>) -> Result<u64, Refusal> {
    let sql = "DELETE FROM answer WHERE at <= \
               (SELECT MAX(at) FROM (SELECT at FROM answer WHERE at < $1 ORDER BY at LIMIT $2) AS old)";
    Ok(work.conn.execute(sql, &row![work.now() - KEPT, FORGOTTEN])?)
}

/// Moves answers that an earlier version kept under half a hash to where they are found now, and drops those that are too old.
pub fn take_over(place: &DatabaseUrl, vault: &Vault, now: i64) -> Result<(), Refusal> {
    let mut conn = place.connect(false)?;
    loop {
        conn.begin()?;
        conn.execute("DELETE FROM idempotency WHERE at < $1", &row![now - KEPT])?;
        let sql =
            "SELECT owner, hash, name, digest, answer, at FROM idempotency ORDER BY owner, hash LIMIT $1";
        let found = conn.query(sql, &row![FORGOTTEN])?;
        let mut rows = rows();
        let mut moved = Vec::new();
        for row in &found {
            let (owner, name) = (row.int(0)?, row.text(2)?.to_owned());
            moved.push((owner, row.int(1)?));
            let Ok(digest) = <[u8; 32]>::try_from(row.bytes(3)?) else { continue };
            let key = Key { name, digest };
            let (tag, asked) = (first(&key.tags(vault, owner)), first(&key.asked(vault, owner)));
            rows.push(row![owner, tag, asked, row.text(4)?, row.int(5)?]);
        }
        conn.upsert(&rows, "ON CONFLICT(owner, tag) DO NOTHING")?;
        conn.execute("DELETE FROM idempotency WHERE (owner, hash) IN PAIRS($1)", &row![moved])?;
        conn.commit()?;
        if found.is_empty() {
            return Ok(());
        }
    }
}

/// The one under the current key of the vault.
fn first(tags: &[[u8; 32]]) -> Vec<u8> {
    tags.first().map(|tag| tag.to_vec()).unwrap_or_default()
}
