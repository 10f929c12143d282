//! Callbacks: the signature, the moment, the encrypted text, and replies in the same form.

mod cipher;
mod signature;

use std::fmt;

use crate::error::{CallbackError, KeyError, MAX_BODY};
use crate::xml;
use cipher::Cipher;

/// How far a timestamp may lie from now unless it is set otherwise, in seconds.
pub const WINDOW: u32 = 300;

/// What a callback brings in its address, beside the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query<'a> {
    /// `msg_signature`: 40 hexadecimal digits.
    pub signature: &'a str,
    /// `timestamp`: seconds since 1970.
    pub timestamp: &'a str,
    /// `nonce`: any text.
    pub nonce: &'a str,
}

/// The settings of a callback address, as they stand in WeCom's administration.
pub struct Callback {
    token: String,
    cipher: Cipher,
    receive_id: String,
    window: u32,
}

impl fmt::Debug for Callback {
    /// Token and key are secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback").field("receive_id", &self.receive_id).finish_non_exhaustive()
    }
}

impl Callback {
    /// Token and `EncodingAESKey` of the address, and whom its messages are for: the corp id, or the suite id of a
    /// provider's app.
    pub fn new(token: &str, encoding_aes_key: &str, receive_id: &str) -> Result<Self, KeyError> {
        let is_token =
            (1..=32).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_token {
            return Err(KeyError::NotAToken);
        }
        if receive_id.is_empty() {
            return Err(KeyError::NoReceiveId);
        }
        let cipher = Cipher::new(encoding_aes_key).ok_or(KeyError::NotAKey)?;
        let (token, receive_id) = (token.to_owned(), receive_id.to_owned());
        Ok(Self { token, cipher, receive_id, window: WINDOW })
    }

    /// Takes timestamps that lie up to so many seconds from now.
    #[must_use]
    pub fn within(self, seconds: u32) -> Self {
        Self { window: seconds, ..self }
    }

    /// A `POST`: the message in its body, decrypted. `now` is in seconds since 1970.
    pub fn open(&self, query: Query<'_>, body: &[u8], now: i64) -> Result<String, CallbackError> {
        if body.len() > MAX_BODY {
            return Err(CallbackError::TooLong(body.len()));
        }
        let body = std::str::from_utf8(body).map_err(|_| CallbackError::NotXml)?;
        let document = xml::parse(body)?;
        let encrypted = xml::Fields::of(&document)?.text("Encrypt")?.to_owned();
        self.decrypt(query, &encrypted, now)
    }

    /// The encrypted text of a callback in whatever form it came, decrypted: `Encrypt` of XML or JSON; or the `echostr` of
    /// a `GET` that asks whether the address is ours, which takes the plain text as its answer. The signature is checked
    /// before anything else is looked at. `now` is in seconds since 1970.
    pub fn decrypt(&self, query: Query<'_>, encrypted: &str, now: i64) -> Result<String, CallbackError> {
        if encrypted.len() > MAX_BODY {
            return Err(CallbackError::TooLong(encrypted.len()));
        }
        if !signature::is(query.signature, [&self.token, query.timestamp, query.nonce, encrypted]) {
            return Err(CallbackError::WrongSignature);
        }
        let digits = query.timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let at: i64 = query.timestamp.parse().ok().filter(|_| digits).ok_or(CallbackError::NotATimestamp)?;
        let apart = now.saturating_sub(at);
        if apart.unsigned_abs() > u64::from(self.window) {
            return Err(CallbackError::OldTimestamp(apart));
        }
        let (message, receive_id) = self.cipher.open(encrypted)?;
        if receive_id != self.receive_id.as_bytes() {
            return Err(CallbackError::WrongReceiveId);
        }
        String::from_utf8(message).map_err(|_| CallbackError::NotText)
    }

    /// A message encrypted for the other side, base64. `random` must be fresh for every message.
    pub fn encrypt(&self, message: &str, random: [u8; 16]) -> String {
        self.cipher.seal(message.as_bytes(), self.receive_id.as_bytes(), random)
    }

    /// The signature of an encrypted text: 40 hexadecimal digits.
    pub fn sign(&self, timestamp: &str, nonce: &str, encrypted: &str) -> String {
        signature::of([&self.token, timestamp, nonce, encrypted])
    }

    /// A reply to a callback: the message encrypted, signed and put into XML. `at` is in seconds since 1970.
    pub fn reply(&self, message: &str, at: i64, nonce: &str, random: [u8; 16]) -> String {
        let (encrypted, at) = (self.encrypt(message, random), at.to_string());
        let signature = self.sign(&at, nonce, &encrypted);
        format!(
            "<xml><Encrypt>{}</Encrypt><MsgSignature>{}</MsgSignature><TimeStamp>{at}</TimeStamp><Nonce>{}</Nonce></xml>",
            xml::cdata(&encrypted),
            xml::cdata(&signature),
            xml::cdata(nonce)
        )
    }
}
