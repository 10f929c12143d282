//! The plan, what happens, and the rows that are owed: as the reference sees them.

/// Millionths of one.
pub(super) const ONE: i128 = 1_000_000;

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// ISO code and digits of the currency.
    pub(crate) currency: (&'static str, u32),
    /// Hours ahead of UTC.
    pub(crate) utc_offset: i64,
    pub(crate) own_purchases_are_hers: bool,
    /// Millionths.
    pub(crate) payout: i128,
    pub(crate) rounding: Rounding,
    /// All come down to the limit in the same proportion.
    pub(crate) scales: bool,
    /// By how much of the price each volume is at most, in millionths: `v0`, `v1`.
    pub(crate) volumes: Vec<i128>,
    /// Legs of everybody in the placement tree.
    pub(crate) width: usize,
    /// Ids, the lowest first. A rank's number counts from 1.
    pub(crate) ranks: Vec<String>,
    pub(crate) rewards: Vec<Reward>,
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
    pub(crate) on_join: bool,
    pub(crate) to: To,
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
pub(crate) enum To {
    Seller,
    Buyer,
    Upline(usize, usize),
    Nearest(u8),
    Generation(usize, usize, u8),
    Differential,
    Peer(usize),
}

#[derive(Debug, Clone)]
pub(crate) enum Pay {
    Rate(i128, Of),
    Product(Of),
    PerLevel(Vec<i128>, Of),
    PerRank(Vec<i128>, Of),
    /// By rank, then by level from the first that is paid.
    Table(Vec<Vec<i128>>, Of),
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
    Day,
    Month,
    Year,
    Life,
}

#[derive(Debug, Clone)]
pub(crate) struct Cap {
    pub(crate) per: Per,
    /// Minor units; whole points for a reward in points.
    pub(crate) amount: i128,
}

#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) inviter: Option<usize>,
    /// Seconds since 1970.
    pub(crate) joined_at: i64,
    pub(crate) rank: u8,
    /// Under whom she is to stand, on which leg from 0.
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
