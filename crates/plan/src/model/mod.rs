//! A plan as it was written and understood: every name resolved, every number exact.

mod identity;
mod pay;
mod ties;
mod volumes;

pub use self::pay::{Base, Brackets, Cap, Carry, Most, Pair, Pay, Per, Rates, Volume, Window};
pub use self::volumes::{LineVolumes, MAX_VOLUMES, Named, NamedVolume};

use std::collections::BTreeMap;

use crate::diagnostic::Span;
use crate::money::{Currency, Minor, Rate, Rounding};
use crate::time::Period;
use crate::words::Text;

/// A rank of the plan, counted from 1 for the lowest. 0 stands for a plain customer.
pub type RankNo = u8;
/// A reward's place in the plan, counted from 0.
pub type RewardNo = u16;

/// Ranks that a plan may have at most, so that a set of them is one `u64`.
pub const MAX_RANKS: usize = 60;
/// Rewards that a plan may have at most.
pub const MAX_REWARDS: usize = 500;
/// Legs that a placement tree may have at most.
pub const MAX_WIDTH: u8 = 9;
/// The farthest level that a reward may reach.
pub const MAX_LEVEL: u32 = 1_000;

/// A whole plan.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its name in files.
    pub id: String,
    /// Counted up with each published change.
    pub version: u32,
    /// Its name for people.
    pub title: Text,
    /// All of its amounts are in this currency.
    pub currency: Currency,
    /// How far the shop's clock is ahead of UTC, in nanoseconds: decides where days and months end.
    pub utc_offset: i64,
    /// How entries come to whole minor units.
    pub rounding: Rounding,
    /// Whether a close at the end of a month sees ranks as the month's review leaves them, not as they were before it.
    pub closes_after_review: bool,
    /// Who may take part.
    pub join: Join,
    /// How a sale counts.
    pub sale: Sale,
    /// What lines count for beside their price.
    pub volumes: Named,
    /// All rewards of a line together, of its amount.
    pub payout_limit: Rate,
    /// Whatever goes beyond the limit scales all rewards down in the same proportion, in place of cutting the last ones.
    pub scales_to_limit: bool,
    /// Where the limit stands in the file (or the `[plan]` header when it is not written).
    pub limit_span: Span,
    /// Where `[join]` says what joining costs (or the `[plan]` header when there is no `[join]`).
    pub join_span: Span,
    /// Where `[sale]` stands (or the `[plan]` header when there is none).
    pub sale_span: Span,
    /// `[[cap]]`: what several rewards come to together at most.
    pub caps: Vec<Caps>,
    /// How many legs everybody has in the placement tree.
    pub width: u8,
    /// Lowest first.
    pub ranks: Vec<Rank>,
    /// In the order of the file, which is the order of evaluation.
    pub rewards: Vec<Reward>,
}

/// `[join]`: who may take part, and what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// The way in.
    pub how: How,
    /// The purchase that makes a customer a promoter, if there is one.
    pub purchase: Option<Entry>,
    /// Paid once on joining.
    pub fee: Minor,
    /// Paid on joining, returned on leaving.
    pub deposit: Minor,
}

/// The way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Anybody may sign up.
    Open,
    /// A promoter has to invite.
    Invitation,
    /// A purchase makes a promoter.
    Purchase,
}

/// The purchase that makes a customer a promoter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Any paid order of at least this amount.
    Order(Minor),
    /// A pack: one order line of at least this price.
    Package(Minor),
}

/// `[sale]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sale {
    /// Who is the seller of a promoter's own purchase.
    pub self_purchase: SelfPurchase,
    /// From payment (in files) or delivery (in the shop) to settlement, in nanoseconds.
    pub release_after: i64,
    /// The lowest and the highest rate that a product of the shop may have.
    pub product_rate: (Rate, Rate),
    /// Sales to people outside the network are told apart and counted.
    pub retail_tracking: bool,
}

/// Who is the seller of a promoter's own purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelfPurchase {
    /// The promoter who buys.
    Seller,
    /// The nearest promoter above the buyer.
    Inviter,
    /// Nobody, whoever is named: what a promoter buys pays no reward.
    Nobody,
}

/// `[[rank]]`.
#[derive(Debug, Clone)]
pub struct Rank {
    /// Its name in files.
    pub id: String,
    /// Its name for people.
    pub title: Text,
    /// How it is reached; `None` = by hand only. The first rank has none: it is given on joining.
    pub promote: Option<Conditions>,
    /// What has to hold at the close of each month to keep it.
    pub keep: Option<Conditions>,
    /// Where it stands.
    pub span: Span,
}

/// Conditions of which all, or any one, must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    /// All of them, or any one.
    pub all: bool,
    /// Never empty.
    pub list: Vec<Condition>,
}

