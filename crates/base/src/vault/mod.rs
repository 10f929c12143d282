//! Personal data: encrypted at rest with a key that is not in the database, found again by keyed hashes, masked for
//! display.
//!
//! From each 32-byte master key HKDF-SHA256 (RFC 5869) derives one AES-256-GCM key per [`Kind`] of data and one
//! HMAC-SHA256 key per [`Search`], so that a hash of a phone number says nothing about a bank account with the same
//! digits. A sealed value is
//!
//! ```text
//! 1 byte   format, 1
//! 2 bytes  id of the master key, big endian
//! 12 bytes random nonce
//! n + 16   ciphertext and tag
//! ```
//!
//! and its associated data names the table, owner, row and field, so that a ciphertext copied to another member's row
//! does not open there. Random 96-bit nonces are safe for 2^32 values per kind and master key (NIST SP 800-38D, 8.3);
//! a shop that comes near rotates its key. The length of a value is visible in its ciphertext.

mod mask;
mod normal;
mod search;
#[cfg(test)]
mod tests;

pub use mask::{mask_address, mask_bank_number, mask_id_number, mask_name, mask_phone};
pub use normal::{Phones, normal_name, normal_number};
pub use search::{Digest, Search};

use crate::random::{NoRandomness, Random};
use banyan_plan::words::Text;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::{hkdf, hmac};

/// Format of a sealed value.
const FORMAT: u8 = 1;
/// Bytes before the ciphertext.
const HEADER: usize = 3;
/// Bytes of GCM's tag.
const TAG: usize = 16;
/// The longest text that can be sealed, in bytes: personal data is short, and nothing else belongs here.
pub const MAX_PLAIN: usize = 64 * 1024;

/// Why a value cannot be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// No random nonce.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// Two master keys with the same id.
    #[error("two master keys have the id {0}")]
    SameKeyId(u16),
    /// Longer than [`MAX_PLAIN`].
    #[error("the text is longer than 64 KiB")]
    TooLong,
    /// Too short for a sealed value.
    #[error("this is no sealed value")]
    NotSealed,
    /// Sealed in a format that this version does not know.
    #[error("sealed in format {0}, which this version does not know")]
    UnknownFormat(u8),
    /// Sealed with a master key that was not given.
    #[error("sealed with master key {0}, which was not given")]
    UnknownKey(u16),
    /// Changed since it was sealed, moved from another row, or the key has the right id and the wrong bytes.
    #[error(
        "the value was changed, belongs to another row, or the master key is not the one it was sealed with"
    )]
    Tampered,
}

impl VaultError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRandomness(error) => error.code(),
            Self::SameKeyId(_) => "vault_same_key_id",
            Self::TooLong => "vault_too_long",
            Self::NotSealed => "vault_not_sealed",
            Self::UnknownFormat(_) => "vault_unknown_format",
            Self::UnknownKey(_) => "vault_unknown_key",
            Self::Tampered => "vault_tampered",
        }
    }

    /// What to tell people.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::NoRandomness(error) => return error.text(),
            Self::SameKeyId(id) => format!("两把主密钥的编号都是 {id}"),
            Self::TooLong => "文字超过 64 KiB".to_owned(),
            Self::NotSealed => "这不是加密后的数据".to_owned(),
            Self::UnknownFormat(format) => format!("加密格式 {format} 是本版本不认识的"),
            Self::UnknownKey(id) => format!("数据由主密钥 {id} 加密，但没有提供这把密钥"),
            Self::Tampered => "数据被改动过、属于另一行，或主密钥不是加密时用的那一把".to_owned(),
        };
        Text::new(zh, self.to_string())
    }
}

/// What kind of data is sealed: each has its own key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A phone number.
    Phone,
    /// A person's name.
    Name,
    /// A postal address.
    Address,
    /// The number of an identity document, or a tax number.
    IdNumber,
    /// A bank account or card.
    BankNumber,
    /// A secret of the shop or a member's: a TOTP secret, a payment key.
    Secret,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Phone, Self::Name, Self::Address, Self::IdNumber, Self::BankNumber, Self::Secret];

    /// The name that the subkey is derived for: never change one, what was sealed with it could not be opened.
    fn label(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Name => "name",
            Self::Address => "address",
            Self::IdNumber => "id-number",
            Self::BankNumber => "bank-number",
            Self::Secret => "secret",
        }
    }
}

