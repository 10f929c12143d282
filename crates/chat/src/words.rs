//! The words of accounts and groups, as the database and the API have them.

use banyan_store::DbError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A type of a few words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$one:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$one])* $variant),+
        }

        impl $name {
            /// The stable word.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// What a column of the database says.
            pub(crate) fn read(word: &str) -> Result<Self, DbError> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    other => Err(DbError::Broken(format!("{other} is no {}", stringify!($name)))),
                }
            }
        }
    };
}

words! {
    /// Where people chat.
    Platform {
        /// 企业微信
        Wecom = "wecom",
        /// 微信
        Wechat = "wechat",
        /// QQ
        Qq = "qq",
        /// Telegram
        Telegram = "telegram",
        /// WhatsApp
        Whatsapp = "whatsapp",
        /// LINE
        Line = "line",
        /// Any other.
        Other = "other",
    }
}

words! {
    /// How an account stands.
    AccountState {
        /// 正常：it works.
        Active = "active",
        /// 休息：it is spared for some time, and takes no new group.
        Resting = "resting",
        /// 受限：the platform lets it do less, and it takes no new group.
        Limited = "limited",
        /// 停用：the company does not run it any more.
        Closed = "closed",
    }
}

words! {
    /// How a channel stands.
    ChannelState {
        /// 使用中
        Open = "open",
        /// 已停用：its link says so.
        Closed = "closed",
    }
}

words! {
    /// Who is in a group.
    GroupKind {
        /// 客户
        Customers = "customers",
        /// 推广者
        Promoters = "promoters",
        /// 团队长
        Leaders = "leaders",
        /// 兴趣
        Interest = "interest",
        /// 试点
        Pilot = "pilot",
    }
}

words! {
    /// What a group is run for; each has a rhythm and a band of its own.
    Purpose {
        /// 福利
        Broadcast = "broadcast",
        /// 内容
        Light = "light",
        /// 干货
        Heavy = "heavy",
    }
}

words! {
    /// How far a group has come.
    GroupState {
        /// 筹备
        Draft = "draft",
        /// 试点
        Pilot = "pilot",
        /// 已验证：its pilot has shown what it was to show.
        Proven = "proven",
        /// 运营中
        Live = "live",
        /// 收尾
        Closing = "closing",
        /// 已关闭
        Closed = "closed",
    }
}

words! {
    /// What somebody of the company is in a group. Everybody in the group is shown that.
    GroupRole {
        /// 群主
        Owner = "owner",
        /// 讲师
        Lecturer = "lecturer",
        /// 运营
        Operator = "operator",
        /// 意见领袖
        Leader = "leader",
        /// 轮值
        Duty = "duty",
    }
}

words! {
    /// Where a group came from.
    Lineage {
        /// 复制
        Clone = "clone",
        /// 拆分
        Split = "split",
    }
}

words! {
    /// How people were counted.
    Way {
        /// 手工
        Hand = "hand",
        /// 文件
        File = "file",
    }
}

words! {
    /// How far a contact has come; read from what happened, and never set.
    Stage {
        /// 线索：they are written down, and no account is their friend yet.
        Lead = "lead",
        /// 已添加
        Added = "added",
        /// 已进群
        Grouped = "grouped",
        /// 已下单
        Customer = "customer",
        /// 复购
        Repeat = "repeat",
        /// 沉睡：they have bought, and not for some time.
        Asleep = "asleep",
        /// 流失：no account is their friend any more.
        Lost = "lost",
    }
}

words! {
    /// Where a contact came from.
    Source {
        /// 包裹卡
        Parcel = "parcel",
        /// 海报
        Poster = "poster",
        /// 员工
        Employee = "employee",
        /// 门店
        Store = "store",
        /// 公众号
        Official = "official",
        /// 直播
        Live = "live",
        /// 电话
        Call = "call",
        /// 老客介绍
        Referral = "referral",
        /// 其他
        Other = "other",
    }
}

words! {
    /// Why a person may be contacted.
    Basis {
        /// 对方主动添加
        AddedUs = "added_us",
        /// 对方同意
        Consent = "consent",
        /// 下单时留下
        Order = "order",
        /// 主动咨询
        Inquiry = "inquiry",
    }
}

words! {
    /// What reaches one person.
    TouchKind {
        /// 加好友：a request to become friends.
        FriendRequest = "friend_request",
        /// 私聊消息
        Message = "message",
        /// 电话
        Call = "call",
    }
}

words! {
    /// What came of a call.
    CallResult {
        /// 没接
        NoAnswer = "no_answer",
        /// 以后再说
        NotNow = "not_now",
        /// 不要联系：it ends contact on every account at once.
        No = "no",
        /// 愿意
        Yes = "yes",
    }
}

/// What may be known of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactField {
    /// 手机号
    Phone,
    /// 地区
    Region,
    /// 生日
    Birthday,
    /// 备注
    Note,
}

/// How an account stands to a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Friendship {
    /// 待添加
    Wanted,
    /// 已添加
    Added,
    /// 已删除：one of the two has removed the other.
    Removed,
}

/// How a touch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TouchState {
    /// 已预留：it is planned, and holds its place.
    Reserved,
    /// 已完成：it was made.
    Spent,
    /// 已退回：it was called off, and its place is free again.
    GivenBack,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_and_the_api_have_the_same_words() {
        let said = |word: &str| serde_json::Value::from(word);
        let same = [
            (serde_json::json!(Platform::Whatsapp), said(Platform::Whatsapp.word())),
            (serde_json::json!(AccountState::Resting), said(AccountState::Resting.word())),
            (serde_json::json!(ChannelState::Closed), said(ChannelState::Closed.word())),
            (serde_json::json!(GroupKind::Leaders), said(GroupKind::Leaders.word())),
            (serde_json::json!(Purpose::Heavy), said(Purpose::Heavy.word())),
            (serde_json::json!(GroupState::Closing), said(GroupState::Closing.word())),
            (serde_json::json!(GroupRole::Duty), said(GroupRole::Duty.word())),
            (serde_json::json!(Lineage::Split), said(Lineage::Split.word())),
            (serde_json::json!(Way::File), said(Way::File.word())),
            (serde_json::json!(Stage::Grouped), said(Stage::Grouped.word())),
            (serde_json::json!(Source::Referral), said(Source::Referral.word())),
            (serde_json::json!(Basis::AddedUs), said(Basis::AddedUs.word())),
            (serde_json::json!(TouchKind::FriendRequest), said(TouchKind::FriendRequest.word())),
            (serde_json::json!(CallResult::NotNow), said(CallResult::NotNow.word())),
        ];
        for (api, database) in same {
            assert_eq!(api, database);
        }
        assert!(GroupState::read("gone").is_err());
    }
}
