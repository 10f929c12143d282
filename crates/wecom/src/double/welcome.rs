//! Welcome codes: one message within twenty seconds.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Double;
use super::refused::{BAD_WELCOME, Refused, WELCOMED};
use super::request::Request;

/// Seconds for which a code is good.
const LIFE: i64 = 20;

#[derive(Debug, Default)]
pub(super) struct Welcomes {
    codes: BTreeMap<String, Code>,
}

#[derive(Debug)]
struct Code {
    user: String,
    customer: String,
    since: i64,
    used: bool,
}

impl Double {
    /// A code for whoever has just added a member of staff.
    pub(super) fn welcome_code(&mut self, user: &str, customer: &str) -> String {
        let code = self.chance.id("welcome-");
        let (user, customer) = (user.to_owned(), customer.to_owned());
        self.welcome.codes.insert(code.clone(), Code { user, customer, since: self.now, used: false });
        code
    }

    /// `externalcontact/send_welcome_msg`.
    pub(super) fn send_welcome(&mut self, request: &Request) -> Result<Value, Refused> {
        let code = request.text("welcome_code")?.to_owned();
        self.check_content(&request.body)?;
        let found = self.welcome.codes.get_mut(&code).ok_or(BAD_WELCOME)?;
        if found.used || self.now - found.since > LIFE {
            return Err(BAD_WELCOME);
        }
        let pair = (found.user.clone(), found.customer.clone());
        let talked = self.people.follows.get(&pair).and_then(|follow| follow.talked);
        if talked.is_some_and(|at| at >= found.since) {
            return Err(WELCOMED);
        }
        found.used = true;
        Ok(json!({}))
    }
}
