//! The ledger: money moves only from one account to another, each move written as two entries that add up to nothing.
//!
//! An amount above zero raises what an account is owed: a member's reward, the shop's sales. Below zero it lowers it:
//! money that has come in lies at a payment provider, which owes it to the shop.
//!
//! Architecture invariant: a balance is never stored without the entries that make it; accounts of the shop itself, which
//! every order touches, have no stored balance at all. An entry is never edited. A unique key says what it is for
//! (reference, kind, step, place, owner, account), so that doing the same thing twice is refused by the database, whenever it is done.

mod store;
mod words;

use std::collections::BTreeMap;

pub use self::store::{
    About, Entry, Filter, Movement, about, balance, balances, check, cost_of_rewards, entries, holders,
    moved, movements, of_reference, shop_balances, totals,
};
use banyan_store::{Conn, DbError, Rows, row};

/// The shop itself, as the owner of accounts.
pub const SHOP: i64 = 0;

/// Accounts, of members, of suppliers and of the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i64)]
pub enum Account {
    /// A member's rewards on lines whose refund window is open. 待结算
    Pending = 1,
    /// What a member may withdraw; below zero it is a debt. 可提现
    Available = 2,
    /// On its way out. 提现中
    Withdrawing = 3,
    /// Coupons whose line has not settled.
    CouponsPending = 4,
    /// Coupons that may be spent.
    Coupons = 5,
    /// Points whose line has not settled.
    PointsPending = 6,
    /// Points.
    Points = 7,
    /// What is owed to a supplier. 应付供应商
    Payable = 50,
    /// Money at the payment providers.
    Cash = 100,
    /// What has been sold.
    Sales = 101,
    /// Rewards as a cost.
    Rewards = 102,
    /// Coupons as a cost.
    CouponCost = 103,
    /// Tax withheld, owed to the tax office.
    Tax = 104,
    /// Points given out.
    PointsGiven = 105,
    /// Cost of goods sold.
    Goods = 106,
    /// What buyers pay for carrying.
    Freight = 107,
    /// What an earlier system owed to members when they were brought over. 期初
    Opening = 108,
}

/// What a transfer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i64)]
pub enum Kind {
    /// An order was paid.
    Payment = 1,
    /// Part of an order's money went back.
    Repayment = 2,
    /// A reward was granted, or a refund changed it.
    Reward = 3,
    /// A line settled: what was pending became available.
    Settlement = 4,
    /// A withdrawal was asked for.
    Withdrawal = 5,
    /// A withdrawal was paid out.
    Payout = 6,
    /// Tax was withheld from a withdrawal.
    Withholding = 7,
    /// A withdrawal was refused or failed.
    Return = 8,
    /// A coupon was spent, or came back with a cancelled order.
    Coupon = 9,
    /// A supplier's goods were sold, or came back.
    Purchase = 10,
    /// A balance was brought over from an earlier system.
    Opening = 11,
}

impl Account {
    /// Every account there is.
    pub const ALL: [Self; 17] = [
        Self::Pending,
        Self::Available,
        Self::Withdrawing,
        Self::CouponsPending,
        Self::Coupons,
        Self::PointsPending,
        Self::Points,
        Self::Payable,
        Self::Cash,
        Self::Sales,
        Self::Rewards,
        Self::CouponCost,
        Self::Tax,
        Self::PointsGiven,
        Self::Goods,
        Self::Freight,
        Self::Opening,
    ];

    /// The account of a number in the database.
    pub fn of(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|account| *account as i64 == number)
    }

    /// The stable word of the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Available => "available",
            Self::Withdrawing => "withdrawing",
            Self::CouponsPending => "coupons_pending",
            Self::Coupons => "coupons",
            Self::PointsPending => "points_pending",
            Self::Points => "points",
            Self::Payable => "payable",
            Self::Cash => "cash",
            Self::Sales => "sales",
            Self::Rewards => "rewards",
            Self::CouponCost => "coupon_cost",
            Self::Tax => "tax",
            Self::PointsGiven => "points_given",
            Self::Goods => "goods",
            Self::Freight => "freight",
            Self::Opening => "opening",
        }
    }

    /// What only the shop itself has.
    fn is_of_the_shop(self) -> bool {
        self as i64 >= Self::Cash as i64
    }

    /// Points are counted by themselves; everything else is money.
    pub fn is_money(self) -> bool {
        !matches!(self, Self::PointsPending | Self::Points | Self::PointsGiven)
    }
}

