//! Passwords: what may be one, and argon2id hashes of them.

#[cfg(test)]
mod tests;

use crate::random::{NoRandomness, Random};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error as HashError, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use banyan_plan::words::Text;
use unicode_normalization::UnicodeNormalization;

/// Fewest and most characters of a password. NIST SP 800-63B (5.1.1.2) asks for at least 8 and to accept at least 64,
/// without rules on which characters; the upper bound only keeps requests small.
pub const MIN_LENGTH: usize = 8;
/// See [`MIN_LENGTH`].
pub const MAX_LENGTH: usize = 256;

/// Bytes of a salt (RFC 9106, 3.1: 16 are recommended for passwords).
const SALT: usize = 16;
/// A stored hash that asks for more memory (in KiB) or passes than this is not one of ours: refused, so that a forged
/// row cannot exhaust the server.
const MOST_MEMORY: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 64;

/// The passwords that most people try first, from memory of the published lists; the small letters of each.
const COMMON: &str = include_str!("common.txt");

/// How much work a hash takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Strength {
    /// OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB of memory, 2 passes, 1 lane.
    /// <https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html>
    pub const OWASP: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };

    /// The least that argon2 computes: for tests, which log in thousands of times. Never for real people.
    pub const CHEAP_FOR_TESTS: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };
}

/// Why a password is refused, or cannot be hashed or checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`MIN_LENGTH`] characters.
    #[error("a password needs at least {MIN_LENGTH} characters")]
    TooShort,
    /// More than [`MAX_LENGTH`] characters.
    #[error("a password has at most {MAX_LENGTH} characters")]
    TooLong,
    /// The same as the account name.
    #[error("the password must not be the account name")]
    SameAsAccount,
    /// Among those that are tried first.
    #[error("this password is one of the first that anybody would try; choose another")]
    TooCommon,
    /// No random salt.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The stored hash is no argon2id hash, or one that would take too much memory.
    #[error("the stored password hash cannot be read; set a new password")]
    StoredHash,
    /// Argon2 could not run: not enough memory.
    #[error("the password could not be hashed; try again later")]
    Failed,
}

impl PasswordError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::SameAsAccount => "password_is_account",
            Self::TooCommon => "password_too_common",
            Self::NoRandomness(error) => error.code(),
            Self::StoredHash => "password_hash_unreadable",
            Self::Failed => "password_hash_failed",
        }
    }

    /// What to tell people.
    pub fn text(self) -> Text {
        let zh = match self {
            Self::TooShort => format!("密码至少要有 {MIN_LENGTH} 个字符"),
            Self::TooLong => format!("密码最多 {MAX_LENGTH} 个字符"),
            Self::SameAsAccount => "密码不能与账号相同".to_owned(),
            Self::TooCommon => "这是别人最先会试的密码之一，请换一个".to_owned(),
            Self::NoRandomness(error) => return error.text(),
            Self::StoredHash => "保存的密码无法读取，请重新设置密码".to_owned(),
            Self::Failed => "暂时无法处理密码，请稍后再试".to_owned(),
        };
        Text::new(zh, self.to_string())
    }
}

/// Whether a new password will do for somebody with these names: account names, phone numbers, mail addresses. A phone
/// number counts however much of its country code is left out.
pub fn check_rules(password: &str, names: &[impl AsRef<str>]) -> Result<(), PasswordError> {
    match password.chars().take(MAX_LENGTH + 1).count() {
        0..MIN_LENGTH => return Err(PasswordError::TooShort),
        MIN_LENGTH..=MAX_LENGTH => {}
        _ => return Err(PasswordError::TooLong),
    }
    let folded = normal(password).to_lowercase();
    if names.iter().any(|name| is_name(folded.trim(), name.as_ref())) {
        return Err(PasswordError::SameAsAccount);
    }
    if is_monotonous(&folded) || COMMON.lines().any(|common| common == folded) {
        return Err(PasswordError::TooCommon);
    }
    Ok(())
}

