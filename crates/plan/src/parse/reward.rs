//! `[[reward]]`: on what, to whom, under which conditions, how much.

use toml::de::DeValue;

use super::reader::{Fields, Reader, Value};
use crate::diagnostic::Span;
use crate::model::{Along, Base, Cap, Filters, Most, On, Pay, Per, Rates, Reward, Share, To};
use crate::money::Rate;
use crate::time::Period;
use crate::words::Text;

const PERIODS: [(&str, Period); 5] = [
    ("day", Period::Day),
    ("week", Period::Week),
    ("month", Period::Month),
    ("quarter", Period::Quarter),
    ("year", Period::Year),
];
const CAPS: [(&str, Per); 7] = [
    ("line", Per::Line),
    ("day", Per::Period(Period::Day)),
    ("week", Per::Period(Period::Week)),
    ("month", Per::Period(Period::Month)),
    ("quarter", Per::Period(Period::Quarter)),
    ("year", Per::Period(Period::Year)),
    ("life", Per::Life),
];
impl Reader {
    /// One `[[reward]]`; `None` if it is broken (a diagnostic says why).
    pub(super) fn reward_table(&mut self, mut fields: Fields<'_>) -> Option<Reward> {
        let span = fields.key_span("id");
        let id = fields.take("id").and_then(|value| self.id(value)).map(str::to_owned);
        let title = fields.take("title").and_then(|value| self.title(value));
        let on = self.on(&mut fields);
        let to = self.to(&mut fields);
        let to_span = fields.peek("to").map_or(span.clone(), serde_spanned::Spanned::span);
        let filters = self.filters(&mut fields);
        let compress = fields.take("compress").and_then(|value| self.boolean(value)).unwrap_or(false);
        let along = fields
            .take("along")
            .and_then(|value| {
                self.word(value, &[("inviters", Along::Inviters), ("placement", Along::Placement)])
            })
            .unwrap_or(Along::Inviters);
        let until = fields.take("until").map(|value| self.rank_value(value));
        let payees = fields.take("payees").map(|value| self.count(value, 1));
        let floor = fields.take("floor").map(|value| self.rate(value));
        let weights = self.weights(&mut fields, to);
        let pair = fields.take("pair").map(|value| self.pair(value, to));
        let pay = self.pay(&mut fields, to);
        let per_piece = fields
            .take("per")
            .and_then(|value| self.word(value, &[("line", false), ("piece", true)]))
            .unwrap_or(false);
        let cap = fields.take("cap").and_then(|value| self.cap(value));
        let every = fields.take("every").and_then(|value| self.count(value, 1)).unwrap_or(1);
        let key_spans = fields.key_spans();
        let id_span = fields.peek("id").map_or(span, serde_spanned::Spanned::span);
        fields.finish(self);
        let (id, on, to, pay, filters, weights) = (id?, on?, to?, pay?, filters?, weights?);
        let (until, payees, floor) = (swap(until)?, swap(payees)?, swap(floor)?);
        let pair = swap(pair)?.unwrap_or_default();
        let to = match to {
            // Ranks without a weight are not of the pool, so that it begins with the first that has one.
            To::Pool(rank, _) if !weights.is_empty() => {
                let first = weights.iter().position(|weight| *weight > 0).map_or(rank, |at| at as u8 + 1);
                To::Pool(rank.max(first), Share::Rank)
            }
            to => to,
        };
        let title = title.unwrap_or_else(|| Text::same(id.clone()));
        Some(Reward {
            id,
            title,
            on,
            to,
            filters,
            along,
            compress,
            until,
            payees,
            floor,
            pair,
            weights,
            pay,
            per_piece,
            cap,
            every,
            span: id_span,
            to_span,
            key_spans,
        })
    }

    fn on(&mut self, fields: &mut Fields<'_>) -> Option<On> {
        let words = [
            ("sale", None),
            ("join", Some(On::Join)),
            ("promotion", Some(On::Promotion)),
            ("first_sale", Some(On::FirstSale)),
            ("period", Some(On::Period(Period::Month))),
        ];
        let period_span = fields.key_span("period");
        let period = fields.take("period").map(|value| self.word(value, &PERIODS));
        let Some(value) = fields.take("on") else {
            let span = fields.span.clone();
            self.missing(&span, "on", "`on = \"sale\"`", "`on = \"sale\"`");
            return None;
        };
        match (self.word(value, &words)?.unwrap_or(On::Sale), period) {
            (On::Period(_), Some(period)) => period.map(On::Period),
            (On::Period(_), None) => {
                self.missing(&value.span(), "period", "`period = \"month\"`", "`period = \"month\"`");
                None
            }
            (_, Some(_)) => {
                self.error(
                    &period_span,
                    Text::new("`period` 只用于 `on = \"period\"`", "`period` belongs to `on = \"period\"`"),
                    Text::default(),
                );
                None
            }
            (on, None) => Some(on),
        }
    }