impl Kind {
    /// Every kind there is.
    pub const ALL: [Self; 11] = [
        Self::Payment,
        Self::Repayment,
        Self::Reward,
        Self::Settlement,
        Self::Withdrawal,
        Self::Payout,
        Self::Withholding,
        Self::Return,
        Self::Coupon,
        Self::Purchase,
        Self::Opening,
    ];

    /// The kind of a number in the database.
    pub fn of(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as i64 == number)
    }

    /// The stable word of the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Repayment => "repayment",
            Self::Reward => "reward",
            Self::Settlement => "settlement",
            Self::Withdrawal => "withdrawal",
            Self::Payout => "payout",
            Self::Withholding => "withholding",
            Self::Return => "return",
            Self::Coupon => "coupon",
            Self::Purchase => "purchase",
            Self::Opening => "opening",
        }
    }
}

/// What a transfer is for, in full. No two transfers of an account may have the same reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// What kind.
    pub kind: Kind,
    /// The order, the withdrawal, who joined, the close of the period.
    pub id: i64,
    /// The order's line; otherwise whatever tells references of one id apart.
    pub line: i64,
    /// The refund, the settlement's moment; 0 for the first step.
    pub step: i64,
    /// Which entry of one event.
    pub place: i64,
}

/// An account of somebody.
pub type Holder = (i64, Account);

/// A move of money from one account to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// Whose account gives.
    pub from: Holder,
    /// Whose account takes.
    pub to: Holder,
    /// A negative amount goes the other way.
    pub amount: i64,
    /// What the transfer is for.
    pub reason: Reason,
    /// When it counts, in nanoseconds.
    pub at: i64,
}

impl Transfer {
    /// Its two entries: whose account, and by how much it changes. None if nothing moves.
    pub fn entries(&self) -> impl Iterator<Item = (Holder, i64)> {
        let both = [(self.from, -self.amount), (self.to, self.amount)];
        both.into_iter().filter(|(_, change)| *change != 0)
    }
}

/// Transfers on their way into the database.
#[derive(Debug, Clone)]
pub struct Book {
    entries: Rows,
    changes: BTreeMap<Holder, i64>,
}

impl Default for Book {
    fn default() -> Self {
        let columns = &["owner", "account", "kind", "ref_id", "ref_line", "step", "place", "at", "amount"];
        Self { entries: Rows::new("entry", columns), changes: BTreeMap::new() }
    }
}

impl Book {
    /// Moves `amount` from one account to another; a negative amount goes the other way.
    pub fn transfer(&mut self, from: Holder, to: Holder, amount: i64, reason: &Reason, at: i64) {
        self.add(&Transfer { from, to, amount, reason: *reason, at });
    }

    /// Likewise.
    pub fn add(&mut self, transfer: &Transfer) {
        let Transfer { reason: Reason { kind, id, line, step, place }, at, .. } = *transfer;
        for ((owner, account), change) in transfer.entries() {
            self.entries.push(row![owner, account as i64, kind as i64, id, line, step, place, at, change]);
            *self.changes.entry((owner, account)).or_default() += change;
        }
    }

    /// Whether nothing waits to be written.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Writes what waits.
    pub fn write(&mut self, conn: &mut Conn) -> Result<(), DbError> {
        if self.is_empty() {
            return Ok(());
        }
        let Self { entries, changes } = std::mem::take(self);
        conn.insert(&entries)?;
        let mut rows = Rows::new("balance", &["owner", "account", "amount"]);
        for ((owner, account), change) in changes {
            rows.push(row![owner, account as i64, change]);
        }
        conn.upsert(
            &rows,
            "ON CONFLICT(owner, account) DO UPDATE SET amount = balance.amount + excluded.amount",
        )
    }
}
