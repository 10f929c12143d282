//! Signatures of Standard Webhooks (<https://www.standardwebhooks.com>, spec 1.0), and when to try again.
//!
//! A message has three headers: `webhook-id`, the same at every attempt, so that the receiver can drop doubles;
//! `webhook-timestamp`, the attempt's, in seconds since 1970; and `webhook-signature`, one or several of
//! `v1,` + base64 (HMAC-SHA256 (`id.timestamp.body`)), parted by spaces, so that a secret can be replaced.

use banyan_base::random::{NoRandomness, Random};
use banyan_plan::money::Rate;
use banyan_plan::time::{SECOND, Time};
use banyan_plan::words::Text;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

/// The header names.
pub const ID_HEADER: &str = "webhook-id";
/// See [`ID_HEADER`].
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// See [`ID_HEADER`].
pub const SIGNATURE_HEADER: &str = "webhook-signature";

/// How far a receiver lets the sender's clock be off, in seconds, before and after.
pub const TOLERANCE: i64 = 5 * 60;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes of a new secret; the spec allows 24 to 64.
const SECRET: usize = 32;
/// Signatures of one message that are looked at: two secrets during a change are usual.
const MOST_SIGNATURES: usize = 8;

/// Seconds from one attempt to the next: the spec's schedule, over about three days.
const RETRIES: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// Why a message is not accepted, or a secret not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// Not `whsec_` and 24 to 64 bytes in base64.
    #[error("a webhook secret is {PREFIX} and 24 to 64 bytes in base64")]
    Secret,
    /// An empty id, or one with a dot, with which `id.timestamp.body` could be read in two ways.
    #[error("a webhook id is not empty and has no dot")]
    Id,
    /// Not a number of seconds.
    #[error("the webhook's timestamp is no number of seconds")]
    Timestamp,
    /// Sent too long ago, or in the future: perhaps somebody repeats an old message.
    #[error("the webhook's timestamp is more than the tolerance away from now")]
    TooFarAway,
    /// No signature fits.
    #[error("no signature of the webhook fits")]
    Signature,
}

impl SignError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Secret => "webhook_secret",
            Self::Id => "webhook_id",
            Self::Timestamp => "webhook_timestamp",
            Self::TooFarAway => "webhook_timestamp_too_far",
            Self::Signature => "webhook_signature",
        }
    }

    /// What to tell people.
    pub fn text(self) -> Text {
        let zh = match self {
            Self::Secret => "Webhook 密钥应为 whsec_ 加上 24 到 64 字节的 base64",
            Self::Id => "Webhook 编号不能为空，也不能含有点号",
            Self::Timestamp => "Webhook 时间戳不是秒数",
            Self::TooFarAway => "Webhook 时间戳与当前时间相差太多",
            Self::Signature => "Webhook 签名不符",
        };
        Text::new(zh, self.to_string())
    }
}

/// What sender and receiver share. Stored sealed ([`banyan_base::vault::Kind::Secret`]), never printed by `{:?}`.
#[derive(Clone)]
pub struct Secret {
    bytes: Vec<u8>,
    key: hmac::Key,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    fn of(bytes: Vec<u8>) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &bytes);
        Self { bytes, key }
    }

    /// A new one.
    pub fn new(random: &mut dyn Random) -> Result<Self, NoRandomness> {
        let mut bytes = vec![0; SECRET];
        random.fill(&mut bytes)?;
        Ok(Self::of(bytes))
    }

    /// Reads `whsec_…`.
    pub fn parse(text: &str) -> Result<Self, SignError> {
        let encoded = text.strip_prefix(PREFIX).ok_or(SignError::Secret)?;
        // 64 bytes are 88 characters; there is no need to decode more.
        if encoded.len() > 88 {
            return Err(SignError::Secret);
        }
        match STANDARD.decode(encoded) {
            Ok(bytes) if (24..=64).contains(&bytes.len()) => Ok(Self::of(bytes)),
            _ => Err(SignError::Secret),
        }
    }

    /// The text to hand to the receiver.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.bytes))
    }

    /// The signature header of one attempt at `at`: `v1,…`. The timestamp header is [`timestamp`] of the same moment.
    pub fn sign(&self, id: &str, at: Time, body: &[u8]) -> Result<String, SignError> {
        let message = message(id, &timestamp(at), body)?;
        Ok(format!("v1,{}", STANDARD.encode(hmac::sign(&self.key, &message))))
    }

    /// Checks a message by its three headers, in constant time. `tolerance` is in seconds, usually [`TOLERANCE`].
    pub fn verify(
        &self,
        headers: Headers<'_>,
        body: &[u8],
        now: Time,
        tolerance: i64,
    ) -> Result<(), SignError> {
        let plain = headers.timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let sent: i64 = match headers.timestamp.parse() {
            Ok(seconds) if plain => seconds,
            _ => return Err(SignError::Timestamp),
        };
        if sent.abs_diff(now.0.div_euclid(SECOND)) > tolerance.max(0).unsigned_abs() {
            return Err(SignError::TooFarAway);
        }
        let message = message(headers.id, headers.timestamp, body)?;
        let fits = headers
            .signature
            .split(' ')
            .take(MOST_SIGNATURES)
            .filter_map(|signature| STANDARD.decode(signature.strip_prefix("v1,")?).ok())
            .any(|tag| hmac::verify(&self.key, &message, &tag).is_ok());
        if fits { Ok(()) } else { Err(SignError::Signature) }
    }
}

