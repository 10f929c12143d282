//! SQL about a contact `p` that contacts, tags and touches share.

use banyan_store::{Conn, DbError, row};

/// The member account of a contact: the one that somebody named by hand, or else the one whose verified phone is the contact's.
pub(crate) const MEMBER: &str = "COALESCE(p.member, (SELECT MIN(i.member) FROM identity i \
     WHERE i.hash = p.hash AND i.verified_at IS NOT NULL))";

/// Orders that count as bought.
pub(crate) const BOUGHT: &str = "paid_at IS NOT NULL AND state NOT IN ('cancelled', 'refunded')";

/// The condition that a contact wants no contact: staff wrote it down, or the member withdrew it themselves.
pub(crate) fn said_no() -> String {
    format!(
        "(p.no_at IS NOT NULL OR EXISTS (SELECT 1 FROM consent n WHERE n.member = {MEMBER} AND n.purpose = 'contact' \
         AND n.given = 0 AND NOT EXISTS (SELECT 1 FROM consent m WHERE m.member = n.member \
         AND m.purpose = 'contact' AND m.at > n.at)))"
    )
}

/// Contacts who are a member in the shop.
pub(crate) fn of_member(conn: &mut Conn, member: i64) -> Result<Vec<i64>, DbError> {
    let sql = "SELECT person FROM chat_person WHERE member = $1 UNION \
               SELECT p.person FROM identity i JOIN chat_person p ON p.hash = i.hash AND p.member IS NULL \
               WHERE i.member = $1 AND i.verified_at IS NOT NULL";
    conn.query(sql, &row![member])?.iter().map(|row| row.int(0)).collect()
}
