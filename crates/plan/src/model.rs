//! A plan as it was written and understood: every name resolved, every number exact.

use crate::diagnostic::Span;
use crate::money::{Currency, Minor, Rate, Rounding};
use crate::time::{Period, Time};
use crate::words::Text;

/// A rank of the plan, counted from 1 for the lowest. 0 stands for a plain customer.
pub type RankNo = u8;
/// A reward's place in the plan, counted from 0.
pub type RewardNo = u16;

/// Ranks that a plan may have at most, so that a set of them is one `u64`.
pub const MAX_RANKS: usize = 60;
/// Rewards that a plan may have at most.
pub const MAX_REWARDS: usize = 500;
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
    /// All rewards of a line together, of its amount.
    pub payout_limit: Rate,
    /// Where the limit stands in the file (or the `[plan]` header when it is not written).
    pub limit_span: Span,
    /// Where `[join]` says what joining costs (or the `[plan]` header when there is no `[join]`).
    pub join_span: Span,
    /// Where `[sale]` stands (or the `[plan]` header when there is none).
    pub sale_span: Span,
    /// `[[cap]]`: what several rewards come to together at most.
    pub caps: Vec<Caps>,
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
    /// She herself.
    Seller,
    /// The nearest promoter above her.
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
    /// People whom she invited herself.
    DirectInvites(u32),
    /// People below her at any depth.
    TeamSize(u32),
    /// Different people who are no promoters and have a settled purchase through her.
    DirectCustomers(u32),
    /// Settled sales credited to her.
    OwnSales(Minor),
    /// Settled sales credited to her or to anybody below her.
    TeamSales(Minor),
    /// Likewise, of each direct branch at most so much.
    LimitedTeamSales(Minor, Minor),
    /// The sales of her direct branches without the largest of them.
    LesserLegs(Minor),
    /// Settled orders credited to her.
    OwnOrders(u32),
    /// Direct branches that hold somebody of at least this rank.
    Legs(RankNo, u32),
    /// Direct branches whose head has sold so much herself.
    ActiveLegs(Minor, u32),
    /// A course that she has passed.
    Course(String),
    /// Settled purchases of her own.
    OwnPurchases(Minor),
    /// A product that she has bought.
    Package(String),
    /// Money that she has paid in.
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
    /// Promoters who fail the filters are passed over and not counted.
    pub compress: bool,
    /// The way up ends with the first promoter of at least this rank above the seller.
    pub until: Option<RankNo>,
    /// At most so many people are paid, from near to far.
    pub payees: Option<u32>,
    /// How the legs of a placement tree are paired.
    pub pair: Pair,
    /// Shares of a pool by rank, the lowest first; empty unless it is shared by rank.
    pub weights: Vec<u32>,
    /// How much.
    pub pay: Pay,
    /// The most that one payee gets.
    pub cap: Option<Cap>,
    /// Paid only on each so-many-th event of the payee; 1 = always.
    pub every: u32,
    /// The reward's id in the file.
    pub span: Span,
    /// What `to` says in the file.
    pub to_span: Span,
}

/// What a reward is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum On {
    /// A line is paid.
    Sale,
    /// A promoter joins.
    Join,
    /// A promoter reaches a rank that she never had.
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
    /// Going up, each is paid the rate of her rank less the highest rate met.
    Differential,
    /// For each entry of that reward, the nearest promoter above its payee with the payee's own rank.
    Peer(RewardNo),
    /// All who hold at least this rank at the close.
    Pool(RankNo, Share),
    /// The weaker leg of a two-leg placement tree.
    Pairing,
}

/// How a pool is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// The same for each.
    Equal,
    /// By her own settled sales of the period.
    OwnSales,
    /// By her team's settled sales of the period.
    TeamSales,
    /// By the weight of her rank.
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
    /// What the payee has to meet at the moment.
    pub payee_active: Option<Conditions>,
}

/// How much a reward pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pay {
    /// A share of a base.
    Share(Rates, Base),
    /// A fixed amount.
    Amount(Minor),
    /// A fixed amount for each rank, the lowest first.
    Amounts(Vec<Minor>),
    /// A coupon of this face value.
    Coupon(Minor),
    /// Points.
    Points(i64),
}

