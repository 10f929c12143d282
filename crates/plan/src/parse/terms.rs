//! Brackets, and how pairs are made: the tables of a reward that have keys of their own.

use toml::de::{DeTable, DeValue};

use super::reader::{Fields, Reader, Value};
use crate::diagnostic::Span;
use crate::model::{Brackets, Carry, Pair, To, Volume, Window};
use crate::money::{Minor, Rate};
use crate::words::Text;

impl Reader {
    /// `{ by = "team_sales", from = { "18000.00" = "6%", … } }`.
    pub(super) fn brackets<'a>(&mut self, table: &'a DeTable<'a>, span: &Span, to: To) -> Option<Brackets> {
        let mut fields = Fields::new(table, span.clone(), "rates");
        let by = fields.take("by").map_or(Some(Volume::Own), |value| self.volume(value));
        let within = fields.take("within").map(|value| match value.get_ref() {
            DeValue::String(word) if word == "ever" => Some(Window::Ever),
            _ => self.within(value).map(Window::Within),
        });
        let marginal = fields.take("marginal").and_then(|value| self.boolean(value)).unwrap_or(false);
        let list = fields.take("from").and_then(|value| self.bracket_list(value));
        fields.finish(self);
        let (by, list) = (by?, list?);
        let within = match within {
            Some(None) => return None,
            Some(within) => within,
            None => None,
        };
        let wrong = match (to, by, within) {
            (To::Seller | To::Differential, Volume::Group(_), Some(_)) => Some((
                "`group` 只按结束的这个周期算",
                "a group is added up over the period that closes, without `within`",
            )),
            (To::Differential, ..) if marginal => {
                Some(("级差没有 `marginal`", "a differential has no `marginal` brackets"))
            }
            (To::Differential, ..) if list.windows(2).any(|pair| pair[1].1 < pair[0].1) => {
                Some(("级差的比例要逐档不降", "the rates of a differential must not fall"))
            }
            (To::Seller, by, _) if marginal && by != Volume::Own => {
                Some(("`marginal` 只按自己的成交额分档", "`marginal` brackets are of own sales"))
            }
            (To::Seller | To::Differential, ..) => None,
            _ => Some((
                "按成交额分档的比例用于 `\"seller\"` 和 `\"differential\"`",
                "brackets are for `\"seller\"` and `\"differential\"`",
            )),
        };
        if let Some((zh, en)) = wrong {
            self.error(span, Text::new(zh, en), Text::default());
            return None;
        }
        Some(Brackets { by, within, marginal, list })
    }

    /// Whose sales: `"own_sales"`, `"team_sales"`, or `{ group = "RANK" }`.
    fn volume(&mut self, value: Value<'_>) -> Option<Volume> {
        let DeValue::Table(table) = value.get_ref() else {
            return self.word(value, &[("own_sales", Volume::Own), ("team_sales", Volume::Team)]);
        };
        let mut fields = Fields::new(table, value.span(), "by");
        let rank = fields.take("group");
        fields.finish(self);
        let Some(rank) = rank else {
            self.expected(&value.span(), "`{ group = \"等级\" }`", "`{ group = \"RANK\" }`");
            return None;
        };
        let id = self.text(rank)?;
        self.rank(id, &rank.span()).map(Volume::Group)
    }

    /// From which amount each rate holds.
    fn bracket_list(&mut self, value: Value<'_>) -> Option<Vec<(Minor, Rate)>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.expected(
                &value.span(),
                "每档的起点和比例，如 `{ \"0.00\" = \"3%\", \"5000.00\" = \"6%\" }`",
                "where each bracket starts, and its rate, such as `{ \"0.00\" = \"3%\", \"5000.00\" = \"6%\" }`",
            );
            return None;
        };
        let mut list = Vec::new();
        for (from, rate) in table {
            let start = self.currency.parse(from.get_ref().as_bytes()).ok().filter(|start| *start >= 0);
            if start.is_none() {
                self.expected(
                    &from.span(),
                    "加引号的金额，如 `\"5000.00\"`",
                    "an amount in quotes such as `\"5000.00\"`",
                );
            }
            list.push((start?, self.rate(rate)?));
        }
        list.sort_unstable();
        if list.is_empty() || list.len() > 200 || list.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            self.expected(
                &value.span(),
                "1 到 200 档，起点各不相同",
                "1 to 200 brackets, each with a start of its own",
            );
            return None;
        }
        Some(list)
    }

    /// `pair = { unit = "200.00", ratio = "2:1", carry = "none", idle = "lose" }`.
    pub(super) fn pair(&mut self, value: Value<'_>, to: Option<To>) -> Option<Pair> {
        let (DeValue::Table(table), Some(To::Pairing)) = (value.get_ref(), to) else {
            self.error(
                &value.span(),
                Text::new(
                    "`pair` 写双轨怎样对碰，用于 `to = \"pairing\"`",
                    "`pair` says how legs are paired, beside `to = \"pairing\"`",
                ),
                Text::new("如 `pair = { unit = \"200.00\" }`", "for example `pair = { unit = \"200.00\" }`"),
            );
            return None;
        };
        let mut fields = Fields::new(table, value.span(), "pair");
        let unit = fields.take("unit").map(|value| self.money(value).filter(|unit| *unit > 0));
        let steps = fields.take("steps").map(|value| self.steps(value));
        let ratio = fields.take("ratio").map(|value| self.word(value, &[("1:1", 0), ("2:1", 1), ("3:1", 2)]));
        let carry = fields.take("carry").map(|value| self.carry(value));
        let idle = fields.take("idle").map(|value| self.word(value, &[("keep", false), ("lose", true)]));
        let expires = fields.take("expires").map(|value| self.count(value, 1));
        fields.finish(self);
        if let (Some(_), Some(_)) = (&unit, &steps) {
            self.error(
                &value.span(),
                Text::new("`unit` 和 `steps` 只能写一个", "`unit` and `steps` exclude each other"),
                Text::default(),
            );
            return None;
        }
        let unit = match unit {
            Some(None) => {
                self.expected(&value.span(), "大于零的 `unit`", "a `unit` above zero");
                return None;
            }
            Some(unit) => unit,
            None => None,
        };
        Some(Pair {
            unit,
            steps: steps.map_or(Some(Vec::new()), |steps| steps)?,
            more: ratio.map_or(Some(0), |ratio| ratio)?,
            carry: carry.map_or(Some(Carry::All), |carry| carry)?,
            idle_loses: idle.map_or(Some(false), |idle| idle)?,
            expires: match expires {
                Some(expires) => Some(expires?),
                None => None,
            },
        })
    }

    fn steps(&mut self, value: Value<'_>) -> Option<Vec<Minor>> {
        let list = match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().map(|item| self.money(item)).collect::<Option<Vec<Minor>>>()?
            }
            _ => Vec::new(),
        };
        if list.is_empty() || list[0] <= 0 || list.windows(2).any(|pair| pair[0] >= pair[1]) {
            self.expected(
                &value.span(),
                "由低到高的金额，如 `[\"500.00\", \"1000.00\"]`",
                "rising amounts such as `[\"500.00\", \"1000.00\"]`",
            );
            return None;
        }
        Some(list)
    }

    fn carry(&mut self, value: Value<'_>) -> Option<Carry> {
        match value.get_ref() {
            DeValue::String(word) if word == "all" => Some(Carry::All),
            DeValue::String(word) if word == "none" => Some(Carry::None),
            DeValue::String(word) if word == "stronger" => Some(Carry::Stronger),
            DeValue::String(word) if !word.starts_with(|c: char| c.is_ascii_digit()) => {
                self.expected(
                    &value.span(),
                    "`\"all\"`、`\"none\"`、`\"stronger\"` 或最多结转的金额",
                    "`\"all\"`, `\"none\"`, `\"stronger\"`, or the most that is carried",
                );
                None
            }
            _ => self.money(value).map(Carry::Most),
        }
    }
}
