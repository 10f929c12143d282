//! The small phrases that sentences are made of: money, lengths of time, ranks, lists.

use crate::model::{MAX_RANKS, Most, Per, Plan, RankNo, RewardNo, Within};
use crate::money::{Currency, Minor};
use crate::time::{DAY, Period, SECOND};
use crate::words::Text;

/// The currencies that people name by a word of their own rather than by the code.
const CURRENCIES: [(&str, &str, &str); 8] = [
    ("CNY", "元", "yuan"),
    ("USD", "美元", "US dollars"),
    ("EUR", "欧元", "euros"),
    ("GBP", "英镑", "pounds"),
    ("JPY", "日元", "yen"),
    ("HKD", "港元", "Hong Kong dollars"),
    ("TWD", "新台币", "New Taiwan dollars"),
    ("SGD", "新加坡元", "Singapore dollars"),
];

/// Whether a text holds Chinese characters or full-width marks.
pub(super) fn is_han(text: &str) -> bool {
    text.chars().any(|c| c >= '\u{2e80}')
}

/// An amount: `1,234.00 元`, `1,234.00 yuan`.
pub fn money(currency: Currency, amount: Minor) -> Text {
    let number = currency.pretty(i128::from(amount));
    let code = currency.code();
    match CURRENCIES.iter().find(|(known, ..)| *known == code) {
        Some((_, zh, en)) => Text::new(format!("{number} {zh}"), format!("{number} {en}")),
        None => Text::new(format!("{number} `{code}`"), format!("{code} {number}")),
    }
}

/// A name for people, or the id where there is no name in the language: `金牌店主`, `Gold owner`, `` `gold` ``.
pub(super) fn name(title: &Text, id: &str) -> Text {
    let pick = |title: &str, fits: bool| {
        if fits && title != id && !title.is_empty() { title.to_owned() } else { format!("`{id}`") }
    };
    Text::new(pick(&title.zh, is_han(&title.zh)), pick(&title.en, !is_han(&title.en)))
}

/// A rank's name for people.
pub fn rank_name(plan: &Plan, no: RankNo) -> Text {
    match plan.rank(no) {
        Some(rank) => name(&rank.title, &rank.id),
        None => Text::new("普通顾客", "plain customer"),
    }
}

/// A reward's name for people, as a heading or a table shows it.
pub fn reward_name(plan: &Plan, no: RewardNo) -> Text {
    let reward = plan.reward(no);
    name(&reward.title, &reward.id)
}

/// A rank or any above it: `金牌店主或更高等级`, `Gold owner or higher`. The highest rank stands by itself.
pub(super) fn at_least(plan: &Plan, no: RankNo) -> Text {
    let name = rank_name(plan, no);
    if usize::from(no) >= plan.ranks.len() {
        return name;
    }
    Text::new(format!("{}或更高等级", name.zh), format!("{} or higher", name.en))
}

/// What a set of ranks asks for, to follow "their rank": `须为金牌店主或更高等级`, `is Gold owner or higher`.
pub(super) fn rank_set(plan: &Plan, set: u64) -> Text {
    let top = plan.ranks.len() as RankNo;
    let ranks: Vec<RankNo> = (0..=MAX_RANKS as RankNo).filter(|no| set >> no & 1 == 1).collect();
    let (Some(&low), Some(&high)) = (ranks.first(), ranks.last()) else {
        return Text::new("不可能满足", "is none");
    };
    let (one, other) = (rank_name(plan, low), rank_name(plan, high));
    if low == high {
        Text::new(format!("须为{}", one.zh), format!("is {}", one.en))
    } else if low == 1 && high == top {
        Text::new("不限（但须是推广者）", "is any of the plan's ranks")
    } else if high == top {
        Text::new(format!("须为{}或更高", one.zh), format!("is {} or higher", one.en))
    } else if low == 1 {
        let next = rank_name(plan, high + 1);
        Text::new(format!("须低于{}", next.zh), format!("is below {}", next.en))
    } else {
        Text::new(format!("须在{}到{}之间", one.zh, other.zh), format!("is from {} to {}", one.en, other.en))
    }
}

