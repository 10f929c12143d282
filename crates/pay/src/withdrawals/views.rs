//! Withdrawals as the API shows them.

use banyan_api::http::{At, Id, Words};
use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_people::members::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::Target;
use super::act::{Arithmetic, Quote};
use super::store::WithdrawalRow;

/// What a member would get.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WithdrawalQuoteView)]
pub(super) struct QuoteView {
    /// Before tax, in minor units.
    amount: i64,
    /// Withheld.
    tax: i64,
    /// Paid out.
    net: i64,
    /// What is available now, before this.
    available: i64,
    /// The tax profile's name.
    profile: Words,
    /// The day on which its contents were last checked.
    as_of: String,
    /// The arithmetic, line by line.
    lines: Vec<Words>,
    /// Whether the year's payments have to be reported to the tax office.
    must_report: bool,
}

impl From<Quote> for QuoteView {
    fn from(quote: Quote) -> Self {
        let Quote { amount, withholding, profile, available, .. } = quote;
        Self {
            amount,
            tax: withholding.withheld,
            net: withholding.net,
            available,
            profile: (&profile.title).into(),
            as_of: profile.as_of.clone(),
            lines: withholding.lines.iter().map(Words::from).collect(),
            must_report: withholding.must_report,
        }
    }
}

/// A withdrawal.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WithdrawalView {
    pub(super) id: Id,
    /// Before tax, in minor units.
    amount: i64,
    /// Withheld.
    tax: i64,
    /// Paid out.
    net: i64,
    /// `bank`, `wechat`, `alipay`.
    method: String,
    /// The account, most of it hidden.
    account: String,
    /// `asked`, `approved`, `sent`, `paid`, `refused`, `failed`.
    state: String,
    asked_at: At,
    decided_at: Option<At>,
    paid_at: Option<At>,
    /// What staff or the provider said.
    answer: String,
    /// The bank's or the provider's own number.
    reference: Option<String>,
    /// How the tax came about, line by line.
    lines: Vec<Words>,
    /// What the payment app's script needs, if they have to say yes there.
    prepared: Option<serde_json::Value>,
}

/// A withdrawal as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeskWithdrawal {
    #[serde(flatten)]
    pub(super) withdrawal: WithdrawalView,
    member: Id,
    /// `frozen` if staff has stopped them: nothing goes out to them without `despite_stop` and a reason. Otherwise `active`.
    member_state: &'static str,
    nickname: String,
    /// What is available to them beside this; below zero they owe it.
    available: i64,
    /// The bank file that it is in.
    bank_file: Option<Id>,
}

/// Shows one.
pub(super) fn view(vault: &Vault, row: &WithdrawalRow) -> Result<WithdrawalView, Refusal> {
    let arithmetic: Arithmetic = serde_json::from_str(&row.arithmetic)?;
    let account = match &row.target {
        None => String::new(),
        Some(secret) => Target::open(vault, row.owner, row.id, secret)?.masked(),
    };
    Ok(WithdrawalView {
        id: Id(row.id),
        amount: row.amount,
        tax: row.tax,
        net: row.amount - row.tax,
        method: row.method.clone(),
        account,
        state: row.state.word().to_owned(),
        asked_at: At(row.id),
        decided_at: row.decided_at.map(At),
        paid_at: row.paid_at.map(At),
        answer: row.answer.clone(),
        reference: row.reference.clone(),
        lines: arithmetic.lines,
        prepared: row.prepared.as_deref().map(serde_json::from_str).transpose()?,
    })
}

/// Shows one to staff.
pub(super) fn desk(vault: &Vault, row: &WithdrawalRow) -> Result<DeskWithdrawal, Refusal> {
    let mut withdrawal = view(vault, row)?;
    // What only their own app may use.
    withdrawal.prepared = None;
    Ok(DeskWithdrawal {
        withdrawal,
        member: Id(row.owner),
        member_state: if row.is_stopped { State::Frozen } else { State::Active }.word(),
        nickname: row.nickname.clone(),
        available: row.available,
        bank_file: row.batch.map(Id),
    })
}
