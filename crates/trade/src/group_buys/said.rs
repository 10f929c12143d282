//! What a group-buy is, in sentences: the same for customers and for staff.

use banyan_base::shapes::Words;
use banyan_plan::words::Text;

use super::{Audience, GroupBuy};

/// For how long a group stays open, in words.
fn time(minutes: i64) -> Text {
    let (days, hours) = (minutes / 1_440, minutes / 60);
    let some = |number: i64, zh: &str, en: &str| {
        let plural = if number == 1 { "" } else { "s" };
        Text::new(format!("{number} {zh}"), format!("{number} {en}{plural}"))
    };
    match () {
        () if minutes % 1_440 == 0 => some(days, "天", "day"),
        () if minutes % 60 == 0 => some(hours, "小时", "hour"),
        () => some(minutes, "分钟", "minute"),
    }
}

/// All that one has to know before one joins.
pub(super) fn sentences(offer: &GroupBuy) -> Vec<Words> {
    let (size, time) = (offer.size, time(offer.minutes));
    let mut said = vec![
        Text::new(
            format!("满 {size} 人付款即成团，成团后才发货；人数只算已付款的人"),
            format!(
                "A group is complete when {size} people have paid, and is shipped only then; only those who have paid are counted"
            ),
        ),
        Text::new(
            format!("开团后 {}内没有拼成，自动全额退款，原路退回", time.zh),
            format!(
                "If a group is not complete within {} of being opened, everybody gets all of their money back the way they paid",
                time.en
            ),
        ),
        Text::new(
            "付款后到成团前不能自行取消；确有需要请申请售后，退款后名额让给别人",
            "A paid order cannot be cancelled by its buyer while the group is open; if you have to, ask for a refund, and your seat goes to somebody else",
        ),
    ];
    match offer.audience {
        Audience::Everyone => {}
        Audience::Joiners => said.push(Text::new(
            "谁都可以开团；参团的人要是还没有下过单的新客",
            "Anybody can open a group; whoever joins it has not ordered here before",
        )),
        Audience::Newcomers => said.push(Text::new(
            "仅限还没有下过单的新客开团和参团",
            "Only for customers who have not ordered here before",
        )),
    }
    if let Some(most) = offer.per_member {
        said.push(Text::new(format!("每人限购 {most} 件"), format!("{most} for each buyer at most")));
    }
    said.into_iter().map(Words::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_in_the_largest_whole_unit() {
        let said = |minutes| (time(minutes).zh, time(minutes).en);
        assert_eq!(said(1), ("1 分钟".to_owned(), "1 minute".to_owned()));
        assert_eq!(said(90), ("90 分钟".to_owned(), "90 minutes".to_owned()));
        assert_eq!(said(120), ("2 小时".to_owned(), "2 hours".to_owned()));
        assert_eq!(said(10_080), ("7 天".to_owned(), "7 days".to_owned()));
    }
}
