//! Access tokens, and how often an app may call.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Double;
use super::refused::{
    BAD_CORP, BAD_IP, BAD_SECRET, BAD_TOKEN, NO_TOKEN, Refused, TOKEN_EXPIRED, TOO_MANY_AT_ONCE, TOO_OFTEN,
};
use super::request::Request;

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

/// Tokens that were given out, and calls that were counted.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// By secret: the one token that it has, and until when.
    live: BTreeMap<String, (String, i64)>,
    /// Tokens whose time is over.
    old: BTreeSet<String>,
    /// Calls of one address in the minute and in the hour that run.
    counts: BTreeMap<(String, i64), (i64, u32)>,
    /// By address, or `gettoken` for wrong secrets: until when nothing is answered.
    blocked: BTreeMap<String, i64>,
}

impl Double {
    /// `gettoken`: as long as a token lives, the same secret is given the same one.
    pub(super) fn token(&mut self, request: &Request) -> Result<Value, Refused> {
        const ERRORS: &str = "errors of gettoken";
        self.refuse_blocked(ERRORS)?;
        let found = self.secret_of(request);
        let secret = match found {
            Ok(secret) => secret,
            Err(refused) => {
                if self.count(ERRORS, HOUR) >= self.settings.limits.token_errors {
                    self.tokens.blocked.insert(ERRORS.to_owned(), self.now + HOUR);
                }
                return Err(refused);
            }
        };
        let (now, life) = (self.now, self.settings.limits.token_life);
        let live = self.tokens.live.get(&secret).filter(|(_, until)| *until > now).cloned();
        let (token, until) = live.unwrap_or_else(|| {
            let fresh = (self.chance.id("token-"), now + life);
            if let Some((old, _)) = self.tokens.live.insert(secret, fresh.clone()) {
                self.tokens.old.insert(old);
            }
            fresh
        });
        Ok(json!({ "access_token": token, "expires_in": until - now }))
    }

    fn secret_of(&self, request: &Request) -> Result<String, Refused> {
        if request.text("corpid")? != self.settings.corp {
            return Err(BAD_CORP);
        }
        let secret = request.text("corpsecret")?;
        let is_known = self.settings.apps.iter().any(|app| app.secret == secret);
        if is_known { Ok(secret.to_owned()) } else { Err(BAD_SECRET) }
    }

    /// Who calls, if the call may be looked at: its token lives, and it does not come too often.
    pub(super) fn admit(&mut self, request: &Request) -> Result<Caller, Refused> {
        let token = request.query.get("access_token").filter(|token| !token.is_empty()).ok_or(NO_TOKEN)?;
        let found = self.tokens.live.iter().find(|(_, (live, _))| live == token);
        let secret = match found {
            Some((_, (_, until))) if *until <= self.now => return Err(TOKEN_EXPIRED),
            Some((secret, _)) => secret.clone(),
            None if self.tokens.old.contains(token) => return Err(TOKEN_EXPIRED),
            None => return Err(BAD_TOKEN),
        };
        self.refuse_blocked(&request.path)?;
        if request.at_once > self.settings.limits.at_once {
            return Err(TOO_MANY_AT_ONCE);
        }
        let limits = self.settings.limits;
        for (window, most) in [(MINUTE, limits.minute), (HOUR, limits.hour)] {
            if self.count(&request.path, window) > most {
                self.tokens.blocked.insert(request.path.clone(), self.now + window);
                return Err(TOO_OFTEN);
            }
        }
        let app = self.settings.apps.iter().find(|app| app.secret == secret).ok_or(BAD_TOKEN)?;
        Ok(Caller { scope: app.scope.clone() })
    }

    /// Whether calls are taken from this address at all.
    pub(super) fn refuse_stranger(&self, request: &Request) -> Result<(), Refused> {
        let trusted = &self.settings.trusted_ips;
        if trusted.is_empty() || trusted.contains(&request.ip) { Ok(()) } else { Err(BAD_IP) }
    }

    fn refuse_blocked(&self, what: &str) -> Result<(), Refused> {
        match self.tokens.blocked.get(what) {
            Some(until) if *until > self.now => Err(TOO_OFTEN),
            _ => Ok(()),
        }
    }

    /// Counts one more in the window that runs; how many it has now.
    fn count(&mut self, what: &str, window: i64) -> u32 {
        let begin = self.now - self.now.rem_euclid(window);
        let counted = self.tokens.counts.entry((what.to_owned(), window)).or_insert((begin, 0));
        if counted.0 != begin {
            *counted = (begin, 0);
        }
        counted.1 += 1;
        counted.1
    }

    /// Lets every token that is out expire at once, as the service may at any time.
    pub(super) fn expire_tokens(&mut self) {
        let live = std::mem::take(&mut self.tokens.live);
        self.tokens.old.extend(live.into_values().map(|(token, _)| token));
    }
}

/// An app that calls.
pub(super) struct Caller {
    /// The members of staff whom it may see; `None` for all.
    scope: Option<BTreeSet<String>>,
}

impl Caller {
    pub(super) fn sees(&self, user: &str) -> bool {
        self.scope.as_ref().is_none_or(|scope| scope.contains(user))
    }
}
