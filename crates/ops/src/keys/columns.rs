//! What becomes of each column of bytes when the shop's key is changed: decided here, once, for all of them. A column that is not in
//! this list fails a test, so that nobody adds what is sealed or hashed by the key and forgets that the key may change.

use banyan_base::vault::Kind;

/// What becomes of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// It is sealed or hashed anew.
    Renewed,
    /// It is looked for under every key, or means nothing after a short time, and its rows end within days.
    Passing,
    /// The text of what is hashed is nowhere: it is looked for under every key, as long as the former ones are kept.
    Every,
    /// No key of the shop is in it.
    None,
}

/// Every column of bytes: table, column, what becomes of it.
pub const COLUMNS: &[(&str, &str, Under)] = &[
    ("address", "secret", Under::Renewed),
    ("answer", "asked", Under::Passing),
    ("answer", "tag", Under::Passing),
    ("api_token", "hash", Under::None),
    ("appeal", "secret", Under::Renewed),
    ("attempt", "account", Under::Passing),
    ("audit", "hash", Under::None),
    ("audit", "previous", Under::None),
    // Of phones that a contact or a member has, it is hashed anew.
    ("chat_no", "hash", Under::Every),
    ("chat_person", "hash", Under::Renewed),
    ("chat_person", "secret", Under::Renewed),
    ("idempotency", "digest", Under::None),
    ("identity", "hash", Under::Renewed),
    ("key_check", "tag", Under::Renewed),
    ("orders", "name", Under::Renewed),
    // It is there as long as an order waits to be paid.
    ("orders", "placed_from", Under::Passing),
    ("orders", "recipient", Under::Renewed),
    ("orders", "seal", Under::Renewed),
    ("orders", "tail", Under::Renewed),
    ("phone_code", "code", Under::Passing),
    ("phone_code", "hash", Under::Passing),
    ("phone_tail", "hash", Under::Renewed),
    ("picture", "bytes", Under::None),
    ("private", "secret", Under::Renewed),
    ("reset_link", "hash", Under::Passing),
    ("session", "hash", Under::None),
    ("staff", "totp", Under::Renewed),
    ("staff", "totp_new", Under::Renewed),
    ("voucher", "code", Under::Renewed),
    // Of one whose buyer has left, the code is nowhere: it is found under the former key, as long as that is kept.
    ("voucher", "hash", Under::Renewed),
    ("webhook", "secret", Under::Renewed),
    ("wecom_connection", "aes_key", Under::Renewed),
    ("wecom_connection", "secret", Under::Renewed),
    ("wecom_connection", "token", Under::Renewed),
    ("wecom_inbox", "hash", Under::None),
    ("wecom_inbox", "raw", Under::Renewed),
    ("withdrawal", "target", Under::Renewed),
];

/// A column of sealed values that no hash goes with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sealed {
    pub(super) table: &'static str,
    /// The column of the owner that the values are bound to, if they are bound to one.
    pub(super) owner: Option<&'static str>,
    /// The column of the row's own id that they are bound to. Both together are the primary key.
    pub(super) row: Option<&'static str>,
    pub(super) column: &'static str,
    /// The field by which they are bound, which is the column's name for most.
    pub(super) field: &'static str,
    pub(super) kind: Kind,
}

const fn sealed(
    table: &'static str,
    (owner, row): (Option<&'static str>, Option<&'static str>),
    (column, field): (&'static str, &'static str),
    kind: Kind,
) -> Sealed {
    Sealed { table, owner, row, column, field, kind }
}

/// All of these; where values go with a hash, their noun knows how.
pub(super) const SEALED: &[Sealed] = &[
    sealed("address", (Some("member"), Some("id")), ("secret", "secret"), Kind::Address),
    sealed("appeal", (Some("member"), Some("id")), ("secret", "secret"), Kind::Secret),
    sealed("staff", (Some("id"), None), ("totp", "totp"), Kind::Secret),
    sealed("staff", (Some("id"), None), ("totp_new", "totp"), Kind::Secret),
    sealed("webhook", (None, Some("id")), ("secret", "secret"), Kind::Secret),
    sealed("wecom_connection", (None, Some("id")), ("secret", "secret"), Kind::Secret),
    sealed("wecom_connection", (None, Some("id")), ("token", "token"), Kind::Secret),
    sealed("wecom_connection", (None, Some("id")), ("aes_key", "aes_key"), Kind::Secret),
    sealed("wecom_inbox", (None, Some("id")), ("raw", "raw"), Kind::Secret),
    sealed("withdrawal", (Some("owner"), Some("id")), ("target", "target"), Kind::BankNumber),
];
