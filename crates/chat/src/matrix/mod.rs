//! All groups at once, as a picture that one can walk through, and what each account and each operator carries.

mod store;

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Staff};
use banyan_base::refusal::Refusal;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts;
use crate::accounts::desk::ChatAccountView;
use crate::norms::ChatNorms;
use crate::own::Own;
use crate::words::{GroupKind, GroupState, Platform, Purpose};

/// Groups of the picture at most.
const MOST: i64 = 5_000;
/// Accounts of the picture at most.
const MOST_ACCOUNTS: i64 = 5_000;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(look)).routes(routes!(load))
}

/// A group as a tile of the picture.
#[derive(Debug, Serialize, ToSchema)]
struct ChatTile {
    id: Id,
    name: String,
    platform: Platform,
    kind: GroupKind,
    purpose: Purpose,
    state: GroupState,
    account: Id,
    operator: Id,
    /// Nothing if nobody has counted.
    members: Option<i64>,
    counted_at: Option<At>,
    least: i64,
    best_from: i64,
    best_to: i64,
    most: i64,
    /// Of a thousand people, how many speak; nothing if that was not observed.
    speaking: Option<i64>,
}

/// What an operator carries.
#[derive(Debug, Serialize, ToSchema)]
struct ChatLoad {
    id: Id,
    name: String,
    /// Accounts that the operator runs and that are not closed.
    accounts: i64,
    /// Groups that the operator runs and that are not closed.
    groups: i64,
    /// People in them; those that nobody has counted are left out.
    people: i64,
    /// How many of the operator's groups nobody has counted.
    uncounted: i64,
}

/// All groups that are not closed.
#[derive(Debug, Serialize, ToSchema)]
struct ChatMatrix {
    /// The newest first, at most 5,000.
    groups: Vec<ChatTile>,
    /// Whether there are more groups than are shown.
    is_cut: bool,
}

/// What each account and each operator carries, against what one is to carry at most.
#[derive(Debug, Serialize, ToSchema)]
struct ChatLoads {
    /// The newest first, at most 5,000.
    accounts: Vec<ChatAccountView>,
    /// Whether there are more accounts than are shown.
    is_cut: bool,
    /// Everybody who runs a group or an account; for who sees everybody's, everybody who works here.
    operators: Vec<ChatLoad>,
    /// Groups that one operator looks after, at most.
    groups_each: i64,
    /// People in the groups of one operator, at most.
    people_each: i64,
}

/// Shows all groups that are not closed at once, as tiles of a map: those that the caller runs, or everybody's for whoever may see all.
#[utoipa::path(get, path = "/staff/chat/matrix", tag = "staff: groups", responses((status = 200, body = ChatMatrix)))]
async fn look(State(app): State<App>, staff: Staff) -> Result<axum::Json<ChatMatrix>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let own = Own::of(&staff);
    let read = move |conn: &mut Conn| {
        let mut groups = store::tiles(conn, own, MOST + 1)?;
        let is_cut = groups.len() as i64 > MOST;
        groups.truncate(MOST as usize);
        Ok::<_, Refusal>(ChatMatrix { groups, is_cut })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows what each account and each operator carries: the caller's own, or everybody's for whoever may see all.
#[utoipa::path(get, path = "/staff/chat/loads", tag = "staff: groups", responses((status = 200, body = ChatLoads)))]
async fn load(State(app): State<App>, staff: Staff) -> Result<axum::Json<ChatLoads>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let own = Own::of(&staff);
    let read = move |conn: &mut Conn| {
        let filter = accounts::store::Filter::default();
        let mut rows = accounts::store::list(conn, own, &filter, i64::MAX, MOST_ACCOUNTS + 1)?;
        let is_cut = rows.len() as i64 > MOST_ACCOUNTS;
        rows.truncate(MOST_ACCOUNTS as usize);
        let accounts = accounts::desk::views(conn, rows)?;
        let ChatNorms { groups_each, people_each, .. } = ChatNorms::read(conn)?;
        let operators = store::loads(conn, own)?;
        Ok::<_, Refusal>(ChatLoads { accounts, is_cut, operators, groups_each, people_each })
    };
    app.reader.read(read).await.map(axum::Json)
}
