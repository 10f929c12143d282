//! The figures of a run that are told in words: the same ones in the terminal, in JSON and in the shop.

use banyan_plan::words::Text;

use crate::run::Outcome;

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A number of people or things.
    Count,
    /// Minor units of the plan's currency, of the whole shop.
    Money,
    /// Likewise, of one person.
    Income,
    /// Millionths.
    Share,
}

/// One figure of a run.
#[derive(Clone, Copy)]
pub struct Figure {
    /// Its name in files.
    pub key: &'static str,
    name: (&'static str, &'static str),
    /// How it is written.
    pub unit: Unit,
    /// Reads it.
    pub pick: fn(&Outcome) -> i128,
}

impl Figure {
    /// Its name for people.
    pub fn name(&self) -> Text {
        Text::new(self.name.0, self.name.1)
    }
}

const fn figure(
    key: &'static str,
    zh: &'static str,
    en: &'static str,
    unit: Unit,
    pick: fn(&Outcome) -> i128,
) -> Figure {
    Figure { key, name: (zh, en), unit, pick }
}

/// What is asked first, in this order.
pub const MAIN: [Figure; 18] = [
    figure("members", "会员", "members", Unit::Count, |one| one.members.into()),
    figure("promoters", "推广者", "promoters", Unit::Count, |one| one.promoters.into()),
    figure(
        "active_promoters",
        "期末仍在邀请的推广者",
        "promoters still inviting",
        Unit::Count,
        |one| one.active.into(),
    ),
    figure("net_sales", "净成交额", "net sales", Unit::Money, Outcome::net_sales),
    figure("rewards", "奖励", "rewards", Unit::Money, |one| one.total.granted),
    figure("payout", "奖励占比", "payout", Unit::Share, |one| one.payout().into()),
    figure("own", "平台自有资金", "the shop’s own money", Unit::Money, |one| one.total.own()),
    figure("cash_needed", "需垫付资金", "money to advance", Unit::Money, |one| one.cash_needed),
    figure("pending_peak", "待结算奖励最高", "rewards pending at most", Unit::Money, |one| {
        one.pending_peak
    }),
    figure("nothing_share", "零收入推广者", "promoters who earn nothing", Unit::Share, |one| {
        one.facts.nothing_share.0.into()
    }),
    figure("promoter_median", "推广者收入中位数", "median income of promoters", Unit::Income, |one| {
        one.promoters_income.median
    }),
    figure(
        "promoter_p90",
        "90% 的推广者不超过",
        "90% of promoters earn at most",
        Unit::Income,
        |one| one.promoters_income.p90,
    ),
    figure("top_tenth_share", "收入前 10% 的占比", "share of the top 10%", Unit::Share, |one| {
        one.promoters_income.top_tenth.0.into()
    }),
    figure("levels_paid", "计酬层级", "levels paid", Unit::Count, |one| one.facts.levels_paid.into()),
    figure("live_depth", "最长关系链", "longest chain", Unit::Count, |one| one.facts.live_depth.into()),
    figure("break_aways", "脱离", "break-aways", Unit::Count, |one| one.break_aways.into()),
    figure("retail_share", "卖给非推广者的占比", "sold to non-promoters", Unit::Share, |one| {
        one.facts.retail_share.0.into()
    }),
    figure("head_share", "按人头计发的奖励占比", "rewards paid per head", Unit::Share, |one| {
        one.facts.head_share.0.into()
    }),
];

/// What is asked after that.
pub const MORE: [Figure; 14] = [
    figure("orders", "订单", "orders", Unit::Count, |one| one.orders.into()),
    figure("contacts_asked", "邀请过的联系人", "contacts asked", Unit::Count, |one| one.asked.into()),
    figure("groups_opened", "发起的拼团", "group buys started", Unit::Count, |one| one.groups.0.into()),
    figure("groups_failed", "未成团的拼团", "group buys that failed", Unit::Count, |one| {
        one.groups.1.into()
    }),
    figure("largest_team", "最大团队人数", "people in the largest team", Unit::Count, |one| {
        one.facts.largest_team.into()
    }),
    figure("entry_share", "入门费占收入", "entry fees, of what came in", Unit::Share, |one| {
        one.facts.entry_share.0.into()
    }),
    figure("loss_share", "亏损的推广者", "promoters at a loss", Unit::Share, |one| {
        one.facts.loss_share.0.into()
    }),
    figure("gini", "收入基尼系数", "Gini of incomes", Unit::Share, |one| {
        one.promoters_income.gini.0.into()
    }),
    figure("refunds", "退款", "refunds", Unit::Money, |one| one.total.refunds),
    figure("fees", "入门费", "entry fees", Unit::Money, |one| one.total.fees),
    figure("suppliers", "付给供应商", "paid to suppliers", Unit::Money, |one| one.total.suppliers),
    figure("held", "期末账上余额", "held at the end", Unit::Money, |one| one.total.held()),
    figure(
        "promoter_p99",
        "99% 的推广者不超过",
        "99% of promoters earn at most",
        Unit::Income,
        |one| one.promoters_income.p99,
    ),
    figure("hourly_median", "每小时收入中位数", "median income per hour", Unit::Income, |one| {
        one.hourly_median.unwrap_or(0).into()
    }),
];

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Figure> {
    MAIN.iter().chain(&MORE)
}
