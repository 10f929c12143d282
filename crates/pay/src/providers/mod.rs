//! Payment providers: one small trait, and those who stand behind it.
//!
//! A provider talks to whoever moves the money and says what happened; it keeps no books. Amounts are `i64` minor units of the
//! currency (fen for CNY). Everything is named by our own numbers ([`Kind::number`]), so that a request sent twice is one
//! request, and an answer that was lost can be asked for again.

mod apart;
pub mod error;
pub mod offline;
mod registry;
pub mod test;
pub mod transport;
pub mod wechat;

use std::fmt;
use std::sync::Arc;

pub use axum::http::HeaderMap;
use banyan_base::random::NoRandomness;
use banyan_base::refusal::Refusal;
use banyan_plan::time::Time;
use banyan_plan::words::Text;

pub(crate) use self::apart::by_provider;
pub use self::error::{CallbackError, NO_PROVIDER, ProviderError};
pub use self::registry::Providers;

/// Somebody who takes money from buyers, gives it back, and pays promoters. Calls block; run them off the async threads.
///
/// Every call may be repeated with the same numbers: the provider does nothing twice. After [`ProviderError::is_unsure`], ask
/// ([`Self::query`], [`Self::query_refund`], [`Self::query_payout`]) or repeat the very same request; never start another one.
pub trait Provider: Send + Sync {
    /// The stable name stored with each payment: `wechat`, `offline`, `test`.
    fn id(&self) -> &'static str;

    /// Whether [`Self::query`] can say more than the shop knows already.
    fn answers_queries(&self) -> bool {
        true
    }

    /// Whether reading a callback may wait for the network.
    fn may_block(&self) -> bool {
        true
    }

    /// Prepares a payment and says how the buyer pays it.
    fn prepare(&self, charge: &Charge) -> Result<Prepared, ProviderError>;

    /// Checks a callback's signature over the bytes as they came, opens it, and says what happened. The amount is what the provider
    /// says: compare it with ours through [`Notice::expect`] before booking. The same notice may come many times.
    fn parse_callback(&self, headers: &HeaderMap, body: &[u8], now: Time) -> Result<Notice, CallbackError>;

    /// How the payment of one of our numbers stands.
    fn query(&self, out_trade_no: &str) -> Result<TradeState, ProviderError>;

    /// Makes an unpaid payment unpayable. An error `already_paid` means: query, and book the money.
    fn close(&self, out_trade_no: &str) -> Result<(), ProviderError>;

    /// Gives money back, wholly or in part.
    fn refund(&self, request: &RefundRequest) -> Result<RefundState, ProviderError>;

    /// How a refund stands.
    fn query_refund(&self, out_refund_no: &str) -> Result<RefundState, ProviderError>;

    /// Pays a member.
    fn payout(&self, payout: &Payout) -> Result<PayoutState, ProviderError>;

    /// How a payout stands.
    fn query_payout(&self, out_payout_no: &str) -> Result<PayoutState, ProviderError>;
}

/// Runs a provider's call, which waits for the network, off the server's threads.
pub(crate) async fn blocking<T: Send + 'static>(
    call: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    let done = tokio::task::spawn_blocking(call).await;
    done.map_err(|failed| Refusal::broken(format!("a provider's call stopped: {failed}")))
}

/// Fills bytes with randomness; nothing in them may be used if that fails.
pub type Fill = Arc<dyn Fn(&mut [u8]) -> Result<(), NoRandomness> + Send + Sync>;

/// The clock and the randomness that providers use. Parameters, so that a test decides both.
#[derive(Clone)]
pub struct Sources {
    /// The moment now.
    pub now: Arc<dyn Fn() -> Time + Send + Sync>,
    /// Fills the bytes with randomness that nobody can guess.
    pub fill: Fill,
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sources")
    }
}

impl Sources {
    /// 32 random characters of `0-9a-f`: a nonce, as WeChat Pay recommends it.
    pub fn nonce(&self) -> Result<String, ProviderError> {
        let mut bytes = [0; 16];
        (self.fill)(&mut bytes)?;
        Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
    }
}

/// What one of our numbers names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A payment: one attempt to pay an order. A new amount or way needs a new payment, because providers refuse a number whose
    /// particulars changed.
    Payment,
    /// A refund.
    Refund,
    /// A payout to a member.
    Payout,
}

impl Kind {
    fn letter(self) -> char {
        match self {
            Self::Payment => 'O',
            Self::Refund => 'R',
            Self::Payout => 'P',
        }
    }

