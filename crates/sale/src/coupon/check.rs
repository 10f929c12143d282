//! Which rules a coupon may have.

use banyan_base::refusal::Refusal;
use banyan_plan::money::Minor;

use super::{Rules, Worth};

/// The most that one coupon takes off, and the largest threshold, in minor units.
pub const MOST_OFF: Minor = 100_000_000;
/// Products, or categories, of one coupon.
pub const MOST_LISTED: usize = 100;

/// Refuses rules by which nobody would know what a coupon is worth. Fields are named as the API names them.
pub fn check(rules: &Rules) -> Result<(), Refusal> {
    let bad = |code, zh: String, en: String, at: &str| Err(Refusal::unacceptable(code, zh, en).at(at));
    let most = match rules.worth {
        Worth::Off(amount) => amount,
        Worth::Share { rate, most } => {
            if !(1..1_000_000).contains(&rate.0) {
                let (zh, en) = ("折扣应大于 0、小于 100%", "the share taken off is above 0 and below 100 %");
                return bad("coupon_rate", zh.to_owned(), en.to_owned(), "/rate");
            }
            most
        }
    };
    if !(1..=MOST_OFF).contains(&most) {
        let zh = format!("最多减的金额应为 1 到 {MOST_OFF}（最小单位）");
        let en = format!("what a coupon takes off at most is 1 to {MOST_OFF} (in minor units)");
        return bad("coupon_amount", zh, en, "/amount");
    }
    if !(0..=MOST_OFF).contains(&rules.least) {
        let zh = format!("使用门槛应为 0 到 {MOST_OFF}（最小单位）");
        let en = format!("a threshold is 0 to {MOST_OFF} (in minor units)");
        return bad("coupon_least", zh, en, "/least");
    }
    for (list, at) in [(&rules.products, "/products"), (&rules.categories, "/categories")] {
        if list.len() > MOST_LISTED {
            let (zh, en) =
                (format!("最多选 {MOST_LISTED} 个"), format!("expected at most {MOST_LISTED} of them"));
            return bad("coupon_list", zh, en, at);
        }
    }
    Ok(())
}
