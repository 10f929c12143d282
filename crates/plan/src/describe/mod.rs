//! A plan in plain words, complete, to be read aloud to a lawyer or a shopkeeper.
//!
//! Every key of the plan is said. Chinese sentences hold no English words and English ones no Chinese, except names that
//! the plan gives, and ids, which stand in backticks.

mod phrase;
mod ranks;
mod reach;
mod rule;
#[cfg(test)]
mod tests;

pub use phrase::{money, rank_name, reward_name};
pub use ranks::condition;
pub use reach::{Levels, levels_paid};
pub use rule::{how_much, payee, reward_rule};

use self::phrase::{length, name, period_word, spaced};
use crate::model::{
    Cap, Carry, Entry, How, On, Pair, Pay, Plan, RankNo, Rates, Reward, RewardNo, SelfPurchase, Share, To,
};
use crate::money::{Rate, Rounding};
use crate::words::{Lang, Text};

/// A part of a plan in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub title: Text,
    /// Whole sentences.
    pub sentences: Vec<Text>,
}

impl Section {
    /// The section as plain text: the title, then one sentence a line.
    pub fn render(&self, lang: Lang) -> String {
        let mut out = format!("{}\n", self.title.get(lang));
        for sentence in &self.sentences {
            out += &format!("  {}\n", sentence.get(lang));
        }
        out
    }
}

/// The whole plan in plain words.
pub fn describe(plan: &Plan) -> Vec<Section> {
    let mut sections = vec![head(plan), join(plan), sale(plan), ranks::section(plan), common(plan)];
    sections.extend((0..plan.rewards.len()).map(|no| reward(plan, no as RewardNo)));
    for section in &mut sections {
        section.sentences = std::mem::take(&mut section.sentences).into_iter().map(spaced).collect();
    }
    sections
}

fn head(plan: &Plan) -> Section {
    let (name, id) = (name(&plan.title, &plan.id), &plan.id);
    let version = plan.version;
    let minutes = plan.utc_offset / (60 * crate::time::SECOND);
    let sign = if minutes < 0 { '-' } else { '+' };
    let clock = format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
    let currency = plan.currency;
    let bare = format!("`{id}`");
    let zh = if name.zh == bare {
        format!("本方案的编号是 {bare}")
    } else {
        format!("本方案是{}，编号 {bare}", name.zh)
    };
    let en = if name.en == bare { format!("the plan {bare}") } else { format!("{}, {bare}", name.en) };
    let who = Text::new(format!("{zh}，第 {version} 版。"), format!("This is {en}, version {version}."));
    let unit = phrase::money(currency, currency.scale());
    Section {
        title: Text::new("方案", "The plan"),
        sentences: vec![
            who,
            Text::new(
                format!("金额都以 `{currency}` 计，如 {}。", unit.zh),
                format!("All amounts are in `{currency}`, such as {}.", unit.en),
            ),
            Text::new(
                format!("日、周、月按协调世界时 {clock} 的时钟划分。"),
                format!("Days, weeks and months are those of the clock at UTC {clock}."),
            ),
        ],
    }
}

