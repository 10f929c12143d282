//! What staff or an import writes of products and SKUs.

use banyan_base::shapes::Words;
use banyan_core::records::Volumes;
use banyan_plan::words::Text;

/// A product as staff or an import writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductText {
    /// The plan language's product.
    pub code: String,
    /// What customers read.
    pub title: Title,
    /// What customers read below the title, at length.
    pub description: String,
    /// Its brand as people write it, in all scripts: `爱他美 Aptamil`. May be empty.
    pub brand: String,
    /// Further words by which it is found, with commas between.
    pub keywords: String,
    /// Its category.
    pub category: Option<i64>,
    /// Who supplies it.
    pub supplier: Option<i64>,
    /// The product's own rate, in millionths.
    pub rate: i64,
    /// Its pictures, the first one on the cover.
    pub pictures: Vec<i64>,
    /// Whether it is sold.
    pub is_on: bool,
    /// Whether it is shown before others.
    pub is_hot: bool,
}

/// A SKU as staff or an import writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkuText {
    /// The shop's own number for it.
    pub code: String,
    /// What tells it from the product's other SKUs.
    pub title: Title,
    /// Of one piece, in minor units.
    pub price: i64,
    /// Of one piece, in minor units.
    pub cost: i64,
    /// Whether it is sold.
    pub is_on: bool,
    /// What one piece counts for beside its price; nothing leaves that as it is.
    pub volumes: Option<Volumes>,
}

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
    pub(super) fn with(&self, kind: &Self) -> Self {
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
