//! What only a shop can tell: measured facts, settings, content and data handling. Everything is optional; a rule that
//! needs what is absent says so and never passes silently.

use banyan_plan::money::{Minor, Rate};

/// All that a shop tells about itself. [`Shop::default`] tells nothing, as when a plan is judged as a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shop {
    /// Measured on the ledger.
    pub facts: Facts,
    /// Set by the operator.
    pub settings: Settings,
    /// What the public sees.
    pub content: Content,
    /// What is done with people's data.
    pub data: Data,
}

/// Measured on the ledger and the tree of members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Revenue from non-participants, of all revenue, in the worst pay period.
    pub retail_share: Option<Rate>,
    /// Sales to end users, of all sales of the company.
    pub end_user_share: Option<Rate>,
    /// Rewards that come from retail sales, of all rewards.
    pub retail_reward_share: Option<Rate>,
    /// Rewards that come from introducing others, of all rewards.
    pub introduction_share: Option<Rate>,
    /// What newcomers gave in order to take part, of what was paid for introducing them.
    pub contribution_share: Option<Rate>,
    /// Levels of the deepest live chain, the root counted.
    pub live_tree_depth: Option<u32>,
    /// The smallest gross margin among the products sold.
    pub smallest_margin: Option<Rate>,
    /// What points and taxes add to the payout of a line, of its amount.
    pub points_and_tax: Option<Rate>,
    /// Stock held by members.
    pub stock: Option<Stock>,
}

/// How members hold stock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stock {
    /// Whether members buy goods to resell them.
    pub members_buy: bool,
    /// The part of the price at which it is bought back, in per cent.
    pub buyback_percent: u32,
    /// For so many months.
    pub buyback_months: u32,
    /// Whether the next order waits for 70 % sold and ten customers.
    pub guarded: bool,
    /// Members whose orders went beyond what they sold.
    pub overloaded: u64,
}

/// Set by the operator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// The longest chain of inviters that is kept, the root counted.
    pub max_chain: Option<u32>,
    /// Whether any rank that is given by hand depends on a number of people.
    pub manual_ranks_count_heads: Option<bool>,
    /// Whether any rank that is given by hand is given for money or a purchase.
    pub manual_ranks_sold: Option<bool>,
    /// Whether any course that a rank asks for is sold.
    pub courses_sold: Option<bool>,
    /// The largest face of the one coupon for an inviter that STR-03 excepts, in minor units; `None` = 2,000.
    pub inviter_coupon: Option<Minor>,
    /// Whether people can become promoters free, without a purchase.
    pub free_sign_up: Option<bool>,
    /// Days after receipt at which commission can be withdrawn.
    pub release_days: Option<u32>,
    /// Whether refunds take back every reward of the line.
    pub clawback: Option<bool>,
    /// Whether customers can withdraw online, in two steps, with a durable acknowledgement.
    pub online_withdrawal: Option<bool>,
    /// How income tax of natural persons is withheld.
    pub income_tax: Option<IncomeTax>,
    /// The VAT profile for natural persons.
    pub vat: Option<Vat>,
    /// Through whose accounts others' money goes.
    pub custody: Option<Custody>,
    /// How changes of the plan are announced.
    pub notice: Option<Notice>,
}

/// How income tax of natural persons is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncomeTax {
    /// Not at all.
    None,
    /// On the cumulative income of the year.
    Cumulative,
    /// By the table for each payment.
    PerPayment,
}

/// The VAT profile for natural persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vat {
    /// There is none.
    Missing,
    /// Checked on this day (days since 1970-01-01).
    CheckedOn(i64),
}

/// Through whose accounts others' money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Custody {
    /// The shop sells its own goods: there is no money of others.
    OwnGoods,
    /// A licensed institution splits payments.
    Licensed,
    /// The shop holds or pools it, or members pay each other.
    Pooled,
}

/// How changes of the plan are announced.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Notice {
    /// Days between publication and effect.
    pub days: u32,
    /// Whether comments are asked for.
    pub comments: bool,
}

/// What the public sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// Every share that earns commission is marked.
    pub shares_marked: Option<bool>,
    /// Some benefit depends on a positive review, a like or a vote.
    pub pays_for_praise: Option<bool>,
    /// Reviews come from settled orders only, and insiders are labelled.
    pub reviews_bound: Option<bool>,
    /// Numbers shown come from the ledger, and nobody fills groups.
    pub counts_true: Option<bool>,
    /// Reviews can be deleted or hidden by sentiment.
    pub reviews_deletable: Option<bool>,
    /// Prize draws; an empty list says that there are none.
    pub draws: Option<Vec<Draw>>,
    /// Minimum ages.
    pub ages: Option<Ages>,
    /// Claims about earnings.
    pub earnings: Option<EarningsClaims>,
    /// Something is unlocked only by sharing.
    pub share_to_unlock: Option<bool>,
}

/// A prize draw.
#[allow(clippy::struct_excessive_bools, reason = "each is asked for by a rule of its own")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Draw {
    /// The top prize at market price, in fen.
    pub top_prize: Minor,
    /// Odds, numbers and redemption were published before the start.
    pub published: bool,
    /// Something was changed after the start.
    pub changed: bool,
    /// Staff may win.
    pub insiders: bool,
    /// Entering costs money without goods of equal value.
    pub paid_entry: bool,
}

/// Minimum ages, in years.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ages {
    /// Of a promoter.
    pub promoter: u32,
    /// Of a live host.
    pub host: u32,
    /// Whether anybody under 14 needs a guardian's consent.
    pub guardian: bool,
}

/// Claims about earnings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EarningsClaims {
    /// Claims, calculators or leaderboards are shown to the public.
    pub shown: bool,
    /// The shop's own typical net earnings stand beside every one.
    pub typical_beside: bool,
    /// Recruiting ads speak of pay.
    pub in_recruiting: bool,
}

/// What is done with people's data.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Data {
    /// Demotion and freezing are explained, and a human hears appeals.
    pub human_appeal: Option<bool>,
    /// An upline sees a downline's phone number or orders without separate consent.
    pub upline_sees_downline: Option<bool>,
    /// Profiling can be switched off, and prices do not follow the profile.
    pub profiling_optional: Option<bool>,
    /// How long orders and ledger are kept.
    pub retention: Option<Retention>,
    /// Something is ticked in advance.
    pub pre_ticked: Option<bool>,
}

/// How long orders and ledger are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retention {
    /// Years.
    pub years: u32,
    /// Erasure keeps the ledger and takes the person out of it.
    pub pseudonymises: bool,
}
