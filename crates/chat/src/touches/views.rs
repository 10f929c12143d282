//! A touch as the API shows it, to whoever plans it and where its contact is shown.

use banyan_api::http::{At, Id};
use serde::Serialize;
use utoipa::ToSchema;

use super::store::TouchRow;
use crate::words::{TouchKind, TouchState};

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
        }
    }
}