fn join(plan: &Plan) -> Section {
    let how = match plan.join.how {
        How::Open => Text::new("任何人都可以注册成为推广者。", "Anybody may sign up as a promoter."),
        How::Invitation => {
            Text::new("只有受推广者邀请才能加入。", "Joining takes the invitation of a promoter.")
        }
        How::Purchase => Text::new("通过购买加入。", "Joining takes a purchase."),
    };
    let mut sentences = vec![how];
    match plan.join.purchase {
        None => {}
        Some(Entry::Order(0)) => sentences.push(Text::new(
            "任何一笔已付款的订单都会让买家成为推广者。",
            "Any paid order makes its buyer a promoter.",
        )),
        Some(Entry::Order(min)) => {
            let min = money(plan.currency, min);
            sentences.push(Text::new(
                format!("一笔至少 {}的已付款订单会让买家成为推广者。", min.zh),
                format!("A paid order of at least {} makes its buyer a promoter.", min.en),
            ));
        }
        Some(Entry::Package(price)) => {
            let price = money(plan.currency, price);
            sentences.push(Text::new(
                format!("须购买礼包：一件至少 {}的商品，买家由此成为推广者。", price.zh),
                format!(
                    "A pack has to be bought: a product of at least {}, which makes its buyer a promoter.",
                    price.en
                ),
            ));
        }
    }
    let (fee, deposit) = (money(plan.currency, plan.join.fee), money(plan.currency, plan.join.deposit));
    sentences.push(if plan.join.fee > 0 {
        Text::new(
            format!("加入须交费 {}，不退还。", fee.zh),
            format!("Joining costs a fee of {}, which is not returned.", fee.en),
        )
    } else {
        Text::new("加入不收费。", "There is no fee for joining.")
    });
    sentences.push(if plan.join.deposit > 0 {
        Text::new(
            format!("加入须交押金 {}，退出时退还。", deposit.zh),
            format!("Joining takes a deposit of {}, which is returned on leaving.", deposit.en),
        )
    } else {
        Text::new("加入不收押金。", "There is no deposit.")
    });
    sentences.push(Text::new(
        "每个人最多有一位邀请人，加入时确定，以后不变。推广者是有等级的人；其他人是普通顾客。",
        "Everybody has at most one inviter, fixed on joining. A promoter is somebody with a rank; everybody else is a plain customer.",
    ));
    Section { title: Text::new("加入", "Joining"), sentences }
}

fn sale(plan: &Plan) -> Section {
    let sale = &plan.sale;
    let own = match sale.self_purchase {
        SelfPurchase::Seller => Text::new(
            "推广者自己购买时，卖家是她自己。",
            "When a promoter buys for herself, she is the seller.",
        ),
        SelfPurchase::Inviter => Text::new(
            "推广者自己购买时，卖家是她上方最近的推广者。",
            "When a promoter buys for herself, the seller is the nearest promoter above her.",
        ),
        SelfPurchase::Nobody => Text::new(
            "推广者自己购买时没有卖家，这笔购买不支付任何奖励。",
            "When a promoter buys for herself, nobody is the seller, and the purchase pays no reward.",
        ),
    };
    let mut sentences = vec![
        Text::new(
            "卖家是带来这笔成交的推广者；没有指明时，是买家上方最近的推广者。卖家的距离为 0，往上每一位推广者加 1。",
            "The seller is the promoter credited with the sale; where none is named, the nearest promoter above the buyer. The seller is at distance 0, and each promoter further up at one more.",
        ),
        own,
    ];
    let release = length(sale.release_after);
    sentences.push(if sale.release_after == 0 {
        Text::new("奖励在付款或签收时立即结算。", "Rewards are settled at once on payment or delivery.")
    } else {
        Text::new(
            format!("奖励在付款后为待结算，签收（或付款）满 {}后结算，方可提现。", release.zh),
            format!(
                "Rewards are pending from payment, and settled and available {} after delivery (or payment).",
                release.en
            ),
        )
    });
    sentences.push(Text::new(
        "等级和邀请关系以付款时为准。",
        "Ranks and inviters are those in force at the moment of payment.",
    ));
    let (low, high) = sale.product_rate;
    if low == high {
        let rate = low.percent();
        sentences.push(Text::new(
            format!("每件商品自己的比例为 {rate}。"),
            format!("Each product's own rate is {rate}."),
        ));
    } else if plan.needs_rate() || (low, high) != (Rate(0), Rate::ONE) {
        let (low, high) = (low.percent(), high.percent());
        sentences.push(Text::new(
            format!("每件商品自己的比例在 {low} 到 {high} 之间。"),
            format!("Each product's own rate lies between {low} and {high}."),
        ));
    }
    if sale.retail_tracking {
        sentences.push(Text::new(
            "卖给网络之外顾客的成交单独统计。",
            "Sales to people outside the network are told apart and counted.",
        ));
    }
    Section { title: Text::new("成交与结算", "Sales and settlement"), sentences }
}

