//! Campaign coupons: what one takes off a cart, whether its budget allows it, and which of those that a buyer has save most together.
//!
//! Stacking: of each [`Layer`] at most one coupon is used, and the layers are applied in their order, each to what the one before has
//! left. A coupon that stands alone is used with no other. Whatever is chosen is found by trying all that these rules allow.

mod choose;

use banyan_plan::model::RankNo;
use banyan_plan::money::{Minor, Rate};
use banyan_plan::words::Text;

pub use self::choose::{Choice, Unused, choose};
use crate::split::Bearer;

/// Where a coupon takes part: one of each may be used, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// On certain products. 单品券
    Product,
    /// On certain categories. 品类券
    Category,
    /// On everything. 全场券
    Everything,
}

/// What a coupon takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// So much, in minor units.
    Off(Minor),
    /// A share, but no more than the cap, in minor units.
    Share(Rate, Option<Minor>),
}

/// The rules of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// What it takes off.
    pub worth: Worth,
    /// The least amount of what it is for; 0 without a threshold.
    pub least: Minor,
    /// Only on these products; empty for all.
    pub products: Vec<String>,
    /// Only on these categories; empty for all.
    pub categories: Vec<String>,
    /// Only on somebody's first order.
    pub newcomers: bool,
    /// Only from this rank on; 0 for everybody.
    pub rank: RankNo,
    /// Whether it is used with no other.
    pub alone: bool,
    /// Who pays for it.
    pub bearer: Bearer,
}

/// Something in a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The product's code.
    pub product: String,
    /// Its category's code.
    pub category: String,
    /// All its pieces, in minor units.
    pub amount: Minor,
}

/// Who buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Buyer {
    /// Whether it is the first order.
    pub is_new: bool,
    /// The rank; 0 for a plain customer.
    pub rank: RankNo,
}

/// Why a coupon takes nothing off a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum No {
    /// Nothing in the cart is what it is for.
    NothingFor,
    /// What it is for comes to less than its threshold, by this much.
    Short(Minor),
    /// It is for a first order.
    NotNew,
    /// It is for a higher rank.
    Rank(RankNo),
    /// There is nothing left to take off.
    Nothing,
}

/// What a campaign may cost, and what it has cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Budget {
    /// The most money, in minor units; nothing for any amount.
    pub money: Option<Minor>,
    /// The most coupons; nothing for any number.
    pub pieces: Option<i64>,
    /// Money that is promised or spent.
    pub money_used: Minor,
    /// Coupons that are promised or spent.
    pub pieces_used: i64,
}

impl Rules {
    /// Its layer.
    pub fn layer(&self) -> Layer {
        if !self.products.is_empty() {
            Layer::Product
        } else if !self.categories.is_empty() {
            Layer::Category
        } else {
            Layer::Everything
        }
    }

    fn is_for(&self, line: &Line) -> bool {
        let among = |list: &[String], code: &String| list.is_empty() || list.contains(code);
        among(&self.products, &line.product) && among(&self.categories, &line.category)
    }

    /// What it takes off each line, given what is left to pay of each: all of it together is the coupon's worth.
    pub fn off(&self, cart: &[Line], left: &[Minor], buyer: Buyer) -> Result<Vec<Minor>, No> {
        if self.newcomers && !buyer.is_new {
            return Err(No::NotNew);
        }
        if buyer.rank < self.rank {
            return Err(No::Rank(self.rank));
        }
        if !cart.iter().any(|line| self.is_for(line)) {
            return Err(No::NothingFor);
        }
        let hers: Vec<Minor> =
            cart.iter().zip(left).map(|(line, left)| if self.is_for(line) { *left } else { 0 }).collect();
        let sum: Minor = hers.iter().sum();
        if sum < self.least {
            return Err(No::Short(self.least - sum));
        }
        let worth = match self.worth {
            Worth::Off(amount) => amount,
            Worth::Share(rate, cap) => rate.of(sum).min(cap.unwrap_or(Minor::MAX)),
        };
        match worth.min(sum) {
            0 => Err(No::Nothing),
            worth => Ok(crate::split::over_lines(worth, &hers)),
        }
    }
}

impl Budget {
    /// The budget after one more coupon that takes off `amount`; nothing if that is more than is left.
    pub fn spend(self, amount: Minor) -> Option<Self> {
        let (money_used, pieces_used) = (self.money_used.checked_add(amount)?, self.pieces_used + 1);
        let is_within = self.money.is_none_or(|most| money_used <= most)
            && self.pieces.is_none_or(|most| pieces_used <= most);
        is_within.then_some(Self { money_used, pieces_used, ..self })
    }

    /// The budget after a coupon that took off `amount` was given back.
    #[must_use]
    pub fn give_back(self, amount: Minor) -> Self {
        Self { money_used: self.money_used - amount, pieces_used: self.pieces_used - 1, ..self }
    }
}

impl No {
    /// Why, for the buyer. `money` writes an amount, `rank` names a rank.
    pub fn why(&self, money: impl Fn(Minor) -> String, rank: impl Fn(RankNo) -> Text) -> Text {
        match self {
            Self::NothingFor => Text::new("不适用于所选商品", "Not for the items chosen"),
            Self::Short(missing) => {
                let missing = money(*missing);
                Text::new(format!("还差 {missing} 可用"), format!("{missing} short of its threshold"))
            }
            Self::NotNew => Text::new("仅限首单", "Only on a first order"),
            Self::Rank(number) => {
                let Text { zh, en } = rank(*number);
                Text::new(format!("{zh}及以上可用"), format!("Only for {en} and above"))
            }
            Self::Nothing => Text::new("没有可优惠的金额", "There is nothing left to take off"),
        }
    }
}

#[cfg(test)]
mod tests;
