//! One-time passwords from a phone (TOTP, RFC 6238): SHA-1, 30 seconds, 6 digits, because that is what every
//! authenticator app supports; and recovery codes for who has lost the phone.

#[cfg(test)]
mod tests;

use crate::random::{NoRandomness, Random};
use crate::tokens::{Token, same};
use banyan_plan::time::{SECOND, Time};
use banyan_plan::words::Text;
use data_encoding::BASE32_NOPAD;
use ring::hmac;
use unicode_normalization::UnicodeNormalization;

/// Seconds that a code is shown.
pub const PERIOD: u64 = 30;
/// Steps before and after the current one that are accepted: clocks differ, and typing takes time (RFC 6238, 5.2).
pub const WINDOW: u64 = 1;
/// Bytes of a secret: as many as SHA-1 gives (RFC 4226, 4, R6).
const SECRET: usize = 20;
/// Digits of a code.
const DIGITS: usize = 6;
/// Recovery codes that are made at a time.
pub const RECOVERY_CODES: usize = 10;
/// Characters of a recovery code, without its hyphens: 80 random bits.
const RECOVERY_LENGTH: usize = 16;

/// Why a code is not accepted, or a secret not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TotpError {
    /// Not six digits.
    #[error("a code has six digits")]
    Malformed,
    /// Not the code of now, nor of the half minute before or after.
    #[error("the code does not fit; take the newest one, and check that the phone's clock is right")]
    Wrong,
    /// The code, or a newer one, was used already.
    #[error("this code was used already; wait for the next one")]
    Used,
    /// The secret is not 20 bytes in base32.
    #[error("the secret cannot be read")]
    Secret,
    /// No random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl TotpError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "totp_malformed",
            Self::Wrong => "totp_wrong",
            Self::Used => "totp_used",
            Self::Secret => "totp_secret",
            Self::NoRandomness(error) => error.code(),
        }
    }

    /// What to tell people.
    pub fn text(self) -> Text {
        let zh = match self {
            Self::Malformed => "验证码是六位数字",
            Self::Wrong => "验证码不对：请用最新的一个，并检查手机时间是否准确",
            Self::Used => "这个验证码已经用过，请等下一个",
            Self::Secret => "密钥无法读取",
            Self::NoRandomness(error) => return error.text(),
        };
        Text::new(zh, self.to_string())
    }
}

/// What the phone and the shop share. Stored sealed ([`crate::vault::Kind::Secret`]), never printed by `{:?}`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; SECRET]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new one.
    pub fn new(random: &mut dyn Random) -> Result<Self, NoRandomness> {
        let mut bytes = [0; SECRET];
        random.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Reads what [`Self::base32`] wrote; small letters and spaces do no harm.
    pub fn from_base32(text: &str) -> Result<Self, TotpError> {
        let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).take(64).collect();
        let bytes = BASE32_NOPAD.decode(plain.to_ascii_uppercase().as_bytes());
        let bytes = bytes.map_err(|_| TotpError::Secret)?;
        Ok(Self(bytes.try_into().map_err(|_| TotpError::Secret)?))
    }

    /// 32 characters of base32 (RFC 4648, 6), to store sealed or to type into a phone.
    pub fn base32(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The address that an authenticator app reads from a QR code.
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (percent_encoded(issuer), percent_encoded(account));
        format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={PERIOD}",
            self.base32()
        )
    }

    /// The code of a step.
    pub fn code_of(&self, step: u64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        // RFC 4226, 5.3: the last four bits say where to take 31 bits from. The tag has 20 bytes, so 15 + 4 fit.
        let start = usize::from(bytes[SECRET - 1] & 0xf);
        let mut word = [0; 4];
        word.copy_from_slice(&bytes[start..start + 4]);
        let number = u32::from_be_bytes(word) & 0x7fff_ffff;
        format!("{:0DIGITS$}", number % 1_000_000)
    }

    /// Checks a code. Gives the step that it belongs to: store it, and give it as `last_used` the next time, so that
    /// nobody who looked on can use the code again. Two logins at once must settle in the database whose step is
    /// stored (`UPDATE … WHERE last_used < step`).
    pub fn verify(&self, code: &str, now: Time, last_used: Option<u64>) -> Result<u64, TotpError> {
        let code = digits(code).ok_or(TotpError::Malformed)?;
        let current = step(now);
        // Every step is tried, so that the time of an answer does not tell which one fits.
        let fitting = (current.saturating_sub(WINDOW)..=current.saturating_add(WINDOW))
            .fold(None, |found, step| {
                let fits = same(self.code_of(step).as_bytes(), code.as_bytes());
                if fits { Some(step) } else { found }
            })
            .ok_or(TotpError::Wrong)?;
        if last_used.is_some_and(|used| fitting <= used) { Err(TotpError::Used) } else { Ok(fitting) }
    }
}

/// The half minute that a moment falls in, counted from 1970. Moments before 1970 are in the first.
pub fn step(now: Time) -> u64 {
    u64::try_from(now.0 / SECOND).unwrap_or(0) / PERIOD
}

/// The six digits of a code as typed: full-width ones and a space in the middle do no harm.
fn digits(code: &str) -> Option<String> {
    if code.len() > 64 {
        return None;
    }
    let digits: String = code.nfkc().filter(|letter| !letter.is_whitespace()).collect();
    (digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Ten recovery codes, `abcd-efgh-2345-6723`, to show once. Store the hash of each and delete it when it is used.
pub fn recovery_codes(random: &mut dyn Random) -> Result<Vec<Token>, NoRandomness> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let mut bytes = [0; RECOVERY_LENGTH / 8 * 5];
            random.fill(&mut bytes)?;
            Ok(Token::received(grouped(&BASE32_NOPAD.encode(&bytes).to_ascii_lowercase())))
        })
        .collect()
}

/// Reads a recovery code as people type it; `None` if it can be none. Whether it is one shows when its hash is found.
pub fn read_recovery_code(text: &str) -> Option<Token> {
    if text.len() > 256 {
        return None;
    }
    let plain: String = text
        .nfkc()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| letter.to_ascii_lowercase())
        // Base32 has neither 0 nor 1: who types them has read O and I.
        .map(|letter| match letter {
            '0' => 'o',
            '1' => 'i',
            other => other,
        })
        .collect();
    let is_base32 = |byte: u8| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte);
    (plain.len() == RECOVERY_LENGTH && plain.bytes().all(is_base32)).then(|| Token::received(grouped(&plain)))
}

fn grouped(plain: &str) -> String {
    let mut out = String::with_capacity(RECOVERY_LENGTH + 3);
    for (place, letter) in plain.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            out.push('-');
        }
        out.push(letter);
    }
    out
}
