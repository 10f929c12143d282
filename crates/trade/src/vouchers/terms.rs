//! What the vouchers of a product promise, and what of it cannot be.

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::settings::Settings;
use banyan_plan::time::DAY;

use super::Unused;

/// Days after a purchase for which a voucher may be good.
const DAYS: std::ops::RangeInclusive<i64> = 1..=3_650;
/// Every day of the week.
pub(super) const EVERY_DAY: i64 = 0b111_1111;

/// The terms of vouchers as they are stored; moments in nanoseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) id: i64,
    pub(crate) product: i64,
    /// Redeemed from then; at once for nothing.
    pub(crate) valid_from: Option<i64>,
    /// And before then.
    pub(crate) valid_until: Option<i64>,
    /// Until the end of so many days after it was paid. If both are said, what comes first counts.
    pub(crate) days: Option<i64>,
    /// The days of the week on which it is redeemed, a bit for each: the lowest is Monday's.
    pub(crate) weekdays: i64,
    /// Where it is redeemed, in Chinese and English.
    pub(crate) place: (String, String),
    pub(crate) address: (String, String),
    /// Opening hours, in words.
    pub(crate) hours: (String, String),
    pub(crate) unused: Unused,
}

/// The day of a moment in the shop's own time, counted from 1970-01-01.
fn day(at: i64, offset: i64) -> i64 {
    at.saturating_add(offset).div_euclid(DAY)
}

/// The day of the week of a moment in the shop's own time: 0 is Monday.
pub(super) fn weekday(at: i64, offset: i64) -> i64 {
    // The first day of 1970 was a Thursday.
    (day(at, offset) + 3).rem_euclid(7)
}

impl Terms {
    /// When a voucher expires that is paid at `at`.
    pub(super) fn expires_at(&self, at: i64, offset: i64) -> i64 {
        let of_days = self.days.map(|days| (day(at, offset) + days + 1).saturating_mul(DAY) - offset);
        of_days.into_iter().chain(self.valid_until).min().unwrap_or(i64::MAX)
    }

    /// Whether it is redeemed on the weekday of a moment.
    pub(crate) fn is_for(&self, at: i64, offset: i64) -> bool {
        self.weekdays & (1 << weekday(at, offset)) != 0
    }

    /// Whether the shop gives back what was paid for a voucher that was not redeemed.
    pub(crate) fn is_refunded(&self) -> bool {
        match self.unused {
            Unused::Refunded => true,
            Unused::Kept => false,
        }
    }
}

/// Whether a shop may keep the money of vouchers that nobody redeems. Rules of China take a standard term for void by which what was
/// not used is not refunded.
pub(super) fn may_keep(settings: &Settings) -> bool {
    !settings.packs.iter().any(|pack| pack.starts_with("cn"))
}

/// Refuses terms by which a shop cannot sell; texts are trimmed.
pub(super) fn checked(terms: &Terms, settings: &Settings, now: i64) -> Result<Terms, Refusal> {
    check_times(terms, now)?;
    if !(1..=EVERY_DAY).contains(&terms.weekdays) {
        let (zh, en) = (
            "可用的星期应从 1（周一）到 7（周日）中选，至少一天，不重复",
            "expected weekdays from 1 (Monday) to 7 (Sunday), at least one, each once",
        );
        return Err(Refusal::unacceptable("voucher_weekdays", zh, en).at("/weekdays"));
    }
    if terms.unused == Unused::Kept && !may_keep(settings) {
        let (zh, en) = (
            "按本店适用的中国规则，不能约定“未使用不退款”",
            "under the rules of China that this shop keeps to, what was not used has to be refundable",
        );
        return Err(Refusal::unacceptable("voucher_kept", zh, en).at("/unused"));
    }
    let said = |(zh, en): &(String, String), name: &str, least, most| {
        let zh = text::line(zh, &format!("/{name}_zh"), least, most)?;
        let en = text::line(en, &format!("/{name}_en"), least, most)?;
        Ok::<_, Refusal>((zh, en))
    };
    Ok(Terms {
        place: said(&terms.place, "place", 1, 60)?,
        address: said(&terms.address, "address", 1, 200)?,
        hours: said(&terms.hours, "hours", 0, 200)?,
        ..terms.clone()
    })
}

