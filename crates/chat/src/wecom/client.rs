//! Speaking with WeCom: one access token, taken anew by one at a time; calls counted by the minute; refusals by their codes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use banyan_plan::time::SECOND;
use serde_json::Value;

use super::connection::Connection;

/// Calls a minute for one address of the API, as WeCom publishes it (August 2023), and how many of them the shop makes at most:
/// others of the corp call as well.
pub(super) const MINUTE_LIMIT: u32 = 10_000;
const MINUTE_MOST: u32 = 8_000;
const MINUTE: i64 = 60 * SECOND;
/// Seconds before its end at which a token is taken anew.
const EARLY: i64 = 300;
/// For one exchange.
const PATIENCE: Duration = Duration::from_secs(15);
/// Bytes of an answer that are read.
const ANSWER: u64 = 8 << 20;

/// One exchange with the API: a `GET` without a body, a `POST` with one.
pub trait Transport: Send + Sync {
    /// The JSON of the answer, or why none came.
    fn call(
        &self,
        api: &str,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Value, String>;
}

struct Http(ureq::Agent);

impl Transport for Http {
    fn call(
        &self,
        api: &str,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Value, String> {
        let url = format!("{api}/cgi-bin/{path}");
        let query = query.iter().copied();
        // The address holds the token: errors are told without it.
        let failed = |error: ureq::Error| match error {
            ureq::Error::Timeout(_) => "timeout".to_owned(),
            ureq::Error::HostNotFound => "no such host".to_owned(),
            ureq::Error::ConnectionFailed => "no connection".to_owned(),
            ureq::Error::Io(error) => error.kind().to_string(),
            _ => "no answer".to_owned(),
        };
        let answer = match body {
            None => self.0.get(&url).query_pairs(query).call(),
            Some(body) => {
                let request = self.0.post(&url).query_pairs(query).content_type("application/json");
                request.send(body.to_string())
            }
        };
        let mut answer = answer.map_err(failed)?;
        let bytes = answer.body_mut().with_config().limit(ANSWER).read_to_vec().map_err(failed)?;
        serde_json::from_slice(&bytes).map_err(|_| "the answer is no JSON".to_owned())
    }
}

/// Why there is no answer to work with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// WeCom says no.
    Code(i64),
    /// No whole answer came.
    Silence(String),
    /// The shop has to wait until then, nanoseconds.
    Wait(i64),
}

#[derive(Clone)]
struct Token {
    /// Of which secret it is.
    of: (String, String, String),
    text: String,
    until: i64,
}

#[derive(Default)]
struct Counted {
    minute: i64,
    calls: BTreeMap<String, u32>,
    /// By code: how many since they were last written down, and when the last one was.
    errors: BTreeMap<String, (i64, i64)>,
    /// Until when nothing is asked.
    waits_until: i64,
}

/// What the shop keeps of WeCom while it is open.
pub struct Wecom {
    transport: RwLock<Arc<dyn Transport>>,
    /// Held while a token is taken anew, so that everybody else waits for that one.
    token: Mutex<Option<Token>>,
    counted: Mutex<Counted>,
}

impl Default for Wecom {
    fn default() -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("banyan/", env!("CARGO_PKG_VERSION")))
            .build();
        Self {
            transport: RwLock::new(Arc::new(Http(config.new_agent()))),
            token: Mutex::default(),
            counted: Mutex::default(),
        }
    }
}

