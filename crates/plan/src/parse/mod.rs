//! From text to a [`Plan`]: every key known, every name resolved, every number exact, or a diagnostic that says where not.

mod condition;
mod payee;
mod range;
mod reader;
mod reward;
mod suggest;
mod terms;
mod volumes;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use self::reader::{Fields, Reader, Value};
use self::suggest::closest;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::model::{
    Caps, Entry, How, Join, MAX_RANKS, MAX_REWARDS, MAX_WIDTH, Named, Plan, Rank, Sale, SelfPurchase, Within,
};
use crate::money::{Currency, Rate, Rounding};
use crate::time::{DAY, Period, SECOND};
use crate::words::Text;

/// The longest plan that is read.
pub const MAX_BYTES: usize = 1 << 20;

/// Reads a plan. `None` when it cannot run; the diagnostics are in the order of the file either way.
pub fn parse(source: &str) -> (Option<Plan>, Vec<Diagnostic>) {
    let mut reader = Reader {
        diagnostics: Vec::new(),
        currency: yuan(),
        ranks: Vec::new(),
        rewards: Vec::new(),
        volumes: Vec::new(),
        misses_ranks: false,
    };
    let plan = if source.len() > MAX_BYTES {
        reader.error(
            &(0..0),
            Text::new("方案文件超过 1 MiB", "the plan is longer than 1 MiB"),
            Text::default(),
        );
        None
    } else {
        document(&mut reader, source)
    };
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    (plan.filter(|_| !broken), diagnostics)
}

fn yuan() -> Currency {
    Currency::of_code("CNY").unwrap_or_else(|| unreachable!("CNY has three capital letters"))
}

fn document(reader: &mut Reader, source: &str) -> Option<Plan> {
    let (root, errors) = DeTable::parse_recoverable(source);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        reader.error(
            &span,
            Text::new(
                format!("TOML 语法错误（{}）", error.message()),
                format!("this is not TOML: {}", error.message()),
            ),
            Text::default(),
        );
    }
    if !errors.is_empty() {
        return None;
    }
    let mut fields = Fields::new(root.get_ref(), 0..0, "plan");
    let sections = ["plan", "join", "sale", "limits", "placement"]
        .map(|name| fields.take(name).and_then(|value| table(reader, value, name)));
    let volumes = fields.take("volumes");
    let ranks = fields.take("rank");
    let rewards = fields.take("reward");
    // Where they are written another way, that is what is told.
    let is_meant = |key: &str| closest(key, ["rank"].into_iter()).is_some();
    reader.misses_ranks = root
        .get_ref()
        .iter()
        .any(|(key, value)| is_meant(key.get_ref()) && !is_list_of_ranks(key.get_ref(), value));
    let caps = fields.take("cap");
    let ranks = ranks.map_or_else(Vec::new, |value| tables(reader, value, "rank"));
    let rewards = rewards.map_or_else(Vec::new, |value| tables(reader, value, "reward"));
    let caps = caps.map_or_else(Vec::new, |value| tables(reader, value, "cap"));
    fields.finish(reader);
    let [head, rest @ ..] = sections;
    let head = head.or_else(|| {
        reader.missing(
            &(0..0),
            "[plan]",
            "`[plan]`、`id` 和 `currency`",
            "`[plan]` with `id` and `currency`",
        );
        None
    })?;
    assemble(reader, head, rest, volumes, ranks, rewards, caps)
}

fn is_list_of_ranks(key: &str, value: Value<'_>) -> bool {
    key == "rank" && matches!(value.get_ref(), DeValue::Array(_))
}

