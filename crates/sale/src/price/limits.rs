//! How many pieces of a SKU somebody may buy.

use banyan_base::refusal::Refusal;
use banyan_plan::time::{Period, Time};
use banyan_plan::words::Text;

/// How many pieces of a SKU an order may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// At least so many; 1 or more.
    pub least: i64,
    /// A multiple of so many; 1 for any number.
    pub step: i64,
    /// At most so many in one order.
    pub most: Option<i64>,
    /// At most so many of one member within a time.
    pub per_member: Option<PerMember>,
}

/// How many pieces one member may buy within a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerMember {
    /// So many pieces, of orders that were not cancelled, less what was sent back.
    pub pieces: i64,
    /// Within this time.
    pub window: Window,
}

/// The time within which pieces are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// All of it.
    Ever,
    /// The calendar day, week, month, quarter or year of the shop.
    Each(Period),
}

/// The rule that a number of pieces breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// Fewer than the least.
    TooFew(i64),
    /// Not a multiple.
    NotMultiple(i64),
    /// More than an order may have.
    TooMany(i64),
    /// More than the member may buy within the time; they have bought `bought` already.
    Reached {
        /// The rule.
        rule: PerMember,
        /// What they have bought within the time.
        bought: i64,
    },
}

impl Default for Limits {
    fn default() -> Self {
        Self { least: 1, step: 1, most: None, per_member: None }
    }
}

impl Limits {
    /// Whether an order may have so many pieces of the SKU, by somebody who has `bought` some within the time.
    pub fn allow(&self, pieces: i64, bought: i64) -> Result<(), Broken> {
        if let Some(rule) = self.per_member
            && pieces > rule.pieces - bought
        {
            return Err(Broken::Reached { rule, bought });
        }
        if let Some(most) = self.most.filter(|most| pieces > *most) {
            return Err(Broken::TooMany(most));
        }
        if pieces < self.least {
            return Err(Broken::TooFew(self.least));
        }
        if pieces % self.step != 0 {
            return Err(Broken::NotMultiple(self.step));
        }
        Ok(())
    }

    /// The fewest pieces that an order may have.
    pub fn fewest(&self) -> i64 {
        (self.least + self.step - 1) / self.step * self.step
    }
}

impl Window {
    /// From which moment on pieces count for a purchase at `now`; nothing counts from the beginning. `utc_offset`
    /// (nanoseconds) is the shop's.
    pub fn since(self, now: i64, utc_offset: i64) -> i64 {
        match self {
            Self::Ever => i64::MIN,
            Self::Each(period) => period.start(period.index(Time(now), utc_offset), utc_offset).0,
        }
    }

    /// The stable word of the API and the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ever => "ever",
            Self::Each(Period::Day) => "day",
            Self::Each(Period::Week) => "week",
            Self::Each(Period::Month) => "month",
            Self::Each(Period::Quarter) => "quarter",
            Self::Each(Period::Year) => "year",
        }
    }

    /// The window of a word.
    pub fn of(word: &str) -> Option<Self> {
        let periods = [Period::Day, Period::Week, Period::Month, Period::Quarter, Period::Year];
        let mut all = periods.map(Self::Each).into_iter().chain([Self::Ever]);
        all.find(|window| window.word() == word)
    }

    fn text(self) -> Text {
        match self {
            Self::Ever => Text::new("每人", "in all"),
            Self::Each(Period::Day) => Text::new("每人每天", "a day"),
            Self::Each(Period::Week) => Text::new("每人每周", "a week"),
            Self::Each(Period::Month) => Text::new("每人每月", "a month"),
            Self::Each(Period::Quarter) => Text::new("每人每季度", "a quarter"),
            Self::Each(Period::Year) => Text::new("每人每年", "a year"),
        }
    }
}

impl Broken {
    /// What is wrong with the number of pieces of `title`, and what would do.
    pub fn refusal(self, title: &Text) -> Refusal {
        let Text { zh, en } = title;
        match self {
            Self::TooFew(least) => Refusal::unacceptable(
                "quantity_least",
                format!("“{zh}”{least} 件起售"),
                format!("“{en}” is sold from {least} pieces"),
            ),
            Self::NotMultiple(step) => Refusal::unacceptable(
                "quantity_step",
                format!("“{zh}”的数量应为 {step} 的倍数"),
                format!("“{en}” is sold in multiples of {step}"),
            ),
            Self::TooMany(most) => Refusal::unacceptable(
                "quantity_most",
                format!("“{zh}”每单限购 {most} 件"),
                format!("an order may have at most {most} of “{en}”"),
            ),
            Self::Reached { rule, bought } => {
                let (window, pieces) = (rule.window.text(), rule.pieces);
                let (window_zh, window_en) = (window.zh, window.en);
                let left = (pieces - bought).max(0);
                Refusal::conflict(
                    "limit_reached",
                    format!("“{zh}”{window_zh}限购 {pieces} 件，您已购买 {bought} 件，还可购买 {left} 件"),
                    format!(
                        "“{en}” is limited to {pieces} {window_en} for each member; you have bought {bought} and may buy {left} more"
                    ),
                )
            }
        }
    }
}
