//! Calls: signed, sent, repeated when nothing came back, and believed only with WeChat Pay's signature.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, RwLock};

use banyan_plan::time::{SECOND, Time};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::transport::{Answer, Method, Request, Transport};
use super::super::{CallbackError, ProviderError, Sources};
use super::aead::SealKey;
use super::keys::{KeyRing, PUBLIC_KEY, PlatformKey, Seal};
use super::sign::{MerchantKey, request_text};

/// After the certificates were asked for, they are not asked for again within this time, so that callbacks with made-up serials
/// do not make us hammer WeChat Pay.
const PAUSE: i64 = 60 * SECOND;
/// The same after an attempt that failed: shorter, because real callbacks wait for it.
const PAUSE_AFTER_FAILURE: i64 = 5 * SECOND;

/// Everything that a call needs.
pub(crate) struct Client {
    pub(super) base_url: String,
    pub(super) merchant: String,
    pub(super) key: MerchantKey,
    pub(super) seal: SealKey,
    pub(super) ring: RwLock<KeyRing>,
    pub(super) refresh: Refresh,
    pub(super) transport: Box<dyn Transport>,
    pub(super) sources: Sources,
    /// How often a call is sent at most when no whole answer, or a 5xx, comes back.
    pub(super) attempts: u32,
}

/// Who asks for certificates, and when. The lock is never held while the network is waited for.
#[derive(Debug)]
pub(super) struct Refresh {
    state: Mutex<Asking>,
    ended: Condvar,
}

#[derive(Debug)]
struct Asking {
    /// Before this moment the certificates are not asked for.
    next: Time,
    /// Whether somebody asks for them just now: many threads ask once.
    is_under_way: bool,
}

/// Whose signature is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signed {
    /// That of an answer to a call of ours, which waits for certificates that are being fetched.
    Answer,
    /// That of somebody who came by themselves. They are told to come again: with made-up serials, strangers would let every thread wait
    /// for a silent provider.
    Callback,
}

impl Default for Refresh {
    fn default() -> Self {
        Self {
            state: Mutex::new(Asking { next: Time(i64::MIN), is_under_way: false }),
            ended: Condvar::new(),
        }
    }
}

impl Refresh {
    /// Lets this thread ask, if nobody does and it is time again. One that waited for somebody else's answer need not ask itself.
    fn begin(&self, now: Time, whose: Signed) -> Result<Option<Turn<'_>>, CallbackError> {
        let mut state = lock(&self.state);
        if state.is_under_way && whose == Signed::Callback {
            return Err(CallbackError::NoCertificates("they are being fetched".to_owned()));
        }
        if state.is_under_way {
            while state.is_under_way {
                state = self.ended.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            return Ok(None);
        }
        if now < state.next {
            return Ok(None);
        }
        state.is_under_way = true;
        Ok(Some(Turn { refresh: self, next: now.plus(PAUSE_AFTER_FAILURE) }))
    }
}

/// The turn of the one thread that asks. Others may again when it is dropped, from `next` on.
struct Turn<'a> {
    refresh: &'a Refresh,
    next: Time,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *lock(&self.refresh.state) = Asking { next: self.next, is_under_way: false };
        self.refresh.ended.notify_all();
    }
}

/// An error's body (《错误码和错误提示》).
#[derive(Debug, Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

impl Client {
    pub(super) fn now(&self) -> Time {
        (self.sources.now)()
    }