/// A length of time: `7 天`, `7 days`.
pub(super) fn length(nanoseconds: i64) -> Text {
    const HOUR: i64 = 3_600 * SECOND;
    let (count, zh, en) = if nanoseconds % DAY == 0 {
        (nanoseconds / DAY, "天", "day")
    } else {
        (nanoseconds / HOUR, "小时", "hour")
    };
    Text::new(format!("{count} {zh}"), format!("{count} {en}{}", plural(count)))
}

/// `s`, or nothing for one.
pub(super) fn plural(count: i64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Over which time something is measured: `最近 30 天内`, `in the last 30 days`; empty for "ever".
pub(super) fn within(within: Option<Within>) -> Text {
    match within {
        None => Text::default(),
        Some(Within::Last(nanoseconds)) => {
            let length = length(nanoseconds);
            let en = length.en.strip_prefix("1 ").unwrap_or(&length.en);
            Text::new(format!("最近 {}内", length.zh), format!("in the last {en}"))
        }
        Some(Within::Current(period)) => {
            let word = period_word(period);
            Text::new(format!("{}内", this_period(period)), format!("in the current {}", word.en))
        }
    }
}

fn this_period(period: Period) -> &'static str {
    match period {
        Period::Day => "当天",
        Period::Week => "本周",
        Period::Month => "本月",
        Period::Quarter => "本季度",
        Period::Year => "本年",
    }
}

/// `天`, `周`, `月`; `day`, `week`, `month`.
pub(super) fn period_word(period: Period) -> Text {
    match period {
        Period::Day => Text::new("天", "day"),
        Period::Week => Text::new("周", "week"),
        Period::Month => Text::new("月", "month"),
        Period::Quarter => Text::new("季度", "quarter"),
        Period::Year => Text::new("年", "year"),
    }
}

/// Over which time a cap holds: `每月`, ` per month`.
pub(super) fn per(per: Per) -> Text {
    match per {
        Per::Line => Text::new("每笔成交", " per sale"),
        Per::Life => Text::new("累计", " over the whole time"),
        Per::Period(period) => {
            let word = period_word(period);
            Text::new(format!("每{}", word.zh), format!(" per {}", word.en))
        }
    }
}

/// How much a cap leaves: ` 50.00 元`, `50.00 yuan`.
pub(super) fn most(plan: &Plan, most: Most) -> Text {
    match most {
        Most::Amount(amount) => {
            let amount = money(plan.currency, amount);
            Text::new(format!(" {}", amount.zh), amount.en)
        }
        Most::Purchases(times) => {
            let part = format!("{:06}", times % 1_000_000);
            let part = part.trim_end_matches('0');
            let point = if part.is_empty() { "" } else { "." };
            let times = format!("{}{point}{part}", times / 1_000_000);
            Text::new(
                format!("其本人已结算购买金额的 {times} 倍"),
                format!("{times} times their own settled purchases"),
            )
        }
    }
}

/// `甲、乙、丙`; `one, two and three`.
pub(super) fn list(items: &[Text], zh_last: &str, en_last: &str) -> Text {
    let Some((last, first)) = items.split_last() else { return Text::default() };
    if first.is_empty() {
        return last.clone();
    }
    let zh: Vec<&str> = first.iter().map(|item| item.zh.as_str()).collect();
    let en: Vec<&str> = first.iter().map(|item| item.en.as_str()).collect();
    Text::new(
        format!("{}{zh_last}{}", zh.join("、"), last.zh),
        format!("{} {en_last} {}", en.join(", "), last.en),
    )
}

/// `first`, `ninth`, `10th`, `21st`.
pub(super) fn ordinal(number: u32) -> String {
    const WORDS: [&str; 9] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
    let ending = match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    match number.checked_sub(1).and_then(|at| WORDS.get(at as usize)) {
        Some(word) => (*word).to_owned(),
        None => format!("{number}{ending}"),
    }
}

/// The same with a space in the Chinese between a character and an id in backticks.
pub(super) fn spaced(text: Text) -> Text {
    let mut zh = String::with_capacity(text.zh.len() + 8);
    let mut before = None;
    let character = |c: char| matches!(c, '\u{3400}'..='\u{9fff}');
    for c in text.zh.chars() {
        if before.is_some_and(|before| (before == '`' && character(c)) || (c == '`' && character(before))) {
            zh.push(' ');
        }
        zh.push(c);
        before = Some(c);
    }
    Text { zh, en: text.en }
}