    /// The number for an id: a letter and 19 digits. 20 characters of `0-9A-Z` fit WeChat Pay's `out_trade_no` (6 to 32),
    /// `out_refund_no` (to 64) and `out_bill_no` (to 32, letters and digits only). A negative id counts as 0; we make none.
    pub fn number(self, id: i64) -> String {
        format!("{}{:019}", self.letter(), id.max(0))
    }

    /// The id in a number that [`Self::number`] made; `None` for any other text.
    pub fn id(self, number: &str) -> Option<i64> {
        let digits = number.strip_prefix(self.letter())?;
        if digits.len() != 19 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.parse().ok()
    }
}

/// A payment to prepare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Our number of the payment.
    pub out_trade_no: String,
    /// Minor units, at least 1.
    pub amount: i64,
    /// ISO 4217, `CNY`.
    pub currency: String,
    /// What the buyer reads in the payment app. Shortened to what the provider takes.
    pub description: String,
    /// How the buyer pays.
    pub way: Way,
    /// When the offer to pay ends.
    pub expires: Option<Time>,
}

/// How the buyer pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Scans a QR code with the payment app.
    Qr,
    /// Inside the payment app (official account page, mini program).
    InApp {
        /// The buyer in the payment app: WeChat's `openid` under the shop's `appid`.
        payer: String,
    },
    /// In the browser of a phone, which opens the payment app.
    Browser {
        /// The buyer's address as the shop saw it.
        ip: String,
    },
}

/// What the buyer needs in order to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prepared {
    /// Show this text as a QR code.
    Qr {
        /// The text, such as `weixin://wxpay/bizpayurl?pr=…`.
        code_url: String,
    },
    /// Hand these to the payment app's script.
    Params(Vec<(String, String)>),
    /// Send the browser here.
    Redirect {
        /// The address.
        url: String,
    },
    /// Show this to the buyer; a person confirms the payment.
    Instructions(Text),
}

/// How a payment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TradeState {
    /// The provider has never heard of it: nobody has paid and nobody can.
    Unknown,
    /// Not paid yet, or being paid.
    Open,
    /// Paid. Stays so when refunds follow.
    Paid(Paid),
    /// Closed without payment; nobody can pay it.
    Closed,
    /// The payment failed; the buyer may try again until it is closed.
    Failed {
        /// The provider's words.
        reason: String,
    },
}

/// Money that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// Our number.
    pub out_trade_no: String,
    /// The provider's number.
    pub transaction_id: String,
    /// Minor units of the order, before the provider's own coupons, which the provider settles to us.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// When the buyer paid, as the provider says.
    pub paid_at: Time,
}

/// Money to give back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRequest {
    /// Our number of the payment.
    pub out_trade_no: String,
    /// Our number of the refund. A repeat with the same number is the same refund.
    pub out_refund_no: String,
    /// Minor units to give back, at least 1.
    pub amount: i64,
    /// Minor units of the whole payment.
    pub total: i64,
    /// ISO 4217.
    pub currency: String,
    /// What the buyer reads. Empty for none; shortened to what the provider takes.
    pub reason: String,
}

/// How a refund stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundState {
    /// The provider has never heard of it.
    Unknown,
    /// Accepted and under way; or waiting for staff, when the provider is a person.
    Pending {
        /// The provider's number, empty if it has none yet.
        refund_id: String,
    },
    /// The money is back with the buyer.
    Done(Refunded),
    /// Closed: the money stays with the shop, and the refund may be started again under a new number.
    Closed,
    /// The buyer's account or card cannot take the money: staff must send it another way in the provider's console.
    Stuck {
        /// The provider's number.
        refund_id: String,
    },
}

/// Money given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refunded {
    /// Our number of the payment.
    pub out_trade_no: String,
    /// Our number of the refund.
    pub out_refund_no: String,
    /// The provider's number.
    pub refund_id: String,
    /// Minor units given back.
    pub amount: i64,
    /// When, as the provider says.
    pub refunded_at: Time,
}

/// Money to pay to a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payout {
    /// Our number. A repeat with the same number is the same payout.
    pub out_payout_no: String,
    /// Minor units, at least 1.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// Who: WeChat's `openid`, or a bank account for people.
    pub payee: String,
    /// The real name, which WeChat Pay checks and wants from 2,000 yuan on.
    pub name: Option<String>,
    /// What the member reads. Shortened to what the provider takes.
    pub remark: String,
}

