//! The built-in test provider: no money moves. Payments come in as callbacks signed with a shared secret, through the same
//! path as real ones; refunds and payouts succeed at once. It remembers nothing, so that load tests do not fill it.
//!
//! A callback is a JSON body with two headers: `Banyan-Timestamp` (seconds since 1970) and `Banyan-Signature` (base64 of
//! HMAC-SHA256 over `timestamp\nbody\n`).

use axum::http::HeaderValue;
use banyan_plan::time::{SECOND, Time};
use banyan_plan::words::Text;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde::{Deserialize, Serialize};

use super::{
    CallbackError, Charge, HeaderMap, Notice, Paid, PaidOut, Payout, PayoutState, Prepared, Provider,
    ProviderError, RefundRequest, RefundState, Refunded, Sources, TradeState,
};

/// How far from now a callback may be signed, seconds; as for WeChat Pay.
const WINDOW: u64 = 300;
/// The longest callback, bytes.
const LIMIT: usize = 4096;
const TIMESTAMP: &str = "Banyan-Timestamp";
const SIGNATURE: &str = "Banyan-Signature";

/// The provider for trying everything without an account.
#[derive(Debug, Clone)]
pub struct TestProvider {
    key: hmac::Key,
    sources: Sources,
}

/// The callback's body. Amounts are minor units; `at` is nanoseconds since 1970.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
enum Body {
    Paid { out_trade_no: String, transaction_id: String, amount: i64, currency: String, at: i64 },
    Refunded { out_trade_no: String, out_refund_no: String, refund_id: String, amount: i64, at: i64 },
    RefundClosed { out_trade_no: String, out_refund_no: String, amount: i64 },
    RefundStuck { out_trade_no: String, out_refund_no: String, refund_id: String, amount: i64 },
    PaidOut { out_payout_no: String, transaction_id: String, amount: i64, at: i64 },
    PayoutFailed { out_payout_no: String, amount: i64, reason: String },
}

impl TestProvider {
    /// A provider with its shared secret: at least 16 bytes, so that a test shop on the internet is not anybody's.
    pub fn new(secret: &[u8], sources: Sources) -> Result<Self, ProviderError> {
        if secret.len() < 16 {
            return Err(ProviderError::Settings(Text::new(
                "测试支付的密钥至少需要 16 字节。",
                "The test provider's secret needs at least 16 bytes.",
            )));
        }
        Ok(Self { key: hmac::Key::new(hmac::HMAC_SHA256, secret), sources })
    }

    /// The signed callback for a notice: what a test till posts to the shop.
    pub fn callback(&self, notice: &Notice, now: Time) -> (HeaderMap, Vec<u8>) {
        let body = serde_json::to_vec(&Body::from(notice.clone())).unwrap_or_default();
        let timestamp = now.0.div_euclid(SECOND).to_string();
        let tag = hmac::sign(&self.key, &text_to_sign(&timestamp, &body));
        let mut headers = HeaderMap::new();
        for (name, value) in [(TIMESTAMP, timestamp), (SIGNATURE, STANDARD.encode(tag))] {
            if let (Ok(name), Ok(value)) =
                (axum::http::HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&value))
            {
                headers.insert(name, value);
            }
        }
        (headers, body)
    }

    fn now(&self) -> Time {
        (self.sources.now)()
    }
}

fn text_to_sign(timestamp: &str, body: &[u8]) -> Vec<u8> {
    [timestamp.as_bytes(), b"\n", body, b"\n"].concat()
}

fn above_zero(amount: i64) -> Result<(), ProviderError> {
    if amount < 1 {
        return Err(ProviderError::Invalid(Text::new("金额必须大于零。", "The amount must be above zero.")));
    }
    Ok(())
}

