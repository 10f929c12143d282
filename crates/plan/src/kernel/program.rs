//! The plan compiled: names are numbers, filters are bits, rewards are sorted by what they are paid for.

use super::walk::{LevelRates, Path, Walk};
use crate::model::{
    Along, Base, Brackets, Cap, Conditions, Most, On, Pay, Per, Plan, RankNo, Rates, Reward, RewardNo, To,
};
use crate::money::{Minor, Rate, Rounding};

/// A plan ready to be evaluated.
#[derive(Debug, Clone)]
pub struct Program {
    plan: Plan,
    rules: Vec<Rule>,
    events: Vec<(On, Vec<RewardNo>)>,
    stateful: bool,
}

/// One reward, compiled.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact by itself, and they are read together")]
pub struct Rule {
    /// The reward's place in the plan.
    pub reward: RewardNo,
    /// Who is paid.
    pub payees: Payees,
    /// Ranks that may be paid (bit k = rank k).
    pub payee_ranks: u64,
    /// Ranks whose sales count.
    pub seller_ranks: u64,
    /// Lowest and highest distance.
    pub distance: (u32, u32),
    /// Places in the plan's categories (from 1) whose lines count; empty = all.
    pub categories: Vec<u16>,
    /// Only (or never) the buyer's first order.
    pub first_order: Option<bool>,
    /// What the payee has to meet.
    pub active: Option<Conditions>,
    /// The least and the most that the line may come to.
    pub line_amount: (Minor, Minor),
    /// The fewest and the most pieces.
    pub line_quantity: Option<(u32, u32)>,
    /// Whole months since the buyer joined.
    pub buyer_months: Option<(u32, u32)>,
    /// Whole months since the payee joined.
    pub payee_months: Option<(u32, u32)>,
    /// As which of the payee's recruits the seller's branch comes.
    pub recruit: Option<(u32, u32)>,
    /// What the way up follows.
    pub along: Along,
    /// Those who fail the filters are passed over.
    pub compress: bool,
    /// The way up ends with the first of at least this rank.
    pub until: RankNo,
    /// At most so many are paid.
    pub most: u32,
    /// Rates in millionths, or fixed amounts, by rank; place 0 is a plain customer's. Empty unless they differ by rank.
    pub by_rank: Vec<Minor>,
    /// How entries come to whole minor units.
    pub rounding: Rounding,
    /// Rates by what has been sold.
    pub brackets: Option<Brackets>,
    /// The places in [`Plan::caps`] of the caps that it shares with others.
    pub caps: Vec<u16>,
    /// How much.
    pub pays: Pays,
    /// A fixed amount is for each piece.
    pub per_piece: bool,
    /// The most for one payee.
    pub cap: Option<Cap>,
    /// Only each so-many-th event of the payee.
    pub every: u32,
    /// Whether its entries count against the payout limit.
    pub money: bool,
    /// Whether anything is asked of the line; so that rewards which ask nothing are done at once.
    pub(super) asks_line: bool,
    /// Whether anything is asked of the payee beside their rank.
    pub(super) asks_payee: bool,
    /// Whether `every` or a cap may leave less than what is due.
    pub(super) is_limited: bool,
}

/// Who is paid.
#[derive(Debug, Clone)]
pub enum Payees {
    /// The seller themselves (or who joined, or who rose).
    Seller,
    /// The buyer.
    Buyer,
    /// Promoters above.
    Above(Path),
    /// For each entry of that reward, the nearest above its payee with the payee's own rank.
    Peers(RewardNo),
    /// Not paid along a chain: pools and pairs are paid at the close of a period by `close`.
    Close,
}

/// How much is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pays {
    /// A rate of a base; `None` = the rate that the path gives.
    Share(RateOf, Base),
    /// A fixed amount, a coupon's face value, or points.
    Fixed(Minor),
    /// A fixed amount by the payee's rank.
    FixedByRank,
}

/// Where a rate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateOf {
    /// The reward's own.
    One(Rate),
    /// The product's own.
    Product,
    /// The path's, by level or rank.
    Path,
    /// By the payee's rank.
    Rank,
    /// By what the payee (or their team) has sold.
    Volume,
}

impl Rule {
    /// Shows a walk of this reward the next promoter above, see [`Path::step`]: their rank, and where they stand in
    /// the rates of a differential. Ends it where the reward says so.
    #[inline]
    pub fn step(
        &self,
        path: &Path,
        walk: &mut Walk,
        (rank, class): (RankNo, RankNo),
        passes: bool,
    ) -> Option<Rate> {
        let paid = path.step(walk, class, passes, self.compress);
        if rank >= self.until {
            walk.done = true;
        }
        if self.most != u32::MAX && paid.is_some() {
            walk.paid += 1;
            walk.done |= walk.paid >= self.most;
        }
        paid
    }

