//! The signature: SHA-1 of token, timestamp, nonce and encrypted text, sorted as bytes and put together.

use sha1::{Digest as _, Sha1};
use subtle::ConstantTimeEq as _;

/// The signature as 40 lower-case hexadecimal digits.
pub(super) fn of(mut parts: [&str; 4]) -> String {
    parts.sort_unstable();
    let mut hash = Sha1::new();
    for part in parts {
        hash.update(part.as_bytes());
    }
    let digits: Vec<String> = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// Whether a signature is the one of these parts. Takes as long whatever part of it is right.
pub(super) fn is(signature: &str, parts: [&str; 4]) -> bool {
    of(parts).as_bytes().ct_eq(signature.as_bytes()).into()
}
