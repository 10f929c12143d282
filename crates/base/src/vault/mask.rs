//! Personal data as a screen may show it: enough to recognise one's own, too little to use.

use crate::letters::is_han;

/// Stars that stand for hidden characters: `count` of them.
fn stars(count: usize) -> String {
    "*".repeat(count)
}

/// A phone number with its middle hidden: `138****8000` for the Chinese mainland, `+44****5678` otherwise. Anything
/// shorter than eight digits is hidden altogether.
pub fn mask_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    let text = |digits: &[char]| digits.iter().collect::<String>();
    let tail = |digits: &[char]| text(&digits[digits.len() - 4..]);
    match digits.as_slice() {
        ['8', '6', national @ ..] if national.len() == 11 => {
            format!("{}****{}", text(&national[..3]), tail(national))
        }
        all if phone.starts_with('+') && all.len() >= 8 => format!("+{}****{}", text(&all[..2]), tail(all)),
        all if all.len() >= 8 => format!("{}****{}", text(&all[..3]), tail(all)),
        _ => stars(4),
    }
}

/// A name with all but its first character hidden: `张*`, `欧**`, and word by word where words are spaced: `J** S**`.
/// No more than two stars, so that the length of the rest is not told.
pub fn mask_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let Some(first) = words.next() else { return stars(1) };
    if first.chars().any(is_han) {
        let all = name.chars().filter(|letter| !letter.is_whitespace());
        return mask_word(&all.collect::<String>());
    }
    // Three words are enough to recognise a name.
    let masked: Vec<String> = std::iter::once(first).chain(words).take(3).map(mask_word).collect();
    masked.join(" ")
}

fn mask_word(word: &str) -> String {
    let mut letters = word.chars();
    match (letters.next(), letters.count()) {
        // A name of one character would be shown whole.
        (None, _) | (Some(_), 0) => stars(1),
        (Some(first), rest) => format!("{first}{}", stars(rest.min(2))),
    }
}

/// The number of an identity document with all but its first and last character hidden: `1****************X`. The
/// rest of a Chinese one tells the birthplace and birthday.
pub fn mask_id_number(number: &str) -> String {
    let letters: Vec<char> = number.chars().filter(|letter| !letter.is_whitespace()).collect();
    match letters.as_slice() {
        [first, middle @ .., last] if middle.len() >= 6 => {
            format!("{first}{}{last}", stars(middle.len().min(16)))
        }
        _ => stars(4),
    }
}

/// A bank account or card with all but its last four characters hidden: `**** 8888`.
pub fn mask_bank_number(number: &str) -> String {
    let letters: Vec<char> = number.chars().filter(|letter| letter.is_alphanumeric()).collect();
    match letters.len() {
        0..8 => stars(4),
        length => format!("**** {}", letters[length - 4..].iter().collect::<String>()),
    }
}

/// A Chinese address down to its county or district, `浙江省杭州市西湖区****`; one that names neither, or another
/// country's, is hidden altogether.
pub fn mask_address(address: &str) -> String {
    let place = |ends: [char; 3]| {
        // A place name has at least two characters before what it is: 市 in 市民路 is none.
        address.char_indices().skip(2).take(24).find(|(_, letter)| ends.contains(letter))
    };
    let end = place(['区', '县', '旗']).or_else(|| place(['市', '州', '盟']));
    match end {
        Some((at, letter)) => format!("{}****", &address[..at + letter.len_utf8()]),
        None => stars(4),
    }
}
