//! One reward as one clause: how much, to whom, under which conditions.

use super::phrase::{at_least, list, money, ordinal, rank_name, rank_set, reward_name, spaced, within};
use super::ranks::conditions;
use crate::model::{
    Along, Base, Brackets, Condition, Measure, On, Pay, Plan, RankNo, Rates, Reward, RewardNo, Share, To,
    Volume, Window,
};
use crate::money::{Minor, Rate};
use crate::words::Text;

/// One reward as one clause, such as "25% of “Sales commission”, to the nearest Gold shopkeeper or higher above the seller, at
/// distance 2 or more".
pub fn reward_rule(plan: &Plan, no: RewardNo) -> Text {
    let reward = plan.reward(no);
    let (pays, payee) = (how_much(plan, no), payee(plan, no));
    let mut rule =
        Text::new(format!("{}，付给{}", pays.zh, payee.zh), format!("{}, to {}", pays.en, payee.en));
    for part in
        [distance(reward), ranks(plan, reward), line(plan, reward), branch(reward), active(plan, reward)]
    {
        if !part.en.is_empty() {
            rule.zh += &format!("，{}", part.zh);
            rule.en += &format!(", {}", part.en);
        }
    }
    spaced(rule)
}

/// How much one reward pays: "25% of the amount", "a coupon of 20.00 yuan".
pub fn how_much(plan: &Plan, no: RewardNo) -> Text {
    let reward = plan.reward(no);
    let much = how_much_at_once(plan, reward);
    if !reward.per_piece {
        return much;
    }
    Text::new(format!("每件 {}", much.zh), format!("{} for each piece", much.en))
}

fn how_much_at_once(plan: &Plan, reward: &Reward) -> Text {
    match &reward.pay {
        Pay::Amount(amount) if matches!(reward.to, To::Pool(..)) => {
            let amount = money(plan.currency, *amount);
            Text::new(format!("共 {}", amount.zh), format!("{} in all", amount.en))
        }
        Pay::Amount(amount) if reward.to == To::Pairing => {
            let amount = money(plan.currency, *amount);
            Text::new(format!("每对 {}", amount.zh), format!("{} for each pair", amount.en))
        }
        Pay::Amount(amount) => money(plan.currency, *amount),
        Pay::Amounts(amounts) => {
            let ranks: Vec<Text> = (1..)
                .zip(amounts)
                .filter(|(_, amount)| **amount > 0)
                .map(|(no, amount)| {
                    let (name, amount) = (rank_name(plan, no), money(plan.currency, *amount));
                    Text::new(format!("{} {}", name.zh, amount.zh), format!("{} {}", name.en, amount.en))
                })
                .collect();
            let ranks = list(&ranks, "、", "and");
            Text::new(
                format!("按领取人等级的固定金额（{}）", ranks.zh),
                format!("a fixed amount by the payee's rank ({})", ranks.en),
            )
        }
        Pay::Coupon(face) => {
            let face = money(plan.currency, *face);
            Text::new(format!("{}的优惠券", face.zh), format!("a coupon of {}", face.en))
        }
        Pay::Points(points) => {
            let s = super::phrase::plural(*points);
            Text::new(format!("{points} 积分"), format!("{points} point{s}"))
        }
        Pay::Share(rates, base) => share(plan, reward, rates, *base),
    }
}

fn share(plan: &Plan, reward: &Reward, rates: &Rates, base: Base) -> Text {
    let of = base_words(plan, reward, base);
    let (zh, en) = (&of.zh, &of.en);
    match rates {
        Rates::One(rate) => {
            let rate = rate.percent();
            Text::new(format!("{zh}的 {rate}"), format!("{rate} of {en}"))
        }
        Rates::Product => {
            Text::new(format!("{zh}乘以商品自己的比例"), format!("the product's own rate of {en}"))
        }
        Rates::PerLevel(rates) => {
            let levels = list(&by_level(reward, rates.iter()), "、", "and");
            Text::new(
                format!("{zh}的一定比例（{}）", levels.zh),
                format!("a rate of {en} by level ({})", levels.en),
            )
        }
        Rates::Brackets(brackets) => brackets_words(plan, reward, brackets, &of),
        Rates::PerRank(rates) if reward.to == To::Differential => differential(plan, rates, &of),
        Rates::PerRank(rates) => {
            let ranks =
                by_rank(plan, rates.iter().map(|rate| (rate.0 > 0).then(|| Text::same(rate.percent()))));
            Text::new(
                format!("{zh}的一定比例（按领取人等级：{}）", ranks.zh),
                format!("a rate of {en} by the payee's rank ({})", ranks.en),
            )
        }
        Rates::Table(rows) => {
            let row = |rates: &Vec<Rate>| {
                let paid = by_level(reward, rates.iter()).into_iter().zip(rates);
                let levels: Vec<Text> = paid.filter(|(_, rate)| rate.0 > 0).map(|(level, _)| level).collect();
                (!levels.is_empty()).then(|| joined(&levels, "、", ", "))
            };
            let ranks = by_rank(plan, rows.iter().map(row));
            Text::new(
                format!("{zh}的一定比例（按领取人等级和层级：{}）", ranks.zh),
                format!("a rate of {en} by the payee's rank and level ({})", ranks.en),
            )
        }
    }
}