    pub(super) fn rank_value(&mut self, value: Value<'_>) -> Option<u8> {
        let id = self.text(value)?;
        self.rank(id, &value.span())
    }

    fn filters(&mut self, fields: &mut Fields<'_>) -> Option<Filters> {
        let payee_rank = fields.take("payee_rank").map(|value| self.rank_set(value));
        let seller_rank = fields.take("seller_rank").map(|value| self.rank_set(value));
        let distance = fields.take("distance").map(|value| self.distances(value));
        let categories = fields.take("category").map(|value| self.categories(value));
        let first_order = fields.take("first_order").map(|value| self.boolean(value));
        let line_amount = fields.take("line_amount").map(|value| self.money_range(value));
        let [line_quantity, buyer_months, payee_months, recruit] =
            [("line_quantity", 1), ("buyer_months", 0), ("payee_months", 0), ("recruit", 1)]
                .map(|(key, least)| fields.take(key).map(|value| self.counts(value, least)));
        let payee_active = fields.take("payee_active").map(|value| self.active(value));
        Some(Filters {
            payee_rank: swap(payee_rank)?,
            seller_rank: swap(seller_rank)?,
            distance: swap(distance)?.map(|(low, high)| (low, high.unwrap_or(u32::MAX))),
            categories: swap(categories)?.unwrap_or_default(),
            first_order: swap(first_order)?,
            line_amount: swap(line_amount)?,
            line_quantity: swap(line_quantity)?,
            buyer_months: swap(buyer_months)?,
            payee_months: swap(payee_months)?,
            recruit: swap(recruit)?,
            payee_active: swap(payee_active)?,
        })
    }

    /// One category or a list of them.
    fn categories(&mut self, value: Value<'_>) -> Option<Vec<String>> {
        match value.get_ref() {
            DeValue::String(text) if !text.is_empty() => Some(vec![text.to_string()]),
            DeValue::Array(items) if !items.is_empty() => {
                items.iter().map(|item| self.text(item).map(str::to_owned)).collect()
            }
            _ => {
                self.expected(
                    &value.span(),
                    "品类，如 `\"food\"` 或 `[\"food\", \"home\"]`",
                    "a category such as `\"food\"` or `[\"food\", \"home\"]`",
                );
                None
            }
        }
    }

    fn pay(&mut self, fields: &mut Fields<'_>, to: Option<To>) -> Option<Pay> {
        let rate = fields.take("rate");
        let rates = fields.take("rates");
        let of = fields.take("of");
        let fixed =
            [fields.take("amount"), fields.take("coupon"), fields.take("points"), fields.take("amounts")];
        let ways =
            usize::from(rate.is_some()) + usize::from(rates.is_some()) + fixed.iter().flatten().count();
        if ways != 1 {
            let at = fields.peek("id").map_or_else(|| fields.key_span("id"), serde_spanned::Spanned::span);
            self.error(
                &at,
                if ways == 0 {
                    Text::new("没有写付多少", "it does not say how much is paid")
                } else {
                    Text::new("付多少只能写一种", "it says more than once how much is paid")
                },
                Text::new(
                    "写 `rate`、`rates`、`amount`、`amounts`、`coupon`、`points` 之一",
                    "write one of `rate`, `rates`, `amount`, `amounts`, `coupon`, `points`",
                ),
            );
            return None;
        }
        if let (Some(of), false) = (of, rate.is_some() || rates.is_some()) {
            self.error(
                &of.span(),
                Text::new("固定金额没有 `of`", "a fixed amount is not `of` anything"),
                Text::new("去掉 `of`，或改写 `rate`", "leave out `of`, or write a `rate`"),
            );
            return None;
        }
        let [amount, coupon, points, amounts] = fixed;
        if let Some(value) = amounts {
            return self.by_rank(value, Self::money).map(Pay::Amounts);
        }
        if let Some(value) = amount {
            return self.money(value).map(Pay::Amount);
        }
        if let Some(value) = coupon {
            return self.money(value).map(Pay::Coupon);
        }
        if let Some(value) = points {
            return self.points(value).map(Pay::Points);
        }
        let rates = match (rate, rates) {
            (Some(rate), _) => self.one_rate(rate),
            (None, Some(rates)) => self.many_rates(rates, to),
            (None, None) => None,
        };
        let base = self.base(of, to);
        Some(Pay::Share(rates?, base?))
    }

