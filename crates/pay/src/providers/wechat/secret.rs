//! Encrypting a member's name for WeChat Pay (《敏感信息加密》): RSA-OAEP with SHA-1 and MGF1, 2048 bits and up.
//!
//! `ring` verifies with public keys and does not encrypt with them, so the public operation is made of big numbers here. No
//! private key is involved, and the padding is fresh for every message, so time that depends on the bits tells nobody anything.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use num_bigint::BigUint;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::keys::PlatformKey;

/// Bytes of a SHA-1 digest.
const HASH: usize = 20;

/// The name, encrypted, base64. `seed` must be random and used once. `None` if the name is too long for the key.
pub(super) fn encrypt(key: &PlatformKey, name: &str, seed: [u8; HASH]) -> Option<String> {
    let size = key.modulus.len();
    let padded = pad(name.as_bytes(), seed, size)?;
    Some(STANDARD.encode(power(&padded, key.exponent, &key.modulus)))
}

/// EME-OAEP of RFC 8017, 7.1.1, with an empty label: `00 ‖ masked seed ‖ masked (hash of label ‖ 00… ‖ 01 ‖ message)`.
fn pad(message: &[u8], mut seed: [u8; HASH], size: usize) -> Option<Vec<u8>> {
    let zeros = size.checked_sub(message.len() + 2 * HASH + 2)?;
    let mut block = digest(&SHA1_FOR_LEGACY_USE_ONLY, b"").as_ref().to_vec();
    block.resize(HASH + zeros, 0);
    block.push(1);
    block.extend_from_slice(message);
    mask(&mut block, &seed);
    mask(&mut seed, &block);
    Some([&[0], &seed[..], &block].concat())
}

/// Combines with MGF1 of the seed (RFC 8017, B.2.1).
fn mask(bytes: &mut [u8], seed: &[u8]) {
    for (counter, chunk) in (0_u32..).zip(bytes.chunks_mut(HASH)) {
        let stream = digest(&SHA1_FOR_LEGACY_USE_ONLY, &[seed, &counter.to_be_bytes()].concat());
        for (byte, with) in chunk.iter_mut().zip(stream.as_ref()) {
            *byte ^= with;
        }
    }
}

/// The public operation of RSA: `block ^ exponent mod modulus`, as long as the modulus.
fn power(block: &[u8], exponent: u64, modulus: &[u8]) -> Vec<u8> {
    let [block, number] = [block, modulus].map(BigUint::from_bytes_be);
    let bytes = block.modpow(&BigUint::from(exponent), &number).to_bytes_be();
    [vec![0; modulus.len().saturating_sub(bytes.len())], bytes].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> PlatformKey {
        let pem = include_bytes!("../../../tests/fixtures/wechatpay/platform-public.pub.pem");
        PlatformKey::from_public(pem).unwrap()
    }

    /// The private exponent and modulus of the test key. PKCS #8 holds: version, algorithm, octets of RSAPrivateKey
    /// (version, n, e, d, …), so d is the fourth integer inside.
    fn private() -> (Vec<u8>, Vec<u8>) {
        let pem = include_str!("../../../tests/fixtures/wechatpay/platform-public.key.pem");
        let (_, pem) = x509_parser::pem::parse_x509_pem(pem.as_bytes()).unwrap();
        let der = &pem.contents;
        // 2048-bit integers of this key start with `02 82 01 0l`: n first, then d.
        let mut integers = (0..der.len() - 4).filter(|&at| der[at..at + 3] == [2, 0x82, 1]).map(|at| {
            let length = 256 + usize::from(der[at + 3]);
            let bytes = &der[at + 4..at + 4 + length];
            bytes[length - 256..].to_vec()
        });
        (integers.next().unwrap(), integers.next().unwrap())
    }

    /// The reverse of `encrypt`, for tests.
    fn decrypt(sealed: &str) -> Option<String> {
        let (modulus, exponent) = private();
        let [base, exponent, number] =
            [&STANDARD.decode(sealed).ok()?, &exponent, &modulus].map(|bytes| BigUint::from_bytes_be(bytes));
        let bytes = base.modpow(&exponent, &number).to_bytes_be();
        let block = [vec![0; modulus.len() - bytes.len()], bytes].concat();
        let (mut seed, mut block) = (block[1..=HASH].to_vec(), block[HASH + 1..].to_vec());
        mask(&mut seed, &block);
        mask(&mut block, &seed);
        let start = HASH + block[HASH..].iter().position(|&byte| byte != 0)?;
        (block[..HASH] == *digest(&SHA1_FOR_LEGACY_USE_ONLY, b"").as_ref() && block[start] == 1)
            .then(|| String::from_utf8(block[start + 1..].to_vec()).ok())
            .flatten()
    }

    #[test]
    fn what_openssl_encrypts_opens_and_so_does_ours() {
        let theirs = include_str!("../../../tests/fixtures/wechatpay/name.openssl-oaep.base64");
        assert_eq!(decrypt(theirs).unwrap(), "张三");
        let ours = encrypt(&key(), "张三", [9; HASH]).unwrap();
        assert_ne!(ours, theirs);
        assert_eq!(decrypt(&ours).unwrap(), "张三");
        // 2048 bits take 214 bytes.
        assert!(encrypt(&key(), &"a".repeat(214), [9; HASH]).is_some());
        assert!(encrypt(&key(), &"a".repeat(215), [9; HASH]).is_none());
    }

    #[test]
    fn small_powers_are_right_and_as_long_as_the_modulus() {
        assert_eq!(power(&[5], 3, &[0, 0, 1, 0]), [0, 0, 0, 125]);
        assert_eq!(
            power(&[7], 65_537, &1_000_003_u64.to_be_bytes()),
            modular(7, 65_537, 1_000_003).to_be_bytes()
        );
    }

    fn modular(base: u64, exponent: u64, modulus: u64) -> u64 {
        (0..exponent).fold(1_u128, |result, _| result * u128::from(base) % u128::from(modulus)) as u64
    }
}
