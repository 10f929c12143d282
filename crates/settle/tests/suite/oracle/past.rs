//! What has happened so far, as a list; whatever is asked about it is counted anew from the list.

use super::clock;
use super::model::{Ask, Asks, Back, Brackets, By, Measure, Within};
use super::{ONE, Oracle};

/// A part of a line that has settled, or so much of it that has gone back since.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub(super) at: i64,
    /// When the line settled.
    pub(super) settled: i64,
    pub(super) seller: Option<usize>,
    pub(super) buyer: usize,
    pub(super) amount: i128,
    pub(super) profit: i128,
    pub(super) volumes: Vec<i128>,
    /// What counts as sales of it.
    pub(super) worth: i128,
    pub(super) is_reversal: bool,
    pub(super) order: String,
    pub(super) product: &'static str,
    /// The buyer had no rank when it settled.
    pub(super) of_customer: bool,
}

#[derive(Debug, Default)]
pub(super) struct Past {
    /// Who has joined, in order.
    pub(super) joined: Vec<(i64, usize)>,
    /// Every rank that anybody had, from when.
    pub(super) ranked: Vec<(i64, usize, u8)>,
    pub(super) counted: Vec<Counted>,
}

impl Oracle<'_> {
    pub(super) fn meets(&self, asks: &Asks, member: usize) -> bool {
        if asks.any {
            asks.of.iter().any(|ask| self.has(ask, member))
        } else {
            asks.of.iter().all(|ask| self.has(ask, member))
        }
    }

    fn is_within(&self, at: i64, within: Option<Within>) -> bool {
        match within {
            None => true,
            Some(Within::Last(seconds)) => at > self.now - seconds * clock::SECOND,
            Some(Within::Current(span)) => self.index(span, at) == self.index(span, self.now),
        }
    }

    /// What has settled since, for whoever is asked about.
    fn sales(&self, within: Option<Within>, of: impl Fn(&Counted) -> bool) -> i128 {
        let lines = self.past.counted.iter().filter(|line| self.is_within(line.at, within) && of(line));
        lines.map(|line| line.worth).sum()
    }

    fn own(&self, member: usize, within: Option<Within>) -> i128 {
        self.sales(within, |line| line.seller == Some(member))
    }

    /// Theirs, and those of everybody below.
    fn team(&self, member: usize, within: Option<Within>) -> i128 {
        self.sales(within, |line| line.seller.is_some_and(|seller| self.stands_below(seller, member)))
    }

    /// Whether somebody stands below somebody else, or is the same.
    pub(super) fn stands_below(&self, member: usize, above: usize) -> bool {
        self.line_above(member).contains(&above)
    }

    /// Somebody and everybody above, promoters or not.
    pub(super) fn line_above(&self, member: usize) -> Vec<usize> {
        std::iter::successors(Some(member), |one| self.history.members[*one].inviter).collect()
    }

    /// Whom somebody invited that has joined.
    fn invited(&self, member: usize) -> impl Iterator<Item = usize> + '_ {
        let joined = self.past.joined.iter().map(|(_, one)| *one);
        joined.filter(move |one| self.history.members[*one].inviter == Some(member))
    }

    /// What the member has bought themselves.
    pub(super) fn bought(&self, member: usize) -> i128 {
        self.sales(None, |line| line.buyer == member)
    }

    fn has(&self, ask: &Ask, member: usize) -> bool {
        let within = ask.within;
        let lines = || self.past.counted.iter().filter(|line| self.is_within(line.at, within));
        let joined = |is_hers: &dyn Fn(usize) -> bool| {
            let joined = self.past.joined.iter();
            joined.filter(|(at, one)| self.is_within(*at, within) && is_hers(*one)).count()
        };
        match ask.measure {
            Measure::DirectInvites(least) => {
                joined(&|one| self.history.members[one].inviter == Some(member)) >= least
            }
            Measure::TeamSize(least) => {
                joined(&|one| one != member && self.stands_below(one, member)) >= least
            }
            Measure::DirectCustomers(least) => {
                let hers =
                    lines().filter(|line| line.seller == Some(member) && line.amount > 0 && line.of_customer);
                let mut buyers: Vec<usize> = hers.map(|line| line.buyer).collect();
                buyers.sort_unstable();
                buyers.dedup();
                buyers.len() >= least
            }
            Measure::OwnSales(least) => self.own(member, within) >= least,
            Measure::TeamSales(least, None) => self.team(member, within) >= least,
            Measure::TeamSales(least, Some(share)) => {
                let branch = |one: usize| self.team(one, within).min(least * share / ONE);
                self.own(member, within) + self.invited(member).map(branch).sum::<i128>() >= least
            }
            Measure::LesserLegs(least) => {
                let branches: Vec<i128> = self.invited(member).map(|one| self.team(one, within)).collect();
                branches.iter().sum::<i128>() - branches.iter().max().unwrap_or(&0) >= least
            }
            Measure::OwnOrders(least) => {
                let hers = lines().filter(|line| line.seller == Some(member) && line.amount > 0);
                let mut orders: Vec<&str> = hers.map(|line| line.order.as_str()).collect();
                orders.sort_unstable();
                orders.dedup();
                orders.len() >= least
            }
            Measure::Legs(rank, count) => {
                let holds = |head: &usize| {
                    let below = self.past.joined.iter().filter(|(_, one)| self.stands_below(*one, *head));
                    below.into_iter().any(|(_, one)| self.rank(*one) >= rank)
                };
                self.invited(member).filter(holds).count() >= count
            }
            Measure::QualifiedLegs(sold, count) => {
                self.invited(member).filter(|one| self.own(*one, within) >= sold).count() >= count
            }
            Measure::Held(rank, months, of) => {
                // At the close of a month, this is its last moment.
                let next = self.index(super::Span::Month, self.now + 1);
                let held = |month: i64| {
                    let hers = self.past.ranked.iter().filter(|(_, one, _)| *one == member);
                    let mut by_then = hers.filter(|(at, ..)| self.index(super::Span::Month, *at) <= month);
                    by_then.next_back().is_some_and(|(.., had)| *had >= rank)
                };
                let of = of.unwrap_or(months) as i64;
                (next - of..next).filter(|month| held(*month)).count() >= months
            }
            Measure::OwnPurchases(least) => self.sales(within, |line| line.buyer == member) >= least,
            Measure::Package(product) => {
                lines().any(|line| line.buyer == member && line.amount > 0 && line.product == product)
            }
            Measure::TopUp(_) => false,
        }
    }

    /// What brackets go by: of the period that closes, or of a time that ends now.
    pub(super) fn sold(&self, brackets: &Brackets, member: usize) -> i128 {
        if let Back::To(within) = brackets.within {
            return match brackets.by {
                By::Own => self.own(member, within),
                By::Team | By::Group(_) => self.team(member, within),
            };
        }
        let Some((span, index)) = self.closing else { return 0 };
        let lines = self.past.counted.iter().filter(|line| self.index(span, line.settled) == index);
        let is_hers = |line: &&Counted| {
            let Some(seller) = line.seller else { return false };
            let way = self.line_above(seller);
            let Some(steps) = way.iter().position(|one| *one == member) else { return false };
            match brackets.by {
                By::Own => steps == 0,
                By::Team => true,
                By::Group(end) => way[..steps].iter().all(|one| self.rank(*one) < end),
            }
        };
        lines.filter(is_hers).map(|line| line.worth).sum()
    }

    /// Who rises first is whoever is looked at first: those whose measures have grown, in the order in which they did.
    pub(super) fn grown_by_sale(&mut self, line: &Counted) {
        if line.amount <= 0 || !self.asks_for_sales() {
            return;
        }
        self.grown.push(line.buyer);
        let Some(seller) = line.seller else { return };
        self.grown.push(seller);
        if self.plan.asks().any(|ask| matches!(ask.measure, Measure::QualifiedLegs(..))) {
            self.grown.extend(self.history.members[seller].inviter);
        }
        if self.asks_for_team_sales() {
            self.grown.extend(self.line_above(seller));
        }
    }

    fn asks_for_team_sales(&self) -> bool {
        let asked = |ask: &Ask| matches!(ask.measure, Measure::TeamSales(..) | Measure::LesserLegs(_));
        self.plan.asks().any(asked)
            || self.plan.brackets().any(|one| one.within != Back::NotAtAll && one.by != By::Own)
    }

    fn asks_for_sales(&self) -> bool {
        let apart = |ask: &Ask| {
            matches!(
                ask.measure,
                Measure::DirectInvites(_)
                    | Measure::TeamSize(_)
                    | Measure::Legs(..)
                    | Measure::Held(..)
                    | Measure::TopUp(_)
            )
        };
        self.plan.asks().any(|ask| !apart(ask))
            || self.plan.brackets().any(|one| one.within != Back::NotAtAll)
            || self.plan.caps_by_purchases()
    }

    pub(super) fn grown_by_join(&mut self, member: usize) {
        let above = self.line_above(member);
        let asks = |wanted: fn(&Measure) -> bool| self.plan.asks().any(|ask| wanted(&ask.measure));
        if asks(|measure| matches!(measure, Measure::DirectInvites(_))) {
            self.grown.extend(above.get(1));
        }
        if asks(|measure| matches!(measure, Measure::TeamSize(_))) {
            self.grown.extend(&above[1..]);
        }
    }

    pub(super) fn grown_by_rank(&mut self, member: usize) {
        let of_branches = |ask: &Ask| {
            matches!(
                ask.measure,
                Measure::Legs(..)
                    | Measure::QualifiedLegs(..)
                    | Measure::LesserLegs(_)
                    | Measure::TeamSales(_, Some(_))
            )
        };
        if self.plan.asks().any(of_branches) {
            self.grown.extend(self.line_above(member));
        }
        self.grown.push(member);
    }
}