#[allow(clippy::needless_pass_by_value, reason = "the sections are read once and consumed")]
fn assemble<'a>(
    reader: &mut Reader,
    head: Fields<'a>,
    [join, sale, limits, placement]: [Option<Fields<'a>>; 4],
    volumes: Option<Value<'a>>,
    ranks: Vec<Fields<'a>>,
    rewards: Vec<Fields<'a>>,
    caps: Vec<Fields<'a>>,
) -> Option<Plan> {
    let head_span = head.span.clone();
    let Head { id, version, title, currency, utc_offset, rounding, closes_after_review } =
        read_head(reader, head);
    reader.currency = currency.unwrap_or_else(yuan);
    if ranks.is_empty() && !reader.misses_ranks {
        reader.missing(&head_span, "[[rank]]", "至少一个 `[[rank]]`", "at least one `[[rank]]`");
    }
    reader.ranks = ids(reader, &ranks, "rank", MAX_RANKS);
    reader.rewards = ids(reader, &rewards, "reward", MAX_REWARDS);
    for word in ["amount", "profit", "product"] {
        if let Some(at) = reader.rewards.iter().position(|id| id == word) {
            let span = rewards[at].key_span("id");
            reader.error(
                &span,
                Text::new(
                    format!("`{word}` 是方案语言的保留词"),
                    format!("`{word}` is a word of the language"),
                ),
                Text::new("换一个名称", "take another name"),
            );
        }
    }
    let join_span = join.as_ref().map_or_else(|| head_span.clone(), cost_span);
    let sale_span = sale.as_ref().map_or_else(|| head_span.clone(), |sale| sale.span.clone());
    let join = read_join(reader, join);
    let sale = read_sale(reader, sale);
    let volumes = volumes.map_or_else(Named::default, |value| reader.volumes(value));
    let (payout_limit, scales_to_limit, limit_span) = read_limits(reader, limits, &head_span);
    let width = placement.map_or(2, |placement| read_width(reader, placement));
    let ranks =
        ranks.into_iter().enumerate().map(|(at, fields)| read_rank(reader, fields, at == 0)).collect();
    let rewards = rewards.into_iter().map(|fields| reader.reward_table(fields)).collect::<Vec<_>>();
    let caps = caps.into_iter().map(|fields| read_caps(reader, fields)).collect::<Vec<_>>();
    let (id, rewards) = (id?, rewards.into_iter().collect::<Option<Vec<_>>>()?);
    let mut caps = caps.into_iter().collect::<Option<Vec<_>>>()?;
    for caps in &mut caps {
        // Without a list, all that is paid in money.
        if caps.rewards.is_empty() {
            let money = (0..).zip(&rewards).filter(|(_, reward)| reward.is_money());
            caps.rewards = money.map(|(no, _)| no).collect();
        }
    }
    Some(Plan {
        title: title.unwrap_or_else(|| Text::same(id.clone())),
        id,
        version,
        currency: currency?,
        utc_offset,
        rounding,
        closes_after_review,
        join,
        sale,
        volumes,
        payout_limit,
        scales_to_limit,
        limit_span,
        join_span,
        sale_span,
        caps,
        width,
        ranks,
        rewards,
    })
}

/// `[placement]`: how many legs everybody has in the tree.
fn read_width(reader: &mut Reader, mut placement: Fields<'_>) -> u8 {
    let width = placement.take("width").map(|value| {
        let width = reader.count(value, 1)?;
        if width > u32::from(MAX_WIDTH) {
            reader.expected(
                &value.span(),
                &format!("1 到 {MAX_WIDTH} 之间的宽度"),
                &format!("a width between 1 and {MAX_WIDTH}"),
            );
        }
        Some(width.min(u32::from(MAX_WIDTH)) as u8)
    });
    placement.finish(reader);
    width.flatten().unwrap_or(2)
}

/// `[plan]`.
struct Head {
    id: Option<String>,
    version: u32,
    title: Option<Text>,
    currency: Option<Currency>,
    utc_offset: i64,
    rounding: Rounding,
    closes_after_review: bool,
}

fn read_head(reader: &mut Reader, mut head: Fields<'_>) -> Head {
    let span = head.span.clone();
    let id = head.take("id");
    if id.is_none() {
        reader.missing(&span, "id", "`id = \"my-plan\"`", "`id = \"my-plan\"`");
    }
    let id = id.and_then(|value| reader.id(value)).map(str::to_owned);
    let version = head.take("version").and_then(|value| reader.count(value, 1)).unwrap_or(1);
    let title = head.take("title").and_then(|value| reader.title(value));
    let currency = head.take("currency");
    if currency.is_none() {
        reader.missing(&span, "currency", "`currency = \"CNY\"`", "`currency = \"CNY\"`");
    }
    let currency = currency.and_then(|value| {
        let found = Currency::of_code(reader.text(value)?);
        if found.is_none() {
            reader.expected(
                &value.span(),
                "三个大写字母的币种，如 `\"CNY\"`",
                "a currency of three capital letters such as `\"CNY\"`",
            );
        }
        found
    });
    let utc_offset = head.take("utc_offset").and_then(|value| read_offset(reader, value)).unwrap_or(0);
    let ways = [("down", Rounding::Down), ("half_up", Rounding::HalfUp), ("half_even", Rounding::HalfEven)];
    let rounding = head.take("rounding").and_then(|value| reader.word(value, &ways)).unwrap_or_default();
    let closes_after_review = head
        .take("close_ranks")
        .and_then(|value| reader.word(value, &[("before_review", false), ("after_review", true)]))
        .unwrap_or(false);
    head.finish(reader);
    Head { id, version, title, currency, utc_offset, rounding, closes_after_review }
}