impl Provider for TestProvider {
    fn id(&self) -> &'static str {
        "test"
    }

    fn answers_queries(&self) -> bool {
        false
    }

    fn may_block(&self) -> bool {
        false
    }

    fn prepare(&self, charge: &Charge) -> Result<Prepared, ProviderError> {
        above_zero(charge.amount)?;
        Ok(Prepared::Qr { code_url: format!("banyan-test:pay/{}", charge.out_trade_no) })
    }

    fn parse_callback(&self, headers: &HeaderMap, body: &[u8], now: Time) -> Result<Notice, CallbackError> {
        let header = |name: &'static str| {
            headers.get(name).and_then(|value| value.to_str().ok()).ok_or(CallbackError::Header(name))
        };
        if body.len() > LIMIT {
            return Err(CallbackError::TooLong(body.len()));
        }
        let timestamp = header(TIMESTAMP)?;
        let signed: i64 = timestamp.parse().map_err(|_| CallbackError::Header(TIMESTAMP))?;
        let tag = STANDARD.decode(header(SIGNATURE)?).map_err(|_| CallbackError::Signature)?;
        hmac::verify(&self.key, &text_to_sign(timestamp, body), &tag)
            .map_err(|_| CallbackError::Signature)?;
        let seconds = now.0.div_euclid(SECOND).abs_diff(signed);
        if seconds > WINDOW {
            return Err(CallbackError::Stale { seconds, allowed: WINDOW });
        }
        let body: Body =
            serde_json::from_slice(body).map_err(|error| CallbackError::Unreadable(error.to_string()))?;
        Ok(body.into())
    }

    /// Always open: test payments arrive by callback only.
    fn query(&self, _: &str) -> Result<TradeState, ProviderError> {
        Ok(TradeState::Open)
    }

    fn close(&self, _: &str) -> Result<(), ProviderError> {
        Ok(())
    }

    fn refund(&self, request: &RefundRequest) -> Result<RefundState, ProviderError> {
        above_zero(request.amount)?;
        Ok(RefundState::Done(Refunded {
            out_trade_no: request.out_trade_no.clone(),
            out_refund_no: request.out_refund_no.clone(),
            refund_id: format!("test-{}", request.out_refund_no),
            amount: request.amount,
            refunded_at: self.now(),
        }))
    }

    /// Unknown: repeating the refund gives the same answer.
    fn query_refund(&self, _: &str) -> Result<RefundState, ProviderError> {
        Ok(RefundState::Unknown)
    }

    fn payout(&self, payout: &Payout) -> Result<PayoutState, ProviderError> {
        above_zero(payout.amount)?;
        Ok(PayoutState::Done(PaidOut {
            out_payout_no: payout.out_payout_no.clone(),
            transaction_id: format!("test-{}", payout.out_payout_no),
            amount: payout.amount,
            paid_at: self.now(),
        }))
    }

    /// Unknown: repeating the payout gives the same answer.
    fn query_payout(&self, _: &str) -> Result<PayoutState, ProviderError> {
        Ok(PayoutState::Unknown)
    }
}

impl From<Notice> for Body {
    fn from(notice: Notice) -> Self {
        match notice {
            Notice::Paid(Paid { out_trade_no, transaction_id, amount, currency, paid_at }) => {
                Self::Paid { out_trade_no, transaction_id, amount, currency, at: paid_at.0 }
            }
            Notice::Refunded(Refunded { out_trade_no, out_refund_no, refund_id, amount, refunded_at }) => {
                Self::Refunded { out_trade_no, out_refund_no, refund_id, amount, at: refunded_at.0 }
            }
            Notice::RefundFailed {
                out_trade_no,
                out_refund_no,
                amount,
                state: RefundState::Stuck { refund_id },
            } => Self::RefundStuck { out_trade_no, out_refund_no, refund_id, amount },
            Notice::RefundFailed { out_trade_no, out_refund_no, amount, .. } => {
                Self::RefundClosed { out_trade_no, out_refund_no, amount }
            }
            Notice::PaidOut(PaidOut { out_payout_no, transaction_id, amount, paid_at }) => {
                Self::PaidOut { out_payout_no, transaction_id, amount, at: paid_at.0 }
            }
            Notice::PayoutFailed { out_payout_no, amount, reason } => {
                Self::PayoutFailed { out_payout_no, amount, reason }
            }
        }
    }
}

