//! Why an entry exists: as data, and as one sentence that a shopkeeper understands.

use crate::kernel::{Entry, Member, Occasion};
use crate::model::{Along, Base, On, Pay, Plan, RankNo, Rates, To};
use crate::money::{Minor, Rate, Rounding, kept};
use crate::words::{Lang, Text};

/// The facts behind the entries of one event.
pub struct Facts<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The event's `ref`; empty for an order that nobody placed.
    pub reference: &'a str,
    /// What it was about.
    pub cause: Cause<'a>,
    /// A member's name in the files.
    pub name: &'a dyn Fn(Member) -> String,
}

/// What an event was about.
#[derive(Debug, Clone, Copy)]
pub enum Cause<'a> {
    /// An occasion that the kernel evaluated, and the chain: the seller, then the promoters above them, with their ranks.
    Evaluated(&'a Occasion, &'a [(Member, RankNo)]),
    /// Part of a line was refunded.
    Refunded {
        /// The line's `ref`.
        line: &'a str,
        /// Its amount.
        amount: Minor,
        /// Refunded in total, this refund included.
        refunded: Minor,
        /// The original entry.
        original: &'a Entry,
    },
    /// Sales that counted in a closed period were refunded.
    TakenBack {
        /// The period's name.
        period: &'a str,
        /// What the original entry was computed from.
        amount: Minor,
        /// Gone back of it in total, this refund included.
        refunded: Minor,
        /// The original entry.
        original: &'a Entry,
    },
    /// The close of a period.
    Closed,
}

/// One entry explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Seller first, payee last: names and ranks. Empty where no chain decides.
    pub chain: Vec<(String, Text)>,
    /// The arithmetic: `40.00 × 25% = 10.00`.
    pub arithmetic: Text,
    /// All of it.
    pub sentence: Text,
}

/// Explains one entry of an event.
pub fn explain(facts: &Facts<'_>, entry: &Entry) -> Why {
    let chain = chain(facts, entry);
    let arithmetic = match &facts.cause {
        Cause::Refunded { amount, refunded, original, .. }
        | Cause::TakenBack { amount, refunded, original, .. } => {
            after_refund(facts.plan, original, *amount, *refunded)
        }
        _ => arithmetic(facts.plan, entry),
    };
    let sentence = Text::new(
        sentence(facts, entry, &chain, &arithmetic, Lang::Zh),
        sentence(facts, entry, &chain, &arithmetic, Lang::En),
    );
    Why { chain, arithmetic, sentence }
}

fn chain(facts: &Facts<'_>, entry: &Entry) -> Vec<(String, Text)> {
    let Cause::Evaluated(_, seen) = facts.cause else { return Vec::new() };
    // The chain is that of the inviters.
    if facts.plan.reward(entry.reward).along == Along::Placement {
        return Vec::new();
    }
    let on_chain = seen.get(entry.distance as usize).is_some_and(|(member, _)| *member == entry.payee);
    if !on_chain {
        return Vec::new();
    }
    let links = &seen[..=entry.distance as usize];
    links.iter().map(|(member, rank)| ((facts.name)(*member), title(facts.plan, *rank))).collect()
}

fn title(plan: &Plan, rank: RankNo) -> Text {
    plan.rank(rank).map_or_else(|| Text::new("顾客", "customer"), |rank| rank.title.clone())
}

fn amount_text(plan: &Plan, entry: &Entry, amount: Minor) -> Text {
    match plan.reward(entry.reward).pay {
        Pay::Points(_) => Text::new(format!("{amount} 积分"), format!("{amount} points")),
        Pay::Coupon(_) => {
            let face = plan.currency.pretty(i128::from(amount));
            Text::new(format!("面值 {face} 的优惠券"), format!("a coupon of {face}"))
        }
        _ => Text::same(plan.currency.pretty(i128::from(amount))),
    }
}

