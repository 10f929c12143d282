//! What a coupon takes off a cart, and which of those that a buyer has saves most. An order takes one coupon.

mod check;

use banyan_plan::kernel::share;
use banyan_plan::model::RankNo;
use banyan_plan::money::{Minor, Rate};
use banyan_plan::words::Text;

pub use self::check::{MOST_LISTED, MOST_OFF, check};

/// What a coupon takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// So much, in minor units. 满减券、立减券
    Off(Minor),
    /// A share of what it is for. 折扣券
    Share {
        /// The share that it takes off.
        rate: Rate,
        /// The most that it takes off, in minor units.
        most: Minor,
    },
}

/// On what, and for whom, a coupon takes something off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// What it takes off.
    pub worth: Worth,
    /// The least amount of what it is for, in minor units; 0 without a threshold.
    pub least: Minor,
    /// Codes of the products that it is for; empty for all.
    pub products: Vec<String>,
    /// Codes of the categories that it is for; empty for all.
    pub categories: Vec<String>,
    /// Whether it is only for a first order.
    pub newcomers: bool,
    /// The rank from which on it can be used; 0 for everybody.
    pub rank: RankNo,
}

/// A line of a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The product's code.
    pub product: &'a str,
    /// The code of its category.
    pub category: &'a str,
    /// All its pieces, in minor units.
    pub amount: Minor,
}

/// Who buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Buyer {
    /// Whether it is the buyer's first order.
    pub is_new: bool,
    /// The buyer's rank; 0 for a plain customer.
    pub rank: RankNo,
}

/// Why a coupon takes nothing off a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum No {
    /// It is for a first order.
    NotNew,
    /// It is for a higher rank, this one or above.
    Rank(RankNo),
    /// Nothing in the cart is what it is for.
    NothingFor,
    /// What it is for comes to less than its threshold, by so much, in minor units.
    Short(Minor),
    /// There is nothing to take off.
    Nothing,
}

impl Rules {
    /// A coupon of a face value on everything, for everybody.
    pub fn of_amount(amount: Minor, least: Minor) -> Self {
        let (products, categories) = (Vec::new(), Vec::new());
        Self { worth: Worth::Off(amount), least, products, categories, newcomers: false, rank: 0 }
    }

    fn is_for(&self, line: &Line<'_>) -> bool {
        let is_listed = |list: &[String], code: &str| list.iter().any(|one| one == code);
        (self.products.is_empty() && self.categories.is_empty())
            || is_listed(&self.products, line.product)
            || is_listed(&self.categories, line.category)
    }

    /// What it takes off each line, in minor units. It is split over the lines that it is for by their amounts; the minor units that
    /// are left of the division go to the first of them.
    pub fn off(&self, cart: &[Line<'_>], buyer: Buyer) -> Result<Vec<Minor>, No> {
        if self.newcomers && !buyer.is_new {
            return Err(No::NotNew);
        }
        if buyer.rank < self.rank {
            return Err(No::Rank(self.rank));
        }
        if !cart.iter().any(|line| self.is_for(line)) {
            return Err(No::NothingFor);
        }
        let amounts: Vec<Minor> =
            cart.iter().map(|line| if self.is_for(line) { line.amount } else { 0 }).collect();
        let sum: Minor = amounts.iter().sum();
        if sum < self.least {
            return Err(No::Short(self.least - sum));
        }
        let worth = match self.worth {
            Worth::Off(amount) => amount,
            Worth::Share { rate, most } => rate.of(sum).min(most),
        };
        match worth.min(sum) {
            0 => Err(No::Nothing),
            worth => Ok(share(worth, &amounts)),
        }
    }
}

/// A coupon that may be spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coupon {
    /// What it takes off, on what and for whom.
    pub rules: Rules,
    /// When it ends, in nanoseconds; nothing if it does not.
    pub expires_at: Option<i64>,
}

/// What a coupon does to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It takes off so much, in minor units, and no other takes off more.
    Best(Minor),
    /// It takes off so much, and another one takes off so much more, in minor units.
    Less(Minor, Minor),
    /// It takes nothing off.
    No(No),
}

/// What each coupon takes off a cart, in minor units, or why it does not.
fn offs(coupons: &[Coupon], cart: &[Line<'_>], buyer: Buyer) -> Vec<Result<Minor, No>> {
    coupons.iter().map(|coupon| coupon.rules.off(cart, buyer).map(|off| off.iter().sum())).collect()
}

/// The place of the coupon that takes most off a cart; of those that take off the same, the one that expires first, then the first.
/// Nothing if none takes anything off.
pub fn best(coupons: &[Coupon], cart: &[Line<'_>], buyer: Buyer) -> Option<usize> {
    let offs = offs(coupons, cart, buyer);
    let useful = offs.iter().enumerate().filter_map(|(place, off)| Some((place, off.ok()?)));
    let key = |(place, off): &(usize, Minor)| (-off, coupons[*place].expires_at.unwrap_or(i64::MAX), *place);
    useful.min_by_key(key).map(|(place, _)| place)
}

/// What each coupon does to a cart.
pub fn effects(coupons: &[Coupon], cart: &[Line<'_>], buyer: Buyer) -> Vec<Effect> {
    let offs = offs(coupons, cart, buyer);
    let most = offs.iter().filter_map(|off| off.ok()).max().unwrap_or(0);
    let effect = |off| match off {
        Err(no) => Effect::No(no),
        Ok(off) if off == most => Effect::Best(off),
        Ok(off) => Effect::Less(off, most - off),
    };
    offs.into_iter().map(effect).collect()
}

impl Effect {
    /// What it takes off, in minor units.
    pub fn off(self) -> Minor {
        match self {
            Self::Best(off) | Self::Less(off, _) => off,
            Self::No(_) => 0,
        }
    }

    /// The same for the buyer. `money` writes an amount, `rank` names a rank.
    pub fn why(self, money: impl Fn(Minor) -> String, rank: impl Fn(RankNo) -> Text) -> Text {
        match self {
            Self::Best(_) => Text::new("最省", "Saves most"),
            Self::Less(_, more) => {
                let more = money(more);
                Text::new(format!("比最省的少省 {more}"), format!("Saves {more} less than the best one"))
            }
            Self::No(no) => no.why(money, rank),
        }
    }
}

impl No {
    /// Why, for the buyer. `money` writes an amount, `rank` names a rank.
    pub fn why(self, money: impl Fn(Minor) -> String, rank: impl Fn(RankNo) -> Text) -> Text {
        match self {
            Self::NotNew => Text::new("仅限首单使用", "Only on a first order"),
            Self::Rank(number) => {
                let Text { zh, en } = rank(number);
                Text::new(format!("仅限“{zh}”及以上等级使用"), format!("Only for {en} and above"))
            }
            Self::NothingFor => Text::new("不适用于所选商品", "Not for the items chosen"),
            Self::Short(missing) => {
                let missing = money(missing);
                Text::new(format!("还差 {missing} 可用"), format!("Spend {missing} more to use it"))
            }
            Self::Nothing => Text::new("没有可减的金额", "There is nothing left to take off"),
        }
    }
}

#[cfg(test)]
mod tests;
