//! Where a reward ends: how far up it goes, how many it pays, how legs are paired and pools shared.

use super::phrase::{at_least, list, money, rank_name};
use crate::model::{Carry, Pair, Plan, RankNo, Reward, Share, To};
use crate::words::Text;

/// Where the way up ends.
pub(super) fn ends(plan: &Plan, reward: &Reward) -> Vec<Text> {
    let mut sentences = Vec::new();
    if let Some(rank) = reward.until {
        let rank = at_least(plan, rank);
        sentences.push(Text::new(
            format!("往上到第一位{}为止，这一位包括在内。", rank.zh),
            format!("The way up ends with the first {} above, who is included.", rank.en),
        ));
    }
    match reward.payees {
        Some(1) => sentences.push(Text::new("只付给由近到远的第一个人。", "Only the first of them is paid.")),
        Some(count) => sentences.push(Text::new(
            format!("由近到远最多付给 {count} 个人。"),
            format!("At most {count} of them are paid, from near to far."),
        )),
        None => {}
    }
    if let Some(floor) = reward.floor {
        let floor = floor.percent();
        sentences.push(Text::new(
            format!("每位领取人至少拿 {floor}；与已出现的最高比例相同的下一位也拿 {floor}，每个比例只有一位。"),
            format!(
                "Whoever is paid gets at least {floor}, and so does the next who has the highest rate met, once for each rate."
            ),
        ));
    }
    if reward.to == To::Pairing {
        sentences.extend(pairing(plan, &reward.pair));
    }
    if matches!(reward.to, To::Pool(_, Share::Rank)) {
        let ranks: Vec<Text> = (1..)
            .zip(&reward.weights)
            .filter(|(_, weight)| **weight > 0)
            .map(|(no, weight)| {
                let name = rank_name(plan, no as RankNo);
                Text::new(format!("{} {weight} 份", name.zh), format!("{weight} for each {}", name.en))
            })
            .collect();
        let ranks = list(&ranks, "、", "and");
        sentences.push(Text::new(format!("份数：{}。", ranks.zh), format!("The shares are {}.", ranks.en)));
    }
    sentences
}

/// How legs are paired.
fn pairing(plan: &Plan, pair: &Pair) -> Vec<Text> {
    let mut sentences = Vec::new();
    let amount = |amount| money(plan.currency, amount);
    if let Some(unit) = pair.unit {
        let unit = amount(unit);
        sentences.push(Text::new(
            format!("每 {}为一对，不足一对的不碰。", unit.zh),
            format!("A pair is {}; less than that is not paired.", unit.en),
        ));
    }
    if !pair.steps.is_empty() {
        let steps: Vec<Text> = pair.steps.iter().map(|step| amount(*step)).collect();
        let steps = list(&steps, "、", "and");
        sentences.push(Text::new(
            format!("只碰较弱一区达到的最高一档：{}。", steps.zh),
            format!("Only the highest of these amounts that the weaker leg reaches is paired: {}.", steps.en),
        ));
    }
    if pair.more > 0 {
        let parts = pair.more + 1;
        sentences.push(Text::new(
            format!("较强一区每 {parts} 份对较弱一区 1 份。"),
            format!("{parts} parts of the stronger leg go with one of the weaker."),
        ));
    }
    match pair.carry {
        Carry::All => {}
        Carry::None => {
            sentences
                .push(Text::new("余额不结转，全部作废。", "The rest is not carried forward: it is lost."));
        }
        Carry::Stronger => sentences.push(Text::new(
            "较强一区的余额结转，较弱一区的作废。",
            "The rest of the stronger leg is carried forward, that of the weaker is lost.",
        )),
        Carry::Most(most) => {
            let most = amount(most);
            sentences.push(Text::new(
                format!("每区最多结转 {}，超出的作废。", most.zh),
                format!("At most {} of a leg is carried forward; what is more is lost.", most.en),
            ));
        }
    }
    match pair.expires {
        None => {}
        Some(1) => sentences.push(Text::new(
            "当期没有对碰的余额，期末作废。",
            "What is not paired at the close of its own period is lost.",
        )),
        Some(closes) => sentences.push(Text::new(
            format!("余额连当期在内最多等 {closes} 次结算，之后作废，先进先碰。"),
            format!(
                "What settled waits for {closes} closes, that of its own period included, and is lost then; the oldest is paired first."
            ),
        )),
    }
    if pair.idle_loses {
        sentences.push(Text::new(
            "当期不满足条件的人，两区余额作废。",
            "Whoever does not meet the conditions at a close loses both legs.",
        ));
    }
    sentences
}