/// Where a value lives. It opens there and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The table.
    pub table: &'a str,
    /// The member (or staff, or supplier) that the row belongs to.
    pub owner: i64,
    /// The row's own id; 0 if the owner has only one.
    pub row: i64,
    /// The column.
    pub field: &'a str,
}

impl Place<'_> {
    /// Canonical bytes, lengths first, so that no two places share them; the header is bound as well.
    fn associated_data(&self, header: [u8; HEADER]) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        out.extend_from_slice(&header);
        for part in [self.table.as_bytes(), &self.owner.to_be_bytes(), &self.row.to_be_bytes()] {
            out.extend_from_slice(&(part.len() as u64).to_be_bytes());
            out.extend_from_slice(part);
        }
        out.extend_from_slice(self.field.as_bytes());
        out
    }
}

/// A master key: 32 random bytes kept outside the database, with an id that its ciphertexts carry.
#[derive(Clone)]
pub struct MasterKey {
    /// Its number; a new key gets a new one.
    pub id: u16,
    /// The key.
    pub bytes: [u8; 32],
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MasterKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The keys derived from one master key.
struct Keys {
    id: u16,
    /// In the order of [`Kind::ALL`].
    seal: Vec<LessSafeKey>,
    /// In the order of [`Search::ALL`].
    search: Vec<hmac::Key>,
    /// For what is no personal data and only compared.
    tag: hmac::Key,
}

impl Keys {
    fn derive(master: &MasterKey) -> Result<Self, VaultError> {
        // The extraction's salt separates this use of the key from any other; each purpose is an expansion's info.
        let root = hkdf::Salt::new(hkdf::HKDF_SHA256, b"banyan vault 1").extract(&master.bytes);
        let seal = Kind::ALL
            .into_iter()
            .map(|kind| {
                let bytes = subkey(&root, "seal", kind.label())?;
                UnboundKey::new(&AES_256_GCM, &bytes).map(LessSafeKey::new).map_err(|_| VaultError::Tampered)
            })
            .collect::<Result<_, _>>()?;
        let search = Search::ALL
            .into_iter()
            .map(|kind| Ok(hmac::Key::new(hmac::HMAC_SHA256, &subkey(&root, "search", kind.label())?)))
            .collect::<Result<_, VaultError>>()?;
        let tag = hmac::Key::new(hmac::HMAC_SHA256, &subkey(&root, "tag", "1")?);
        Ok(Self { id: master.id, seal, search, tag })
    }
}

/// 32 bytes for one purpose. HKDF only refuses lengths beyond 255 × 32, so the error cannot happen.
fn subkey(root: &hkdf::Prk, purpose: &str, label: &str) -> Result<[u8; 32], VaultError> {
    let mut out = [0; 32];
    let info = [purpose.as_bytes(), b"/", label.as_bytes()];
    root.expand(&info, hkdf::HKDF_SHA256)
        .and_then(|material| material.fill(&mut out))
        .map_err(|_| VaultError::Tampered)?;
    Ok(out)
}

/// Seals and opens personal data, and hashes it for search.
pub struct Vault {
    /// The current key first.
    keys: Vec<Keys>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ids: Vec<u16> = self.keys.iter().map(|keys| keys.id).collect();
        f.debug_struct("Vault").field("key_ids", &ids).finish()
    }
}

impl Vault {
    /// A vault that seals with `current` and also opens what `older` keys sealed. Fails if two keys have one id.
    pub fn new(current: &MasterKey, older: &[MasterKey]) -> Result<Self, VaultError> {
        let mut keys: Vec<Keys> = Vec::with_capacity(1 + older.len());
        for master in std::iter::once(current).chain(older) {
            if keys.iter().any(|known| known.id == master.id) {
                return Err(VaultError::SameKeyId(master.id));
            }
            keys.push(Keys::derive(master)?);
        }
        Ok(Self { keys })
    }

