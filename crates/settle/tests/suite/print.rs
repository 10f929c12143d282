//! Plans as TOML, histories and rows as CSV.

use std::fmt::Write as _;

use banyan_plan::time::{SECOND, Time};

use crate::oracle::{
    Ask, Asks, Back, Brackets, By, Cap, Carry, History, Line, Measure, Most, Of, On, Own, Pairing, Parts,
    Pay, Per, Plan, Reward, Rounding, Row, Span, To, WayIn, Within,
};
use crate::table::Files;

/// The plan as the engine reads it.
pub(crate) fn toml(plan: &Plan) -> String {
    let (code, _) = plan.currency;
    let sign = if plan.utc_offset < 0 { '-' } else { '+' };
    let rounding = match plan.rounding {
        Rounding::Down => "down",
        Rounding::HalfUp => "half_up",
        Rounding::HalfEven => "half_even",
    };
    let self_purchase = match plan.own_purchases {
        Own::Hers => "seller",
        Own::Inviters => "inviter",
        Own::Nobodys => "nobody",
    };
    let closes = if plan.closes_after_review { "close_ranks = \"after_review\"\n" } else { "" };
    let mut out = format!(
        "[plan]\nid = \"random\"\ncurrency = \"{code}\"\nutc_offset = \"{sign}{:02}:00\"\nrounding = \"{rounding}\"\n{closes}[sale]\nself_purchase = \"{self_purchase}\"\nrelease_after = \"{}h\"\n[limits]\npayout = \"{}\"\nover = \"{}\"\n",
        plan.utc_offset.abs(),
        plan.release_after / 3_600,
        rate(plan.payout),
        if plan.scales { "pro_rata" } else { "cut" }
    );
    let _ = writeln!(out, "[placement]\nwidth = {}\n[volumes]", plan.width);
    for (no, most) in plan.volumes.iter().enumerate() {
        let _ = writeln!(out, "v{no} = \"{}\"", rate(*most));
    }
    if let Some(volume) = plan.count {
        let _ = writeln!(out, "count = \"v{volume}\"");
    }
    let digits = plan.currency.1;
    let _ = match plan.joins_by {
        None => Ok(()),
        Some(WayIn::Purchase(least)) => {
            writeln!(out, "[join]\nhow = \"purchase\"\npurchase = {{ min = \"{}\" }}", decimal(least, digits))
        }
        Some(WayIn::Package(price)) => writeln!(out, "[join]\npackage = \"{}\"", decimal(price, digits)),
    };
    for (rank, rules) in plan.ranks.iter().zip(&plan.rules) {
        let _ = writeln!(out, "[[rank]]\nid = \"{rank}\"");
        for (key, asks) in ["promote", "keep"].into_iter().zip(rules) {
            if let Some(asks) = asks {
                let _ = writeln!(out, "{key} = {}", conditions(plan, asks));
            }
        }
    }
    for (cap_of, rewards) in &plan.together {
        let ids: Vec<&str> = rewards.iter().map(|no| plan.rewards[*no].id.as_str()).collect();
        let _ = writeln!(out, "[[cap]]\n{}", cap(cap_of, false, digits).join("\n"));
        if !ids.is_empty() {
            let _ = writeln!(out, "rewards = {ids:?}");
        }
    }
    for one in &plan.rewards {
        reward(plan, one, &mut out);
    }
    out
}

fn span(span: Span) -> &'static str {
    match span {
        Span::Day => "day",
        Span::Week => "week",
        Span::Month => "month",
        Span::Quarter => "quarter",
        Span::Year => "year",
    }
}

/// The conditions of a rank, or of being paid.
fn conditions(plan: &Plan, asks: &Asks) -> String {
    let list: Vec<String> = asks.of.iter().map(|ask| format!("{{ {} }}", condition(plan, ask))).collect();
    format!("{{ {} = [{}] }}", if asks.any { "any" } else { "all" }, list.join(", "))
}

