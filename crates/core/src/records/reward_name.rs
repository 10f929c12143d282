//! The name of a reward in the API: what tells it from every other reward of the same member.

use banyan_base::refusal::Refusal;

use super::rewards::Kind;

/// What tells a member's rewards apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// What kind of event it came from.
    pub kind: Kind,
    /// The order; who joined or rose; the close of the period.
    pub id: i64,
    /// The line; the seller of the period; 0.
    pub line: i64,
    /// The refund; 0.
    pub step: i64,
    /// Which entry of its event.
    pub place: i64,
}

impl Name {
    /// `sale-1767268800000000007-1-0-2`.
    pub fn text(self) -> String {
        let Self { kind, id, line, step, place } = self;
        format!("{}-{id}-{line}-{step}-{place}", kind.word())
    }

    /// The name of a text.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let mut parts = text.split('-');
        let kind = parts.next().and_then(Kind::of_word);
        let mut number = || -> Option<i64> {
            let part = parts.next()?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten()
        };
        let numbers = [number(), number(), number(), number()];
        let (kind, [Some(id), Some(line), Some(step), Some(place)], None) = (kind, numbers, parts.next())
        else {
            return Err(Refusal::not_found("奖励", "reward"));
        };
        let kind = kind.ok_or_else(|| Refusal::not_found("奖励", "reward"))?;
        Ok(Self { kind, id, line, step, place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_written() {
        let name = Name { kind: Kind::FirstSale, id: 17, line: 2, step: 0, place: 9 };
        assert_eq!(name.text(), "first_sale-17-2-0-9");
        assert_eq!(Name::read(&name.text()).unwrap(), name);
        for text in
            ["", "sale", "sale-1-2-3", "sale-1-2-3-4-5", "sale-1-2-3-x", "gift-1-2-3-4", "sale-1--2-3-4"]
        {
            assert_eq!(Name::read(text).unwrap_err().code, "not_found", "{text}");
        }
    }
}
