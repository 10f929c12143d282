//! A member's addresses, encrypted.

use std::sync::PoisonError;

use banyan_base::refusal::Refusal;
use banyan_base::vault::{Kind, Place, Vault};
use banyan_core::work::{Facts, Work};

use super::recipient::{self, RecipientBody};
use super::store::me::{self as sql, AddressRow};

/// Addresses of one member.
const MOST: usize = 30;

fn place(member: i64, id: i64) -> Place<'static> {
    Place { table: "address", owner: member, row: id, field: "secret" }
}

fn seal(facts: &Facts, member: i64, id: i64, body: &RecipientBody) -> Result<Vec<u8>, Refusal> {
    let plain = serde_json::to_string(body)?;
    let mut random = facts.random.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(facts.vault.seal(Kind::Address, &place(member, id), &plain, &mut **random)?)
}

/// Decrypts an address.
pub fn open(vault: &Vault, member: i64, address: &AddressRow) -> Result<RecipientBody, Refusal> {
    let plain = vault.open(Kind::Address, &place(member, address.id), &address.secret)?;
    Ok(serde_json::from_str(&plain)?)
}

/// Keeps another address; gives its id. The first one is the preferred one.
pub fn add(
    work: &mut Work<'_>,
    member: i64,
    body: &RecipientBody,
    is_preferred: bool,
) -> Result<i64, Refusal> {
    let body = recipient::check(body, &work.settings().phones(), "")?;
    let known = sql::addresses(work.conn, member)?;
    if known.len() >= MOST {
        return Err(Refusal::conflict(
            "addresses_full",
            format!("最多保存 {MOST} 个地址，请先删除不用的"),
            format!("at most {MOST} addresses; please remove one first"),
        ));
    }
    let is_preferred = is_preferred || known.is_empty();
    if is_preferred {
        sql::prefer_none(work.conn, member)?;
    }
    let id = work.id();
    let secret = seal(work.facts, member, id, &body)?;
    sql::insert_address(work.conn, member, &AddressRow { id, secret, is_preferred })?;
    Ok(id)
}

/// Writes an address anew.
pub fn change(
    work: &mut Work<'_>,
    member: i64,
    id: i64,
    body: &RecipientBody,
    is_preferred: bool,
) -> Result<(), Refusal> {
    let body = recipient::check(body, &work.settings().phones(), "")?;
    if is_preferred {
        sql::prefer_none(work.conn, member)?;
    }
    let secret = seal(work.facts, member, id, &body)?;
    if sql::update_address(work.conn, member, &AddressRow { id, secret, is_preferred })? {
        return Ok(());
    }
    Err(Refusal::not_found("地址", "address"))
}

/// Removes an address.
pub fn remove(work: &mut Work<'_>, member: i64, id: i64) -> Result<(), Refusal> {
    if sql::remove_address(work.conn, member, id)? {
        return Ok(());
    }
    Err(Refusal::not_found("地址", "address"))
}
