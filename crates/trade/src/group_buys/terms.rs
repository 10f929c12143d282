//! What staff says of a group-buy, and what of it cannot be.

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use serde::{Deserialize, Serialize};

use super::Audience;
use crate::catalog;

/// Buyers of one group.
const SIZES: std::ops::RangeInclusive<i64> = 2..=100;
/// Minutes for which a group stays open: a week at most.
const MINUTES: std::ops::RangeInclusive<i64> = 1..=10_080;
/// Pieces of one buyer.
const MOST_EACH: i64 = 9_999;
/// Pieces in all.
const MOST_PIECES: i64 = 100_000_000;

/// What an offer promises. Moments are in nanoseconds, amounts in minor units.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Terms {
    pub(super) sku: i64,
    /// Buyers of one group.
    pub(super) size: i64,
    /// Of one piece.
    pub(super) price: i64,
    /// For how long a group stays open.
    pub(super) minutes: i64,
    /// Groups are opened from then; at once for nothing.
    pub(super) opens_at: Option<i64>,
    /// And until then.
    pub(super) closes_at: Option<i64>,
    /// The word of an [`Audience`].
    pub(super) audience: String,
    /// Pieces of one buyer; nothing for any number.
    pub(super) per_member: Option<i64>,
    /// Pieces in all; nothing for any number.
    pub(super) pieces: Option<i64>,
}

/// Refuses terms by which a shop cannot sell; gives when groups are opened from. Who may not set prices freely keeps them at cost or
/// above.
pub(super) fn check(work: &mut Work<'_>, terms: &Terms, is_free: bool) -> Result<i64, Refusal> {
    let sku = catalog::offers(work.conn, vec![terms.sku])?.remove(&terms.sku);
    let sku = sku.ok_or_else(|| Refusal::not_found("规格", "SKU").at("/sku"))?;
    let now = work.now();
    check_numbers(terms)?;
    check_times(terms, now)?;
    if terms.price >= sku.price {
        let currency = work.live().program().plan().currency;
        let alone = currency.priced(sku.price);
        return Err(Refusal::unacceptable(
            "group_price",
            format!("拼团价应低于单独购买的价格 {alone}"),
            format!("expected a price below {alone}, which one buyer alone pays"),
        )
        .at("/price"));
    }
    if terms.price < sku.cost && !is_free {
        return Err(catalog::below_cost("/price"));
    }
    Ok(terms.opens_at.unwrap_or(now))
}

fn check_numbers(terms: &Terms) -> Result<(), Refusal> {
    let bad = |code, zh: &str, en: &str, field: &str| Err(Refusal::unacceptable(code, zh, en).at(field));
    if !SIZES.contains(&terms.size) {
        return bad("group_size", "成团人数应为 2 到 100 人", "expected groups of 2 to 100 buyers", "/size");
    }
    if terms.price < 1 {
        return bad("group_price", "拼团价应大于零", "expected a price above zero", "/price");
    }
    if !MINUTES.contains(&terms.minutes) {
        let (zh, en) = ("成团时限应为 1 分钟到 7 天", "expected a group to stay open for 1 minute to 7 days");
        return bad("group_minutes", zh, en, "/minutes");
    }
    if Audience::of(&terms.audience).is_none() {
        let (zh, en) = (
            "参团对象应为 everyone、joiners 或 newcomers",
            "expected the audience everyone, joiners or newcomers",
        );
        return bad("group_audience", zh, en, "/audience");
    }
    if terms.per_member.is_some_and(|pieces| !(1..=MOST_EACH).contains(&pieces)) {
        let (zh, en) = ("每人限购应为 1 到 9999 件", "expected 1 to 9,999 pieces for each buyer");
        return bad("group_limits", zh, en, "/per_member");
    }
    if terms.pieces.is_some_and(|pieces| !(terms.size..=MOST_PIECES).contains(&pieces)) {
        let (zh, en) = (
            "活动库存至少要够一个团，每人一件",
            "expected enough pieces for one group, a piece for each of its buyers",
        );
        return bad("group_limits", zh, en, "/pieces");
    }
    Ok(())
}

fn check_times(terms: &Terms, now: i64) -> Result<(), Refusal> {
    let opens = terms.opens_at.unwrap_or(now);
    if terms.closes_at.is_some_and(|closes| closes <= opens.max(now)) {
        let (zh, en) = ("结束时间应晚于开始时间和现在", "it has to end after it begins, and after now");
        return Err(Refusal::unacceptable("group_times", zh, en).at("/closes_at"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> Terms {
        Terms {
            sku: 1,
            size: 2,
            price: 100,
            minutes: 1_440,
            opens_at: None,
            closes_at: None,
            audience: "everyone".to_owned(),
            per_member: None,
            pieces: None,
        }
    }

    #[test]
    fn what_a_group_buy_can_be() {
        let table = [
            (terms(), None),
            (Terms { size: 100, minutes: 10_080, ..terms() }, None),
            (Terms { size: 1, ..terms() }, Some("/size")),
            (Terms { size: 101, ..terms() }, Some("/size")),
            (Terms { price: 0, ..terms() }, Some("/price")),
            (Terms { minutes: 0, ..terms() }, Some("/minutes")),
            (Terms { minutes: 10_081, ..terms() }, Some("/minutes")),
            (Terms { audience: "friends".to_owned(), ..terms() }, Some("/audience")),
            (Terms { per_member: Some(0), ..terms() }, Some("/per_member")),
            (Terms { pieces: Some(1), ..terms() }, Some("/pieces")),
            (Terms { pieces: Some(2), per_member: Some(1), ..terms() }, None),
        ];
        for (terms, expected) in table {
            let found = check_numbers(&terms).err().map(|refusal| refusal.field);
            assert_eq!(found.as_deref(), expected, "{terms:?}");
        }
    }

    #[test]
    fn a_group_buy_ends_after_it_begins() {
        let field = |opens_at, closes_at| {
            check_times(&Terms { opens_at, closes_at, ..terms() }, 10).err().map(|refusal| refusal.field)
        };
        assert_eq!(field(None, Some(11)), None);
        assert_eq!(field(None, Some(10)).as_deref(), Some("/closes_at"));
        assert_eq!(field(Some(20), Some(20)).as_deref(), Some("/closes_at"));
    }
}
