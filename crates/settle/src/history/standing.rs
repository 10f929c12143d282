//! Where each member stands: what conditions of ranks and filters measure.

use std::collections::{HashMap, HashSet};

use banyan_plan::kernel::{Member, NOBODY};
use banyan_plan::model::{Active, Condition, Conditions, Measure, Plan, RankNo, Within};
use banyan_plan::time::Time;

use super::tally::Tally;

/// Measures that the plan asks for; what it does not ask for is not kept.
#[derive(Debug, Default)]
pub(super) struct Standing {
    direct_invites: Option<Tally>,
    team_size: Option<Tally>,
    own_sales: Option<Tally>,
    team_sales: Option<Tally>,
    own_orders: Option<Tally>,
    own_purchases: Option<Tally>,
    customers: Option<HashMap<Member, HashMap<Member, Time>>>,
    packages: Option<HashMap<(Member, u16), Time>>,
    orders_seen: HashSet<(Member, Box<[u8]>)>,
    legs: Option<LegRanks>,
    products: Vec<String>,
    utc_offset: i64,
}

/// For each member, how many of each rank stand in her branch (herself included), and whom she invited.
#[derive(Debug)]
struct LegRanks {
    ranks: usize,
    counts: Vec<u32>,
    invited: Vec<Vec<Member>>,
}

/// A settled sale, as the measures see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settled<'a> {
    pub(super) seller: Member,
    pub(super) buyer: Member,
    pub(super) buyer_is_promoter: bool,
    pub(super) amount: i64,
    pub(super) product: u16,
    /// Tells orders apart.
    pub(super) order: &'a [u8],
    pub(super) at: Time,
}

impl Standing {
    pub(super) fn new(plan: &Plan, members: usize) -> Self {
        let mut standing = Self { products: plan.packages(), utc_offset: plan.utc_offset, ..Self::default() };
        let tally = |dated: bool| Some(Tally::new(members, dated, plan.utc_offset));
        let dated = |wanted: fn(&Measure) -> bool| {
            plan.conditions().any(|condition| wanted(&condition.measure) && condition.within.is_some())
        };
        for condition in plan.conditions() {
            match condition.measure {
                Measure::DirectInvites(_) => {
                    standing.direct_invites = tally(dated(|m| matches!(m, Measure::DirectInvites(_))));
                }
                Measure::TeamSize(_) => {
                    standing.team_size = tally(dated(|m| matches!(m, Measure::TeamSize(_))));
                }
                Measure::OwnSales(_) => standing.own_sales = tally(true),
                Measure::TeamSales(_) => {
                    standing.team_sales = tally(dated(|m| matches!(m, Measure::TeamSales(_))));
                }
                Measure::OwnOrders(_) => {
                    standing.own_orders = tally(dated(|m| matches!(m, Measure::OwnOrders(_))));
                }
                Measure::OwnPurchases(_) => {
                    standing.own_purchases = tally(dated(|m| matches!(m, Measure::OwnPurchases(_))));
                }
                Measure::DirectCustomers(_) => standing.customers = Some(HashMap::new()),
                Measure::Package(_) => standing.packages = Some(HashMap::new()),
                Measure::Legs(..) => {
                    let ranks = plan.ranks.len() + 1;
                    let (counts, invited) = (vec![0; ranks * members], vec![Vec::new(); members]);
                    standing.legs = Some(LegRanks { ranks, counts, invited });
                }
                Measure::Course(_) | Measure::TopUp(_) => {}
            }
        }
        if plan.rewards.iter().any(|reward| reward.filters.payee_active.is_some()) {
            standing.own_sales = tally(true);
        }
        standing
    }

    /// Whether settled sales have to be followed at all.
    pub(super) fn follows_sales(&self) -> bool {
        self.own_sales.is_some()
            || self.team_sales.is_some()
            || self.own_orders.is_some()
            || self.own_purchases.is_some()
            || self.customers.is_some()
            || self.packages.is_some()
    }

    /// Somebody has joined; `touched` gets everybody whose measures have grown.
    pub(super) fn joined(
        &mut self,
        member: Member,
        inviters: &[Member],
        at: Time,
        touched: &mut Vec<Member>,
    ) {
        let inviter = inviters[member as usize];
        if inviter == NOBODY {
            return;
        }
        if let Some(tally) = &mut self.direct_invites {
            tally.add(inviter, at, 1);
            touched.push(inviter);
        }
        if let Some(tally) = &mut self.team_size {
            for above in chain(inviters, inviter) {
                tally.add(above, at, 1);
                touched.push(above);
            }
        }
        if let Some(legs) = &mut self.legs {
            legs.invited[inviter as usize].push(member);
        }
    }

    /// Somebody's rank has changed.
    pub(super) fn ranked(
        &mut self,
        member: Member,
        old: RankNo,
        new: RankNo,
        inviters: &[Member],
        touched: &mut Vec<Member>,
    ) {
        let Some(legs) = &mut self.legs else { return };
        for above in chain(inviters, member) {
            let row = above as usize * legs.ranks;
            if old > 0 {
                legs.counts[row + usize::from(old)] -= 1;
            }
            if new > 0 {
                legs.counts[row + usize::from(new)] += 1;
            }
            touched.push(above);
        }
    }