impl Wecom {
    /// Speaks through something else from now on.
    pub fn speak_through(&self, transport: Arc<dyn Transport>) {
        *self.transport.write().unwrap_or_else(PoisonError::into_inner) = transport;
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a refusal under its code.
    pub(super) fn refused(&self, code: &str, now: i64) {
        let mut counted = self.counted();
        let error = counted.errors.entry(code.to_owned()).or_default();
        *error = (error.0 + 1, now);
    }

    /// What was refused since this was last asked: code, how often, when last.
    pub(super) fn take_errors(&self) -> BTreeMap<String, (i64, i64)> {
        std::mem::take(&mut self.counted().errors)
    }

    /// The address of the API that was called most in this minute, and how often.
    pub(super) fn busiest(&self, now: i64) -> Option<(String, u32)> {
        let counted = self.counted();
        let calls = counted.calls.iter().filter(|_| counted.minute == now.div_euclid(MINUTE));
        calls.max_by_key(|(_, calls)| **calls).map(|(path, calls)| (path.clone(), *calls))
    }

    /// Until when nothing is asked; 0 if the shop may ask.
    pub(super) fn waits_until(&self, now: i64) -> i64 {
        Some(self.counted().waits_until).filter(|until| *until > now).unwrap_or(0)
    }

    fn count(&self, path: &str, now: i64) -> Result<(), Failure> {
        let mut counted = self.counted();
        if counted.waits_until > now {
            return Err(Failure::Wait(counted.waits_until));
        }
        let minute = now.div_euclid(MINUTE);
        if counted.minute != minute {
            (counted.minute, counted.calls) = (minute, BTreeMap::new());
        }
        let calls = counted.calls.entry(path.to_owned()).or_default();
        if *calls >= MINUTE_MOST {
            return Err(Failure::Wait((minute + 1) * MINUTE));
        }
        *calls += 1;
        Ok(())
    }

    fn exchange(
        &self,
        connection: &Connection,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
        now: i64,
    ) -> Result<Value, Failure> {
        self.count(path, now)?;
        let transport = self.transport.read().unwrap_or_else(PoisonError::into_inner).clone();
        let answer = transport.call(&connection.api, path, query, body).map_err(|why| {
            self.refused("silence", now);
            Failure::Silence(why)
        })?;
        match answer["errcode"].as_i64() {
            Some(0) => Ok(answer),
            None if answer.is_object() => Ok(answer),
            None => Err(Failure::Silence("the answer is no object".to_owned())),
            Some(code) => {
                self.refused(&code.to_string(), now);
                if matches!(code, 45009 | 45033) {
                    let mut counted = self.counted();
                    counted.waits_until = counted.waits_until.max(now + MINUTE);
                }
                Err(Failure::Code(code))
            }
        }
    }

    fn token(&self, connection: &Connection, old: Option<&str>, now: i64) -> Result<String, Failure> {
        let mut kept = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let of = (connection.api.clone(), connection.corp.clone(), connection.secret.clone());
        let is_good = |token: &&Token| token.of == of && token.until > now && old != Some(&*token.text);
        if let Some(token) = kept.as_ref().filter(is_good) {
            return Ok(token.text.clone());
        }
        let query = [("corpid", &*connection.corp), ("corpsecret", &*connection.secret)];
        let answer = self.exchange(connection, "gettoken", &query, None, now)?;
        let token = answer["access_token"].as_str().filter(|token| !token.is_empty());
        let token = token.ok_or_else(|| Failure::Silence("no token in the answer".to_owned()))?.to_owned();
        let life = answer["expires_in"].as_i64().unwrap_or(0).clamp(0, 7200) - EARLY;
        *kept = Some(Token { of, text: token.clone(), until: now + life.max(1) * SECOND });
        Ok(token)
    }

    /// Asks the API; blocks. A token that it does not know any more is taken anew, once. Every list that is asked page by page
    /// gives its cursor in `query` or `body`.
    pub(super) fn ask(
        &self,
        connection: &Connection,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
        now: i64,
    ) -> Result<Value, Failure> {
        let call = |token: &str| {
            let mut whole = vec![("access_token", token)];
            whole.extend_from_slice(query);
            self.exchange(connection, path, &whole, body, now)
        };
        let token = self.token(connection, None, now)?;
        match call(&token) {
            Err(Failure::Code(40014 | 42001)) => call(&self.token(connection, Some(&token), now)?),
            done => done,
        }
    }
}
