//! What staff says of a campaign, and what of it cannot be.

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::work::Work;
use banyan_sale::coupon;

use super::rules::{RulesBody, Terms};
use super::{Way, store};
use crate::catalog;

/// Coupons of one member, of one campaign.
const MOST_EACH: i64 = 100;
/// Coupons of one campaign.
const MOST_PIECES: i64 = 100_000_000;
/// The largest budget in money, in minor units.
const MOST_MONEY: i64 = 100_000_000_000_000;
/// Days for which a coupon can be used.
const MOST_DAYS: i64 = 3_650;

/// A code as it is kept and compared: capital letters, no spaces around it.
pub(super) fn normal(code: &str) -> String {
    code.trim().to_ascii_uppercase()
}

/// The terms as they are kept, if a shop can give coupons out by them.
pub(super) fn checked(work: &mut Work<'_>, terms: &Terms) -> Result<Terms, Refusal> {
    let mut terms = terms.clone();
    terms.title = text::name(&terms.title, "/title", 1, 60)?;
    check_bearer(&terms.bearer)?;
    terms.code = checked_code(work, &terms)?;
    let rules = terms.rules.rules(work.live().program().plan(), &[]);
    coupon::check(&rules).map_err(|refusal| {
        let field = format!("/rules{}", refusal.field);
        refusal.at(field)
    })?;
    check_goods(work, &terms.rules)?;
    let now = work.now();
    check_times(&terms, now)?;
    check_budget(&terms)?;
    terms.opens_at = Some(terms.opens_at.unwrap_or(now));
    Ok(terms)
}

/// Who pays for a discount: what cannot be booked is not accepted.
fn check_bearer(bearer: &str) -> Result<(), Refusal> {
    let (zh, en) = match bearer {
        "shop" => return Ok(()),
        "supplier" => (
            "供应商承担的优惠还记不进账：应付供应商的货款不会因此减少。请选择由商家承担",
            "a discount that a supplier bears cannot be booked yet: what it is owed would not get less. Choose the shop",
        ),
        "promoter" => (
            "推广者承担的优惠还记不进账：推广者的奖励不会因此减少。请选择由商家承担",
            "a discount that a promoter bears cannot be booked yet: the promoter’s rewards would not get less. Choose the shop",
        ),
        _ => ("承担方应为 shop、supplier 或 promoter", "expected shop, supplier or promoter"),
    };
    Err(Refusal::unacceptable("bearer", zh, en).at("/bearer"))
}

/// The code of a campaign that is given out by code, and no other.
fn checked_code(work: &mut Work<'_>, terms: &Terms) -> Result<Option<String>, Refusal> {
    let bad = |zh, en| Err(Refusal::unacceptable("coupon_code", zh, en).at("/code"));
    match (Way::of(&terms.way), &terms.code) {
        (None, _) => {
            let (zh, en) = ("发放方式应为 collect、code 或 staff", "expected the way collect, code or staff");
            Err(Refusal::unacceptable("campaign_way", zh, en).at("/way"))
        }
        (Some(Way::Code), Some(code)) => {
            let code = normal(code);
            let is_plain = code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
            if !is_plain || !(4..=24).contains(&code.len()) {
                return bad("兑换码应为 4 到 24 个字母或数字", "a code has 4 to 24 Latin letters or digits");
            }
            if store::of_code(work.conn, &code)?.is_some() {
                let (zh, en) = ("这个兑换码已被其他活动使用", "another campaign has this code");
                return Err(Refusal::conflict("coupon_code_taken", zh, en).at("/code"));
            }
            Ok(Some(code))
        }
        (Some(Way::Code), None) => bad("请填写兑换码", "a code is needed"),
        (Some(_), Some(_)) => bad("只有凭码兑换的活动才有兑换码", "only a campaign by code has a code"),
        (Some(_), None) => Ok(None),
    }
}

/// There are such products, such categories and such a rank.
fn check_goods(work: &mut Work<'_>, rules: &RulesBody) -> Result<(), Refusal> {
    for (place, code) in rules.products.iter().enumerate() {
        if store::product_title(work.conn, code)?.is_none() {
            return Err(Refusal::not_found("商品", "product").at(format!("/rules/products/{place}")));
        }
    }
    let known = catalog::categories(work.conn)?;
    for (place, code) in rules.categories.iter().enumerate() {
        if !known.iter().any(|row| row.code == *code) {
            return Err(Refusal::not_found("类目", "category").at(format!("/rules/categories/{place}")));
        }
    }
    match &rules.rank {
        Some(rank) if work.live().program().plan().rank_of(rank).is_none() => {
            let (zh, en) = ("现行方案里没有这个等级", "the current plan has no such rank");
            Err(Refusal::unacceptable("rank_unknown", zh, en).at("/rules/rank"))
        }
        _ => Ok(()),
    }
}