    /// Encrypts `plain` for `place`; 31 bytes longer than the text.
    pub fn seal(
        &self,
        kind: Kind,
        place: &Place<'_>,
        plain: &str,
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, VaultError> {
        if plain.len() > MAX_PLAIN {
            return Err(VaultError::TooLong);
        }
        // `new` puts the current key first and never leaves the list empty.
        let keys = &self.keys[0];
        let header = header(keys.id);
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce)?;
        let mut text = plain.as_bytes().to_vec();
        keys.seal[kind as usize]
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.associated_data(header)),
                &mut text,
            )
            .map_err(|_| VaultError::TooLong)?;
        Ok([header.as_slice(), &nonce, &text].concat())
    }

    /// Decrypts what was sealed for the same kind and place. Never panics, whatever `sealed` is.
    pub fn open(&self, kind: Kind, place: &Place<'_>, sealed: &[u8]) -> Result<String, VaultError> {
        let id = key_id(sealed)?;
        let keys = self.keys.iter().find(|keys| keys.id == id).ok_or(VaultError::UnknownKey(id))?;
        let (nonce, text) = sealed[HEADER..].split_first_chunk::<NONCE_LEN>().ok_or(VaultError::NotSealed)?;
        let mut text = text.to_vec();
        let plain = keys.seal[kind as usize]
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(place.associated_data(header(id))),
                &mut text,
            )
            .map_err(|_| VaultError::Tampered)?;
        String::from_utf8(plain.to_vec()).map_err(|_| VaultError::Tampered)
    }

    /// Seals a value again with the current key; nothing if that has sealed it.
    pub fn renew(
        &self,
        kind: Kind,
        place: &Place<'_>,
        sealed: &[u8],
        random: &mut dyn Random,
    ) -> Result<Option<Vec<u8>>, VaultError> {
        if self.is_current(sealed) {
            return Ok(None);
        }
        let plain = self.open(kind, place, sealed)?;
        self.seal(kind, place, &plain, random).map(Some)
    }

    /// Whether `sealed` was sealed with the current key; if not, seal it again (and store its digests again).
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        key_id(sealed) == Ok(self.keys[0].id)
    }

    /// The keyed hash of a value under the current key, to store beside the ciphertext in an indexed column. `None`
    /// if nothing is left of the text once it is normalised. `phones` says how phone numbers are read.
    pub fn digest(&self, kind: Search, text: &str, phones: &Phones) -> Option<Digest> {
        let normal = search::normal(kind, text, phones)?;
        Some(search::digest(&self.keys[0].search[kind as usize], &normal))
    }

    /// Keyed hashes of a list of texts, lengths first, that is only ever compared: under every key, the current one first.
    pub fn tags(&self, parts: &[&[u8]]) -> Vec<[u8; 32]> {
        let mut all = Vec::new();
        for part in parts {
            all.extend((part.len() as u64).to_be_bytes());
            all.extend(*part);
        }
        self.keys.iter().map(|keys| search::tag(&keys.tag, &all)).collect()
    }

    /// The keyed hashes to look for: under every key, the current one first, so that rows are found while a rotation
    /// is under way. Empty if nothing is left of the text once it is normalised.
    pub fn digests(&self, kind: Search, text: &str, phones: &Phones) -> Vec<Digest> {
        let Some(normal) = search::normal(kind, text, phones) else { return Vec::new() };
        self.keys.iter().map(|keys| search::digest(&keys.search[kind as usize], &normal)).collect()
    }
}

fn header(id: u16) -> [u8; HEADER] {
    let [high, low] = id.to_be_bytes();
    [FORMAT, high, low]
}

/// The id of the key that a value says it was sealed with.
fn key_id(sealed: &[u8]) -> Result<u16, VaultError> {
    if sealed.len() < HEADER + NONCE_LEN + TAG {
        return Err(VaultError::NotSealed);
    }
    if sealed[0] != FORMAT {
        return Err(VaultError::UnknownFormat(sealed[0]));
    }
    Ok(u16::from_be_bytes([sealed[1], sealed[2]]))
}
