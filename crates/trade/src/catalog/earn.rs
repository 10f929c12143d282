//! What a promoter would earn with a sale: the plan's own kernel, asked about a sale that has not happened.
//!
//! Caps over a day or a month, `every`, the payee's activity, and when people joined are not known here: they are taken as
//! if they allowed it.

use std::sync::Arc;

use banyan_base::refusal::Refusal;
use banyan_plan::kernel::{Member, NOBODY, Occasion, Program, Scratch, World, seller_of};
use banyan_plan::model::{Cap, Conditions, On, Pay, RankNo, RewardNo};
use banyan_plan::money::{Minor, Rate};
use banyan_sale::price::Asker;
use banyan_store::Conn;

use super::{Offer, store};

/// Whoever looks at what is sold, under the plan in force.
pub struct Looker {
    /// The plan in force.
    pub program: Arc<Program>,
    /// As prices see them.
    pub asker: Asker,
    /// As a promoter, if they are one.
    pub promoter: Option<Promoter>,
}

impl Looker {
    /// A visitor: a member, or somebody who is not signed in.
    pub fn read(conn: &mut Conn, program: Arc<Program>, visitor: Option<i64>) -> Result<Self, Refusal> {
        let promoter = match visitor {
            Some(member) => Promoter::read(conn, program.clone(), member)?,
            None => None,
        };
        let rank = promoter.as_ref().and_then(|promoter| promoter.ranks.first().copied()).unwrap_or(0);
        Ok(Self { program, asker: Asker { is_member: visitor.is_some(), rank, group: None }, promoter })
    }
}

/// A promoter and those above them, under the plan in force.
pub struct Promoter {
    program: Arc<Program>,
    ranks: Vec<RankNo>,
}

/// The promoter is number 0, their inviter 1, and so on; the customer to whom they sell comes after them all.
impl World for Promoter {
    fn inviter(&self, member: Member) -> Member {
        let (member, count) = (member as usize, self.ranks.len());
        match member {
            _ if member == count => 0,
            _ if member + 1 < count => member as Member + 1,
            _ => NOBODY,
        }
    }

    fn rank(&self, member: Member) -> RankNo {
        self.ranks.get(member as usize).copied().unwrap_or(0)
    }

    fn is_active(&self, _: Member, _: &Conditions) -> bool {
        true
    }

    fn had(&self, _: RewardNo, _: Member, _: &Cap) -> Minor {
        0
    }

    fn times(&self, _: RewardNo, _: Member) -> u32 {
        0
    }
}

impl Promoter {
    /// A promoter as they are now; nothing if they are none.
    pub fn read(conn: &mut Conn, program: Arc<Program>, member: i64) -> Result<Option<Self>, Refusal> {
        let ranks: Vec<RankNo> =
            store::ranks_upward(conn, member)?.into_iter().map(|rank| rank as RankNo).collect();
        let is_promoter = ranks.first().is_some_and(|rank| *rank > 0);
        Ok(is_promoter.then_some(Self { program, ranks }))
    }

    /// Their own reward in money if a customer of theirs pays `amount` for some pieces of an offer.
    pub(crate) fn selling(&self, offer: &Offer, quantity: i64, amount: Minor) -> Minor {
        self.reward(offer, quantity, amount, 0, self.ranks.len() as Member)
    }

    /// Their own reward in money if they buy them themselves.
    pub fn buying(&self, offer: &Offer, quantity: i64, amount: Minor) -> Minor {
        self.reward(offer, quantity, amount, seller_of(&self.program, self, 0), 0)
    }

    fn reward(&self, offer: &Offer, quantity: i64, amount: Minor, seller: Member, buyer: Member) -> Minor {
        let plan = self.program.plan();
        let (low, high) = plan.sale.product_rate;
        let category = plan.categories().iter().position(|category| *category == offer.category);
        let occasion = Occasion {
            on: On::Sale,
            seller,
            buyer,
            amount,
            profit: amount - offer.cost.saturating_mul(quantity),
            volumes: offer.volumes.of_pieces(quantity).in_plan(plan, amount),
            rate: Rate(offer.rate as u32).clamp(low, high),
            category: category.map_or(0, |at| at as u16 + 1),
            first_order: false,
            quantity: u32::try_from(quantity.max(1)).unwrap_or(u32::MAX),
            share: Rate::ONE,
            limit: self.program.limit_of(amount, 0),
        };
        let mut scratch = Scratch::default();
        self.program.evaluate(self, &occasion, &mut scratch);
        self.program.scale(occasion.limit, &mut scratch.entries);
        let is_money = |reward: RewardNo| {
            let pay = plan.rewards.get(usize::from(reward)).map(|reward| &reward.pay);
            matches!(pay, Some(Pay::Share(..) | Pay::Amount(_) | Pay::Amounts(_)))
        };
        let hers = scratch.entries.iter().filter(|entry| entry.payee == 0 && is_money(entry.reward));
        hers.map(|entry| entry.amount).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promoter(plan: &str, ranks: &[RankNo]) -> Promoter {
        Promoter { program: banyan_core::plan_versions::program(plan).unwrap(), ranks: ranks.to_vec() }
    }

    fn offer(cost: i64, rate: i64) -> Offer {
        Offer {
            sku: 1,
            product: "tea".to_owned(),
            title: crate::catalog::Title::only("茶"),
            kind: crate::catalog::Title::default(),
            category: String::new(),
            supplier: None,
            price: 20_000,
            selling: crate::catalog::Selling::default(),
            freight: None,
            weight: 0,
            cost,
            rate,
            stock: 1,
            is_on: true,
            volumes: banyan_core::records::Volumes::default(),
            voucher: None,
        }
    }

    const PLAN: &str = r#"
[plan]
id = "p"
currency = "CNY"
[sale]
self_purchase = "inviter"
release_after = "7d"
[[rank]]
id = "owner"
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "product"
[[reward]]
id = "up"
on = "sale"
to = { upline = 1 }
rate = "25%"
of = "own"
"#;

    #[test]
    fn her_own_part_of_the_price_and_nobody_elses() {
        let hers = promoter(PLAN, &[1, 1]);
        assert_eq!(hers.selling(&offer(9_000, 200_000), 1, 20_000), 4_000);
        assert_eq!(hers.selling(&offer(9_000, 200_000), 2, 40_000), 8_000);
        // Their inviter is the seller of what they buy themselves.
        assert_eq!(hers.buying(&offer(9_000, 200_000), 1, 20_000), 0);
        let other = promoter(&PLAN.replace(r#""inviter""#, r#""seller""#), &[1]);
        assert_eq!(other.buying(&offer(9_000, 200_000), 1, 20_000), 4_000);
    }
}
