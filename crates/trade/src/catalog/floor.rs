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
        _ if sku.price < sku.cost => refused(
            "price_below_cost",
            "价格不能低于成本，请联系有定价权限的同事",
            "the price may not be below the cost; please ask somebody who may set prices freely",
            "/price",
        ),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_stay_at_cost_or_above() {
        let sku =
            |price, cost| SkuText { code: "a".to_owned(), title: String::new(), price, cost, is_on: true };
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
}