fn condition(plan: &Plan, ask: &Ask) -> String {
    let money = |amount: i128| format!("\"{}\"", decimal(amount, plan.currency.1));
    let rank = |no: u8| plan.ranks[usize::from(no) - 1].as_str();
    let text = match &ask.measure {
        Measure::DirectInvites(least) => format!("direct_invites = {least}"),
        Measure::TeamSize(least) => format!("team_size = {least}"),
        Measure::DirectCustomers(least) => format!("direct_customers = {least}"),
        Measure::OwnSales(least) => format!("own_sales = {}", money(*least)),
        Measure::TeamSales(least, None) => format!("team_sales = {}", money(*least)),
        Measure::TeamSales(least, Some(share)) => {
            format!("team_sales = {}, leg_at_most = \"{}\"", money(*least), rate(*share))
        }
        Measure::LesserLegs(least) => format!("lesser_legs = {}", money(*least)),
        Measure::OwnOrders(least) => format!("own_orders = {least}"),
        Measure::Legs(least, count) => format!("legs = {{ rank = \"{}\", count = {count} }}", rank(*least)),
        Measure::QualifiedLegs(sold, count) => {
            format!("legs = {{ own_sales = {}, count = {count} }}", money(*sold))
        }
        Measure::Held(least, months, None) => {
            format!("held = {{ rank = \"{}\", months = {months} }}", rank(*least))
        }
        Measure::Held(least, months, Some(of)) => {
            format!("held = {{ rank = \"{}\", months = {months}, of = {of} }}", rank(*least))
        }
        Measure::OwnPurchases(least) => format!("own_purchases = {}", money(*least)),
        Measure::Package(product) => format!("package = \"{product}\""),
        Measure::TopUp(least) => format!("top_up = {}", money(*least)),
    };
    match ask.within {
        None => text,
        Some(within) => format!("{text}, within = \"{}\"", window(within)),
    }
}

fn window(within: Within) -> String {
    match within {
        Within::Last(seconds) => format!("{}h", seconds / 3_600),
        Within::Current(period) => span(period).to_owned(),
    }
}

fn reward(plan: &Plan, reward: &Reward, out: &mut String) {
    let rank = |no: u8| plan.ranks[usize::from(no) - 1].as_str();
    let ranks = |(low, high): (u8, u8)| match (low, high) {
        (low, high) if low == high => rank(low).to_owned(),
        (low, high) if usize::from(high) == plan.ranks.len() => format!("{}..", rank(low)),
        (1, high) => format!("..{}", rank(high + 1)),
        (low, high) => format!("{}..={}", rank(low), rank(high)),
    };
    let to = match reward.to {
        To::Seller => "\"seller\"".to_owned(),
        To::Buyer => "\"buyer\"".to_owned(),
        To::Upline(from, to) if from == to => format!("{{ upline = {from} }}"),
        To::Upline(from, to) => format!("{{ upline = \"{from}..={to}\" }}"),
        To::Nearest(at_least) => format!("{{ nearest = \"{}\" }}", rank(at_least)),
        To::Generation(from, to, of) => {
            format!("{{ generation = \"{from}..={to}\", of = \"{}\" }}", rank(of))
        }
        To::Differential => "\"differential\"".to_owned(),
        To::Peer(of) => format!("{{ peer = \"{}\" }}", plan.rewards[of].id),
        To::Pool(least) => format!("{{ pool = \"{}\" }}", rank(least)),
        To::Pairing => "\"pairing\"".to_owned(),
    };
    let _ = writeln!(out, "[[reward]]\nid = \"{}\"\non = {}\nto = {to}", reward.id, on(reward.on));
    shared(plan, reward, out);
    if let Some(set) = reward.payee_rank {
        let _ = writeln!(out, "payee_rank = \"{}\"", ranks(set));
    }
    if let Some(set) = reward.seller_rank {
        let _ = writeln!(out, "seller_rank = \"{}\"", ranks(set));
    }
    let _ = match reward.distance {
        Some((low, None)) => writeln!(out, "distance = \"{low}..\""),
        Some((low, Some(high))) if low == high => writeln!(out, "distance = \"{low}\""),
        Some((low, Some(high))) => writeln!(out, "distance = \"{low}..={high}\""),
        None => Ok(()),
    };
    match reward.categories.as_slice() {
        [] => {}
        [one] => out.push_str(&format!("category = \"{one}\"\n")),
        many => out.push_str(&format!("category = {many:?}\n")),
    }
    if let Some(first) = reward.first_order {
        let _ = writeln!(out, "first_order = {first}");
    }
    filters(plan, reward, out);
    if reward.placed {
        out.push_str("along = \"placement\"\n");
    }
    if reward.per_piece {
        out.push_str("per = \"piece\"\n");
    }
    if let Some(until) = reward.until {
        let _ = writeln!(out, "until = \"{}\"", rank(until));
    }
    if let Some(payees) = reward.payees {
        let _ = writeln!(out, "payees = {payees}");
    }
    if let Some(floor) = reward.floor {
        let _ = writeln!(out, "floor = \"{}\"", rate(floor));
    }
    if reward.compress {
        out.push_str("compress = true\n");
    }
    if reward.every > 1 {
        let _ = writeln!(out, "every = {}", reward.every);
    }
    pay(plan, reward, out);
}

