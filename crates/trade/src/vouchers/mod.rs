//! Vouchers 券: a piece that is bought is a code, which is redeemed once where the goods or the service are. What a product's vouchers
//! promise are its terms, which never change: a line keeps those by which it was sold. What happens to a voucher is a row that is
//! added; the database holds each of them once, so that of two who redeem or refund it, one is first and the other is told.

mod code;
pub mod desk;
mod pieces;
mod said;
mod store;
mod terms;
mod views;

pub use self::code::{Sealed, renew, sealed_code};
pub(crate) use self::pieces::{find_by_code, give_back, issue, sellable};
pub(crate) use self::said::{moment, weekday_name, weekdays};
pub(crate) use self::store::{
    Filter, Piece, due, find, is_waiting, list, of_order, redeemed_by, step, terms, unused_lines,
};
pub(crate) use self::terms::Terms;
pub(crate) use self::views::{TermsView, VoucherView, views};

/// How a product reaches its buyer, which decides what becomes of a line that is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It is sent. 实物
    Physical,
    /// A code for each piece. 券
    Voucher,
}

impl Kind {
    /// The kind of what is sold by these terms of vouchers, or by none.
    pub(crate) fn of(terms: Option<i64>) -> Self {
        if terms.is_some() { Self::Voucher } else { Self::Physical }
    }

    /// The stable word of the API and the database.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Physical => "physical",
            Self::Voucher => "voucher",
        }
    }

    /// Whether something has to be carried to the buyer.
    pub(crate) fn is_sent(self) -> bool {
        match self {
            Self::Physical => true,
            Self::Voucher => false,
        }
    }
}

/// What becomes of the money of a voucher that nobody redeems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unused {
    /// Its buyer has it back whenever they ask, and by itself when the voucher expires. 随时退、过期自动退
    Refunded,
    /// The shop keeps it. 不退
    Kept,
}

impl Unused {
    const ALL: [Self; 2] = [Self::Refunded, Self::Kept];

    /// The stable word of the API and the database.
    fn word(self) -> &'static str {
        match self {
            Self::Refunded => "refunded",
            Self::Kept => "kept",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.word() == word)
    }
}

/// Where a voucher stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It can be redeemed. 待使用
    Unused,
    /// Its goods or its service were had. 已核销
    Redeemed,
    /// Its money went back. 已退款
    Refunded,
    /// Nobody redeemed it in time, and its money is not given back. 已过期
    Expired,
}

impl State {
    const ALL: [Self; 4] = [Self::Unused, Self::Redeemed, Self::Refunded, Self::Expired];

    /// The stable word of the API and the database.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Unused => "unused",
            Self::Redeemed => "redeemed",
            Self::Refunded => "refunded",
            Self::Expired => "expired",
        }
    }

    /// The state of a word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}