/// The rate of each level.
fn by_level<'a>(reward: &Reward, rates: impl Iterator<Item = &'a Rate>) -> Vec<Text> {
    let first = match reward.to {
        To::Upline(from, _) | To::Generation(from, ..) => from,
        _ => 1,
    };
    let level = |(level, rate): (u32, &Rate)| {
        let rate = rate.percent();
        Text::new(format!("第 {level} 级 {rate}"), format!("{rate} for the {}", ordinal(level)))
    };
    (first..).zip(rates).map(level).collect()
}

/// The rates of a differential.
fn differential(plan: &Plan, rates: &[Rate], of: &Text) -> Text {
    let rank = |(no, rate): (RankNo, &Rate)| {
        let (name, rate) = (rank_name(plan, no), rate.percent());
        Text::new(format!("{} {rate}", name.zh), format!("{} {rate}", name.en))
    };
    let ranks: Vec<Text> = (1..).zip(rates).map(rank).collect();
    let ranks = list(&ranks, "、", "and");
    Text::new(
        format!("{}的级差（{}；自己等级的比例减去一路上已出现的最高比例）", of.zh, ranks.zh),
        format!(
            "a differential of {} ({}: the rate of the payee's rank less the highest rate met on the way)",
            of.en, ranks.en
        ),
    )
}

/// Texts one after the other, without an "and".
fn joined(texts: &[Text], zh: &str, en: &str) -> Text {
    let all_zh: Vec<&str> = texts.iter().map(|one| one.zh.as_str()).collect();
    let all_en: Vec<&str> = texts.iter().map(|one| one.en.as_str()).collect();
    Text::new(all_zh.join(zh), all_en.join(en))
}

/// Rates by what has been sold.
fn brackets_words(plan: &Plan, reward: &Reward, brackets: &Brackets, of: &Text) -> Text {
    let (zh, en) = (&of.zh, &of.en);
    let list: Vec<Text> = brackets
        .list
        .iter()
        .map(|(from, rate)| {
            let (from, rate) = (money(plan.currency, *from), rate.percent());
            Text::new(format!("{} 起 {rate}", from.zh), format!("{rate} from {}", from.en))
        })
        .collect();
    let Text { zh: zh_list, en: en_list } = joined(&list, "、", ", ");
    let whose = match brackets.by {
        Volume::Own => Text::new("本人", "own"),
        Volume::Team => Text::new("团队（含本人）", "team's"),
        Volume::Group(rank) => {
            let rank = at_least(plan, rank);
            Text::new(
                format!("小组（下方到下一位{}为止，含本人）", rank.zh),
                format!("group's (as far down as the next {})", rank.en),
            )
        }
    };
    let time = match brackets.within {
        None => Text::new("本期", "of the period"),
        Some(Window::Ever) => Text::new("累计", "so far"),
        Some(Window::Within(time)) => within(Some(time)),
    };
    let (zh_how, en_how) = if reward.to == To::Differential {
        (
            "；自己档次的比例减去一路上已出现的最高比例",
            "; the rate of the payee's bracket less the highest rate met on the way",
        )
    } else if brackets.marginal {
        ("；每档的比例只用于落在这一档的部分", "; each rate only for what lies in its bracket")
    } else {
        ("；达到的最高一档用于全部", "; the highest bracket reached holds for all of it")
    };
    Text::new(
        format!("{zh}的一定比例（按{}{}销售额分档：{zh_list}{zh_how}）", whose.zh, time.zh),
        format!("a rate of {en} by {} settled sales {} ({en_list}{en_how})", whose.en, time.en),
    )
}

