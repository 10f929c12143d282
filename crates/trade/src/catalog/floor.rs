//! The floor of prices: who may not set prices freely keeps them at cost or above, and does not write costs down.

use banyan_base::refusal::{Kind, Refusal};

use super::texts::SkuText;

/// Price and cost of a SKU as they stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) price: i64,
    pub(super) cost: i64,
}

/// Refuses a price below cost, a new SKU without a cost, and a cost that is written down.
pub(super) fn check(sku: &SkuText, before: Option<Standing>) -> Result<(), Refusal> {
    let refused =
        |code, zh: &str, en: &str, field: &str| Err(Refusal::new(Kind::Forbidden, code, zh, en).at(field));
    match before {
        Some(before) if sku.cost < before.cost => refused(
            "cost_lowered",
            "您不能调低成本，请联系有定价权限的同事",
            "you may not write a cost down; please ask somebody who may set prices freely",
            "/cost",
        ),
        // What stands below cost already was set by somebody who may; it may stay as it is.
        Some(before) if sku.price == before.price && sku.cost == before.cost => Ok(()),
        None if sku.cost == 0 => refused(
            "cost_needed",
            "请填写成本：您的定价不能低于成本",
            "please give the cost: your prices may not be below it",
            "/cost",
        ),
        _ if sku.price < sku.cost => Err(below_cost("/price")),
        _ => Ok(()),
    }
}

/// Refuses a cost that is raised above the lowest price for anybody.
pub(super) fn check_cost(cost: i64, before: Standing, lowest: Option<i64>) -> Result<(), Refusal> {
    if cost <= before.cost || lowest.is_none_or(|lowest| lowest >= cost) {
        return Ok(());
    }
    let (zh, en) = (
        "这个规格的会员价、等级价或满件价低于新的成本，请先改价目，或联系有定价权限的同事",
        "one of the SKU's prices for somebody would be below the new cost; please change its prices first, or ask somebody who may set prices freely",
    );
    Err(Refusal::new(Kind::Forbidden, "price_below_cost", zh, en).at("/cost"))
}

/// A price that is below the cost of its SKU.
pub(crate) fn below_cost(field: &str) -> Refusal {
    let (zh, en) = (
        "价格不能低于成本，请联系有定价权限的同事",
        "the price may not be below the cost; please ask somebody who may set prices freely",
    );
    Refusal::new(Kind::Forbidden, "price_below_cost", zh, en).at(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_stay_at_cost_or_above() {
        let sku = |price, cost| SkuText {
            code: "a".to_owned(),
            title: crate::catalog::Title::default(),
            price,
            cost,
            is_on: true,
            volumes: None,
        };
        let was = |price, cost| Some(Standing { price, cost });
        let table = [
            ("at cost", sku(100, 100), None, None),
            ("below cost", sku(99, 100), None, Some("price_below_cost")),
            ("no cost", sku(100, 0), None, Some("cost_needed")),
            ("lowered to cost", sku(100, 100), was(150, 100), None),
            ("lowered below cost", sku(99, 100), was(150, 100), Some("price_below_cost")),
            ("cost written down", sku(90, 80), was(150, 100), Some("cost_lowered")),
            ("left as it was", sku(90, 100), was(90, 100), None),
        ];
        for (case, sku, before, expected) in table {
            assert_eq!(check(&sku, before).err().map(|refusal| refusal.code), expected, "{case}");
        }
    }

    #[test]
    fn a_cost_stays_at_the_lowest_price_for_anybody_or_below() {
        let was = Standing { price: 200, cost: 100 };
        let code = |cost, lowest| check_cost(cost, was, lowest).err().map(|refusal| refusal.code);
        assert_eq!((code(150, Some(149)), code(150, Some(150))), (Some("price_below_cost"), None));
        assert_eq!((code(150, None), code(100, Some(90))), (None, None));
    }
}
