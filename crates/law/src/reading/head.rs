//! Rewards that are paid for people: for somebody who joins, rises, sells for the first time, or for every so many.

use banyan_plan::model::{Conditions, Measure, On, Pay, Plan, RankNo, Reward, RewardNo, To};

use super::ranks::{counts_heads, is_sales};
use super::reach::{farthest, goes_above};
use banyan_plan::describe::Levels;

/// A reward that is paid for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Which reward.
    pub reward: RewardNo,
    /// For what.
    pub kind: HeadKind,
    /// It is the one exception: a capped coupon for the direct inviter (or the seller) after the invitee's first settled
    /// order.
    pub excepted: bool,
    /// It welcomes the newcomer herself; nobody is paid for bringing her.
    pub welcome: bool,
}

/// For what a reward per head is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadKind {
    /// Somebody joins.
    Join,
    /// Somebody reaches a rank that no sales of hers are needed for, or somebody above is paid for it.
    Promotion,
    /// A fixed sum for the first sale, or the first order, of somebody below.
    First,
    /// Only for every so many: "bring three".
    Bring(u32),
}

pub(super) fn heads(plan: &Plan) -> Vec<Head> {
    let one = |(no, reward): (usize, &Reward)| {
        let kind = kind(plan, reward)?;
        let welcome = kind == HeadKind::Join && reward.to == To::Seller && reward.every == 1;
        Some(Head { reward: no as RewardNo, kind, excepted: excepted(plan, reward, kind), welcome })
    };
    plan.rewards.iter().enumerate().filter_map(one).collect()
}

fn kind(plan: &Plan, reward: &Reward) -> Option<HeadKind> {
    let fixed = !matches!(reward.pay, Pay::Share(..));
    let above = goes_above(reward);
    match reward.on {
        On::Join => Some(HeadKind::Join),
        On::Promotion if above || rises_without_sales(plan, reward) => Some(HeadKind::Promotion),
        On::Promotion | On::Period(_) => None,
        On::Sale | On::FirstSale if reward.to == To::Buyer => None,
        On::Sale | On::FirstSale if reward.every > 1 => Some(HeadKind::Bring(reward.every)),
        On::FirstSale if fixed && above => Some(HeadKind::First),
        On::Sale if fixed && above && reward.filters.first_order == Some(true) => Some(HeadKind::First),
        On::Sale | On::FirstSale => None,
    }
}

/// Whether a bonus on one's own promotion can be had without settled sales.
fn rises_without_sales(plan: &Plan, reward: &Reward) -> bool {
    let sets = [reward.filters.seller_rank, reward.filters.payee_rank];
    let counts = |rank: RankNo| sets.iter().flatten().all(|set| set >> rank & 1 == 1);
    (1..=plan.ranks.len() as RankNo).filter(|rank| counts(*rank)).filter_map(|rank| plan.rank(rank)).any(
        |rank| match &rank.promote {
            // The first rank is reached by joining; a rank given by hand by no order.
            None => true,
            Some(conditions) => !is_earned(conditions),
        },
    )
}

fn is_earned(conditions: &Conditions) -> bool {
    let measures = || conditions.list.iter().map(|one| &one.measure);
    let sold = if conditions.all { measures().any(is_sales) } else { measures().all(is_sales) };
    sold && !measures().any(|measure: &Measure| counts_heads(measure))
}

fn excepted(plan: &Plan, reward: &Reward, kind: HeadKind) -> bool {
    let settled = matches!(reward.on, On::Sale | On::FirstSale);
    let once = matches!(kind, HeadKind::First | HeadKind::Bring(_));
    let near = matches!(farthest(plan, reward), Levels::None | Levels::To(0 | 1));
    let coupon = matches!(reward.pay, Pay::Coupon(_));
    // Only one such coupon: two of them, or a coupon beside money, are a head reward in parts.
    let same = |other: &Reward| {
        other.span != reward.span
            && matches!(other.on, On::FirstSale | On::Sale)
            && super::head::kind(plan, other).is_some()
    };
    let alone = !plan.rewards.iter().any(same);
    settled && once && near && coupon && reward.cap.is_some() && alone
}