/// What each rank gets, those left out that get nothing.
fn by_rank(plan: &Plan, each: impl Iterator<Item = Option<Text>>) -> Text {
    let ranks: Vec<Text> = (1..)
        .zip(each)
        .filter_map(|(no, one)| {
            let (name, one) = (rank_name(plan, no), one?);
            Some(Text::new(format!("{} {}", name.zh, one.zh), format!("{} {}", name.en, one.en)))
        })
        .collect();
    joined(&ranks, "；", "; ")
}

/// A reward within a sentence: its name in quotation marks, or its id where it has none in the language.
fn named_reward(plan: &Plan, no: RewardNo) -> Text {
    let Text { zh, en } = reward_name(plan, no);
    Text::new(
        if zh.starts_with('`') { format!("{zh} 奖励") } else { format!("“{zh}”") },
        if en.starts_with('`') { format!("the {en} reward") } else { format!("“{en}”") },
    )
}

/// What a rate is taken of.
fn base_words(plan: &Plan, reward: &Reward, base: Base) -> Text {
    let in_period = matches!(reward.on, On::Period(_));
    match (base, reward.to) {
        (Base::Reward(of), To::Peer(_)) => {
            let Text { zh, en } = named_reward(plan, of);
            Text::new(format!("{zh}每一笔"), format!("each entry of {en}"))
        }
        (Base::Reward(of), _) => named_reward(plan, of),
        (_, To::Pairing) => {
            Text::new("较弱一区未对碰的已结算金额", "the unpaired settled amount of the weaker leg")
        }
        (Base::Volume(place), to) => {
            let id = plan.volume(place);
            match to {
                To::Pool(..) => Text::new(
                    format!("全店本期已结算的 `{id}`"),
                    format!("the whole shop's settled `{id}` of the period"),
                ),
                _ if in_period => Text::new(
                    format!("卖家本期已结算的 `{id}`"),
                    format!("the `{id}` of what the seller has settled in the period"),
                ),
                _ => Text::new(format!("成交的 `{id}`"), format!("the `{id}` of the sale")),
            }
        }
        (Base::Amount, To::Pool(..)) => {
            Text::new("全店本期已结算金额", "the whole shop's settled amount of the period")
        }
        (Base::Profit, To::Pool(..)) => Text::new(
            "全店本期已结算利润（金额减成本）",
            "the whole shop's settled profit of the period (amount less cost)",
        ),
        (Base::Amount, _) if in_period => {
            Text::new("卖家本期已结算金额", "what the seller has settled in the period")
        }
        (Base::Profit, _) if in_period => Text::new(
            "卖家本期已结算利润（金额减成本）",
            "the profit of what the seller has settled in the period (amount less cost)",
        ),
        (Base::Amount, _) => Text::new("成交金额", "the amount"),
        (Base::Profit, _) => Text::new("利润（金额减成本）", "the profit (amount less cost)"),
    }
}

/// From whom levels are counted.
pub(super) fn origin(on: On) -> Text {
    match on {
        On::Sale | On::FirstSale | On::Period(_) => Text::new("卖家", "the seller"),
        On::Join => Text::new("加入者", "the promoter who joined"),
        On::Promotion => Text::new("升级者", "the promoter who rose"),
    }
}

/// Whom one reward pays: "the seller", "the nearest Gold owner or higher above the seller".
pub fn payee(plan: &Plan, no: RewardNo) -> Text {
    let reward = plan.reward(no);
    let payee = payee_by_inviters(plan, reward);
    if reward.along != Along::Placement {
        return payee;
    }
    Text::new(format!("{}（沿安置树）", payee.zh), format!("{} in the placement tree", payee.en))
}

fn payee_by_inviters(plan: &Plan, reward: &Reward) -> Text {
    let from = origin(reward.on);
    let (zh, en) = (&from.zh, &from.en);
    match reward.to {
        To::Seller if matches!(reward.on, On::Join | On::Promotion) => {
            Text::new(format!("{zh}本人"), en.clone())
        }
        To::Seller => from,
        To::Buyer => Text::new("买家（不论是不是推广者）", "the buyer, promoter or not"),
        To::Upline(1, 1) => Text::new(format!("{zh}的直接上级"), format!("the first promoter above {en}")),
        To::Upline(level, last) if level == last => Text::new(
            format!("{zh}的第 {level} 级上级"),
            format!("the {} promoter above {en}", ordinal(level)),
        ),
        To::Upline(first, last) => Text::new(
            format!("{zh}的第 {first} 级到第 {last} 级上级"),
            format!("each promoter from the {} to the {} above {en}", ordinal(first), ordinal(last)),
        ),
        To::Nearest(1) => {
            Text::new(format!("{zh}上方最近的推广者"), format!("the nearest promoter above {en}"))
        }
        To::Nearest(rank) => {
            let rank = at_least(plan, rank);
            Text::new(format!("{zh}上方最近的一位{}", rank.zh), format!("the nearest {} above {en}", rank.en))
        }
        To::Generation(first, last, rank) => generation(plan, &from, (first, last), rank),
        To::Differential => Text::new(
            format!("{zh}以上等级比例更高的各位上级"),
            format!("each promoter above {en} whose rate is higher"),
        ),
        To::Peer(_) => Text::new(
            "该笔领取人上方最近的一位同等级上级",
            "the nearest promoter above its payee who holds the payee's own rank",
        ),
        To::Pool(rank, share) => pool(plan, rank, share),
        To::Pairing => Text::new("双轨安置树中的每一位推广者", "each promoter of the two-leg placement tree"),
    }
}

