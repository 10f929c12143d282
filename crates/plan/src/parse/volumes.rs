//! `[volumes]`: names beside the price, and how much of it they are at most.

use toml::de::DeValue;

use super::reader::{Reader, Value};
use crate::model::{MAX_VOLUMES, Named, NamedVolume};
use crate::words::Text;

/// Words that have another meaning where a volume is named, in a plan or as a column of orders or products.
const TAKEN: [&str; 34] = [
    "amount",
    "profit",
    "product",
    "count",
    "order",
    "line",
    "at",
    "buyer",
    "seller",
    "sellers",
    "category",
    "cost",
    "rate",
    "quantity",
    "refund_of",
    "settles_at",
    "member",
    "rank",
    "sku",
    "title",
    "variant",
    "price",
    "stock",
    "state",
    "least",
    "step",
    "most",
    "per_member",
    "period",
    "prices",
    "freight",
    "weight",
    "title_en",
    "variant_en",
];

impl Reader {
    /// `pv = "100%"` for each volume, and `count = "pv"`.
    pub(super) fn volumes(&mut self, value: Value<'_>) -> Named {
        let DeValue::Table(table) = value.get_ref() else {
            self.expected(&value.span(), "表 `[volumes]`", "a table `[volumes]`");
            return Named::default();
        };
        let mut named = Named::default();
        for (key, most) in table.iter().filter(|(key, _)| key.get_ref() != "count") {
            let id = key.get_ref();
            let fits = id.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') && id.len() <= 64;
            if id.is_empty()
                || !fits
                || TAKEN.contains(&id.as_ref())
                || self.rewards.iter().any(|one| one == id)
            {
                self.error(
                    &key.span(),
                    Text::new(
                        format!("`{id}` 不能作为业绩值的名称"),
                        format!("`{id}` cannot be the name of a volume"),
                    ),
                    Text::new("换一个名称，如 `pv`、`bv`", "take another name, such as `pv` or `bv`"),
                );
                continue;
            }
            if let Some(most) = self.rate(most) {
                named.list.push(NamedVolume { id: id.to_string(), most });
            }
        }
        named.list.sort_by(|a, b| a.id.cmp(&b.id));
        if named.list.len() > MAX_VOLUMES {
            self.error(
                &value.span(),
                Text::new(format!("业绩值最多 {MAX_VOLUMES} 种"), format!("at most {MAX_VOLUMES} volumes")),
                Text::default(),
            );
            named.list.truncate(MAX_VOLUMES);
        }
        let count = table.iter().find(|(key, _)| key.get_ref() == "count");
        if let Some((_, count)) = count {
            let words: Vec<(&str, Option<u8>)> = std::iter::once(("amount", None))
                .chain(named.list.iter().zip(0..).map(|(one, place)| (one.id.as_str(), Some(place))))
                .collect();
            named.counted = self.word(count, &words).flatten();
        }
        self.volumes = named.list.iter().map(|one| one.id.clone()).collect();
        named
    }
}
