//! Reads typed values out of a TOML table, and keeps what is wrong with them.

use std::collections::BTreeMap;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use super::suggest::closest;
use crate::diagnostic::{Diagnostic, Span};
use crate::money::{Currency, Minor, NumberError, Rate};
use crate::words::Text;

/// A value with its place.
pub(super) type Value<'a> = &'a Spanned<DeValue<'a>>;

/// What has been understood so far that later parts refer to, and every complaint.
pub(super) struct Reader {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) currency: Currency,
    pub(super) ranks: Vec<String>,
    pub(super) rewards: Vec<String>,
    pub(super) volumes: Vec<String>,
    /// Ranks are written in a way that is complained of by itself.
    pub(super) misses_ranks: bool,
}

/// A table whose keys are taken one after the other; what is left is unknown.
pub(super) struct Fields<'a> {
    table: &'a DeTable<'a>,
    pub(super) span: Span,
    name: String,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(table: &'a DeTable<'a>, span: Span, name: impl Into<String>) -> Self {
        Self { table, span, name: name.into(), known: Vec::new() }
    }

    /// The value of a key, if it is there. The key counts as known from now on.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Value<'a>> {
        self.known.push(key);
        self.peek(key)
    }

    /// The value of a key without taking it.
    pub(super) fn peek(&self, key: &str) -> Option<Value<'a>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    /// The same table under the name that messages should use.
    pub(super) fn named(self, name: String) -> Self {
        Self { name, ..self }
    }

    /// Where each key stands.
    pub(super) fn key_spans(&self) -> BTreeMap<String, Span> {
        self.table.keys().map(|name| (name.get_ref().to_string(), name.span())).collect()
    }

    /// Where a key stands, or the table if it is not there.
    pub(super) fn key_span(&self, key: &str) -> Span {
        self.table.keys().find(|name| name.get_ref() == key).map_or_else(|| self.span.clone(), Spanned::span)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.keys().any(|name| name.get_ref() == key)
    }

    /// Complains about every key that nobody took.
    pub(super) fn finish(self, reader: &mut Reader) {
        for key in self.table.keys() {
            let word = key.get_ref().as_ref();
            if self.known.contains(&word) {
                continue;
            }
            let known = self.known.join(", ");
            let help = match closest(word, self.known.iter().copied()) {
                Some(guess) => Text::new(format!("是否想写 `{guess}`？"), format!("did you mean `{guess}`?")),
                None => Text::new(format!("这里可以写：{known}"), format!("what can stand here: {known}")),
            };
            let name = &self.name;
            reader.error(
                &key.span(),
                Text::new(
                    format!("{name} 里没有 `{word}` 这个键"),
                    format!("unknown key `{word}` in {name}"),
                ),
                help,
            );
        }
    }
}

impl Reader {
    pub(super) fn error(&mut self, span: &Span, message: Text, help: Text) {
        self.diagnostics.push(Diagnostic::error(span, message, help));
    }

    /// Complains that a value is not of the form that was expected.
    pub(super) fn expected(&mut self, span: &Span, zh: &str, en: &str) {
        self.error(span, Text::new(format!("这里应写{zh}"), format!("expected {en}")), Text::default());
    }

