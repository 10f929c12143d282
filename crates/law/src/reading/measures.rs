//! What a measure of the plan language asks for: people, purchases under any name, or sales.
//!
//! Every match on a measure is exhaustive: a new word does not compile until somebody has said what it asks for.

use banyan_plan::model::{Conditions, Measure, Plan};

use super::amounts::own_orders_are_own_sales;
use crate::shop::Shop;

/// What a condition asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RankAsks {
    /// A number of people.
    Heads,
    /// A purchase, a product or a top-up of her own.
    Purchase,
    /// Sales of her own, which her own orders fill just as well.
    OwnVolume,
    /// Sales of her team, in which her own orders count; or sales of her own beside customers.
    SharedVolume,
    /// A course, of which the plan does not say whether it is sold.
    Course,
    /// Whatever somebody decides by hand, of which the plan does not say whether it is sold.
    Hand,
}

impl RankAsks {
    /// Whether it is, or has to be presumed to be, paid for with purchases of her own.
    pub fn is_bought(self) -> bool {
        match self {
            Self::Purchase | Self::OwnVolume | Self::Course | Self::Hand => true,
            Self::Heads | Self::SharedVolume => false,
        }
    }

    /// Whether it is only presumed until the shop has told.
    pub fn is_presumed(self) -> bool {
        match self {
            Self::Course | Self::Hand => true,
            Self::Heads | Self::Purchase | Self::OwnVolume | Self::SharedVolume => false,
        }
    }
}

/// People who were brought in: invited, in the team, or heading branches. Customers with a settled purchase are none.
pub(super) fn counts_heads(measure: &Measure) -> bool {
    match measure {
        Measure::DirectInvites(_) | Measure::TeamSize(_) | Measure::Legs(..) | Measure::ActiveLegs(..) => {
            true
        }
        Measure::DirectCustomers(_)
        | Measure::OwnSales(_)
        | Measure::TeamSales(_)
        | Measure::LimitedTeamSales(..)
        | Measure::LesserLegs(_)
        | Measure::OwnOrders(_)
        | Measure::Course(_)
        | Measure::OwnPurchases(_)
        | Measure::Package(_)
        | Measure::TopUp(_) => false,
    }
}

pub(super) fn is_sales(measure: &Measure) -> bool {
    match measure {
        Measure::OwnSales(_)
        | Measure::TeamSales(_)
        | Measure::LimitedTeamSales(..)
        | Measure::LesserLegs(_)
        | Measure::OwnOrders(_)
        | Measure::DirectCustomers(_) => true,
        Measure::DirectInvites(_)
        | Measure::TeamSize(_)
        | Measure::Legs(..)
        | Measure::ActiveLegs(..)
        | Measure::Course(_)
        | Measure::OwnPurchases(_)
        | Measure::Package(_)
        | Measure::TopUp(_) => false,
    }
}

/// What a measure asks for, by itself.
pub(super) fn asks(plan: &Plan, measure: &Measure, shop: &Shop) -> Option<RankAsks> {
    match measure {
        Measure::DirectInvites(_) | Measure::TeamSize(_) | Measure::Legs(..) | Measure::ActiveLegs(..) => {
            Some(RankAsks::Heads)
        }
        Measure::OwnPurchases(_) | Measure::Package(_) | Measure::TopUp(_) => Some(RankAsks::Purchase),
        Measure::Course(_) => match shop.settings.courses_sold {
            Some(true) => Some(RankAsks::Purchase),
            Some(false) => None,
            None => Some(RankAsks::Course),
        },
        Measure::OwnSales(_) | Measure::OwnOrders(_) => {
            own_orders_are_own_sales(plan).then_some(RankAsks::OwnVolume)
        }
        Measure::TeamSales(_) | Measure::LimitedTeamSales(..) | Measure::LesserLegs(_) => {
            own_orders_are_own_sales(plan).then_some(RankAsks::SharedVolume)
        }
        Measure::DirectCustomers(_) => None,
    }
}

/// Whether something in the list has to come from other people who buy.
pub(super) fn needs_others(conditions: &Conditions) -> bool {
    let from_others = |measure: &Measure| match measure {
        Measure::DirectCustomers(_) => true,
        Measure::DirectInvites(_)
        | Measure::TeamSize(_)
        | Measure::Legs(..)
        | Measure::ActiveLegs(..)
        | Measure::OwnSales(_)
        | Measure::TeamSales(_)
        | Measure::LimitedTeamSales(..)
        | Measure::LesserLegs(_)
        | Measure::OwnOrders(_)
        | Measure::Course(_)
        | Measure::OwnPurchases(_)
        | Measure::Package(_)
        | Measure::TopUp(_) => false,
    };
    conditions.all && conditions.list.iter().any(|one| from_others(&one.measure))
}
