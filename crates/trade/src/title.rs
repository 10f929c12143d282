//! Titles of goods in both languages, and which of them a reader gets.

use banyan_base::shapes::Words;
use banyan_plan::words::Text;

/// What something for sale is called: in Chinese or in the only language that there is, and in English where that is another text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Title {
    /// The title; the only one if `en` is empty.
    pub text: String,
    /// The English one; may be empty.
    pub en: String,
}

impl Title {
    /// One title for everybody.
    pub fn only(text: impl Into<String>) -> Self {
        Self { text: text.into(), en: String::new() }
    }

    /// The title that each reader gets: the one in their language, or else the other. Whatever shows a title asks this.
    pub fn said(&self) -> Text {
        let or = |one: &str, other: &str| if one.is_empty() { other.to_owned() } else { one.to_owned() };
        Text { zh: or(&self.text, &self.en), en: or(&self.en, &self.text) }
    }

    /// With what tells it from others behind it.
    pub(crate) fn with(&self, kind: &Self) -> Self {
        let [one, two] = [self.said(), kind.said()];
        let join = |one: &str, two: &str| format!("{one} {two}").trim().to_owned();
        let (text, en) = (join(&one.zh, &two.zh), join(&one.en, &two.en));
        let en = if en == text { String::new() } else { en };
        Self { text, en }
    }
}

impl From<&Title> for Words {
    fn from(title: &Title) -> Self {
        title.said().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str, en: &str) -> Title {
        Title { text: text.to_owned(), en: en.to_owned() }
    }

    #[test]
    fn a_reader_gets_the_title_in_their_language_or_else_the_other() {
        for (text, en, said) in [
            ("绿茶", "Green tea", ("绿茶", "Green tea")),
            ("绿茶", "", ("绿茶", "绿茶")),
            ("Green tea", "", ("Green tea", "Green tea")),
            ("", "Green tea", ("Green tea", "Green tea")),
            ("", "", ("", "")),
        ] {
            let found = title(text, en).said();
            assert_eq!((found.zh.as_str(), found.en.as_str()), said);
        }
    }

    #[test]
    fn a_title_with_a_kind_has_both_languages_of_each() {
        let tea = title("绿茶", "Green tea");
        assert_eq!(tea.with(&title("大", "Large")), title("绿茶 大", "Green tea Large"));
        assert_eq!(tea.with(&title("500g", "")), title("绿茶 500g", "Green tea 500g"));
        assert_eq!(Title::only("绿茶").with(&title("大", "Large")), title("绿茶 大", "绿茶 Large"));
        assert_eq!(Title::only("tea").with(&Title::default()), title("tea", ""));
    }
}
