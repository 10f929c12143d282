//! Numbers and dates as a reader of one language writes them.

use banyan_plan::money::{Currency, Rate, grouped};
use banyan_plan::time::{Time, civil_from_days};
use banyan_plan::words::{Lang, Text};

/// Who reads, and in which currency.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// Their language.
    pub lang: Lang,
    /// The currency of every amount.
    pub currency: Currency,
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Reader {
    /// One of the page's own sentences.
    pub fn say(self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// One of two sentences that hold numbers.
    pub fn tell(self, zh: impl FnOnce() -> String, en: impl FnOnce() -> String) -> String {
        match self.lang {
            Lang::Zh => zh(),
            Lang::En => en(),
        }
    }

    /// A supplied sentence.
    pub fn text(self, text: &Text) -> &str {
        text.get(self.lang)
    }

    /// The language as HTML names it.
    pub fn code(self) -> &'static str {
        match self.lang {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// `−£1,234.50`.
    pub fn money(self, amount: i128) -> String {
        let sign = if amount < 0 { "−" } else { "" };
        format!("{sign}{}{}", self.currency.sign(), self.currency.pretty(amount.abs()))
    }

    /// `£1.5m`, `£150万`: the ends of axes only.
    pub fn compact(self, amount: i128) -> String {
        let scale = i128::from(self.currency.scale());
        let sign = if amount < 0 { "−" } else { "" };
        let magnitude = amount.abs();
        let units: &[(i128, &str)] = match self.lang {
            Lang::Zh => &[(100_000_000, "亿"), (10_000, "万")],
            Lang::En => &[(1_000_000_000, "bn"), (1_000_000, "m"), (1_000, "k")],
        };
        let symbol = self.currency.sign();
        if let Some((unit, word)) = units.iter().find(|(unit, _)| magnitude >= unit * scale) {
            let hundredths = magnitude * 100 / (unit * scale);
            let number = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            return format!("{sign}{symbol}{}{word}", number.trim_end_matches('0').trim_end_matches('.'));
        }
        if magnitude % scale == 0 {
            return format!("{sign}{symbol}{}", count((magnitude / scale) as u64));
        }
        self.money(amount)
    }

    /// `Mar`, `3月`.
    pub fn month(self, month: u8) -> String {
        let english = MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default();
        self.tell(|| format!("{month}月"), || english.to_owned())
    }

    /// `Mar 2011`, `2011年3月`.
    pub fn month_of_year(self, year: i64, month: u8) -> String {
        self.tell(|| format!("{year}年{month}月"), || format!("{} {year}", self.month(month)))
    }

    /// `9 Dec 2011`, `2011年12月9日`.
    pub fn date(self, at: Time) -> String {
        let (year, month, day) = civil_from_days(at.day());
        self.tell(|| format!("{year}年{month}月{day}日"), || format!("{day} {} {year}", self.month(month)))
    }

    /// The hour and minute, `08:26`.
    pub fn clock(at: Time) -> String {
        at.to_string().get(11..16).unwrap_or_default().to_owned()
    }
}

/// `541,909`.
pub fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// `14.8%`, rounded to the tenth. What is not zero does not say 0.0 %.
pub fn percent(rate: Rate) -> String {
    match rate.0 {
        1..500 => "<0.1%".to_owned(),
        999_501..1_000_000 => ">99.9%".to_owned(),
        _ => tenths(i128::from(rate.0)),
    }
}

/// A rate that may be below zero or above one, in millionths.
pub fn tenths(millionths: i128) -> String {
    let sign = if millionths < 0 { "−" } else { "" };
    let tenths = (millionths.abs() + 500) / 1_000;
    format!("{sign}{}.{}%", tenths / 10, tenths % 10)
}

/// `0.83`.
pub fn hundredths(rate: Rate) -> String {
    let hundredths = (rate.0 + 5_000) / 10_000;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Rewards of sales, in millionths, rounded to the nearest; nothing if there were no sales.
pub fn payout(rewards: i128, sales: i128) -> Option<i128> {
    (sales > 0).then(|| (rewards * 1_000_000 + rewards.signum() * sales / 2) / sales)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(lang: Lang) -> Reader {
        Reader { lang, currency: Currency::of_code("GBP").unwrap() }
    }

    #[test]
    fn each_language_writes_numbers_its_own_way() {
        let (zh, en) = (reader(Lang::Zh), reader(Lang::En));
        assert_eq!((zh.money(-123_456), en.compact(150_000_000)), ("−£1,234.56".into(), "£1.5m".into()));
        assert_eq!((zh.compact(150_000_000), zh.compact(500_000)), ("£150万".into(), "£5,000".into()));
        assert_eq!(
            (zh.month_of_year(2011, 3), en.month_of_year(2011, 3)),
            ("2011年3月".into(), "Mar 2011".into())
        );
        assert_eq!(count(541_909), "541,909");
    }

    #[test]
    fn shares_are_rounded_but_never_to_nothing() {
        let shown = [0, 1, 148_349, 148_350, 999_999, 1_000_000].map(|rate| percent(Rate(rate)));
        assert_eq!(shown, ["0.0%", "<0.1%", "14.8%", "14.8%", ">99.9%", "100.0%"]);
        assert_eq!(hundredths(Rate(834_999)), "0.83");
        assert_eq!(payout(-50, 100), Some(-500_000));
        assert_eq!(payout(1, 0), None);
    }
}