    /// The rate of a rank, where rates differ by rank.
    #[inline]
    pub fn rate_of(&self, rank: RankNo) -> Rate {
        Rate(self.by_rank.get(usize::from(rank)).map_or(0, |rate| *rate as u32))
    }

    /// Where somebody stands in the rates of a differential: their rank, or the bracket that they have reached.
    #[inline]
    pub fn class_of(&self, rank: RankNo, sold: impl FnOnce(&Brackets) -> Minor) -> RankNo {
        self.brackets.as_ref().map_or(rank, |brackets| brackets.reached(sold(brackets)) as RankNo)
    }

    /// Whether a reward is a share of what another pays at the close itself: to each payee of that one's own line above.
    pub fn follows_close(&self, program: &Program) -> Option<RewardNo> {
        match self.pays {
            Pays::Share(_, Base::Reward(of)) if matches!(program.rule(of).payees, Payees::Close) => Some(of),
            _ => None,
        }
    }

    /// The fixed amount of a rank, where they differ by rank.
    #[inline]
    pub fn amount_of(&self, rank: RankNo) -> Minor {
        self.by_rank.get(usize::from(rank)).copied().unwrap_or_default()
    }
}

impl Program {
    /// Compiles a plan. The plan should have passed `check::check`; one that has not is still safe to run.
    pub fn new(plan: Plan) -> Self {
        let categories = plan.categories();
        let rules: Vec<Rule> = plan
            .rewards
            .iter()
            .enumerate()
            .map(|(at, reward)| rule(&plan, &categories, at as RewardNo, reward))
            .collect();
        let mut events: Vec<(On, Vec<RewardNo>)> = Vec::new();
        for (at, reward) in plan.rewards.iter().enumerate() {
            match events.iter_mut().find(|(on, _)| *on == reward.on) {
                Some((_, list)) => list.push(at as RewardNo),
                None => events.push((reward.on, vec![at as RewardNo])),
            }
        }
        let stateful = rules.iter().any(|rule| {
            rule.cap.is_some_and(|cap| cap.per != Per::Line) || rule.every > 1 || !rule.caps.is_empty()
        });
        Self { plan, rules, events, stateful }
    }

    /// The plan that was compiled.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// One reward, compiled.
    #[inline]
    pub fn rule(&self, reward: RewardNo) -> &Rule {
        &self.rules[usize::from(reward)]
    }

    /// The rewards that an event pays, in the order of the file.
    #[inline]
    pub fn rewards_on(&self, on: On) -> &[RewardNo] {
        self.events.iter().find(|(event, _)| *event == on).map_or(&[], |(_, list)| list)
    }

    /// Whether entries depend on earlier entries (caps over time, `every`).
    pub fn is_stateful(&self) -> bool {
        self.stateful
    }
}

fn rule(plan: &Plan, categories: &[String], no: RewardNo, reward: &Reward) -> Rule {
    let all_ranks = (1..=plan.ranks.len()).fold(0_u64, |set, rank| set | 1 << rank);
    let anybody = if reward.to == To::Buyer { all_ranks | 1 } else { all_ranks };
    let filters = &reward.filters;
    let places =
        filters.categories.iter().filter_map(|name| categories.iter().position(|known| known == name));
    let caps: Vec<u16> =
        (0..).zip(&plan.caps).filter(|(_, caps)| caps.rewards.contains(&no)).map(|(at, _)| at).collect();
    let cap = cap(plan, reward);
    let is_limited = reward.every > 1 || cap.is_some() || !caps.is_empty();
    let asks_line = !filters.categories.is_empty()
        || filters.first_order.is_some()
        || filters.line_amount.is_some()
        || filters.line_quantity.is_some()
        || filters.buyer_months.is_some();
    Rule {
        reward: no,
        payees: payees(plan, reward),
        payee_ranks: filters.payee_rank.unwrap_or(anybody),
        seller_ranks: filters.seller_rank.unwrap_or(all_ranks | 1),
        distance: filters.distance.unwrap_or((0, u32::MAX)),
        categories: places.map(|at| at as u16 + 1).collect(),
        first_order: filters.first_order,
        active: filters.payee_active.clone(),
        line_amount: filters.line_amount.unwrap_or((0, Minor::MAX)),
        line_quantity: filters.line_quantity,
        buyer_months: filters.buyer_months,
        payee_months: filters.payee_months,
        recruit: filters.recruit,
        along: reward.along,
        compress: reward.compress,
        until: reward.until.unwrap_or(RankNo::MAX),
        most: reward.payees.unwrap_or(u32::MAX),
        by_rank: by_rank(reward),
        rounding: plan.rounding,
        brackets: match &reward.pay {
            Pay::Share(Rates::Brackets(brackets), _) => Some(brackets.clone()),
            _ => None,
        },
        caps,
        pays: pays(reward),
        per_piece: reward.per_piece,
        cap,
        every: reward.every,
        money: reward.is_money(),
        asks_line,
        asks_payee: filters.distance.is_some()
            || filters.payee_active.is_some()
            || filters.payee_months.is_some(),
        is_limited,
    }
}