/// One condition.
#[derive(Debug, Clone)]
pub struct Condition {
    /// What is measured, and how much is needed.
    pub measure: Measure,
    /// Over which time; `None` = ever.
    pub within: Option<Within>,
    /// Where it stands.
    pub span: Span,
}

/// Two are the same if they ask for the same, wherever they stand.
impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        (&self.measure, self.within) == (&other.measure, other.within)
    }
}

impl Eq for Condition {}

/// What a condition measures, with the least that satisfies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// People whom they invited themselves.
    DirectInvites(u32),
    /// People below them at any depth.
    TeamSize(u32),
    /// Different people who are no promoters and have a settled purchase through them.
    DirectCustomers(u32),
    /// Settled sales credited to them.
    OwnSales(Minor),
    /// Settled sales credited to them or to anybody below them.
    TeamSales(Minor),
    /// Likewise, of each direct branch at most so much.
    LimitedTeamSales(Minor, Minor),
    /// The sales of their direct branches without the largest of them.
    LesserLegs(Minor),
    /// Settled orders credited to them.
    OwnOrders(u32),
    /// Direct branches that hold somebody of at least this rank.
    Legs(RankNo, u32),
    /// Direct branches whose head has sold so much themselves.
    ActiveLegs(Minor, u32),
    /// At the end of so many of the last so many months, a rank of at least this.
    Held(RankNo, u32, u32),
    /// A course that they have passed.
    Course(String),
    /// Settled purchases of their own.
    OwnPurchases(Minor),
    /// A product that they have bought.
    Package(String),
    /// Money that they have paid in.
    TopUp(Minor),
}

/// Over which time something is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Within {
    /// The last so many nanoseconds.
    Last(i64),
    /// The calendar day, week or month that is under way.
    Current(Period),
}

/// `[[reward]]`.
#[derive(Debug, Clone)]
pub struct Reward {
    /// Its name in files.
    pub id: String,
    /// Its name for people.
    pub title: Text,
    /// What it is paid for.
    pub on: On,
    /// Who is paid.
    pub to: To,
    /// Conditions on payee, seller and line.
    pub filters: Filters,
    /// What the way up follows.
    pub along: Along,
    /// Promoters who fail the filters are passed over and not counted.
    pub compress: bool,
    /// The way up ends with the first promoter of at least this rank above the seller.
    pub until: Option<RankNo>,
    /// At most so many people are paid, from near to far.
    pub payees: Option<u32>,
    /// Whoever a differential pays gets at least this rate, and so does the next of the same rate, once for each rate.
    pub floor: Option<Rate>,
    /// How the legs of a placement tree are paired.
    pub pair: Pair,
    /// Shares of a pool by rank, the lowest first; empty unless it is shared by rank.
    pub weights: Vec<u32>,
    /// How much.
    pub pay: Pay,
    /// A fixed amount is paid for each piece of the line.
    pub per_piece: bool,
    /// The most that one payee gets.
    pub cap: Option<Cap>,
    /// Paid only on each so-many-th event of the payee; 1 = always.
    pub every: u32,
    /// The reward's id in the file.
    pub span: Span,
    /// What `to` says in the file.
    pub to_span: Span,
    /// Where each of its keys stands in the file.
    pub key_spans: BTreeMap<String, Span>,
}

/// What a reward is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum On {
    /// A line is paid.
    Sale,
    /// A promoter joins.
    Join,
    /// A promoter reaches a rank that they never had.
    Promotion,
    /// A promoter's first settled sale.
    FirstSale,
    /// The close of a period, on the lines settled in it.
    Period(Period),
}

/// Who is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The seller; on a join or a promotion, the person who joined or rose.
    Seller,
    /// The buyer, promoter or not.
    Buyer,
    /// The promoters from the first to the second level above.
    Upline(u32, u32),
    /// The nearest promoter above of at least this rank.
    Nearest(RankNo),
    /// From the first to the second of the promoters above who have at least this rank.
    Generation(u32, u32, RankNo),
    /// Going up, each is paid the rate of their rank less the highest rate met.
    Differential,
    /// For each entry of that reward, the nearest promoter above its payee with the payee's own rank.
    Peer(RewardNo),
    /// All who hold at least this rank at the close.
    Pool(RankNo, Share),
    /// The weaker leg of a two-leg placement tree.
    Pairing,
}

/// What a way up follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Along {
    /// Who invited whom.
    Inviters,
    /// Who stands under whom in the placement tree.
    Placement,
}

/// How a pool is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// The same for each.
    Equal,
    /// By their own settled sales of the period.
    OwnSales,
    /// By their team's settled sales of the period.
    TeamSales,
    /// By the weight of their rank.
    Rank,
}

/// The most that one payee gets of several rewards together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caps {
    /// Of which rewards; all are in money.
    pub rewards: Vec<RewardNo>,
    /// How much, in which time.
    pub cap: Cap,
    /// Where it stands.
    pub span: Span,
}

