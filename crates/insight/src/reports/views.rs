//! Reports as the API shows them.

use banyan_api::http::{At, Id};
use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_core::ledger;
use banyan_people::members::RankView;
use banyan_report::LorenzPoint;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use super::range::Range;
use super::store;
use super::whose::Whose;

/// What happened in a stretch of time. Money in minor units.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportFigures)]
pub(super) struct Figures {
    since: At,
    until: At,
    /// Paid for orders.
    gmv: i64,
    /// Orders paid.
    orders: i64,
    /// Different people who paid.
    buyers: i64,
    /// Of these, how many had bought before this stretch of time.
    returning: i64,
    /// Sent back to buyers.
    refunds: i64,
    /// Paid for orders, less refunds.
    net: i64,
    /// What the goods cost, less those that came back.
    cost: i64,
    /// Rewards in money and coupons, less what refunds took back.
    rewards: i64,
    /// Net sales less cost and rewards.
    margin: i64,
    /// Rewards of net sales, in millionths; nothing without sales.
    payout: Option<i64>,
    new_members: i64,
    new_promoters: i64,
}

impl Figures {
    /// The figures of a stretch of time.
    pub(super) fn read(conn: &mut Conn, range: Range, whose: Whose) -> Result<Self, Refusal> {
        let sold = store::sold(conn, range, whose)?;
        let (refunds, cost_back) = store::refunded(conn, range, whose)?;
        let (rewards, (new_members, new_promoters)) = match whose {
            Whose::Shop => {
                (ledger::cost_of_rewards(conn, range.since, range.until)?, store::joined(conn, range)?)
            }
            // Who joins is nobody's of staff.
            Whose::Keeper(_) => (store::rewards_of(conn, range, whose)?, (0, 0)),
        };
        let people = store::buyers(conn, range, whose)?;
        let (gmv, orders, cost) = (sold.amount, sold.orders, sold.cost - cost_back);
        Ok(Self {
            gmv,
            orders,
            refunds,
            cost,
            rewards,
            new_members,
            new_promoters,
            ..Self::of(range, people)
        }
        .summed())
    }

    /// The figures of a stretch of time of which every piece is known: only people cannot be added up.
    pub(super) fn of_pieces(
        conn: &mut Conn,
        range: Range,
        pieces: &[Self],
        whose: Whose,
    ) -> Result<Self, Refusal> {
        let mut total = Self::of(range, store::buyers(conn, range, whose)?);
        for piece in pieces {
            total.gmv += piece.gmv;
            total.orders += piece.orders;
            total.refunds += piece.refunds;
            total.cost += piece.cost;
            total.rewards += piece.rewards;
            total.new_members += piece.new_members;
            total.new_promoters += piece.new_promoters;
        }
        Ok(total.summed())
    }

    fn of(range: Range, (buyers, returning): (i64, i64)) -> Self {
        Self {
            since: At(range.since),
            until: At(range.until),
            gmv: 0,
            orders: 0,
            buyers,
            returning,
            refunds: 0,
            net: 0,
            cost: 0,
            rewards: 0,
            margin: 0,
            payout: None,
            new_members: 0,
            new_promoters: 0,
        }
    }

    fn summed(mut self) -> Self {
        self.net = self.gmv - self.refunds;
        self.margin = self.net - self.cost - self.rewards;
        self.payout =
            (self.net > 0).then(|| (i128::from(self.rewards) * 1_000_000 / i128::from(self.net)) as i64);
        self
    }
}

/// What an operator looks at first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OverviewView {
    /// Whether these are the figures of the whole shop; otherwise those of the products that whoever asks looks after.
    pub(super) whole_shop: bool,
    /// The whole of it.
    pub(super) total: Figures,
    /// The same length of time before it.
    pub(super) before: Figures,
    /// Day by day or month by month, the oldest first.
    pub(super) series: Vec<Figures>,
    /// What rewards may come to of a line's amount, in millionths.
    pub(super) payout_limit: i64,
    /// When an order was last paid; nothing if none ever was.
    pub(super) last_payment: Option<At>,
    /// What waits for somebody.
    pub(super) waiting: WaitingView,
    /// How many members have each rank.
    pub(super) ranks: Vec<RankCount>,
}

