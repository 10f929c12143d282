//! How far above the seller a reward reaches, and which rewards live on a team's sales.

use banyan_plan::describe::Levels;
use banyan_plan::model::{On, Plan, Reward, RewardNo, Share, To};

use super::head::Head;

/// A reward that pays somebody above the seller (or above who joined or rose).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Above {
    /// Which reward.
    pub reward: RewardNo,
    /// The farthest level that it reaches.
    pub farthest: Levels,
    /// It is paid from sales; otherwise for people.
    pub of_sales: bool,
    /// It is the coupon that rules except.
    pub excepted: bool,
}

pub(super) fn above(plan: &Plan, heads: &[Head]) -> Vec<Above> {
    let one = |(no, reward): (usize, &Reward)| {
        let no = no as RewardNo;
        goes_above(reward).then(|| Above {
            reward: no,
            farthest: farthest(plan, reward),
            of_sales: matches!(reward.on, On::Sale | On::FirstSale | On::Period(_)),
            excepted: heads.iter().any(|head| head.reward == no && head.excepted),
        })
    };
    plan.rewards.iter().enumerate().filter_map(one).collect()
}

/// Whether somebody above is paid. Pools pay people for their rank, wherever they stand.
pub(super) fn goes_above(reward: &Reward) -> bool {
    !matches!(reward.to, To::Seller | To::Buyer | To::Pool(..))
}

/// The farthest distance at which a reward can find a payee. Points count like money: they can be made money.
pub(super) fn farthest(plan: &Plan, reward: &Reward) -> Levels {
    let filters = &reward.filters;
    let (nearest, limit) = filters.distance.unwrap_or((0, u32::MAX));
    // Whoever fails a condition is passed over any number of times; whoever stands too near, as often as there are places.
    let passes_over = reward.compress && (is_narrow(plan, reward) || filters.payee_active.is_some());
    let skipped = if reward.compress { nearest.saturating_sub(1) } else { 0 };
    let own = match reward.to {
        To::Seller | To::Buyer | To::Pool(..) => return Levels::To(0),
        To::Pairing => return Levels::NoEnd,
        To::Generation(_, last, 1) => last,
        To::Upline(_, last) if !passes_over => last.saturating_add(skipped),
        To::Nearest(1) if !passes_over => 1_u32.saturating_add(skipped),
        _ => u32::MAX,
    };
    match own.min(limit) {
        u32::MAX => Levels::NoEnd,
        distance => Levels::To(distance),
    }
}

/// Whether some rank of a promoter is not paid.
fn is_narrow(plan: &Plan, reward: &Reward) -> bool {
    let everybody = (1..=plan.ranks.len()).fold(0_u64, |set, rank| set | 1 << rank);
    reward.filters.payee_rank.is_some_and(|set| set & everybody != everybody)
}

/// Rewards on a team's sales. A rank that is looked for up the chain makes everybody below its holder her team, until the
/// next holder breaks away; bounded to the first level it is an ordinary upline.
pub(super) fn team(plan: &Plan) -> Vec<RewardNo> {
    let is_team = |reward: &Reward| {
        if !matches!(reward.on, On::Sale | On::FirstSale | On::Period(_)) {
            return false;
        }
        let beyond_first = farthest(plan, reward) > Levels::To(1);
        match reward.to {
            To::Differential | To::Peer(_) => true,
            To::Pool(rank, share) => rank > 1 || share == Share::TeamSales || is_narrow(plan, reward),
            To::Nearest(rank) | To::Generation(_, _, rank) if rank > 1 => beyond_first,
            To::Upline(..) | To::Nearest(_) => reward.compress && is_narrow(plan, reward) && beyond_first,
            To::Generation(..) | To::Seller | To::Buyer | To::Pairing => false,
        }
    };
    numbers(plan, is_team)
}

pub(super) fn placement(plan: &Plan) -> Vec<RewardNo> {
    numbers(plan, |reward| reward.to == To::Pairing)
}

fn numbers(plan: &Plan, wanted: impl Fn(&Reward) -> bool) -> Vec<RewardNo> {
    let found = plan.rewards.iter().enumerate().filter(|(_, reward)| wanted(reward));
    found.map(|(no, _)| no as RewardNo).collect()
}
