//! The worst-case payout: the most that a line can ever cost in rewards, over every chain of ranks, every product rate,
//! category and order, as a proof (see [`super::explore`]), before the plan's own limit cuts it.

use std::collections::HashMap;

use super::bound::{bound, most};
use super::explore::{Explorer, Found, Outcome, Setting, WHOLE, settings};
use crate::describe::rank_name;
use crate::diagnostic::Diagnostic;
use crate::kernel::Program;
use crate::model::{On, Pay, Plan, RankNo, Rates, Reward, To};
use crate::money::{Minor, Rate};
use crate::time::Period;
use crate::words::Text;

/// States visited before an upper bound stands in for the maximum: about a second of work.
const MOST_STATES: usize = 100_000;

/// The most that a line's rewards can come to before the limit cuts them: `rate` of its amount, plus `fixed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorstCase {
    /// In millionths of the line's amount, rounded up; may be above 100 %.
    pub rate: u64,
    /// Fixed amounts beside the rate, in minor units.
    pub fixed: Minor,
    /// The plan's own limit, which cuts whatever goes beyond it.
    pub limit: Rate,
    /// Which ranks and which product.
    pub at: Text,
    /// The sale that costs so much; `None` if the figure is only an upper bound.
    pub witness: Option<Witness>,
    /// False when the plan has too many combinations to visit; the figure is then an upper bound, not a maximum.
    pub exact: bool,
    /// Why only the limit bounds it, if nothing else does.
    pub unbounded: Option<Unbounded>,
}

/// Why what a sale costs has no bound but the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unbounded {
    /// Pairs may pay the same sale once on every level of the placement tree.
    Pairs,
    /// A fixed amount for each piece, however little a piece costs.
    Pieces,
}

impl Unbounded {
    fn of(plan: &Plan) -> Option<Self> {
        let any = |is: fn(&Reward) -> bool| plan.rewards.iter().any(is);
        if any(|reward| reward.to == To::Pairing) {
            Some(Self::Pairs)
        } else if any(|reward| reward.per_piece && reward.is_money()) {
            Some(Self::Pieces)
        } else {
            None
        }
    }

    /// The reason, as a clause.
    pub fn reason(self) -> Text {
        match self {
            Self::Pairs => Text::new(
                "双轨对每一层都可能支付同一笔成交，没有自己的上限",
                "pairs may pay the same sale on every level, without a bound of their own",
            ),
            Self::Pieces => Text::new(
                "按件支付的固定金额与每件价格无关，没有自己的上限",
                "a fixed amount for each piece does not depend on what a piece costs, so it has no bound of its own",
            ),
        }
    }
}

/// A sale that costs the worst that a sale can cost (in shares of its amount), with the cost of its goods at zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The seller's rank; 0 if nobody is credited.
    pub seller: RankNo,
    /// The buyer's rank. Where it is the seller's own, the seller is the buyer.
    pub buyer: RankNo,
    /// Place in [`Plan::categories`], from 1; 0 = another one.
    pub category: u16,
    /// Whether it is the buyer's first order.
    pub first_order: bool,
    /// The least that the line comes to; 0 unless a reward asks.
    pub amount: Minor,
    /// How many pieces it has at least; 1 unless a reward asks.
    pub quantity: u32,
    /// Whole months since the seller and the buyer joined; 0 unless a reward asks.
    pub months: [u32; 2],
    /// The product's own rate.
    pub product: Rate,
    /// Ranks of the promoters above the seller, nearest first.
    pub above: Vec<RankNo>,
}

