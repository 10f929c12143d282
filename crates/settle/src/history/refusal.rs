//! What an engine refuses to do.

use banyan_plan::kernel::Member;
use banyan_plan::model::RankNo;
use banyan_plan::money::Rate;
use banyan_plan::words::Text;

/// Why an engine refuses something. Nothing has changed then but the time: what was due has been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// There is no such member, or they have not joined yet.
    NotJoined(Member),
    /// Likewise the buyer of a line.
    BuyerNotJoined(Member),
    /// Likewise the seller named for a line.
    SellerNotJoined(Member),
    /// The seller named for a line is no promoter.
    SellerNoPromoter(Member),
    /// They have joined already.
    JoinedBefore(Member),
    /// They stand below themselves, or would.
    Loop(Member),
    /// The plan has no such rank.
    NoSuchRank(RankNo),
    /// Cost and amount have different signs.
    CostSign,
    /// A reward is a share of profit, and there is no cost.
    NoCost,
    /// A reward pays the product's own rate, and there is none.
    NoRate,
    /// The product's rate lies outside of what the plan allows.
    RateOutside {
        /// The product's rate.
        rate: Rate,
        /// The lowest that the plan allows.
        low: Rate,
        /// The highest.
        high: Rate,
    },
    /// The line has more of a volume than the plan allows, of its amount, or one with another sign.
    VolumeOutside(Rate),
}

/// A line of a purchase that cannot be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// Its place among the lines.
    pub line: usize,
    /// Why.
    pub reason: Reason,
}

impl Reason {
    /// What is wrong and what was expected, for people. `name` gives a member's name.
    pub fn text(self, name: impl Fn(Member) -> String) -> Text {
        match self {
            Self::NotJoined(member) => {
                let name = name(member);
                Text::new(
                    format!("会员 `{name}` 尚未加入"),
                    format!("the member `{name}` has not joined; expected one who has"),
                )
            }
            Self::BuyerNotJoined(member) => not_joined("买家", "buyer", &name(member)),
            Self::SellerNotJoined(member) => not_joined("卖家", "seller", &name(member)),
            Self::SellerNoPromoter(member) => {
                let name = name(member);
                Text::new(
                    format!("卖家 `{name}` 这时不是推广者；留空则记给买家上方最近的推广者"),
                    format!(
                        "the seller `{name}` is no promoter at this time; leave it empty to credit the nearest promoter above the buyer"
                    ),
                )
            }
            Self::JoinedBefore(member) => {
                let name = name(member);
                Text::new(
                    format!("会员 `{name}` 已经加入；每位会员只加入一次"),
                    format!("the member `{name}` has joined already; expected a new one"),
                )
            }
            Self::Loop(member) => {
                let name = name(member);
                Text::new(
                    format!("会员 `{name}` 不能移到自己或自己的下级之下"),
                    format!(
                        "the member `{name}` cannot stand below themselves; expected an inviter outside of their branch"
                    ),
                )
            }
            Self::NoSuchRank(rank) => Text::new(
                format!("方案没有第 {rank} 级等级"),
                format!("the plan has no rank number {rank}; expected one of the plan's ranks"),
            ),
            Self::CostSign => {
                Text::new("成本的正负要与金额一致", "the cost must have the sign of the amount")
            }
            Self::NoCost => missing("cost", "成本", "a reward is a share of profit"),
            Self::NoRate => missing("rate", "商品比例", "a reward pays each product's own rate"),
            Self::VolumeOutside(most) => {
                let most = most.percent();
                Text::new(
                    format!("业绩值超过方案允许的金额的 {most}，或正负与金额不一致"),
                    format!(
                        "a volume is above {most} of the amount, which is the plan's most, or has another sign"
                    ),
                )
            }
            Self::RateOutside { rate, low, high } => {
                let (rate, low, high) = (rate.percent(), low.percent(), high.percent());
                Text::new(
                    format!("商品比例 {rate} 不在方案的 `product_rate` {low} 到 {high} 之内"),
                    format!(
                        "the product's rate {rate} is outside the plan's `product_rate`, {low} to {high}"
                    ),
                )
            }
        }
    }
}

fn not_joined(zh: &str, en: &str, name: &str) -> Text {
    Text::new(
        format!("{zh} `{name}` 这时尚未加入"),
        format!("the {en} `{name}` has not joined at this time; expected one who has"),
    )
}

fn missing(column: &str, zh: &str, en: &str) -> Text {
    Text::new(
        format!("`{column}` 为空；方案要用到{zh}"),
        format!("`{column}` is empty, but {en}; expected a value"),
    )
}
