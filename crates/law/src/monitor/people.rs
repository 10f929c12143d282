//! Chains of inviters, and who earns nothing.

use banyan_plan::money::{Minor, Rate};
use banyan_plan::words::Text;

use super::{Alarm, Kind, Member, share};

/// The deepest chain of inviters, the root counted as level 1, and an alarm with that chain if it is longer than `most`.
/// `inviters[m]` is who invited member m. A circle, which there should not be, ends where it closes.
pub fn chain_depth(inviters: &[Option<Member>], most: u32) -> (u32, Option<Alarm>) {
    let mut depths: Vec<u32> = vec![0; inviters.len()];
    let mut deepest: Option<usize> = None;
    for start in 0..inviters.len() {
        let mut way = Vec::new();
        let mut at = Some(start);
        while let Some(member) = at
            && depths[member] == 0
        {
            depths[member] = u32::MAX;
            way.push(member);
            at = inviters[member].map(|inviter| inviter as usize).filter(|inviter| *inviter < inviters.len());
        }
        let mut depth = at.map_or(0, |member| if depths[member] == u32::MAX { 0 } else { depths[member] });
        for member in way.into_iter().rev() {
            depth += 1;
            depths[member] = depth;
            if deepest.is_none_or(|known| depths[known] < depth) {
                deepest = Some(member);
            }
        }
    }
    let Some(deepest) = deepest else { return (0, None) };
    let depth = depths[deepest];
    if depth <= most {
        return (depth, None);
    }
    let mut chain = vec![deepest];
    while let Some(inviter) = inviters[chain[chain.len() - 1]].map(|one| one as usize)
        && inviter < inviters.len()
        && chain.len() < depth as usize
    {
        chain.push(inviter);
    }
    let evidence =
        chain.into_iter().rev().enumerate().map(|(at, member)| (member as Member, at as i64 + 1)).collect();
    let message = Text::new(
        format!("最长的关系链有 {depth} 层，上限是 {most} 层。"),
        format!("The longest chain of inviters has {depth} levels; the limit is {most}."),
    );
    (depth, Some(Alarm { kind: Kind::ChainDepth, message, evidence }))
}

/// The share of promoters who earned nothing in a period, and an alarm if it is above `most`.
pub fn earning_nothing(earnings: &[(Member, Minor)], most: Rate) -> (Rate, Option<Alarm>) {
    let nothing: Vec<(Member, i64)> = earnings.iter().filter(|(_, sum)| *sum <= 0).copied().collect();
    let found = share(nothing.len() as i128, earnings.len() as i128).unwrap_or_default();
    let alarm = (found > most).then(|| Alarm {
        kind: Kind::EarningNothing,
        message: Text::new(
            format!("{} 的推广者一分钱没赚到。", found.percent()),
            format!("{} of the promoters earned nothing.", found.percent()),
        ),
        evidence: nothing,
    });
    (found, alarm)
}