impl WorstCase {
    /// The rate as a decimal fraction: `0.4125`, `1.25`.
    pub fn rate_text(&self) -> String {
        let (whole, part) = (self.rate / 1_000_000, self.rate % 1_000_000);
        format!("{whole}.{part:06}").trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// Whether the limit would ever have to cut.
    pub fn is_over(&self) -> bool {
        self.unbounded.is_some() || self.fixed > 0 || self.rate > u64::from(self.limit.0)
    }
}

/// Computes the worst case, and adds a diagnostic for it and for each reward that can never pay.
pub(super) fn prove(program: &Program, diagnostics: &mut Vec<Diagnostic>) -> WorstCase {
    let plan = program.plan();
    let mut paid = vec![false; plan.rewards.len()];
    let worst = worst_case(program, plan.sale.product_rate.1, &mut paid);
    for (reward, paid) in plan.rewards.iter().zip(&paid) {
        if *paid || nothing(&reward.pay) {
            if nothing(&reward.pay) {
                diagnostics.push(never(reward, "金额为零", "it pays zero"));
            }
            continue;
        }
        diagnostics.push(never(
            reward,
            "没有人能同时满足它的全部条件",
            "nobody can meet all of its conditions at once",
        ));
    }
    if diagnostics.iter().all(|one| one.severity != crate::diagnostic::Severity::Error) && worst.is_over() {
        diagnostics.push(over(program, &worst));
    }
    worst
}

fn nothing(pay: &Pay) -> bool {
    match pay {
        Pay::Amount(fixed) | Pay::Coupon(fixed) | Pay::Points(fixed) => *fixed == 0,
        Pay::Amounts(amounts) => amounts.iter().all(|amount| *amount == 0),
        Pay::Share(Rates::PerRank(rates), _) => rates.iter().all(|rate| rate.0 == 0),
        Pay::Share(Rates::Brackets(brackets), _) => brackets.list.iter().all(|(_, rate)| rate.0 == 0),
        Pay::Share(Rates::Table(ranks), _) => ranks.iter().flatten().all(|rate| rate.0 == 0),
        Pay::Share(Rates::One(rate), _) => rate.0 == 0,
        Pay::Share(..) => false,
    }
}

fn never(reward: &Reward, zh: &str, en: &str) -> Diagnostic {
    let id = &reward.id;
    Diagnostic::error(
        &reward.span,
        Text::new(format!("奖励 `{id}` 永远不会支付：{zh}"), format!("reward `{id}` can never pay: {en}")),
        Text::new(
            "检查 `to`、`payee_rank`、`seller_rank`、`distance` 是否互相矛盾",
            "see whether `to`, `payee_rank`, `seller_rank` and `distance` contradict each other",
        ),
    )
}

fn over(program: &Program, worst: &WorstCase) -> Diagnostic {
    let plan = program.plan();
    let limit = worst.limit.percent();
    let (zh, en) = if let Some(why) = worst.unbounded {
        let Text { zh, en } = why.reason();
        (zh, en)
    } else {
        let fixed = if worst.fixed > 0 {
            format!(" + {} {}", plan.currency.text(i128::from(worst.fixed)), plan.currency)
        } else {
            String::new()
        };
        let sum = format!("{}{fixed}", percent(worst.rate));
        (
            format!("最坏情况下一笔成交的奖励为 {sum}"),
            format!("in the worst case the rewards of a line come to {sum}"),
        )
    };
    let message = Text::new(
        format!("{zh}；超过上限 {limit} 的部分会被截断（{}）", worst.at.zh),
        format!("{en}; what goes beyond the limit of {limit} is cut ({})", worst.at.en),
    );
    Diagnostic::warning(&plan.limit_span, message, advice(program, worst))
}

/// What would keep entries from being cut.
fn advice(program: &Program, worst: &WorstCase) -> Text {
    let by_product =
        program.plan().rewards.iter().any(|reward| matches!(reward.pay, Pay::Share(Rates::Product, _)));
    if !by_product || !worst.exact || worst.unbounded.is_some() || worst.fixed > 0 {
        return Text::new("降低比例，或接受截断", "lower the rates, or accept the cuts");
    }
    let fits = |rate: u32| {
        worst_case(program, Rate(rate), &mut vec![false; program.plan().rewards.len()]).rate
            <= u64::from(worst.limit.0)
    };
    if !fits(0) {
        return Text::new("降低比例，或接受截断", "lower the rates, or accept the cuts");
    }
    // The worst case grows with the product's rate, so halving finds the highest rate that is never cut, to 0.01 %.
    let (mut low, mut high) = (0, program.plan().sale.product_rate.1.0 / 100 + 1);
    while high - low > 1 {
        let middle = u32::midpoint(low, high);
        if fits(middle * 100) { low = middle } else { high = middle }
    }
    let rate = Rate(low * 100).percent();
    Text::new(
        format!("商品自己的比例不超过 {rate} 就不会截断；可在 `[sale]` 写 `product_rate = \"0%..={rate}\"`"),
        format!(
            "nothing is cut while products' own rates stay at or below {rate}: write `product_rate = \"0%..={rate}\"` in `[sale]`"
        ),
    )
}

fn worst_case(program: &Program, product: Rate, paid: &mut [bool]) -> WorstCase {
    let plan = program.plan();
    let mut worst = WorstCase {
        rate: 0,
        fixed: 0,
        limit: plan.payout_limit,
        at: Text::default(),
        witness: None,
        exact: true,
        unbounded: Unbounded::of(plan),
    };
    let (mut share, mut fixed) = (0_u128, 0_u128);
    let mut left = MOST_STATES;
    let events = [On::Sale, On::FirstSale, On::Join, On::Promotion];
    for on in events.into_iter().chain(Period::ALL.map(On::Period)) {
        let (event, setting, exact) = explore(program, on, product, &mut left, paid);
        worst.exact &= exact;
        if on == On::Sale {
            worst.at = place(plan, &setting, &event.worst);
            worst.witness = exact.then(|| witness(&setting, &event.worst));
        }
        if !matches!(on, On::Join | On::Promotion) {
            share += event.worst.share;
            fixed += event.most_fixed;
        }
    }
    let mut pools = HashMap::new();
    for (at, reward) in plan.rewards.iter().enumerate() {
        let rule = program.rule(at as u16);
        if let Some(of) = rule.follows_close(program) {
            // A share of what the close itself pays: of pairs there is no bound, of a pool there is.
            paid[at] = true;
            let total = most(rule, product, &pools);
            pools.insert(at as u16, total);
            if rule.money && pools.contains_key(&of) {
                share += total.0;
                fixed += total.1;
            }
            continue;
        }
        match (reward.to, &reward.pay) {
            (To::Pool(rank, _), pay) => {
                paid[at] = rule.payee_ranks >> rank != 0;
                let total = match pay {
                    Pay::Share(Rates::One(rate), base) => {
                        (u128::from(rate.0) * u128::from(plan.most_of(*base).0), 0)
                    }
                    Pay::Amount(pot) => (0, u128::from(pot.unsigned_abs())),
                    _ => (0, 0),
                };
                pools.insert(at as u16, total);
                share += total.0;
                fixed += total.1;
            }
            (To::Pairing, _) => paid[at] = true,
            _ => {}
        }
    }
    worst.rate = u64::try_from(share.div_ceil(WHOLE / 1_000_000)).unwrap_or(u64::MAX);
    worst.fixed = Minor::try_from(fixed).unwrap_or(Minor::MAX);
    worst
}

/// One event in every setting: the worst of them, where it happens, and whether every state was visited. If there are
/// too many, an upper bound stands in, and no reward counts as one that never pays.
fn explore(
    program: &Program,
    on: On,
    product: Rate,
    left: &mut usize,
    paid: &mut [bool],
) -> (Found, Setting, bool) {
    let nothing = Outcome { share: 0, fixed: 0, above: Vec::new() };
    let mut worst = Found { worst: nothing, most_fixed: 0, paid: Vec::new(), complete: true };
    let all = settings(program, on);
    // Where nobody is paid anything, the lowest rank stands for all sellers.
    let mut place = Setting { seller: 1, product, ..all[0] };
    for setting in all {
        let setting = Setting { product, ..setting };
        let found = Explorer::new(program, on, setting).run(left);
        if !found.complete {
            let (share, fixed) = bound(program, on, product);
            for reward in program.rewards_on(on) {
                paid[usize::from(*reward)] = true;
            }
            worst.worst = Outcome { share, fixed, above: Vec::new() };
            worst.most_fixed = fixed;
            return (worst, setting, false);
        }
        for (all, one) in paid.iter_mut().zip(&found.paid) {
            *all |= one;
        }
        let most_fixed = worst.most_fixed.max(found.most_fixed);
        if found.worst.share > worst.worst.share {
            worst = found;
            place = setting;
        }
        worst.most_fixed = most_fixed;
    }
    (worst, place, true)
}

fn witness(setting: &Setting, worst: &Outcome) -> Witness {
    let Setting { seller, buyer, category, first_order, amount, quantity, months, product, .. } = *setting;
    let above = worst.above.clone();
    Witness { seller, buyer, category, first_order, amount, quantity, months, product, above }
}

/// The worst place in words.
fn place(plan: &Plan, setting: &Setting, worst: &Outcome) -> Text {
    let seller = rank_name(plan, setting.seller);
    let mut text = Text::new(format!("卖家为{}", seller.zh), format!("a seller of rank {}", seller.en));
    let above: Vec<Text> = worst.above.iter().map(|rank| rank_name(plan, *rank)).collect();
    if !above.is_empty() {
        let names = |of: fn(&Text) -> &str, comma| above.iter().map(of).collect::<Vec<_>>().join(comma);
        text.zh += &format!("，上方依次为{}", names(|name| &name.zh, "、"));
        text.en += &format!(", above the seller {}", names(|name| &name.en, ", "));
    }
    if let Some(category) =
        usize::from(setting.category).checked_sub(1).and_then(|at| plan.categories().get(at).cloned())
    {
        text.zh += &format!("，品类 {category}");
        text.en += &format!(", category {category}");
    }
    if setting.amount > 0 {
        let least = plan.currency.pretty(i128::from(setting.amount));
        text.zh += &format!("，金额 {least} 起");
        text.en += &format!(", an amount from {least}");
    }
    if setting.quantity > 1 {
        let pieces = setting.quantity;
        text.zh += &format!("，{pieces} 件起");
        text.en += &format!(", {pieces} pieces or more");
    }
    if plan.needs_rate() {
        let rate = setting.product.percent();
        text.zh += &format!("，商品比例 {rate}");
        text.en += &format!(", product rate {rate}");
    }
    if plan.needs_cost() {
        text.zh += "，成本为零";
        text.en += ", cost zero";
    }
    text
}

fn percent(millionths: u64) -> String {
    let text = format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}