    /// Whole points, as a number or in quotes.
    fn points(&mut self, value: Value<'_>) -> Option<i64> {
        if let DeValue::String(text) = value.get_ref()
            && let Ok(points) = text.parse::<u32>()
        {
            return Some(i64::from(points));
        }
        self.count(value, 0).map(i64::from)
    }

    fn one_rate(&mut self, value: Value<'_>) -> Option<Rates> {
        if matches!(value.get_ref(), DeValue::String(text) if text == "product") {
            return Some(Rates::Product);
        }
        self.rate(value).map(Rates::One)
    }

    /// A table with a value for each rank; a rank left out has none.
    fn by_rank<T: Default + Clone>(
        &mut self,
        value: Value<'_>,
        read: impl Fn(&mut Self, Value<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.expected(
                &value.span(),
                "每个等级一项的表，如 `{ gold = … }`",
                "a table with one value for each rank such as `{ gold = … }`",
            );
            return None;
        };
        let mut all = vec![T::default(); self.ranks.len()];
        let mut fine = true;
        for (rank, one) in table {
            let no = self.rank(rank.get_ref(), &rank.span());
            match no.zip(read(self, one)) {
                Some((no, one)) => all[usize::from(no) - 1] = one,
                None => fine = false,
            }
        }
        fine.then_some(all)
    }

    /// One rate for all levels, or a list of at most so many.
    fn level_rates(&mut self, value: Value<'_>, levels: usize) -> Option<Vec<Rate>> {
        let DeValue::Array(items) = value.get_ref() else {
            return self.rate(value).map(|rate| vec![rate; levels]);
        };
        if items.len() > levels {
            self.error(
                &value.span(),
                Text::new(
                    format!("只有 {levels} 个层级，却有 {} 个比例", items.len()),
                    format!("only {levels} levels, but {} rates", items.len()),
                ),
                Text::new("每个层级最多写一个比例", "write at most one rate for each level"),
            );
            return None;
        }
        items.iter().map(|item| self.rate(item)).collect()
    }

    /// A list of rates where there are no levels.
    fn one_person(&mut self, span: &Span) {
        self.error(
            span,
            Text::new(
                "只有一位领取人，没有层级可以分别给比例",
                "a list has one rate for each level, and here one person is paid",
            ),
            Text::new(
                "写 `rate = \"10%\"`，或按等级写 `rates = { 等级 = \"16%\", … }`",
                "write `rate = \"10%\"`, or rates by rank: `rates = { RANK = \"16%\", … }`",
            ),
        );
    }

    /// A list with a rate per level, or a table with a rate (or a list of them) per rank.
    fn many_rates(&mut self, value: Value<'_>, to: Option<To>) -> Option<Rates> {
        let to = to?;
        if let DeValue::Table(table) = value.get_ref()
            && table
                .iter()
                .any(|(key, one)| key.get_ref() == "from" && matches!(one.get_ref(), DeValue::Table(_)))
        {
            return self.brackets(table, &value.span(), to).map(Rates::Brackets);
        }
        match (value.get_ref(), to) {
            (DeValue::Array(items), To::Upline(from, last) | To::Generation(from, last, _)) => {
                let levels = (last - from + 1) as usize;
                if items.len() != levels {
                    self.error(
                        &value.span(),
                        Text::new(
                            format!("{levels} 个层级，却有 {} 个比例", items.len()),
                            format!("{levels} levels, but {} rates", items.len()),
                        ),
                        Text::new("每个层级写一个比例", "write one rate for each level"),
                    );
                    return None;
                }
                items.iter().map(|item| self.rate(item)).collect::<Option<Vec<Rate>>>().map(Rates::PerLevel)
            }
            (DeValue::Table(_), To::Upline(from, last) | To::Generation(from, last, _)) => {
                let levels = (last - from + 1) as usize;
                self.by_rank(value, |reader, one| reader.level_rates(one, levels)).map(Rates::Table)
            }
            (DeValue::Table(_), To::Differential | To::Seller | To::Nearest(_) | To::Pairing) => {
                self.by_rank(value, Self::rate).map(Rates::PerRank)
            }
            (_, To::Seller | To::Nearest(_) | To::Pairing) => {
                self.one_person(&value.span());
                None
            }
            (_, To::Differential) => {
                self.expected(
                    &value.span(),
                    "每个等级的比例，如 `{ owner = \"16%\" }`",
                    "a rate for each rank such as `{ owner = \"16%\" }`",
                );
                None
            }
            (_, To::Upline(..) | To::Generation(..)) => {
                self.expected(
                    &value.span(),
                    "每个层级的比例，如 `[\"5%\", \"3%\"]`，或每个等级的比例，如 `{ gold = [\"5%\", \"3%\"] }`",
                    "a rate for each level such as `[\"5%\", \"3%\"]`, or those of each rank such as `{ gold = [\"5%\", \"3%\"] }`",
                );
                None
            }
            _ => {
                self.error(
                    &value.span(),
                    Text::new(
                        "`rates` 按层级或等级给比例，这里只有一个比例",
                        "`rates` are by level or by rank; here there is one rate",
                    ),
                    Text::new("写 `rate = \"…\"`", "write `rate = \"…\"`"),
                );
                None
            }
        }
    }

