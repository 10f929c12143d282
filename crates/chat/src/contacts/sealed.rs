//! What says who a contact is: sealed before it is stored, found again by a keyed hash of the phone.

use std::sync::PoisonError;

use banyan_base::random::Random;
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_base::vault::{Kind, Phones, Place, Search, Vault};
use banyan_core::work::Facts;
use banyan_plan::time::day;
use serde::{Deserialize, Serialize};

use crate::words::ContactField;

/// Phone, birthday and note of a contact; what is not known is empty.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Details {
    /// As E.164 has it.
    pub(crate) phone: String,
    /// `1990-05-01`.
    pub(crate) birthday: String,
    pub(crate) note: String,
}

impl std::fmt::Debug for Details {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("details")
    }
}

fn place(person: i64) -> Place<'static> {
    Place { table: "chat_person", owner: person, row: 0, field: "secret" }
}

impl Details {
    /// Checks what somebody wrote.
    pub(crate) fn read(phone: &str, birthday: &str, note: &str, phones: &Phones) -> Result<Self, Refusal> {
        let phone = match phone.trim() {
            "" => String::new(),
            written => phones.normal(written).ok_or_else(|| {
                let (zh, en) = ("手机号不正确，请检查", "this is no phone number; please check it");
                Refusal::unacceptable("phone_invalid", zh, en).at("/phone")
            })?,
        };
        let birthday = birthday.trim();
        if !birthday.is_empty() && day(birthday).is_none() {
            let (zh, en) = ("生日应写成 1990-05-01", "expected a birthday as 1990-05-01");
            return Err(Refusal::unacceptable("birthday_invalid", zh, en).at("/birthday"));
        }
        Ok(Self { phone, birthday: birthday.to_owned(), note: text::lines(note, "/note", 0, 500)? })
    }

    /// Fills what is empty from another one.
    pub(crate) fn or(self, other: &Self) -> Self {
        let first = |one: String, two: &String| if one.is_empty() { two.clone() } else { one };
        Self {
            phone: first(self.phone, &other.phone),
            birthday: first(self.birthday, &other.birthday),
            note: first(self.note, &other.note),
        }
    }

    pub(crate) fn seal(&self, facts: &Facts, person: i64) -> Result<Vec<u8>, Refusal> {
        let mut random = facts.random.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(facts.vault.seal(Kind::Phone, &place(person), &serde_json::to_string(self)?, &mut **random)?)
    }

    pub(crate) fn open(vault: &Vault, person: i64, secret: &[u8]) -> Result<Self, Refusal> {
        Ok(serde_json::from_str(&vault.open(Kind::Phone, &place(person), secret)?)?)
    }

    /// The keyed hashes of the phone, the current key's first.
    pub(crate) fn hashes(&self, vault: &Vault, phones: &Phones) -> Vec<Vec<u8>> {
        if self.phone.is_empty() {
            return Vec::new();
        }
        let found = vault.digests(Search::Phone, &self.phone, phones);
        found.into_iter().map(|digest| digest.0.to_vec()).collect()
    }

    /// A bit for each field that is known.
    pub(crate) fn filled(&self, region: &str) -> i64 {
        let known = [
            (ContactField::Phone, &*self.phone),
            (ContactField::Region, region),
            (ContactField::Birthday, &*self.birthday),
            (ContactField::Note, &*self.note),
        ];
        known.into_iter().filter(|(_, text)| !text.is_empty()).map(|(field, _)| bit(field)).sum()
    }
}

/// What is kept of a contact, sealed, and the keyed hashes of their phone, the current key's first.
pub type Renewed = (Vec<u8>, Vec<Vec<u8>>);

/// Makes anew what is kept of a contact; nothing if it is under the current key.
pub fn renew(
    vault: &Vault,
    random: &mut dyn Random,
    phones: &Phones,
    person: i64,
    secret: &[u8],
) -> Result<Option<Renewed>, Refusal> {
    let made = vault.renew(Kind::Phone, &place(person), secret, random)?;
    let details = Details::open(vault, person, secret)?;
    Ok(made.map(|secret| (secret, details.hashes(vault, phones))))
}

/// The bit of a field. Bits are stored: their order stays.
pub(crate) fn bit(field: ContactField) -> i64 {
    match field {
        ContactField::Phone => 1,
        ContactField::Region => 2,
        ContactField::Birthday => 4,
        ContactField::Note => 8,
    }
}