    pub(super) fn text<'a>(&mut self, value: Value<'a>) -> Option<&'a str> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(text.as_ref());
        }
        self.expected(&value.span(), "加引号的文字", "text in quotes");
        None
    }

    /// A name that files and other parts of the plan refer to.
    pub(super) fn id<'a>(&mut self, value: Value<'a>) -> Option<&'a str> {
        let text = self.text(value)?;
        let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        if text.is_empty() || text.len() > 64 || !text.chars().all(fits) {
            self.expected(
                &value.span(),
                "名称：字母、数字、`-`、`_`，1 到 64 字节",
                "a name of letters, digits, `-` and `_`, at most 64 bytes",
            );
            return None;
        }
        Some(text)
    }

    /// A title: one text, or `{ zh = "…", en = "…" }`.
    pub(super) fn title(&mut self, value: Value<'_>) -> Option<Text> {
        match value.get_ref() {
            DeValue::String(text) => Some(Text::same(text.as_ref())),
            DeValue::Table(table) => {
                let mut fields = Fields::new(table, value.span(), "title");
                let zh = fields.take("zh").and_then(|text| self.text(text));
                let en = fields.take("en").and_then(|text| self.text(text));
                fields.finish(self);
                let either = zh.or(en)?;
                Some(Text::new(zh.unwrap_or(either), en.unwrap_or(either)))
            }
            _ => {
                self.expected(&value.span(), "`{ zh = \"…\", en = \"…\" }`", "`{ zh = \"…\", en = \"…\" }`");
                None
            }
        }
    }

    pub(super) fn boolean(&mut self, value: Value<'_>) -> Option<bool> {
        if let DeValue::Boolean(yes) = value.get_ref() {
            return Some(*yes);
        }
        self.expected(&value.span(), " `true` 或 `false`", "`true` or `false`");
        None
    }

    /// A whole number of at least `least`.
    pub(super) fn count(&mut self, value: Value<'_>, least: u32) -> Option<u32> {
        if let DeValue::Integer(number) = value.get_ref()
            && let Ok(number) = u32::from_str_radix(number.as_str(), number.radix())
            && (least..=1_000_000_000).contains(&number)
        {
            return Some(number);
        }
        self.expected(
            &value.span(),
            &format!("不小于 {least} 的整数"),
            &format!("a whole number of at least {least}"),
        );
        None
    }

    /// An amount that is not negative: `"100.00"`, or a whole number.
    pub(super) fn money(&mut self, value: Value<'_>) -> Option<Minor> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.as_ref(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => "",
        };
        let currency = self.currency;
        match currency.parse(text.as_bytes()) {
            Ok(amount) if amount >= 0 && !matches!(value.get_ref(), DeValue::Float(_)) => {
                return Some(amount);
            }
            Err(NumberError::TooManyDigits(digits)) => self.error(
                &value.span(),
                Text::new(
                    format!("{currency} 小数点后只有 {digits} 位"),
                    format!("{currency} has {digits} digits after the point"),
                ),
                Text::default(),
            ),
            _ => {
                let sample = currency.text(i128::from(100 * currency.scale()));
                self.expected(
                    &value.span(),
                    &format!("加引号的金额，如 `\"{sample}\"`"),
                    &format!("an amount in quotes such as `\"{sample}\"`"),
                );
            }
        }
        None
    }

    /// A rate from 0 to 100 %.
    pub(super) fn rate(&mut self, value: Value<'_>) -> Option<Rate> {
        let span = value.span();
        let DeValue::String(text) = value.get_ref() else {
            let written = match value.get_ref() {
                DeValue::Float(number) => Rate::parse(number.as_str().as_bytes()).ok(),
                _ => None,
            };
            let sample = written.map_or("25%".to_owned(), Rate::percent);
            self.expected(
                &span,
                &format!("加引号的比例，如 `\"{sample}\"`"),
                &format!("a rate in quotes such as `\"{sample}\"`"),
            );
            return None;
        };
        let text = text.as_ref();
        match Rate::parse(text.as_bytes()) {
            Ok(rate) => return Some(rate),
            Err(NumberError::TooLarge) => {
                let help = if text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() < 4 {
                    Text::new(format!("是否想写 `\"{text}%\"`？"), format!("did you mean `\"{text}%\"`?"))
                } else {
                    Text::default()
                };
                self.error(
                    &span,
                    Text::new(format!("比例 `{text}` 超过 100%"), format!("the rate `{text}` is over 100 %")),
                    help,
                );
            }
            Err(NumberError::Negative) => {
                self.error(&span, Text::new("比例不能为负", "a rate cannot be negative"), Text::default());
            }
            Err(NumberError::TooManyDigits(_)) => self.error(
                &span,
                Text::new("比例最多精确到百万分之一", "a rate is exact to one millionth at most"),
                Text::default(),
            ),
            Err(NumberError::NotANumber) => {
                self.expected(&span, "比例，如 `\"25%\"`", "a rate such as `\"25%\"`");
            }
        }
        None
    }

    /// One of a closed list of words.
    pub(super) fn word<T: Copy>(&mut self, value: Value<'_>, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(value)?;
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*meaning);
        }
        let list = words.iter().map(|(word, _)| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", ");
        let help = closest(text, words.iter().map(|(word, _)| *word)).map_or_else(Text::default, |word| {
            Text::new(format!("是否想写 `\"{word}\"`？"), format!("did you mean `\"{word}\"`?"))
        });
        self.error(
            &value.span(),
            Text::new(
                format!("不认识 `\"{text}\"`；这里可以写：{list}"),
                format!("unknown word `\"{text}\"`; what can stand here: {list}"),
            ),
            help,
        );
        None
    }

    /// A rank's id; gives its number.
    pub(super) fn rank(&mut self, text: &str, span: &Span) -> Option<u8> {
        if let Some(at) = self.ranks.iter().position(|rank| rank == text) {
            return Some(at as u8 + 1);
        }
        let list = self.ranks.join(", ");
        let help = match closest(text, self.ranks.iter().map(String::as_str)) {
            Some(guess) => Text::new(format!("是否想写 `{guess}`？"), format!("did you mean `{guess}`?")),
            None => Text::new(format!("本方案的等级：{list}"), format!("the plan's ranks are: {list}")),
        };
        self.error(span, Text::new(format!("没有等级 `{text}`"), format!("unknown rank `{text}`")), help);
        None
    }

    /// A reward's id; gives its number.
    pub(super) fn reward(&mut self, text: &str, span: &Span) -> Option<u16> {
        if let Some(at) = self.rewards.iter().position(|reward| reward == text) {
            return Some(at as u16);
        }
        let list = self.rewards.join(", ");
        let help = match closest(text, self.rewards.iter().map(String::as_str).chain(["amount", "profit"])) {
            Some(guess) => Text::new(format!("是否想写 `{guess}`？"), format!("did you mean `{guess}`?")),
            None => Text::new(format!("本方案的奖励：{list}"), format!("the plan's rewards are: {list}")),
        };
        self.error(span, Text::new(format!("没有奖励 `{text}`"), format!("unknown reward `{text}`")), help);
        None
    }

    /// A length of time: `7d`, `36h`, `2w`; in nanoseconds.
    pub(super) fn duration(&mut self, text: &str, span: &Span) -> Option<i64> {
        let unit = match text.bytes().last() {
            Some(b'h') => 3_600 * crate::time::SECOND,
            Some(b'd') => crate::time::DAY,
            Some(b'w') => 7 * crate::time::DAY,
            _ => 0,
        };
        let number = text.get(..text.len().saturating_sub(1)).unwrap_or_default();
        let number =
            if number.bytes().all(|byte| byte.is_ascii_digit()) { number.parse::<i64>().ok() } else { None };
        let length = number
            .and_then(|number| number.checked_mul(unit))
            .filter(|length| unit > 0 && *length <= 36_600 * crate::time::DAY);
        if length.is_none() {
            self.expected(
                span,
                "时长，如 `\"7d\"`（天）、`\"36h\"`（小时）、`\"2w\"`（周）",
                "a length of time such as `\"7d\"`, `\"36h\"` or `\"2w\"`",
            );
        }
        length
    }

    pub(super) fn missing(&mut self, span: &Span, key: &str, zh: &str, en: &str) {
        self.error(
            span,
            Text::new(format!("缺少 `{key}`"), format!("`{key}` is missing")),
            Text::new(format!("加上 {zh}"), format!("add {en}")),
        );
    }
}
