//! What kind of character one is: for everything that compares what people typed.

/// ASCII and Arabic digits as ASCII; NFKC has already narrowed full-width ones.
pub fn digit(letter: char) -> Option<char> {
    let zero = match letter {
        '0'..='9' => return Some(letter),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        _ => return None,
    };
    char::from_digit(u32::from(letter) - zero, 10)
}

/// Hyphens, dashes and the minus sign.
pub fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// What copying from elsewhere brings along unseen: zero-width and direction marks, the byte order mark, soft hyphens.
pub fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    ) || letter.is_control() && !letter.is_whitespace()
}

/// Han characters, with those outside the basic plane that names use.
pub fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' | '々' | '〇')
}

/// What is drawn as nothing: what copying brings along unseen, and what was made to be blank. See Unicode's
/// `Default_Ignorable_Code_Point`, the Hangul fillers, and the blank of Braille.
pub fn is_unseen(letter: char) -> bool {
    is_invisible(letter)
        || matches!(
            letter,
            '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{206a}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}
