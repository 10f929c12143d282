//! WeCom: the corp's staff, customers and groups as the shop knows them.
//!
//! Callbacks are kept as they come and acknowledged; a job applies them in order, and asks for what they do not say. What answers
//! say that is new is kept beside them. So all that is known follows from what was received, and can be made anew from it.

mod client;
mod connection;
pub mod desk;
mod facts;
mod http;
mod inbox;
mod store;
mod sync;
mod words;

use std::time::Duration;

use banyan_api::App;
use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_plan::time::DAY;
use banyan_store::Conn;
use tokio::sync::watch;
use utoipa_axum::router::OpenApiRouter;

pub use self::client::{Transport, Wecom};

/// Between two rounds without anything to do.
const BEAT: Duration = Duration::from_millis(500);
/// Callbacks that are applied in one transaction.
const APPLIED: i64 = 200;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(http::routes()).merge(desk::routes())
}

/// Goes on until `stop` changes.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let is_more = match round(&app).await {
            Ok(is_more) => is_more,
            Err(refusal) => {
                tracing::error!(error = %refusal.internal, code = refusal.code, "WeCom could not be heard or asked");
                false
            }
        };
        if is_more {
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            _ = stop.changed() => return,
        }
    }
}

/// What a round has to do.
struct Plan {
    is_waiting: bool,
    connection: Option<connection::Connection>,
    next_due: Option<i64>,
    synced_at: Option<i64>,
}

/// Applies what waits and asks what is due; whether there is more to do.
pub async fn round(app: &App) -> Result<bool, Refusal> {
    let errors = app.part::<Wecom>().take_errors();
    if !errors.is_empty() {
        app.writer.run(move |work| Ok(store::add_errors(work.conn, &errors)?)).await?;
    }
    let facts = app.facts.clone();
    let read = move |conn: &mut Conn| {
        let connection = connection::find(conn, &facts.vault)?.filter(|connection| connection.is_on);
        let sync = store::sync(conn)?;
        let synced_at = if sync.ended_at.is_some() { sync.began_at } else { None };
        let (is_waiting, next_due) = (inbox::is_waiting(conn)?, store::next_due(conn)?);
        Ok::<_, Refusal>(Plan { is_waiting, connection, next_due, synced_at })
    };
    let plan = app.reader.read(read).await?;
    if plan.is_waiting {
        app.writer.run(|work| inbox::apply_waiting(work, APPLIED)).await?;
        return Ok(true);
    }
    let now = app.clock.now().0;
    let Some(connection) = plan.connection else { return Ok(false) };
    if plan.synced_at.is_some_and(|at| now - at > DAY) {
        app.writer.run(sync::begin).await?;
        return Ok(true);
    }
    if plan.next_due.is_none_or(|due| due > now) {
        return Ok(false);
    }
    Ok(sync::ask_due(app, &connection).await? > 0)
}

/// Makes what is known of WeCom anew from what was received.
pub fn replay(work: &mut Work<'_>) -> Result<(), Refusal> {
    inbox::replay(work)
}
