//! The plan, what happens, and the rows that are owed: as the reference sees them.

/// Millionths of one.
pub(super) const ONE: i128 = 1_000_000;

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// ISO code and digits of the currency.
    pub(crate) currency: (&'static str, u32),
    /// Hours ahead of UTC.
    pub(crate) utc_offset: i64,
    pub(crate) own_purchases: Own,
    /// What a purchase has to come to that makes its buyer a promoter: all of it, or its dearest line.
    pub(crate) joins_by: Option<WayIn>,
    /// Seconds until a line settles.
    pub(crate) release_after: i64,
    /// Millionths.
    pub(crate) payout: i128,
    pub(crate) rounding: Rounding,
    /// All come down to the limit in the same proportion.
    pub(crate) scales: bool,
    /// By how much of the price each volume is at most, in millionths: `v0`, `v1`.
    pub(crate) volumes: Vec<i128>,
    /// In which of them sales are counted; in money, if in none.
    pub(crate) count: Option<usize>,
    /// Legs of everybody in the placement tree.
    pub(crate) width: usize,
    /// Ids, the lowest first. A rank's number counts from 1.
    pub(crate) ranks: Vec<String>,
    /// What each rank asks for: to rise to it, to keep it.
    pub(crate) rules: Vec<[Option<Asks>; 2]>,
    /// Closes see the ranks that the review of the month leaves.
    pub(crate) closes_after_review: bool,
    /// Caps over several rewards; none named means all in money.
    pub(crate) together: Vec<(Cap, Vec<usize>)>,
    pub(crate) rewards: Vec<Reward>,
}

impl Plan {
    pub(crate) fn is_money(&self, reward: usize) -> bool {
        !matches!(self.rewards[reward].pay, Pay::Points(_))
    }

    pub(super) fn brackets(&self) -> impl Iterator<Item = &Brackets> {
        self.rewards.iter().filter_map(|reward| match &reward.pay {
            Pay::Brackets(brackets, _) => Some(brackets),
            _ => None,
        })
    }

    pub(super) fn caps_by_purchases(&self) -> bool {
        let own = self.rewards.iter().filter_map(|reward| reward.cap.as_ref());
        let together = self.together.iter().map(|(cap, _)| cap);
        own.chain(together).any(|cap| matches!(cap.most, Most::Times(_)))
    }

    /// Everything that the plan asks of anybody.
    pub(super) fn asks(&self) -> impl Iterator<Item = &Ask> {
        let ranks = self.rules.iter().flatten().flatten();
        let active = self.rewards.iter().filter_map(|reward| reward.active.as_ref());
        ranks.chain(active).flat_map(|asks| &asks.of)
    }
}

/// Whose sale a promoter's own purchase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    Hers,
    Inviters,
    Nobodys,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum WayIn {
    Purchase(i128),
    Package(i128),
}

/// Calendar periods, in the order in which they close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Span {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Span {
    pub(crate) const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];
}

/// All of several conditions, or any one of them.
#[derive(Debug, Clone)]
pub(crate) struct Asks {
    pub(crate) any: bool,
    pub(crate) of: Vec<Ask>,
}

#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) measure: Measure,
    pub(crate) within: Option<Within>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// Seconds.
    Last(i64),
    Current(Span),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Measure {
    DirectInvites(usize),
    TeamSize(usize),
    DirectCustomers(usize),
    OwnSales(i128),
    /// With the share of it, in millionths, for which each branch counts at most.
    TeamSales(i128, Option<i128>),
    LesserLegs(i128),
    OwnOrders(usize),
    /// Branches with somebody of at least this rank.
    Legs(u8, usize),
    /// Branches whose heads have sold so much.
    QualifiedLegs(i128, usize),
    /// At least this rank, at the end of so many of the last so many months.
    Held(u8, usize, Option<usize>),
    OwnPurchases(i128),
    Package(&'static str),
    TopUp(i128),
}

/// By whose sales brackets go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Own,
    Team,
    Group(u8),
}

/// How far brackets look back: at the period that closes alone, or further, to the beginning if nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Back {
    NotAtAll,
    To(Option<Within>),
}

#[derive(Debug, Clone)]
pub(crate) struct Brackets {
    pub(crate) by: By,
    pub(crate) within: Back,
    pub(crate) marginal: bool,
    /// Where each begins, rising, with its rate.
    pub(crate) from: Vec<(i128, i128)>,
}

impl Brackets {
    /// Which bracket is reached, from 1; none below the first.
    pub(super) fn reached(&self, sold: i128) -> usize {
        self.from.iter().filter(|(from, _)| *from <= sold).count()
    }

    pub(super) fn rate(&self, sold: i128) -> i128 {
        self.reached(sold).checked_sub(1).map_or(0, |place| self.from[place].1)
    }
}

/// By what a pool is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Parts {
    Equal,
    OwnSales,
    TeamSales,
    /// By rank.
    Weights(Vec<i128>),
}

