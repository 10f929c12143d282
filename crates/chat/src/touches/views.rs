//! Plans and touches as the API shows them, to whoever plans them and where their contacts are shown.

use banyan_api::http::{At, Id};
use banyan_store::{Conn, DbError};
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{self, PlanRow, Sums, TouchRow};
use crate::words::{CallResult, TouchKind, TouchState};

/// Touches that were planned together, and how they stand.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TouchPlanView {
    pub(crate) id: Id,
    name: String,
    account: Id,
    account_name: String,
    kind: TouchKind,
    /// The lead list that it is of.
    list: Option<Id>,
    planned_at: At,
    /// Touches that are planned and hold their places.
    reserved: i64,
    /// Touches that were made.
    spent: i64,
    /// Touches that were called off.
    given_back: i64,
    /// The first and the last moment of those that were not called off.
    first_at: Option<At>,
    last_at: Option<At>,
}

/// One touch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TouchView {
    pub(crate) id: Id,
    plan: Id,
    plan_name: String,
    account: Id,
    account_name: String,
    kind: TouchKind,
    /// Nobody once nothing is kept of the contact.
    person: Option<Id>,
    person_name: String,
    due_at: At,
    state: TouchState,
    /// What may be said; empty if that is left to whoever makes it.
    wording: String,
    /// What came of a call.
    result: Option<CallResult>,
    /// What was noted of it.
    note: String,
}

impl From<TouchRow> for TouchView {
    fn from(row: TouchRow) -> Self {
        Self {
            id: Id(row.id),
            plan: Id(row.plan),
            plan_name: row.plan_name,
            account: Id(row.account),
            account_name: row.account_name,
            kind: row.kind,
            person: row.person.map(Id),
            person_name: row.person_name,
            due_at: At(row.due_at),
            state: row.state,
            wording: row.wording,
            result: row.result,
            note: row.note,
        }
    }
}

fn view((plan, sums): (PlanRow, Sums)) -> TouchPlanView {
    let Sums { reserved, spent, given_back, first_at, last_at } = sums;
    TouchPlanView {
        id: Id(plan.id),
        name: plan.name,
        account: Id(plan.account),
        account_name: plan.account_name,
        kind: plan.kind,
        list: plan.list.map(Id),
        planned_at: At(plan.id),
        reserved,
        spent,
        given_back,
        first_at: first_at.map(At),
        last_at: last_at.map(At),
    }
}

/// Plans, each with how its touches stand.
pub(crate) fn plan_views(conn: &mut Conn, plans: Vec<PlanRow>) -> Result<Vec<TouchPlanView>, DbError> {
    let mut sums = store::sums(conn, &plans)?;
    let with_sums = |plan: PlanRow| {
        let stands = sums.remove(&plan.id).unwrap_or_default();
        view((plan, stands))
    };
    Ok(plans.into_iter().map(with_sums).collect())
}
