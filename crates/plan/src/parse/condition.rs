//! `promote` and `keep`: what a rank asks for.

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use super::reader::{Fields, Reader, Value};
use crate::diagnostic::Span;
use crate::model::{Condition, Conditions, Measure, Within};
use crate::time::Period;
use crate::words::Text;

const SHAPE_ZH: &str = "`\"manual\"`、`{ all = [ {…}, … ] }` 或 `{ any = [ {…}, … ] }`";
const SHAPE_EN: &str = "`\"manual\"`, `{ all = [ {…}, … ] }` or `{ any = [ {…}, … ] }`";

/// The longest time over which it is looked back who held a rank, in months.
const MOST_MONTHS: u32 = 120;
const HELD_ZH: &str = "`{ rank = \"…\", months = 3, of = 6 }`，`months` 不大于 `of`，`of` 最多 120";
const HELD_EN: &str =
    "`{ rank = \"…\", months = 3, of = 6 }`, `months` no more than `of`, and that at most 120";

const LEGS_ZH: &str = "`{ rank = \"…\", count = 3 }` 或 `{ own_sales = \"100.00\", count = 3 }`";
const LEGS_EN: &str = "`{ rank = \"…\", count = 3 }` or `{ own_sales = \"100.00\", count = 3 }`";

impl Reader {
    /// `"manual"` (gives `None`), `{ all = […] }`, `{ any = […] }`, or one condition by itself.
    pub(super) fn conditions(&mut self, value: Value<'_>) -> Option<Conditions> {
        let span = value.span();
        match value.get_ref() {
            DeValue::String(word) if word == "manual" => None,
            DeValue::Table(table) => self.condition_table(table, span, "promote / keep"),
            _ => {
                self.expected(&span, SHAPE_ZH, SHAPE_EN);
                None
            }
        }
    }