/// How legs are paired.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Pairing {
    pub(crate) unit: Option<i128>,
    pub(crate) steps: Vec<i128>,
    /// Parts of the stronger leg for one of the weaker, less one.
    pub(crate) more: i128,
    pub(crate) carry: Carry,
    pub(crate) idle_loses: bool,
    pub(crate) expires: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Carry {
    #[default]
    All,
    None,
    Stronger,
    Most(i128),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rounding {
    Down,
    HalfUp,
    HalfEven,
}

impl Rounding {
    /// `base` × millionths, by long division.
    pub(super) fn of(self, base: i128, rate: i128) -> i128 {
        let (product, sign) = ((base * rate).abs(), (base * rate).signum());
        let (whole, twice) = (product / ONE, product % ONE * 2);
        let up = match self {
            Self::Down => false,
            Self::HalfUp => twice >= ONE,
            Self::HalfEven => twice > ONE || (twice == ONE && whole % 2 == 1),
        };
        sign * (whole + i128::from(up))
    }
}

#[allow(clippy::struct_excessive_bools, reason = "each is a word of the language by itself")]
#[derive(Debug, Clone)]
pub(crate) struct Reward {
    pub(crate) id: String,
    pub(crate) on: On,
    pub(crate) to: To,
    /// Of a pool.
    pub(crate) parts: Parts,
    /// Of pairs.
    pub(crate) pair: Pairing,
    /// What the payee has to meet at the moment.
    pub(crate) active: Option<Asks>,
    /// Lowest and highest rank that is paid.
    pub(crate) payee_rank: Option<(u8, u8)>,
    pub(crate) seller_rank: Option<(u8, u8)>,
    pub(crate) distance: Option<(usize, Option<usize>)>,
    pub(crate) categories: Vec<String>,
    pub(crate) first_order: Option<bool>,
    /// The least, and what the line has to stay below.
    pub(crate) line_amount: Option<(i128, Option<i128>)>,
    /// The fewest and the most pieces.
    pub(crate) line_quantity: Option<(u32, Option<u32>)>,
    /// Of the buyer's, the payee's: the fewest whole months, and how many it has to stay below.
    pub(crate) buyer_months: Option<(i64, Option<i64>)>,
    pub(crate) payee_months: Option<(i64, Option<i64>)>,
    /// Whose branch it is, by the order of joining: from, to.
    pub(crate) recruit: Option<(usize, Option<usize>)>,
    /// The way up is that of the placement tree.
    pub(crate) placed: bool,
    /// A fixed amount for each piece.
    pub(crate) per_piece: bool,
    pub(crate) compress: bool,
    pub(crate) until: Option<u8>,
    pub(crate) payees: Option<usize>,
    /// The least that a differential pays, also to the next of the same rate.
    pub(crate) floor: Option<i128>,
    pub(crate) pay: Pay,
    pub(crate) cap: Option<Cap>,
    pub(crate) every: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    Sale,
    Join,
    Promotion,
    FirstSale,
    Period(Span),
}

impl On {
    /// Nothing is sold then.
    pub(crate) fn is_personal(self) -> bool {
        matches!(self, Self::Join | Self::Promotion)
    }

    pub(crate) fn is_period(self) -> bool {
        matches!(self, Self::Period(_))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum To {
    Seller,
    Buyer,
    Upline(usize, usize),
    Nearest(u8),
    Generation(usize, usize, u8),
    Differential,
    Peer(usize),
    Pool(u8),
    Pairing,
}

#[derive(Debug, Clone)]
pub(crate) enum Pay {
    Rate(i128, Of),
    Product(Of),
    PerLevel(Vec<i128>, Of),
    PerRank(Vec<i128>, Of),
    /// By rank, then by level from the first that is paid.
    Table(Vec<Vec<i128>>, Of),
    Brackets(Brackets, Of),
    Amount(i128),
    /// By rank.
    Amounts(Vec<i128>),
    Coupon(i128),
    /// In whole points.
    Points(i128),
}

impl Pay {
    /// What a rate is taken of.
    pub(crate) fn of(&self) -> Option<Of> {
        match self {
            Self::Rate(_, of)
            | Self::Product(of)
            | Self::PerLevel(_, of)
            | Self::PerRank(_, of)
            | Self::Brackets(_, of)
            | Self::Table(_, of) => Some(*of),
            Self::Amount(_) | Self::Amounts(_) | Self::Coupon(_) | Self::Points(_) => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Amount,
    Profit,
    Volume(usize),
    Reward(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Per {
    Line,
    Time(Span),
    Life,
}

#[derive(Debug, Clone)]
pub(crate) struct Cap {
    pub(crate) per: Per,
    pub(crate) most: Most,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Most {
    /// Minor units; whole points for a reward in points.
    Amount(i128),
    /// So many times what the payee has bought, in millionths.
    Times(i128),
}

#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) inviter: Option<usize>,
    /// Seconds since 1970.
    pub(crate) joined_at: i64,
    pub(crate) rank: u8,
    /// Under whom they are to stand, on which leg from 0.
    pub(crate) placed_under: Option<(usize, Option<usize>)>,
}

#[derive(Debug, Clone)]
pub(crate) struct RankRow {
    pub(crate) member: usize,
    pub(crate) rank: u8,
    pub(crate) at: i64,
}

#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) order: String,
    /// `line` of the file.
    pub(crate) no: String,
    pub(crate) at: i64,
    pub(crate) buyer: usize,
    pub(crate) seller: Option<usize>,
    /// Who shares it with the seller, in millionths.
    pub(crate) also: Vec<(usize, i128)>,
    /// What it says of the plan's volumes.
    pub(crate) volumes: Vec<Option<i128>>,
    pub(crate) amount: i128,
    pub(crate) cost: Option<i128>,
    pub(crate) rate: Option<i128>,
    pub(crate) quantity: u32,
    pub(crate) category: String,
    pub(crate) product: &'static str,
    /// Place of the line that is refunded.
    pub(crate) refund_of: Option<usize>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    pub(crate) members: Vec<Member>,
    pub(crate) ranks: Vec<RankRow>,
    pub(crate) lines: Vec<Line>,
}

/// One row of the rewards file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) event: &'static str,
    pub(crate) reference: String,
    pub(crate) reward: usize,
    pub(crate) payee: usize,
    pub(crate) distance: usize,
    /// Base and rate of a share.
    pub(crate) share: Option<(i128, i128)>,
    pub(crate) amount: i128,
    pub(crate) cut: bool,
}
