//! WeChat Pay, APIv3, for merchants in mainland China.
//!
//! [`WeChat`] is the provider. Its parts are pure and tested alone: `sign` (what we sign), `keys` (whose signature we believe), `aead` (what is sealed),
//! `secret` (names), `moment` (dates); `client` sends, repeats and checks; `pay`, `refund`, `transfer` and `notice` are the interfaces. Documents
//! are named by their titles on <https://pay.weixin.qq.com/doc/v3/merchant/>.
//!
//! What is believed: a 2xx answer and a notice only with WeChat Pay's signature over the bytes as they came, dated within five minutes; that something
//! does *not* exist only with a signature as well. An error's words are shown without one. Everything else is
//! [`ProviderError::Unsure`]: ask, or repeat with the same number.

mod aead;
mod client;
pub mod file;
mod keys;
mod moment;
mod notice;
mod pay;
mod refund;
mod secret;
mod settings;
mod sign;
mod transfer;

use std::fmt;
use std::sync::RwLock;

use banyan_plan::time::Time;
use banyan_plan::words::{Lang, Text};
use client::{Client, Refresh};

use super::transport::Transport;
use super::{
    CallbackError, Charge, HeaderMap, Notice, Payout, PayoutState, Prepared, Provider, ProviderError,
    RefundRequest, RefundState, Sources, TradeState,
};
pub use settings::{BASE_URL, Settings, Transfers, certificate_serial};

/// The only currency of the domestic interfaces.
const CURRENCY: &str = "CNY";

/// The provider.
pub struct WeChat {
    appid: String,
    notify_url: String,
    transfers: Option<Transfers>,
    client: Client,
}

impl fmt::Debug for WeChat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WeChat({}, {})", self.client.merchant, self.appid)
    }
}

impl WeChat {
    /// A provider from its settings; sends nothing yet. Platform certificates are fetched when the first one is needed.
    pub fn try_new(
        settings: Settings,
        transport: Box<dyn Transport>,
        sources: Sources,
    ) -> Result<Self, ProviderError> {
        let keys = settings.keys()?;
        let client = Client {
            base_url: settings.base_url,
            merchant: settings.merchant,
            key: keys.merchant,
            seal: keys.seal,
            ring: RwLock::new(keys.ring),
            refresh: Refresh::default(),
            transport,
            sources,
            attempts: settings.attempts,
        };
        Ok(Self {
            appid: settings.appid,
            notify_url: settings.notify_url,
            transfers: settings.transfers,
            client,
        })
    }

    /// Fetches the platform certificates now. Merchants who use them should do so at least every 12 hours (《下载平台证书》): a new
    /// certificate is listed a day before it is used. Merchants with public keys only are refused, and need not.
    pub fn refresh_certificates(&self) -> Result<(), ProviderError> {
        self.client.refresh()
    }
}

impl Provider for WeChat {
    fn id(&self) -> &'static str {
        "wechat"
    }

    fn prepare(&self, charge: &Charge) -> Result<Prepared, ProviderError> {
        self.prepare_payment(charge)
    }

    fn parse_callback(&self, headers: &HeaderMap, body: &[u8], now: Time) -> Result<Notice, CallbackError> {
        self.read_notice(headers, body, now)
    }

    fn query(&self, out_trade_no: &str) -> Result<TradeState, ProviderError> {
        self.query_payment(out_trade_no)
    }

    fn close(&self, out_trade_no: &str) -> Result<(), ProviderError> {
        self.close_payment(out_trade_no)
    }

    fn refund(&self, request: &RefundRequest) -> Result<RefundState, ProviderError> {
        self.start_refund(request)
    }

    fn query_refund(&self, out_refund_no: &str) -> Result<RefundState, ProviderError> {
        self.ask_refund(out_refund_no)
    }

    fn payout(&self, payout: &Payout) -> Result<PayoutState, ProviderError> {
        self.start_payout(payout)
    }

    fn query_payout(&self, out_payout_no: &str) -> Result<PayoutState, ProviderError> {
        self.ask_payout(out_payout_no)
    }
}

/// The answer to a callback: a status and a JSON body (《支付成功回调通知》, 通知应答). `None`: booked, now or before. `Some`: the reason
/// why not, with the status to send; WeChat Pay tries again for about a day. Answer within five seconds, and only after the
/// booking is durable.
pub fn callback_answer(failure: Option<(u16, &Text)>) -> (u16, String) {
    match failure {
        None => (200, r#"{"code":"SUCCESS"}"#.to_owned()),
        Some((status, text)) => {
            let message = pay::cut(text.get(Lang::Zh), 64);
            (status, serde_json::json!({ "code": "FAIL", "message": message }).to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callbacks_are_answered_as_wechat_pay_reads_them() {
        assert_eq!(callback_answer(None), (200, r#"{"code":"SUCCESS"}"#.to_owned()));
        let error = CallbackError::Signature;
        let (status, body) = callback_answer(Some((error.status(), &error.text())));
        assert_eq!((status, body.as_str()), (401, r#"{"code":"FAIL","message":"回调签名不正确。"}"#));
    }
}
