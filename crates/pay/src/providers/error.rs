//! What can go wrong with providers, in stable codes and in words for people.

use banyan_base::random::NoRandomness;
use banyan_plan::words::Text;
use thiserror::Error;

/// Stored, as by [`ProviderError::reason`], for what there is no provider for.
pub const NO_PROVIDER: &str = "noprovider";

/// A call to a provider did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProviderError {
    /// The provider said no; nothing happened.
    #[error("the provider refused: {code}: {message}")]
    Refused {
        /// The provider's code, such as `NOT_ENOUGH`.
        code: String,
        /// The provider's words.
        message: String,
    },
    /// The payment to be closed is paid already.
    #[error("already paid")]
    AlreadyPaid,
    /// Too many requests, or the provider wants us to come back later; nothing happened.
    #[error("the provider asks for patience: {0}")]
    Busy(String),
    /// No answer that can be trusted: it may have happened or not. Ask, or repeat the same request.
    #[error("no trustworthy answer: {0}")]
    Unsure(String),
    /// The request cannot be right, so it was not sent.
    #[error("not sent: {0}")]
    Invalid(Text),
    /// This provider does not do that.
    #[error("not offered by this provider")]
    Unsupported,
    /// Keys or settings do not fit; found before anything was sent.
    #[error("settings: {0}")]
    Settings(Text),
}

impl From<NoRandomness> for ProviderError {
    fn from(none: NoRandomness) -> Self {
        Self::Invalid(none.text())
    }
}

impl ProviderError {
    /// The stable code of the API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "payment.refused",
            Self::AlreadyPaid => "payment.already_paid",
            Self::Busy(_) => "payment.busy",
            Self::Unsure(_) => "payment.unsure",
            Self::Invalid(_) => "payment.invalid",
            Self::Unsupported => "payment.unsupported",
            Self::Settings(_) => "payment.settings",
        }
    }

    /// The same as it is stored: a code, with the provider's own words behind a colon where there are any. Pages have words for it in
    /// the reader's language.
    pub fn reason(&self) -> String {
        /// Of the provider's words.
        const MOST: usize = 200;
        match self {
            Self::Refused { code, message } => {
                format!("refused: {code} {message}").trim_end().chars().take(MOST).collect()
            }
            Self::AlreadyPaid => "paid".to_owned(),
            Self::Busy(_) => "busy".to_owned(),
            Self::Unsure(_) => "unsure".to_owned(),
            Self::Invalid(_) => "invalid".to_owned(),
            Self::Unsupported => "unsupported".to_owned(),
            Self::Settings(_) => "settings".to_owned(),
        }
    }

    /// Whether the thing may have happened all the same.
    pub fn is_unsure(&self) -> bool {
        matches!(self, Self::Unsure(_))
    }

    /// The same, for people.
    pub fn text(&self) -> Text {
        match self {
            Self::Refused { code, message } => Text::new(
                format!("支付平台拒绝了请求（{code}）：{message}"),
                format!("The payment provider refused ({code}): {message}"),
            ),
            Self::AlreadyPaid => Text::new(
                "这笔订单已经付款，不能再关闭。",
                "This payment has been paid already and cannot be closed.",
            ),
            Self::Busy(why) => Text::new(
                format!("支付平台正忙，请稍后再试：{why}"),
                format!("The payment provider is busy, try again later: {why}"),
            ),
            Self::Unsure(why) => Text::new(
                format!("没有收到支付平台的可信答复，结果未知，请先查询：{why}"),
                format!(
                    "The payment provider gave no trustworthy answer; query before doing it again: {why}"
                ),
            ),
            Self::Invalid(text) | Self::Settings(text) => text.clone(),
            Self::Unsupported => {
                Text::new("这种支付方式不支持此操作。", "This way of paying does not offer that.")
            }
        }
    }
}

/// A callback that is not believed. Nothing may be booked from it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CallbackError {
    /// A header is missing, given twice, or unreadable.
    #[error("header {0} is missing or unreadable")]
    Header(&'static str),
    /// Signed too long ago or in the future: a replay, or a clock is wrong.
    #[error("signed {seconds} s away from now; at most {allowed} s are taken")]
    Stale {
        /// How far from now.
        seconds: u64,
        /// How far is taken.
        allowed: u64,
    },
    /// No key with that serial, also after asking for new certificates.
    #[error("no key with serial {0}")]
    UnknownSerial(String),
    /// The key exists and is not valid today.
    #[error("the certificate {0} is not valid today")]
    ExpiredKey(String),
    /// The signature is not of that key over these bytes.
    #[error("the signature does not fit")]
    Signature,
    /// Longer than any notice.
    #[error("{0} bytes are too many")]
    TooLong(usize),
    /// Not the JSON that the document describes.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// The sealed part does not open with our key.
    #[error("the sealed part does not open")]
    Sealed,
    /// Something else happened than we know of.
    #[error("unknown event {0}")]
    UnknownEvent(String),
    /// For another merchant.
    #[error("for merchant {0}")]
    Merchant(String),
    /// For another app.
    #[error("for app {0}")]
    App(String),
    /// Another amount than we asked for.
    #[error("expected {expected}, got {got}")]
    Amount {
        /// Ours, minor units.
        expected: i64,
        /// Theirs, minor units.
        got: i64,
    },
    /// Another currency than we asked for.
    #[error("expected {expected}, got {got}")]
    Currency {
        /// Ours.
        expected: String,
        /// Theirs.
        got: String,
    },
    /// The certificates could not be fetched just now; the same callback may pass later.
    #[error("certificates could not be fetched: {0}")]
    NoCertificates(String),
    /// This provider sends no callbacks.
    #[error("this provider sends no callbacks")]
    Unsupported,
}

