//! The batch against known answers, scenario tables, an independent reference and properties.

mod generate;
mod oracle;
mod print;
mod properties;
mod random;
mod refusals;
mod scenarios;
mod table;
mod timeline;