/// The three headers of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Headers<'a> {
    /// `webhook-id`
    pub id: &'a str,
    /// `webhook-timestamp`
    pub timestamp: &'a str,
    /// `webhook-signature`
    pub signature: &'a str,
}

/// The timestamp header of a moment: whole seconds since 1970.
pub fn timestamp(at: Time) -> String {
    at.0.div_euclid(SECOND).to_string()
}

fn message(id: &str, timestamp: &str, body: &[u8]) -> Result<Vec<u8>, SignError> {
    if id.is_empty() || id.contains('.') {
        return Err(SignError::Id);
    }
    Ok([id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat())
}

/// Nanoseconds to wait after the `attempt`th attempt (from 1) has failed; `None` to give up. `jitter`, a random share,
/// adds up to a fifth, so that messages that failed together do not come back together.
pub fn retry_after(attempt: u32, jitter: Rate) -> Option<i64> {
    let place = usize::try_from(attempt.checked_sub(1)?).ok()?;
    let delay = RETRIES.get(place)? * SECOND;
    Some(delay + Rate(jitter.0.min(Rate::ONE.0)).of(delay / 5))
}

#[cfg(test)]
mod tests {
    use super::*;
    use banyan_base::random::Seeded;
    use proptest::prelude::*;

    /// A source that has nothing to give.
    struct Dry;

    impl Random for Dry {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), NoRandomness> {
            Err(NoRandomness)
        }
    }

    /// The example of the reference implementations.
    const KNOWN: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const KNOWN_BODY: &[u8] = br#"{"test": 2432232314}"#;
    const KNOWN_AT: Time = Time(1_614_265_330 * SECOND);
    const KNOWN_HEADERS: Headers<'_> = Headers {
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp: "1614265330",
        signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    };

    fn check(headers: Headers<'_>, now: Time) -> Result<(), SignError> {
        Secret::parse(KNOWN).unwrap().verify(headers, KNOWN_BODY, now, TOLERANCE)
    }

    #[test]
    fn the_known_message_has_the_known_signature() {
        let secret = Secret::parse(KNOWN).unwrap();
        assert_eq!(
            secret.sign(KNOWN_HEADERS.id, KNOWN_AT, KNOWN_BODY).as_deref(),
            Ok(KNOWN_HEADERS.signature)
        );
        assert_eq!(timestamp(KNOWN_AT), KNOWN_HEADERS.timestamp);
        assert_eq!(check(KNOWN_HEADERS, KNOWN_AT), Ok(()));
        assert_eq!(secret.reveal(), KNOWN);
    }

    #[test]
    fn a_message_that_was_changed_is_old_or_makes_no_sense_is_refused() {
        let wrong = [
            (Headers { id: "msg_x", ..KNOWN_HEADERS }, SignError::Signature),
            (Headers { id: "msg.x", ..KNOWN_HEADERS }, SignError::Id),
            (Headers { id: "", ..KNOWN_HEADERS }, SignError::Id),
            (Headers { timestamp: "1614265331", ..KNOWN_HEADERS }, SignError::Signature),
            (Headers { timestamp: "+1614265330", ..KNOWN_HEADERS }, SignError::Timestamp),
            (Headers { timestamp: "", ..KNOWN_HEADERS }, SignError::Timestamp),
            (Headers { signature: "", ..KNOWN_HEADERS }, SignError::Signature),
            (Headers { signature: "v1,", ..KNOWN_HEADERS }, SignError::Signature),
            (
                Headers { signature: "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", ..KNOWN_HEADERS },
                SignError::Signature,
            ),
        ];
        for (headers, error) in wrong {
            assert_eq!(check(headers, KNOWN_AT), Err(error), "{headers:?}");
        }
        for (seconds, expected) in [(300, Ok(())), (301, Err(SignError::TooFarAway))] {
            assert_eq!(check(KNOWN_HEADERS, KNOWN_AT.plus(seconds * SECOND)), expected);
            assert_eq!(check(KNOWN_HEADERS, KNOWN_AT.plus(-seconds * SECOND)), expected);
        }
        assert_eq!(SignError::Signature.code(), "webhook_signature");
        assert_eq!(SignError::Signature.text().zh, "Webhook 签名不符");
    }

    #[test]
    fn while_a_secret_is_replaced_either_signature_will_do() {
        let both = format!("v1,AAAA {}", KNOWN_HEADERS.signature);
        assert_eq!(check(Headers { signature: &both, ..KNOWN_HEADERS }, KNOWN_AT), Ok(()));
        let ninth = format!("{}{}", "v1,AAAA ".repeat(8), KNOWN_HEADERS.signature);
        let refused = check(Headers { signature: &ninth, ..KNOWN_HEADERS }, KNOWN_AT);
        assert_eq!(refused, Err(SignError::Signature));
    }

    #[test]
    fn a_new_secret_is_read_as_it_is_written() {
        let secret = Secret::new(&mut Seeded::new(1)).unwrap();
        assert_eq!(Secret::parse(&secret.reveal()).unwrap().bytes, secret.bytes);
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert!(Secret::new(&mut Dry).is_err());
        let long = format!("whsec_{}", "A".repeat(92));
        for garbage in ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_张三", &long]
        {
            assert_eq!(Secret::parse(garbage).err(), Some(SignError::Secret), "{garbage}");
        }
    }

    #[test]
    fn attempts_are_ten_over_three_days_and_spread() {
        assert_eq!(retry_after(0, Rate(0)), None);
        assert_eq!(retry_after(1, Rate(0)), Some(5 * SECOND));
        assert_eq!(retry_after(1, Rate::ONE), Some(6 * SECOND));
        assert_eq!(retry_after(9, Rate(500_000)), Some(95_040 * SECOND));
        assert_eq!(retry_after(10, Rate(0)), None);
        assert_eq!(retry_after(2, Rate(u32::MAX)), Some(360 * SECOND));
        let total: i64 = (1..10).filter_map(|attempt| retry_after(attempt, Rate(0))).sum();
        assert_eq!(total / SECOND / 3_600, 75);
    }

    proptest! {
        #[test]
        fn what_is_signed_is_accepted_and_nothing_else(seed: u64, at in 0_i64..1 << 60, body: Vec<u8>, other: Vec<u8>) {
            let secret = Secret::new(&mut Seeded::new(seed)).unwrap();
            let signature = secret.sign("m", Time(at), &body).unwrap();
            let sent = timestamp(Time(at));
            let headers = Headers { id: "m", timestamp: &sent, signature: &signature };
            prop_assert_eq!(secret.verify(headers, &body, Time(at), TOLERANCE), Ok(()));
            prop_assert_eq!(secret.verify(headers, &other, Time(at), TOLERANCE).is_ok(), body == other);
        }

        #[test]
        fn garbage_is_refused_without_panic(id in ".*", sent in ".*", signature in ".*", now: i64, tolerance: i64) {
            let headers = Headers { id: &id, timestamp: &sent, signature: &signature };
            let secret = Secret::parse(KNOWN).unwrap();
            prop_assert!(secret.verify(headers, b"", Time(now), tolerance).is_err());
            prop_assert!(Secret::parse(&signature).is_err());
        }
    }
}