/// The cap in the unit of the entries: points are whole, whatever digits the currency has.
fn cap(plan: &Plan, reward: &Reward) -> Option<Cap> {
    let scale = if reward.is_money() { 1 } else { plan.currency.scale() };
    reward.cap.map(|cap| match cap.most {
        Most::Amount(amount) => Cap { most: Most::Amount(amount / scale), ..cap },
        Most::Purchases(_) => cap,
    })
}

fn pays(reward: &Reward) -> Pays {
    match &reward.pay {
        Pay::Amount(fixed) | Pay::Coupon(fixed) | Pay::Points(fixed) => Pays::Fixed(*fixed),
        Pay::Amounts(_) => Pays::FixedByRank,
        Pay::Share(rates, base) => {
            let rate = match rates {
                Rates::One(rate) => RateOf::One(*rate),
                Rates::Product => RateOf::Product,
                Rates::PerRank(_) if reward.to != To::Differential => RateOf::Rank,
                Rates::Brackets(_) if reward.to != To::Differential => RateOf::Volume,
                Rates::PerLevel(_) | Rates::PerRank(_) | Rates::Table(_) | Rates::Brackets(_) => RateOf::Path,
            };
            Pays::Share(rate, *base)
        }
    }
}

fn by_rank(reward: &Reward) -> Vec<Minor> {
    let rates: Vec<Minor> = match &reward.pay {
        Pay::Share(Rates::PerRank(rates), _) => rates.iter().map(|rate| Minor::from(rate.0)).collect(),
        Pay::Amounts(amounts) => amounts.clone(),
        _ => return Vec::new(),
    };
    std::iter::once(0).chain(rates).collect()
}

fn payees(plan: &Plan, reward: &Reward) -> Payees {
    let levels = match &reward.pay {
        Pay::Share(Rates::PerLevel(rates), _) => LevelRates::of_all(rates.clone()),
        Pay::Share(Rates::Table(ranks), _) => LevelRates::by_rank(ranks),
        _ => LevelRates::default(),
    };
    match reward.to {
        To::Seller => Payees::Seller,
        To::Buyer => Payees::Buyer,
        To::Upline(from, to) => Payees::Above(Path::Upline { from, to, rates: levels }),
        To::Nearest(rank) => Payees::Above(Path::Nearest(rank)),
        To::Generation(from, to, of) => Payees::Above(Path::Generation { from, to, of, rates: levels }),
        To::Differential => {
            let by_rank: Vec<Rate> = match &reward.pay {
                Pay::Share(Rates::PerRank(rates), _) => rates.clone(),
                Pay::Share(Rates::Brackets(brackets), _) => {
                    brackets.list.iter().map(|(_, rate)| *rate).collect()
                }
                Pay::Share(Rates::One(rate), _) => vec![*rate; plan.ranks.len()],
                _ => vec![Rate(0); plan.ranks.len()],
            };
            let rates: Vec<Rate> = std::iter::once(Rate(0)).chain(by_rank).collect();
            let top = rates.iter().copied().max().unwrap_or_default();
            Payees::Above(Path::Differential { rates, top, floor: reward.floor.unwrap_or_default() })
        }
        To::Peer(of) => Payees::Peers(of),
        To::Pool(..) | To::Pairing => Payees::Close,
    }
}

/// Whether a count lies in a range, if one is asked for and the count is known.
#[inline]
pub fn lies(range: Option<(u32, u32)>, count: impl FnOnce() -> Option<u32>) -> bool {
    range.is_none_or(|(low, high)| count().is_none_or(|count| (low..=high).contains(&count)))
}

/// Whether a set of ranks holds this one.
#[inline]
pub fn holds(set: u64, rank: RankNo) -> bool {
    set >> rank & 1 == 1
}