    /// A sale has settled, or a settled one has been refunded (a negative amount).
    pub(super) fn settled(&mut self, sale: &Settled<'_>, inviters: &[Member], touched: &mut Vec<Member>) {
        if let Some(tally) = &mut self.own_purchases {
            tally.add(sale.buyer, sale.at, sale.amount);
        }
        if let (Some(packages), true) = (&mut self.packages, sale.product > 0 && sale.amount > 0) {
            packages.insert((sale.buyer, sale.product), sale.at);
        }
        touched.push(sale.buyer);
        if sale.seller == NOBODY {
            return;
        }
        touched.push(sale.seller);
        if let Some(tally) = &mut self.own_sales {
            tally.add(sale.seller, sale.at, sale.amount);
        }
        if let Some(tally) = &mut self.team_sales {
            for above in chain(inviters, sale.seller) {
                tally.add(above, sale.at, sale.amount);
                touched.push(above);
            }
        }
        if sale.amount <= 0 {
            return;
        }
        if let Some(tally) = &mut self.own_orders
            && self.orders_seen.insert((sale.seller, sale.order.into()))
        {
            tally.add(sale.seller, sale.at, 1);
        }
        if let (Some(customers), false) = (&mut self.customers, sale.buyer_is_promoter) {
            customers.entry(sale.seller).or_default().insert(sale.buyer, sale.at);
        }
    }

    /// Whether a rank's conditions hold at `now`.
    pub(super) fn holds(&self, conditions: &Conditions, member: Member, now: Time) -> bool {
        let mut list = conditions.list.iter();
        if conditions.all {
            list.all(|condition| self.meets(condition, member, now))
        } else {
            list.any(|condition| self.meets(condition, member, now))
        }
    }

    /// Whether her own settled sales reach what a filter asks for.
    pub(super) fn is_active(&self, member: Member, active: &Active, now: Time) -> bool {
        let sales = self.own_sales.as_ref().map_or(0, |tally| tally.value(member, now, active.within));
        sales >= active.own_sales
    }

    fn meets(&self, condition: &Condition, member: Member, now: Time) -> bool {
        let sum = |tally: &Option<Tally>| {
            tally.as_ref().map_or(0, |tally| tally.value(member, now, condition.within))
        };
        match &condition.measure {
            Measure::DirectInvites(least) => sum(&self.direct_invites) >= i64::from(*least),
            Measure::TeamSize(least) => sum(&self.team_size) >= i64::from(*least),
            Measure::OwnOrders(least) => sum(&self.own_orders) >= i64::from(*least),
            Measure::OwnSales(least) => sum(&self.own_sales) >= *least,
            Measure::TeamSales(least) => sum(&self.team_sales) >= *least,
            Measure::OwnPurchases(least) => sum(&self.own_purchases) >= *least,
            Measure::DirectCustomers(least) => {
                let mine = self.customers.as_ref().and_then(|customers| customers.get(&member));
                let counted = mine.map_or(0, |mine| {
                    mine.values().filter(|at| self.is_within(**at, now, condition.within)).count()
                });
                counted >= *least as usize
            }
            Measure::Package(product) => {
                let no =
                    self.products.iter().position(|known| known == product).map_or(0, |at| at as u16 + 1);
                let bought = self.packages.as_ref().and_then(|packages| packages.get(&(member, no)));
                bought.is_some_and(|at| self.is_within(*at, now, condition.within))
            }
            Measure::Legs(rank, count) => {
                self.legs.as_ref().is_some_and(|legs| legs.with(member, *rank) >= *count as usize)
            }
            // Facts of the shop that order files do not tell: not reached.
            Measure::Course(_) | Measure::TopUp(_) => false,
        }
    }

    fn is_within(&self, at: Time, now: Time, within: Option<Within>) -> bool {
        match within {
            None => true,
            Some(Within::Last(length)) => at > now.plus(-length),
            Some(Within::Current(period)) => {
                period.index(at, self.utc_offset) == period.index(now, self.utc_offset)
            }
        }
    }
}

impl LegRanks {
    /// How many of a member's direct branches hold somebody of at least this rank.
    fn with(&self, member: Member, rank: RankNo) -> usize {
        let holds = |branch: &&Member| {
            let row = **branch as usize * self.ranks;
            self.counts[row + usize::from(rank)..row + self.ranks].iter().any(|count| *count > 0)
        };
        self.invited[member as usize].iter().filter(holds).count()
    }
}

/// A member and everybody above her.
fn chain(inviters: &[Member], from: Member) -> impl Iterator<Item = Member> + '_ {
    std::iter::successors(Some(from), |member| {
        let above = inviters[*member as usize];
        (above != NOBODY).then_some(above)
    })
}