    fn condition_table<'a>(
        &mut self,
        table: &'a DeTable<'a>,
        span: Span,
        name: &'static str,
    ) -> Option<Conditions> {
        let mut fields = Fields::new(table, span.clone(), name);
        let (all, any) = (fields.has("all"), fields.has("any"));
        if !all && !any {
            return Some(Conditions { all: true, list: self.condition(table, &span) })
                .filter(|set| !set.list.is_empty());
        }
        let list = fields.take(if all { "all" } else { "any" })?;
        fields.finish(self);
        let DeValue::Array(items) = list.get_ref() else {
            self.expected(&list.span(), SHAPE_ZH, SHAPE_EN);
            return None;
        };
        let mut conditions = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => conditions.extend(self.condition(table, &item.span())),
                _ => self.expected(
                    &item.span(),
                    "条件，如 `{ direct_invites = 15 }`",
                    "a condition such as `{ direct_invites = 15 }`",
                ),
            }
        }
        if conditions.is_empty() {
            self.expected(&list.span(), "至少一个条件", "at least one condition");
            return None;
        }
        Some(Conditions { all, list: conditions })
    }

    /// The conditions of one table, which share its `within`.
    fn condition<'a>(&mut self, table: &'a DeTable<'a>, span: &Span) -> Vec<Condition> {
        let mut fields = Fields::new(table, span.clone(), "condition");
        let measures = self.measures(&mut fields);
        let within = fields.take("within").and_then(|value| self.within(value));
        fields.finish(self);
        if let (Some(_), Some((place, _))) = (within, measures.iter().find(|(_, measure)| timeless(measure)))
        {
            self.error(
                place,
                Text::new(
                    "等级的分支、保持的等级和课程没有时间范围",
                    "branches by rank, ranks held and courses are looked at over no time",
                ),
                Text::new(
                    "去掉 `within`，或分成两个条件写在 `all` 里",
                    "leave out `within`, or write two conditions inside `all`",
                ),
            );
        }
        measures.into_iter().map(|(span, measure)| Condition { measure, within, span }).collect()
    }

    fn measures(&mut self, fields: &mut Fields<'_>) -> Vec<(Span, Measure)> {
        type Make = fn(u32) -> Measure;
        type MakeMoney = fn(i64) -> Measure;
        let counts: [(&'static str, Make); 4] = [
            ("direct_invites", Measure::DirectInvites),
            ("team_size", Measure::TeamSize),
            ("direct_customers", Measure::DirectCustomers),
            ("own_orders", Measure::OwnOrders),
        ];
        let sums: [(&'static str, MakeMoney); 5] = [
            ("own_sales", Measure::OwnSales),
            ("team_sales", Measure::TeamSales),
            ("lesser_legs", Measure::LesserLegs),
            ("own_purchases", Measure::OwnPurchases),
            ("top_up", Measure::TopUp),
        ];
        let mut found = Vec::new();
        for (key, make) in counts {
            if let Some(count) = fields.take(key).and_then(|value| self.count(value, 1)) {
                found.push((fields.key_span(key), make(count)));
            }
        }
        let leg = fields.take("leg_at_most").map(|value| (value.span(), self.rate(value)));
        for (key, make) in sums {
            let Some(sum) = fields.take(key).and_then(|value| self.money(value)) else { continue };
            let measure = match (make(sum), &leg) {
                (Measure::TeamSales(sum), Some((_, Some(most)))) => {
                    Measure::LimitedTeamSales(sum, most.of(sum))
                }
                (measure, _) => measure,
            };
            found.push((fields.key_span(key), measure));
        }
        let is_limited = |(_, measure): &(Span, Measure)| matches!(measure, Measure::LimitedTeamSales(..));
        if let Some((span, Some(_))) = leg
            && !found.iter().any(is_limited)
        {
            self.error(
                &span,
                Text::new("`leg_at_most` 写在 `team_sales` 旁边", "`leg_at_most` stands beside `team_sales`"),
                Text::default(),
            );
        }
        if let Some(legs) = fields.take("legs").and_then(|value| self.legs(value)) {
            found.push((fields.key_span("legs"), legs));
        }
        if let Some(held) = fields.take("held").and_then(|value| self.held(value)) {
            found.push((fields.key_span("held"), held));
        }
        for (key, make) in
            [("course", Measure::Course as fn(String) -> Measure), ("package", Measure::Package)]
        {
            if let Some(text) = fields.take(key).and_then(|value| self.text(value)) {
                found.push((fields.key_span(key), make(text.to_owned())));
            }
        }
        found
    }

    fn legs(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Measure> {
        let DeValue::Table(table) = value.get_ref() else {
            self.expected(&value.span(), LEGS_ZH, LEGS_EN);
            return None;
        };
        let mut fields = Fields::new(table, value.span(), "legs");
        let (rank, own_sales) = (fields.take("rank"), fields.take("own_sales"));
        let count = fields.take("count");
        fields.finish(self);
        match (rank, own_sales, count) {
            (Some(rank), None, Some(count)) => {
                let id = self.text(rank)?;
                let rank = self.rank(id, &rank.span())?;
                Some(Measure::Legs(rank, self.count(count, 1)?))
            }
            (None, Some(own_sales), Some(count)) => {
                Some(Measure::ActiveLegs(self.money(own_sales)?, self.count(count, 1)?))
            }
            _ => {
                self.expected(&value.span(), LEGS_ZH, LEGS_EN);
                None
            }
        }
    }

    /// `{ rank = "gold", months = 3, of = 6 }`; without `of`, in a row.
    fn held(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Measure> {
        let DeValue::Table(table) = value.get_ref() else {
            self.expected(&value.span(), HELD_ZH, HELD_EN);
            return None;
        };
        let mut fields = Fields::new(table, value.span(), "held");
        let (rank, months, of) = (fields.take("rank"), fields.take("months"), fields.take("of"));
        fields.finish(self);
        let (Some(rank), Some(months)) = (rank, months) else {
            self.expected(&value.span(), HELD_ZH, HELD_EN);
            return None;
        };
        let rank = self.rank_value(rank)?;
        let months = self.count(months, 1)?;
        let of = of.map_or(Some(months), |of| self.count(of, 1))?;
        if months > of || of > MOST_MONTHS {
            self.expected(&value.span(), HELD_ZH, HELD_EN);
            return None;
        }
        Some(Measure::Held(rank, months, of))
    }

    /// `"30d"`, or the calendar period under way: `"day"`, `"week"`, `"month"`, `"quarter"`, `"year"`.
    pub(super) fn within(&mut self, value: Value<'_>) -> Option<Within> {
        match self.text(value)? {
            "day" => Some(Within::Current(Period::Day)),
            "week" => Some(Within::Current(Period::Week)),
            "month" => Some(Within::Current(Period::Month)),
            "quarter" => Some(Within::Current(Period::Quarter)),
            "year" => Some(Within::Current(Period::Year)),
            text => self.duration(text, &value.span()).map(Within::Last),
        }
    }

    /// `payee_active = { own_sales = "100.00", within = "month" }`: conditions as of a rank.
    pub(super) fn active(&mut self, value: Value<'_>) -> Option<Conditions> {
        let span = value.span();
        let DeValue::Table(table) = value.get_ref() else {
            self.expected(
                &span,
                "`{ own_sales = \"100.00\", within = \"month\" }`",
                "`{ own_sales = \"100.00\", within = \"month\" }`",
            );
            return None;
        };
        let before = self.diagnostics.len();
        let found = self.condition_table(table, span.clone(), "payee_active");
        if found.is_none() && self.diagnostics.len() == before {
            self.missing(&span, "own_sales", "`own_sales = \"100.00\"`", "`own_sales = \"100.00\"`");
        }
        found
    }
}

/// Whether a measure is a state that no time limits.
fn timeless(measure: &Measure) -> bool {
    matches!(measure, Measure::Legs(..) | Measure::Held(..) | Measure::Course(_))
}
