//! A call of the API, and what its parameters say.

use std::collections::BTreeMap;

use serde_json::Value;

use super::refused::{BAD_PARAMETER, Refused};

/// A call of the API.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The path below `/cgi-bin/`: `externalcontact/list`.
    pub path: String,
    /// The parameters of the address.
    pub query: BTreeMap<String, String>,
    /// The JSON of a `POST`; `null` for a `GET`.
    pub body: Value,
    /// The address that calls.
    pub ip: String,
    /// Calls that are under way at this moment, this one among them.
    pub at_once: u32,
}

impl Request {
    /// A call from this machine, alone.
    pub fn new(path: &str, query: &[(&str, &str)], body: Value) -> Self {
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { path: path.to_owned(), query, body, ip: "127.0.0.1".to_owned(), at_once: 1 }
    }

    /// A parameter of the address, or of the body under the same name.
    pub(super) fn text(&self, name: &str) -> Result<&str, Refused> {
        self.optional(name).ok_or(BAD_PARAMETER)
    }

    /// The same, where it may be missing; an empty one is none.
    pub(super) fn optional(&self, name: &str) -> Option<&str> {
        let given = self.query.get(name).map(String::as_str).or_else(|| self.body.get(name)?.as_str());
        given.filter(|text| !text.is_empty())
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<i64>, Refused> {
        match self.body.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_i64().map(Some).ok_or(BAD_PARAMETER),
        }
    }

    /// A list of texts of the body, of at most so many; empty if it is missing.
    pub(super) fn list(&self, name: &str, most: usize) -> Result<Vec<String>, Refused> {
        texts(self.body.get(name), most)
    }

    /// How many are wanted on a page: `usual` unless told otherwise, and never more than `most`.
    pub(super) fn limit(&self, usual: usize, most: usize) -> Result<usize, Refused> {
        match self.number("limit")? {
            None | Some(0) => Ok(usual),
            Some(limit) => {
                let limit = usize::try_from(limit).ok().filter(|limit| (1..=most).contains(limit));
                limit.ok_or(BAD_PARAMETER)
            }
        }
    }
}

/// A list of texts, of at most so many; empty if it is missing.
pub(super) fn texts(value: Option<&Value>, most: usize) -> Result<Vec<String>, Refused> {
    let list = match value {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(value) => value.as_array().filter(|list| list.len() <= most).ok_or(BAD_PARAMETER)?,
    };
    list.iter().map(|text| text.as_str().map(str::to_owned).ok_or(BAD_PARAMETER)).collect()
}

/// A page of what is listed, and the cursor behind it: the last key that was shown, in a form of its own, or nothing at
/// the end. What is added meanwhile behind the cursor is seen, what is removed is not missed.
pub(super) fn page<T>(
    all: impl Iterator<Item = (String, T)>,
    cursor: Option<&str>,
    limit: usize,
) -> Result<(Vec<T>, String), Refused> {
    let after = match cursor {
        None => None,
        Some(cursor) => Some(cursor.strip_prefix("after:").ok_or(BAD_PARAMETER)?.to_owned()),
    };
    let mut rest = all.filter(|(key, _)| after.as_ref().is_none_or(|after| key > after));
    let (mut shown, mut last) = (Vec::new(), String::new());
    for (key, one) in rest.by_ref().take(limit) {
        last = format!("after:{key}");
        shown.push(one);
    }
    let next = if rest.next().is_some() { last } else { String::new() };
    Ok((shown, next))
}