fn on(on: On) -> String {
    match on {
        On::Sale => "\"sale\"".to_owned(),
        On::Join => "\"join\"".to_owned(),
        On::Promotion => "\"promotion\"".to_owned(),
        On::FirstSale => "\"first_sale\"".to_owned(),
        On::Period(period) => format!("\"period\"\nperiod = \"{}\"", span(period)),
    }
}

/// How a pool is shared, how legs are paired, and who has to be active.
fn shared(plan: &Plan, reward: &Reward, out: &mut String) {
    let _ = match (&reward.parts, reward.to) {
        (Parts::OwnSales, _) => writeln!(out, "by = \"own_sales\""),
        (Parts::TeamSales, _) => writeln!(out, "by = \"team_sales\""),
        (Parts::Weights(weights), _) => {
            let pairs: Vec<String> =
                plan.ranks.iter().zip(weights).map(|(rank, weight)| format!("{rank} = {weight}")).collect();
            writeln!(out, "weights = {{ {} }}", pairs.join(", "))
        }
        (Parts::Equal, _) => Ok(()),
    };
    if reward.pair != Pairing::default() {
        let _ = writeln!(out, "pair = {{ {} }}", pairing(&reward.pair, plan.currency.1).join(", "));
    }
    if let Some(asks) = &reward.active {
        let _ = writeln!(out, "payee_active = {}", conditions(plan, asks));
    }
}

fn pairing(pair: &Pairing, digits: u32) -> Vec<String> {
    let money = |amount: i128| format!("\"{}\"", decimal(amount, digits));
    let mut keys = Vec::new();
    if let Some(unit) = pair.unit {
        keys.push(format!("unit = {}", money(unit)));
    }
    if !pair.steps.is_empty() {
        let steps: Vec<String> = pair.steps.iter().map(|step| money(*step)).collect();
        keys.push(format!("steps = [{}]", steps.join(", ")));
    }
    if pair.more > 0 {
        keys.push(format!("ratio = \"{}:1\"", pair.more + 1));
    }
    match pair.carry {
        Carry::All => {}
        Carry::None => keys.push("carry = \"none\"".to_owned()),
        Carry::Stronger => keys.push("carry = \"stronger\"".to_owned()),
        Carry::Most(most) => keys.push(format!("carry = {}", money(most))),
    }
    if pair.idle_loses {
        keys.push("idle = \"lose\"".to_owned());
    }
    if let Some(closes) = pair.expires {
        keys.push(format!("expires = {closes}"));
    }
    keys
}

fn brackets(plan: &Plan, brackets: &Brackets) -> String {
    let mut keys = vec![match brackets.by {
        By::Own => "by = \"own_sales\"".to_owned(),
        By::Team => "by = \"team_sales\"".to_owned(),
        By::Group(end) => format!("by = {{ group = \"{}\" }}", plan.ranks[usize::from(end) - 1]),
    }];
    match brackets.within {
        Back::NotAtAll => {}
        Back::To(None) => keys.push("within = \"ever\"".to_owned()),
        Back::To(Some(within)) => keys.push(format!("within = \"{}\"", window(within))),
    }
    if brackets.marginal {
        keys.push("marginal = true".to_owned());
    }
    let from = brackets.from.iter();
    let from =
        from.map(|(from, one)| format!("\"{}\" = \"{}\"", decimal(*from, plan.currency.1), rate(*one)));
    keys.push(format!("from = {{ {} }}", from.collect::<Vec<_>>().join(", ")));
    keys.join(", ")
}

/// `per`, and `amount` or `times`.
fn cap(cap: &Cap, is_points: bool, digits: u32) -> Vec<String> {
    let per = match cap.per {
        Per::Line => "line",
        Per::Time(period) => span(period),
        Per::Life => "life",
    };
    let most = match cap.most {
        Most::Amount(amount) if is_points => format!("amount = \"{amount}\""),
        Most::Amount(amount) => format!("amount = \"{}\"", decimal(amount, digits)),
        Most::Times(times) => format!("times = \"{}\"", decimal(times, 6)),
    };
    vec![format!("per = \"{per}\""), most]
}

