//! What has to be paid or bought to take part, and whether what comes in so can pay for who is brought in.

use banyan_plan::diagnostic::Span;
use banyan_plan::kernel::Program;
use banyan_plan::model::{Entry as Way, How, Join, Pay, RankNo, RewardNo, To};
use banyan_plan::money::Minor;

use super::amounts::pays;
use super::earning::{EntryKind, bought, first_earning};
use super::effect::Effect;
use super::head::Head;
use super::measures::RankAsks;
use super::ranks::{GateOf, RankGate};
use crate::shop::Shop;

/// Contributions of less than this part of the pay for introductions are not what pays for them.
const INSIGNIFICANT: Minor = 10;
/// Levels above whoever was introduced that are looked at.
const NEAR: u32 = 9;

/// Something that has to be given to take part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What.
    pub kind: EntryKind,
    /// Where the plan says so.
    pub span: Span,
}

pub(super) fn entries(program: &Program, shop: &Shop, gates: &[RankGate]) -> Vec<Entry> {
    let plan = program.plan();
    let Join { how, purchase, fee, deposit } = &plan.join;
    let span = &plan.join_span;
    let mut all = Vec::new();
    if *fee > 0 {
        all.push(Entry { kind: EntryKind::Fee(*fee), span: span.clone() });
    }
    if *deposit > 0 {
        all.push(Entry { kind: EntryKind::Deposit(*deposit), span: span.clone() });
    }
    match (purchase, how) {
        (Some(Way::Package(price)), _) => {
            all.push(Entry { kind: EntryKind::Package(*price), span: span.clone() });
        }
        (Some(Way::Order(min)), How::Invitation | How::Purchase) => {
            all.push(Entry { kind: EntryKind::Order(*min), span: span.clone() });
        }
        (Some(Way::Order(min)), How::Open) => match shop.settings.free_sign_up {
            Some(true) => {}
            Some(false) => all.push(Entry { kind: EntryKind::Order(*min), span: span.clone() }),
            None => all.push(Entry { kind: EntryKind::PerhapsOrder(*min), span: span.clone() }),
        },
        (None, How::Open | How::Invitation | How::Purchase) => {}
    }
    all.extend(earning_rank(program, shop, gates));
    all
}

/// If the lowest ranks are paid nothing, or a token, the lowest rank that is paid more is what one joins; where a way to it
/// is a purchase, joining is a purchase.
fn earning_rank(program: &Program, shop: &Shop, gates: &[RankGate]) -> Option<Entry> {
    let plan = program.plan();
    let first = first_earning(program)?;
    let rank = plan.rank(first)?;
    let kind = if let Some(conditions) = &rank.promote {
        bought(plan, conditions, shop)?
    } else {
        // Given by hand: bought if the gates presume so.
        let gate = gates.iter().find(|gate| gate.of == GateOf::Promote(first))?;
        match gate.asks {
            RankAsks::Hand => EntryKind::EarningRankPresumed,
            RankAsks::Purchase => EntryKind::EarningRank(0),
            RankAsks::Heads | RankAsks::OwnVolume | RankAsks::SharedVolume | RankAsks::Course => return None,
        }
    };
    Some(Entry { kind, span: rank.span.clone() })
}

/// Whether, on the plan's figures, newcomers' contributions can pay for their introduction. `None` if the figures speak
/// against it, so that only the shop's books can tell; what the plan does not put a figure to is presumed to reach.
pub(super) fn can_fund(
    program: &Program,
    entries: &[Entry],
    gates: &[RankGate],
    heads: &[&Head],
    effects: &[Effect],
) -> Option<bool> {
    let plan = program.plan();
    let unknown = gates.iter().any(|gate| gate.asks.is_bought());
    let mut comes_in: Minor = 0;
    for entry in entries {
        let Some(amount) = entry.kind.amount() else { return Some(true) };
        comes_in = comes_in.saturating_add(amount);
    }
    let mut paid = Vec::new();
    for head in heads {
        let effect = effects.iter().find(|effect| effect.reward == head.reward)?;
        let is_money = match plan.reward(head.reward).pay {
            Pay::Amount(_) | Pay::Amounts(_) | Pay::Coupon(_) | Pay::Share(..) => true,
            // Points have no price in the plan.
            Pay::Points(_) => false,
        };
        if effect.fixed == 0 || !is_money {
            return Some(true);
        }
        paid.push(effect);
    }
    let reach = comes_in.saturating_mul(INSIGNIFICANT);
    (unknown || goes_out(program, &paid).is_none_or(|least| reach >= least)).then_some(true)
}

/// Who is paid least for an introduction, and how much: by rank and distance, so that a large sum for somebody whom the plan
/// never reaches does not make the others' pay look small.
fn goes_out(program: &Program, heads: &[&Effect]) -> Option<Minor> {
    let plan = program.plan();
    let at = |rank: RankNo, level: u32| -> Minor {
        let paid = heads.iter().filter(|effect| is_at(program, effect.reward, level));
        paid.map(|effect| pays(program, effect.reward, rank).1 / Minor::from(effect.every.max(1)))
            .fold(0, Minor::saturating_add)
    };
    let ranks = 1..=plan.ranks.len() as RankNo;
    let all = ranks.flat_map(|rank| (0..=NEAR).map(move |level| at(rank, level)));
    all.filter(|sum| *sum > 0).min()
}

/// Whether a payee so many levels above who was introduced may be paid.
fn is_at(program: &Program, no: RewardNo, level: u32) -> bool {
    let (low, high) = program.rule(no).distance;
    let goes = match program.plan().reward(no).to {
        To::Seller => level == 0,
        To::Upline(from, last) => (from..=last).contains(&level),
        // The first of a generation stands no nearer than its number.
        To::Generation(from, ..) => level >= from,
        To::Nearest(_) | To::Differential | To::Peer(_) | To::Buyer | To::Pool(..) | To::Pairing => level > 0,
    };
    goes && (low..=high).contains(&level)
}
