//! What an engine is fed about order lines. It remembers no line: whoever feeds it does.

use banyan_plan::kernel::{Entry, Member, NOBODY};
use banyan_plan::model::{LineVolumes, MAX_VOLUMES, Plan};
use banyan_plan::money::{Minor, Rate, kept};
use banyan_plan::time::Time;
use serde::{Deserialize, Serialize};

/// Sellers that may share a line with the first, at most.
pub const MAX_SHARERS: usize = 3;
/// Nobody shares a line.
pub const ALONE: [(Member, Rate); MAX_SHARERS] = [(NOBODY, Rate(0)); MAX_SHARERS];

/// One order line. `K` tells orders apart, `L` names the line for the [`Sink`](super::Sink).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<K, L> {
    /// How the sink calls it.
    pub line: L,
    /// Its order.
    pub order: K,
    /// Who buys.
    pub buyer: Member,
    /// Who is credited. When it is paid, [`banyan_plan::kernel::NOBODY`] asks for the plan's rule; afterwards it is
    /// whom [`Sink::sold`](super::Sink::sold) told.
    pub seller: Member,
    /// Who shares it with the seller, each with a part; [`ALONE`] if nobody does. The seller has the rest.
    pub also: [(Member, Rate); MAX_SHARERS],
    /// In minor units; negative for a free-standing reversal.
    pub amount: Minor,
    /// What it cost the shop, with the sign of the amount; needed if a reward is a share of profit and anybody is paid.
    pub cost: Option<Minor>,
    /// The product's own rate; needed if a reward pays it and anybody is paid.
    pub rate: Option<Rate>,
    /// What it has of the plan's volumes; `None` where nothing is said, so that the plan's own share holds.
    pub volumes: [Option<Minor>; MAX_VOLUMES],
    /// How many pieces it has, at least 1.
    pub quantity: u32,
    /// Place in [`banyan_plan::model::Plan::categories`], from 1; 0 = another one.
    pub category: u16,
    /// Place in [`banyan_plan::model::Plan::packages`], from 1; 0 = another one.
    pub product: u16,
}

impl<K, L> Line<K, L> {
    /// Whether several sellers share it.
    #[inline]
    pub(super) fn is_shared(&self) -> bool {
        self.also[0].0 != NOBODY && self.seller != NOBODY
    }

    /// What it has of the plan's volumes.
    pub(super) fn volumes(&self, plan: &Plan) -> LineVolumes {
        let mut volumes = plan.volumes.of(self.amount);
        for (volume, told) in volumes.iter_mut().zip(self.volumes) {
            *volume = told.unwrap_or(*volume);
        }
        volumes
    }

    /// What is left of them.
    pub(super) fn volumes_left(&self, plan: &Plan, refunded: Minor) -> LineVolumes {
        self.volumes(plan).map(|volume| kept(volume, self.amount, refunded))
    }
}

/// A line whose refund window closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settling<K, L> {
    /// The line as it was paid.
    pub line: Line<K, L>,
    /// What of it has gone back by now, not negative.
    pub refunded: Minor,
    /// What its rewards in money come to by now: the sum of its entries, those of its refunds included.
    pub spent: Minor,
}

/// Part of a line goes back.
#[derive(Debug, Clone, Copy)]
pub struct Refund<'a, K, L> {
    /// How the sink calls the refund.
    pub reference: L,
    /// The line as it was paid.
    pub line: Line<K, L>,
    /// What goes back now, above zero; no more than is left of the line.
    pub part: Minor,
    /// What had gone back before.
    pub refunded: Minor,
    /// When the line settled; `None` if it has not.
    pub settled: Option<Time>,
    /// What the line has paid, in order: on its sale, then as a first sale.
    pub originals: &'a [Original],
}

/// One entry that a line has paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// The entry.
    pub entry: Entry,
    /// What had been refunded of the line when it was paid: nothing on the sale, perhaps something on a first sale.
    pub refunded: Minor,
}

impl Original {
    /// What is left of the entry once `refunded` of the line's `amount` has gone back.
    pub fn left(&self, amount: Minor, refunded: Minor) -> Minor {
        kept(self.entry.amount, amount - self.refunded, refunded - self.refunded)
    }

    /// What a refund changes the entry by; the amount is zero if it changes nothing.
    pub(super) fn difference(&self, amount: Minor, before: Minor, after: Minor) -> Entry {
        let born = self.refunded;
        let change = |value: Minor| {
            kept(value, amount - born, after - born) - kept(value, amount - born, before - born)
        };
        let entry = &self.entry;
        Entry { amount: change(entry.amount), base: change(entry.base), cut: false, ..*entry }
    }
}