/// What waits for somebody of staff.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WaitingView {
    pub(super) to_ship: i64,
    pub(super) after_sales: i64,
    pub(super) withdrawals: i64,
    pub(super) appeals: i64,
}

/// How many members have a rank.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RankCount {
    /// Nothing for plain customers.
    pub(super) rank: Option<RankView>,
    pub(super) members: i64,
}

/// How a product sold.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductFigures)]
pub(super) struct ProductView {
    pub(super) code: String,
    pub(super) title: Words,
    pub(super) orders: i64,
    /// Pieces.
    pub(super) quantity: i64,
    pub(super) amount: i64,
    /// Of that, sent back by now.
    pub(super) refunded: i64,
    /// What the goods cost, less those that came back by now.
    pub(super) cost: i64,
}

/// Who came back: of those who first bought in a month, how many bought again in each month after it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CohortView {
    /// When the month began.
    pub(super) month: At,
    /// How many first bought in it.
    pub(super) size: i64,
    /// How many of them bought again in that month, in the next, and so on.
    pub(super) again: Vec<i64>,
}

/// How earnings are spread among promoters.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IncomesView {
    #[serde(flatten)]
    pub(super) typical: TypicalView,
    /// The most that anybody earned, for who sees members and the ledger.
    pub(super) most: Option<i64>,
    /// The Lorenz curve, from nobody to everybody; empty where promoters are too few for who does not see the ledger.
    pub(super) lorenz: Vec<LorenzView>,
    /// 0: all earn the same; 1,000,000: one earns everything.
    pub(super) gini: Option<i64>,
    /// The share of the best-earning tenth, in millionths.
    pub(super) top_tenth: Option<i64>,
    /// Who earned most, with what they earned, for who sees members and the ledger.
    pub(super) top: Vec<TopView>,
    /// Rewards at each distance from the seller: at 0, their own.
    pub(super) distances: Vec<DistanceView>,
}

/// A point of a Lorenz curve, in millionths.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LorenzPoint)]
pub(super) struct LorenzView {
    /// This share of promoters, the poorest first …
    people: i64,
    /// … earned this share of everything.
    earned: i64,
}

impl From<LorenzPoint> for LorenzView {
    fn from(point: LorenzPoint) -> Self {
        Self { people: point.people.0.into(), earned: point.earnings.0.into() }
    }
}

/// What somebody earned.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TopEarner)]
pub(super) struct TopView {
    pub(super) member: Id,
    pub(super) nickname: String,
    pub(super) amount: i64,
}

/// Rewards at one distance from the seller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DistanceFigures)]
pub(super) struct DistanceView {
    pub(super) distance: i64,
    pub(super) amount: i64,
}

/// What promoters really earned in the last year, those who earned nothing included. Amounts in minor units.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TypicalView {
    /// When it was computed.
    pub(super) as_of: At,
    /// The year began here.
    pub(super) since: At,
    /// Promoters counted.
    pub(super) promoters: i64,
    /// Of these, who earned nothing. Nothing is told here and below where so few people earned so much that it would tell
    /// what one of them earned.
    pub(super) earned_nothing: Option<i64>,
    /// Their share, in millionths.
    pub(super) nothing_share: Option<i64>,
    /// Half earned no more than this.
    pub(super) median: Option<i64>,
    /// Three quarters earned no more than this.
    pub(super) p75: Option<i64>,
    /// Nine in ten earned no more than this.
    pub(super) p90: Option<i64>,
    /// Ninety-nine in a hundred earned no more than this.
    pub(super) p99: Option<i64>,
}
