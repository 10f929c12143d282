//! The roles of staff, the permissions that each role has, and the refusal of requests that need a permission which is missing.

mod rights;

use banyan_base::refusal::{Kind, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::rights::{Rights, set_for};

/// What somebody of staff may do. One list for every route of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Look at members by nickname, rank and tree.
    MembersRead,
    /// See and search personal data of members: every look is in the audit log.
    PersonalData,
    /// Change ranks and inviters, freeze and release, with a reason.
    MembersWrite,
    /// Make a link by which a member sets a new password, with a reason.
    MembersReset,
    /// Erase a member's personal data, or export it for them.
    Privacy,
    /// Look at orders and after-sale cases: those in which everything is of products that they look after.
    OrdersRead,
    /// See and handle the orders of everybody.
    OrdersAll,
    /// Ship, confirm receipt, cancel.
    OrdersWrite,
    /// Decide after-sale cases and refund.
    Refunds,
    /// Confirm offline payments.
    Payments,
    /// Look at products with their costs.
    CatalogRead,
    /// Change products, prices, stock.
    CatalogWrite,
    /// Look at the ledger and at everybody's rewards.
    LedgerRead,
    /// Review withdrawals and pay them out.
    Withdrawals,
    /// Look at plan versions, try plans.
    PlansRead,
    /// Publish plans.
    PlansWrite,
    /// Look at the audit log.
    AuditRead,
    /// Change settings, webhooks.
    SettingsWrite,
    /// Add staff, change roles, issue API tokens.
    StaffWrite,
    /// Dashboards: the figures of what they brought into the catalogue.
    Reports,
    /// The figures of the whole shop.
    ReportsAll,
    /// Set prices below cost, and write costs down.
    PricesFree,
    /// Look at the chat accounts, groups and contacts that are in their own care.
    ChatRead,
    /// Look after them: add, count, change their state.
    ChatWrite,
    /// See and look after those of everybody.
    ChatAll,
    /// Redeem vouchers where the goods or the service are.
    VouchersRedeem,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 26] = [
        Self::MembersRead,
        Self::PersonalData,
        Self::MembersWrite,
        Self::MembersReset,
        Self::Privacy,
        Self::OrdersRead,
        Self::OrdersAll,
        Self::OrdersWrite,
        Self::Refunds,
        Self::Payments,
        Self::CatalogRead,
        Self::CatalogWrite,
        Self::LedgerRead,
        Self::Withdrawals,
        Self::PlansRead,
        Self::PlansWrite,
        Self::AuditRead,
        Self::SettingsWrite,
        Self::StaffWrite,
        Self::Reports,
        Self::ReportsAll,
        Self::PricesFree,
        Self::ChatRead,
        Self::ChatWrite,
        Self::ChatAll,
        Self::VouchersRedeem,
    ];
}

/// What somebody of staff is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The owner of the shop: everything. 超级管理员
    Owner,
    /// Finance. 财务
    Finance,
    /// Operations. 运营
    Operations,
    /// A regional branch. 分公司
    Branch,
    /// Business development. 商务 BD
    Bd,
    /// Customer service. 客服
    Support,
    /// Somebody at a merchant's, who redeems vouchers and sees nothing else. 核销员
    Clerk,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] =
        [Self::Owner, Self::Finance, Self::Operations, Self::Branch, Self::Bd, Self::Support, Self::Clerk];

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Finance => "finance",
            Self::Operations => "operations",
            Self::Branch => "branch",
            Self::Bd => "bd",
            Self::Support => "support",
            Self::Clerk => "clerk",
        }
    }

    /// The role of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether this role may do something as long as the owner has set nothing else.
    pub fn usually_may(self, permission: Permission) -> bool {
        self.usual().contains(&permission)
    }

    fn usual(self) -> &'static [Permission] {
        match self {
            Self::Owner => &Permission::ALL,
            Self::Finance => FINANCE,
            Self::Operations => OPERATIONS,
            Self::Branch => BRANCH,
            Self::Bd => BD,
            Self::Support => SUPPORT,
            Self::Clerk => CLERK,
        }
    }
}

/// What each role but the owner's may usually do.
const FINANCE: &[Permission] = &[
    Permission::MembersRead,
    Permission::PersonalData,
    Permission::OrdersRead,
    Permission::OrdersAll,
    Permission::Refunds,
    Permission::Payments,
    Permission::CatalogRead,
    Permission::LedgerRead,
    Permission::Withdrawals,
    Permission::PlansRead,
    Permission::AuditRead,
    Permission::Reports,
    Permission::ReportsAll,
];
const OPERATIONS: &[Permission] = &[
    Permission::MembersRead,
    Permission::MembersWrite,
    Permission::MembersReset,
    Permission::OrdersRead,
    Permission::OrdersAll,
    Permission::OrdersWrite,
    Permission::Refunds,
    Permission::CatalogRead,
    Permission::CatalogWrite,
    Permission::LedgerRead,
    Permission::PlansRead,
    Permission::Reports,
    Permission::ReportsAll,
    Permission::PricesFree,
    Permission::ChatRead,
    Permission::ChatWrite,
    Permission::ChatAll,
    Permission::VouchersRedeem,
];
const BRANCH: &[Permission] = &[
    Permission::MembersRead,
    Permission::OrdersRead,
    Permission::OrdersWrite,
    Permission::CatalogRead,
    Permission::CatalogWrite,
    Permission::Reports,
    Permission::ChatRead,
    Permission::ChatWrite,
    Permission::VouchersRedeem,
];
const BD: &[Permission] = &[
    Permission::CatalogRead,
    Permission::CatalogWrite,
    Permission::Reports,
    Permission::ChatRead,
    Permission::ChatWrite,
];
const SUPPORT: &[Permission] = &[
    Permission::MembersRead,
    Permission::PersonalData,
    Permission::MembersReset,
    Permission::OrdersRead,
    Permission::OrdersAll,
    Permission::OrdersWrite,
    Permission::Refunds,
    Permission::CatalogRead,
    Permission::ChatRead,
    Permission::ChatWrite,
    Permission::VouchersRedeem,
];
const CLERK: &[Permission] = &[Permission::VouchersRedeem];

/// Refuses what a role may not do.
pub fn forbidden() -> Refusal {
    Refusal::new(Kind::Forbidden, "forbidden", "您的角色没有这项权限", "your role does not allow this")
}

/// Staff has stopped them.
pub fn frozen() -> Refusal {
    Refusal::new(
        Kind::Forbidden,
        "member_frozen",
        "账号已停用，可以申请复核，或联系客服",
        "this account is stopped; you may appeal, or contact support",
    )
}
