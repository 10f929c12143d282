//! What a measure of the plan language asks for: people, purchases under any name, or sales.
//!
//! Every match on a measure is exhaustive: a new word does not compile until somebody has said what it asks for.

use banyan_plan::model::{Condition, Conditions, Measure, Plan};
use banyan_plan::money::Minor;

use super::amounts::own_orders_are_own_sales;
use crate::shop::Shop;

/// What a condition asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RankAsks {
    /// A number of people.
    Heads,
    /// A purchase, a product or a top-up of their own.
    Purchase,
    /// Sales of their own, which their own orders fill just as well.
    OwnVolume,
    /// Sales of their team, in which their own orders count; or sales of their own beside customers.
    SharedVolume,
    /// A course, of which the plan does not say whether it is sold.
    Course,
    /// Whatever somebody decides by hand, of which the plan does not say whether it is sold.
    Hand,
}

impl RankAsks {
    /// Whether it is, or has to be presumed to be, paid for with purchases of their own.
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
        | Measure::Held(..)
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
        | Measure::Held(..)
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
        // What that rank asks for stands in its place, see `money`.
        Measure::DirectCustomers(_) | Measure::Held(..) => None,
    }
}

/// What one customer is believed to buy, in minor units: more than that for each of them, and their own orders fill the rest.
const OF_A_CUSTOMER: Minor = 100_000;
/// What is believed to come from their whole team for each customer of their own.
const OF_A_TEAM: Minor = 10 * OF_A_CUSTOMER;
/// How many orders of one customer are believed.
const ORDERS_OF_A_CUSTOMER: u32 = 10;

/// Whether other people who buy have to fill what a measure asks for: customers are asked for beside it, as many as it takes.
pub(super) fn others_fill(conditions: &Conditions, measure: &Measure) -> bool {
    let customers = |one: &Condition| match one.measure {
        Measure::DirectCustomers(count) => Some(count),
        Measure::DirectInvites(_)
        | Measure::TeamSize(_)
        | Measure::Legs(..)
        | Measure::ActiveLegs(..)
        | Measure::OwnSales(_)
        | Measure::TeamSales(_)
        | Measure::LimitedTeamSales(..)
        | Measure::LesserLegs(_)
        | Measure::OwnOrders(_)
        | Measure::Held(..)
        | Measure::Course(_)
        | Measure::OwnPurchases(_)
        | Measure::Package(_)
        | Measure::TopUp(_) => None,
    };
    let count = conditions.list.iter().filter_map(customers).max().unwrap_or(0);
    let up_to = |each: Minor| each.saturating_mul(count.into());
    let enough = match measure {
        Measure::OwnSales(sum) => *sum <= up_to(OF_A_CUSTOMER),
        Measure::OwnOrders(orders) => *orders <= count.saturating_mul(ORDERS_OF_A_CUSTOMER),
        Measure::TeamSales(sum) | Measure::LimitedTeamSales(sum, _) | Measure::LesserLegs(sum) => {
            *sum <= up_to(OF_A_TEAM)
        }
        Measure::DirectCustomers(_)
        | Measure::DirectInvites(_)
        | Measure::TeamSize(_)
        | Measure::Legs(..)
        | Measure::ActiveLegs(..)
        | Measure::Held(..)
        | Measure::Course(_)
        | Measure::OwnPurchases(_)
        | Measure::Package(_)
        | Measure::TopUp(_) => true,
    };
    conditions.all && count > 0 && enough
}

/// Whether it measures what a team sells.
pub(super) fn is_of_team(measure: &Measure) -> bool {
    match measure {
        Measure::TeamSales(_) | Measure::LimitedTeamSales(..) | Measure::LesserLegs(_) => true,
        Measure::DirectInvites(_)
        | Measure::TeamSize(_)
        | Measure::Legs(..)
        | Measure::ActiveLegs(..)
        | Measure::DirectCustomers(_)
        | Measure::OwnSales(_)
        | Measure::OwnOrders(_)
        | Measure::Held(..)
        | Measure::Course(_)
        | Measure::OwnPurchases(_)
        | Measure::Package(_)
        | Measure::TopUp(_) => false,
    }
}
