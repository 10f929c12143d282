//! How it is said what becomes of a table when a member leaves.

/// What becomes of the rows of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// There are none: the table is the shop's or its staff's, or its rows end by themselves within a day.
    Nobodys,
    /// They go. Which rows are theirs, with their id as `$1`.
    Removed(&'static str),
    /// They stay, without what is emptied. Which rows are theirs, with their id as `$1`.
    Kept(&'static str),
}

/// One table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What becomes of their rows.
    pub fate: Fate,
    /// Columns that stay as they are, or go with their row.
    pub kept: &'static [&'static str],
    /// Columns that are emptied, and what stands there afterwards, in SQL.
    pub emptied: &'static [(&'static str, &'static str)],
}
