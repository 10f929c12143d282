//! Who gets an order: encrypted before it reaches the writer, found again by keyed hashes.

use std::sync::PoisonError;

use banyan_base::random::Random;
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_base::vault::{Kind, Phones, Place, Search, Vault, mask_address, mask_name, mask_phone};
use banyan_core::work::Facts;
use banyan_store::{Conn, DbError, row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Name, phone and address of a recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipientBody {
    /// 收件人
    #[schema(min_length = 1, max_length = 50)]
    pub name: String,
    /// 手机号
    #[schema(min_length = 4, max_length = 40)]
    pub phone: String,
    /// 省、市、区和详细地址
    #[schema(min_length = 1, max_length = 300)]
    pub address: String,
}

/// A recipient, already encrypted, with what they can be found by.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// Name, phone and address, encrypted.
    pub secret: Vec<u8>,
    /// Keyed hash of the last four digits of the phone.
    pub tail: Vec<u8>,
    /// Keyed hash of the name.
    pub name: Vec<u8>,
}

fn place(buyer: i64) -> Place<'static> {
    Place { table: "orders", owner: buyer, row: 0, field: "recipient" }
}

/// One of a member's own addresses.
pub fn saved(conn: &mut Conn, vault: &Vault, member: i64, address: i64) -> Result<RecipientBody, Refusal> {
    let secret = address_of(conn, member, address)?;
    let secret = secret.ok_or_else(|| Refusal::not_found("地址", "address").at("/address"))?;
    let place = Place { table: "address", owner: member, row: address, field: "secret" };
    let plain = vault.open(Kind::Address, &place, &secret);
    Ok(serde_json::from_str(&plain.map_err(|error| Refusal::broken(error.to_string()))?)?)
}

/// Checks a recipient; their phone number in its one spelling. `field` is where they stand in the request.
pub fn check(body: &RecipientBody, phones: &Phones, field: &str) -> Result<RecipientBody, Refusal> {
    let name = text::line(&body.name, &format!("{field}/name"), 1, 50)?;
    let address = text::lines(&body.address, &format!("{field}/address"), 1, 300)?;
    let phone = phones.normal(&body.phone).ok_or_else(|| {
        Refusal::unacceptable(
            "phone_invalid",
            "手机号不正确，请检查",
            "this is no phone number; please check it",
        )
        .at(format!("{field}/phone"))
    })?;
    Ok(RecipientBody { name, phone, address })
}

/// Checks and encrypts a recipient.
pub fn seal(facts: &Facts, phones: &Phones, buyer: i64, body: &RecipientBody) -> Result<Recipient, Refusal> {
    let plain = check(body, phones, "/recipient")?;
    let mut random = facts.random.lock().unwrap_or_else(PoisonError::into_inner);
    sealed(&facts.vault, &mut **random, phones, buyer, &plain)
}

/// Makes anew what is kept of a recipient; nothing if it is under the current key.
pub fn renew(
    vault: &Vault,
    random: &mut dyn Random,
    phones: &Phones,
    buyer: i64,
    secret: &[u8],
) -> Result<Option<Recipient>, Refusal> {
    if vault.is_current(secret) {
        return Ok(None);
    }
    let plain = open(vault, buyer, secret)?;
    sealed(vault, random, phones, buyer, &plain).map(Some)
}

fn sealed(
    vault: &Vault,
    random: &mut dyn Random,
    phones: &Phones,
    buyer: i64,
    plain: &RecipientBody,
) -> Result<Recipient, Refusal> {
    let digest = |kind, text: &str| {
        vault.digest(kind, text, phones).map(|digest| digest.0.to_vec()).unwrap_or_default()
    };
    let (tail, name) = (digest(Search::PhoneTail, &plain.phone), digest(Search::Name, &plain.name));
    let plain = serde_json::to_string(plain)?;
    let secret = vault.seal(Kind::Address, &place(buyer), &plain, random);
    let secret = secret.map_err(|error| Refusal::broken(error.to_string()))?;
    Ok(Recipient { secret, tail, name })
}

/// Decrypts a recipient.
pub fn open(vault: &Vault, buyer: i64, secret: &[u8]) -> Result<RecipientBody, Refusal> {
    let plain = vault.open(Kind::Address, &place(buyer), secret);
    let plain = plain.map_err(|error| Refusal::broken(error.to_string()))?;
    Ok(serde_json::from_str(&plain)?)
}

/// The same, for who need not know.
pub fn masked(recipient: &RecipientBody) -> RecipientBody {
    RecipientBody {
        name: mask_name(&recipient.name),
        phone: mask_phone(&recipient.phone),
        address: mask_address(&recipient.address),
    }
}

/// One of a member's own addresses, encrypted.
fn address_of(conn: &mut Conn, member: i64, id: i64) -> Result<Option<Vec<u8>>, DbError> {
    let found = conn.one("SELECT secret FROM address WHERE member = $1 AND id = $2", &row![member, id])?;
    found.map(|row| row.bytes(0).map(<[u8]>::to_vec)).transpose()
}
