//! Withdrawals: a member asks for what they may have, staff looks at it, the money goes out.
//!
//! asked → approved → sent (in a bank file, or at a payment provider) → paid; refused or failed on the way, and everything
//! is back where it was. From the moment of asking, the amount lies in an account of its own: it cannot be asked for twice,
//! nor be taken back by a refund unnoticed (a refund makes what is *available* negative, which later earnings pay back first).

mod act;
mod bank;
mod check;
pub mod desk;
pub mod http;
mod payout;
mod review;
mod store;
mod target;
mod tax;
mod views;

use banyan_plan::money::{Currency, Minor};

pub use self::act::{Ask, ask, quote};
pub use self::check::{WrongTax, wrong_taxes};
pub use self::payout::pay_out;
pub use self::payout::{failed_at_provider, paid_by_provider};
pub use self::store::paid_to;
pub use self::target::Target;
use banyan_base::refusal::Refusal;

/// Where a withdrawal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waiting for review. 待审核
    Asked,
    /// Approved; the money has not gone out. 待打款
    Approved,
    /// In a bank file or at a payment provider. 打款中
    Sent,
    /// The money has gone out. 已到账
    Paid,
    /// Staff said no; the money is available again. 已拒绝
    Refused,
    /// The money came back; it is available again. 打款失败
    Failed,
}

/// What may be done with a withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Finance agrees.
    Approve,
    /// Finance refuses.
    Refuse,
    /// It is handed to the provider.
    Send,
    /// The money has arrived.
    Pay,
    /// The money came back.
    Fail,
}

impl State {
    const ALL: [Self; 6] = [Self::Asked, Self::Approved, Self::Sent, Self::Paid, Self::Refused, Self::Failed];

    /// The stable word of the API and the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Sent => "sent",
            Self::Paid => "paid",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// The state of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    fn zh(self) -> &'static str {
        match self {
            Self::Asked => "待审核",
            Self::Approved => "待打款",
            Self::Sent => "打款中",
            Self::Paid => "已到账",
            Self::Refused => "已拒绝",
            Self::Failed => "打款失败",
        }
    }

    /// Where a step leads from here.
    pub fn after(self, step: Step) -> Result<Self, Refusal> {
        match (self, step) {
            (Self::Asked, Step::Approve) => Ok(Self::Approved),
            // What has been approved by mistake can still be refused, as long as it has not gone out.
            (Self::Asked | Self::Approved, Step::Refuse) => Ok(Self::Refused),
            (Self::Approved, Step::Send) => Ok(Self::Sent),
            (Self::Approved | Self::Sent, Step::Pay) => Ok(Self::Paid),
            (Self::Sent, Step::Fail) => Ok(Self::Failed),
            _ => Err(step.refused(self)),
        }
    }
}

impl Step {
    fn refused(self, state: State) -> Refusal {
        let (zh, en) = match self {
            Self::Approve => ("通过", "approved"),
            Self::Refuse => ("拒绝", "refused"),
            Self::Send => ("打款", "sent"),
            Self::Pay => ("标为已到账", "marked as paid"),
            Self::Fail => ("标为失败", "marked as failed"),
        };
        Refusal::conflict(
            "withdrawal_state",
            format!("这笔提现{}，不能{zh}", state.zh()),
            format!("this withdrawal is {} and cannot be {en}", state.word()),
        )
    }
}

/// What decides whether a member may have an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The currency.
    pub currency: Currency,
    /// Available now; below zero it is a debt.
    pub available: Minor,
    /// The least of one withdrawal.
    pub least: Minor,
    /// The most of a day.
    pub(crate) most_a_day: Minor,
    /// Asked for since the day began.
    pub today: Minor,
}

impl Limits {
    /// Refuses an amount that they may not have.
    pub fn check(&self, amount: Minor) -> Result<(), Refusal> {
        let show = |amount: Minor| self.currency.priced(amount);
        let refuse = |code, zh: String, en: String| Err(Refusal::unacceptable(code, zh, en).at("/amount"));
        if amount < self.least {
            let least = show(self.least);
            return refuse(
                "withdrawal_least",
                format!("每次至少提现 {least}"),
                format!("a withdrawal is at least {least}"),
            );
        }
        if self.available < 0 {
            let debt = show(-self.available);
            return refuse(
                "withdrawal_debt",
                format!("退款后您有 {debt} 的欠款，会先从之后的收益中扣回"),
                format!("after refunds you owe {debt}, which later earnings pay back first"),
            );
        }
        if amount > self.available {
            let left = show(self.available);
            return refuse(
                "withdrawal_balance",
                format!("可提现余额只有 {left}"),
                format!("only {left} is available"),
            );
        }
        let left = (self.most_a_day - self.today).max(0);
        if amount > left {
            let (most, left) = (show(self.most_a_day), show(left));
            return refuse(
                "withdrawal_day",
                format!("每天最多提现 {most}，今天还可提 {left}"),
                format!("at most {most} a day; {left} is left today"),
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withdrawal_goes_one_way() {
        use State::{Approved, Asked, Failed, Paid, Refused, Sent};
        let table = [
            (Asked, Step::Approve, Some(Approved)),
            (Asked, Step::Refuse, Some(Refused)),
            (Asked, Step::Pay, None),
            (Asked, Step::Send, None),
            (Approved, Step::Approve, None),
            (Approved, Step::Refuse, Some(Refused)),
            (Approved, Step::Send, Some(Sent)),
            (Approved, Step::Pay, Some(Paid)),
            (Approved, Step::Fail, None),
            (Sent, Step::Refuse, None),
            (Sent, Step::Pay, Some(Paid)),
            (Sent, Step::Fail, Some(Failed)),
            (Paid, Step::Fail, None),
            (Paid, Step::Pay, None),
            (Refused, Step::Approve, None),
            (Failed, Step::Pay, None),
        ];
        for (from, step, to) in table {
            assert_eq!(from.after(step).ok(), to, "{from:?} {step:?}");
        }
    }

    #[test]
    fn what_a_member_may_have() {
        let currency = Currency::of_code("CNY").unwrap();
        let limits = Limits { currency, available: 10_000, least: 100, most_a_day: 8_000, today: 3_000 };
        let table = [
            (limits, 5_000, None),
            (limits, 99, Some("withdrawal_least")),
            (limits, 0, Some("withdrawal_least")),
            (limits, -5, Some("withdrawal_least")),
            (limits, 5_001, Some("withdrawal_day")),
            (limits, 10_001, Some("withdrawal_balance")),
            (Limits { available: -1, ..limits }, 100, Some("withdrawal_debt")),
            (Limits { available: 0, ..limits }, 100, Some("withdrawal_balance")),
            (Limits { most_a_day: 2_000, ..limits }, 100, Some("withdrawal_day")),
        ];
        for (limits, amount, code) in table {
            assert_eq!(
                limits.check(amount).err().map(|refusal| refusal.code),
                code,
                "{amount} of {limits:?}"
            );
        }
    }
}