/// What holds for all rewards.
fn common(plan: &Plan) -> Section {
    let limit = plan.payout_limit.percent();
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
    let mut sentences = vec![
        Text::new(
            format!("共有 {count} 项奖励，按下面的顺序计算，领取人由近到远；{rounded_zh}。"),
            format!("{counted} evaluated in the order below, payees from near to far; {rounded_en}."),
        ),
        Text::new(
            format!(
                "一笔成交的全部奖励合计不超过成交金额的 {limit}：会超出的那一项截断到剩余额度，其后的不再支付。积分不计入。"
            ),
            format!(
                "All rewards of one sale together are at most {limit} of its amount: the one that would go beyond it is cut to what is left, and later ones are not paid. Points do not count."
            ),
        ),
    ];
    for caps in &plan.caps {
        let names: Vec<Text> = caps.rewards.iter().map(|no| reward_name(plan, *no)).collect();
        let (names, most) = (phrase::list(&names, "和", "and"), money(plan.currency, caps.cap.amount));
        let per = caps.cap.per.map_or_else(Text::default, period_word);
        sentences.push(Text::new(
            format!("每位领取人每{}从{}合计最多拿 {}，超出部分截断。", per.zh, names.zh, most.zh),
            format!(
                "One payee gets at most {} of {} together per {}; what goes beyond that is cut.",
                most.en, names.en, per.en
            ),
        ));
    }
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
        sentences.push(Text::new(
            "周期结束后才退款的，当期奖励按退款占其计奖金额的比例扣回；全部退完后一分不剩。",
            "A refund after the close takes back its share of the period's rewards; once everything behind a reward is refunded, nothing of it is left.",
        ));
    }
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
    Section { title: Text::new("奖励的共同规则", "Rules for all rewards"), sentences }
}

fn reward(plan: &Plan, no: RewardNo) -> Section {
    let reward = plan.reward(no);
    let id = &reward.id;
    let name = reward_name(plan, no);
    let number = no + 1;
    let title = if name.zh == name.en {
        Text::new(format!("奖励 {number}：`{id}`"), format!("Reward {number}: `{id}`"))
    } else {
        Text::new(
            format!("奖励 {number}：{}（`{id}`）", name.zh),
            format!("Reward {number}: {} (`{id}`)", name.en),
        )
    };
    let (event, rule) = (event(reward.on), reward_rule(plan, no));
    let mut sentences =
        vec![Text::new(format!("{}：{}。", event.zh, rule.zh), format!("{}: {}.", event.en, rule.en))];
    sentences.extend(note(reward));
    sentences.extend(otherwise(reward));
    sentences.extend(ends(plan, reward));
    if let Some(cap) = &reward.cap {
        sentences.push(capped(plan, cap));
    }
    if reward.every > 1 {
        let every = reward.every;
        sentences.push(Text::new(
            format!("同一位领取人每满 {every} 次才付一次，即只在第 {every} 次、第 {} 次……支付。", every * 2),
            format!("It is paid only on every {} such event of the same payee.", phrase::ordinal(every)),
        ));
    }
    Section { title, sentences }
}

fn event(on: On) -> Text {
    match on {
        On::Sale => Text::new("每笔成交付款时", "On each paid sale"),
        On::Join => Text::new("有推广者加入时", "When a promoter joins"),
        On::Promotion => {
            Text::new("推广者首次升到新的等级时", "When a promoter reaches a rank that she never had before")
        }
        On::FirstSale => {
            Text::new("推广者的第一笔成交结算时", "When the first sale of a promoter is settled")
        }
        On::Period(period) => {
            let word = period_word(period);
            Text::new(
                format!("每{}结束时，按当{}结算的成交", word.zh, word.zh),
                format!("At the close of each {}, on what was settled in it", word.en),
            )
        }
    }
}