    fn base(&mut self, of: Option<Value<'_>>, to: Option<To>) -> Option<Base> {
        if let Some(To::Peer(reward)) = to {
            if let Some(of) = of
                && self
                    .text(of)
                    .is_some_and(|id| Some(id) != self.rewards.get(usize::from(reward)).map(String::as_str))
            {
                self.error(
                    &of.span(),
                    Text::new(
                        "同级奖按那个奖励的每一笔计算",
                        "a peer reward is a share of each entry of that reward",
                    ),
                    Text::new("去掉 `of`", "leave out `of`"),
                );
                return None;
            }
            return Some(Base::Reward(reward));
        }
        let Some(of) = of else { return Some(Base::Amount) };
        match self.text(of)? {
            "amount" => Some(Base::Amount),
            "profit" => Some(Base::Profit),
            id if self.volumes.iter().any(|known| known == id) => {
                self.volumes.iter().position(|known| known == id).map(|place| Base::Volume(place as u8))
            }
            id => self.reward(id, &of.span()).map(Base::Reward),
        }
    }

    pub(super) fn cap(&mut self, value: Value<'_>) -> Option<Cap> {
        let DeValue::Table(table) = value.get_ref() else {
            self.expected(
                &value.span(),
                "`{ per = \"month\", amount = \"…\" }`",
                "`{ per = \"month\", amount = \"…\" }`",
            );
            return None;
        };
        let mut fields = Fields::new(table, value.span(), "cap");
        let cap = self.cap_fields(&mut fields, true);
        fields.finish(self);
        cap
    }

    /// `per`, and `amount` or `times`.
    pub(super) fn cap_fields(&mut self, fields: &mut Fields<'_>, may_be_a_line: bool) -> Option<Cap> {
        let span = fields.span.clone();
        let (per, amount, times) = (fields.take("per"), fields.take("amount"), fields.take("times"));
        let (Some(per), Some(most)) = (per, amount.or(times)) else {
            self.expected(
                &span,
                "`per` 和 `amount`，如 `per = \"month\"`、`amount = \"…\"`",
                "`per` and `amount`, such as `per = \"month\"` and `amount = \"…\"`",
            );
            return None;
        };
        if let (Some(_), Some(times)) = (amount, times) {
            self.error(
                &times.span(),
                Text::new("`amount` 和 `times` 只能写一个", "`amount` and `times` exclude each other"),
                Text::default(),
            );
            return None;
        }
        let words = CAPS.iter().filter(|(_, per)| may_be_a_line || *per != Per::Line);
        let per = self.word(per, &words.copied().collect::<Vec<_>>());
        let most = if amount.is_some() {
            self.money(most).map(Most::Amount)
        } else {
            self.times(most).map(Most::Purchases)
        };
        Some(Cap { per: per?, most: most? })
    }

    /// So many times something, in millionths: `3` or `"2.5"`.
    fn times(&mut self, value: Value<'_>) -> Option<i64> {
        let times = match value.get_ref() {
            DeValue::String(text) => millionths(text),
            DeValue::Integer(_) => return self.count(value, 1).map(|times| i64::from(times) * 1_000_000),
            _ => None,
        };
        let times = times.filter(|times| (1..=1_000_000_000).contains(times));
        if times.is_none() {
            self.expected(
                &value.span(),
                "倍数，如 `3` 或 `\"2.5\"`，最多 1000",
                "a multiple such as `3` or `\"2.5\"`, at most 1000",
            );
        }
        times
    }
}

/// A decimal number of at most six digits after the point, in millionths.
fn millionths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(part) || part.len() > 6 || whole.len() > 6 {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 1_000_000 + format!("{part:0<6}").parse::<i64>().ok()?)
}

/// `Some(None)` is a value that was written and is broken; `None` one that was not written.
#[allow(clippy::option_option, reason = "the two ways of having no value differ")]
fn swap<T>(value: Option<Option<T>>) -> Option<Option<T>> {
    match value {
        Some(None) => None,
        Some(value) => Some(value),
        None => Some(None),
    }
}