fn arithmetic(plan: &Plan, entry: &Entry) -> Text {
    let paid = amount_text(plan, entry, entry.amount);
    let Pay::Share(..) = plan.reward(entry.reward).pay else {
        return if entry.cut {
            cut(plan, &Text::default(), &paid)
        } else if plan.reward(entry.reward).per_piece {
            for_pieces(plan, entry, &paid)
        } else {
            Text::new(format!("固定 {}", paid.zh), format!("a fixed {}", paid.en))
        };
    };
    let base = plan.currency.pretty(i128::from(entry.base));
    let product = if matches!(plan.reward(entry.reward).to, To::Pool(..)) {
        let pot = plan.currency.pretty(i128::from(entry.rate.share(entry.base, plan.rounding)));
        return Text::new(
            format!(
                "奖金池 {base} × {rate} = {pot}，其中 {paid}",
                rate = entry.rate.percent(),
                paid = paid.zh
            ),
            format!(
                "a pool of {base} × {rate} = {pot}, of which {paid}",
                rate = entry.rate.percent(),
                paid = paid.en
            ),
        );
    } else if let Pay::Share(Rates::Brackets(brackets), _) = &plan.reward(entry.reward).pay
        && brackets.marginal
    {
        let result = plan.currency.pretty(i128::from(entry.amount));
        Text::new(format!("{base} 逐档计算，得 {result}"), format!("{base} by brackets = {result}"))
    } else {
        exact(plan, entry.base, entry.rate)
    };
    if entry.cut { cut(plan, &product, &paid) } else { product }
}

/// `3 × 2.00 = 6.00`.
fn for_pieces(plan: &Plan, entry: &Entry, paid: &Text) -> Text {
    let one = match &plan.reward(entry.reward).pay {
        Pay::Amount(one) | Pay::Coupon(one) | Pay::Points(one) => *one,
        Pay::Amounts(ranks) => {
            let place = usize::from(entry.payee_rank).checked_sub(1);
            place.and_then(|place| ranks.get(place)).copied().unwrap_or(0)
        }
        Pay::Share(..) => 0,
    };
    let pieces = if one == 0 { 0 } else { entry.amount / one };
    let one = amount_text(plan, entry, one);
    Text::new(
        format!("{pieces} 件，每件 {}，共 {}", one.zh, paid.zh),
        format!("{pieces} × {} = {}", one.en, paid.en),
    )
}

/// `40.00 × 25% = 10.00`, or with what is cut off below the minor unit.
fn exact(plan: &Plan, base: Minor, rate: Rate) -> Text {
    let (shown, percent) = (plan.currency.pretty(i128::from(base)), rate.percent());
    let entry = rate.share(base, plan.rounding);
    let result = plan.currency.pretty(i128::from(entry));
    let rest = i128::from(base) * i128::from(rate.0) - i128::from(entry) * 1_000_000;
    if rest == 0 {
        return Text::same(format!("{shown} × {percent} = {result}"));
    }
    if plan.rounding != Rounding::Down {
        return Text::new(
            format!("{shown} × {percent}，舍入得 {result}"),
            format!("{shown} × {percent}, rounded to {result}"),
        );
    }
    Text::new(
        format!("{shown} × {percent}，不足最小单位的部分舍去，得 {result}"),
        format!("{shown} × {percent}, truncated to {result}"),
    )
}

fn cut(plan: &Plan, product: &Text, paid: &Text) -> Text {
    let limit = plan.payout_limit.percent();
    let (zh, en) = (comma(&product.zh, ","), comma(&product.en, ", "));
    Text::new(
        format!("{zh}因封顶或每笔奖励合计不超过 {limit} 的上限，减为 {}", paid.zh),
        format!("{en}cut to {} by a cap or by the limit of {limit} for all rewards together", paid.en),
    )
}

fn comma(text: &str, mark: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{text}{mark}") }
}

/// `40.00 × 150.00 / 200.00 = 30.00`.
fn after_refund(plan: &Plan, original: &Entry, amount: Minor, refunded: Minor) -> Text {
    let show = |value: Minor| plan.currency.pretty(i128::from(value));
    let left = amount_text(plan, original, kept(original.amount, amount, refunded));
    let first = amount_text(plan, original, original.amount);
    let share = format!("{} / {}", show(amount - refunded), show(amount));
    Text::new(
        format!("{} × {share} = {}", first.zh, left.zh),
        format!("{} × {share} = {}", first.en, left.en),
    )
}