/// What a line, its buyer and its payee must be like, in ranges.
fn filters(plan: &Plan, reward: &Reward, out: &mut String) {
    let digits = plan.currency.1;
    let _ = match reward.line_amount {
        Some((least, None)) => writeln!(out, "line_amount = \"{}..\"", decimal(least, digits)),
        Some((0, Some(below))) => writeln!(out, "line_amount = \"..{}\"", decimal(below, digits)),
        Some((least, Some(below))) => {
            writeln!(out, "line_amount = \"{}..{}\"", decimal(least, digits), decimal(below, digits))
        }
        None => Ok(()),
    };
    let counts = |(low, end): (i64, Option<i64>)| match end {
        None => format!("{low}.."),
        Some(end) if low == 0 => format!("..{end}"),
        Some(end) => format!("{low}..{end}"),
    };
    let up_to = |(low, high): (i64, Option<i64>)| match high {
        Some(high) if low == high => format!("{low}"),
        Some(high) => format!("{low}..={high}"),
        None => format!("{low}.."),
    };
    let wide = |(low, high): (u32, Option<u32>)| (i64::from(low), high.map(i64::from));
    let wider = |(low, high): (usize, Option<usize>)| (low as i64, high.map(|high| high as i64));
    for (key, range) in [
        ("line_quantity", reward.line_quantity.map(|range| up_to(wide(range)))),
        ("buyer_months", reward.buyer_months.map(counts)),
        ("payee_months", reward.payee_months.map(counts)),
        ("recruit", reward.recruit.map(|range| up_to(wider(range)))),
    ] {
        if let Some(range) = range {
            let _ = writeln!(out, "{key} = \"{range}\"");
        }
    }
}

fn pay(plan: &Plan, reward: &Reward, out: &mut String) {
    let digits = plan.currency.1;
    let of = |of: Of| match of {
        Of::Amount => "of = \"amount\"\n".to_owned(),
        Of::Profit => "of = \"profit\"\n".to_owned(),
        Of::Volume(no) => format!("of = \"v{no}\"\n"),
        Of::Reward(no) => format!("of = \"{}\"\n", plan.rewards[no].id),
    };
    let many = |rates: &[i128]| rates.iter().map(|one| format!("\"{}\"", rate(*one))).collect::<Vec<_>>();
    let text = match &reward.pay {
        Pay::Rate(one, base) => format!("rate = \"{}\"\n{}", rate(*one), of(*base)),
        Pay::Product(base) => format!("rate = \"product\"\n{}", of(*base)),
        Pay::PerLevel(rates, base) => format!("rates = [{}]\n{}", many(rates).join(", "), of(*base)),
        Pay::PerRank(rates, base) => {
            let pairs = plan.ranks.iter().zip(many(rates)).map(|(rank, rate)| format!("{rank} = {rate}"));
            format!("rates = {{ {} }}\n{}", pairs.collect::<Vec<_>>().join(", "), of(*base))
        }
        Pay::Table(rows, base) => {
            let pairs =
                plan.ranks.iter().zip(rows).map(|(rank, row)| format!("{rank} = [{}]", many(row).join(", ")));
            format!("rates = {{ {} }}\n{}", pairs.collect::<Vec<_>>().join(", "), of(*base))
        }
        Pay::Brackets(one, base) => format!("rates = {{ {} }}\n{}", brackets(plan, one), of(*base)),
        Pay::Amounts(amounts) => {
            let pairs = plan.ranks.iter().zip(amounts);
            let pairs = pairs.map(|(rank, amount)| format!("{rank} = \"{}\"", decimal(*amount, digits)));
            format!("amounts = {{ {} }}\n", pairs.collect::<Vec<_>>().join(", "))
        }
        Pay::Amount(fixed) => format!("amount = \"{}\"\n", decimal(*fixed, digits)),
        Pay::Coupon(fixed) => format!("coupon = \"{}\"\n", decimal(*fixed, digits)),
        Pay::Points(points) => format!("points = {points}\n"),
    };
    out.push_str(&text);
    if let Some(one) = &reward.cap {
        let keys = cap(one, matches!(reward.pay, Pay::Points(_)), digits);
        let _ = writeln!(out, "cap = {{ {} }}", keys.join(", "));
    }
}

