//! The shop's key changed: whatever is sealed or hashed under a former key is sealed and hashed anew under the current one.
//!
//! The file of keys is written first, with both keys: whoever opens the shop from then on reads what either of them has sealed. Rows
//! follow in small transactions, and the check value of the database last. So the work may stop at any place; done again, it goes
//! on with what is left.

use std::path::Path;

use banyan_base::random::Random;
use banyan_base::refusal::Refusal;
use banyan_core::key_check;
use banyan_store::{Conn, DatabaseUrl, alone};

pub mod columns;
mod file;
mod renew;

pub use self::file::Keys;
pub use self::renew::{Renewed, renew};

/// Rows of one transaction.
const MANY: i64 = 500;

/// Changes the key of a closed shop whose keys stand in a file, or goes on with a change that was stopped. Tells whether this one was
/// begun before, and what was renewed.
pub fn rotate(
    place: &DatabaseUrl,
    file: &Path,
    random: &mut dyn Random,
    progress: &dyn Fn(u64),
) -> Result<(bool, Renewed), Refusal> {
    if place.is_empty()? {
        return Err(Refusal::unacceptable(
            "no_shop",
            "这里没有商店；请用 --db 指明数据库",
            "there is no shop here; say with --db where its data are",
        ));
    }
    let mut keys = Keys::read(file, place, random)?;
    key_check::check(place, &keys.vault()?)?;
    let mut conn = closed(place)?;
    place.migrate()?;
    let was_begun = !key_check::is_current(&mut conn, &keys.vault()?)?;
    if !was_begun {
        keys = keys.with_a_new_one(random)?;
        keys.write(file)?;
    }
    let renewed = renew(&mut conn, &keys.vault()?, random, MANY, progress)?;
    Ok((was_begun, renewed))
}

/// A connection to a shop that nobody has open, nor opens as long as it lives if that is at a server.
fn closed(place: &DatabaseUrl) -> Result<Conn, Refusal> {
    if let DatabaseUrl::Sqlite(path) = place
        && alone(path).is_err()
    {
        return Err(crate::backup::open());
    }
    let mut conn = place.connect(false)?;
    if !conn.keep_out()? {
        return Err(crate::backup::open());
    }
    conn.without_hurry()?;
    Ok(conn)
}
