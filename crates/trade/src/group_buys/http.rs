//! The routes of group-buys, for customers.

use axum::extract::State;
use banyan_api::http::{App, Id, Path, Query, Visitor};
use banyan_base::refusal::Refusal;
use banyan_people::members;
use banyan_store::Conn;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::views::{self, GroupBuyView, GroupPage, Surroundings};
use super::{Joining, seats, store, unknown};
use crate::catalog::{Looker, limit_of};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(open)).routes(routes!(look))
}

/// Which group-buys are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OpenQuery {
    /// Only those of this product.
    product: Option<Id>,
    /// How many at most; 24 if it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// Group-buys of which customers can open groups now, the newest first, with groups that can be joined.
#[utoipa::path(get, path = "/group-buys", tag = "orders", params(OpenQuery),
    responses((status = 200, body = Vec<GroupBuyView>)))]
async fn open(
    State(app): State<App>,
    Visitor(visitor): Visitor,
    Query(query): Query<OpenQuery>,
) -> Result<axum::Json<Vec<GroupBuyView>>, Refusal> {
    let (shop, now) = (app.clone(), app.clock.now().0);
    let limit = limit_of(query.limit)?;
    let read = move |conn: &mut Conn| -> Result<Vec<GroupBuyView>, Refusal> {
        let plan = shop.plan.get(conn)?;
        let looker = Looker::read(conn, plan, visitor)?;
        let offers = store::open(conn, query.product.map(|Id(id)| id), limit, now)?;
        let around = Surroundings::read(conn, &offers, Some(now))?;
        Ok(offers.iter().filter_map(|offer| around.view(offer, &looker, now)).collect())
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows a group: who has paid, who is missing, until when, and whether the visitor can join it.
#[utoipa::path(get, path = "/group-buys/groups/{id}", tag = "orders", params(("id" = Id, Path)),
    responses((status = 200, body = GroupPage)))]
async fn look(
    State(app): State<App>,
    Visitor(visitor): Visitor,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<GroupPage>, Refusal> {
    let (shop, now) = (app.clone(), app.clock.now().0);
    let read = move |conn: &mut Conn| -> Result<GroupPage, Refusal> {
        let plan = shop.plan.get(conn)?;
        let looker = Looker::read(conn, plan, visitor)?;
        let group = store::group(conn, id)?.ok_or_else(|| Refusal::not_found("这个团", "group"))?;
        let offer = store::find(conn, group.offer)?.ok_or_else(unknown)?;
        let around = Surroundings::read(conn, std::slice::from_ref(&offer), None)?;
        let view = around.view(&offer, &looker, now).ok_or_else(unknown)?;
        let seats = store::seats(conn, vec![id])?.remove(&id).unwrap_or_default();
        let people = seats.iter().map(|seat| seat.buyer).chain([group.opener]).collect();
        let names = members::nicknames(conn, people)?;
        let asking = seats::Asking { buyer: visitor, goods: (offer.sku, 1), has_placed: false, now };
        let hindrance = seats::ticket(conn, Joining::Join(id), &asking).err();
        Ok(views::page((&group, hindrance), view, &seats, &names, visitor))
    };
    app.reader.read(read).await.map(axum::Json)
}
