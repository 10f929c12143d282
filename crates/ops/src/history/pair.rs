//! Two figures of the database that have to be equal.

/// Two figures that have to be equal.
pub(super) struct Pair {
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    /// One row for each thing: its `id`, what is `expected`, what is `found`. Neither is null.
    pub(super) sql: &'static str,
}

pub(super) const fn pair(zh: &'static str, en: &'static str, sql: &'static str) -> Pair {
    Pair { zh, en, sql }
}
