//! Which rewards pay somebody above the buyer, and which live on a team's sales.

use banyan_plan::describe::Levels;
use banyan_plan::kernel::Program;
use banyan_plan::model::{Pay, Rates, Reward, RewardNo, Share, To, Volume};
use banyan_plan::money::Rate;

use super::distance::from_seller;
use super::effect::{Cause, Effect, Goes};
use super::head::Head;

/// A reward that pays somebody above the buyer (or above who joined or rose).
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

pub(super) fn above(effects: &[Effect], heads: &[Head]) -> Vec<Above> {
    let reaches = |one: &&Effect| one.goes == Goes::Above || one.reach > Levels::To(0);
    let one = |effect: &Effect| Above {
        reward: effect.reward,
        farthest: effect.reach,
        of_sales: effect.of_sales(),
        excepted: heads.iter().any(|head| head.reward == effect.reward && head.excepted),
    };
    effects.iter().filter(reaches).map(one).collect()
}

/// Whether some rank of a promoter is not paid: by a filter, or as it has no rate or amount of its own.
pub(super) fn is_narrow(program: &Program, reward: &Reward) -> bool {
    let everybody = (1..=program.plan().ranks.len()).fold(0_u64, |set, rank| set | 1 << rank);
    let lacks = match &reward.pay {
        Pay::Share(Rates::PerRank(rates), _) => rates.iter().any(|rate| rate.0 == 0),
        Pay::Share(Rates::Table(ranks), _) => {
            let levels = ranks.iter().map(Vec::len).max().unwrap_or(0);
            let is_full = |rates: &Vec<Rate>| rates.len() == levels && rates.iter().all(|rate| rate.0 > 0);
            !ranks.iter().all(is_full)
        }
        Pay::Amounts(amounts) => amounts.contains(&0),
        Pay::Share(Rates::One(_) | Rates::Product | Rates::PerLevel(_) | Rates::Brackets(_), _)
        | Pay::Amount(_)
        | Pay::Coupon(_)
        | Pay::Points(_) => false,
    };
    lacks || reward.filters.payee_rank.is_some_and(|set| set & everybody != everybody)
}

/// Rewards on a team's sales. A rank that is looked for up the chain makes everybody below its holder her team, until the
/// next holder breaks away; bounded to the first level it is an ordinary upline.
pub(super) fn team(program: &Program, effects: &[Effect]) -> Vec<RewardNo> {
    let is_team = |effect: &Effect| {
        let reward = program.plan().reward(effect.reward);
        match effect.cause {
            Cause::Sale | Cause::FirstOrder | Cause::FirstSale | Cause::Close => {}
            Cause::Join | Cause::Rise => return false,
        }
        // A rate by what her team sells is pay on its sales, whoever gets it.
        if let Pay::Share(Rates::Brackets(brackets), _) = &reward.pay
            && brackets.by != Volume::Own
        {
            return true;
        }
        let beyond_first = from_seller(program, effect.reward) > Levels::To(1);
        match reward.to {
            To::Differential | To::Peer(_) => true,
            To::Pool(rank, share) => {
                let by_team = match share {
                    // Weights that rise with the rank are a leaders' pool as well.
                    Share::TeamSales | Share::Rank => true,
                    Share::Equal | Share::OwnSales => false,
                };
                rank > 1 || by_team || is_narrow(program, reward)
            }
            To::Nearest(rank) | To::Generation(_, _, rank) if rank > 1 => beyond_first,
            To::Upline(..) | To::Nearest(_) | To::Generation(..) => {
                is_narrow(program, reward) && beyond_first
            }
            To::Seller | To::Buyer | To::Pairing => false,
        }
    };
    effects.iter().filter(|effect| is_team(effect)).map(|effect| effect.reward).collect()
}

pub(super) fn placement(program: &Program) -> Vec<RewardNo> {
    let rewards = program.plan().rewards.iter().enumerate();
    rewards.filter(|(_, reward)| reward.to == To::Pairing).map(|(no, _)| no as RewardNo).collect()
}
