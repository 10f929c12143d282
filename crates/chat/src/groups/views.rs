//! Groups as the API shows them.

use std::collections::HashMap;

use banyan_api::http::{At, Id};
use banyan_base::refusal::Refusal;
use banyan_people::staff;
use banyan_store::{Conn, DbError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::proven::{ChatCriteria, Verdict};
use super::store::{self, Band, Count, FiguresRow, GroupRow, RoleRow};
use super::{states, unknown};
use crate::accounts;
use crate::accounts::desk::ChatEventView;
use crate::events::{self, Owner};
use crate::words::{GroupKind, GroupRole, GroupState, Lineage, Platform, Purpose, Way};

/// Rows of a history that are shown at most.
const MOST: i64 = 200;

/// How many people a group is made for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChatBand {
    /// Fewer are too few.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub(crate) least: i64,
    /// From here on it is at its best.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub(crate) best_from: i64,
    /// Up to here it is at its best; above it may be split.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub(crate) best_to: i64,
    /// It takes no more.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub(crate) most: i64,
}

impl From<Band> for ChatBand {
    fn from(Band { least, best_from, best_to, most }: Band) -> Self {
        Self { least, best_from, best_to, most }
    }
}

impl From<ChatBand> for Band {
    fn from(ChatBand { least, best_from, best_to, most }: ChatBand) -> Self {
        Self { least, best_from, best_to, most }
    }
}

/// How many people were in a group, when, and how that is known.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct ChatCountView {
    members: i64,
    at: At,
    way: Way,
}

impl From<Count> for ChatCountView {
    fn from(Count { members, at, way }: Count) -> Self {
        Self { members, at: At(at), way }
    }
}

/// A group.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatGroupView {
    pub(crate) id: Id,
    name: String,
    platform: Platform,
    kind: GroupKind,
    purpose: Purpose,
    state: GroupState,
    /// The account that owns it.
    account: Id,
    account_name: String,
    /// The staff account that runs it.
    operator: Id,
    operator_name: String,
    band: ChatBand,
    /// Nothing if nobody has counted.
    count: Option<ChatCountView>,
    /// The group that it was cloned or split from.
    parent: Option<Id>,
    lineage: Option<Lineage>,
    /// It was cloned from a group that had proved nothing.
    is_unproven: bool,
}

/// A version of the rules.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatRulesView {
    version: i64,
    at: At,
    text: String,
    actor: String,
}

/// Somebody of the company in a group, as everybody there is shown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatRoleView {
    id: Id,
    role: GroupRole,
    account: Id,
    account_name: String,
}

impl From<RoleRow> for ChatRoleView {
    fn from(RoleRow { id, role, account, account_name }: RoleRow) -> Self {
        Self { id: Id(id), role, account: Id(account), account_name }
    }
}

/// The measures of a group from a file of what people did in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatFiguresView {
    /// When the file was uploaded.
    at: At,
    /// Of what the file tells: its first and its last moment.
    begins_at: At,
    ends_at: At,
    rows: i64,
    /// As `banyan groups measure` tells them; `null` was not observed.
    figures: HashMap<String, Option<f64>>,
}

impl ChatFiguresView {
    fn of(row: &FiguresRow) -> Result<Self, Refusal> {
        let figures = serde_json::from_str(&row.figures)?;
        let (begins_at, ends_at) = (At(row.begins_at), At(row.ends_at));
        Ok(Self { at: At(row.id), begins_at, ends_at, rows: row.rows, figures })
    }
}

/// Everything that is known of a group.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatGroupDetail {
    #[serde(flatten)]
    group: ChatGroupView,
    parent_name: Option<String>,
    criteria: Option<ChatCriteria>,
    /// How the pilot stands, criterion by criterion.
    verdicts: Vec<Verdict>,
    pilot_at: Option<At>,
    proven_at: Option<At>,
    /// Whether it may be cloned without saying why.
    has_proved: bool,
    /// The steps that lead on from its state.
    next: Vec<GroupState>,
    /// Every version, the newest first.
    rules: Vec<ChatRulesView>,
    roles: Vec<ChatRoleView>,
    /// The newest first.
    counts: Vec<ChatCountView>,
    /// The newest upload.
    figures: Option<ChatFiguresView>,
    /// What happened to it, the newest first.
    events: Vec<ChatEventView>,
}

/// Groups with the names of those who own and run them.
pub(crate) fn views(conn: &mut Conn, rows: Vec<GroupRow>) -> Result<Vec<ChatGroupView>, DbError> {
    let ids = |of: fn(&GroupRow) -> i64| {
        let mut ids: Vec<i64> = rows.iter().map(of).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let operators = staff::names(conn, ids(|row| row.operator))?;
    let accounts = accounts::store::names(conn, ids(|row| row.account))?;
    let view = |row: GroupRow| ChatGroupView {
        id: Id(row.id),
        name: row.name,
        platform: row.platform,
        kind: row.kind,
        purpose: row.purpose,
        state: row.state,
        account: Id(row.account),
        account_name: accounts.get(&row.account).cloned().unwrap_or_default(),
        operator: Id(row.operator),
        operator_name: operators.get(&row.operator).cloned().unwrap_or_default(),
        band: row.band.into(),
        count: row.count.map(ChatCountView::from),
        parent: row.parent.map(Id),
        lineage: row.lineage,
        is_unproven: row.is_unproven,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// A group with everything that is known of it, at `now`.
pub(super) fn detail(conn: &mut Conn, row: GroupRow, now: i64) -> Result<ChatGroupDetail, Refusal> {
    let id = row.id;
    let parent = match row.parent {
        Some(parent) => store::find(conn, crate::own::Own { only: None }, parent)?,
        None => None,
    };
    let figures = match row.figures {
        Some(upload) => store::figures(conn, id, upload)?,
        None => None,
    };
    let rules = store::rules(conn, id, MOST)?.into_iter();
    let rules = rules.map(|(version, at, text, actor)| ChatRulesView { version, at: At(at), text, actor });
    Ok(ChatGroupDetail {
        parent_name: parent.map(|parent| parent.name),
        criteria: row.criteria.as_deref().map(serde_json::from_str).transpose()?,
        verdicts: states::judge(conn, &row, now)?,
        pilot_at: row.pilot_at.map(At),
        proven_at: row.proven_at.map(At),
        has_proved: states::has_proved(&row),
        next: states::next(&row),
        rules: rules.collect(),
        roles: store::roles(conn, id)?.into_iter().map(ChatRoleView::from).collect(),
        counts: store::counts(conn, id, MOST)?.into_iter().map(ChatCountView::from).collect(),
        figures: figures.as_ref().map(ChatFiguresView::of).transpose()?,
        events: events::of(conn, Owner::Group(id), MOST)?.into_iter().map(ChatEventView::from).collect(),
        group: views(conn, vec![row])?.pop().ok_or_else(unknown)?,
    })
}
