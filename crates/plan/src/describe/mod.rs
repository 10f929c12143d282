//! A plan in plain words, complete, to be read aloud to a lawyer or a shopkeeper.
//!
//! Every key of the plan is said. Chinese sentences hold no English words and English ones no Chinese, except names that
//! the plan gives, and ids, which stand in backticks.

mod common;
mod ends;
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
    Base, Cap, Carry, Entry, How, On, Pay, Plan, RankNo, Rates, Reward, RewardNo, SelfPurchase, To,
};
use crate::money::Rate;
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
    let mut sections = vec![head(plan), join(plan), sale(plan), ranks::section(plan), common::section(plan)];
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
    let en =
        if name.en == bare { format!("has the id {bare}") } else { format!("is {}, id {bare}", name.en) };
    let who = Text::new(format!("{zh}，第 {version} 版。"), format!("This plan {en}, version {version}."));
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

/// What lines count for beside their price.
fn volumes(plan: &Plan) -> Vec<Text> {
    let mut sentences = Vec::new();
    for volume in &plan.volumes.list {
        let (id, most) = (&volume.id, volume.most.percent());
        sentences.push(Text::new(
            format!("每行另有业绩值 `{id}`，最多为金额的 {most}，没有写明时就是这么多。"),
            format!("Each line also has its `{id}`: at most {most} of its amount, and just that where nothing is said."),
        ));
    }
    if let Some(place) = plan.volumes.counted {
        let id = plan.volume(place);
        sentences.push(Text::new(
            format!("条件、分档和对碰里的销售额都按 `{id}` 计。"),
            format!("Wherever a condition, a bracket or a pair counts settled sales or purchases, it counts their `{id}`."),
        ));
    }
    sentences
}

/// What a plan does with one of its volumes.
pub fn volume_use(plan: &Plan, place: u8) -> Text {
    let is_of = |reward: &Reward| matches!(reward.pay, Pay::Share(_, Base::Volume(base)) if base == place);
    let of = (0..).zip(&plan.rewards).filter(|(_, reward)| is_of(reward));
    let names: Vec<Text> = of.map(|(no, _)| reward_name(plan, no)).collect();
    let zh = names.iter().map(|name| name.zh.as_str()).collect::<Vec<_>>().join("、");
    let en = names.iter().map(|name| name.en.as_str()).collect::<Vec<_>>().join(", ");
    match (names.is_empty(), plan.volumes.counted == Some(place)) {
        (false, true) => Text::new(
            format!("按它计算的奖励：{zh}；条件、分档和对碰里的销售额也按它计"),
            format!("Rewards of it: {en}; conditions, brackets and pairs count sales in it"),
        ),
        (false, false) => Text::new(format!("按它计算的奖励：{zh}"), format!("Rewards of it: {en}")),
        (true, true) => {
            Text::new("条件、分档和对碰里的销售额按它计", "Conditions, brackets and pairs count sales in it")
        }
        (true, false) => Text::new("目前没有奖励用到它", "Nothing in the plan uses it so far"),
    }
}

