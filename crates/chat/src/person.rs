//! Words of SQL about a contact `p` that contacts and tags share.

/// The member account of a contact: the one that somebody named by hand, or else the one whose verified phone is the contact's.
pub(crate) const MEMBER: &str = "COALESCE(p.member, (SELECT MIN(i.member) FROM identity i \
     WHERE i.hash = p.hash AND i.verified_at IS NOT NULL))";

/// Orders that count as bought.
pub(crate) const BOUGHT: &str = "paid_at IS NOT NULL AND state NOT IN ('cancelled', 'refunded')";
