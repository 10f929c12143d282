//! How far up the money of a sale reaches.

use std::fmt;

use crate::model::{On, Pay, Plan, Rates, Reward, To};
use crate::words::Text;

/// The farthest distance above the seller that money of a sale reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Levels {
    /// No sale pays any money.
    None,
    /// At most this far; 0 is the seller themselves (or the buyer).
    To(u32),
    /// There is no end: the promoter paid may stand at any height.
    NoEnd,
}

impl Levels {
    /// The number as machines read it; nothing without an end.
    pub fn number(self) -> Option<u32> {
        match self {
            Self::None => Some(0),
            Self::To(distance) => Some(distance),
            Self::NoEnd => None,
        }
    }

    /// As people read it: "2", "no end".
    pub fn text(self) -> Text {
        match self {
            Self::None => Text::new("没有", "none"),
            Self::To(0) => Text::new("0（只有卖家或买家）", "0 (only the seller or the buyer)"),
            Self::To(distance) => Text::same(distance.to_string()),
            Self::NoEnd => Text::new("没有终点", "no end"),
        }
    }
}

impl fmt::Display for Levels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

/// The farthest distance that money rewards of sales reach: those on a sale, on a first sale, and those at the close of a
/// period, which are paid from the sales of the period. Points are not money; coupons are, at face value.
pub fn levels_paid(plan: &Plan) -> Levels {
    let of_sales =
        |reward: &&Reward| reward.is_money() && matches!(reward.on, On::Sale | On::FirstSale | On::Period(_));
    plan.rewards.iter().filter(of_sales).map(reach).max().unwrap_or(Levels::None)
}

fn reach(reward: &Reward) -> Levels {
    let filters = &reward.filters;
    let (nearest, farthest) = filters.distance.unwrap_or((0, u32::MAX));
    // Whoever fails a condition on rank or activity is passed over any number of times; whoever stands too near is
    // passed over as often as there are places that are too near.
    // A rank without a rate at some level is passed over there, too.
    let by_rank = matches!(&reward.pay, Pay::Share(Rates::Table(_), _));
    let passes_over =
        reward.compress && (filters.payee_rank.is_some() || filters.payee_active.is_some() || by_rank);
    let skipped = if reward.compress { nearest.saturating_sub(1) } else { 0 };
    let own = match reward.to {
        To::Seller | To::Buyer | To::Pool(..) => return Levels::To(0),
        // Distance filters have no meaning in a placement tree.
        To::Pairing => return Levels::NoEnd,
        To::Generation(_, last, 1) if !passes_over => last.saturating_add(skipped),
        To::Upline(_, last) if !passes_over => last.saturating_add(skipped),
        To::Nearest(1) if !passes_over => 1_u32.saturating_add(skipped),
        _ => u32::MAX,
    };
    match own.min(farthest) {
        u32::MAX => Levels::NoEnd,
        distance => Levels::To(distance),
    }
}
