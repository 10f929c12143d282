//! Randomness is a parameter, as the clock is: who needs it takes a [`Random`].

use banyan_plan::words::Text;
use ring::digest;
use ring::rand::{SecureRandom, SystemRandom};

/// A source of random bytes. Everything that must not be guessed asks for [`Os`].
pub trait Random {
    /// Fills `out`; nothing in it may be used if this fails.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The operating system gave no random bytes: nothing secret can be made now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;

impl NoRandomness {
    /// The stable code.
    pub fn code(self) -> &'static str {
        "no_randomness"
    }

    /// What to tell people.
    pub fn text(self) -> Text {
        Text::new(
            "操作系统没有给出随机数，请稍后再试",
            "the operating system gave no random bytes; try again later",
        )
    }
}

/// The operating system's random bytes.
#[derive(Debug, Default, Clone, Copy)]
pub struct Os;

impl Random for Os {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        SystemRandom::new().fill(out).map_err(|_| NoRandomness)
    }
}

/// Bytes that follow from a seed: for tests and the demo, where every run must be the same. Never for a shop that
/// takes money: who knows the seed knows every token.
#[derive(Debug, Clone)]
pub struct Seeded {
    seed: u64,
    blocks: u64,
}

impl Seeded {
    /// A source that always gives the same bytes for the same seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, blocks: 0 }
    }
}

impl Random for Seeded {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        for chunk in out.chunks_mut(digest::SHA256_OUTPUT_LEN) {
            let mut input = [0; 16];
            input[..8].copy_from_slice(&self.seed.to_be_bytes());
            input[8..].copy_from_slice(&self.blocks.to_be_bytes());
            self.blocks += 1;
            let block = digest::digest(&digest::SHA256, &input);
            chunk.copy_from_slice(&block.as_ref()[..chunk.len()]);
        }
        Ok(())
    }
}

/// A source that has nothing to give.
#[cfg(test)]
pub struct Dry;

#[cfg(test)]
impl Random for Dry {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), NoRandomness> {
        Err(NoRandomness)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_bytes_again_and_another_seed_gives_others() {
        let bytes = |seed| {
            let mut out = [0; 70];
            Seeded::new(seed).fill(&mut out).unwrap();
            out
        };
        assert_eq!(bytes(1), bytes(1));
        assert_ne!(bytes(1), bytes(2));
        assert_ne!(bytes(1)[..32], bytes(1)[32..64]);
    }

    #[test]
    fn the_operating_system_does_not_repeat_itself() {
        let (mut one, mut other) = ([0; 32], [0; 32]);
        Os.fill(&mut one).unwrap();
        Os.fill(&mut other).unwrap();
        assert_ne!(one, other);
    }
}
