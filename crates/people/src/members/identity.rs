//! What a member is known by when they sign in: a phone number or an account name.
//!
//! Where the shop has somebody who delivers messages, a phone number is taken only with the code that was sent to it
//! (`codes` beside this file). Elsewhere it is taken at their word: a name that is easy to remember, and nothing that only its
//! owner may see is sent to it.

use std::sync::PoisonError;

use banyan_base::random::Random;
use banyan_base::refusal::{Kind as RefusalKind, Refusal};
use banyan_base::text;
use banyan_base::vault::{Kind, Phones, Place, Search, Vault};
use banyan_core::work::Facts;
use unicode_normalization::UnicodeNormalization as _;
/// A phone number or an account name, in its one spelling.
#[derive(Clone, PartialEq, Eq)]
pub enum Identity {
    /// A phone number as E.164 has it.
    Phone(String),
    /// An account name: it begins with a letter, so that it is never a phone number.
    Account(String),
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.field())
    }
}

/// Characters of an account name.
const NAME: std::ops::RangeInclusive<usize> = 3..=32;

impl Identity {
    /// Reads what somebody typed; `None` if it can be neither.
    pub fn read(text: &str, phones: &Phones) -> Option<Self> {
        if let Some(phone) = phones.normal(text) {
            return Some(Self::Phone(phone));
        }
        if text.len() > 256 {
            return None;
        }
        let name: String = text.trim().nfkc().flat_map(char::to_lowercase).collect();
        let fits = NAME.contains(&name.chars().count())
            && name.chars().next().is_some_and(char::is_alphabetic)
            && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
            && text::name(&name, "", *NAME.start(), *NAME.end()).is_ok();
        fits.then_some(Self::Account(name))
    }

    /// The one spelling.
    pub fn text(&self) -> &str {
        match self {
            Self::Phone(text) | Self::Account(text) => text,
        }
    }

    /// The stable word of its kind, which is also the field of `private` that holds it.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Phone(_) => "phone",
            Self::Account(_) => "account",
        }
    }

    fn seal_kind(&self) -> Kind {
        match self {
            Self::Phone(_) => Kind::Phone,
            Self::Account(_) => Kind::Name,
        }
    }

    /// The keyed hashes under which it is found, the current key's first.
    pub(crate) fn digests(&self, vault: &Vault, phones: &Phones) -> Vec<Vec<u8>> {
        let found = match self {
            Self::Phone(phone) => vault.digests(Search::Phone, phone, phones),
            // Not the hash of a recipient of the same name.
            Self::Account(name) => vault.digests(Search::Name, &format!("account:{name}"), phones),
        };
        found.into_iter().map(|digest| digest.0.to_vec()).collect()
    }

    /// The keyed hash of a phone's last four digits.
    pub fn tail(&self, vault: &Vault, phones: &Phones) -> Option<Vec<u8>> {
        let Self::Phone(phone) = self else { return None };
        vault.digest(Search::PhoneTail, phone, phones).map(|digest| digest.0.to_vec())
    }

    /// Encrypts it for a member.
    pub fn seal(&self, facts: &Facts, member: i64) -> Result<Vec<u8>, Refusal> {
        let mut random = facts.random.lock().unwrap_or_else(PoisonError::into_inner);
        let place = place(member, self.field());
        Ok(facts.vault.seal(self.seal_kind(), &place, self.text(), &mut **random)?)
    }

    /// What cannot be one.
    pub fn unreadable() -> Refusal {
        Refusal::unacceptable(
            "account_invalid",
            "请填写手机号，或以字母或汉字开头的 3 到 32 位账号名",
            "expected a phone number, or an account name of 3 to 32 letters and digits that begins with a letter",
        )
        .at("/account")
    }

    /// Somebody has it already.
    pub fn taken(&self) -> Refusal {
        let (code, zh, en) = match self {
            Self::Phone(_) => (
                "phone_taken",
                "这个手机号不能再注册，请直接登录",
                "this phone number cannot register again; please sign in",
            ),
            Self::Account(_) => (
                "account_taken",
                "这个账号名已被使用，请换一个",
                "this account name is in use; please choose another",
            ),
        };
        Refusal::new(RefusalKind::Conflict, code, zh, en).at("/account")
    }

    /// Somebody who was brought over from another system has it, and has things that nobody gets by knowing their number.
    pub(crate) fn unclaimed() -> Refusal {
        Refusal::new(
            RefusalKind::Conflict,
            "account_unclaimed",
            "这个手机号在原系统里已有账号：请用店铺给您的认领码认领，或联系店铺",
            "this phone number has an account from the shop's earlier system: claim it with the code that the shop gave you, or contact the shop",
        )
        .at("/account")
    }
}