/// Whether a folded password says the same as a name.
fn is_name(folded: &str, name: &str) -> bool {
    // A name is short; comparing more than a password can have is needless.
    let name: String = name.chars().take(MAX_LENGTH + 1).collect();
    if folded == normal(&name).to_lowercase().trim() {
        return true;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_number =
        |text: &str| text.chars().all(|letter| letter.is_ascii_digit() || "+-. ()".contains(letter));
    let (given, known) = (digits(folded), digits(&name));
    is_number(folded) && is_number(&name) && given.len() >= MIN_LENGTH && known.ends_with(&given)
}

/// One character again and again, or every character the next of the one before: `aaaaaaaa`, `23456789`, `hgfedcba`.
fn is_monotonous(text: &str) -> bool {
    let letters: Vec<i64> = text.chars().map(|letter| i64::from(u32::from(letter))).collect();
    [-1, 0, 1].into_iter().any(|step| letters.windows(2).all(|pair| pair[1] - pair[0] == step))
}

/// One form for what different keyboards make of the same password (NIST SP 800-63B, 5.1.1.2, asks for NFKC or NFKD).
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// Hashes and checks passwords. An instance holds no secret; keep one for the process.
#[derive(Debug)]
pub struct Passwords {
    argon2: Argon2<'static>,
    params: Params,
}

impl Passwords {
    /// `strength` is [`Strength::OWASP`] outside tests.
    pub fn new(strength: Strength) -> Result<Self, PasswordError> {
        let params = Params::new(strength.memory_kib, strength.passes, strength.lanes, None)
            .map_err(|_| PasswordError::Failed)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        Ok(Self { argon2, params })
    }

    /// The PHC string to store: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. Takes tens of milliseconds and the
    /// memory of the strength: run it off the threads that serve requests. Applies no rules.
    pub fn hash(&self, password: &str, random: &mut dyn Random) -> Result<String, PasswordError> {
        let mut salt = [0; SALT];
        random.fill(&mut salt)?;
        let hash = self.argon2.hash_password_with_salt(bounded(password)?.as_bytes(), &salt);
        Ok(hash.map_err(|_| PasswordError::Failed)?.to_string())
    }

    /// Whether this is the password of a stored hash, whatever strength that was made with. A password longer than any
    /// can be is wrong, without being hashed.
    pub fn verify(&self, password: &str, stored: &str) -> Result<bool, PasswordError> {
        let hash = readable(stored)?;
        let Ok(password) = bounded(password) else { return Ok(false) };
        match self.argon2.verify_password(password.as_bytes(), &hash) {
            Ok(()) => Ok(true),
            Err(HashError::PasswordInvalid) => Ok(false),
            Err(_) => Err(PasswordError::StoredHash),
        }
    }

    /// Takes as long as [`Self::verify`] and lets nobody in: for account names that do not exist, so that the time of
    /// an answer does not tell which do.
    pub fn verify_nobody(&self, password: &str) {
        if let Ok(password) = bounded(password) {
            // The result is of no use; what counts is the time it took.
            let _ =
                std::hint::black_box(self.argon2.hash_password_with_salt(password.as_bytes(), &[0; SALT]));
        }
    }

    /// Whether a stored hash was made with another strength, so that the next successful login should replace it.
    pub fn needs_rehash(&self, stored: &str) -> bool {
        let Ok(hash) = readable(stored) else { return true };
        let same = Params::try_from(&hash).is_ok_and(|params| {
            (params.m_cost(), params.t_cost(), params.p_cost())
                == (self.params.m_cost(), self.params.t_cost(), self.params.p_cost())
        });
        !same || hash.version != Some(Version::V0x13.into())
    }
}

/// The password in its normal form, if it is not too long to be one.
fn bounded(password: &str) -> Result<String, PasswordError> {
    if password.chars().take(MAX_LENGTH + 1).count() > MAX_LENGTH {
        return Err(PasswordError::TooLong);
    }
    Ok(normal(password))
}

/// Reads a stored hash, refusing what this module did not write.
fn readable(stored: &str) -> Result<PasswordHash, PasswordError> {
    let hash = PasswordHash::new(stored).map_err(|_| PasswordError::StoredHash)?;
    let params = Params::try_from(&hash).map_err(|_| PasswordError::StoredHash)?;
    let is_ours = hash.algorithm.as_str() == Algorithm::Argon2id.as_str()
        && params.m_cost() <= MOST_MEMORY
        && params.t_cost() <= MOST_PASSES
        && hash.hash.is_some()
        && hash.salt.is_some();
    if is_ours { Ok(hash) } else { Err(PasswordError::StoredHash) }
}