/// How a payout stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayoutState {
    /// The provider has never heard of it.
    Unknown,
    /// Accepted and under way.
    Pending {
        /// The provider's number, empty if it has none yet.
        transaction_id: String,
    },
    /// The member has to say yes in the payment app; hand these to its script.
    WaitsForMember {
        /// The provider's number.
        transaction_id: String,
        /// Parameters for the script. Empty when the state comes from a query: the provider gives them once, so keep them.
        params: Vec<(String, String)>,
    },
    /// The member has the money.
    Done(PaidOut),
    /// Failed or called off: the money stayed or came back, and a new payout may start under a new number.
    Failed {
        /// The provider's code or words.
        reason: String,
    },
}

/// Money that a member got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidOut {
    /// Our number.
    pub out_payout_no: String,
    /// The provider's number.
    pub transaction_id: String,
    /// Minor units.
    pub amount: i64,
    /// When, as the provider says.
    pub paid_at: Time,
}

/// What a callback says has happened. Signature, merchant and app are checked; the amount is not yet compared with ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A buyer paid.
    Paid(Paid),
    /// A refund arrived.
    Refunded(Refunded),
    /// A payout arrived.
    PaidOut(PaidOut),
    /// A refund did not arrive: the state is [`RefundState::Closed`] or [`RefundState::Stuck`].
    RefundFailed {
        /// Our number of the payment.
        out_trade_no: String,
        /// Our number of the refund.
        out_refund_no: String,
        /// Minor units that were to go back.
        amount: i64,
        /// How it stands now.
        state: RefundState,
    },
    /// A payout did not arrive; the money stayed with the shop.
    PayoutFailed {
        /// Our number.
        out_payout_no: String,
        /// Minor units that were to be paid.
        amount: i64,
        /// The provider's code or words.
        reason: String,
    },
}

impl Notice {
    /// Our number, of the kind that the notice is about: the payment, the refund or the payout.
    pub fn number(&self) -> &str {
        match self {
            Self::Paid(paid) => &paid.out_trade_no,
            Self::Refunded(refunded) => &refunded.out_refund_no,
            Self::PaidOut(paid) => &paid.out_payout_no,
            Self::RefundFailed { out_refund_no, .. } => out_refund_no,
            Self::PayoutFailed { out_payout_no, .. } => out_payout_no,
        }
    }

    /// Minor units that the notice speaks of.
    pub fn amount(&self) -> i64 {
        match self {
            Self::Paid(paid) => paid.amount,
            Self::Refunded(refunded) => refunded.amount,
            Self::PaidOut(paid) => paid.amount,
            Self::RefundFailed { amount, .. } | Self::PayoutFailed { amount, .. } => *amount,
        }
    }

    /// Compares with what we asked for. Anybody with a valid notice of one fen for an order of a hundred yuan ends here.
    /// WeChat Pay asks for this: 《支付成功回调通知》 "校验通知的信息是否与商户侧的信息一致".
    pub fn expect(&self, amount: i64, currency: &str) -> Result<(), CallbackError> {
        if self.amount() != amount {
            return Err(CallbackError::Amount { expected: amount, got: self.amount() });
        }
        match self {
            Self::Paid(paid) if paid.currency != currency => {
                Err(CallbackError::Currency { expected: currency.into(), got: paid.currency.clone() })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_fit_every_provider() {
        assert_eq!(Kind::Payment.number(42), "O0000000000000000042");
        assert_eq!(Kind::Refund.number(i64::MAX), "R9223372036854775807");
        assert_eq!(Kind::Payout.id("P0000000000000000042"), Some(42));
        for other in ["", "P", "O0000000000000000042", "P42", "P+000000000000000042", "P9999999999999999999"]
        {
            assert_eq!(Kind::Payout.id(other), None, "{other}");
        }
    }

    #[test]
    fn a_fen_does_not_pay_for_a_hundred_yuan() {
        let notice = Notice::Paid(Paid {
            out_trade_no: Kind::Payment.number(1),
            transaction_id: "4200".into(),
            amount: 1,
            currency: "CNY".into(),
            paid_at: Time(0),
        });
        assert_eq!(notice.expect(10_000, "CNY").unwrap_err().code(), "payment.callback.amount");
        assert_eq!(notice.expect(1, "USD").unwrap_err().code(), "payment.callback.currency");
        assert_eq!(notice.expect(1, "CNY"), Ok(()));
    }

    proptest! {
        #[test]
        fn every_id_comes_back_from_its_number(id in 0_i64..) {
            for kind in [Kind::Payment, Kind::Refund, Kind::Payout] {
                prop_assert_eq!(kind.id(&kind.number(id)), Some(id));
            }
        }

        #[test]
        fn no_text_breaks_the_reading_of_a_number(text in any::<String>()) {
            let _ = Kind::Payment.id(&text);
        }
    }
}
