//! Where each member stands: what conditions of ranks and filters measure.

use banyan_plan::kernel::{Member, NOBODY};
use banyan_plan::model::{
    Brackets, Condition, Conditions, Measure, Pay, Plan, RankNo, Rates, Volume, Within,
};
use banyan_plan::time::{Period, Time};
use serde::{Deserialize, Serialize};

use crate::undo::{Lists, Map, Maps, undo};

use super::legs::LegRanks;
use super::people::People;
use super::tally::Tally;

/// Measures that the plan asks for; what it does not ask for is not kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Standing {
    direct_invites: Option<Tally>,
    team_size: Option<Tally>,
    own_sales: Option<Tally>,
    team_sales: Option<Tally>,
    own_orders: Option<Tally>,
    own_purchases: Option<Tally>,
    customers: Option<Maps<Member, Member, Time>>,
    packages: Option<Map<(Member, u16), Time>>,
    legs: Option<LegRanks>,
    /// Per member: since when which rank.
    held: Option<Lists<(Time, RankNo)>>,
    products: Vec<String>,
    /// What somebody sells counts for whoever invited them.
    counts_active_legs: bool,
    utc_offset: i64,
}

undo!([] Standing: parts [
    direct_invites, team_size, own_sales, team_sales, own_orders, own_purchases, customers, packages, legs, held
], fixed [products, counts_active_legs, utc_offset]);

/// A settled sale, as the measures see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settled {
    pub(super) seller: Member,
    pub(super) buyer: Member,
    pub(super) buyer_is_promoter: bool,
    pub(super) amount: i64,
    /// What counts as settled sales of it: the amount, or one of the plan's volumes.
    pub(super) counted: i64,
    pub(super) product: u16,
    /// Whether its order counts for the seller for the first time.
    pub(super) is_new_order: bool,
    pub(super) at: Time,
    /// For the refund of a settled sale: whose it was then counts, not who has the seller in their team now.
    pub(super) chain_of: Option<Time>,
}