fn generation(plan: &Plan, from: &Text, (first, last): (u32, u32), rank: RankNo) -> Text {
    let (zh, en, rank) = (&from.zh, &from.en, at_least(plan, rank));
    if first == last {
        return Text::new(
            format!("{zh}上方第 {first} 位{}", rank.zh),
            format!("the {} promoter above {en} of the rank {}", ordinal(first), rank.en),
        );
    }
    Text::new(
        format!("{zh}上方第 {first} 位到第 {last} 位{}", rank.zh),
        format!(
            "each from the {} to the {} of the promoters above {en} of the rank {}",
            ordinal(first),
            ordinal(last),
            rank.en
        ),
    )
}

fn pool(plan: &Plan, rank: RankNo, share: Share) -> Text {
    let rank = at_least(plan, rank);
    let by = match share {
        Share::Equal => Text::new("平均分配", "in equal shares"),
        Share::OwnSales => {
            Text::new("按各自本期已结算销售额分配", "shared by their own settled sales of the period")
        }
        Share::Rank => Text::new("按等级的份数分配", "shared by the weights of their ranks"),
        Share::TeamSales => Text::new(
            "按各自团队（含本人）本期已结算销售额分配",
            "shared by the settled sales of the period of each with the team below",
        ),
    };
    Text::new(
        format!("期末所有{}，{}", rank.zh, by.zh),
        format!("all who hold the rank {} at the close, {}", rank.en, by.en),
    )
}

fn distance(reward: &Reward) -> Text {
    let Some((low, high)) = reward.filters.distance else { return Text::default() };
    let zh = origin(reward.on).zh;
    if low == high {
        Text::new(format!("距{zh}恰为 {low} 级"), format!("at distance {low}"))
    } else if high == u32::MAX {
        Text::new(format!("距{zh}至少 {low} 级"), format!("at distance {low} or more"))
    } else {
        Text::new(format!("距{zh} {low} 到 {high} 级"), format!("at distance {low} to {high}"))
    }
}

fn ranks(plan: &Plan, reward: &Reward) -> Text {
    let from = origin(reward.on);
    let whose = match reward.to {
        To::Buyer => Text::new("买家的等级", "the buyer's rank"),
        To::Seller => Text::new(format!("{}的等级", from.zh), format!("the rank of {}", from.en)),
        _ => Text::new("领取人的等级", "the payee's rank"),
    };
    let mut parts = Vec::new();
    if let Some(set) = reward.filters.payee_rank {
        let set = rank_set(plan, set);
        parts.push(Text::new(format!("{}{}", whose.zh, set.zh), format!("{} {}", whose.en, set.en)));
    }
    if let Some(set) = reward.filters.seller_rank {
        let set = rank_set(plan, set);
        parts.push(Text::new(
            format!("{}的等级{}", from.zh, set.zh),
            format!("the rank of {} {}", from.en, set.en),
        ));
    }
    let both = list(&parts, "，", "and");
    if both.en.is_empty() { both } else { Text::new(both.zh, format!("if {}", both.en)) }
}

