//! The measures one by one: the key that files have for each, its name for people, and its value.

use banyan_plan::words::Text;

use crate::measure::Measures;
use crate::ratio::Ratio;

/// A measure of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its key in JSON.
    pub key: &'static str,
    /// Its name for people.
    pub name: Text,
    /// What it is; `None` inside says that nothing was observed that it could be a share of.
    pub value: Value,
}

/// A value and what kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A number of people, messages, days.
    Count(u64),
    /// A mean of numbers.
    Mean(Option<Ratio>),
    /// A part of a whole, from 0 to 1.
    Share(Option<Ratio>),
    /// An index from 0 (even) to 1 (all with one), to so many decimals.
    Index(Option<Ratio>, u32),
    /// A time in seconds; whole, or with a half.
    Seconds(Option<Ratio>),
}

impl Value {
    /// As JSON: counts whole, shares and means to 6 decimals, `null` for what was not observed.
    pub fn json(self) -> String {
        let (ratio, decimals) = match self {
            Self::Count(count) => return count.to_string(),
            Self::Mean(ratio) | Self::Share(ratio) => (ratio, 6),
            Self::Index(ratio, decimals) => (ratio, decimals),
            Self::Seconds(ratio) => (ratio, 1),
        };
        let text = ratio.map_or_else(|| "null".to_owned(), |ratio| ratio.text(decimals));
        match self {
            Self::Seconds(_) => text.trim_end_matches(".0").to_owned(),
            _ => text,
        }
    }
}

impl Measures {
    /// All measures, in the order in which they are told.
    pub fn figures(&self) -> Vec<Figure> {
        use Value::{Count, Index, Mean, Seconds, Share};
        let (spoken, answered) = (&self.spoken, &self.answered);
        let one = |key, zh, en, value| Figure { key, name: Text::new(zh, en), value };
        vec![
            one("members", "成员", "members", Count(self.members)),
            one("speakers", "发言人数", "speakers", Count(spoken.speakers)),
            one("messages", "消息数", "messages", Count(spoken.messages)),
            one("days", "有消息的天数", "days with a message", Count(spoken.days)),
            one("dau_mean", "日均发言人数", "speakers a day, mean", Mean(spoken.dau_mean)),
            one("dau_max", "单日最多发言人数", "speakers a day, most", Count(spoken.dau_max)),
            one("stickiness", "粘性（日活/月活）", "stickiness (DAU/MAU)", Share(spoken.stickiness)),
            one("top10_share", "前 10% 发言占比", "share of the top 10 %", Share(spoken.top10_share)),
            one("gini", "基尼系数（发言者）", "Gini, speakers", Index(spoken.gini, 6)),
            one("gini_all", "基尼系数（全体）", "Gini, members", Index(spoken.gini_all, 6)),
            one("hhi", "集中度（HHI）", "concentration (HHI)", Index(spoken.hhi, 8)),
            one("silent_share", "沉默占比", "silent members", Share(spoken.silent_share)),
            one(
                "one_message_speakers",
                "只发过一条的人",
                "speakers of one message",
                Count(spoken.one_message_speakers),
            ),
            one("reciprocity", "互动往来率", "reciprocity", Share(answered.reciprocity)),
            one("replies", "回复次数", "replies", Count(answered.replies)),
            one("median_reply_s", "回复时长中位数", "median time to reply", Seconds(answered.median_reply_s)),
            one("reply_1h", "1 小时内回复", "replies within 1 h", Share(answered.reply_1h)),
            one("reply_24h", "24 小时内回复", "replies within 24 h", Share(answered.reply_24h)),
            one("joins", "入群", "joins", Count(self.joins)),
            one("leaves", "退群", "leaves", Count(self.leaves)),
            one("buyers", "下单人数", "buyers", Count(self.buyers)),
        ]
    }
}
