//! Buyers become contacts: the order is why they may be contacted.

use std::collections::HashMap;

use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_core::work::Work;
use banyan_people::members::open_identity;
use banyan_store::{Rows, row};

use super::sealed::Details;
use super::{BasisText, Batch, ContactText};
use crate::words::{Basis, Source};

/// A member who is to be a contact.
#[derive(Debug, Clone)]
pub(crate) struct Buyer {
    pub(crate) member: i64,
    pub(crate) nickname: String,
}

/// The phones of some members.
fn phones(work: &mut Work<'_>, members: Vec<i64>) -> Result<HashMap<i64, String>, Refusal> {
    let sql = "SELECT member, secret FROM private WHERE member IN MANY($1) AND field = 'phone'";
    let mut found = HashMap::new();
    for row in work.conn.query(sql, &row![members])? {
        let member = row.int(0)?;
        found.insert(member, open_identity(&work.facts.vault, member, "phone", row.bytes(1)?)?);
    }
    Ok(found)
}

/// Writes down members who are no contacts yet; gives the id of each as a contact, in their order. `note` says where the
/// basis can be seen.
pub(crate) fn add_buyers(
    work: &mut Work<'_>,
    buyers: &[Buyer],
    note: &str,
    actor: &str,
) -> Result<Vec<i64>, Refusal> {
    let mut phones = phones(work, buyers.iter().map(|buyer| buyer.member).collect())?;
    let basis = BasisText { basis: Basis::Order, note: note.to_owned() };
    let (mut batch, mut members) = (Batch::new(), Rows::new("chat_person", &["person", "member"]));
    let mut persons = Vec::with_capacity(buyers.len());
    for buyer in buyers {
        let phone = phones.remove(&buyer.member).unwrap_or_default();
        let details = Details { phone, ..Details::default() };
        let name = if buyer.nickname.is_empty() {
            format!("#{}", buyer.member % 1_000_000)
        } else {
            buyer.nickname.clone()
        };
        let text = ContactText { name, region: String::new(), details, source: Source::Other, channel: None };
        let person = batch.add(work, &text, &basis, None, actor)?;
        members.push([person.into(), buyer.member.into()]);
        persons.push(person);
    }
    batch.write(work)?;
    work.conn.update(&members, 1)?;
    Ok(persons)
}

/// Lets accounts know contacts whom they are to add; those that know them go on knowing them as they do.
pub(crate) fn tie(work: &mut Work<'_>, ties: Vec<(i64, i64)>) -> Result<(), Refusal> {
    let mut batch = Batch::new();
    for (account, person) in ties {
        batch.tie(account, person, "", None);
    }
    batch.write(work)
}

/// The birthday that is known of a contact: `1990-05-01`, or empty.
pub(crate) fn birthday(vault: &Vault, person: i64, secret: &[u8]) -> Result<String, Refusal> {
    Ok(Details::open(vault, person, secret)?.birthday)
}
