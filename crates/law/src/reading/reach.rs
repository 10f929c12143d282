//! Which rewards pay somebody above the buyer, and which live on a team's sales.

use banyan_plan::describe::Levels;
use banyan_plan::kernel::Program;
use banyan_plan::model::{Along, Pay, Rank, RankNo, Rates, Reward, RewardNo, Share, To, Volume};
use banyan_plan::money::{Minor, Rate};

use super::amounts::pays;
use super::distance::from_seller;
use super::effect::{Cause, Effect, Goes};
use super::head::Head;
use super::measures::is_of_team;

/// Of this part of the best rank's pay, or less, a rank is not paid to speak of.
const TOKEN: u32 = 10;

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

/// Whether a rate is none to speak of beside the best.
fn is_token(rate: Rate, best: Rate) -> bool {
    rate.0 <= best.0 / TOKEN
}

/// Whether some rank of a promoter is not paid: by a filter, or as it has no rate or amount of its own worth the name.
pub(super) fn is_narrow(program: &Program, reward: &Reward) -> bool {
    let everybody = (1..=program.plan().ranks.len()).fold(0_u64, |set, rank| set | 1 << rank);
    let lacks = match &reward.pay {
        Pay::Share(Rates::PerRank(rates), _) => {
            let best = rates.iter().max().copied().unwrap_or_default();
            rates.iter().any(|rate| is_token(*rate, best))
        }
        Pay::Share(Rates::Table(ranks), _) => {
            let levels = ranks.iter().map(Vec::len).max().unwrap_or(0);
            let best = |level: usize| ranks.iter().filter_map(|rates| rates.get(level)).max().copied();
            let is_full = |rates: &Vec<Rate>| {
                let tells = |(level, rate): (usize, &Rate)| is_token(*rate, best(level).unwrap_or_default());
                rates.len() == levels && !rates.iter().enumerate().any(tells)
            };
            !ranks.iter().all(is_full)
        }
        Pay::Amounts(amounts) => {
            let best = amounts.iter().max().copied().unwrap_or(0);
            amounts.iter().any(|sum| *sum <= best / Minor::from(TOKEN))
        }
        Pay::Share(Rates::One(_) | Rates::Product | Rates::PerLevel(_) | Rates::Brackets(_), _)
        | Pay::Amount(_)
        | Pay::Coupon(_)
        | Pay::Points(_) => false,
    };
    lacks || reward.filters.payee_rank.is_some_and(|set| set & everybody != everybody)
}

/// Rewards on a team's sales. A rank that is looked for up the chain makes everybody below its holder their team, until the
/// next holder breaks away; bounded to the first level it is an ordinary upline.
pub(super) fn team(program: &Program, effects: &[Effect]) -> Vec<RewardNo> {
    let is_team = |effect: &Effect| {
        let reward = program.plan().reward(effect.reward);
        match effect.cause {
            Cause::Sale | Cause::FirstOrder | Cause::FirstSale | Cause::Close => {}
            Cause::Rise => return is_by_team(program, effect),
            Cause::Join => return false,
        }
        // A rate by what their team sells is pay on its sales, whoever gets it.
        if let Pay::Share(Rates::Brackets(brackets), _) = &reward.pay
            && brackets.by != Volume::Own
        {
            return true;
        }
        let at_close = effect.cause == Cause::Close;
        let is_more = effect.goes == Goes::Herself && (at_close || effect.is_fixed);
        if asks_for_team(reward) || (is_more && is_by_team(program, effect)) {
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

/// Whether being paid asks for what their team sells.
fn asks_for_team(reward: &Reward) -> bool {
    let conditions = reward.filters.payee_active.as_ref();
    conditions.is_some_and(|conditions| conditions.list.iter().any(|one| is_of_team(&one.measure)))
}

/// Whether they get more of it with a rank that their team's sales give or keep: a leader's pay, though it goes to them for their
/// own promotion, at a close, or as a sum.
fn is_by_team(program: &Program, effect: &Effect) -> bool {
    let plan = program.plan();
    let asks = |rank: &Rank| {
        [&rank.promote, &rank.keep]
            .into_iter()
            .flatten()
            .flat_map(|conditions| &conditions.list)
            .any(|one| is_of_team(&one.measure))
    };
    let pays_more = |rank: RankNo| {
        let sellers = plan.reward(effect.reward).filters.seller_rank;
        let counts = effect.goes != Goes::Herself || sellers.is_none_or(|set| set >> rank & 1 == 1);
        let below = if rank > 1 { pays(program, effect.reward, rank - 1) } else { (0, 0) };
        counts
            && (effect.cause == Cause::Rise || pays(program, effect.reward, rank) > below)
            && pays(program, effect.reward, rank) > (0, 0)
    };
    effect.goes == Goes::Herself
        && (2..=plan.ranks.len() as RankNo).any(|no| plan.rank(no).is_some_and(asks) && pays_more(no))
}

pub(super) fn placement(program: &Program) -> Vec<RewardNo> {
    let rewards = program.plan().rewards.iter().enumerate();
    rewards
        .filter(|(_, reward)| reward.to == To::Pairing || reward.along == Along::Placement)
        .map(|(no, _)| no as RewardNo)
        .collect()
}