/// `"+08:00"`, in nanoseconds.
fn read_offset(reader: &mut Reader, value: Value<'_>) -> Option<i64> {
    let text = reader.text(value)?;
    let two = |at: usize| {
        text.get(at..at + 2)?.parse::<i64>().ok().filter(|_| text.as_bytes()[at].is_ascii_digit())
    };
    let sign = match text.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => 0,
    };
    let offset = match (two(1), two(4)) {
        (Some(hours), Some(minutes))
            if text.len() == 6 && &text[3..4] == ":" && hours <= 14 && minutes < 60 =>
        {
            Some(sign * (hours * 3600 + minutes * 60) * SECOND)
        }
        _ => None,
    };
    if offset.is_none() || sign == 0 {
        reader.expected(&value.span(), "时区，如 `\"+08:00\"`", "an offset such as `\"+08:00\"`");
        return None;
    }
    offset
}

/// Where `[join]` says what joining costs, or else how one joins.
fn cost_span(join: &Fields<'_>) -> Span {
    let keys = ["package", "purchase", "fee", "deposit", "how"];
    keys.into_iter().find(|key| join.has(key)).map_or_else(|| join.span.clone(), |key| join.key_span(key))
}

fn read_join(reader: &mut Reader, join: Option<Fields<'_>>) -> Join {
    let open = Join { how: How::Open, purchase: None, fee: 0, deposit: 0 };
    let Some(mut join) = join else { return open };
    let ways = [("open", How::Open), ("invitation", How::Invitation), ("purchase", How::Purchase)];
    let how = join.take("how").and_then(|value| reader.word(value, &ways)).unwrap_or(How::Open);
    let order = join.take("purchase").and_then(|value| {
        let mut fields = table(reader, value, "purchase")?;
        let min = fields.take("min").and_then(|value| reader.money(value)).unwrap_or(0);
        fields.finish(reader);
        Some(Entry::Order(min))
    });
    let package = join.take("package").and_then(|value| reader.money(value)).map(Entry::Package);
    if let (Some(_), Some(_)) = (order, package) {
        let span = join.key_span("package");
        reader.error(
            &span,
            Text::new("`purchase` 和 `package` 只能写一个", "`purchase` and `package` exclude each other"),
            Text::default(),
        );
    }
    let fee = join.take("fee").and_then(|value| reader.money(value)).unwrap_or(0);
    let deposit = join.take("deposit").and_then(|value| reader.money(value)).unwrap_or(0);
    join.finish(reader);
    let any_order = (how == How::Purchase).then_some(Entry::Order(0));
    Join { how, purchase: package.or(order).or(any_order), fee, deposit }
}

fn read_sale(reader: &mut Reader, sale: Option<Fields<'_>>) -> Sale {
    let mut found = Sale {
        self_purchase: SelfPurchase::Seller,
        release_after: 7 * DAY,
        product_rate: (Rate(0), Rate::ONE),
        retail_tracking: false,
    };
    let Some(mut sale) = sale else { return found };
    let who = [
        ("seller", SelfPurchase::Seller),
        ("inviter", SelfPurchase::Inviter),
        ("nobody", SelfPurchase::Nobody),
    ];
    if let Some(word) = sale.take("self_purchase").and_then(|value| reader.word(value, &who)) {
        found.self_purchase = word;
    }
    if let Some(value) = sale.take("release_after") {
        let length = reader.text(value).and_then(|text| reader.duration(text, &value.span()));
        found.release_after = length.unwrap_or(found.release_after);
    }
    if let Some(range) = sale.take("product_rate").and_then(|value| read_rate_range(reader, value)) {
        found.product_rate = range;
    }
    if let Some(yes) = sale.take("retail_tracking").and_then(|value| reader.boolean(value)) {
        found.retail_tracking = yes;
    }
    sale.finish(reader);
    found
}

/// `"5%..=40%"`, or one rate for all.
fn read_rate_range(reader: &mut Reader, value: Value<'_>) -> Option<(Rate, Rate)> {
    let text = reader.text(value)?;
    let (low, high) = text.split_once("..=").unwrap_or((text, text));
    let ends = (Rate::parse(low.trim().as_bytes()), Rate::parse(high.trim().as_bytes()));
    if let (Ok(low), Ok(high)) = ends
        && low <= high
    {
        return Some((low, high));
    }
    reader.expected(&value.span(), "比例范围，如 `\"5%..=40%\"`", "a range of rates such as `\"5%..=40%\"`");
    None
}

fn read_limits(reader: &mut Reader, limits: Option<Fields<'_>>, head: &Span) -> (Rate, bool, Span) {
    let Some(mut limits) = limits else { return (Rate::ONE, false, head.clone()) };
    let payout = limits.take("payout");
    let span = payout.map_or_else(|| limits.span.clone(), Spanned::span);
    let rate = payout.and_then(|value| reader.rate(value)).unwrap_or(Rate::ONE);
    let scales = limits
        .take("over")
        .and_then(|value| reader.word(value, &[("cut", false), ("pro_rata", true)]))
        .unwrap_or(false);
    limits.finish(reader);
    (rate, scales, span)
}

