//! What staff does with withdrawals: many at once, each by itself.

use banyan_api::http::{Id, Words};
use banyan_base::refusal::{Refusal, answer};
use banyan_core::audit;
use banyan_core::ledger::{Account, Kind, SHOP};
use banyan_core::work::Work;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::act::reason;
use super::store::{self, WithdrawalRow};
use super::{State, Step};

/// Withdrawals in one request.
pub(super) const MOST: usize = 500;

/// Who does it.
#[derive(Debug, Clone)]
pub(super) struct Reviewer {
    pub(super) id: i64,
    pub(super) actor: String,
    /// Why money goes to a member who is stopped, if that is what is meant.
    pub(super) despite_stop: Option<String>,
}

/// What came of one withdrawal.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ReviewOutcome)]
pub(crate) struct Outcome {
    id: Id,
    /// Whether it was done.
    ok: bool,
    /// The stable code of why not; empty if it was done.
    code: String,
    /// Why not.
    detail: Option<Words>,
}

impl Outcome {
    fn of(id: i64, done: Result<(), Refusal>) -> Self {
        match done {
            Ok(()) => Self { id: Id(id), ok: true, code: String::new(), detail: None },
            Err(refusal) => Self {
                id: Id(id),
                ok: false,
                code: refusal.code.to_owned(),
                detail: Some(refusal.text.into()),
            },
        }
    }
}

