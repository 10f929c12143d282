//! Invitation codes: short enough to be read out, typed from a poster and remembered for a minute.

use crate::random::{NoRandomness, Random};
use banyan_plan::words::Text;

use super::letters::{drawn, typed};

/// Characters of an invitation code.
pub const INVITATION_LENGTH: usize = 8;

/// A new code: one of 25^8 (1.5 × 10^11). It is no secret, only hard to hit by chance: with a million codes in use one
/// guess in 150,000 hits one. The database says whether it is taken already.
pub fn invitation(random: &mut dyn Random) -> Result<String, NoRandomness> {
    drawn(random, INVITATION_LENGTH)
}

/// Why a text is no invitation code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// Too short or too long.
    #[error("an invitation code has {INVITATION_LENGTH} characters")]
    WrongLength,
    /// A character that no code contains.
    #[error("no invitation code contains “{0}”")]
    WrongCharacter(char),
}

impl InvitationError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::WrongLength => "invitation_length",
            Self::WrongCharacter(_) => "invitation_character",
        }
    }

    /// What to tell people.
    pub fn text(self) -> Text {
        let zh = match self {
            Self::WrongLength => format!("邀请码有 {INVITATION_LENGTH} 个字符"),
            Self::WrongCharacter(letter) => format!("邀请码里不会有“{letter}”"),
        };
        Text::new(zh, self.to_string())
    }
}

/// Reads a code as people type it: small letters, full-width letters, spaces and hyphens do no harm.
pub fn read_invitation(text: &str) -> Result<String, InvitationError> {
    // Nobody types eight characters in more bytes than this; the rest need not be looked at.
    if text.len() > 256 {
        return Err(InvitationError::WrongLength);
    }
    let code = typed(text).map_err(InvitationError::WrongCharacter)?;
    if code.len() == INVITATION_LENGTH { Ok(code) } else { Err(InvitationError::WrongLength) }
}