impl Standing {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut standing = Self { products: plan.packages(), utc_offset: plan.utc_offset, ..Self::default() };
        let tally = |dated: bool| Some(Tally::new(dated, plan.utc_offset));
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
                Measure::TeamSales(_) | Measure::LimitedTeamSales(..) | Measure::LesserLegs(_) => {
                    standing.team_sales = tally(dated(|m| {
                        matches!(
                            m,
                            Measure::TeamSales(_) | Measure::LimitedTeamSales(..) | Measure::LesserLegs(_)
                        )
                    }));
                    if !matches!(condition.measure, Measure::TeamSales(_)) && standing.legs.is_none() {
                        standing.legs = Some(LegRanks::new(plan.ranks.len()));
                    }
                }
                Measure::OwnOrders(_) => {
                    standing.own_orders = tally(dated(|m| matches!(m, Measure::OwnOrders(_))));
                }
                Measure::OwnPurchases(_) => {
                    standing.own_purchases = tally(dated(|m| matches!(m, Measure::OwnPurchases(_))));
                }
                Measure::DirectCustomers(_) => standing.customers = Some(Maps::default()),
                Measure::Package(_) => standing.packages = Some(Map::default()),
                Measure::Legs(..) => {
                    standing.legs = Some(LegRanks::new(plan.ranks.len()));
                }
                Measure::Held(..) => standing.held = Some(Lists::default()),
                Measure::ActiveLegs(..) => {
                    standing.own_sales = tally(true);
                    standing.counts_active_legs = true;
                    if standing.legs.is_none() {
                        standing.legs = Some(LegRanks::new(plan.ranks.len()));
                    }
                }
                Measure::Course(_) | Measure::TopUp(_) => {}
            }
        }
        if plan.caps_by_purchases() && standing.own_purchases.is_none() {
            standing.own_purchases = tally(false);
        }
        for reward in &plan.rewards {
            let Pay::Share(Rates::Brackets(Brackets { by, within: Some(_), .. }), _) = &reward.pay else {
                continue;
            };
            match by {
                Volume::Own => standing.own_sales = tally(true),
                Volume::Team | Volume::Group(_) => standing.team_sales = tally(true),
            }
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

    /// Whether anything at all is measured.
    pub(super) fn is_any(&self) -> bool {
        self.follows_sales()
            || self.direct_invites.is_some()
            || self.team_size.is_some()
            || self.legs.is_some()
            || self.held.is_some()
    }

    /// Makes room for so many members.
    pub(super) fn grow(&mut self, count: usize) {
        self.tallies().into_iter().flatten().for_each(|tally| tally.grow(count));
        if let Some(legs) = &mut self.legs {
            legs.grow(count);
        }
        if let Some(held) = &mut self.held {
            held.grow(count);
        }
    }

    fn tallies(&mut self) -> [Option<&mut Tally>; 6] {
        [
            self.direct_invites.as_mut(),
            self.team_size.as_mut(),
            self.own_sales.as_mut(),
            self.team_sales.as_mut(),
            self.own_orders.as_mut(),
            self.own_purchases.as_mut(),
        ]
    }

    /// Somebody has joined; `touched` gets everybody whose measures have grown.
    pub(super) fn joined(&mut self, member: Member, people: &People, at: Time, touched: &mut Vec<Member>) {
        let inviter = people.inviter(member);
        if inviter == NOBODY {
            return;
        }
        if let Some(tally) = &mut self.direct_invites {
            tally.add(inviter, at, 1);
            touched.push(inviter);
        }
        if let Some(tally) = &mut self.team_size {
            for above in people.chain(inviter) {
                tally.add(above, at, 1);
                touched.push(above);
            }
        }
        if let Some(legs) = &mut self.legs {
            legs.joined(member, inviter);
        }
    }

    /// Somebody's rank has changed.
    pub(super) fn ranked(
        &mut self,
        member: Member,
        (old, new): (RankNo, RankNo),
        people: &People,
        at: Time,
        touched: &mut Vec<Member>,
    ) {
        if let Some(held) = &mut self.held {
            held.push(member as usize, (at, new));
        }
        let Some(legs) = &mut self.legs else { return };
        for above in people.chain(member) {
            legs.ranked(above, old, new);
            if new > old {
                touched.push(above);
            }
        }
    }

    /// Somebody has moved with all of their branch from below one inviter to below another. `left` and `reached` are those
    /// above them on one of the two sides only. A window counts who came within it less who left.
    pub(super) fn moved(
        &mut self,
        member: Member,
        (from, to): (Member, Member),
        (left, reached): (&[Member], &[Member]),
        at: Time,
        touched: &mut Vec<Member>,
    ) {
        if let Some(tally) = &mut self.direct_invites {
            for (inviter, change) in [(from, -1), (to, 1)] {
                if inviter != NOBODY {
                    tally.add(inviter, at, change);
                }
            }
        }
        if let Some(tally) = &mut self.team_size {
            let size = tally.total(member) + 1;
            for (side, change) in [(left, -size), (reached, size)] {
                for above in side {
                    tally.add(*above, at, change);
                }
            }
        }
        if let Some(legs) = &mut self.legs {
            legs.moved(member, (from, to), (left, reached));
        }
        touched.extend((to != NOBODY).then_some(to));
        touched.extend_from_slice(reached);
    }

    /// A sale has settled, or a settled one has been refunded (a negative amount).
    pub(super) fn settled(&mut self, sale: &Settled, people: &People, touched: &mut Vec<Member>) {
        if let Some(tally) = &mut self.own_purchases {
            tally.add(sale.buyer, sale.at, sale.counted);
        }
        if let (Some(packages), true) = (&mut self.packages, sale.product > 0 && sale.amount > 0) {
            packages.insert((sale.buyer, sale.product), sale.at);
        }
        // What goes back lets nothing grow.
        let grows = sale.amount > 0;
        touched.extend(grows.then_some(sale.buyer));
        if sale.seller == NOBODY {
            return;
        }
        touched.extend(grows.then_some(sale.seller));
        if let Some(tally) = &mut self.own_sales {
            tally.add(sale.seller, sale.at, sale.counted);
        }
        if grows && self.counts_active_legs && people.inviter(sale.seller) != NOBODY {
            touched.push(people.inviter(sale.seller));
        }
        if let Some(tally) = &mut self.team_sales {
            for above in people.chain_at(sale.seller, sale.chain_of) {
                tally.add(above, sale.at, sale.counted);
                touched.extend(grows.then_some(above));
            }
        }
        if sale.amount <= 0 {
            return;
        }
        if let (Some(tally), true) = (&mut self.own_orders, sale.is_new_order) {
            tally.add(sale.seller, sale.at, 1);
        }
        if let (Some(customers), false) = (&mut self.customers, sale.buyer_is_promoter) {
            customers.insert(sale.seller, sale.buyer, sale.at);
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

    /// What somebody's own settled purchases come to.
    pub(super) fn bought(&self, member: Member) -> i64 {
        self.own_purchases.as_ref().map_or(0, |tally| tally.total(member))
    }

    /// What has settled for somebody (or their team) over a time, for brackets.
    pub(super) fn sold(&self, by: Volume, member: Member, within: Option<Within>, now: Time) -> i64 {
        let tally = match by {
            Volume::Own => &self.own_sales,
            Volume::Team | Volume::Group(_) => &self.team_sales,
        };
        tally.as_ref().map_or(0, |tally| tally.value(member, now, within))
    }

    /// The sales of somebody's direct branches, and what of their team's is in none of them. More may have gone back within a
    /// time than was sold.
    fn branches(&self, member: Member, now: Time, within: Option<Within>) -> (Vec<i64>, i64) {
        let (Some(tally), Some(legs)) = (&self.team_sales, &self.legs) else { return (Vec::new(), 0) };
        let sales = legs.invited(member).iter().map(|branch| tally.value(*branch, now, within));
        let branches: Vec<i64> = sales.collect();
        let own = tally.value(member, now, within) - branches.iter().sum::<i64>();
        (branches, own)
    }

    fn meets(&self, condition: &Condition, member: Member, now: Time) -> bool {
        let (has, needs) = self.progress(condition, member, now);
        has >= needs
    }

    /// How much of a condition's measure a member has at `now`, and how much the condition asks for.
    pub(super) fn progress(&self, condition: &Condition, member: Member, now: Time) -> (i64, i64) {
        let sum = |tally: &Option<Tally>| {
            tally.as_ref().map_or(0, |tally| tally.value(member, now, condition.within))
        };
        match &condition.measure {
            Measure::DirectInvites(least) => (sum(&self.direct_invites), i64::from(*least)),
            Measure::TeamSize(least) => (sum(&self.team_size), i64::from(*least)),
            Measure::OwnOrders(least) => (sum(&self.own_orders), i64::from(*least)),
            Measure::OwnSales(least) => (sum(&self.own_sales), *least),
            Measure::TeamSales(least) => (sum(&self.team_sales), *least),
            Measure::LimitedTeamSales(least, most) => {
                let (branches, own) = self.branches(member, now, condition.within);
                (branches.iter().fold(own, |sum, branch| sum.saturating_add(*branch.min(most))), *least)
            }
            Measure::ActiveLegs(sold, least) => {
                let (Some(tally), Some(legs)) = (&self.own_sales, &self.legs) else { return (0, 1) };
                let is_active = |head: &&Member| tally.value(**head, now, condition.within) >= *sold;
                let active = legs.invited(member).iter().filter(is_active).count();
                (active as i64, i64::from(*least))
            }
            Measure::LesserLegs(least) => {
                let (branches, _) = self.branches(member, now, condition.within);
                let largest = branches.iter().max().copied().unwrap_or(0);
                (branches.iter().sum::<i64>() - largest, *least)
            }
            Measure::OwnPurchases(least) => (sum(&self.own_purchases), *least),
            Measure::DirectCustomers(least) => {
                let mine = self.customers.as_ref().and_then(|customers| customers.get(&member));
                let counted = mine.map_or(0, |mine| {
                    mine.values().filter(|at| self.is_within(**at, now, condition.within)).count()
                });
                (counted as i64, i64::from(*least))
            }
            Measure::Package(product) => {
                let no =
                    self.products.iter().position(|known| known == product).map_or(0, |at| at as u16 + 1);
                let bought = self.packages.as_ref().and_then(|packages| packages.get(&(member, no)));
                (bought.is_some_and(|at| self.is_within(*at, now, condition.within)).into(), 1)
            }
            Measure::Legs(rank, count) => {
                (self.legs.as_ref().map_or(0, |legs| legs.with(member, *rank)) as i64, i64::from(*count))
            }
            Measure::Held(rank, months, of) => {
                (self.months_held(member, *rank, *of, now), i64::from(*months))
            }
            // Facts of the shop that order files do not tell: not reached.
            Measure::Course(_) => (0, 1),
            Measure::TopUp(least) => (0, (*least).max(1)),
        }
    }

    /// At the end of how many of the last so many months somebody held at least a rank. The month that ends with this
    /// moment is over.
    fn months_held(&self, member: Member, rank: RankNo, months: u32, now: Time) -> i64 {
        let Some(held) = &self.held else { return 0 };
        let ranks = &held[member as usize];
        let next = Period::Month.index(now.plus(1), self.utc_offset);
        let had = |month: i64| {
            let end = Period::Month.start(month + 1, self.utc_offset);
            let last = ranks.partition_point(|(at, _)| *at < end).checked_sub(1);
            last.is_some_and(|last| ranks[last].1 >= rank)
        };
        (next - i64::from(months)..next).filter(|month| had(*month)).count() as i64
    }

    /// Goes on from what was measured under another plan; `true` if something that this plan asks for was not.
    pub(super) fn take_over(
        &mut self,
        mut old: Self,
        people: &People,
        (numbers, now): (&[RankNo], Time),
    ) -> bool {
        let pairs = self.tallies().into_iter().zip(old.tallies());
        let mut missing = pairs.fold(false, |missing, pair| match pair {
            (Some(new), Some(old)) => new.take_over(old) | missing,
            (Some(_), None) => true,
            (None, _) => missing,
        });
        if let Some(customers) = &mut self.customers {
            missing |= old.customers.is_none();
            *customers = old.customers.unwrap_or_default();
        }
        if let Some(packages) = &mut self.packages {
            let place = |no: u16| {
                let product = &old.products[usize::from(no) - 1];
                self.products.iter().position(|known| known == product).map(|at| at as u16 + 1)
            };
            missing |= self.products.iter().any(|product| !old.products.contains(product));
            let bought = old.packages.take().unwrap_or_default().take().into_iter();
            *packages = bought.filter_map(|((who, no), at)| Some(((who, place(no)?), at))).collect();
        }
        self.grow(people.count());
        if let Some(legs) = &mut self.legs {
            legs.count_anew(people);
        }
        if let Some(held) = &mut self.held {
            missing |= old.held.is_none();
            for member in (0..people.count() as Member).filter(|member| people.has_joined(*member)) {
                let place = member as usize;
                match &old.held {
                    Some(had) => had[place].iter().for_each(|(at, rank)| {
                        held.push(place, (*at, numbers.get(usize::from(*rank)).copied().unwrap_or(0)));
                    }),
                    None => held.push(place, (now, people.rank(member))),
                }
            }
        }
        missing
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