/// Does something with each of some withdrawals. One that does not allow it changes nothing and is told of.
pub(super) fn each(
    work: &mut Work<'_>,
    ids: &[i64],
    act: impl Fn(&mut Work<'_>, &WithdrawalRow) -> Result<(), Refusal>,
) -> Result<Vec<Outcome>, Refusal> {
    if ids.is_empty() || ids.len() > MOST {
        let (zh, en) = ("一次处理 1 到 500 笔", "1 to 500 withdrawals at a time");
        return Err(Refusal::unacceptable("ids_count", zh, en).at("/ids"));
    }
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let found = store::find(work.conn, ids.clone())?;
    let mut outcomes = Vec::with_capacity(ids.len());
    for id in ids {
        let done = match found.iter().find(|row| row.id == id) {
            None => Err(Refusal::not_found("提现单", "withdrawal")),
            Some(row) => act(work, row),
        };
        outcomes.push(Outcome::of(id, answer(done)?));
    }
    Ok(outcomes)
}

fn note(work: &mut Work<'_>, row: &WithdrawalRow, topic: &str) {
    let told = json!({ "withdrawal": row.id.to_string(), "amount": row.amount });
    work.tell(row.owner, topic, &told);
}

/// Money goes to a member who is stopped only if that is meant: it is written down with its reason.
fn clear(work: &mut Work<'_>, reviewer: &Reviewer, row: &WithdrawalRow) -> Result<(), Refusal> {
    if !row.is_stopped {
        return Ok(());
    }
    let reason = reviewer.despite_stop.as_deref().ok_or_else(stopped)?;
    let at = work.id();
    store::clear(work.conn, (row.owner, row.id), at)?;
    log(work, reviewer, "withdrawal.despite_stop", row, &json!({ "amount": row.amount, "reason": reason }))
}

fn stopped() -> Refusal {
    Refusal::conflict(
        "withdrawal_member_stopped",
        "这位会员已被停用：请先复核，或写明理由后仍要打款",
        "this member is stopped: look at the case first, or say why they are paid all the same",
    )
}

fn log(
    work: &mut Work<'_>,
    reviewer: &Reviewer,
    action: &str,
    row: &WithdrawalRow,
    detail: &serde_json::Value,
) -> Result<(), Refusal> {
    audit::record(work, &reviewer.actor, action, &format!("withdrawal/{}", row.id), detail)
}

/// Approves one.
pub(super) fn approve(
    work: &mut Work<'_>,
    reviewer: &Reviewer,
    row: &WithdrawalRow,
    answer: &str,
) -> Result<(), Refusal> {
    let state = row.state.after(Step::Approve)?;
    clear(work, reviewer, row)?;
    let at = work.id();
    store::decide(work.conn, (row.owner, row.id), state, reviewer.id, answer, at)?;
    let detail = json!({ "amount": row.amount, "tax": row.tax, "answer": answer });
    log(work, reviewer, "withdrawal.approve", row, &detail)?;
    note(work, row, "withdrawal.approved");
    Ok(())
}

/// Refuses one: everything is available again.
pub(super) fn refuse(
    work: &mut Work<'_>,
    reviewer: &Reviewer,
    row: &WithdrawalRow,
    answer: &str,
) -> Result<(), Refusal> {
    let state = row.state.after(Step::Refuse)?;
    let at = work.id();
    store::decide(work.conn, (row.owner, row.id), state, reviewer.id, answer, at)?;
    give_back(work, row, at);
    log(work, reviewer, "withdrawal.refuse", row, &json!({ "amount": row.amount, "answer": answer }))?;
    note(work, row, "withdrawal.refused");
    Ok(())
}

fn give_back(work: &mut Work<'_>, row: &WithdrawalRow, at: i64) {
    let (from, to) = ((row.owner, Account::Withdrawing), (row.owner, Account::Available));
    work.book().transfer(from, to, row.amount, &reason(Kind::Return, row.id), at);
}

/// The money has gone out: what they get leaves the bank, what is withheld is owed to the tax office.
pub(super) fn paid(work: &mut Work<'_>, row: &WithdrawalRow, reference: &str) -> Result<(), Refusal> {
    let state = row.state.after(Step::Pay)?;
    let at = work.id();
    let withdrawing = (row.owner, Account::Withdrawing);
    work.book().transfer(
        withdrawing,
        (SHOP, Account::Cash),
        row.amount - row.tax,
        &reason(Kind::Payout, row.id),
        at,
    );
    work.book().transfer(withdrawing, (SHOP, Account::Tax), row.tax, &reason(Kind::Withholding, row.id), at);
    let reference = Some(reference).filter(|reference| !reference.is_empty());
    store::close(work.conn, (row.owner, row.id), state, Some(at), (reference, &row.answer))?;
    note(work, row, "withdrawal.paid");
    Ok(())
}

/// The money has come back: everything is available again.
pub(super) fn failed(work: &mut Work<'_>, row: &WithdrawalRow, why: &str) -> Result<(), Refusal> {
    let state = row.state.after(Step::Fail)?;
    let at = work.id();
    give_back(work, row, at);
    store::close(work.conn, (row.owner, row.id), state, None, (None, why))?;
    note(work, row, "withdrawal.failed");
    Ok(())
}

/// Staff has seen that the money has gone out.
pub(super) fn mark_paid(
    work: &mut Work<'_>,
    reviewer: &Reviewer,
    row: &WithdrawalRow,
    reference: &str,
) -> Result<(), Refusal> {
    at_no_provider(row)?;
    row.state.after(Step::Pay)?;
    clear(work, reviewer, row)?;
    paid(work, row, reference)?;
    let detail = json!({ "amount": row.amount, "tax": row.tax, "reference": reference });
    log(work, reviewer, "withdrawal.paid", row, &detail)
}

/// Staff has seen that the money has come back.
pub(super) fn mark_failed(
    work: &mut Work<'_>,
    reviewer: &Reviewer,
    row: &WithdrawalRow,
    why: &str,
) -> Result<(), Refusal> {
    at_no_provider(row)?;
    failed(work, row, why)?;
    log(work, reviewer, "withdrawal.failed", row, &json!({ "amount": row.amount, "reason": why }))
}

/// While a provider is at work on it, only the provider says what came of it.
fn at_no_provider(row: &WithdrawalRow) -> Result<(), Refusal> {
    if row.state == State::Sent && row.batch.is_none() {
        return Err(Refusal::conflict(
            "withdrawal_under_way",
            "这笔提现正由支付平台处理，请等结果",
            "the payment provider is at work on this withdrawal; please wait for its answer",
        ));
    }
    Ok(())
}

/// Hands one to a payment provider.
pub(super) fn send(work: &mut Work<'_>, reviewer: &Reviewer, row: &WithdrawalRow) -> Result<(), Refusal> {
    if row.method == "bank" {
        return Err(Refusal::conflict(
            "withdrawal_by_bank",
            "银行卡提现请导出银行打款文件",
            "withdrawals to bank accounts go out by a bank file",
        ));
    }
    row.state.after(Step::Send)?;
    clear(work, reviewer, row)?;
    // At once: ids may run ahead of the clock.
    store::send(work.conn, (row.owner, row.id), None, Some(0))?;
    log(work, reviewer, "withdrawal.send", row, &json!({ "amount": row.amount, "method": row.method }))
}

/// Puts approved withdrawals to bank accounts into a new bank file; nothing if there is none. Those of members who are stopped are
/// left out unless they are named.
pub(super) fn file(work: &mut Work<'_>, reviewer: &Reviewer, ids: Option<&[i64]>) -> Result<i64, Refusal> {
    let rows = if let Some(ids) = ids {
        store::find(work.conn, ids.iter().copied().take(MOST).collect())?
    } else {
        let filter = store::Filter { state: Some(State::Approved), ..store::Filter::default() };
        store::list(work.conn, &filter, i64::MAX, MOST as i64)?
    };
    let mut rows: Vec<WithdrawalRow> =
        rows.into_iter().filter(|row| row.state == State::Approved && row.method != "wechat").collect();
    let held_back = rows.iter().any(|row| row.is_stopped);
    if ids.is_none() {
        rows.retain(|row| !row.is_stopped);
    }
    if rows.is_empty() && held_back {
        return Err(stopped());
    }
    for row in &rows {
        clear(work, reviewer, row)?;
    }
    if rows.is_empty() {
        return Err(Refusal::conflict(
            "bank_file_empty",
            "没有待打款的银行卡或支付宝提现",
            "there is no approved withdrawal that a bank file could pay",
        ));
    }
    let batch = work.id();
    for row in &rows {
        store::send(work.conn, (row.owner, row.id), Some(batch), None)?;
    }
    let total: i64 = rows.iter().map(|row| row.amount - row.tax).sum();
    let detail = json!({ "withdrawals": rows.len(), "total": total });
    audit::record(work, &reviewer.actor, "withdrawal.bank_file", &format!("bank_file/{batch}"), &detail)?;
    Ok(batch)
}
