//! Privacy: a member's data handed to them, and taken away when they leave.
//!
//! Leaving takes away whatever says who they are: phone, account name, addresses, recipients of their orders, nickname,
//! password, what they agreed to, their appeals, their visitor tokens, the account their money went to. What others rest on
//! stays under a number that says nothing: orders, rewards, entries of the ledger, their place in the tree. Their rank is
//! taken, so that the plan pays others from then on.
//!
//! Nobody leaves in the middle of something: an order that has not run its course (somebody has to ship it, and take it
//! back), a withdrawal under way. Money, coupons or points that they have not taken, and rewards that still wait, are lost
//! to them; they have to say that they know. They stay in their accounts, which nobody can sign in to any more: giving them
//! to the shop is a matter for its accountant, not for a button.
//!
//! What they owe is not lost by leaving: somebody whose reward was taken back by a refund after they were paid stays until
//! that is settled, or they would register again and begin at nothing.

pub mod columns;
mod consents;
mod export;
pub mod http;
mod store;

use serde_json::json;

pub use self::export::export;
use banyan_api::sessions::{self, Whose};
use banyan_base::refusal::Refusal;
use banyan_chat::touches;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_people::members::{self, State};

use self::store::Hindrances;

/// Somebody leaves.
#[derive(Debug, Clone)]
pub struct Erase {
    /// The member.
    pub member: i64,
    /// They know that what is in their accounts is lost to them.
    pub(crate) forfeits: bool,
    /// Why, if staff does it for them.
    pub reason: String,
    /// Who acted, as the audit log writes it.
    pub actor: String,
}

/// Whether somebody may leave now.
fn check(state: State, found: &Hindrances, forfeits: bool) -> Result<(), Refusal> {
    let (code, zh, en) = if state == State::Erased {
        ("member_erased", "这位会员已注销", "this member has left already")
    } else if found.orders > 0 {
        (
            "erase_open_orders",
            "还有未完成的订单：请先取消未付款的，或等已付款的过完售后期",
            "some orders have not run their course: cancel those that are not paid, and wait for the others' refund window to close",
        )
    } else if found.withdrawals > 0 {
        (
            "erase_open_withdrawals",
            "还有提现在处理，请等到账后再注销",
            "a withdrawal is under way; please wait until it has arrived",
        )
    } else if found.owes > 0 {
        (
            "erase_debt",
            "账户里有欠款（如奖励被退款追回），还清后才能注销，请联系店铺",
            "something is owed to the shop, as a reward that a refund took back: leaving has to wait until it is settled; please contact the shop",
        )
    } else if found.owns > 0 && !forfeits {
        (
            "erase_forfeits",
            "账户里还有余额、待结算奖励、优惠券或积分，注销后不能再取回：请先提现，或确认放弃",
            "there is money, a pending reward, a coupon or points left, which is lost on leaving: withdraw first, or confirm that you give it up",
        )
    } else {
        return Ok(());
    };
    Err(Refusal::conflict(code, zh, en))
}

/// Takes away whatever says who a member is.
pub fn erase(work: &mut Work<'_>, erase: &Erase) -> Result<(), Refusal> {
    let Erase { member, forfeits, reason, actor } = erase;
    let known = members::me::find(work.conn, *member)?.ok_or_else(|| Refusal::not_found("会员", "member"))?;
    let found = store::hindrances(work.conn, *member)?;
    check(known.state, &found, *forfeits)?;
    if known.rank > 0 {
        members::set_rank(work, *member, 0, "left", actor)?;
    }
    // Their rank waits to be written; what follows is about the rows as they are.
    work.flush()?;
    touches::give_back_of_member(work, *member)?;
    columns::erase(work.conn, *member)?;
    sessions::remove_all_of(work.conn, Whose::Member, *member)?;
    let detail = json!({ "forfeits": forfeits, "reason": reason });
    audit::record(work, actor, "member.erase", &format!("member/{member}"), &detail)?;
    work.tell(*member, "member.erased", &json!({ "member": member.to_string() }));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_leave() {
        let found = |orders, withdrawals, owns| Hindrances { orders, withdrawals, owes: 0, owns };
        let debt = Hindrances { owes: 1, ..found(0, 0, 1) };
        let table = [
            ("nothing open", State::Active, found(0, 0, 0), false, None),
            ("a stopped account", State::Frozen, found(0, 0, 0), false, None),
            ("an open order", State::Active, found(1, 0, 0), true, Some("erase_open_orders")),
            ("a withdrawal under way", State::Active, found(0, 1, 0), true, Some("erase_open_withdrawals")),
            ("money left", State::Active, found(0, 0, 1), false, Some("erase_forfeits")),
            ("a debt", State::Active, debt, true, Some("erase_debt")),
            ("money given up", State::Active, found(0, 0, 1), true, None),
            ("left before", State::Erased, found(0, 0, 0), true, Some("member_erased")),
        ];
        for (case, state, found, forfeits, expected) in table {
            let got = check(state, &found, forfeits).err().map(|refusal| refusal.code);
            assert_eq!(got, expected, "{case}");
        }
    }
}
