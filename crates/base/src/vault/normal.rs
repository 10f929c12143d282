//! One spelling for each phone number, name and account, so that equal ones are found however they were typed.

use crate::letters::{digit, is_han, is_hyphen, is_invisible};
use unicode_normalization::UnicodeNormalization;

/// The longest phone number with its country code (ITU-T E.164), in digits.
const MAX_PHONE: usize = 15;
/// The shortest with its country code: some island states have so few.
const MIN_PHONE: usize = 7;
/// The shortest that is dialled without a country code: what is shorter is a service, as 110 and 10086.
const MIN_AT_HOME: usize = 6;
/// Longest name and longest number that are worth hashing, in characters.
const MAX_NAME: usize = 256;
const MAX_NUMBER: usize = 64;

/// How phone numbers without a country code are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phones {
    country: String,
}

impl Default for Phones {
    /// Numbers of the Chinese mainland, +86.
    fn default() -> Self {
        Self { country: "86".to_owned() }
    }
}

impl Phones {
    /// `country` is the shop's own calling code: one to three digits, with or without `+`; `None` if it is not.
    pub fn new(country: &str) -> Option<Self> {
        let digits = country.strip_prefix('+').unwrap_or(country);
        let fits = (1..=3).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        fits.then(|| Self { country: digits.to_owned() })
    }

    /// The calling code, without `+`.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// A phone number as E.164 has it, `+8613800138000`; `None` if it is no phone number.
    ///
    /// Full-width and Arabic digits count; spaces, hyphens, dots and brackets do not. `00` stands for `+`. The zero
    /// that is dialled before an area code inside the country is dropped, except in Italy, which keeps it.
    pub fn normal(&self, text: &str) -> Option<String> {
        let (digits, international) = dialled(text)?;
        if !international && digits.len() < MIN_AT_HOME {
            return None;
        }
        let number = if international { digits } else { self.at_home(&digits) };
        let number = self.without_trunk_zero(number);
        let fits = (MIN_PHONE..=MAX_PHONE).contains(&number.len()) && !number.starts_with('0');
        fits.then(|| format!("+{number}"))
    }

    /// The last four digits of a phone number, or four digits given alone.
    pub fn tail(&self, text: &str) -> Option<String> {
        let (digits, _) = dialled(text)?;
        let is_tail = digits.len() == 4;
        let start = digits.len().checked_sub(4)?;
        (is_tail || self.normal(text).is_some()).then(|| digits[start..].to_owned())
    }

    /// A number dialled without `+`: the shop's country goes before it, unless it is there already. That is certain
    /// only where national numbers have one length and form: China's mobiles and North America.
    fn at_home(&self, digits: &str) -> String {
        let has_country = match self.country.as_str() {
            "86" => digits.len() == 13 && digits.starts_with("861"),
            "1" => digits.len() == 11 && digits.starts_with('1'),
            _ => false,
        };
        if has_country { digits.to_owned() } else { format!("{}{digits}", self.country) }
    }

    fn without_trunk_zero(&self, number: String) -> String {
        match number.strip_prefix(self.country.as_str()).and_then(|rest| rest.strip_prefix('0')) {
            Some(rest) if self.country != "39" => format!("{}{rest}", self.country),
            _ => number,
        }
    }
}

/// The digits of a phone number and whether they begin with a country code; `None` if anything else is in the text.
fn dialled(text: &str) -> Option<(String, bool)> {
    // Nothing longer than this is a phone number, however it is written.
    if text.len() > 128 {
        return None;
    }
    // `+44 (0)20`: the zero in brackets is for callers at home.
    let text: String = text.nfkc().collect::<String>().replace("(0)", "");
    let mut digits = String::with_capacity(MAX_PHONE);
    let mut international = false;
    for letter in text.chars() {
        match digit(letter) {
            Some(one) => digits.push(one),
            None if letter == '+' && digits.is_empty() && !international => international = true,
            None if letter.is_whitespace() || is_hyphen(letter) || "().".contains(letter) => {}
            None if is_invisible(letter) => {}
            None => return None,
        }
    }
    if let (false, Some(rest)) = (international, digits.strip_prefix("00")) {
        return Some((rest.to_owned(), true));
    }
    Some((digits, international))
}

/// A name in one spelling: width and compatibility forms folded (NFKC), lower case, spaces collapsed, and dropped
/// beside Han characters (`张 三` is `张三`); the dots in names such as 阿卜杜拉·买买提 made one. `None` if nothing is
/// left, or for a text that is too long to be a name.
pub fn normal_name(text: &str) -> Option<String> {
    let mut name = text.to_owned();
    // Lowering the case can undo the normal form and the other way round; three rounds settle all of Unicode's cases.
    for _ in 0..3 {
        if name.len() > 16 * MAX_NAME {
            return None;
        }
        name = one_round(&name);
    }
    (!name.is_empty() && name.chars().count() <= MAX_NAME).then_some(name)
}

fn one_round(text: &str) -> String {
    let folded: String = text
        .nfkc()
        .filter(|letter| !is_invisible(*letter))
        .flat_map(char::to_lowercase)
        .nfkc()
        .map(|letter| if matches!(letter, '•' | '・' | '‧' | '∙' | '⋅') { '·' } else { letter })
        .collect();
    let mut out = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        let joins = |letter: Option<char>| letter.is_some_and(|letter| is_han(letter) || letter == '·');
        if !out.is_empty() && !joins(out.chars().next_back()) && !joins(word.chars().next()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// An identity document's or account's number in one spelling: widths folded, capitals, no spaces, hyphens or dots.
/// `None` if something else than letters and digits is left, or nothing, or more than 64 characters.
pub fn normal_number(text: &str) -> Option<String> {
    if text.len() > 8 * MAX_NUMBER {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkc() {
        if letter.is_whitespace() || is_hyphen(letter) || letter == '.' || is_invisible(letter) {
            continue;
        }
        let plain = digit(letter).unwrap_or(letter).to_ascii_uppercase();
        if !plain.is_ascii_alphanumeric() {
            return None;
        }
        out.push(plain);
    }
    (1..=MAX_NUMBER).contains(&out.len()).then_some(out)
}
