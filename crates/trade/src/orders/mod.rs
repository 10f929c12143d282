//! Orders: placed → paid → shipped → received → settled; cancelled while unpaid; parts of them sent back; refunded when nothing of
//! them is left.

pub mod after_sale;
mod carriage;
mod cases;
mod costs;
pub mod desk;
mod due;
mod grouping;
pub mod http;
mod late;
mod pay;
mod place;
mod quote;
mod receipt;
mod refund;
mod sealed;
mod spend;
mod steps;
mod store;
mod told;
mod unpaid;
mod views;

use banyan_plan::money::Minor;

pub use self::carriage::{Charge, Kept, all as all_charges};
pub use self::costs::Item;
pub use self::due::{DueReceipt, Expiry};
pub use self::grouping::Deadline;
pub use self::pay::{Paid, Receipt, pay};
pub use self::place::{Place, Placed, Seen, place_told};
pub(crate) use self::receipt::{follow, take_back};
pub(crate) use self::refund::refund_at;
pub use self::refund::{Refund, RefundQuote, Refunded, from_supplier, refund};
pub use self::sealed::{Sealed, SealedLine};
pub use self::steps::{Shipment, cancel, cost_left, end, payable, receive, settled, ship, to_supplier};
pub use self::store::{LineRow, due_lines, lines_of};
pub use self::told::{Sold, Told};
pub use self::views::DeskRefund;
pub use crate::group_buys::Joining;
use banyan_base::refusal::Refusal;
pub use banyan_people::members::recipient::{Recipient, RecipientBody};
pub use banyan_sale::freight::Destination;

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waiting to be paid. 待付款
    Placed,
    /// Paid. 待发货
    Paid,
    /// On its way. 待收货
    Shipped,
    /// Delivered; its refund window runs. 已收货
    Received,
    /// Its refund window has closed. 已完成
    Settled,
    /// Not paid, and no longer wanted. 已取消
    Cancelled,
    /// Paid, and all of it has gone back. 已退款
    Refunded,
}

/// What may be done with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Its money came.
    Pay,
    /// It is handed to a carrier.
    Ship,
    /// The buyer has it.
    Receive,
    /// The last of its lines settled.
    Settle,
    /// It is given up.
    Cancel,
    /// The last of it has gone back.
    Return,
    /// The redemption of a voucher by which it was received is taken back.
    TakeBack,
}

impl State {
    const ALL: [Self; 7] = [
        Self::Placed,
        Self::Paid,
        Self::Shipped,
        Self::Received,
        Self::Settled,
        Self::Cancelled,
        Self::Refunded,
    ];

    /// The stable word of the API and the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Paid => "paid",
            Self::Shipped => "shipped",
            Self::Received => "received",
            Self::Settled => "settled",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
        }
    }

    /// The state of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Where a step leads from here.
    pub fn after(self, step: Step) -> Result<Self, Refusal> {
        match (self, step) {
            (Self::Placed, Step::Pay) => Ok(Self::Paid),
            (Self::Placed, Step::Cancel) => Ok(Self::Cancelled),
            (Self::Paid, Step::Ship) => Ok(Self::Shipped),
            // Goods that need no carrier are received at once.
            (Self::Paid | Self::Shipped, Step::Receive) => Ok(Self::Received),
            (Self::Received, Step::Settle) => Ok(Self::Settled),
            (Self::Received, Step::TakeBack) => Ok(Self::Paid),
            (Self::Paid | Self::Shipped | Self::Received | Self::Settled, Step::Return) => Ok(Self::Refunded),
            _ => Err(step.refused(self)),
        }
    }

    fn zh(self) -> &'static str {
        match self {
            Self::Placed => "待付款",
            Self::Paid => "待发货",
            Self::Shipped => "待收货",
            Self::Received => "已收货",
            Self::Settled => "已完成",
            Self::Cancelled => "已取消",
            Self::Refunded => "已全部退款",
        }
    }
}

impl Step {
    fn refused(self, state: State) -> Refusal {
        let (zh, en) = match self {
            Self::Pay => ("付款", "paid"),
            Self::Ship => ("发货", "shipped"),
            Self::Receive => ("确认收货", "received"),
            Self::Settle => ("结算", "settled"),
            Self::Cancel => ("取消", "cancelled"),
            Self::Return => ("退款关闭", "closed as refunded"),
            Self::TakeBack => ("撤销收货", "unreceived"),
        };
        Refusal::conflict(
            "order_state",
            format!("订单{}，不能{zh}", state.zh()),
            format!("the order is {} and cannot be {en}", state.word()),
        )
    }
}

/// What goes back for some pieces of a line, when some were returned before: computed from the totals, so that all
/// pieces together come to the line's amount.
pub fn repaid(amount: Minor, quantity: i64, returned: i64, pieces: i64) -> Minor {
    let upto = |pieces: i64| (i128::from(amount) * i128::from(pieces) / i128::from(quantity.max(1))) as Minor;
    upto(returned + pieces) - upto(returned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_order_goes_one_way() {
        use State::{Cancelled, Paid, Placed, Received, Refunded, Settled, Shipped};
        let table = [
            (Placed, Step::Pay, Some(Paid)),
            (Placed, Step::Cancel, Some(Cancelled)),
            (Placed, Step::Ship, None),
            (Paid, Step::Pay, None),
            (Paid, Step::Cancel, None),
            (Paid, Step::Ship, Some(Shipped)),
            (Paid, Step::Receive, Some(Received)),
            (Shipped, Step::Receive, Some(Received)),
            (Shipped, Step::Settle, None),
            (Received, Step::Settle, Some(Settled)),
            (Settled, Step::Receive, None),
            (Received, Step::TakeBack, Some(Paid)),
            (Settled, Step::TakeBack, None),
            (Cancelled, Step::Pay, None),
            (Paid, Step::Return, Some(Refunded)),
            (Shipped, Step::Return, Some(Refunded)),
            (Settled, Step::Return, Some(Refunded)),
            (Placed, Step::Return, None),
            (Refunded, Step::Ship, None),
            (Refunded, Step::Receive, None),
            (Refunded, Step::Return, None),
        ];
        for (from, step, to) in table {
            assert_eq!(from.after(step).ok(), to, "{from:?} {step:?}");
        }
    }

    proptest! {
        #[test]
        fn pieces_sent_back_one_by_one_come_to_the_amount(amount in 0_i64..1_000_000, quantity in 1_i64..20) {
            let sum: i64 = (0..quantity).map(|returned| repaid(amount, quantity, returned, 1)).sum();
            prop_assert_eq!(sum, amount);
        }
    }
}
