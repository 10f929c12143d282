//! WeChat Pay's keys, by serial: platform certificates and public keys (《平台证书》, 《微信支付公钥》, and
//! <https://pay.weixin.qq.com/doc/v3/merchant/4012154180> for the time when both are in use), and the check of what they signed.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use banyan_plan::time::{SECOND, Time};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::super::CallbackError;
use super::sign::answer_text;

/// How far from now a signature may be dated, seconds (《签名验证》: 5 minutes), either way.
pub(super) const WINDOW: u64 = 300;
/// What public keys' ids start with; everything else is a certificate's serial.
pub(super) const PUBLIC_KEY: &str = "PUB_KEY_ID_";

/// One of WeChat Pay's public keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlatformKey {
    /// `RSAPublicKey` of PKCS #1, DER.
    der: Vec<u8>,
    /// Big-endian, without leading zeros.
    pub(super) modulus: Vec<u8>,
    /// Usually 65537.
    pub(super) exponent: u64,
    /// First and last moment of a certificate; public keys have none.
    valid: Option<(Time, Time)>,
}

impl PlatformKey {
    /// From a certificate, with its serial in upper-case hexadecimal. `None` if it is none with an RSA key of 2048 bits or more.
    pub(super) fn from_certificate(pem: &[u8]) -> Option<(String, Self)> {
        let (_, pem) = parse_x509_pem(pem).ok()?;
        let (_, certificate) = X509Certificate::from_der(&pem.contents).ok()?;
        let mut key = Self::from_info(certificate.public_key())?;
        let moment =
            |time: x509_parser::time::ASN1Time| time.timestamp().checked_mul(SECOND).map_or(FAR, Time);
        key.valid =
            Some((moment(certificate.validity().not_before), moment(certificate.validity().not_after)));
        let digits = certificate.raw_serial_as_string().replace(':', "").to_ascii_uppercase();
        // DER puts a zero byte before a serial whose first bit is set; WeChat Pay does not write it.
        Some((digits.strip_prefix("00").unwrap_or(&digits).to_owned(), key))
    }

    /// From a public key file (`pub_key.pem`).
    pub(super) fn from_public(pem: &[u8]) -> Option<Self> {
        let (_, pem) = parse_x509_pem(pem).ok()?;
        let (_, info) = SubjectPublicKeyInfo::from_der(&pem.contents).ok()?;
        Self::from_info(&info)
    }

    fn from_info(info: &SubjectPublicKeyInfo<'_>) -> Option<Self> {
        let PublicKey::RSA(key) = info.parsed().ok()? else { return None };
        let exponent = key.try_exponent().ok()?;
        let zeros = key.modulus.iter().take_while(|&&byte| byte == 0).count();
        let modulus = key.modulus[zeros..].to_vec();
        if modulus.len() < 256 || modulus.len() > 1024 {
            return None;
        }
        Some(Self { der: info.subject_public_key.data.to_vec(), modulus, exponent, valid: None })
    }

    /// Whether this key made the signature (base64) over the text.
    pub(super) fn signed(&self, text: &[u8], signature: &str) -> bool {
        let Ok(signature) = STANDARD.decode(signature) else { return false };
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.der).verify(text, &signature).is_ok()
    }

    /// Whether the key may be used now.
    pub(super) fn is_valid(&self, now: Time) -> bool {
        self.valid.is_none_or(|(from, until)| from <= now && now <= until)
    }
}

/// A date beyond what [`Time`] holds: such a certificate outlives us all.
const FAR: Time = Time(i64::MAX);

/// All keys in hand.
#[derive(Debug, Clone, Default)]
pub(super) struct KeyRing {
    public: BTreeMap<String, PlatformKey>,
    certificates: BTreeMap<String, PlatformKey>,
}

impl KeyRing {
    /// Adds a public key under its id, `PUB_KEY_ID_…`.
    pub(super) fn add_public(&mut self, id: &str, key: PlatformKey) {
        self.public.insert(id.to_owned(), key);
    }

    /// The same public keys with the certificates of a newer list: what is no longer listed is no longer trusted.
    pub(super) fn with_certificates(&self, certificates: BTreeMap<String, PlatformKey>) -> Self {
        Self { public: self.public.clone(), certificates }
    }

    /// The key of a serial, if it may be used now.
    pub(super) fn get(&self, serial: &str, now: Time) -> Result<&PlatformKey, CallbackError> {
        let key = if serial.starts_with(PUBLIC_KEY) {
            self.public.get(serial)
        } else {
            self.certificates.get(&serial.to_ascii_uppercase())
        };
        let key = key.ok_or_else(|| CallbackError::UnknownSerial(serial.to_owned()))?;
        if !key.is_valid(now) {
            return Err(CallbackError::ExpiredKey(serial.to_owned()));
        }
        Ok(key)
    }

