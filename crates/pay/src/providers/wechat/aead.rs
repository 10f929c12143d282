//! AES-256-GCM, as certificates and notices are sealed (WeChat Pay 《证书和回调报文解密》).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

/// The shop's APIv3 key: exactly 32 bytes, set by the owner in the merchant console.
pub(super) struct SealKey(LessSafeKey);

impl SealKey {
    /// `None` unless the key has 32 bytes.
    pub(super) fn new(key: &[u8]) -> Option<Self> {
        // `UnboundKey::new` refuses every other length.
        UnboundKey::new(&AES_256_GCM, key).ok().map(|key| Self(LessSafeKey::new(key)))
    }

    /// Opens a sealed text: base64 of ciphertext and 16-byte tag. The nonce is text of 12 bytes, the associated data may be
    /// empty. `None` if anything does not fit; nothing of a forged text gets out.
    pub(super) fn open(&self, nonce: &str, associated_data: &str, ciphertext: &str) -> Option<Vec<u8>> {
        let nonce = Nonce::try_assume_unique_for_key(nonce.as_bytes()).ok()?;
        let mut bytes = STANDARD.decode(ciphertext).ok()?;
        let length = self.0.open_in_place(nonce, Aad::from(associated_data), &mut bytes).ok()?.len();
        bytes.truncate(length);
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Known answer of `vectors.json` from wechatpay-java, `AeadAesCipherTest.java`.
    #[test]
    fn the_published_text_opens() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/fixtures/wechatpay/vectors.json")).unwrap();
        let text = |name: &str| vectors["aes_256_gcm"][name].as_str().unwrap();
        let key = SealKey::new(text("key").as_bytes()).unwrap();
        let (nonce, data, sealed) = (text("nonce"), text("associated_data"), text("ciphertext_base64"));
        assert_eq!(key.open(nonce, data, sealed).unwrap(), text("plaintext").as_bytes());
        assert_eq!(key.open(nonce, "", sealed), None, "other associated data");
        assert_eq!(key.open("uluk4a9R25RX", data, sealed), None, "another nonce");
        assert_eq!(key.open("short", data, sealed), None, "a nonce of 5 bytes");
        assert_eq!(key.open(nonce, data, "AAAA"), None, "shorter than the tag");
        assert_eq!(key.open(nonce, data, &sealed[1..]), None, "not base64");
        let other = SealKey::new(&[b'k'; 32]).unwrap();
        assert_eq!(other.open(nonce, data, sealed), None, "another key");
        assert!(SealKey::new(&[0; 31]).is_none() && SealKey::new(&[0; 33]).is_none());
    }

    proptest! {
        #[test]
        fn nothing_opens_by_chance(nonce in ".{0,14}", data in any::<String>(), sealed in any::<Vec<u8>>()) {
            let key = SealKey::new(&[1; 32]).unwrap();
            prop_assert_eq!(key.open(&nonce, &data, &STANDARD.encode(&sealed)), None);
            prop_assert_eq!(key.open("twelve bytes", &data, &STANDARD.encode(&sealed)), None);
        }
    }
}
