//! What happens once: a buyer's first order, a promoter's first sale, the first settled line of an order.

use std::hash::Hash;

use banyan_plan::kernel::{Member, Program};
use banyan_plan::model::{Measure, On};
use banyan_plan::money::Minor;
use serde::{Deserialize, Serialize};

use crate::undo::{List, Map, undo};

/// What has happened for the first time. What the plan does not ask for is not kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(serialize = "K: Ord + Serialize", deserialize = "K: Eq + Hash + Deserialize<'de>"))]
pub(super) struct Firsts<K> {
    /// Each buyer's first order.
    orders: Option<List<Option<K>>>,
    /// Who has had a first sale.
    sales: Option<List<bool>>,
    /// Orders that have counted for their sellers.
    counted: Option<Map<(Member, K), ()>>,
}

undo!([K: Clone + Eq + Hash] Firsts<K>: parts [orders, sales, counted], fixed []);

impl<K: Clone + Eq + Hash> Firsts<K> {
    pub(super) fn new(program: &Program) -> Self {
        let plan = program.plan();
        let asks_order = plan.rewards.iter().any(|reward| reward.filters.first_order.is_some());
        let asks_sale = !program.rewards_on(On::FirstSale).is_empty();
        let counts = plan.conditions().any(|condition| matches!(condition.measure, Measure::OwnOrders(_)));
        Self {
            orders: asks_order.then(List::default),
            sales: asks_sale.then(List::default),
            counted: counts.then(Map::default),
        }
    }

    /// The same with orders called otherwise.
    pub(super) fn renamed<J: Clone + Eq + Hash>(self, name: impl Fn(K) -> J) -> Firsts<J> {
        let Self { mut orders, sales, counted } = self;
        let orders = orders.as_mut().map(|orders| orders.take().into_iter().map(|order| order.map(&name)));
        let counted =
            counted.map(|mut all| all.take().into_iter().map(|((who, order), ())| ((who, name(order)), ())));
        Firsts {
            orders: orders.map(|orders| List::from(orders.collect::<Vec<_>>())),
            sales,
            counted: counted.map(Iterator::collect),
        }
    }

    /// Whether first orders or first sales are remembered.
    pub(super) fn is_any(&self) -> bool {
        self.orders.is_some() || self.sales.is_some()
    }

    /// Whether first sales are paid.
    pub(super) fn asks_sale(&self) -> bool {
        self.sales.is_some()
    }

    pub(super) fn grow(&mut self, count: usize) {
        if let Some(orders) = &mut self.orders {
            orders.grow(count, None);
        }
        if let Some(sales) = &mut self.sales {
            sales.grow(count, false);
        }
    }

    /// Whether a line belongs to the buyer's first order with anything bought in it.
    #[inline]
    pub(super) fn is_first_order(&mut self, order: &K, buyer: Member, amount: Minor) -> bool {
        let Some(orders) = &mut self.orders else { return false };
        match &orders[buyer as usize] {
            Some(first) => first == order,
            None if amount <= 0 => false,
            None => {
                *orders.at(buyer as usize) = Some(order.clone());
                true
            }
        }
    }

    /// Whether a line belongs to the order that is known as the buyer's first.
    pub(super) fn is_in_first_order(&self, order: &K, buyer: Member) -> bool {
        self.orders.as_ref().and_then(|orders| orders[buyer as usize].as_ref()) == Some(order)
    }

    /// Whether this is a promoter's first sale; from now on they have had one.
    pub(super) fn is_first_sale(&mut self, seller: Member) -> bool {
        self.sales.as_mut().is_some_and(|sales| !std::mem::replace(sales.at(seller as usize), true))
    }

    /// Whether an order counts for its seller for the first time; from now on it has.
    pub(super) fn is_new_order(&mut self, seller: Member, order: &K) -> bool {
        self.counted.as_mut().is_some_and(|counted| counted.insert((seller, order.clone()), ()).is_none())
    }

    /// Takes what another plan has remembered; `true` if something was not.
    pub(super) fn take_over(&mut self, old: Self, count: usize) -> bool {
        let missing = (self.orders.is_some() && old.orders.is_none())
            || (self.sales.is_some() && old.sales.is_none())
            || (self.counted.is_some() && old.counted.is_none());
        let (orders, sales, counted) = (self.orders.is_some(), self.sales.is_some(), self.counted.is_some());
        self.orders = old.orders.filter(|_| orders).or(self.orders.take());
        self.sales = old.sales.filter(|_| sales).or(self.sales.take());
        self.counted = old.counted.filter(|_| counted).or(self.counted.take());
        self.grow(count);
        missing
    }
}