impl From<Body> for Notice {
    fn from(body: Body) -> Self {
        match body {
            Body::Paid { out_trade_no, transaction_id, amount, currency, at } => {
                Self::Paid(Paid { out_trade_no, transaction_id, amount, currency, paid_at: Time(at) })
            }
            Body::Refunded { out_trade_no, out_refund_no, refund_id, amount, at } => {
                Self::Refunded(Refunded {
                    out_trade_no,
                    out_refund_no,
                    refund_id,
                    amount,
                    refunded_at: Time(at),
                })
            }
            Body::RefundClosed { out_trade_no, out_refund_no, amount } => {
                Self::RefundFailed { out_trade_no, out_refund_no, amount, state: RefundState::Closed }
            }
            Body::RefundStuck { out_trade_no, out_refund_no, refund_id, amount } => Self::RefundFailed {
                out_trade_no,
                out_refund_no,
                amount,
                state: RefundState::Stuck { refund_id },
            },
            Body::PaidOut { out_payout_no, transaction_id, amount, at } => {
                Self::PaidOut(PaidOut { out_payout_no, transaction_id, amount, paid_at: Time(at) })
            }
            Body::PayoutFailed { out_payout_no, amount, reason } => {
                Self::PayoutFailed { out_payout_no, amount, reason }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;
    use proptest::prelude::*;
    use std::sync::Arc;

    const NOW: Time = Time(1_800_000_000 * SECOND);

    fn provider(secret: &[u8]) -> TestProvider {
        let sevens = |bytes: &mut [u8]| {
            bytes.fill(7);
            Ok(())
        };
        let sources = Sources { now: Arc::new(|| NOW), fill: Arc::new(sevens) };
        TestProvider::new(secret, sources).unwrap()
    }

    fn notices() -> Vec<Notice> {
        let (out_trade_no, out_refund_no) = (Kind::Payment.number(1), Kind::Refund.number(2));
        let out_payout_no = Kind::Payout.number(3);
        let failed = |state| Notice::RefundFailed {
            out_trade_no: out_trade_no.clone(),
            out_refund_no: out_refund_no.clone(),
            amount: 5,
            state,
        };
        vec![
            Notice::Paid(Paid {
                out_trade_no: out_trade_no.clone(),
                transaction_id: "t".into(),
                amount: 10_000,
                currency: "CNY".into(),
                paid_at: NOW,
            }),
            Notice::Refunded(Refunded {
                out_trade_no: out_trade_no.clone(),
                out_refund_no: out_refund_no.clone(),
                refund_id: "r".into(),
                amount: 5,
                refunded_at: NOW,
            }),
            failed(RefundState::Closed),
            failed(RefundState::Stuck { refund_id: "r".into() }),
            Notice::PaidOut(PaidOut {
                out_payout_no: out_payout_no.clone(),
                transaction_id: "p".into(),
                amount: 8,
                paid_at: NOW,
            }),
            Notice::PayoutFailed { out_payout_no, amount: 8, reason: "no".into() },
        ]
    }

    #[test]
    fn every_notice_arrives_as_it_was_sent() {
        let provider = provider(b"sixteen bytes or");
        for notice in notices() {
            let (headers, body) = provider.callback(&notice, NOW);
            assert_eq!(provider.parse_callback(&headers, &body, NOW), Ok(notice));
        }
    }

    #[test]
    fn a_forged_old_or_changed_callback_is_not_believed() {
        let ours = provider(b"sixteen bytes or");
        let code = |result: Result<Notice, CallbackError>| result.unwrap_err().code();
        let (headers, body) = ours.callback(&notices()[0], NOW);
        let forged = provider(b"another secret 16").callback(&notices()[0], NOW);
        assert_eq!(code(ours.parse_callback(&forged.0, &forged.1, NOW)), "payment.callback.signature");
        let mut changed = body.clone();
        changed[20] ^= 1;
        assert_eq!(code(ours.parse_callback(&headers, &changed, NOW)), "payment.callback.signature");
        assert!(ours.parse_callback(&headers, &body, NOW.plus(300 * SECOND)).is_ok());
        assert_eq!(
            code(ours.parse_callback(&headers, &body, NOW.plus(301 * SECOND))),
            "payment.callback.stale"
        );
        assert_eq!(code(ours.parse_callback(&HeaderMap::new(), &body, NOW)), "payment.callback.header");
        let long = vec![b' '; LIMIT + 1];
        assert_eq!(code(ours.parse_callback(&headers, &long, NOW)), "payment.callback.too_long");
        let short = TestProvider::new(b"short", ours.sources).unwrap_err();
        assert_eq!(short.code(), "payment.settings");
    }

    proptest! {
        #[test]
        fn garbage_is_an_error(body in any::<Vec<u8>>(), timestamp in "[ -~]{0,20}", tag in "[ -~]{0,60}") {
            let mut headers = HeaderMap::new();
            headers.insert("banyan-timestamp", timestamp.parse().unwrap());
            headers.insert("banyan-signature", tag.parse().unwrap());
            prop_assert!(provider(b"sixteen bytes or").parse_callback(&headers, &body, NOW).is_err());
        }
    }
}
