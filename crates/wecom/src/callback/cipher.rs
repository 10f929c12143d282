//! The encrypted text: AES-256-CBC over 16 random bytes ‖ length ‖ message ‖ receive id, padded to 32 bytes.

use aes::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _};
use aes::{Aes256, Block};
use base64::Engine as _;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

use crate::error::CallbackError;

/// Texts are padded to a multiple of this, though the cipher's blocks have 16 bytes.
const PADDED_TO: usize = 32;
/// Random bytes before the message.
const RANDOM: usize = 16;
/// Bytes that tell the length of the message, the highest first.
const LENGTH: usize = 4;

/// Keys that WeCom makes end in bits that are not zero, which strict decoders refuse.
const KEY: GeneralPurpose =
    GeneralPurpose::new(&ALPHABET, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

pub(super) struct Cipher {
    key: [u8; 32],
}

impl Cipher {
    /// A key as WeCom shows it: 43 characters of base64.
    pub(super) fn new(encoding_aes_key: &str) -> Option<Self> {
        if encoding_aes_key.len() != 43 {
            return None;
        }
        let bytes = KEY.decode(format!("{encoding_aes_key}=")).ok()?;
        Some(Self { key: bytes.try_into().ok()? })
    }

    /// The first half of the key is the first block of the chain as well.
    fn iv(&self) -> [u8; 16] {
        std::array::from_fn(|at| self.key[at])
    }

    /// Decrypts a base64 text: the message, and whom it is for.
    pub(super) fn open(&self, encrypted: &str) -> Result<(Vec<u8>, Vec<u8>), CallbackError> {
        let mut bytes = STANDARD.decode(encrypted).map_err(|_| CallbackError::NotCiphertext)?;
        if bytes.is_empty() || !bytes.len().is_multiple_of(PADDED_TO) {
            return Err(CallbackError::NotCiphertext);
        }
        let (blocks, _) = Block::slice_as_chunks_mut(&mut bytes);
        cbc::Decryptor::<Aes256>::new(&self.key.into(), &self.iv().into()).decrypt_blocks(blocks);
        let text = unpadded(&bytes).ok_or(CallbackError::WrongPadding)?;
        let told = text.get(RANDOM..).and_then(|rest| rest.split_first_chunk::<LENGTH>());
        let (length, rest) = told.ok_or(CallbackError::ShortText)?;
        let length = u32::from_be_bytes(*length) as usize;
        let (message, receive_id) = rest.split_at_checked(length).ok_or(CallbackError::ShortText)?;
        Ok((message.to_vec(), receive_id.to_vec()))
    }

    /// Encrypts a message for a receive id.
    pub(super) fn seal(&self, message: &[u8], receive_id: &[u8], random: [u8; RANDOM]) -> String {
        let mut bytes = random.to_vec();
        bytes.extend_from_slice(&(message.len() as u32).to_be_bytes());
        bytes.extend_from_slice(message);
        bytes.extend_from_slice(receive_id);
        // A text that fills its last block gets a block of padding more.
        let pad = PADDED_TO - bytes.len() % PADDED_TO;
        bytes.resize(bytes.len() + pad, pad as u8);
        let (blocks, _) = Block::slice_as_chunks_mut(&mut bytes);
        cbc::Encryptor::<Aes256>::new(&self.key.into(), &self.iv().into()).encrypt_blocks(blocks);
        STANDARD.encode(bytes)
    }
}

/// The text without its padding; `None` if the padding is none.
fn unpadded(bytes: &[u8]) -> Option<&[u8]> {
    let pad = usize::from(*bytes.last()?);
    if !(1..=PADDED_TO).contains(&pad) {
        return None;
    }
    let (text, padding) = bytes.split_at_checked(bytes.len().checked_sub(pad)?)?;
    padding.iter().all(|byte| usize::from(*byte) == pad).then_some(text)
}