    /// The id of the public key to ask answers to be signed with: the greatest, if there is one.
    pub(super) fn public_id(&self) -> Option<&str> {
        self.public.keys().next_back().map(String::as_str)
    }

    /// The key to encrypt names for, with its serial: a public key, or the certificate that lasts longest (《下载平台证书》).
    pub(super) fn for_secrets(&self, now: Time) -> Option<(&str, &PlatformKey)> {
        let newest = || {
            self.certificates
                .iter()
                .filter(|(_, key)| key.is_valid(now))
                .max_by_key(|(_, key)| key.valid.map(|(_, until)| until))
        };
        self.public.iter().next_back().or_else(newest).map(|(serial, key)| (serial.as_str(), key))
    }
}

/// The four headers of a signed answer or callback.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Seal<'a> {
    timestamp: &'a str,
    nonce: &'a str,
    signature: &'a str,
    /// Whose key signed: letters, digits and `_` only, so that it may be logged.
    pub(super) serial: &'a str,
}

impl<'a> Seal<'a> {
    /// Reads the headers; each must be there once.
    pub(super) fn read(headers: &'a HeaderMap) -> Result<Self, CallbackError> {
        let header = |name: &'static str| {
            let mut values = headers.get_all(name).iter();
            match (values.next().map(|value| value.to_str()), values.next()) {
                (Some(Ok(value)), None) if value.len() <= 2048 => Ok(value),
                _ => Err(CallbackError::Header(name)),
            }
        };
        let serial = header("Wechatpay-Serial")?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if serial.is_empty() || serial.len() > 64 || !serial.bytes().all(plain) {
            return Err(CallbackError::Header("Wechatpay-Serial"));
        }
        Ok(Self {
            timestamp: header("Wechatpay-Timestamp")?,
            nonce: header("Wechatpay-Nonce")?,
            signature: header("Wechatpay-Signature")?,
            serial,
        })
    }

    /// Whether the signature is dated near now.
    pub(super) fn check_time(&self, now: Time) -> Result<(), CallbackError> {
        let signed: i64 = self.timestamp.parse().map_err(|_| CallbackError::Header("Wechatpay-Timestamp"))?;
        let seconds = now.0.div_euclid(SECOND).abs_diff(signed);
        if seconds > WINDOW {
            return Err(CallbackError::Stale { seconds, allowed: WINDOW });
        }
        Ok(())
    }

    /// Whether the key signed these bytes. WeChat Pay sends wrong signatures now and then, starting with
    /// `WECHATPAY/SIGNTEST/`, to see whether we look (《签名探测流量》); they are no base64 of a signature and fail like all others.
    pub(super) fn check_signature(&self, key: &PlatformKey, body: &[u8]) -> Result<(), CallbackError> {
        if key.signed(&answer_text(self.timestamp, self.nonce, body), self.signature) {
            Ok(())
        } else {
            Err(CallbackError::Signature)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sign::MerchantKey;
    use super::*;
    use proptest::prelude::*;

    const A: &[u8] = include_bytes!("../../../tests/fixtures/wechatpay/platform-a.crt.pem");
    const A_KEY: &str = include_str!("../../../tests/fixtures/wechatpay/platform-a.key.pem");
    const B: &[u8] = include_bytes!("../../../tests/fixtures/wechatpay/platform-b.crt.pem");
    const PUBLIC: &[u8] = include_bytes!("../../../tests/fixtures/wechatpay/platform-public.pub.pem");
    const ID: &str = "PUB_KEY_ID_0114232134912410000000000000";

    fn in_2027() -> Time {
        Time::from_civil(2027, 1, 1, 0, 0, 0).unwrap()
    }

    fn ring() -> KeyRing {
        let mut ring = KeyRing::default();
        ring.add_public(ID, PlatformKey::from_public(PUBLIC).unwrap());
        ring.with_certificates(
            [A, B].into_iter().map(|pem| PlatformKey::from_certificate(pem).unwrap()).collect(),
        )
    }

    fn headers(timestamp: &str, signature: &str, serial: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("wechatpay-timestamp", timestamp.parse().unwrap());
        headers.insert("wechatpay-nonce", "nonce".parse().unwrap());
        headers.insert("wechatpay-signature", signature.parse().unwrap());
        headers.insert("wechatpay-serial", serial.parse().unwrap());
        headers
    }

    #[test]
    fn a_serial_chooses_the_key_and_age_the_end_of_it() {
        let ring = ring();
        let a = "50062CE505775F070CAB06E697F1BBD1AD4F4D87";
        assert!(ring.get(a, in_2027()).is_ok());
        assert!(ring.get(&a.to_lowercase(), in_2027()).is_ok());
        assert!(ring.get(ID, in_2027()).is_ok());
        let code = |serial: &str, now| ring.get(serial, now).unwrap_err().code();
        assert_eq!(code("50062C", in_2027()), "payment.callback.unknown_serial");
        assert_eq!(code("PUB_KEY_ID_1", in_2027()), "payment.callback.unknown_serial");
        let in_2040 = Time::from_civil(2040, 1, 1, 0, 0, 0).unwrap();
        assert_eq!(code(a, in_2040), "payment.callback.expired_key");
        assert_eq!(code(a, Time(0)), "payment.callback.expired_key", "not valid yet");
        assert!(ring.get(ID, in_2040).is_ok(), "public keys do not age");
        assert_eq!(ring.for_secrets(in_2027()).unwrap().0, ID);
        let only_certificates = KeyRing::default().with_certificates(ring.certificates.clone());
        let longest = only_certificates.for_secrets(in_2027()).unwrap().0;
        assert_eq!(longest, "7132D72A03E93CDDF8C03BBD1F37EEDF00C0FFEE");
    }

    #[test]
    fn a_signature_counts_for_five_minutes_over_these_bytes_by_this_key() {
        let now = in_2027();
        let seconds = (now.0 / SECOND).to_string();
        let signature =
            MerchantKey::new(A_KEY, "").unwrap().sign(&answer_text(&seconds, "nonce", b"{}")).unwrap();
        let headers = headers(&seconds, &signature, "50062CE505775F070CAB06E697F1BBD1AD4F4D87");
        let seal = Seal::read(&headers).unwrap();
        let (_, a) = PlatformKey::from_certificate(A).unwrap();
        let (_, b) = PlatformKey::from_certificate(B).unwrap();
        assert_eq!(seal.check_signature(&a, b"{}"), Ok(()));
        assert_eq!(seal.check_signature(&a, b"{ }"), Err(CallbackError::Signature));
        assert_eq!(seal.check_signature(&b, b"{}"), Err(CallbackError::Signature));
        for (away, taken) in [(0, true), (300, true), (-300, true), (301, false), (-301, false)] {
            assert_eq!(seal.check_time(now.plus(away * SECOND)).is_ok(), taken, "{away} s");
        }
    }

    #[test]
    fn a_header_that_is_missing_doubled_or_odd_is_named() {
        let whole = headers("1", "s", "AB");
        for name in ["Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Signature", "Wechatpay-Serial"] {
            let mut missing = whole.clone();
            missing.remove(name);
            assert_eq!(Seal::read(&missing), Err(CallbackError::Header(name)));
            let mut doubled = whole.clone();
            doubled.append(name, "AB".parse().unwrap());
            assert_eq!(Seal::read(&doubled), Err(CallbackError::Header(name)));
        }
        let odd = headers("1", "s", "AB\"; drop");
        assert_eq!(Seal::read(&odd), Err(CallbackError::Header("Wechatpay-Serial")));
        let late = headers("99999999999999999999", "s", "AB");
        assert!(Seal::read(&late).unwrap().check_time(in_2027()).is_err());
        let never = headers("-9223372036854775808", "s", "AB");
        assert!(Seal::read(&never).unwrap().check_time(in_2027()).is_err());
    }

    proptest! {
        #[test]
        fn garbage_is_no_key_and_no_signature(bytes in any::<Vec<u8>>(), text in "[ -~]{0,99}", at in 0_usize..2000, bit in 0_u8..8) {
            prop_assert!(PlatformKey::from_certificate(&bytes).is_none());
            prop_assert!(PlatformKey::from_public(&bytes).is_none());
            // One flipped bit of a certificate may still parse, but must not panic.
            let mut near = A.to_vec();
            let at = at % near.len();
            near[at] ^= 1 << bit;
            let _ = PlatformKey::from_certificate(&near);
            let (_, a) = PlatformKey::from_certificate(A).unwrap();
            prop_assert!(!a.signed(&bytes, &text));
            let headers = headers(&text, &text, "AB");
            let seal = Seal::read(&headers).unwrap();
            prop_assert!(seal.check_signature(&a, &bytes).is_err());
            let _ = seal.check_time(Time(i64::MIN));
        }
    }
}
