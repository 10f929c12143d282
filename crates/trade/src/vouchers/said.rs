//! What a voucher promises, in sentences: the same for buyers, for staff and at the desk where it is redeemed.

use banyan_base::shapes::Words;
use banyan_plan::time::Time;
use banyan_plan::words::Text;

use super::terms::EVERY_DAY;
use super::{Terms, Unused};

const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A moment in the shop's own time, to the minute: `2026-01-31 08:00`.
pub(crate) fn moment(at: i64, offset: i64) -> String {
    let mut text = Time(at.saturating_add(offset)).to_string();
    text.truncate("2026-01-31 08:00".len());
    text
}

/// The last minute before something ends.
pub(crate) fn date(end: i64, offset: i64) -> String {
    moment(end.saturating_sub(1), offset)
}

/// What the weekday of a moment is called.
pub(crate) fn weekday_name(at: i64, offset: i64) -> Text {
    let day = super::terms::weekday(at, offset) as usize % 7;
    Text::new(ZH[day], EN[day])
}

/// The weekdays of terms, in words; nothing for every day.
pub(crate) fn weekdays(terms: &Terms) -> Option<Text> {
    if terms.weekdays == EVERY_DAY {
        return None;
    }
    let chosen = (0..7).filter(|day| terms.weekdays & (1 << day) != 0);
    let names = |names: &[&str; 7]| chosen.clone().map(|day| names[day].to_owned()).collect::<Vec<_>>();
    Some(Text::new(names(&ZH).join("、"), names(&EN).join(", ")))
}

/// When it can be used.
fn validity(terms: &Terms, offset: i64) -> Text {
    let from = terms.valid_from.map(|at| moment(at, offset));
    let until = terms.valid_until.map(|end| date(end, offset));
    let (mut zh, mut en) = match (&from, &until) {
        (Some(from), Some(until)) => {
            (format!("{from} 至 {until} 可用"), format!("Valid from {from} to {until}"))
        }
        (Some(from), None) => (format!("{from} 起可用"), format!("Valid from {from}")),
        (None, Some(until)) => (format!("{until} 前可用"), format!("Valid until {until}")),
        (None, None) => ("购买后立即可用".to_owned(), "Valid as soon as it is paid".to_owned()),
    };
    if let Some(days) = terms.days {
        let plural = if days == 1 { "" } else { "s" };
        zh.push_str(&format!("，购买后 {days} 天内有效（购买当天不计）"));
        en.push_str(&format!(", for {days} day{plural} after the day of purchase"));
        if until.is_some() {
            zh.push_str("，以先到的为准");
            en.push_str(", whichever ends first");
        }
    }
    Text::new(zh, en)
}

/// What becomes of the money of one that is not redeemed.
pub(super) fn refund(terms: &Terms) -> Words {
    Words::from(match terms.unused {
        Unused::Refunded => Text::new(
            "未使用随时可退，到期未用自动全额退款",
            "Unused vouchers can be refunded at any time, and are refunded in full by themselves when they expire",
        ),
        Unused::Kept => Text::new(
            "不可退款：到期没有使用就作废，钱不退。请确认能在有效期内使用再购买",
            "No refunds: an unused voucher expires and its price is not paid back. Buy it only if you can use it in time",
        ),
    })
}

/// All that one has to know before one buys, but for the place and the refund.
pub(super) fn sentences(terms: &Terms, offset: i64) -> Vec<Words> {
    let mut said = vec![
        Text::new(
            "每件一个核销码，付款后即可查看，到店出示使用，不发货",
            "Each piece is a code that you see once it is paid; show it at the place, nothing is sent",
        ),
        validity(terms, offset),
    ];
    said.push(match weekdays(terms) {
        None => Text::new("每天可用", "Can be used on any day of the week"),
        Some(days) => Text::new(format!("仅限{}使用", days.zh), format!("Can be used on {} only", days.en)),
    });
    said.into_iter().map(Words::from).collect()
}

#[cfg(test)]
mod tests {
    use super::super::terms::tests::terms;
    use super::*;

    #[test]
    fn what_a_voucher_promises_is_said() {
        let at = |day| Time::from_civil(2026, 3, day, 0, 0, 0).unwrap().0;
        let table = [
            (terms(), "购买后立即可用，购买后 30 天内有效（购买当天不计）"),
            (Terms { days: None, valid_until: Some(at(2)), ..terms() }, "2026-03-01 23:59 前可用"),
            (
                Terms { days: None, valid_from: Some(at(1)), valid_until: Some(at(2)), ..terms() },
                "2026-03-01 00:00 至 2026-03-01 23:59 可用",
            ),
            (
                Terms { valid_until: Some(at(2)), ..terms() },
                "2026-03-01 23:59 前可用，购买后 30 天内有效（购买当天不计），以先到的为准",
            ),
        ];
        for (terms, expected) in table {
            assert_eq!(validity(&terms, 0).zh, expected);
        }
        let weekend = Terms { weekdays: 0b110_0000, ..terms() };
        assert_eq!(sentences(&weekend, 0)[2].zh, "仅限周六、周日使用");
        assert_eq!(sentences(&weekend, 0)[2].en, "Can be used on Saturday, Sunday only");
        assert!(refund(&Terms { unused: Unused::Kept, ..terms() }).zh.contains("不可退款"));
    }
}
