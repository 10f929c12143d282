//! What holds for all rewards of a plan.

use super::Section;
use super::phrase::{list, most, per, reward_name};
use crate::model::{Along, On, Plan};
use crate::money::Rounding;
use crate::words::Text;

pub(super) fn section(plan: &Plan) -> Section {
    let mut sentences = vec![order(plan), limit(plan)];
    sentences.extend(caps(plan));
    sentences.extend(placement(plan));
    sentences.extend(beside_sales(plan));
    sentences.extend(of_sales(plan));
    Section { title: Text::new("奖励的共同规则", "Rules for all rewards"), sentences }
}

/// In which order rewards are computed, and how amounts are rounded.
fn order(plan: &Plan) -> Text {
    let count = plan.rewards.len();
    let counted = if count == 1 {
        "There is 1 reward. It is".to_owned()
    } else {
        format!("There are {count} rewards. They are")
    };
    let (rounded_zh, rounded_en) = match plan.rounding {
        Rounding::Down => (
            "金额向零舍去不足最小货币单位的部分",
            "amounts are truncated toward zero to the smallest unit of the currency",
        ),
        Rounding::HalfUp => (
            "金额四舍五入到最小货币单位",
            "amounts are rounded to the nearest smallest unit of the currency, half of one upward",
        ),
        Rounding::HalfEven => (
            "金额舍入到最近的最小货币单位，恰为一半时取偶数",
            "amounts are rounded to the nearest smallest unit of the currency, half of one to the even neighbour",
        ),
    };
    Text::new(
        format!("共有 {count} 项奖励，按下面的顺序计算，领取人由近到远；{rounded_zh}。"),
        format!("{counted} evaluated in the order below, payees from near to far; {rounded_en}."),
    )
}

/// What the rewards of a sale come to at most.
fn limit(plan: &Plan) -> Text {
    let limit = plan.payout_limit.percent();
    if plan.scales_to_limit {
        return Text::new(
            format!("一笔成交的全部奖励合计不超过成交金额的 {limit}：超出时各项按同一比例缩减。积分不计入。"),
            format!(
                "All rewards of one sale together are at most {limit} of its amount: beyond that all of them are scaled down in the same proportion. Points do not count."
            ),
        );
    }
    Text::new(
        format!(
            "一笔成交的全部奖励合计不超过成交金额的 {limit}：会超出的那一项截断到剩余额度，其后的不再支付。积分不计入。"
        ),
        format!(
            "All rewards of one sale together are at most {limit} of its amount: the one that would go beyond it is cut to what is left, and later ones are not paid. Points do not count."
        ),
    )
}

/// Caps over several rewards.
fn caps(plan: &Plan) -> Vec<Text> {
    let mut sentences = Vec::new();
    for caps in &plan.caps {
        let names: Vec<Text> = caps.rewards.iter().map(|no| reward_name(plan, *no)).collect();
        let names = list(&names, "和", "and");
        let (time, most) = (per(caps.cap.per), most(plan, caps.cap.most));
        sentences.push(Text::new(
            format!("每位领取人{}从{}合计最多拿{}，超出部分截断。", time.zh, names.zh, most.zh),
            if caps.cap.most.is_bought() {
                format!(
                    "One payee gets no more of {} together{} than {}; the rest is cut.",
                    names.en, time.en, most.en
                )
            } else {
                format!(
                    "One payee gets at most {} of {} together{}; what goes beyond that is cut.",
                    most.en, names.en, time.en
                )
            },
        ));
    }
    sentences
}

/// How the placement tree grows, where its width is not that of pairs.
fn placement(plan: &Plan) -> Option<Text> {
    let width = plan.width;
    plan.rewards.iter().any(|reward| reward.along == Along::Placement).then(|| {
        Text::new(
            format!("安置树每人最多 {width} 个位置：新推广者排在上方最近的推广者下面第一个空位，逐层由左到右；文件可以指定位置。"),
            format!("In the placement tree everybody has {width} places below: a new promoter takes the first free one under the nearest promoter above, level by level from the left, unless the file says where."),
        )
    })
}

/// What holds for rewards on something else than a sale.
fn beside_sales(plan: &Plan) -> Vec<Text> {
    let limit = plan.payout_limit.percent();
    let mut sentences = Vec::new();
    if plan.rewards.iter().any(|reward| matches!(reward.on, On::Join | On::Promotion)) {
        sentences.push(Text::new(
            "加入奖和晋升奖不属于任何一笔成交，不受这个上限约束，退款也不扣回。",
            "Rewards on joining and on promotion belong to no sale: this limit does not hold for them, and no refund takes them back.",
        ));
    }
    if plan.rewards.iter().any(|reward| matches!(reward.on, On::Period(_))) {
        sentences.push(Text::new(
            format!("周期奖励合计不超过本期已结算金额的 {limit} 减去这些成交已经付出的奖励。"),
            format!("The rewards at the close of a period together are at most {limit} of what was settled in it, less what those sales have paid already."),
        ));
        if plan.closes_after_review {
            sentences.push(Text::new(
                "月底结束的周期按当月保级考核之后的等级计算。",
                "A period that closes at the end of a month sees the ranks that the month's review leaves.",
            ));
        }
        sentences.push(Text::new(
            "周期结束后才退款的，当期奖励按退款占其计奖金额的比例扣回；全部退完后一分不剩。",
            "A refund after the close takes back its share of the period's rewards; once everything behind a reward is refunded, nothing of it is left.",
        ));
    }
    sentences
}

/// What holds for rewards on sales.
fn of_sales(plan: &Plan) -> Vec<Text> {
    let mut sentences = Vec::new();
    if plan.rewards.iter().any(|reward| reward.on == On::FirstSale) {
        sentences.push(Text::new(
            "首笔成交的奖励只能用这笔成交剩下的额度。",
            "A reward on a first sale has only what that sale has left of the limit.",
        ));
    }
    let of_sales = plan.rewards.iter().any(|reward| !matches!(reward.on, On::Join | On::Promotion));
    if of_sales {
        sentences.push(Text::new(
            "退款时，这笔成交的奖励按退款占成交金额的比例扣回；全额退款后一分不剩。已经提现的，从以后的奖励中先扣回。",
            "On a refund the rewards of the sale are taken back in proportion to what was refunded; a full refund leaves nothing of them. What has been paid out already is recovered from later rewards first.",
        ));
    }
    sentences
}
