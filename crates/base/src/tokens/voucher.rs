//! Codes of vouchers: whoever shows one is served, so that nobody may guess it, and whoever types one may mistype it.

use crate::random::{NoRandomness, Random};
use banyan_plan::words::Text;

use super::letters::{ALPHABET, drawn, typed};

/// Characters of a voucher's code: all but the last are drawn, 25^15, which is more than 69 bits. The last one is a check.
pub const VOUCHER_LENGTH: usize = 16;

/// Characters between two hyphens of a code as it is shown.
const GROUP: usize = 4;

/// A new code, without hyphens.
pub fn voucher(random: &mut dyn Random) -> Result<String, NoRandomness> {
    let mut code = drawn(random, VOUCHER_LENGTH - 1)?;
    // The check sign has weight one: it is the letter that makes the weighted sum of the whole code zero.
    let (ones, fives) = times_root(sum(&code));
    let (ones, fives) = ((5 - ones) % 5, (5 - fives) % 5);
    code.push(char::from(ALPHABET[usize::from(ones + 5 * fives)]));
    Ok(code)
}

/// A code as people read it: `ABCD-EFGH-JKMN-PQRT`.
pub fn grouped(code: &str) -> String {
    let mut shown = String::with_capacity(code.len() + code.len() / GROUP);
    for (place, letter) in code.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            shown.push('-');
        }
        shown.push(letter);
    }
    shown
}

/// An element of the field with 25 elements, a + b·r with a root r of x² = x + 3, which is primitive: its first 24 powers differ.
type Element = (u8, u8);

fn times_root((ones, roots): Element) -> Element {
    ((3 * roots) % 5, (ones + roots) % 5)
}

/// The letters as digits to the base of the root. One letter that is wrong changes it, and so do two that changed places.
fn sum(code: &str) -> Element {
    code.bytes().fold((0, 0), |sum, letter| {
        let place = ALPHABET.iter().position(|known| *known == letter).unwrap_or(0);
        let (ones, roots) = times_root(sum);
        ((ones + (place % 5) as u8) % 5, (roots + (place / 5) as u8) % 5)
    })
}

/// Why a text is no voucher's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VoucherError {
    /// Too short or too long.
    #[error("a voucher’s code has {VOUCHER_LENGTH} characters")]
    WrongLength,
    /// A character that no code contains.
    #[error("no voucher’s code contains “{0}”")]
    WrongCharacter(char),
    /// The check does not fit.
    #[error("the code was mistyped: a character is wrong, or two have changed places")]
    Mistyped,
}

impl VoucherError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::WrongLength => "voucher_length",
            Self::WrongCharacter(_) => "voucher_character",
            Self::Mistyped => "voucher_mistyped",
        }
    }

    /// What to tell people.
    pub fn text(self) -> Text {
        let zh = match self {
            Self::WrongLength => format!("核销码有 {VOUCHER_LENGTH} 个字符"),
            Self::WrongCharacter(letter) => format!("核销码里不会有“{letter}”"),
            Self::Mistyped => "核销码输入有误：有字符错了，或两个字符的位置颠倒".to_owned(),
        };
        Text::new(zh, self.to_string())
    }
}

/// Reads a code as people type it or a camera reads it, and checks it before anything is looked up.
pub fn read_voucher(text: &str) -> Result<String, VoucherError> {
    if text.len() > 256 {
        return Err(VoucherError::WrongLength);
    }
    let code = typed(text).map_err(VoucherError::WrongCharacter)?;
    match (code.len(), sum(&code)) {
        (VOUCHER_LENGTH, (0, 0)) => Ok(code),
        (VOUCHER_LENGTH, _) => Err(VoucherError::Mistyped),
        _ => Err(VoucherError::WrongLength),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seeded;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let mut random = Seeded::new(1);
        for _ in 0..200 {
            let code = voucher(&mut random).unwrap();
            let shown = grouped(&code);
            assert_eq!((code.len(), shown.len()), (16, 19));
            assert_eq!(read_voucher(&format!(" {} ", shown.to_lowercase())), Ok(code));
        }
    }

    #[test]
    fn one_wrong_letter_and_two_that_changed_places_are_told() {
        let mut random = Seeded::new(2);
        for _ in 0..20 {
            let code: Vec<char> = voucher(&mut random).unwrap().chars().collect();
            for place in 0..code.len() {
                for letter in ALPHABET.iter().map(|byte| char::from(*byte)) {
                    let mut wrong = code.clone();
                    wrong[place] = letter;
                    let read = read_voucher(&wrong.iter().collect::<String>());
                    assert_eq!(read.is_ok(), letter == code[place]);
                }
                for other in 0..place {
                    let mut wrong = code.clone();
                    wrong.swap(place, other);
                    let read = read_voucher(&wrong.iter().collect::<String>());
                    assert_eq!(read.is_ok(), code[place] == code[other], "{place} and {other}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_code_is_told_apart() {
        assert_eq!(read_voucher("346789"), Err(VoucherError::WrongLength));
        assert_eq!(read_voucher("O46789ACDEFGHJKM"), Err(VoucherError::WrongCharacter('O')));
        assert_eq!(read_voucher(&"3".repeat(300)), Err(VoucherError::WrongLength));
        assert_eq!(read_voucher("4333333333333333"), Err(VoucherError::Mistyped));
    }
}
