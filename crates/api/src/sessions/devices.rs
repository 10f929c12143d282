//! Devices from which somebody has signed in before. Such a device holds a cookie that says so, signed by the shop; nothing
//! of it is stored. It lets nobody in: it keeps a stranger's guesses from locking the device's owner out.

use std::sync::PoisonError;

use axum::http::{HeaderMap, HeaderValue};
use banyan_base::refusal::Refusal;
use banyan_core::work::Facts;
use banyan_plan::time::{DAY, SECOND};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;

use super::Whose;
use crate::cookies::Cookies;

/// How long a device is known, in seconds.
const KNOWN_FOR: i64 = 400 * DAY / SECOND;
/// Random bytes of a device's name.
const NAME: usize = 16;

/// A device from which the account that it is asked for was signed in to before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice(pub(crate) String);

/// Makes and reads the cookies.
#[derive(Debug)]
pub struct Devices {
    key: hmac::Key,
}

fn cookie_of(whose: Whose) -> &'static str {
    match whose {
        Whose::Member => "banyan_device",
        Whose::Staff => "banyan_staff_device",
    }
}

fn message(whose: Whose, owner: i64, name: &str) -> String {
    format!("banyan device 1 {} {owner} {name}", whose.word())
}

impl Devices {
    /// `key`: 32 bytes that are the same in all of the shop's processes and used for nothing else.
    pub fn new(key: &[u8; 32]) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key) }
    }

    /// The device of a request, if this account was signed in to from it before.
    pub fn known(
        &self,
        cookies: Cookies,
        headers: &HeaderMap,
        whose: Whose,
        owner: i64,
    ) -> Option<KnownDevice> {
        let value = cookies.read(headers, cookie_of(whose))?;
        let (name, tag) = value.split_once('.')?;
        let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
        let message = message(whose, owner, name);
        let is_ours = hmac::verify(&self.key, message.as_bytes(), &tag).is_ok();
        is_ours.then(|| KnownDevice(name.to_owned()))
    }

    /// The cookie by which a device is known from now on; the same one if it is known already.
    pub fn cookie(
        &self,
        (facts, cookies): (&Facts, Cookies),
        headers: &HeaderMap,
        whose: Whose,
        owner: i64,
    ) -> Result<HeaderValue, Refusal> {
        let name = if let Some(KnownDevice(name)) = self.known(cookies, headers, whose, owner) {
            name
        } else {
            let mut bytes = [0; NAME];
            facts.random.lock().unwrap_or_else(PoisonError::into_inner).fill(&mut bytes)?;
            URL_SAFE_NO_PAD.encode(bytes)
        };
        let tag = URL_SAFE_NO_PAD.encode(hmac::sign(&self.key, message(whose, owner, &name).as_bytes()));
        Ok(cookies.written(cookie_of(whose), &format!("{name}.{tag}"), KNOWN_FOR))
    }
}