/// Conditions on payee, seller and line; all must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filters {
    /// Set of ranks (bit k = rank k; bit 0 = plain customer); `None` = any.
    pub payee_rank: Option<u64>,
    /// Likewise for the seller.
    pub seller_rank: Option<u64>,
    /// Lowest and highest distance.
    pub distance: Option<(u32, u32)>,
    /// Places in [`Plan::categories`]; empty = any.
    pub categories: Vec<String>,
    /// Only (or never) the buyer's first order.
    pub first_order: Option<bool>,
    /// The least and the most that the line may come to.
    pub line_amount: Option<(Minor, Minor)>,
    /// The fewest and the most pieces that the line may have.
    pub line_quantity: Option<(u32, u32)>,
    /// The fewest and the most whole months since the buyer joined.
    pub buyer_months: Option<(u32, u32)>,
    /// The fewest and the most whole months since the payee joined.
    pub payee_months: Option<(u32, u32)>,
    /// As which of those whom the payee invited, counted from 1, the branch comes in which the seller stands.
    pub recruit: Option<(u32, u32)>,
    /// What the payee has to meet at the moment.
    pub payee_active: Option<Conditions>,
}

impl Plan {
    /// The rank of an id.
    pub fn rank_of(&self, id: &str) -> Option<RankNo> {
        self.ranks.iter().position(|rank| rank.id == id).map(|at| at as RankNo + 1)
    }

    /// The rank of a number from 1.
    pub fn rank(&self, no: RankNo) -> Option<&Rank> {
        usize::from(no).checked_sub(1).and_then(|at| self.ranks.get(at))
    }

    /// The reward of a number.
    pub fn reward(&self, no: RewardNo) -> &Reward {
        &self.rewards[usize::from(no)]
    }

    /// All categories that a filter names, each once, in the order of the file.
    pub fn categories(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for category in self.rewards.iter().flat_map(|reward| &reward.filters.categories) {
            if !all.contains(category) {
                all.push(category.clone());
            }
        }
        all
    }

    /// All products that a condition names.
    pub fn packages(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for condition in self.conditions() {
            if let Measure::Package(product) = &condition.measure
                && !all.contains(product)
            {
                all.push(product.clone());
            }
        }
        all
    }

    /// Every condition of every rank, and of being paid.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let ranks = self.ranks.iter().flat_map(|rank| [&rank.promote, &rank.keep]);
        let paid = self.rewards.iter().map(|reward| &reward.filters.payee_active);
        ranks.chain(paid).flatten().flat_map(|conditions| &conditions.list)
    }

    /// Whether any cap depends on what its payee has bought.
    pub fn caps_by_purchases(&self) -> bool {
        let own = self.rewards.iter().filter_map(|reward| reward.cap.as_ref());
        own.chain(self.caps.iter().map(|caps| &caps.cap)).any(|cap| cap.most.is_bought())
    }

    /// Whether any reward follows the placement tree.
    pub fn needs_placement(&self) -> bool {
        self.rewards.iter().any(|reward| reward.along == Along::Placement || reward.to == To::Pairing)
    }

    /// For how many closes what settled waits on the legs of a length of period; `None` = for ever.
    pub fn legs_expire(&self, period: Period) -> Option<u32> {
        let pairs = self.rewards.iter().filter(|one| one.to == To::Pairing && one.on == On::Period(period));
        pairs.filter_map(|reward| reward.pair.expires).min()
    }

    /// Whether any reward asks how many pieces a line has.
    pub fn needs_quantity(&self) -> bool {
        self.rewards.iter().any(|reward| reward.per_piece || reward.filters.line_quantity.is_some())
    }

    /// Whether any reward asks how long somebody has been a member.
    pub fn needs_months(&self) -> bool {
        let filters = self.rewards.iter().map(|reward| &reward.filters);
        filters.clone().any(|filters| filters.buyer_months.is_some() || filters.payee_months.is_some())
    }

    /// Whether any reward asks in which order people were invited.
    pub fn needs_recruits(&self) -> bool {
        self.rewards.iter().any(|reward| reward.filters.recruit.is_some())
    }

    /// Whether any reward is a share of profit, so that every line needs its cost.
    pub fn needs_cost(&self) -> bool {
        self.rewards.iter().any(|reward| matches!(reward.pay, Pay::Share(_, Base::Profit)))
    }

    /// Whether any reward pays each product's own rate, so that every line needs it.
    pub fn needs_rate(&self) -> bool {
        self.rewards.iter().any(|reward| matches!(reward.pay, Pay::Share(Rates::Product, _)))
    }
}

impl Reward {
    /// Whether its entries are money (or coupons at face value), as points are not.
    pub fn is_money(&self) -> bool {
        !matches!(self.pay, Pay::Points(_))
    }
}

impl On {
    /// The word of the plan language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Join => "join",
            Self::Promotion => "promotion",
            Self::FirstSale => "first_sale",
            Self::Period(_) => "period",
        }
    }
}
