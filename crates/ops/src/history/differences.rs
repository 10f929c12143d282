//! What is stored otherwise than it should be.

use banyan_plan::words::Text;

/// Differences that are listed; the others are counted.
const LISTED: usize = 1_000;

/// What is stored otherwise than it should be: the first of them, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// The first thousand, in the order in which they were found.
    pub list: Vec<Text>,
    /// All of them.
    pub count: u64,
}

impl Differences {
    /// One more.
    pub(crate) fn add(&mut self, text: Text) {
        self.count += 1;
        if self.list.len() < LISTED {
            self.list.push(text);
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The list, a line each; `None` if there are none.
    pub fn text(&self) -> Option<Text> {
        let lines = |lang: fn(&Text) -> &str| self.list.iter().map(lang).collect::<Vec<_>>().join("\n");
        let (mut zh, mut en) = (lines(|text| &text.zh), lines(|text| &text.en));
        let more = self.count - self.list.len() as u64;
        if more > 0 {
            zh += &format!("\n……还有 {more} 处");
            en += &format!("\n… and {more} more");
        }
        (!self.is_empty()).then(|| Text::new(zh, en))
    }
}
