//! What the owner enters, checked before the first call, with words that say where to look.

use std::collections::BTreeMap;
use std::fmt;

use banyan_plan::words::Text;

use super::super::ProviderError;
use super::aead::SealKey;
use super::keys::{KeyRing, PUBLIC_KEY, PlatformKey};
use super::sign::MerchantKey;

/// WeChat Pay's own address (《基本规则》, main domain).
pub const BASE_URL: &str = "https://api.mch.weixin.qq.com";

/// The settings of a merchant.
#[derive(Clone)]
pub struct Settings {
    /// [`BASE_URL`], or a simulator's address. No path behind the host, because the path is signed.
    pub base_url: String,
    /// The app: official account, mini program or open platform app.
    pub appid: String,
    /// The merchant's number, `mchid`.
    pub merchant: String,
    /// Serial of the merchant's API certificate, hexadecimal; [`certificate_serial`] reads it from `apiclient_cert.pem`.
    pub certificate_serial: String,
    /// The merchant's private key, `apiclient_key.pem`.
    pub private_key: String,
    /// The APIv3 key, 32 bytes.
    pub api_v3_key: String,
    /// WeChat Pay's public keys: id (`PUB_KEY_ID_…`) → `pub_key.pem`. May be empty for merchants with platform certificates.
    pub public_keys: BTreeMap<String, String>,
    /// Where notices of all kinds go: https, no query.
    pub notify_url: String,
    /// What payouts are for; without it there are none.
    pub transfers: Option<Transfers>,
    /// How often a call is sent when no whole answer comes back; at least 1.
    pub attempts: u32,
}

/// What payouts are for, as agreed with WeChat Pay (《商家转账》, 转账场景).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfers {
    /// The scene, `1005` for commission (佣金报酬).
    pub scene: String,
    /// What the scene makes merchants report: type → content. For `1005`: `岗位类型` and `报酬说明`.
    pub reports: Vec<(String, String)>,
    /// What the member sees as the kind of money, if the scene offers a choice.
    pub perception: Option<String>,
}

impl fmt::Debug for Settings {
    /// Without the two keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("base_url", &self.base_url)
            .field("appid", &self.appid)
            .field("merchant", &self.merchant)
            .field("certificate_serial", &self.certificate_serial)
            .field("public_keys", &self.public_keys.keys())
            .field("notify_url", &self.notify_url)
            .field("transfers", &self.transfers)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// The keys of [`Settings`], read.
pub(super) struct Keys {
    pub(super) merchant: MerchantKey,
    pub(super) seal: SealKey,
    pub(super) ring: KeyRing,
}

impl Settings {
    /// Reads the keys and checks the rest.
    pub(super) fn keys(&self) -> Result<Keys, ProviderError> {
        let host = self.base_url.strip_prefix("https://").or_else(|| {
            // Plain HTTP only to a simulator on this machine: a nonce and signature can be replayed by whoever reads them.
            let local = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
            local.iter().find_map(|prefix| self.base_url.strip_prefix(prefix))
        });
        if host.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', '@'])) {
            return Err(wrong(
                "微信支付地址必须是 https:// 加主机名，后面不带路径。",
                "The WeChat Pay address must be https:// and a host, without a path.",
            ));
        }
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !plain(&self.appid) || !plain(&self.merchant) || !plain(&self.certificate_serial) {
            return Err(wrong(
                "AppID、商户号和证书序列号只能由字母和数字组成，且不能为空。",
                "App id, merchant number and certificate serial are letters and digits, and not empty.",
            ));
        }
        if self.notify_url.is_empty() || self.notify_url.contains('?') {
            return Err(wrong(
                "通知地址不能为空，也不能带参数。",
                "The notice address must not be empty nor have a query.",
            ));
        }
        let mut ring = KeyRing::default();
        for (id, pem) in &self.public_keys {
            let key = PlatformKey::from_public(pem.as_bytes()).filter(|_| id.starts_with(PUBLIC_KEY));
            ring.add_public(
                id,
                key.ok_or_else(|| {
                    wrong(
                        "微信支付公钥应为 pub_key.pem 的内容，其 ID 以 PUB_KEY_ID_ 开头。",
                        "A WeChat Pay public key is the text of pub_key.pem, and its id starts with PUB_KEY_ID_.",
                    )
                })?,
            );
        }
        Ok(Keys {
            merchant: MerchantKey::new(&self.private_key, &self.certificate_serial).ok_or_else(wrong_key)?,
            seal: SealKey::new(self.api_v3_key.as_bytes()).ok_or_else(wrong_seal_key)?,
            ring,
        })
    }
}

/// The serial of a certificate, as [`Settings::certificate_serial`] wants it; `None` if the text is no RSA certificate.
pub fn certificate_serial(pem: &str) -> Option<String> {
    PlatformKey::from_certificate(pem.as_bytes()).map(|(serial, _)| serial)
}

fn wrong(zh: &str, en: &str) -> ProviderError {
    ProviderError::Settings(Text::new(zh, en))
}

pub(super) fn wrong_key() -> ProviderError {
    wrong(
        "商户私钥应为 apiclient_key.pem 的内容（RSA，至少 2048 位）。",
        "The merchant's private key is the text of apiclient_key.pem (RSA, at least 2048 bits).",
    )
}

pub(super) fn wrong_seal_key() -> ProviderError {
    wrong(
        "APIv3 密钥不正确：应为 32 字节，与商户平台上设置的一致。",
        "The APIv3 key is wrong: 32 bytes, the same as in the merchant console.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            base_url: BASE_URL.into(),
            appid: "wx8888888888888888".into(),
            merchant: "1900001109".into(),
            certificate_serial: certificate_serial(include_str!(
                "../../../tests/fixtures/wechatpay/merchant.crt.pem"
            ))
            .unwrap(),
            private_key: include_str!("../../../tests/fixtures/wechatpay/merchant.key.pem").into(),
            api_v3_key: "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb".into(),
            public_keys: BTreeMap::new(),
            notify_url: "https://shop.example/pay/wechat".into(),
            transfers: None,
            attempts: 3,
        }
    }

    #[test]
    fn wrong_settings_are_named_before_the_first_call() {
        assert_eq!(settings().certificate_serial, "5157F09EFDC096DE15EBE81A47057A7232F1B8E1");
        assert!(settings().keys().is_ok());
        let wrong: [fn(&mut Settings); 9] = [
            |s| s.base_url = "http://api.mch.weixin.qq.com".into(),
            |s| s.base_url = "https://host/path".into(),
            |s| s.base_url = "https://".into(),
            |s| s.appid = String::new(),
            |s| s.merchant = "1\"2".into(),
            |s| s.private_key = "hello".into(),
            |s| s.api_v3_key = "short".into(),
            |s| s.notify_url = "https://shop.example/?a=b".into(),
            |s| s.public_keys = [("PUB_KEY_ID_1".into(), "hello".into())].into(),
        ];
        for (number, change) in wrong.iter().enumerate() {
            let mut settings = settings();
            change(&mut settings);
            assert_eq!(settings.keys().err().map(|error| error.code()), Some("payment.settings"), "{number}");
        }
        let printed = format!("{:?}", settings());
        assert!(!printed.contains("a7cde1ZJ") && !printed.contains("PRIVATE"), "{printed}");
    }
}
