//! Codes at rest: sealed to be shown to their buyer, and a keyed hash by which they are found. Neither opens without the shop's key.

use banyan_base::random::Random;
use banyan_base::refusal::Refusal;
use banyan_base::vault::{Kind, Place, Vault};

fn place(buyer: i64, id: i64) -> Place<'static> {
    Place { table: "voucher", owner: buyer, row: id, field: "code" }
}

/// The keyed hash by which a code is found, and its sealed text.
pub type Sealed = (Vec<u8>, Vec<u8>);

/// A code as it is kept: sealed, and hashed under the current key.
pub fn sealed_code(
    vault: &Vault,
    (buyer, id): (i64, i64),
    code: &str,
    random: &mut dyn Random,
) -> Result<Sealed, Refusal> {
    let sealed = vault.seal(Kind::Secret, &place(buyer, id), code, random)?;
    let hash = hashes(vault, code).into_iter().next();
    Ok((sealed, hash.ok_or_else(|| Refusal::broken("a vault without a key"))?))
}

/// The hashes under which a code may be found, under each key.
pub(super) fn hashes(vault: &Vault, code: &str) -> Vec<Vec<u8>> {
    vault.tags(&[b"voucher", code.as_bytes()]).iter().map(|tag| tag.to_vec()).collect()
}

/// The code of a voucher.
pub(super) fn open(vault: &Vault, (buyer, id): (i64, i64), sealed: &[u8]) -> Result<String, Refusal> {
    Ok(vault.open(Kind::Secret, &place(buyer, id), sealed)?)
}

/// A code under the vault's current key; nothing if it is under that already.
pub fn renew(
    vault: &Vault,
    of: (i64, i64),
    sealed: &[u8],
    random: &mut dyn Random,
) -> Result<Option<Sealed>, Refusal> {
    if vault.is_current(sealed) {
        return Ok(None);
    }
    let code = open(vault, of, sealed)?;
    sealed_code(vault, of, &code, random).map(Some)
}