/// What a member signs in with: phone number and account name, as far as they have them.
pub fn known_as(conn: &mut banyan_store::Conn, vault: &Vault, member: i64) -> Result<Vec<String>, Refusal> {
    let private = super::store::me::private(conn, member)?;
    private.iter().map(|(field, secret)| open(vault, member, field, secret)).collect()
}

fn place(member: i64, field: &str) -> Place<'_> {
    Place { table: "private", owner: member, row: 0, field }
}

/// Decrypts what a member is known by. `field`: `phone` or `account`.
pub fn open(vault: &Vault, member: i64, field: &str, secret: &[u8]) -> Result<String, Refusal> {
    let kind = if field == "phone" { Kind::Phone } else { Kind::Name };
    Ok(vault.open(kind, &place(member, field), secret)?)
}

/// What a member is known by under the current key.
#[derive(Debug, Clone)]
pub struct Renewed {
    /// Encrypted.
    pub secret: Vec<u8>,
    /// The keyed hashes under which it is found, the current key's first.
    pub hashes: Vec<Vec<u8>>,
    /// Those of a phone's last four digits.
    pub tails: Vec<Vec<u8>>,
}

/// Makes anew what is kept of a member's field (`phone` or `account`); nothing if it is under the current key.
pub fn renew(
    vault: &Vault,
    random: &mut dyn Random,
    phones: &Phones,
    (member, field): (i64, &str),
    secret: &[u8],
) -> Result<Option<Renewed>, Refusal> {
    if vault.is_current(secret) {
        return Ok(None);
    }
    let text = open(vault, member, field, secret)?;
    let identity = if field == "phone" { Identity::Phone(text) } else { Identity::Account(text) };
    let tails = match &identity {
        Identity::Phone(phone) => vault.digests(Search::PhoneTail, phone, phones),
        Identity::Account(_) => Vec::new(),
    };
    let secret = vault.seal(identity.seal_kind(), &place(member, field), identity.text(), random)?;
    let tails = tails.into_iter().map(|digest| digest.0.to_vec()).collect();
    Ok(Some(Renewed { secret, hashes: identity.digests(vault, phones), tails }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_may_sign_in_with() {
        let phones = Phones::default();
        let read = |text| Identity::read(text, &phones);
        assert_eq!(read("138 0013 8000"), Some(Identity::Phone("+8613800138000".to_owned())));
        assert_eq!(read("＋86-138-0013-8000"), Some(Identity::Phone("+8613800138000".to_owned())));
        assert_eq!(read(" Xiao_Wei "), Some(Identity::Account("xiao_wei".to_owned())));
        assert_eq!(read("小微的店"), Some(Identity::Account("小微的店".to_owned())));
        let long = "x".repeat(33);
        for text in [
            "",
            "ab",
            "12",
            "1abc",
            "a b c",
            "a@b.cn",
            "<b>",
            "名\u{202e}字字",
            "\u{3164}abc",
            "аdmin",
            long.as_str(),
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(format!("{:?}", read("13800138000").unwrap()), "phone", "never printed");
    }
}