fn sentence(
    facts: &Facts<'_>,
    entry: &Entry,
    chain: &[(String, Text)],
    arithmetic: &Text,
    lang: Lang,
) -> String {
    let plan = facts.plan;
    let reward = &plan.reward(entry.reward).title;
    let payee = (facts.name)(entry.payee);
    let paid = amount_text(plan, entry, entry.amount);
    let (reward, paid, sum) = (reward.get(lang), paid.get(lang), arithmetic.get(lang));
    match (&facts.cause, lang) {
        (Cause::Refunded { line, amount, refunded, .. }, Lang::Zh) => {
            let (back, whole) =
                (plan.currency.pretty(i128::from(*refunded)), plan.currency.pretty(i128::from(*amount)));
            format!("{payee} 的“{reward}”变动 {paid}：订单 {line} 的 {whole} 中累计退款 {back}，保留 {sum}。")
        }
        (Cause::Refunded { line, amount, refunded, .. }, Lang::En) => {
            let (back, whole) =
                (plan.currency.pretty(i128::from(*refunded)), plan.currency.pretty(i128::from(*amount)));
            format!(
                "{payee}'s “{reward}” changes by {paid}: {back} of the {whole} of line {line} has been refunded; {sum} is kept."
            )
        }
        (Cause::TakenBack { period, amount, refunded, .. }, Lang::Zh) => {
            let (back, whole) =
                (plan.currency.pretty(i128::from(*refunded)), plan.currency.pretty(i128::from(*amount)));
            format!(
                "{payee} 在 {period} 的“{reward}”变动 {paid}：当期计奖的 {whole} 中累计退款 {back}，保留 {sum}。"
            )
        }
        (Cause::TakenBack { period, amount, refunded, .. }, Lang::En) => {
            let (back, whole) =
                (plan.currency.pretty(i128::from(*refunded)), plan.currency.pretty(i128::from(*amount)));
            format!(
                "{payee}'s “{reward}” of {period} changes by {paid}: {back} of the {whole} behind it has been refunded; {sum} is kept."
            )
        }
        (Cause::Closed, Lang::Zh) => {
            format!("{payee} 得到 {paid}：{} 结束时的“{reward}”，{sum}。", facts.reference)
        }
        (Cause::Closed, Lang::En) => {
            format!("{payee} earns {paid}: “{reward}” at the close of {}, {sum}.", facts.reference)
        }
        (Cause::Evaluated(occasion, _), lang) => {
            let happened = match earned_at_close(plan, entry) {
                Some(of) => {
                    let who = (facts.name)(occasion.seller);
                    let amount = plan.currency.pretty(i128::from(occasion.amount));
                    let of = plan.reward(of).title.get(lang);
                    match lang {
                        Lang::Zh => format!("{who} 得到“{of}” {amount}"),
                        Lang::En => format!("{who} earned {amount} by “{of}”"),
                    }
                }
                None => happened(facts, occasion, lang),
            };
            let place = place(plan, entry, chain, occasion, lang);
            let of = base(plan, entry, lang);
            match lang {
                Lang::Zh => format!("{payee} 得到 {paid}：{happened}{place}。按“{reward}”{of}：{sum}。"),
                Lang::En => format!("{payee} earns {paid}: {happened}{place}. By “{reward}”{of}: {sum}."),
            }
        }
    }
}

/// The pool or the pairs that an entry is a share of.
fn earned_at_close(plan: &Plan, entry: &Entry) -> Option<u16> {
    match plan.reward(entry.reward).pay {
        Pay::Share(_, Base::Reward(of)) if matches!(plan.reward(of).to, To::Pool(..) | To::Pairing) => {
            Some(of)
        }
        _ => None,
    }
}

