//! The kinds of order lines that a plan's filters tell apart, so that rewards which never meet on a line are never added up.

use banyan_plan::model::{Filters, Plan};
use banyan_plan::money::Minor;

/// Kinds times rewards beyond which kinds are no longer told apart.
const MOST: usize = 100_000;

/// A line as filters see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineKind {
    category: Option<String>,
    amount: Minor,
    /// Whether it is of the buyer's first order.
    pub(super) first: bool,
    /// It stands for all kinds at once, where a plan has too many to look at each.
    any: bool,
}

impl LineKind {
    /// Whether a reward with these filters is paid on such a line.
    pub(super) fn passes(&self, filters: &Filters) -> bool {
        let Filters { categories, line_amount, first_order, .. } = filters;
        let category =
            categories.is_empty() || self.category.as_ref().is_some_and(|one| categories.contains(one));
        let amount = line_amount.is_none_or(|(low, high)| (low..=high).contains(&self.amount));
        let first = first_order.is_none_or(|wanted| wanted == self.first);
        self.any || (category && amount && first)
    }
}

/// Every kind of line that some filter of the plan tells from another one.
pub(super) fn kinds(plan: &Plan) -> Vec<LineKind> {
    let categories: Vec<Option<String>> =
        plan.categories().into_iter().map(Some).chain(std::iter::once(None)).collect();
    let ranges = || plan.rewards.iter().filter_map(|reward| reward.filters.line_amount);
    let mut amounts: Vec<Minor> = ranges().flat_map(|(low, high)| [low, high.saturating_add(1)]).collect();
    amounts.push(0);
    amounts.sort_unstable();
    amounts.dedup();
    if categories.len() * amounts.len() * 2 * plan.rewards.len() > MOST {
        return vec![LineKind { category: None, amount: 0, first: true, any: true }];
    }
    let mut all = Vec::new();
    for category in &categories {
        for amount in &amounts {
            for first in [true, false] {
                all.push(LineKind { category: category.clone(), amount: *amount, first, any: false });
            }
        }
    }
    all
}
