//! What a purchase is computed with beside its own lines.

use banyan_plan::kernel::Member;
use banyan_plan::model::{Plan, To};
use banyan_plan::money::{Minor, Rate};

/// What the plan asks of every line.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is asked by itself")]
pub(super) struct Asks {
    pub(super) cost: bool,
    pub(super) rate: bool,
    pub(super) product_rate: (Rate, Rate),
    /// Without a seller, only the buyer can be paid.
    pub(super) pays_buyer: bool,
    /// Whether lines count for anything beside their price.
    pub(super) volumes: bool,
}

impl Asks {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            cost: plan.needs_cost(),
            rate: plan.needs_rate(),
            product_rate: plan.sale.product_rate,
            pays_buyer: plan.rewards.iter().any(|reward| reward.to == To::Buyer),
            volumes: !plan.volumes.list.is_empty(),
        }
    }
}

/// What a line is computed with beside its own facts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) seller: Member,
    pub(super) cost: Minor,
    pub(super) rate: Rate,
}