/// Where the way up ends.
fn ends(plan: &Plan, reward: &Reward) -> Vec<Text> {
    let mut sentences = Vec::new();
    if let Some(rank) = reward.until {
        let rank = phrase::at_least(plan, rank);
        sentences.push(Text::new(
            format!("往上到第一位{}为止，她本人包括在内。", rank.zh),
            format!("The way up ends with the first {} above, who is included.", rank.en),
        ));
    }
    match reward.payees {
        Some(1) => sentences.push(Text::new("只付给由近到远的第一个人。", "Only the first of them is paid.")),
        Some(count) => sentences.push(Text::new(
            format!("由近到远最多付给 {count} 个人。"),
            format!("At most {count} of them are paid, from near to far."),
        )),
        None => {}
    }
    if reward.to == To::Pairing {
        sentences.extend(pairing(plan, &reward.pair));
    }
    if matches!(reward.to, To::Pool(_, Share::Rank)) {
        let ranks: Vec<Text> = (1..)
            .zip(&reward.weights)
            .filter(|(_, weight)| **weight > 0)
            .map(|(no, weight)| {
                let name = rank_name(plan, no as RankNo);
                Text::new(format!("{} {weight} 份", name.zh), format!("{weight} for each {}", name.en))
            })
            .collect();
        let ranks = phrase::list(&ranks, "、", "and");
        sentences.push(Text::new(format!("份数：{}。", ranks.zh), format!("The shares are {}.", ranks.en)));
    }
    sentences
}

/// How legs are paired.
fn pairing(plan: &Plan, pair: &Pair) -> Vec<Text> {
    let mut sentences = Vec::new();
    let amount = |amount| money(plan.currency, amount);
    if let Some(unit) = pair.unit {
        let unit = amount(unit);
        sentences.push(Text::new(
            format!("每 {}为一对，不足一对的不碰。", unit.zh),
            format!("A pair is {}; less than that is not paired.", unit.en),
        ));
    }
    if !pair.steps.is_empty() {
        let steps: Vec<Text> = pair.steps.iter().map(|step| amount(*step)).collect();
        let steps = phrase::list(&steps, "、", "and");
        sentences.push(Text::new(
            format!("只碰较弱一区达到的最高一档：{}。", steps.zh),
            format!("Only the highest of these amounts that the weaker leg reaches is paired: {}.", steps.en),
        ));
    }
    if pair.more > 0 {
        let parts = pair.more + 1;
        sentences.push(Text::new(
            format!("较强一区每 {parts} 份对较弱一区 1 份。"),
            format!("{parts} parts of the stronger leg go with one of the weaker."),
        ));
    }
    match pair.carry {
        Carry::All => {}
        Carry::None => {
            sentences
                .push(Text::new("余额不结转，全部作废。", "The rest is not carried forward: it is lost."));
        }
        Carry::Stronger => sentences.push(Text::new(
            "较强一区的余额结转，较弱一区的作废。",
            "The rest of the stronger leg is carried forward, that of the weaker is lost.",
        )),
        Carry::Most(most) => {
            let most = amount(most);
            sentences.push(Text::new(
                format!("每区最多结转 {}，超出的作废。", most.zh),
                format!("At most {} of a leg is carried forward; what is more is lost.", most.en),
            ));
        }
    }
    if pair.idle_loses {
        sentences.push(Text::new(
            "当期不满足条件的人，两区余额作废。",
            "Whoever does not meet the conditions at a close loses both legs.",
        ));
    }
    sentences
}

/// What goes without saying in the file, and not to a listener.
fn note(reward: &Reward) -> Option<Text> {
    match reward.to {
        To::Differential => Some(Text::new(
            "卖家自己等级的比例视为已经出现；这项奖励不付给卖家本人。",
            "The rate of the seller's own rank counts as met, and this reward does not pay the seller herself.",
        )),
        To::Pairing if reward.pair.carry == Carry::All => Some(Text::new(
            "对碰的金额从左右两区同时扣除，较强一区的余额结转到下一期。新推广者安置在邀请人下方最先出现的空位，逐层从左到右。",
            "What is paired is taken off both legs, and the rest of the stronger leg is carried forward. A new promoter is placed under her inviter at the first free place, level by level, left to right.",
        )),
        To::Pairing => Some(Text::new(
            "对碰的金额从左右两区同时扣除。新推广者安置在邀请人下方最先出现的空位，逐层从左到右。",
            "What is paired is taken off both legs. A new promoter is placed under her inviter at the first free place, level by level, left to right.",
        )),
        To::Pool(..) => Some(Text::new(
            "各份舍去不足最小货币单位的部分，余下的最小单位从前往后每人一个，奖金池分完为止。",
            "Shares are truncated to the smallest unit of the currency; the units that are left go to the first payees, one each.",
        )),
        To::Nearest(_) | To::Generation(..) | To::Upline(..) | To::Peer(_) | To::Seller | To::Buyer => None,
    }
}

