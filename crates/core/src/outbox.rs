//! What the shop tells the world, kept in the transaction in which it happened until it is delivered.

use banyan_store::{Conn, DbError};

/// Whether anybody listens, or may again: what stopped goes on where it was.
pub fn has_listener(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(conn.one("SELECT 1 FROM webhook LIMIT 1", &[])?.is_some())
}