/// The rate or rates of a reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rates {
    /// The same for everybody.
    One(Rate),
    /// Each product's own.
    Product,
    /// One per level, from the first level that is paid.
    PerLevel(Vec<Rate>),
    /// One per rank, the lowest first.
    PerRank(Vec<Rate>),
    /// For each rank, the lowest first, one per level from the first that is paid.
    Table(Vec<Vec<Rate>>),
    /// By what has been sold.
    Brackets(Brackets),
}

/// Rates by what has been sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brackets {
    /// Whose sales.
    pub by: Volume,
    /// Over which time; `None` = the period that closes.
    pub within: Option<Window>,
    /// Each bracket's rate only for what lies in it; otherwise the highest one reached holds for all.
    pub marginal: bool,
    /// From which amount each rate holds, rising. Below the first nothing is paid.
    pub list: Vec<(Minor, Rate)>,
}

/// Whose sales decide a bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Volume {
    /// Her own.
    Own,
    /// Hers and those of everybody below her.
    Team,
    /// Hers and those of everybody below her as far as the next of at least this rank.
    Group(RankNo),
}

/// A time over which sales are added up for a bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    /// From the beginning.
    Ever,
    /// Over such a time, up to the close.
    Within(Within),
}

impl Brackets {
    /// The place of the bracket that an amount reaches, from 1; 0 below the first.
    pub fn reached(&self, sold: Minor) -> usize {
        self.list.partition_point(|(from, _)| *from <= sold)
    }

    /// The rate of the bracket that an amount reaches.
    pub fn rate(&self, sold: Minor) -> Rate {
        self.reached(sold).checked_sub(1).map_or(Rate(0), |place| self.list[place].1)
    }

    /// What the last `part` of so much comes to, each bracket's rate taken of what lies in it; in millionths.
    pub fn slices(&self, sold: Minor, part: Minor) -> i128 {
        let (start, end) = (sold.saturating_sub(part).max(0), sold.max(0));
        let next = self.list.iter().skip(1).map(|(from, _)| *from).chain([Minor::MAX]);
        let slice = |((from, rate), next): (&(Minor, Rate), Minor)| {
            let inside = end.min(next).saturating_sub(start.max(*from)).max(0);
            i128::from(inside) * i128::from(rate.0)
        };
        self.list.iter().zip(next).map(slice).sum()
    }
}

/// How the two legs of a placement tree are paired at a close.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pair {
    /// Only so much at once, any number of times.
    pub unit: Option<Minor>,
    /// Only the highest of these amounts that the weaker leg reaches, rising; empty = any amount.
    pub steps: Vec<Minor>,
    /// So many parts of the stronger leg beside the first.
    pub more: u32,
    /// What becomes of the rest.
    pub carry: Carry,
    /// Whoever is not paid loses both legs.
    pub idle_loses: bool,
}

/// What becomes of what is not paired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Carry {
    /// It waits for the next close.
    #[default]
    All,
    /// It is lost on both legs.
    None,
    /// It waits on the stronger leg, and is lost on the weaker.
    Stronger,
    /// At most so much waits on each leg.
    Most(Minor),
}

/// What a rate is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The line's (or the period's) amount.
    Amount,
    /// Amount less cost.
    Profit,
    /// The sum of that reward's entries on the same event. For [`To::Peer`], each entry by itself.
    Reward(RewardNo),
}

/// The most that one payee gets of one reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// Over which time.
    pub per: Per,
    /// The most.
    pub most: Most,
}

/// Over which time a cap holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// One event.
    Line,
    /// A calendar period.
    Period(Period),
    /// From the beginning.
    Life,
}

impl Per {
    /// The number of the time that is under way; `None` for one event.
    pub fn index(self, now: Time, utc_offset: i64) -> Option<i64> {
        match self {
            Self::Line => None,
            Self::Period(period) => Some(period.index(now, utc_offset)),
            Self::Life => Some(0),
        }
    }
}

/// How much a cap leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Most {
    /// A fixed amount.
    Amount(Minor),
    /// So many times her own settled purchases, in millionths.
    Purchases(i64),
}

impl Most {
    /// The amount for somebody whose own settled purchases come to so much.
    pub fn of(self, purchases: impl FnOnce() -> Minor) -> Minor {
        match self {
            Self::Amount(amount) => amount,
            Self::Purchases(times) => {
                let product = i128::from(purchases().max(0)) * i128::from(times) / 1_000_000;
                Minor::try_from(product).unwrap_or(Minor::MAX)
            }
        }
    }

    /// Whether it depends on what the payee has bought.
    pub fn is_bought(self) -> bool {
        matches!(self, Self::Purchases(_))
    }
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