fn check_times(terms: &Terms, now: i64) -> Result<(), Refusal> {
    let bad = |zh: &str, en: &str, at: &str| Err(Refusal::unacceptable("campaign_times", zh, en).at(at));
    let opens = terms.opens_at.unwrap_or(now);
    if terms.closes_at.is_some_and(|closes| closes <= opens.max(now)) {
        return bad(
            "结束发放的时间应晚于开始和现在",
            "it has to close after it opens, and after now",
            "/closes_at",
        );
    }
    match (terms.valid_until, terms.valid_days) {
        (Some(until), None) if until <= opens.max(now).max(terms.valid_from.unwrap_or(now)) => bad(
            "有效期应晚于开始发放、开始使用的时间和现在",
            "it has to end after it opens, after it can be used, and after now",
            "/valid_until",
        ),
        (Some(_), None) => Ok(()),
        (None, Some(days)) if !(1..=MOST_DAYS).contains(&days) => {
            bad("有效天数应为 1 到 3650", "expected 1 to 3,650 days", "/valid_days")
        }
        (None, Some(_)) if terms.valid_from.is_some() => bad(
            "按领取后天数计算有效期时，不填开始使用的时间",
            "a coupon that is good for some days after it was given has no day from which on",
            "/valid_from",
        ),
        (None, Some(_)) => Ok(()),
        _ => bad(
            "请填写有效期到哪天，或领取后几天有效，二选一",
            "say until when a coupon is good, or for how many days, not both",
            "/valid_until",
        ),
    }
}

fn check_budget(terms: &Terms) -> Result<(), Refusal> {
    let bad = |zh: &str, en: &str, at: &str| Err(Refusal::unacceptable("campaign_budget", zh, en).at(at));
    if !(1..=MOST_EACH).contains(&terms.per_member) {
        return bad("每人限领应为 1 到 100 张", "expected 1 to 100 for each member", "/per_member");
    }
    if terms.pieces.is_some_and(|pieces| !(1..=MOST_PIECES).contains(&pieces)) {
        return bad("发放张数应为 1 到 1 亿", "expected 1 to 100,000,000 coupons", "/pieces");
    }
    if terms.money.is_some_and(|money| !(terms.rules.amount..=MOST_MONEY).contains(&money)) {
        return bad("金额预算至少要够发一张券", "the budget has to be enough for one coupon", "/money");
    }
    if terms.pieces.is_none() && terms.money.is_none() {
        return bad(
            "请填写发放张数或金额预算，至少一项",
            "a budget is needed: in coupons, in money, or both",
            "/pieces",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use banyan_plan::time::DAY;

    use super::*;

    const NOW: i64 = 100 * DAY;

    fn terms() -> Terms {
        Terms {
            title: "spring".to_owned(),
            way: "collect".to_owned(),
            code: None,
            bearer: "shop".to_owned(),
            rules: RulesBody { amount: 2_000, ..RulesBody::default() },
            opens_at: None,
            closes_at: None,
            valid_from: None,
            valid_until: None,
            valid_days: Some(7),
            per_member: 1,
            pieces: Some(100),
            money: None,
        }
    }

    #[test]
    fn a_coupon_ends_on_a_day_or_after_some_days() {
        let until = |valid_until, valid_days| Terms { valid_until, valid_days, ..terms() };
        let table = [
            (terms(), None),
            (until(Some(NOW + DAY), None), None),
            (until(None, None), Some("/valid_until")),
            (until(Some(NOW + DAY), Some(7)), Some("/valid_until")),
            (until(Some(NOW), None), Some("/valid_until")),
            (Terms { valid_from: Some(NOW + DAY), ..until(Some(NOW + DAY), None) }, Some("/valid_until")),
            (Terms { valid_from: Some(NOW + DAY), ..until(None, Some(7)) }, Some("/valid_from")),
            (until(None, Some(0)), Some("/valid_days")),
            (Terms { closes_at: Some(NOW), ..terms() }, Some("/closes_at")),
            (Terms { opens_at: Some(NOW + DAY), closes_at: Some(NOW + DAY), ..terms() }, Some("/closes_at")),
        ];
        for (terms, expected) in table {
            let found = check_times(&terms, NOW).err().map(|refusal| refusal.field);
            assert_eq!(found.as_deref(), expected, "{terms:?}");
        }
    }

    #[test]
    fn a_campaign_has_a_budget_that_is_enough_for_one_coupon() {
        let budget = |pieces, money| Terms { pieces, money, ..terms() };
        let table = [
            (budget(Some(1), None), None),
            (budget(None, Some(2_000)), None),
            (budget(None, None), Some("/pieces")),
            (budget(Some(0), None), Some("/pieces")),
            (budget(None, Some(1_999)), Some("/money")),
            (Terms { per_member: 0, ..terms() }, Some("/per_member")),
        ];
        for (terms, expected) in table {
            let found = check_budget(&terms).err().map(|refusal| refusal.field);
            assert_eq!(found.as_deref(), expected, "{terms:?}");
        }
    }

    #[test]
    fn only_what_can_be_booked_is_accepted_as_a_bearer() {
        assert!(check_bearer("shop").is_ok());
        for bearer in ["supplier", "promoter"] {
            assert!(check_bearer(bearer).unwrap_err().text.zh.contains("记不进账"));
        }
    }
}
