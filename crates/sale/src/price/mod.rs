//! What a piece costs somebody: of all prices that they may have, the lowest. One function decides it for the shelf, for the
//! cart and for the order, and says which list of prices it was.

mod check;
mod limits;

use banyan_plan::model::RankNo;
use banyan_plan::money::Minor;
use banyan_plan::words::Text;

pub use self::check::check;
pub use self::limits::{Broken, Limits, PerMember, Window};

/// A list of prices: whom its prices are for. When two lists ask for the same price, the one that comes first here is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// The price without any condition. 零售价
    Base,
    /// For everybody, from a number of pieces. 满件价
    Everyone,
    /// For whoever has an account. 会员价
    Member,
    /// For a rank of the plan and the ranks above it. 等级价
    Rank(RankNo),
    /// For whoever buys in a group. 拼团价
    Group,
}

/// One row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// Whom it is for; never [`List::Base`] or [`List::Group`].
    pub list: List,
    /// For an order of at least so many pieces of the SKU.
    pub from: i64,
    /// Of one piece, in minor units.
    pub price: Minor,
}

/// Who asks what something costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asker {
    /// Whether they have an account.
    pub is_member: bool,
    /// Their rank; 0 for a plain customer.
    pub rank: RankNo,
    /// What one piece costs in the group that they buy in, in minor units; nothing if they buy alone.
    pub group: Option<Minor>,
}

impl Asker {
    /// The same, in a group in which one piece costs `price`, in minor units.
    #[must_use]
    pub fn in_group(self, price: Minor) -> Self {
        Self { group: Some(price), ..self }
    }
}

/// What a piece costs somebody, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Of one piece, in minor units.
    pub price: Minor,
    /// What it would cost without any list, in minor units; never below `price`.
    pub base: Minor,
    /// Whose price it is.
    pub list: List,
    /// From how many pieces on.
    pub from: i64,
}

impl List {
    /// Whether somebody may have the prices of the list.
    pub fn is_for(self, asker: Asker) -> bool {
        match self {
            Self::Base | Self::Everyone => true,
            Self::Member => asker.is_member,
            Self::Rank(rank) => asker.is_member && asker.rank >= rank,
            Self::Group => asker.group.is_some(),
        }
    }
}

/// What each of `quantity` pieces of a SKU in one order costs somebody: the lowest price that is for them and for so many
/// pieces. Of equal prices the first by [`List`] counts, and within a list the one from fewer pieces.
pub fn decide(base: Minor, prices: &[Price], asker: Asker, quantity: i64) -> Decision {
    let standing = Decision { price: base, base, list: List::Base, from: 1 };
    let group = asker.group.map(|price| Price { list: List::Group, from: 1, price });
    prices
        .iter()
        .copied()
        .chain(group)
        .filter(|row| row.list.is_for(asker) && row.from <= quantity)
        .map(|row| Decision { price: row.price, base, list: row.list, from: row.from })
        .fold(standing, |best, other| {
            let key = |one: &Decision| (one.price, one.list, one.from);
            if key(&other) < key(&best) { other } else { best }
        })
}

/// The steps at which a SKU gets cheaper for somebody, from one piece on: what they pay for a piece from so many pieces.
/// Each step is cheaper than the one before it.
pub fn steps(base: Minor, prices: &[Price], asker: Asker) -> Vec<(i64, Decision)> {
    let mut froms: Vec<i64> =
        prices.iter().filter(|row| row.list.is_for(asker)).map(|row| row.from).chain([1]).collect();
    froms.sort_unstable();
    let mut steps: Vec<(i64, Decision)> = Vec::new();
    for from in froms {
        let decision = decide(base, prices, asker, from);
        if steps.last().is_none_or(|(_, before)| decision.price < before.price) {
            steps.push((from, decision));
        }
    }
    steps
}

impl Decision {
    /// Why it costs that, for whom it costs that. `rank` is the name of the rank whose price it is, if it is one's.
    pub fn why(&self, rank: &Text) -> Text {
        let from = self.from;
        let who = match self.list {
            List::Base => return Text::new("零售价", "Regular price"),
            List::Everyone => {
                return Text::new(format!("满 {from} 件价"), format!("Price from {from} pieces"));
            }
            List::Member => Text::new("会员价", "Member price"),
            List::Rank(_) => Text::new(format!("{}价", rank.zh), format!("Price for {}", rank.en)),
            List::Group => Text::new("拼团价", "Group price"),
        };
        if from <= 1 {
            return who;
        }
        Text::new(format!("{}（满 {from} 件）", who.zh), format!("{} from {from} pieces", who.en))
    }
}

#[cfg(test)]
mod tests;