    /// One call. `serial` says for which platform key something in the body was encrypted. `Ok` is a 2xx with a good signature,
    /// read as `T`. Repeats are safe: the body names our number, and WeChat Pay takes the same number as the same thing.
    pub(super) fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&serde_json::Value>,
        serial: Option<&str>,
    ) -> Result<T, ProviderError> {
        let answer = self.exchange(method, path, body, serial)?;
        // 204 has no body; `null` reads as `()`.
        let body: &[u8] = if answer.body.is_empty() { b"null" } else { &answer.body };
        serde_json::from_slice(body)
            .map_err(|error| ProviderError::Unsure(format!("unreadable answer: {error}")))
    }

    fn exchange(
        &self,
        method: Method,
        path: &str,
        body: Option<&serde_json::Value>,
        serial: Option<&str>,
    ) -> Result<Answer, ProviderError> {
        let body = body.map(|value| value.to_string().into_bytes()).unwrap_or_default();
        let (answer, lost) = self.send(method, path, &body, serial)?;
        if (200..300).contains(&answer.status) {
            self.check(&answer).map_err(|error| ProviderError::Unsure(format!("answer: {error}")))?;
            return Ok(answer);
        }
        match self.refusal(&answer) {
            // An attempt whose answer was lost may have done it all; that a repeat was refused proves nothing about the first.
            error @ (ProviderError::Refused { .. } | ProviderError::Busy(_))
                if lost && method == Method::Post =>
            {
                Err(ProviderError::Unsure(error.to_string()))
            }
            error => Err(error),
        }
    }

    /// Sends until a whole answer below 500 comes back, and says whether an answer was lost before it. Each attempt has a fresh nonce and time, as the signature wants.
    fn send(
        &self,
        method: Method,
        path: &str,
        body: &[u8],
        serial: Option<&str>,
    ) -> Result<(Answer, bool), ProviderError> {
        let mut why = String::from("not sent");
        for attempt in 0..self.attempts.max(1) {
            match self.transport.send(&self.request(method, path, body, serial)?) {
                Ok(answer) if answer.status >= 500 => {
                    let refusal: Refusal = serde_json::from_slice(&answer.body).unwrap_or_default();
                    why = format!("HTTP {} {} {}", answer.status, refusal.code, refusal.message);
                }
                Ok(answer) => return Ok((answer, attempt > 0)),
                Err(error) => why = error.to_string(),
            }
        }
        Err(ProviderError::Unsure(why))
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        body: &[u8],
        serial: Option<&str>,
    ) -> Result<Request, ProviderError> {
        let (timestamp, nonce) = (self.now().0.div_euclid(SECOND), self.sources.nonce()?);
        let text = request_text(method.name(), path, timestamp, &nonce, body);
        let signature = self.key.sign(&text).ok_or_else(super::settings::wrong_key)?;
        let mut headers = vec![
            ("Accept", "application/json".to_owned()),
            ("Authorization", self.key.authorization(&self.merchant, timestamp, &nonce, &signature)),
        ];
        if method == Method::Post {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        // With a public key this header also asks for answers signed by it, while both are in use (doc 4012154180).
        let asked = serial.map(str::to_owned).or_else(|| self.read_ring().public_id().map(str::to_owned));
        if let Some(serial) = asked {
            headers.push(("Wechatpay-Serial", serial));
        }
        Ok(Request { method, url: format!("{}{path}", self.base_url), headers, body: body.to_vec() })
    }

    /// Checks an answer like a callback.
    fn check(&self, answer: &Answer) -> Result<(), CallbackError> {
        self.check_signed(&Seal::read(&answer.headers)?, &answer.body, self.now(), Signed::Answer)
    }

    /// What an error answer means. Its words explain; only signed words prove that something does not exist ([`Self::absent`]).
    fn refusal(&self, answer: &Answer) -> ProviderError {
        let Ok(Refusal { code, message }) = serde_json::from_slice(&answer.body) else {
            return ProviderError::Unsure(format!("HTTP {} without a readable reason", answer.status));
        };
        if code.is_empty() {
            return ProviderError::Unsure(format!("HTTP {} without a code", answer.status));
        }
        // 401: our own signature is not taken, so nothing happened, and certificates to check the answer with are refused as well.
        if answer.status == 401 {
            return ProviderError::Refused { code, message };
        }
        let signed = answer.headers.contains_key("Wechatpay-Signature");
        let checked = if signed { self.check(answer) } else { Ok(()) };
        if let Err(error) = checked {
            return ProviderError::Unsure(format!("HTTP {} {code}: {error}", answer.status));
        }
        match code.as_str() {
            "ORDER_PAID" | "ORDERPAID" => ProviderError::AlreadyPaid,
            "FREQUENCY_LIMITED" | "FREQUENCY_LIMIT_EXCEED" | "RATELIMIT_EXCEEDED" | "RATELIMIT_EXCEED" => {
                ProviderError::Busy(message)
            }
            _ if answer.status == 429 => ProviderError::Busy(message),
            // The same number with other particulars: something is there, and it is not what was asked for now.
            "ALREADY_EXISTS" => ProviderError::Unsure(format!("{code}: {message}")),
            _ if absent(&code) && !signed => {
                ProviderError::Unsure(format!("HTTP {} {code} without a signature", answer.status))
            }
            _ => ProviderError::Refused { code, message },
        }
    }

    /// Checks time, key and signature of a signed answer or callback; asks for new certificates when the key is not known or too old.
    pub(super) fn check_signed(
        &self,
        seal: &Seal<'_>,
        body: &[u8],
        now: Time,
        whose: Signed,
    ) -> Result<(), CallbackError> {
        seal.check_time(now)?;
        let key = self.platform_key(seal.serial, now, whose)?;
        seal.check_signature(&key, body)
    }

    fn platform_key(&self, serial: &str, now: Time, whose: Signed) -> Result<PlatformKey, CallbackError> {
        let known = |client: &Self| client.read_ring().get(serial, now).cloned();
        let missing = match known(self) {
            Ok(key) => return Ok(key),
            // Public keys are not downloaded: the owner copies them from the merchant console.
            Err(error) if serial.starts_with(PUBLIC_KEY) => return Err(error),
            Err(error) => error,
        };
        let Some(mut turn) = self.refresh.begin(now, whose)? else {
            // Somebody else may have fetched them meanwhile.
            return known(self).map_err(|_| missing);
        };
        match self.fetch_certificates(now) {
            Ok(()) => turn.next = now.plus(PAUSE),
            // Merchants with a public key only have no certificates (《下载平台证书》: 404).
            Err(ProviderError::Refused { .. }) => return Err(missing),
            Err(other) => return Err(CallbackError::NoCertificates(other.to_string())),
        }
        drop(turn);
        known(self)
    }

    /// Fetches the list of certificates now, whatever the pause.
    pub(super) fn refresh(&self) -> Result<(), ProviderError> {
        let now = self.now();
        self.fetch_certificates(now)?;
        lock(&self.refresh.state).next = now.plus(PAUSE);
        Ok(())
    }

    /// `GET /v3/certificates` (《下载平台证书》). The first list is signed by a key that is in it: each certificate is sealed with the APIv3 key,
    /// which only WeChat Pay and the owner know, so the list is opened first and then must have signed itself.
    fn fetch_certificates(&self, now: Time) -> Result<(), ProviderError> {
        let (answer, _) = self.send(Method::Get, "/v3/certificates", b"", None)?;
        let unsure = |why: String| ProviderError::Unsure(format!("certificates: {why}"));
        if answer.status != 200 {
            let refusal: Refusal = serde_json::from_slice(&answer.body).unwrap_or_default();
            if refusal.code.is_empty() {
                return Err(unsure(format!("HTTP {}", answer.status)));
            }
            return Err(ProviderError::Refused { code: refusal.code, message: refusal.message });
        }
        let list: CertificateList =
            serde_json::from_slice(&answer.body).map_err(|error| unsure(error.to_string()))?;
        let mut certificates = BTreeMap::new();
        for entry in list.data {
            let sealed = &entry.encrypt_certificate;
            let pem = self
                .seal
                .open(
                    &sealed.nonce,
                    sealed.associated_data.as_deref().unwrap_or_default(),
                    &sealed.ciphertext,
                )
                .ok_or_else(super::settings::wrong_seal_key)?;
            let (serial, key) =
                PlatformKey::from_certificate(&pem).ok_or_else(|| unsure("unreadable".into()))?;
            if serial != entry.serial_no.to_ascii_uppercase() {
                return Err(unsure(format!("{serial} is listed as another")));
            }
            certificates.insert(serial, key);
        }
        let ring = self.read_ring().with_certificates(certificates);
        let trusted = Seal::read(&answer.headers).and_then(|seal| {
            seal.check_time(now)?;
            seal.check_signature(ring.get(seal.serial, now)?, &answer.body)
        });
        trusted.map_err(|error| unsure(error.to_string()))?;
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
        Ok(())
    }

    pub(super) fn read_ring(&self) -> std::sync::RwLockReadGuard<'_, KeyRing> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Codes for a number that WeChat Pay does not know: of payments, refunds and transfers.
pub(super) fn absent(code: &str) -> bool {
    matches!(code, "ORDER_NOT_EXIST" | "RESOURCE_NOT_EXISTS" | "NOT_FOUND" | "RECORD_NOT_EXISTS")
}

/// A thread that died while it held the lock left a moment in it, which is whole in any case.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Debug, Deserialize)]
struct CertificateList {
    data: Vec<CertificateEntry>,
}

#[derive(Debug, Deserialize)]
struct CertificateEntry {
    serial_no: String,
    encrypt_certificate: Sealed,
}

/// A sealed text as it stands in lists and notices.
#[derive(Debug, Deserialize)]
pub(super) struct Sealed {
    /// `AEAD_AES_256_GCM`.
    #[serde(default)]
    pub(super) algorithm: String,
    /// 12 bytes of text.
    pub(super) nonce: String,
    /// May be empty or absent.
    #[serde(default)]
    pub(super) associated_data: Option<String>,
    /// Base64.
    pub(super) ciphertext: String,
}
