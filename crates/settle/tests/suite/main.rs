//! The batch against known answers, scenario tables and properties.

mod scenarios;
mod table;
