//! The ranks, how they are reached, and how they are kept.

use super::Section;
use super::phrase::{at_least, list, money, rank_name, within};
use crate::model::{Condition, Conditions, Measure, Plan, RankNo};
use crate::words::Text;

pub(super) fn section(plan: &Plan) -> Section {
    let count = plan.ranks.len();
    let mut sentences = vec![if count == 1 {
        Text::new("只有一个等级。", "There is one rank.")
    } else {
        Text::new(
            format!("共有 {count} 个等级，从低到高如下。"),
            format!("There are {count} ranks, from low to high as follows."),
        )
    }];
    for no in 1..=count as RankNo {
        sentences.extend(rank(plan, no));
    }
    Section { title: Text::new("等级", "Ranks"), sentences }
}

fn rank(plan: &Plan, no: RankNo) -> Vec<Text> {
    let Some(rank) = plan.rank(no) else { return Vec::new() };
    let (mut name, id) = (rank_name(plan, no), &rank.id);
    if !name.zh.contains('`') {
        name.zh += &format!("（`{id}`）");
    }
    if !name.en.contains('`') {
        name.en += &format!(" (`{id}`)");
    }
    let how = match &rank.promote {
        _ if no == 1 => Text::new(
            format!("{}：成为推广者时即得。", name.zh),
            format!("{}: given to every new promoter.", name.en),
        ),
        None => Text::new(
            format!("{}：由运营方手工授予。", name.zh),
            format!("{}: given by the operator by hand.", name.en),
        ),
        Some(set) => {
            let set = conditions(plan, set);
            Text::new(
                format!("{}：满足以下条件时自动晋升：{}。", name.zh, set.zh),
                format!("{}: reached as soon as {}.", name.en, set.en),
            )
        }
    };
    let mut sentences = vec![how];
    if let Some(keep) = &rank.keep {
        let (title, set) = (rank_name(plan, no), conditions(plan, keep));
        sentences.push(Text::new(
            format!("要保留{}，每月结束时须满足：{}；否则降到仍可保留的下一个较低等级。", title.zh, set.zh),
            format!(
                "At the close of each month the rank of {} is kept only if {}; otherwise the promoter falls to the next lower rank that can be kept.",
                title.en, set.en
            ),
        ));
    }
    sentences
}

/// Conditions as one clause: "the promoter has invited at least 15 people directly".
pub(super) fn conditions(plan: &Plan, set: &Conditions) -> Text {
    let each: Vec<Text> = set.list.iter().map(|one| condition(plan, one)).collect();
    if set.all { list(&each, "，并且", "and") } else { list(&each, "，或者", "or") }
}

/// One condition as a clause: "the promoter has invited at least 15 people directly".
pub fn condition(plan: &Plan, condition: &Condition) -> Text {
    let mut clause = counted(&condition.measure)
        .or_else(|| summed(plan, &condition.measure))
        .unwrap_or_else(|| reached(plan, &condition.measure));
    let time = within(condition.within);
    if !time.en.is_empty() {
        clause.zh = format!("{}{}", time.zh, clause.zh);
        clause.en += &format!(" {}", time.en);
    }
    clause
}

/// A number of people or orders.
fn counted(measure: &Measure) -> Option<Text> {
    Some(match measure {
        Measure::DirectInvites(count) => Text::new(
            format!("亲自邀请的人达到 {count} 位"),
            format!("the promoter has invited at least {count} {} directly", people(*count)),
        ),
        Measure::TeamSize(count) => Text::new(
            format!("下方所有层级的人合计达到 {count} 位"),
            format!("the people below the promoter, at any depth, number at least {count}"),
        ),
        Measure::DirectCustomers(count) => Text::new(
            format!("经其推荐完成已结算购买的不同普通顾客达到 {count} 位"),
            format!("plain customers with a settled purchase through the promoter number at least {count}"),
        ),
        Measure::OwnOrders(count) => Text::new(
            format!("归于其名下的已结算订单达到 {count} 笔"),
            format!("the promoter's own settled orders number at least {count}"),
        ),
        _ => return None,
    })
}

/// A sum of money.
fn summed(plan: &Plan, measure: &Measure) -> Option<Text> {
    let amount = |sum: &i64| money(plan.currency, *sum);
    let (zh, en, sum) = match measure {
        Measure::OwnSales(sum) => {
            ("归于其名下的已结算销售额达到", "the promoter's own settled sales reach", sum)
        }
        Measure::TeamSales(sum) => (
            "本人和下方所有人的已结算销售额合计达到",
            "the settled sales of the promoter and everybody below reach",
            sum,
        ),
        Measure::LesserLegs(sum) => (
            "除最大的一支外，各直接分支的已结算销售额合计达到",
            "the settled sales of the promoter's direct branches without the largest reach",
            sum,
        ),
        Measure::OwnPurchases(sum) => {
            ("本人已结算的购买金额达到", "the promoter's own settled purchases reach", sum)
        }
        Measure::TopUp(sum) => ("充值达到", "the promoter has paid in at least", sum),
        Measure::LimitedTeamSales(sum, most) => {
            let (sum, most) = (amount(sum), amount(most));
            return Some(Text::new(
                format!("本人和下方所有人的已结算销售额合计达到 {}，每个直接分支最多计 {}", sum.zh, most.zh),
                format!(
                    "the settled sales of the promoter and everybody below reach {}, of each direct branch at most {}",
                    sum.en, most.en
                ),
            ));
        }
        _ => return None,
    };
    let sum = amount(sum);
    Some(Text::new(format!("{zh} {}", sum.zh), format!("{en} {}", sum.en)))
}

/// What is there or not.
fn reached(plan: &Plan, measure: &Measure) -> Text {
    match measure {
        Measure::Legs(rank, count) => {
            let rank = at_least(plan, *rank);
            let branches = if *count == 1 {
                "one of the promoter's direct branches holds".to_owned()
            } else {
                format!("{count} of the promoter's direct branches each hold")
            };
            Text::new(
                format!("至少有 {count} 个直接分支，每个里面都有{}", rank.zh),
                format!("at least {branches} somebody of the rank {}", rank.en),
            )
        }
        Measure::ActiveLegs(sum, count) => {
            let sum = money(plan.currency, *sum);
            let branches = if *count == 1 {
                "one of those whom the promoter invited has".to_owned()
            } else {
                format!("{count} of those whom the promoter invited each have")
            };
            Text::new(
                format!("至少有 {count} 位由其亲自邀请的人，各自名下的已结算销售额达到 {}", sum.zh),
                format!("at least {branches} settled sales of their own of {}", sum.en),
            )
        }
        Measure::Held(rank, months, of) => {
            let rank = at_least(plan, *rank);
            let (zh, en) = if months == of {
                (format!("最近 {of} 个月"), format!("each of the last {of} months"))
            } else {
                (
                    format!("最近 {of} 个月中至少 {months} 个月"),
                    format!("at least {months} of the last {of} months"),
                )
            };
            Text::new(
                format!("{zh}的月末等级为{}", rank.zh),
                format!("the promoter held the rank {} at the end of {en}", rank.en),
            )
        }
        Measure::Course(course) => Text::new(
            format!("已通过课程 `{course}`"),
            format!("the promoter has passed the course `{course}`"),
        ),
        Measure::Package(product) => Text::new(
            format!("购买过商品 `{product}`"),
            format!("the promoter has bought the product `{product}`"),
        ),
        _ => Text::default(),
    }
}

fn people(count: u32) -> &'static str {
    if count == 1 { "person" } else { "people" }
}
