//! Ranges as the language writes them: `"gold"`, `"gold.."`, `"..gold"`, `"1"`, `"2.."`, `"1..=3"`.

use super::reader::{Reader, Value};
use crate::diagnostic::Span;
use crate::model::MAX_LEVEL;
use crate::money::Minor;
use crate::words::Text;

/// The two ends of a written range, and whether the upper one belongs to it.
struct Ends<'a> {
    low: Option<&'a str>,
    high: Option<(&'a str, bool)>,
}

fn ends(text: &str) -> Ends<'_> {
    match text.split_once("..") {
        None => Ends { low: Some(text), high: Some((text, true)) },
        Some((low, high)) => {
            let (high, inclusive) = high.strip_prefix('=').map_or((high, false), |high| (high, true));
            Ends {
                low: (!low.is_empty()).then_some(low),
                high: (!high.is_empty()).then_some((high, inclusive)),
            }
        }
    }
}

impl Reader {
    /// A set of ranks as bits: `"gold"` exactly, `"gold.."` at least, `"..gold"` below, `"owner..=gold"` both in.
    pub(super) fn rank_set(&mut self, value: Value<'_>) -> Option<u64> {
        let text = self.text(value)?.trim();
        let span = value.span();
        let ends = ends(text);
        let low = match ends.low {
            Some(id) => self.rank(id.trim(), &span)?,
            None => 1,
        };
        let high = match ends.high {
            Some((id, true)) => self.rank(id.trim(), &span)?,
            Some((id, false)) => self.rank(id.trim(), &span)? - 1,
            None => self.ranks.len() as u8,
        };
        if low > high || (ends.low.is_none() && ends.high.is_none()) {
            self.error(
                &span,
                Text::new(format!("`{text}` 不包含任何等级"), format!("no rank lies in `{text}`")),
                Text::new(
                    "等级从低到高：`\"a..\"` 为 a 及以上，`\"..b\"` 为低于 b",
                    "ranks go from low to high: `\"a..\"` is a and above, `\"..b\"` is below b",
                ),
            );
            return None;
        }
        Some((low..=high).fold(0, |set, rank| set | 1 << rank))
    }

    /// Levels from a number or a range with an end: `2`, `"1..=9"`.
    pub(super) fn levels(&mut self, value: Value<'_>) -> Option<(u32, u32)> {
        let (low, high) = self.distances(value)?;
        let span = value.span();
        let Some(high) = high else {
            self.error(
                &span,
                Text::new("层级要有终点", "the levels need an end"),
                Text::new(
                    format!("写 `\"{low}..=1000\"` 就是能到多远到多远；只付最近的一位写 `{{ nearest = \"等级\" }}`"),
                    format!(
                        "`\"{low}..=1000\"` goes as far as a reward can; `{{ nearest = \"RANK\" }}` pays the nearest only"
                    ),
                ),
            );
            return None;
        };
        if low == 0 || high > MAX_LEVEL {
            self.expected(
                &span,
                &format!("1 到 {MAX_LEVEL} 之间的层级"),
                &format!("levels between 1 and {MAX_LEVEL}"),
            );
            return None;
        }
        Some((low, high))
    }

    /// Distances: a number or a range; `None` as the upper end is "without end".
    pub(super) fn distances(&mut self, value: Value<'_>) -> Option<(u32, Option<u32>)> {
        let span = value.span();
        let owned;
        let text = match value.get_ref() {
            toml::de::DeValue::Integer(number) => {
                owned = number.to_string();
                owned.as_str()
            }
            toml::de::DeValue::String(text) => text.as_ref().trim(),
            _ => "",
        };
        let ends = ends(text);
        let low = ends.low.map(|word| self.level(word, text, &span));
        let high = ends.high.map(|(word, inclusive)| (self.level(word, text, &span), inclusive));
        let low = low.unwrap_or(Some(0))?;
        let high = match high {
            None => None,
            Some((high, true)) => Some(high?),
            Some((high, false)) => {
                let Some(last) = high?.checked_sub(1) else {
                    self.empty(text, &span);
                    return None;
                };
                Some(last)
            }
        };
        if high.is_some_and(|high| high < low) {
            self.empty(text, &span);
            return None;
        }
        Some((low, high))
    }

    /// Counts of at least `least`: `3`, `"3.."` at least, `"..12"` below, `"1..=3"` both in.
    pub(super) fn counts(&mut self, value: Value<'_>, least: u32) -> Option<(u32, u32)> {
        let number;
        let text = match value.get_ref() {
            toml::de::DeValue::Integer(integer) => {
                number = integer.to_string();
                number.as_str()
            }
            toml::de::DeValue::String(text) => text.as_ref().trim(),
            _ => "",
        };
        let ends = ends(text);
        let count = |word: &str| word.trim().parse::<u32>().ok().filter(|count| *count <= 1_000_000_000);
        let low = ends.low.map_or(Some(least), count).filter(|low| *low >= least);
        let high = match ends.high {
            None => Some(u32::MAX),
            Some((word, true)) => count(word),
            Some((word, false)) => count(word).and_then(|end| end.checked_sub(1)),
        };
        let is_open = ends.low.is_none() && ends.high.is_none();
        let range = low.zip(high).filter(|(low, high)| low <= high && !is_open);
        if range.is_none() {
            self.expected(
                &value.span(),
                "数量，如 `3`、`\"3..\"`（至少）、`\"..12\"`（少于）、`\"1..=3\"`",
                "a count or a range of counts such as `3`, `\"3..\"` (at least), `\"..12\"` (fewer) or `\"1..=3\"`",
            );
        }
        range
    }

    /// Amounts from a range: `"100.00.."` at least, `"..100.00"` below, `"50.00..=99.99"` both in.
    pub(super) fn money_range(&mut self, value: Value<'_>) -> Option<(Minor, Minor)> {
        let span = value.span();
        let text = match value.get_ref() {
            toml::de::DeValue::String(text) => text.as_ref().trim(),
            _ => "",
        };
        let ends = ends(text);
        let currency = self.currency;
        let money = |word: &str| currency.parse(word.trim().as_bytes()).ok().filter(|amount| *amount >= 0);
        let low = ends.low.map_or(Some(0), money);
        let high = match ends.high {
            None => Some(Minor::MAX),
            Some((word, true)) => money(word),
            Some((word, false)) => money(word).map(|end| end - 1),
        };
        let range = low.zip(high).filter(|(low, high)| low <= high && text.contains(".."));
        if range.is_none() {
            self.expected(
                &span,
                "金额范围，如 `\"100.00..\"`（至少）、`\"..100.00\"`（低于）",
                "a range of amounts such as `\"100.00..\"` (at least) or `\"..100.00\"` (below)",
            );
        }
        range
    }

    fn empty(&mut self, text: &str, span: &Span) {
        self.error(
            span,
            Text::new(format!("`{text}` 不包含任何层级"), format!("no level lies in `{text}`")),
            Text::new("`\"1..=3\"` 为第 1 到第 3 级", "`\"1..=3\"` is the first to the third level"),
        );
    }

    fn level(&mut self, word: &str, text: &str, span: &Span) -> Option<u32> {
        let word = word.trim();
        let number = if word.bytes().all(|byte| byte.is_ascii_digit()) { word.parse().ok() } else { None };
        if number.is_none_or(|number: u32| number > 1_000_000) {
            self.error(
                span,
                Text::new(format!("`{text}` 不是层级"), format!("`{text}` is no level")),
                Text::new("写 `2`、`\"2..\"` 或 `\"1..=3\"`", "write `2`, `\"2..\"` or `\"1..=3\"`"),
            );
            return None;
        }
        number
    }
}
