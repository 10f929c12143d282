//! Why a callback is refused.

use banyan_plan::words::Text;

/// The most bytes of a body that are looked at. A change of a whole group of 500 has some 50,000.
pub(crate) const MAX_BODY: usize = 1 << 20;

/// Why the settings of a callback cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The `EncodingAESKey` has not 43 characters, or not of base64.
    #[error("the EncodingAESKey is not one; expected 43 letters and digits, as WeCom shows them")]
    NotAKey,
    /// The token is empty, or longer than 32 characters, or has others than letters and digits.
    #[error("the token is not one; expected up to 32 letters and digits, as WeCom shows them")]
    NotAToken,
    /// No id to compare with what messages end with.
    #[error("the receive id is empty; expected the corp id, or the suite id of an app of a provider")]
    NoReceiveId,
}

impl KeyError {
    /// The sentence in both languages.
    pub fn text(self) -> Text {
        let zh = match self {
            Self::NotAKey => "EncodingAESKey 不对；应为企业微信后台给出的 43 位字母和数字",
            Self::NotAToken => "Token 不对；应为企业微信后台给出的、不超过 32 位的字母和数字",
            Self::NoReceiveId => "ReceiveId 是空的；应为企业 ID，服务商应用为 SuiteId",
        };
        Text::new(zh, self.to_string())
    }
}

/// Why a callback is refused. Nothing of its content is repeated here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// More bytes than any callback has.
    #[error("the body has {0} bytes; at most {MAX_BODY} are taken")]
    TooLong(usize),
    /// The signature is not that of this token, moment, nonce and text.
    #[error("the signature is wrong; expected the one that this token gives")]
    WrongSignature,
    /// The timestamp is no number of seconds.
    #[error("the timestamp is not one; expected seconds since 1970")]
    NotATimestamp,
    /// The timestamp lies too far from now: by so many seconds before it, or after it if negative.
    #[error("the timestamp is {0} seconds from now; expected it within the window")]
    OldTimestamp(i64),
    /// The text is not base64 of whole blocks.
    #[error("the encrypted text is cut off or no base64; expected whole blocks of 32 bytes")]
    NotCiphertext,
    /// The padding after decryption is wrong: another key, or a text that was changed.
    #[error("the text cannot be decrypted with this key: its padding is wrong")]
    WrongPadding,
    /// The message is shorter than the length that it tells.
    #[error("the decrypted text is shorter than the length that it tells")]
    ShortText,
    /// The message is for somebody else.
    #[error("the message is for another receive id")]
    WrongReceiveId,
    /// The message is not UTF-8.
    #[error("the decrypted message is not UTF-8")]
    NotText,
    /// The body or the message is no XML as it is expected.
    #[error("this is not XML as WeCom sends it")]
    NotXml,
    /// A field of the message is missing.
    #[error("the message has no {0}")]
    Missing(&'static str),
    /// A field of the message has a value that it cannot have.
    #[error("{0} of the message has a value that it cannot have")]
    Wrong(&'static str),
}

impl CallbackError {
    /// A stable name, by which refused callbacks are counted.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong(_) => "too_long",
            Self::WrongSignature => "wrong_signature",
            Self::NotATimestamp => "not_a_timestamp",
            Self::OldTimestamp(_) => "old_timestamp",
            Self::NotCiphertext => "not_ciphertext",
            Self::WrongPadding => "wrong_padding",
            Self::ShortText => "short_text",
            Self::WrongReceiveId => "wrong_receive_id",
            Self::NotText => "not_text",
            Self::NotXml => "not_xml",
            Self::Missing(_) => "missing_field",
            Self::Wrong(_) => "wrong_field",
        }
    }

    /// The sentence in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::TooLong(len) => format!("请求体有 {len} 字节；最多收 {MAX_BODY} 字节"),
            Self::WrongSignature => "签名不对；应为用本 Token 算出的签名".to_owned(),
            Self::NotATimestamp => "时间戳不对；应为 1970 年以来的秒数".to_owned(),
            Self::OldTimestamp(seconds) => format!("时间戳和现在相差 {seconds} 秒；应在允许的范围之内"),
            Self::NotCiphertext => "密文不完整，或者不是 Base64；应为若干个完整的 32 字节块".to_owned(),
            Self::WrongPadding => "用这个密钥解不开：填充不对".to_owned(),
            Self::ShortText => "解出的内容比它自己说的长度短".to_owned(),
            Self::WrongReceiveId => "消息是发给别的 ReceiveId 的".to_owned(),
            Self::NotText => "解出的消息不是 UTF-8".to_owned(),
            Self::NotXml => "不是企业微信发来的那种 XML".to_owned(),
            Self::Missing(field) => format!("消息里没有 {field}"),
            Self::Wrong(field) => format!("消息里 {field} 的值不对"),
        };
        Text::new(zh, self.to_string())
    }
}
