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
    figure("members", "成员", "members", Unit::Count, |one| one.members.into()),
    figure("promoters", "推广者", "promoters", Unit::Count, |one| one.promoters.into()),
    figure("active_promoters", "期末在拉人的", "still active", Unit::Count, |one| one.active.into()),
    figure("net_sales", "净成交额", "net sales", Unit::Money, Outcome::net_sales),
    figure("rewards", "奖励", "rewards", Unit::Money, |one| one.total.granted),
    figure("payout", "奖励占比", "payout", Unit::Share, |one| one.payout().into()),
    figure("own", "平台自己的钱", "shop's own", Unit::Money, |one| one.total.own()),
    figure("cash_needed", "需垫的钱", "cash to bring", Unit::Money, |one| one.cash_needed),
    figure("pending_peak", "待结算最高", "pending at most", Unit::Money, |one| one.pending_peak),
    figure("nothing_share", "一分未得的推广者", "earned nothing", Unit::Share, |one| {
        one.facts.nothing_share.0.into()
    }),
    figure("promoter_median", "推广者收入中位数", "median promoter", Unit::Income, |one| {
        one.promoters_income.median
    }),
    figure("promoter_p90", "九成推广者不超过", "90% at most", Unit::Income, |one| {
        one.promoters_income.p90
    }),
    figure("top_tenth_share", "前十分之一的份额", "top tenth's share", Unit::Share, |one| {
        one.promoters_income.top_tenth.0.into()
    }),
    figure("levels_paid", "计酬层级", "levels paid", Unit::Count, |one| one.facts.levels_paid.into()),
    figure("live_depth", "关系链最长", "longest chain", Unit::Count, |one| one.facts.live_depth.into()),
    figure("break_aways", "脱离", "break-aways", Unit::Count, |one| one.break_aways.into()),
    figure("retail_share", "卖给非推广者", "retail share", Unit::Share, |one| {
        one.facts.retail_share.0.into()
    }),
    figure("head_share", "按人头的奖励", "paid for heads", Unit::Share, |one| {
        one.facts.head_share.0.into()
    }),
];

/// What is asked after that.
pub const MORE: [Figure; 14] = [
    figure("orders", "订单", "orders", Unit::Count, |one| one.orders.into()),
    figure("contacts_asked", "问过的联系人", "contacts asked", Unit::Count, |one| one.asked.into()),
    figure("groups_opened", "开的团", "groups opened", Unit::Count, |one| one.groups.0.into()),
    figure("groups_failed", "没成的团", "groups failed", Unit::Count, |one| one.groups.1.into()),
    figure("largest_team", "最大的团队", "largest team", Unit::Count, |one| {
        one.facts.largest_team.into()
    }),
    figure("entry_share", "入门费的占比", "share of entry fees", Unit::Share, |one| {
        one.facts.entry_share.0.into()
    }),
    figure("loss_share", "亏了钱的推广者", "promoters at a loss", Unit::Share, |one| {
        one.facts.loss_share.0.into()
    }),
    figure("gini", "收入的基尼系数", "Gini of incomes", Unit::Share, |one| {
        one.promoters_income.gini.0.into()
    }),
    figure("refunds", "退款", "refunds", Unit::Money, |one| one.total.refunds),
    figure("fees", "入门费", "entry fees", Unit::Money, |one| one.total.fees),
    figure("suppliers", "付给供应商", "paid to suppliers", Unit::Money, |one| one.total.suppliers),
    figure("held", "期末还在账上的", "still held", Unit::Money, |one| one.total.held()),
    figure("promoter_p99", "百分之九十九不超过", "99% at most", Unit::Income, |one| {
        one.promoters_income.p99
    }),
    figure("hourly_median", "每小时中位数", "median per hour", Unit::Income, |one| {
        one.hourly_median.unwrap_or(0).into()
    }),
];

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Figure> {
    MAIN.iter().chain(&MORE)
}