fn sale(plan: &Plan) -> Section {
    let sale = &plan.sale;
    let own = match sale.self_purchase {
        SelfPurchase::Seller => Text::new(
            "推广者自己购买时，卖家是其本人。",
            "A promoter who buys for personal use is the seller of that purchase.",
        ),
        SelfPurchase::Inviter => Text::new(
            "推广者自己购买时，卖家是其上方最近的推广者。",
            "When a promoter buys for personal use, the seller is the nearest promoter above.",
        ),
        SelfPurchase::Nobody => Text::new(
            "推广者自己购买时没有卖家，这笔购买不支付任何奖励。",
            "When a promoter buys for personal use, nobody is the seller, and the purchase pays no reward.",
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
    sentences.extend(volumes(plan));
    if sale.retail_tracking {
        sentences.push(Text::new(
            "卖给网络之外顾客的成交单独统计。",
            "Sales to people outside the network are told apart and counted.",
        ));
    }
    Section { title: Text::new("成交与结算", "Sales and settlement"), sentences }
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
    sentences.extend(ends::ends(plan, reward));
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
            Text::new("推广者首次升到新的等级时", "When a promoter reaches a rank never held before")
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

/// What goes without saying in the file, and not to a listener.
fn note(reward: &Reward) -> Option<Text> {
    match reward.to {
        To::Differential => Some(Text::new(
            "卖家自己等级的比例视为已经出现；这项奖励不付给卖家本人。",
            "The rate of the seller's own rank counts as met, and this reward does not pay the seller.",
        )),
        To::Pairing if reward.pair.carry == Carry::All => Some(Text::new(
            "对碰的金额从左右两区同时扣除，较强一区的余额结转到下一期。新推广者安置在邀请人下方最先出现的空位，逐层从左到右。",
            "What is paired is taken off both legs, and the rest of the stronger leg is carried forward. A new promoter is placed under the inviter at the first free place, level by level, left to right.",
        )),
        To::Pairing => Some(Text::new(
            "对碰的金额从左右两区同时扣除。新推广者安置在邀请人下方最先出现的空位，逐层从左到右。",
            "What is paired is taken off both legs. A new promoter is placed under the inviter at the first free place, level by level, left to right.",
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
        || filters.payee_months.is_some()
        || filters.recruit.is_some()
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
            "These conditions decide who is paid, never who is counted: whoever does not meet them is not paid, and nobody takes their place.",
        ),
        (To::Differential, true) => Text::new(
            "不满足条件的上级被越过，其比例不算已经出现（紧缩）。",
            "Whoever does not meet these conditions is passed over, and their rate does not count as met (compression).",
        ),
        (To::Differential, false) => Text::new(
            "不满足条件的上级拿不到，但其比例算已经出现，差额不会归别人。",
            "Whoever does not meet these conditions is not paid, yet their rate counts as met: the difference goes to nobody else.",
        ),
        (To::Upline(..), true) => Text::new(
            "不满足条件的上级被越过，不占级数，由再往上的人递补（紧缩）。",
            "Whoever does not meet these conditions is passed over and not counted as a level: the next one above takes the place (compression).",
        ),
        (To::Upline(first, last), false) if first == last => Text::new(
            "不满足条件时，谁也不付。",
            "If that promoter does not meet these conditions, nobody is paid.",
        ),
        (To::Upline(..), false) => Text::new(
            "不满足条件的那一级不付，也不由别人代替。",
            "The level of whoever does not meet these conditions is not paid, and nobody takes the place.",
        ),
        (To::Nearest(_) | To::Peer(_), true) => Text::new(
            "最近的那一位不满足条件时，继续往上找，直到有人满足（紧缩）。",
            "If the nearest one does not meet these conditions, the search goes on further up until somebody does (compression).",
        ),
        (To::Nearest(_) | To::Peer(_), false) => Text::new(
            "最近的那一位不满足条件时，谁也不付：这一位把下面的人与更上面的人隔开（脱离）。",
            "If the nearest one does not meet these conditions, nobody is paid: that promoter cuts those below off from whoever is above (break-away).",
        ),
    };
    Some(text)
}

fn capped(plan: &Plan, cap: &Cap) -> Text {
    let (time, most) = (phrase::per(cap.per), phrase::most(plan, cap.most));
    let zh = format!("每位领取人{}最多拿{}，超出部分截断。", time.zh, most.zh);
    if cap.most.is_bought() {
        return Text::new(
            zh,
            format!("One payee gets no more of it{} than {}; the rest is cut.", time.en, most.en),
        );
    }
    Text::new(
        zh,
        format!("One payee gets at most {} of it{}; what goes beyond that is cut.", most.en, time.en),
    )
}

/// The ranks of a plan by name, lowest first, for a summary.
pub fn rank_names(plan: &Plan) -> Text {
    let names: Vec<Text> = (1..=plan.ranks.len() as RankNo).map(|no| rank_name(plan, no)).collect();
    let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
    let en: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
    Text::new(zh.join(" → "), en.join(" → "))
}
