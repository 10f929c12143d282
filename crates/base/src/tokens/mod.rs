//! Random tokens: what a browser, a program or a guest shows to be let in. Only their SHA-256 hashes are stored, so
//! that a stolen database opens no session. (They are 256 random bits, so that nothing slower than SHA-256 is needed;
//! people's passwords are in [`crate::passwords`].)

mod invitation;
mod letters;
#[cfg(test)]
mod tests;
mod voucher;

pub use invitation::{INVITATION_LENGTH, InvitationError, invitation, read_invitation};
pub use voucher::{VOUCHER_LENGTH, VoucherError, grouped as grouped_voucher, read_voucher, voucher};

use crate::random::{NoRandomness, Random};
use banyan_plan::words::Text;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use data_encoding::BASE32_NOPAD;
use ring::{digest, hmac};
use std::hint::black_box;

/// What an API token begins with, so that people and secret scanners recognise one.
pub const API_PREFIX: &str = "banyan_";
/// Characters of 32 bytes in base32, and of the checksum after them.
const API_BODY: usize = 52;
const API_CHECKSUM: usize = 6;

/// A secret that lets its holder in. Shown once, never stored, never printed by `{:?}`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// What somebody sent as a token. Whether it is one shows when its hash is looked up.
    pub fn received(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text to hand out.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What to store and to look up.
    pub fn hash(&self) -> TokenHash {
        TokenHash(sha256(self.0.as_bytes()))
    }
}

/// The SHA-256 of a token's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// Whether this is the token's hash, in a time that does not depend on where they differ.
    pub fn is_of(&self, token: &Token) -> bool {
        same(&self.0, &token.hash().0)
    }
}

/// Whether two byte strings are equal, in a time that depends on their lengths only.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    // The black box keeps the compiler from leaving the loop at the first difference.
    let differences = one.iter().zip(other).fold(0, |sum, (a, b)| black_box(sum | (a ^ b)));
    black_box(differences) == 0
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

fn random_bytes(random: &mut dyn Random) -> Result<[u8; 32], NoRandomness> {
    let mut bytes = [0; 32];
    random.fill(&mut bytes)?;
    Ok(bytes)
}

/// A token for a cookie, a link or a one-time code: 256 random bits in 43 characters of base64url.
pub fn session(random: &mut dyn Random) -> Result<Token, NoRandomness> {
    Ok(Token(URL_SAFE_NO_PAD.encode(random_bytes(random)?)))
}

/// A token for programs: `banyan_`, 256 random bits in base32, and a checksum; letters and digits only, so that a
/// double click selects it whole.
pub fn api(random: &mut dyn Random) -> Result<Token, NoRandomness> {
    let mut text = API_PREFIX.to_owned();
    text.push_str(&BASE32_NOPAD.encode(&random_bytes(random)?).to_ascii_lowercase());
    let checksum = checksum(&text);
    text.push_str(&checksum);
    Ok(Token(text))
}

/// The first 30 bits of the SHA-256: against typing errors and to tell real tokens from look-alikes, not a secret.
fn checksum(text: &str) -> String {
    let mut sum = BASE32_NOPAD.encode(&sha256(text.as_bytes())).to_ascii_lowercase();
    sum.truncate(API_CHECKSUM);
    sum
}

/// Why a text is no API token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApiTokenError {
    /// Another prefix, length or other characters.
    #[error("this is no API token: one begins with {API_PREFIX} and has 65 characters")]
    NotAToken,
    /// Mistyped or cut.
    #[error("the API token was mistyped: its checksum does not fit")]
    Mistyped,
}

impl ApiTokenError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAToken => "api_token_malformed",
            Self::Mistyped => "api_token_mistyped",
        }
    }

    /// What to tell people.
    pub fn text(self) -> Text {
        let zh = match self {
            Self::NotAToken => "这不是 API 令牌：令牌以 banyan_ 开头，共 65 个字符",
            Self::Mistyped => "API 令牌输入有误：校验码不符",
        };
        Text::new(zh, self.to_string())
    }
}

/// Reads an API token and checks its checksum, before anything is looked up.
pub fn read_api(text: &str) -> Result<Token, ApiTokenError> {
    let body = text.strip_prefix(API_PREFIX).ok_or(ApiTokenError::NotAToken)?;
    let is_base32 = |byte: u8| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte);
    if body.len() != API_BODY + API_CHECKSUM || !body.bytes().all(is_base32) {
        return Err(ApiTokenError::NotAToken);
    }
    let (signed, sum) = text.split_at(text.len() - API_CHECKSUM);
    if checksum(signed) != sum {
        return Err(ApiTokenError::Mistyped);
    }
    Ok(Token(text.to_owned()))
}

/// Makes the token that a page must send back with every change, from the session it belongs to: nothing to store, and
/// worthless for any other session.
#[derive(Debug)]
pub struct Csrf {
    key: hmac::Key,
}

impl Csrf {
    /// `key`: 32 bytes that are the same in all of the shop's processes and used for nothing else.
    pub fn new(key: &[u8; 32]) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key) }
    }

    /// The token of a session.
    pub fn token(&self, session: &TokenHash) -> Token {
        Token(URL_SAFE_NO_PAD.encode(hmac::sign(&self.key, &message(session))))
    }

    /// Whether `sent` is the token of this session; in constant time.
    pub fn is_valid(&self, session: &TokenHash, sent: &str) -> bool {
        URL_SAFE_NO_PAD.decode(sent).is_ok_and(|tag| hmac::verify(&self.key, &message(session), &tag).is_ok())
    }
}

fn message(session: &TokenHash) -> Vec<u8> {
    [b"banyan csrf 1".as_slice(), &session.0].concat()
}