/// `[[cap]]`: what one payee gets of several rewards together.
fn read_caps(reader: &mut Reader, mut fields: Fields<'_>) -> Option<Caps> {
    let span = fields.span.clone();
    let rewards = fields.take("rewards").map(|value| match value.get_ref() {
        DeValue::Array(items) if !items.is_empty() => items
            .iter()
            .map(|item| {
                let id = reader.text(item)?;
                reader.reward(id, &item.span())
            })
            .collect::<Option<Vec<_>>>(),
        _ => {
            reader.expected(&value.span(), "奖励的列表", "a list of rewards");
            None
        }
    });
    let cap = reader.cap_fields(&mut fields, false);
    fields.finish(reader);
    let cap = cap?;
    let rewards = match rewards {
        Some(None) => return None,
        Some(Some(rewards)) => rewards,
        None => Vec::new(),
    };
    Some(Caps { rewards, cap, span })
}

fn read_rank(reader: &mut Reader, mut fields: Fields<'_>, first: bool) -> Rank {
    let span = fields.key_span("id");
    let id = fields.take("id").and_then(|value| reader.id(value)).unwrap_or_default().to_owned();
    let title = fields.take("title").and_then(|value| reader.title(value));
    let promote = fields.take("promote").and_then(|value| reader.conditions(value));
    let keep = fields.take("keep").and_then(|value| reader.conditions(value));
    for (key, set) in [("promote", promote.is_some()), ("keep", keep.is_some())] {
        if first && set {
            let span = fields.key_span(key);
            reader.error(
                &span,
                Text::new(
                    format!("最低等级没有 `{key}`：新推广者一加入就有这个等级"),
                    format!("the lowest rank has no `{key}`: a new promoter gets it on joining"),
                ),
                Text::new("加入的条件写在 `[join]`", "say in `[join]` how people join"),
            );
        }
    }
    for condition in keep.iter().flat_map(|keep| &keep.list) {
        if let Some(Within::Current(Period::Day | Period::Week)) = condition.within {
            reader.error(
                &condition.span,
                Text::new(
                    "`keep` 在每月结束时考核，这里不能只看当天或本周",
                    "`keep` is reviewed at the close of each month, so a day or a week is too short for it",
                ),
                Text::new(
                    "写 `within = \"month\"`，或如 `within = \"7d\"` 的天数",
                    "write `within = \"month\"`, or a number of days such as `within = \"7d\"`",
                ),
            );
        }
    }
    fields.finish(reader);
    Rank { title: title.unwrap_or_else(|| Text::same(id.clone())), id, promote, keep, span }
}

/// A value that should be a table.
fn table<'a>(reader: &mut Reader, value: Value<'a>, name: &str) -> Option<Fields<'a>> {
    if let DeValue::Table(table) = value.get_ref() {
        return Some(Fields::new(table, value.span(), format!("[{name}]")));
    }
    reader.expected(&value.span(), &format!("表 `[{name}]`"), &format!("a table `[{name}]`"));
    None
}

/// A value that should be a list of tables.
fn tables<'a>(reader: &mut Reader, value: Value<'a>, name: &str) -> Vec<Fields<'a>> {
    let DeValue::Array(items) = value.get_ref() else {
        reader.expected(
            &value.span(),
            &format!("`[[{name}]]`，两层方括号"),
            &format!("`[[{name}]]` with two brackets"),
        );
        return Vec::new();
    };
    items
        .iter()
        .filter_map(|item| table(reader, item, name))
        .map(|fields| fields.named(format!("[[{name}]]")))
        .collect()
}

/// The ids of a list of tables: present, and each only once.
fn ids(reader: &mut Reader, list: &[Fields<'_>], name: &str, most: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for fields in list {
        let Some(value) = fields.peek("id") else {
            reader.missing(&fields.span, "id", "`id = \"…\"`", "`id = \"…\"`");
            found.push(String::new());
            continue;
        };
        let id = reader.id(value).unwrap_or_default().to_owned();
        if !id.is_empty() && found.contains(&id) {
            reader.error(
                &value.span(),
                Text::new(format!("`{id}` 出现了两次"), format!("`{id}` is there twice")),
                Text::new("每个名称只用一次", "give each its own name"),
            );
        }
        found.push(id);
    }
    if let Some(extra) = list.get(most) {
        reader.error(
            &extra.span,
            Text::new(format!("`[[{name}]]` 最多 {most} 个"), format!("at most {most} of `[[{name}]]`")),
            Text::default(),
        );
    }
    found.truncate(most);
    found
}