fn check_times(terms: &Terms, now: i64) -> Result<(), Refusal> {
    let bad = |zh: &str, en: &str, field: &str| {
        Err(Refusal::unacceptable("voucher_times", zh, en).at(field.to_owned()))
    };
    if terms.days.is_some_and(|days| !DAYS.contains(&days)) {
        return bad("购买后天数应为 1 到 3650", "expected 1 to 3,650 days after the purchase", "/days");
    }
    if terms.valid_until.is_none() && terms.days.is_none() {
        let (zh, en) =
            ("请填写截止日期，或购买后多少天内有效", "say until when it is valid, or for how many days");
        return bad(zh, en, "/valid_until");
    }
    if terms.valid_until.is_some_and(|until| until <= terms.valid_from.unwrap_or(now).max(now)) {
        return bad(
            "截止时间应晚于开始时间和现在",
            "it has to end after it begins, and after now",
            "/valid_until",
        );
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use banyan_plan::time::Time;

    const HOUR: i64 = DAY / 24;

    /// Good for thirty days, every day.
    pub(in crate::vouchers) fn terms() -> Terms {
        let both = |text: &str| (text.to_owned(), text.to_owned());
        Terms {
            id: 1,
            product: 1,
            valid_from: None,
            valid_until: None,
            days: Some(30),
            weekdays: EVERY_DAY,
            place: both("Hall"),
            address: both("1 High Street"),
            hours: both("9–17"),
            unused: Unused::Refunded,
        }
    }

    #[test]
    fn what_terms_can_be() {
        let china = Settings::default();
        let abroad = Settings { packs: vec!["us".to_owned()], ..Settings::default() };
        let both = |text: &str| (text.to_owned(), text.to_owned());
        let table = [
            (terms(), &china, None),
            (Terms { days: None, ..terms() }, &china, Some("/valid_until")),
            (Terms { days: Some(0), ..terms() }, &china, Some("/days")),
            (Terms { days: None, valid_until: Some(100), ..terms() }, &china, Some("/valid_until")),
            (Terms { days: None, valid_until: Some(101), ..terms() }, &china, None),
            (
                Terms { valid_from: Some(200), valid_until: Some(200), ..terms() },
                &china,
                Some("/valid_until"),
            ),
            (Terms { weekdays: 0, ..terms() }, &china, Some("/weekdays")),
            (Terms { weekdays: 128, ..terms() }, &china, Some("/weekdays")),
            (Terms { place: both(" "), ..terms() }, &china, Some("/place_zh")),
            (Terms { hours: both(""), ..terms() }, &china, None),
            (Terms { unused: Unused::Kept, ..terms() }, &china, Some("/unused")),
            (Terms { unused: Unused::Kept, ..terms() }, &abroad, None),
        ];
        for (terms, settings, expected) in table {
            let found = checked(&terms, settings, 100).err().map(|refusal| refusal.field);
            assert_eq!(found.as_deref(), expected, "{terms:?}");
        }
    }

    #[test]
    fn days_end_at_midnight_of_the_shop() {
        let offset = 8 * HOUR;
        // 2026-01-01 22:00 in Beijing.
        let paid = Time::from_civil(2026, 1, 1, 14, 0, 0).unwrap().0;
        let end = |day, hour| Time::from_civil(2026, 1, day, hour, 0, 0).unwrap().0;
        let one = Terms { days: Some(1), ..terms() };
        assert_eq!(one.expires_at(paid, offset), end(2, 16), "the second of January ends");
        assert_eq!(one.expires_at(paid, 0), end(3, 0));
        let until = Terms { valid_until: Some(end(2, 3)), ..one };
        assert_eq!(until.expires_at(paid, offset), end(2, 3), "what comes first counts");
    }

    #[test]
    fn a_weekday_is_the_shops_own() {
        // A Thursday in London, and a Friday in Beijing.
        let at = Time::from_civil(2026, 1, 1, 20, 0, 0).unwrap().0;
        assert_eq!((weekday(at, 0), weekday(at, 8 * HOUR)), (3, 4));
        let fridays = Terms { weekdays: 1 << 4, ..terms() };
        assert_eq!((fridays.is_for(at, 0), fridays.is_for(at, 8 * HOUR)), (false, true));
    }
}
