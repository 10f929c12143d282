//! What a report is made from: integers and words, already settled. Nothing here is computed from orders.

use banyan_plan::money::{Currency, Minor, Rate};
use banyan_plan::time::Time;
use banyan_plan::words::Text;

pub use banyan_report::{Distance, Distribution, LorenzPoint, Month};

/// Everything that one report shows.
#[derive(Debug, Clone)]
pub struct ReportData {
    /// The plan that was settled.
    pub plan: Plan,
    /// The moment of the first order line.
    pub first: Time,
    /// The moment of the last order line.
    pub last: Time,
    /// How many of everything.
    pub counts: Counts,
    /// Sums over the whole history.
    pub totals: Totals,
    /// What the reader must know about the data: what is observed and what is constructed. One sentence or two each.
    pub notice: Vec<Text>,
    /// Calendar months without gaps, earliest first.
    pub months: Vec<Month>,
    /// Net earnings of all members, those without any included.
    pub all_members: Distribution,
    /// Net earnings of the promoters alone.
    pub promoters: Distribution,
    /// How many members stand at each depth; index 0 are the roots.
    pub depths: Vec<u64>,
    /// Rewards by distance from the seller, nearest first.
    pub distances: Vec<Distance>,
    /// Rewards by their id, in the order of the plan file.
    pub rewards: Vec<RewardTotal>,
    /// Those who earned most, most first. At most twenty are shown.
    pub top: Vec<TopPromoter>,
    /// What one promoter earned, and why.
    pub statement: Statement,
    /// The plan read aloud, a sentence each.
    pub plain_words: Vec<Text>,
}

/// The plan that was settled.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its title.
    pub title: Text,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The currency of every amount in the report.
    pub currency: Currency,
    /// `limits.payout`: all rewards of a line together, of its amount.
    pub payout_limit: Rate,
}

/// How many of everything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Members, promoters and customers together.
    pub members: u64,
    /// Members who had a rank at the end.
    pub promoters: u64,
    /// Members who had none.
    pub customers: u64,
    /// Order lines of every kind.
    pub lines: u64,
    /// Of these, lines that refund another.
    pub refunds: u64,
    /// Of these, free-standing negative lines.
    pub reversals: u64,
}

/// Sums over the whole history.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    /// Sales after refunds and reversals.
    pub sales: i128,
    /// What was refunded or reversed; zero or negative.
    pub refunds: i128,
    /// Rewards after what was taken back.
    pub rewards: i128,
    /// What was taken back of rewards; zero or negative.
    pub clawed_back: i128,
}

/// What one reward of the plan came to.
#[derive(Debug, Clone)]
pub struct RewardTotal {
    /// Its id in the plan.
    pub id: String,
    /// What people call it.
    pub title: Text,
    /// Its entries.
    pub entries: u64,
    /// Their sum.
    pub amount: i128,
}

/// One of those who earned most.
#[derive(Debug, Clone)]
pub struct TopPromoter {
    /// The member.
    pub member: String,
    /// People whom they invited themselves.
    pub direct: u64,
    /// Net sales credited to them as the seller.
    pub sales: i128,
    /// Net rewards.
    pub earned: i128,
}

/// What one promoter earned, and why.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The member.
    pub member: String,
    /// The title of their rank.
    pub rank: Text,
    /// People whom they invited themselves.
    pub direct: u64,
    /// Net rewards over the whole history.
    pub total: i128,
    /// All of their entries, shown or not.
    pub entries: u64,
    /// The entries shown, in order of time.
    pub rows: Vec<StatementRow>,
}

/// One entry of a statement.
#[derive(Debug, Clone)]
pub struct StatementRow {
    /// When it was posted.
    pub at: Time,
    /// What happened.
    pub event: Event,
    /// `ORDER/LINE`, or the member who joined.
    pub reference: String,
    /// The title of the reward.
    pub title: Text,
    /// What it came to; negative when taken back.
    pub amount: Minor,
    /// Why, in a sentence.
    pub why: Text,
}

/// What an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A line was paid.
    Sale,
    /// A line was refunded.
    Refund,
    /// A free-standing negative line.
    Reversal,
    /// A promoter joined.
    Join,
    /// A promoter reached a rank.
    Promotion,
    /// A period closed.
    Period,
}
