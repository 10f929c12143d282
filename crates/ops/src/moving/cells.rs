//! Cells of other systems' tables, read strictly: what is not understood is refused with its place and the reason.

use banyan_base::refusal::Refusal;
use banyan_plan::money::{Currency, Minor};
use banyan_plan::time::{SECOND, Time};

/// A cell, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) file: &'a str,
    pub(super) line: u64,
    pub(super) column: &'static str,
    pub(super) text: &'a str,
}

/// Letters as a keyboard has them: full-width digits, letters and signs as narrow ones.
fn narrow(text: &str) -> String {
    let one = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        _ => letter,
    };
    text.chars().map(one).collect()
}

/// `1.38E+10`: what a spreadsheet makes of a long number, whose end is lost.
fn is_shortened(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['e', 'E']) else { return false };
    let is_number = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || b".+-".contains(&byte))
    };
    is_number(number) && is_number(power)
}

impl Cell<'_> {
    /// Refuses it.
    pub(super) fn wrong(&self, zh: &str, en: &str) -> Refusal {
        let Self { file, line, column, text } = self;
        let text: String = text.chars().take(40).collect();
        Refusal::unacceptable(
            "file_bad",
            format!("{file} 第 {line} 行 {column} “{text}”：{zh}"),
            format!("{file}:{line}: {column} “{text}”: {en}"),
        )
    }

    /// Its text without what spreadsheets put around it: `="…"`, an apostrophe, tabs.
    pub(super) fn text(&self) -> String {
        let text = self.text.trim_matches([' ', '\t', '\r', '\n', '\u{feff}']);
        let text = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        let text = text.strip_prefix('\'').unwrap_or(text).trim();
        if text == "\\N" || text.eq_ignore_ascii_case("null") { String::new() } else { text.to_owned() }
    }

    /// Narrow, and not shortened by a spreadsheet.
    fn plain(&self) -> Result<String, Refusal> {
        let text = narrow(&self.text());
        if is_shortened(&text) {
            return Err(self.wrong(
                "被表格软件改成了科学计数法，号码已不完整；请把该列设为文本后重新导出",
                "was shortened by a spreadsheet and is no longer whole; expected the column as text",
            ));
        }
        Ok(text)
    }

    /// A number that names something; empty and 0 name nothing.
    pub(super) fn maybe_id(&self) -> Result<Option<String>, Refusal> {
        let text = self.plain()?;
        let number = text.strip_suffix(".0").unwrap_or(&text);
        match number {
            "" | "0" => Ok(None),
            number if number.bytes().all(|byte| byte.is_ascii_digit()) && number.len() <= 20 => {
                Ok(Some(number.to_owned()))
            }
            _ => Err(self.wrong("应为编号（正整数）", "expected a number that names something")),
        }
    }

    /// The number of what has to have one.
    pub(super) fn id(&self) -> Result<String, Refusal> {
        self.maybe_id()?
            .ok_or_else(|| self.wrong("不能为空", "expected a number that names something, found nothing"))
    }

    /// A phone number as it was typed, without what stands between its digits; nothing for whoever has left.
    pub(super) fn maybe_phone(&self, is_gone: bool) -> Result<String, Refusal> {
        if is_gone {
            return Ok(String::new());
        }
        let text: String = self.plain()?.chars().filter(|letter| !matches!(letter, ' ' | '-')).collect();
        let text = text.strip_suffix(".0").unwrap_or(&text);
        Ok(text.strip_prefix("+86").unwrap_or(text).to_owned())
    }

    /// A whole number; nothing counts as 0.
    pub(super) fn whole(&self) -> Result<i64, Refusal> {
        let text = self.plain()?;
        let number = text.strip_suffix(".00").or_else(|| text.strip_suffix(".0")).unwrap_or(&text);
        if number.is_empty() {
            return Ok(0);
        }
        number.parse().map_err(|_| self.wrong("应为整数", "expected a whole number"))
    }

    /// Pieces: a whole number of 0 or more.
    pub(super) fn pieces(&self) -> Result<i64, Refusal> {
        let number = self.whole()?;
        if number < 0 { Err(self.wrong("不能为负", "expected 0 or more")) } else { Ok(number) }
    }

    /// An amount as `12.50`; nothing counts as 0.
    pub(super) fn major(&self, currency: Currency) -> Result<Minor, Refusal> {
        let text = self.plain()?.replace(',', "");
        let text = text.trim_start_matches(['¥', '￥']).trim_end_matches('元').trim();
        if text.is_empty() {
            return Ok(0);
        }
        currency.parse(text.as_bytes()).map_err(|error| {
            self.wrong(
                &format!("{error}；应为 12.50 这样的金额"),
                &format!("{error}; expected an amount such as 12.50"),
            )
        })
    }

    /// An amount in minor units; nothing counts as 0.
    pub(super) fn minor(&self) -> Result<Minor, Refusal> {
        self.whole()
    }

    /// A moment in seconds since 1970; 0 for none.
    pub(super) fn unix(&self) -> Result<Option<Time>, Refusal> {
        match self.whole()? {
            0 => Ok(None),
            // From 2000 to 2100: a moment in milliseconds is none of these.
            seconds if (946_684_800..4_102_444_800).contains(&seconds) => Ok(Some(Time(seconds * SECOND))),
            _ => Err(self
                .wrong("不是 2000 到 2100 年之间的 Unix 秒", "expected Unix seconds between 2000 and 2100")),
        }
    }

    /// A moment as `2026-11-28 09:30:12`, on a clock that is `offset` nanoseconds ahead of UTC; nothing for none.
    pub(super) fn local(&self, offset: i64) -> Result<Option<Time>, Refusal> {
        let text = self.plain()?.replace(['T', '/'], " ");
        let text = text.trim();
        if text.is_empty() || text.starts_with("0000") {
            return Ok(None);
        }
        let numbers: Vec<Option<i64>> = text
            .split(['-', ' ', ':', '.'])
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect();
        let time = match numbers.as_slice() {
            [Some(year), Some(month), Some(day)] => civil([*year, *month, *day, 0, 0, 0]),
            [Some(year), Some(month), Some(day), Some(hour), Some(minute)] => {
                civil([*year, *month, *day, *hour, *minute, 0])
            }
            [Some(year), Some(month), Some(day), Some(hour), Some(minute), Some(second), ..] => {
                civil([*year, *month, *day, *hour, *minute, *second])
            }
            _ => None,
        };
        let time = time.ok_or_else(|| {
            self.wrong("应为 2026-11-28 09:30:12 这样的时间", "expected a time such as 2026-11-28 09:30:12")
        })?;
        Ok(Some(time.plus(-offset)))
    }

    /// Yes or no in the closed words of a switch; nothing else is taken for either.
    pub(super) fn is_set(&self) -> Result<bool, Refusal> {
        match narrow(&self.text()).to_ascii_lowercase().as_str() {
            "1" | "true" | "on" | "上架" | "是" | "\u{1}" => Ok(true),
            "" | "0" | "false" | "off" | "下架" | "否" | "\0" => Ok(false),
            _ => Err(self.wrong("应为 1 或 0", "expected 1 or 0")),
        }
    }
}

fn civil([year, month, day, hour, minute, second]: [i64; 6]) -> Option<Time> {
    let part = |number: i64| u8::try_from(number).ok();
    Time::from_civil(year, part(month)?, part(day)?, part(hour)?, part(minute)?, part(second)?)
}

/// `+08:00` as nanoseconds ahead of UTC.
pub fn offset(text: &str) -> Option<i64> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_offset = rest.len() == 5 && (0..=14).contains(&hours) && (0..60).contains(&minutes);
    is_offset.then_some(sign * (hours * 3600 + minutes * 60) * SECOND)
}