/// What happened, in a clause.
fn happened(facts: &Facts<'_>, occasion: &Occasion, lang: Lang) -> String {
    let who =
        if occasion.seller == crate::kernel::NOBODY { String::new() } else { (facts.name)(occasion.seller) };
    let amount = facts.plan.currency.pretty(i128::from(occasion.amount));
    // An order that nobody placed has no number.
    let line = match (facts.reference, lang) {
        ("", Lang::Zh) => "一笔订单".to_owned(),
        ("", Lang::En) => "an order".to_owned(),
        (line, Lang::Zh) => format!("订单 {line}"),
        (line, Lang::En) => format!("line {line}"),
    };
    match (occasion.on, lang) {
        (On::Sale, Lang::Zh) if who.is_empty() => format!("{line} 成交 {amount}"),
        (On::Sale, Lang::En) if who.is_empty() => format!("{line} was bought for {amount}"),
        (On::Sale, Lang::Zh) if occasion.amount < 0 => format!("{who} 的{line} 冲销 {amount}"),
        (On::Sale, Lang::En) if occasion.amount < 0 => {
            format!("{who}'s {line} was reversed for {amount}")
        }
        (On::Sale, Lang::Zh) => format!("{who} 卖出{line}，金额 {amount}"),
        (On::Sale, Lang::En) => format!("{who} sold {line} for {amount}"),
        (On::FirstSale, Lang::Zh) => format!("{who} 的第一笔成交（{line}）已结算，金额 {amount}"),
        (On::FirstSale, Lang::En) => format!("{who}'s first sale, {line} for {amount}, has settled"),
        (On::Join, Lang::Zh) => format!("{who} 成为推广者"),
        (On::Join, Lang::En) => format!("{who} joined as a promoter"),
        (On::Promotion, Lang::Zh) => format!("{who} 升级"),
        (On::Promotion, Lang::En) => format!("{who} was promoted"),
        (On::Period(_), Lang::Zh) => format!("{who} 在 {} 期间结算成交 {amount}", facts.reference),
        (On::Period(_), Lang::En) => format!("{who} had settled sales of {amount} in {}", facts.reference),
    }
}

/// Where the payee stands, in a clause.
fn place(plan: &Plan, entry: &Entry, chain: &[(String, Text)], occasion: &Occasion, lang: Lang) -> String {
    if plan.reward(entry.reward).along == Along::Placement {
        let distance = entry.distance;
        return match lang {
            Lang::Zh => format!("；领取人在安置树中是其上方第 {distance} 位"),
            Lang::En => format!("; the payee stands {distance} above in the placement tree"),
        };
    }
    let Some((name, rank)) = chain.last() else {
        let buyer = occasion.buyer == entry.payee;
        return match lang {
            Lang::Zh if buyer => "，同时是买家".to_owned(),
            Lang::En if buyer => ", who is the buyer".to_owned(),
            _ => String::new(),
        };
    };
    let rank = rank.get(lang);
    if chain.len() == 1 {
        return match lang {
            Lang::Zh => format!("，当时等级为{rank}"),
            Lang::En => format!(", with the rank {rank} at the time"),
        };
    }
    let path = chain.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" → ");
    let distance = entry.distance;
    match (lang, distance) {
        (Lang::Zh, _) => format!("；{name}（{rank}）是其上方第 {distance} 位推广者（{path}）"),
        (Lang::En, 1) => format!("; {name} ({rank}) is the promoter directly above ({path})"),
        (Lang::En, _) => format!("; {name} ({rank}) is promoter number {distance} above ({path})"),
    }
}

/// What the rate is taken of, in a clause.
fn base(plan: &Plan, entry: &Entry, lang: Lang) -> String {
    let reward = plan.reward(entry.reward);
    let Pay::Share(_, base) = &reward.pay else { return String::new() };
    let other = |no: u16| plan.reward(no).title.get(lang).to_owned();
    match (base, lang) {
        (Base::Amount, Lang::Zh) => "，以金额为基数".to_owned(),
        (Base::Amount, Lang::En) => ", of the amount".to_owned(),
        (Base::Profit, Lang::Zh) => "，以毛利为基数".to_owned(),
        (Base::Profit, Lang::En) => ", of the profit".to_owned(),
        (Base::Volume(place), Lang::Zh) => format!("，以 {} 为基数", plan.volume(*place)),
        (Base::Volume(place), Lang::En) => format!(", of the {}", plan.volume(*place)),
        (Base::Reward(no), Lang::Zh) => format!("，以“{}”为基数", other(*no)),
        (Base::Reward(no), Lang::En) => format!(", of “{}”", other(*no)),
    }
}