/// The filters on the line.
fn line(plan: &Plan, reward: &Reward) -> Text {
    let mut parts = Vec::new();
    if !reward.filters.categories.is_empty() {
        let names: Vec<Text> =
            reward.filters.categories.iter().map(|name| Text::same(format!("`{name}`"))).collect();
        let names = list(&names, "或", "or");
        parts.push(Text::new(
            format!("只限品类 {}", names.zh),
            format!("only on products of the category {}", names.en),
        ));
    }
    match reward.filters.first_order {
        Some(true) => parts.push(Text::new("只限买家的首单", "only on the buyer's first order")),
        Some(false) => parts.push(Text::new("买家的首单除外", "never on the buyer's first order")),
        None => {}
    }
    parts.extend(reward.filters.line_amount.map(|range| amount_range(plan, range)));
    parts.extend(reward.filters.line_quantity.map(|range| {
        let pieces = counts(range);
        Text::new(format!("只限件数{}的订单行", pieces.zh), format!("only on lines of {} pieces", pieces.en))
    }));
    let of_buyer = reward.filters.buyer_months.map(|range| months(range, &Text::new("买家", "the buyer")));
    parts.extend(of_buyer);
    list(&parts, "，", "and")
}

/// The branch that a sale comes from, and how long the payee has been a member.
fn branch(reward: &Reward) -> Text {
    let mut parts = Vec::new();
    parts.extend(reward.filters.recruit.map(|(first, last)| {
        let (zh, en) = if first == last {
            (format!("第 {first} 位"), format!("the {} recruit", ordinal(first)))
        } else if last == u32::MAX {
            (format!("第 {first} 位起"), format!("the {} and later recruits", ordinal(first)))
        } else {
            (
                format!("第 {first} 到第 {last} 位"),
                format!("the {} to the {} recruit", ordinal(first), ordinal(last)),
            )
        };
        Text::new(
            format!("只限领取人按加入先后{zh}直接邀请的人及其下方带来的"),
            format!(
                "only for what comes from {en} of the payee, in the order of joining, and from those below"
            ),
        )
    }));
    let of_payee = reward.filters.payee_months.map(|range| months(range, &Text::new("领取人", "the payee")));
    parts.extend(of_payee);
    list(&parts, "，", "and")
}

/// How long somebody has been a member.
fn months((least, most): (u32, u32), who: &Text) -> Text {
    let (zh, en, below) = (&who.zh, &who.en, most.saturating_add(1));
    let of = |count: u32| format!("{count} month{}", super::phrase::plural(i64::from(count)));
    if most == u32::MAX {
        Text::new(
            format!("只限{zh}加入满 {least} 个月以后"),
            format!("only once {en} has been a member for {}", of(least)),
        )
    } else if least == 0 {
        Text::new(
            format!("只限{zh}加入未满 {below} 个月时"),
            format!("only while {en} has been a member for less than {}", of(below)),
        )
    } else {
        Text::new(
            format!("只限{zh}加入满 {least} 个月、未满 {below} 个月时"),
            format!("only while {en} has been a member for at least {least} and less than {}", of(below)),
        )
    }
}

/// A range of counts: " 3 或以上", "3 or more".
fn counts((low, high): (u32, u32)) -> Text {
    if low == high {
        Text::new(format!("为 {low} "), format!("{low}"))
    } else if high == u32::MAX {
        Text::new(format!("不少于 {low} "), format!("{low} or more"))
    } else {
        Text::new(format!("为 {low} 到 {high} "), format!("{low} to {high}"))
    }
}

/// What a line has to come to.
fn amount_range(plan: &Plan, (low, high): (Minor, Minor)) -> Text {
    let (least, most) = (money(plan.currency, low), money(plan.currency, high.min(Minor::MAX - 1)));
    if high == Minor::MAX {
        Text::new(
            format!("只限金额至少 {}的订单行", least.zh),
            format!("only on lines of at least {}", least.en),
        )
    } else if low == 0 {
        Text::new(
            format!("只限金额不超过 {}的订单行", most.zh),
            format!("only on lines of at most {}", most.en),
        )
    } else {
        Text::new(
            format!("只限金额在 {}到 {}之间的订单行", least.zh, most.zh),
            format!("only on lines from {} to {}", least.en, most.en),
        )
    }
}

fn active(plan: &Plan, reward: &Reward) -> Text {
    let Some(wanted) = &reward.filters.payee_active else { return Text::default() };
    if let [Condition { measure: Measure::OwnSales(own_sales), within: time, .. }] = wanted.list.as_slice() {
        let (least, time) = (money(plan.currency, *own_sales), within(*time));
        let space = if time.en.is_empty() { "" } else { " " };
        return Text::new(
            format!("领取人{}本人的已结算销售额须达到 {}", time.zh, least.zh),
            format!("while the payee's own settled sales{space}{} reach {}", time.en, least.en),
        );
    }
    let wanted = conditions(plan, wanted);
    Text::new(
        format!("领取人当时须满足：{}", wanted.zh),
        format!("to whoever meets this at the moment: {}", wanted.en),
    )
}