/// The files of a history; `shuffle` puts the members' rows in another order.
pub(crate) fn files(plan: &Plan, history: &History, shuffle: usize) -> Files {
    let digits = plan.currency.1;
    let rank = |no: u8| usize::from(no).checked_sub(1).map_or("", |no| plan.ranks[no].as_str());
    let name = |member: usize| field(&history.members[member].name);
    let maybe = |member: Option<usize>| member.map(name).unwrap_or_default();
    let mut members: Vec<String> = history
        .members
        .iter()
        .map(|one| {
            let (at, rank) = (time(one.joined_at), rank(one.rank));
            let under = one.placed_under;
            let leg = under.and_then(|(_, leg)| leg).map_or(String::new(), |leg| (leg + 1).to_string());
            let under = maybe(under.map(|(under, _)| under));
            format!("{},{},{at},{rank},{under},{leg}\n", field(&one.name), maybe(one.inviter))
        })
        .collect();
    members
        .sort_by_key(|row| row.bytes().fold(shuffle, |sum, byte| sum.wrapping_mul(31) ^ usize::from(byte)));
    let ranks = history.ranks.iter();
    let ranks = ranks.map(|row| format!("{},{},{}\n", name(row.member), rank(row.rank), time(row.at)));
    let lines = history.lines.iter().map(|line| {
        let money = |amount: i128| decimal(amount, digits);
        let volume = |no: usize| line.volumes.get(no).copied().flatten().map(money).unwrap_or_default();
        format!(
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
            line.order,
            line.no,
            time(line.at),
            name(line.buyer),
            maybe(line.seller.filter(|_| line.also.is_empty())),
            sellers(history, line),
            line.product,
            line.category,
            money(line.amount),
            line.cost.map(money).unwrap_or_default(),
            line.rate.map(|millionths| decimal(millionths, 6)).unwrap_or_default(),
            line.quantity,
            line.refund_of.map(|at| reference(history, at)).unwrap_or_default(),
            volume(0),
            volume(1),
        )
    });
    Files {
        members: format!("member,inviter,joined_at,rank,placed_under,leg\n{}", members.concat()),
        ranks: format!("member,rank,at\n{}", ranks.collect::<String>()),
        transfers: String::new(),
        stops: String::new(),
        orders: format!(
            "order,line,at,buyer,seller,sellers,product,category,amount,cost,rate,quantity,refund_of,v0,v1\n{}",
            lines.collect::<String>()
        ),
    }
}

/// Who shares a line, if several do.
fn sellers(history: &History, line: &Line) -> String {
    let Some(seller) = line.seller.filter(|_| !line.also.is_empty()) else { return String::new() };
    let rest = 1_000_000 - line.also.iter().map(|(_, share)| share).sum::<i128>();
    let all = std::iter::once((seller, rest)).chain(line.also.iter().copied());
    let all = all.map(|(one, share)| format!("{}={}", history.members[one].name, rate(share)));
    field(&all.collect::<Vec<_>>().join(";"))
}

/// `ORDER/LINE`.
pub(crate) fn reference(history: &History, line: usize) -> String {
    format!("{}/{}", history.lines[line].order, history.lines[line].no)
}

/// The rewards file, row by row, without its header. The base and rate of a refund's rows are left open.
pub(crate) fn rows(plan: &Plan, history: &History, rows: &[Row]) -> Vec<String> {
    let digits = plan.currency.1;
    let row = |row: &Row| {
        let (base, rate) = match row.share {
            _ if row.event == "refund" => ("*".to_owned(), "*".to_owned()),
            Some((base, rate)) => (decimal(base, digits), fraction(rate)),
            None => (String::new(), String::new()),
        };
        let is_points = matches!(plan.rewards[row.reward].pay, Pay::Points(_));
        let scale = if is_points { 10_i128.pow(digits) } else { 1 };
        format!(
            "{},{},{},{},{},{base},{rate},{},{}",
            row.event,
            field(&row.reference),
            plan.rewards[row.reward].id,
            field(&history.members[row.payee].name),
            row.distance,
            decimal(row.amount * scale, digits),
            if row.cut { "cut" } else { "" },
        )
    };
    rows.iter().map(row).collect()
}

/// A field, in quotes if it needs them.
pub(crate) fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

pub(crate) fn time(second: i64) -> String {
    Time(second * SECOND).to_string()
}

/// An integer of 10^−`digits`.
pub(crate) fn decimal(value: i128, digits: u32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let scale = 10_u128.pow(digits);
    let (major, minor) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
    if digits == 0 {
        return format!("{sign}{major}");
    }
    format!("{sign}{major}.{minor:0>width$}", width = digits as usize)
}

/// Millionths as a percentage.
fn rate(millionths: i128) -> String {
    format!("{}%", decimal(millionths, 4))
}

/// Millionths without needless zeros.
fn fraction(millionths: i128) -> String {
    let text = decimal(millionths, 6);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