impl CallbackError {
    /// The stable code of the API and of the logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Header(_) => "payment.callback.header",
            Self::Stale { .. } => "payment.callback.stale",
            Self::UnknownSerial(_) => "payment.callback.unknown_serial",
            Self::ExpiredKey(_) => "payment.callback.expired_key",
            Self::Signature => "payment.callback.signature",
            Self::TooLong(_) => "payment.callback.too_long",
            Self::Unreadable(_) => "payment.callback.unreadable",
            Self::Sealed => "payment.callback.sealed",
            Self::UnknownEvent(_) => "payment.callback.unknown_event",
            Self::Merchant(_) => "payment.callback.merchant",
            Self::App(_) => "payment.callback.app",
            Self::Amount { .. } => "payment.callback.amount",
            Self::Currency { .. } => "payment.callback.currency",
            Self::NoCertificates(_) => "payment.callback.no_certificates",
            Self::Unsupported => "payment.callback.unsupported",
        }
    }

    /// The status to answer with: 401 for what nobody trusted has signed, 503 for what may pass later, 400 for the rest. All of
    /// them make WeChat Pay send again (《支付成功回调通知》: 0 s / 15 s / …, for about a day), which is what we want:
    /// an owner who repairs the settings within that time loses nothing.
    pub fn status(&self) -> u16 {
        match self {
            Self::NoCertificates(_) => 503,
            Self::Header(_)
            | Self::Stale { .. }
            | Self::UnknownSerial(_)
            | Self::ExpiredKey(_)
            | Self::Signature => 401,
            Self::Unsupported => 404,
            _ => 400,
        }
    }

    /// The same, for people.
    pub fn text(&self) -> Text {
        match self {
            Self::Header(name) => Text::new(
                format!("回调缺少请求头 {name}，或无法读取。"),
                format!("The callback's header {name} is missing or unreadable."),
            ),
            Self::Stale { seconds, allowed } => Text::new(
                format!("回调的签名时间与现在相差 {seconds} 秒，超过 {allowed} 秒；请检查服务器时钟。"),
                format!(
                    "The callback was signed {seconds} s away from now, more than {allowed} s; check the server's clock."
                ),
            ),
            Self::UnknownSerial(serial) => Text::new(
                format!("没有序列号为 {serial} 的平台证书或公钥。"),
                format!("There is no platform certificate or public key with serial {serial}."),
            ),
            Self::ExpiredKey(serial) => Text::new(
                format!("平台证书 {serial} 现在不在有效期内。"),
                format!("The platform certificate {serial} is not valid today."),
            ),
            Self::Signature => Text::new("回调签名不正确。", "The callback's signature does not fit."),
            Self::TooLong(bytes) => Text::new(
                format!("回调内容过长：{bytes} 字节。"),
                format!("The callback is too long: {bytes} bytes."),
            ),
            Self::Unreadable(what) => {
                Text::new(format!("无法读取回调内容：{what}"), format!("The callback cannot be read: {what}"))
            }
            Self::Sealed => Text::new(
                "回调的加密内容无法解开；请检查 APIv3 密钥。",
                "The sealed part of the callback does not open; check the APIv3 key.",
            ),
            Self::UnknownEvent(event) => Text::new(
                format!("未知的回调事件：{event}"),
                format!("The callback's event is not known: {event}"),
            ),
            Self::Merchant(got) => Text::new(
                format!("回调属于另一个商户号：{got}"),
                format!("The callback is for another merchant: {got}"),
            ),
            Self::App(got) => Text::new(
                format!("回调属于另一个 AppID：{got}"),
                format!("The callback is for another app: {got}"),
            ),
            Self::Amount { expected, got } => Text::new(
                format!("金额不一致：应为 {expected}，回调为 {got}（最小货币单位）。"),
                format!("The amounts differ: expected {expected}, the callback says {got} (minor units)."),
            ),
            Self::Currency { expected, got } => Text::new(
                format!("币种不一致：应为 {expected}，回调为 {got}。"),
                format!("The currencies differ: expected {expected}, the callback says {got}."),
            ),
            Self::NoCertificates(why) => Text::new(
                format!("暂时无法下载平台证书：{why}"),
                format!("The platform certificates cannot be fetched just now: {why}"),
            ),
            Self::Unsupported => {
                Text::new("这种支付方式没有回调。", "This way of paying sends no callbacks.")
            }
        }
    }
}
