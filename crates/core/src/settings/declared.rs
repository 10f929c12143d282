//! What the operator declares for the rule packs, as the shop cannot see it.

use banyan_base::refusal::Refusal;
use banyan_plan::time::day;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The largest face that an inviter's coupon may be declared to have, in minor units.
const MOST_COUPON: i64 = 10_000;

/// What the operator declares for the rule packs, as the shop cannot see it. What is left out, a rule asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Declared {
    /// Through whose accounts others' money goes.
    pub custody: Option<CustodyWord>,
    /// The day on which the VAT profile for natural persons was checked: `2026-11-02`.
    #[schema(max_length = 10)]
    pub vat_checked_on: Option<String>,
    /// Whether every share that earns commission carries the mark of advertising.
    pub shares_marked: Option<bool>,
    /// Whether anybody under 14 needs a guardian's consent.
    pub guardian_consent: Option<bool>,
    /// Whether comments are asked for when a new plan is announced.
    pub comments_asked: Option<bool>,
    /// Whether people can become promoters free, without buying anything, where an order makes a promoter as well.
    pub free_sign_up: Option<bool>,
    /// Whether any course that a rank asks for is sold.
    pub courses_sold: Option<bool>,
    /// Whether any rank that is given by hand is given for money or a purchase.
    pub ranks_sold: Option<bool>,
    /// Whether any rank that is given by hand depends on a number of people.
    pub ranks_by_heads: Option<bool>,
    /// The largest face, in minor units, of the one coupon that an inviter may have after the first settled order of somebody
    /// new; left out it is 2,000. What is larger is pay per head to the rule packs.
    #[schema(minimum = 0, maximum = 10_000)]
    pub inviter_coupon: Option<i64>,
    /// Whether customers can withdraw from a purchase online, in two steps, with an acknowledgement that lasts.
    pub online_withdrawal: Option<bool>,
}

/// Through whose accounts others' money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CustodyWord {
    /// The shop sells its own goods.
    OwnGoods,
    /// A licensed institution splits payments.
    Licensed,
    /// The shop holds or pools it.
    Pooled,
}

impl Declared {
    /// Whether its day is one, and its coupon is a thank-you and no income.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.inviter_coupon.is_some_and(|face| !(0..=MOST_COUPON).contains(&face)) {
            let (zh, en) =
                ("邀请人谢礼券的面额上限应在 0.00 到 100.00 之间", "expected a face between 0.00 and 100.00");
            return Err(Refusal::unacceptable("setting_bad", zh, en).at("/declared/inviter_coupon"));
        }
        let is_day = self.vat_checked_on.as_deref().is_none_or(|text| day(text).is_some());
        if is_day {
            return Ok(());
        }
        let (zh, en) = ("日期应写成 2026-11-02", "expected a day as 2026-11-02");
        Err(Refusal::unacceptable("setting_bad", zh, en).at("/declared/vat_checked_on"))
    }
}
