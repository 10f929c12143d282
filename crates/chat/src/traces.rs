//! What WeCom said of a contact, beside what staff wrote down: it goes with them.

use banyan_store::{Conn, DbError, row};

/// The ids by which the accounts that know a contact `$1` call them.
const HANDLES: &str = "SELECT handle FROM chat_contact WHERE person = $1 AND handle <> ''";

/// Takes away whatever was received from WeCom about a contact, and what is known of them from it.
pub(crate) fn remove(conn: &mut Conn, person: i64) -> Result<(), DbError> {
    for sql in [
        format!(
            "DELETE FROM wecom_inbox WHERE id IN (SELECT inbox FROM wecom_mention WHERE person IN ({HANDLES}))"
        ),
        format!("DELETE FROM wecom_mention WHERE person IN ({HANDLES})"),
        format!("DELETE FROM wecom_follow WHERE person IN ({HANDLES})"),
        format!("DELETE FROM wecom_member WHERE person IN ({HANDLES})"),
        format!("DELETE FROM wecom_task WHERE kind = 'customer' AND subject IN ({HANDLES})"),
        format!("DELETE FROM wecom_gap WHERE kind = 'customer' AND subject IN ({HANDLES})"),
    ] {
        conn.execute(&sql, &row![person])?;
    }
    Ok(())
}