/// What happens when the payee does not meet the conditions.
fn otherwise(reward: &Reward) -> Option<Text> {
    let filters = &reward.filters;
    // Where rates are by rank, a rank without one at a level is like one that fails a condition.
    let by_rank = matches!(&reward.pay, Pay::Share(Rates::Table(_), _));
    let conditions = filters.payee_rank.is_some()
        || filters.payee_active.is_some()
        || filters.distance.is_some()
        || (by_rank && reward.compress);
    let idle = Text::new("紧缩在这里不起作用。", "Compression changes nothing here.");
    let text = match (reward.to, reward.compress) {
        (To::Seller | To::Buyer | To::Pool(..) | To::Pairing, true) => idle,
        (To::Seller | To::Buyer | To::Pool(..) | To::Pairing, false) => return None,
        (_, true) if !conditions => idle,
        (_, false) if !conditions => return None,
        (To::Generation(..), true) => Text::new(
            "不满足条件的那一位被越过，不占代数，由再往上的人递补（紧缩）。",
            "Whoever does not meet these conditions is passed over and not counted: the next one above takes the place (compression).",
        ),
        (To::Generation(..), false) => Text::new(
            "这些条件只决定谁拿奖励，不决定谁被计数；不满足的那一位不拿，也不由别人代替。",
            "These conditions decide who is paid, never who is counted: whoever does not meet them is not paid, and nobody takes her place.",
        ),
        (To::Differential, true) => Text::new(
            "不满足条件的上级被越过，她的比例不算已经出现（紧缩）。",
            "Whoever does not meet these conditions is passed over, and her rate does not count as met (compression).",
        ),
        (To::Differential, false) => Text::new(
            "不满足条件的上级拿不到，但她的比例算已经出现，差额不会归别人。",
            "Whoever does not meet these conditions is not paid, yet her rate counts as met: the difference goes to nobody else.",
        ),
        (To::Upline(..), true) => Text::new(
            "不满足条件的上级被越过，不占级数，由再往上的人递补（紧缩）。",
            "Whoever does not meet these conditions is passed over and not counted as a level: the next one above takes the place (compression).",
        ),
        (To::Upline(first, last), false) if first == last => {
            Text::new("她不满足条件时，谁也不付。", "If she does not meet these conditions, nobody is paid.")
        }
        (To::Upline(..), false) => Text::new(
            "不满足条件的那一级不付，也不由别人代替。",
            "The level of whoever does not meet these conditions is not paid, and nobody takes the place.",
        ),
        (To::Nearest(_) | To::Peer(_), true) => Text::new(
            "最近的那一位不满足条件时，继续往上找，直到有人满足（紧缩）。",
            "If the nearest one does not meet these conditions, the search goes on further up until somebody does (compression).",
        ),
        (To::Nearest(_) | To::Peer(_), false) => Text::new(
            "最近的那一位不满足条件时，谁也不付：她把下面的人与更上面的人隔开（脱离）。",
            "If the nearest one does not meet these conditions, nobody is paid: she cuts those below her off from whoever is above (break-away).",
        ),
    };
    Some(text)
}

fn capped(plan: &Plan, cap: &Cap) -> Text {
    let most = money(plan.currency, cap.amount);
    let (zh, en) = match cap.per {
        None => ("每笔成交".to_owned(), "sale".to_owned()),
        Some(period) => {
            let word = period_word(period);
            (format!("每{}", word.zh), word.en)
        }
    };
    Text::new(
        format!("每位领取人{zh}最多拿 {}，超出部分截断。", most.zh),
        format!("One payee gets at most {} of it per {en}; what goes beyond that is cut.", most.en),
    )
}

/// The ranks of a plan by name, lowest first, for a summary.
pub fn rank_names(plan: &Plan) -> Text {
    let names: Vec<Text> = (1..=plan.ranks.len() as RankNo).map(|no| rank_name(plan, no)).collect();
    let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
    let en: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
    Text::new(zh.join(" → "), en.join(" → "))
}
