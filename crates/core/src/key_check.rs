//! Whether the key for personal data is the one by which the data are sealed.

use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_store::{Conn, DatabaseUrl, DbError, row};

/// Compares the vault's key with the one that the database knows. A database that knows none learns this one: it is new, or of a
/// version that did not ask.
pub fn learn(place: &DatabaseUrl, vault: &Vault) -> Result<(), Refusal> {
    let mut conn = place.connect(false)?;
    let known = known(&mut conn)?;
    compare(known.as_deref(), vault)?;
    // A key that is being changed is known as the current one once everything is under it.
    if known.is_none() { Ok(replace(&mut conn, vault)?) } else { Ok(()) }
}

/// The database knows the vault's current key from now on: everything is sealed and hashed under it.
pub fn replace(conn: &mut Conn, vault: &Vault) -> Result<(), DbError> {
    let sql = "INSERT INTO key_check(id, tag) VALUES(1, $1) ON CONFLICT(id) DO UPDATE SET tag = excluded.tag";
    conn.execute(sql, &row![current(vault)]).map(drop)
}

/// Whether everything is under the vault's current key; if not, a change of the key was begun and did not end.
pub fn is_current(conn: &mut Conn, vault: &Vault) -> Result<bool, DbError> {
    Ok(known(conn)?.is_none_or(|known| known == current(vault)))
}

fn current(vault: &Vault) -> Vec<u8> {
    vault.tags(&[TEXT]).first().map(|tag| tag.to_vec()).unwrap_or_default()
}

/// Whether the vault's key is the one that the database knows; a database that knows none takes any.
pub fn check(place: &DatabaseUrl, vault: &Vault) -> Result<(), Refusal> {
    // A database of a version that did not ask has no such table.
    let known = known(&mut place.connect(true)?).unwrap_or_default();
    compare(known.as_deref(), vault)
}

const TEXT: &[u8] = b"key check";

fn known(conn: &mut Conn) -> Result<Option<Vec<u8>>, DbError> {
    let found = conn.one("SELECT tag FROM key_check WHERE id = 1", &[])?;
    found.map(|row| Ok(row.bytes(0)?.to_vec())).transpose()
}

fn compare(known: Option<&[u8]>, vault: &Vault) -> Result<(), Refusal> {
    let fits = known.is_none_or(|known| vault.tags(&[TEXT]).iter().any(|tag| tag.as_slice() == known));
    if fits { Ok(()) } else { Err(wrong()) }
}

fn wrong() -> Refusal {
    Refusal::conflict(
        "key_wrong",
        "个人数据的密钥不是这家商店的：姓名、电话、地址读不出来，顾客也无法登录。请用 --key 给出当初的密钥文件",
        "the key for personal data is not this shop's: no name, phone or address could be read and nobody could sign in. \
         Please give the key file that the shop was opened with, by --key",
    )
}

/// A shop is there, but not its key.
pub fn missing(path: &std::path::Path) -> Refusal {
    let path = path.display();
    Refusal::conflict(
        "key_missing",
        format!(
            "数据库里已有商店，但没有个人数据的密钥 {path}。请把当初的密钥文件放回去；换一把新的读不出旧数据"
        ),
        format!(
            "there is a shop in the database, but no key for personal data at {path}. Please put back the key file that the shop was \
             opened with; a new one would not open the old data"
        ),
    )
}
