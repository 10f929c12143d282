//! What a shop has told the rule packs is held against what happens.

use banyan_plan::money::{Minor, Rate};
use banyan_plan::words::Text;

use super::{Alarm, Kind, Member, share, worst_first};

/// Fewer people say nothing about a habit.
const FEWEST: usize = 5;

/// Of the ranks given by hand, the share that went to somebody who had bought shortly before; and an alarm if that is more
/// than `most`, where the shop has told that ranks are not for sale. Each member with what they had bought, in minor units.
pub fn ranks_bought(given: &[(Member, Minor)], most: Rate) -> (Option<Rate>, Option<Alarm>) {
    let mut bought: Vec<(Member, Minor)> = given.iter().filter(|(_, sum)| *sum > 0).copied().collect();
    let found = share(bought.len() as i128, given.len() as i128);
    let alarm = found.filter(|found| given.len() >= FEWEST && *found > most).map(|found| {
        worst_first(&mut bought);
        let message = Text::new(
            format!("人工授予的等级有 {} 给了刚买过东西的人；店铺声明过等级不出售。", found.percent()),
            format!(
                "{} of the ranks given by hand went to people who had just bought; the shop has told that ranks are not for sale.",
                found.percent()
            ),
        );
        Alarm { kind: Kind::RankBought, message, evidence: bought }
    });
    (found, alarm)
}

/// Of those who became promoters, the share that had bought before; and an alarm if that is more than `most`, where the shop
/// has told that people sign up free. Each with whether they had bought.
pub fn entries_bought(joined: &[(Member, bool)], most: Rate) -> (Option<Rate>, Option<Alarm>) {
    let bought: Vec<(Member, i64)> =
        joined.iter().filter(|(_, bought)| *bought).map(|(member, _)| (*member, 1)).collect();
    let found = share(bought.len() as i128, joined.len() as i128);
    let alarm = found.filter(|found| joined.len() >= FEWEST && *found > most).map(|found| Alarm {
        kind: Kind::EntryBought,
        message: Text::new(
            format!("新推广者里有 {} 是先买了东西的；店铺声明过不买也能免费注册。", found.percent()),
            format!(
                "{} of the new promoters had bought first; the shop has told that people sign up without.",
                found.percent()
            ),
        ),
        evidence: bought,
    });
    (found, alarm)
}
