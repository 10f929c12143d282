//! What the double plays: its corp, its apps, its limits, and what goes wrong with its callbacks.

use std::collections::BTreeSet;

/// The corp and the manners of a double.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The corp id.
    pub corp: String,
    /// The apps that may call, each by its secret.
    pub apps: Vec<App>,
    /// The token of the callback address.
    pub token: String,
    /// The `EncodingAESKey` of the callback address.
    pub key: String,
    /// Addresses that may call; empty for all.
    pub trusted_ips: BTreeSet<String>,
    /// What chance begins with.
    pub seed: u64,
    /// The moment at which it begins, seconds since 1970.
    pub now: i64,
    /// What goes wrong with callbacks.
    pub mishaps: Mishaps,
    /// What may be asked how often.
    pub limits: Limits,
}

impl Settings {
    /// One app that sees everybody, the limits that are published, and callbacks that all arrive once and in order.
    pub fn new(corp: &str, secret: &str, token: &str, key: &str, now: i64) -> Self {
        Self {
            corp: corp.to_owned(),
            apps: vec![App { secret: secret.to_owned(), scope: None }],
            token: token.to_owned(),
            key: key.to_owned(),
            trusted_ips: BTreeSet::new(),
            seed: 1,
            now,
            mishaps: Mishaps::default(),
            limits: Limits::default(),
        }
    }
}

/// An app of the corp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Its secret.
    pub secret: String,
    /// The members of staff whom it may see; `None` for all.
    pub scope: Option<BTreeSet<String>>,
}

/// What goes wrong with callbacks and with what can be read after them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mishaps {
    /// Of a thousand callbacks, how many are never sent.
    pub lost: u32,
    /// Of a thousand, how many are sent twice.
    pub doubled: u32,
    /// Seconds by which a callback may be late, so that it comes after later ones.
    pub late: u32,
    /// Seconds after which `groupchat/get` shows what a callback has told.
    pub detail_lag: u32,
}

/// What may be asked how often. The defaults are those that the service publishes (August 2023).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Calls a minute for one address of the API.
    pub minute: u32,
    /// Calls an hour for one address of the API.
    pub hour: u32,
    /// Refused requests for a token an hour, after which none is given for an hour.
    pub token_errors: u32,
    /// Calls at one time.
    pub at_once: u32,
    /// Seconds that an access token lives.
    pub token_life: i64,
    /// People of a group.
    pub group: usize,
    /// People of a scope above which groups must be asked for owner by owner.
    pub scope: usize,
    /// Mass messages that a customer or group may get in a month; `None` for the days of the month.
    pub messages: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            minute: 10_000,
            hour: 150_000,
            token_errors: 2000,
            at_once: 400,
            token_life: 7200,
            group: 500,
            scope: 1000,
            messages: None,
        }
    }
}
