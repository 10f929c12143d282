//! Which of the coupons that a buyer has saves most on an order. An order takes one coupon.

use banyan_plan::money::Minor;
use banyan_plan::words::Text;

/// A coupon that may be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coupon {
    /// Its face value, in minor units.
    pub amount: Minor,
    /// The least amount of an order on which it may be spent, in minor units.
    pub least: Minor,
    /// When it ends, in nanoseconds; nothing if it does not.
    pub expires_at: Option<i64>,
}

/// What a coupon does to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It takes off so much, in minor units, and no other takes off more.
    Best(Minor),
    /// It takes off so much, and another one takes off so much more, in minor units.
    Less(Minor, Minor),
    /// The order is below its least amount, by so much, in minor units.
    Short(Minor),
    /// There is nothing to take off.
    Nothing,
}

impl Coupon {
    fn off(&self, total: Minor) -> Minor {
        if total < self.least { 0 } else { self.amount.min(total) }
    }
}

/// The place of the coupon that takes most off an order of `total`; of those that take off the same, the one that expires first, then
/// the first. Nothing if none takes anything off.
pub fn best(coupons: &[Coupon], total: Minor) -> Option<usize> {
    let useful = coupons.iter().enumerate().filter(|(_, coupon)| coupon.off(total) > 0);
    let key = |(place, coupon): &(usize, &Coupon)| {
        (-coupon.off(total), coupon.expires_at.unwrap_or(i64::MAX), *place)
    };
    useful.min_by_key(key).map(|(place, _)| place)
}

/// What each coupon does to an order of `total`.
pub fn effects(coupons: &[Coupon], total: Minor) -> Vec<Effect> {
    let most = best(coupons, total).map_or(0, |place| coupons[place].off(total));
    let effect = |coupon: &Coupon| match coupon.off(total) {
        0 if total < coupon.least => Effect::Short(coupon.least - total),
        0 => Effect::Nothing,
        off if off == most => Effect::Best(off),
        off => Effect::Less(off, most - off),
    };
    coupons.iter().map(effect).collect()
}

impl Effect {
    /// What it takes off, in minor units.
    pub fn off(self) -> Minor {
        match self {
            Self::Best(off) | Self::Less(off, _) => off,
            Self::Short(_) | Self::Nothing => 0,
        }
    }

    /// The same for the buyer. `money` writes an amount.
    pub fn why(self, money: impl Fn(Minor) -> String) -> Text {
        match self {
            Self::Best(_) => Text::new("最省", "Saves most"),
            Self::Less(_, more) => {
                let more = money(more);
                Text::new(format!("比最省的少省 {more}"), format!("Saves {more} less than the best one"))
            }
            Self::Short(missing) => {
                let missing = money(missing);
                Text::new(format!("还差 {missing} 可用"), format!("Spend {missing} more to use it"))
            }
            Self::Nothing => Text::new("没有可减的金额", "There is nothing left to take off"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn coupon(amount: Minor, least: Minor, expires_at: Option<i64>) -> Coupon {
        Coupon { amount, least, expires_at }
    }

    #[test]
    fn this_one_saves_most() {
        let wallet = [
            coupon(500, 0, None),
            coupon(2_000, 10_000, Some(9)),
            coupon(1_000, 5_000, Some(8)),
            coupon(1_000, 0, Some(7)),
        ];
        let table = [
            (0, None, vec![Effect::Nothing, Effect::Short(10_000), Effect::Short(5_000), Effect::Nothing]),
            // Both of the small ones pay all of it: the one that expires is spent first.
            (
                400,
                Some(3),
                vec![Effect::Best(400), Effect::Short(9_600), Effect::Short(4_600), Effect::Best(400)],
            ),
            (
                5_000,
                Some(3),
                vec![Effect::Less(500, 500), Effect::Short(5_000), Effect::Best(1_000), Effect::Best(1_000)],
            ),
            (
                10_000,
                Some(1),
                vec![
                    Effect::Less(500, 1_500),
                    Effect::Best(2_000),
                    Effect::Less(1_000, 1_000),
                    Effect::Less(1_000, 1_000),
                ],
            ),
        ];
        for (total, place, expected) in table {
            assert_eq!((best(&wallet, total), effects(&wallet, total)), (place, expected), "{total}");
        }
        assert_eq!(best(&[], 100), None);
    }

    proptest! {
        #[test]
        fn no_other_saves_more(
            wallet in prop::collection::vec((0_i64..5_000, 0_i64..10_000, prop::option::of(0_i64..5)), 0..8),
            total in 0_i64..12_000,
        ) {
            let wallet: Vec<Coupon> =
                wallet.into_iter().map(|(amount, least, ends)| coupon(amount, least, ends)).collect();
            let effects = effects(&wallet, total);
            let most = effects.iter().map(|effect| effect.off()).max().unwrap_or(0);
            match best(&wallet, total) {
                None => prop_assert_eq!(most, 0),
                Some(place) => prop_assert_eq!(effects[place], Effect::Best(most)),
            }
            for (coupon, effect) in wallet.iter().zip(effects) {
                prop_assert!(effect.off() <= total.min(coupon.amount));
                prop_assert!(effect.off() == 0 || total >= coupon.least);
            }
        }
    }
}
