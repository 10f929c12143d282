//! Keyed hashes that find a value again without decrypting anything.

use super::normal::{Phones, normal_name, normal_number};
use ring::hmac;

/// What can be searched for. Each has its own key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Search {
    /// A whole phone number.
    Phone,
    /// The last four digits of a phone number.
    PhoneTail,
    /// A whole name.
    Name,
    /// The number of an identity document.
    IdNumber,
    /// A bank account or card.
    BankNumber,
}

impl Search {
    pub(super) const ALL: [Self; 5] =
        [Self::Phone, Self::PhoneTail, Self::Name, Self::IdNumber, Self::BankNumber];

    /// The name that the subkey is derived for: never change one, nothing stored would be found again.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::PhoneTail => "phone-tail",
            Self::Name => "name",
            Self::IdNumber => "id-number",
            Self::BankNumber => "bank-number",
        }
    }
}

/// HMAC-SHA256 of a normalised value.
///
/// Who has the database but not the key cannot try phone numbers against it. Equal values are visibly equal, and there
/// are only ten thousand phone tails: a tail's hash tells people with the same tail apart from others, no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

/// The text that is hashed; `None` if there is nothing to search for.
pub(super) fn normal(kind: Search, text: &str, phones: &Phones) -> Option<String> {
    match kind {
        Search::Phone => phones.normal(text),
        Search::PhoneTail => phones.tail(text),
        Search::Name => normal_name(text),
        Search::IdNumber | Search::BankNumber => normal_number(text),
    }
}

pub(super) fn digest(key: &hmac::Key, normal: &str) -> Digest {
    Digest(tag(key, normal.as_bytes()))
}

pub(super) fn tag(key: &hmac::Key, bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(hmac::sign(key, bytes).as_ref());
    out
}
