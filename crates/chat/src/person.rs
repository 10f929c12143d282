//! Words of SQL about a contact `p` that contacts and tags share.

/// Who a contact is in the shop: as somebody said by hand, or as her phone says that a member has verified.
pub(crate) const MEMBER: &str = "COALESCE(p.member, (SELECT MIN(i.member) FROM identity i \
     WHERE i.hash = p.hash AND i.verified_at IS NOT NULL))";

/// Orders that count as bought.
pub(crate) const BOUGHT: &str = "paid_at IS NOT NULL AND state NOT IN ('cancelled', 'refunded')";
