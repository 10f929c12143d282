//! The letters of codes that people read out and type.

use crate::random::{NoRandomness, Random};
use unicode_normalization::UnicodeNormalization;

/// No look-alikes: of 0 O, 1 I L, 2 Z, 5 S none, of 8 B and of U V one.
pub(super) const ALPHABET: &[u8; 25] = b"346789ACDEFGHJKMNPQRTVWXY";

/// The largest multiple of the alphabet's length in a byte: what is above would make the first letters likelier.
const FAIR: u8 = 250;

/// Draws a code of `length` letters. Every letter is equally likely, so that no code is easier to guess than another.
pub(super) fn drawn(random: &mut dyn Random, length: usize) -> Result<String, NoRandomness> {
    let mut code = String::with_capacity(length);
    while code.len() < length {
        let mut bytes = vec![0; length];
        random.fill(&mut bytes)?;
        let fair = bytes.into_iter().filter(|byte| *byte < FAIR);
        for byte in fair.take(length - code.len()) {
            code.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
        }
    }
    Ok(code)
}

/// What somebody typed, as letters of the alphabet: small letters, full-width letters, spaces and hyphens do no harm. The error is the
/// first character that no code contains.
pub(super) fn typed(text: &str) -> Result<String, char> {
    let mut code = String::new();
    for letter in text.nfkc() {
        if letter.is_whitespace() || letter == '-' {
            continue;
        }
        let capital = letter.to_ascii_uppercase();
        match u8::try_from(capital) {
            Ok(byte) if ALPHABET.contains(&byte) => code.push(capital),
            _ => return Err(letter),
        }
    }
    Ok(code)
}
