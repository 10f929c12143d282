//! Who of staff looks after a product. Whoever may see their own figures only sees those of their products, so handing one over takes the
//! permission to see all.

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, Id, Json, Once, Path, Staff};
use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_people::staff;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::desk::{change, detail};
use super::edit;
use super::views::{DeskProduct, KeeperView};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(keepers)).routes(routes!(hand_over))
}

fn may_hand_over(staff: &Staff) -> Result<(), Refusal> {
    staff.may(Permission::CatalogWrite)?;
    staff.may(Permission::ReportsAll).map(drop)
}

/// Lists the staff accounts that a product can be given to.
#[utoipa::path(get, path = "/staff/keepers", tag = "staff: catalogue", responses((status = 200, body = [KeeperView])))]
async fn keepers(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<KeeperView>>, Refusal> {
    may_hand_over(&staff)?;
    let all = app.reader.read(staff::at_work).await?;
    Ok(axum::Json(all.into_iter().map(|(id, name)| KeeperView { id: Id(id), name }).collect()))
}

/// Who looks after a product.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct KeeperBody {
    /// Somebody of staff; nobody if it is left out.
    #[serde(default)]
    keeper: Option<Id>,
}

/// Hands a product over: from now on somebody else of staff sees its figures, those of the past as well.
#[utoipa::path(put, path = "/staff/products/{id}/keeper", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = KeeperBody, responses((status = 200, body = DeskProduct)))]
async fn hand_over(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<KeeperBody>,
) -> Result<axum::Json<DeskProduct>, Refusal> {
    may_hand_over(&staff)?;
    let key = key.key(&format!("PUT /staff/products {id}/keeper"), &body)?;
    let keeper = body.keeper.map(|Id(keeper)| keeper);
    let run = move |work: &mut Work<'_>| {
        if let Some(keeper) = keeper
            && !staff::at_work(work.conn)?.iter().any(|(known, _)| *known == keeper)
        {
            let unknown = Refusal::unacceptable(
                "keeper_unknown",
                "这个账号不存在，或已停用",
                "there is no such staff account, or it is closed",
            );
            return Err(unknown.at("/keeper"));
        }
        let before = edit::keep(work, id, keeper)?;
        let text = |one: Option<i64>| one.map(|one| one.to_string());
        Ok(((), format!("product/{id}"), json!({ "keeper": text(keeper), "before": text(before) })))
    };
    change(&app, &staff, key, "product.keeper", run).await?;
    detail(&app, id).await
}
