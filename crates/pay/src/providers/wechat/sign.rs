//! What a request is signed with (WeChat Pay 《签名生成》 and 《JSAPI调起支付》): SHA256 with RSA, PKCS #1 v1.5.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::RSA_PKCS1_SHA256;
use x509_parser::pem::parse_x509_pem;

/// The name of the scheme, in `Authorization` and in `Wechatpay-Signature-Type`.
pub(super) const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

/// Text to sign of a request: five lines, each ended by `\n`. `path` is the path with its query, as it is sent.
pub(super) fn request_text(method: &str, path: &str, timestamp: i64, nonce: &str, body: &[u8]) -> Vec<u8> {
    let mut text = format!("{method}\n{path}\n{timestamp}\n{nonce}\n").into_bytes();
    text.extend_from_slice(body);
    text.push(b'\n');
    text
}

/// Text that WeChat Pay signed for an answer or a callback: three lines, over the bytes as they came.
pub(super) fn answer_text(timestamp: &str, nonce: &str, body: &[u8]) -> Vec<u8> {
    [timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n", body, b"\n"].concat()
}

/// Text to sign for the script that opens the payment inside WeChat: four lines.
pub(super) fn script_text(appid: &str, timestamp: i64, nonce: &str, package: &str) -> Vec<u8> {
    format!("{appid}\n{timestamp}\n{nonce}\n{package}\n").into_bytes()
}

/// The merchant's private key with the serial of its certificate.
pub(super) struct MerchantKey {
    key: KeyPair,
    serial: String,
}

impl fmt::Debug for MerchantKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MerchantKey({})", self.serial)
    }
}

impl MerchantKey {
    /// From `apiclient_key.pem` (PKCS #8, or PKCS #1) and the certificate's serial. `None` if the key is none, or shorter than
    /// 2048 bits.
    pub(super) fn new(pem: &str, serial: &str) -> Option<Self> {
        let (_, pem) = parse_x509_pem(pem.as_bytes()).ok()?;
        let key = match pem.label.as_str() {
            "PRIVATE KEY" => KeyPair::from_pkcs8(&pem.contents).ok()?,
            "RSA PRIVATE KEY" => KeyPair::from_der(&pem.contents).ok()?,
            _ => return None,
        };
        Some(Self { key, serial: serial.to_ascii_uppercase() })
    }

    /// The signature over a text, base64; `None` only if the key is broken.
    pub(super) fn sign(&self, text: &[u8]) -> Option<String> {
        let mut signature = vec![0; self.key.public().modulus_len()];
        // The generator only blinds the arithmetic against side channels; the signature does not depend on it.
        self.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).ok()?;
        Some(STANDARD.encode(signature))
    }

    /// The value of the `Authorization` header.
    pub(super) fn authorization(
        &self,
        merchant: &str,
        timestamp: i64,
        nonce: &str,
        signature: &str,
    ) -> String {
        format!(
            "{SCHEME} mchid=\"{merchant}\",nonce_str=\"{nonce}\",signature=\"{signature}\",timestamp=\"{timestamp}\",serial_no=\"{}\"",
            self.serial
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = include_str!("../../../tests/fixtures/wechatpay/merchant.key.pem");
    const OLD_FORM: &str = include_str!("../../../tests/fixtures/wechatpay/merchant.pkcs1.key.pem");
    const OPENSSL: &str =
        include_str!("../../../tests/fixtures/wechatpay/request_text.openssl-signature.base64");

    /// Known answer of `vectors.json` from wechatpay-go, `wechat_pay_credential_test.go`; the signature by openssl.
    #[test]
    fn the_published_request_has_its_text_and_openssl_signs_it_alike() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/fixtures/wechatpay/vectors.json")).unwrap();
        let known = &vectors["request_text"];
        let text = |name: &str| known[name].as_str().unwrap();
        let timestamp = known["timestamp"].as_i64().unwrap();
        let signed =
            request_text(text("method"), text("path"), timestamp, text("nonce"), text("body").as_bytes());
        assert_eq!(String::from_utf8(signed.clone()).unwrap(), text("text_to_sign"));
        for pem in [KEY, OLD_FORM] {
            assert_eq!(MerchantKey::new(pem, "AB").unwrap().sign(&signed).unwrap(), OPENSSL);
        }
    }

    #[test]
    fn answers_and_scripts_have_their_texts() {
        assert_eq!(answer_text("1", "n", b"{}"), b"1\nn\n{}\n");
        // Close answers 204 without a body, and its text ends with an empty line.
        assert_eq!(answer_text("1", "n", b""), b"1\nn\n\n");
        assert_eq!(
            script_text(
                "wx8888888888888888",
                1_414_561_699,
                "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
                "prepay_id=wx2"
            ),
            b"wx8888888888888888\n1414561699\n5K8264ILTKCH16CQ2502SI8ZNMTM67VS\nprepay_id=wx2\n"
        );
    }

    #[test]
    fn a_request_says_who_signed_it() {
        let key = MerchantKey::new(KEY, "5157f09e").unwrap();
        assert_eq!(
            key.authorization("1900001109", 1, "n", "s"),
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1900001109\",nonce_str=\"n\",signature=\"s\",timestamp=\"1\",serial_no=\"5157F09E\""
        );
        assert_eq!(format!("{key:?}"), "MerchantKey(5157F09E)", "no key in a log");
    }

    #[test]
    fn what_is_no_private_key_is_refused() {
        let certificate = include_str!("../../../tests/fixtures/wechatpay/merchant.crt.pem");
        for wrong in ["", "hello", certificate, &KEY[..KEY.len() / 2], &KEY.replace('A', "B")] {
            assert!(MerchantKey::new(wrong, "AB").is_none());
        }
    }
}
