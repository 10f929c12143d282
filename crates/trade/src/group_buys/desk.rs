//! The routes by which staff offers group-buys.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_core::audit;
use banyan_people::members;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, Effect};
use super::terms::Terms;
use super::views::{GroupView, Surroundings};
use super::{GroupBuy, said, unknown};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(all, add)).routes(routes!(stop)).routes(routes!(groups))
}

/// A group-buy as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
struct DeskGroupBuy {
    id: Id,
    sku: Id,
    /// The product, if it is still known.
    product: Option<Id>,
    title: Words,
    /// Buyers of one group.
    size: i64,
    /// Of one piece in a group, in minor units.
    price: i64,
    /// Of one piece without any list of prices, in minor units.
    base: i64,
    /// For how long a group stays open.
    minutes: i64,
    opens_at: At,
    closes_at: Option<At>,
    /// `everyone`; `joiners`: whoever joins has not ordered before; `newcomers`: whoever opens one hasn't either.
    audience: String,
    /// Pieces of one buyer; nothing for any number.
    per_member: Option<i64>,
    /// Pieces in all; nothing for any number.
    pieces: Option<i64>,
    /// Of those, put aside or sold.
    taken: i64,
    /// All that one has to know before one joins, as customers read it.
    terms: Vec<Words>,
    /// Whether groups can be opened now.
    is_open: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    hindrance: Option<Words>,
    /// When staff stopped it.
    stopped_at: Option<At>,
    /// Groups in which somebody has paid and which wait for others.
    open_groups: i64,
    /// Groups that are complete.
    succeeded: i64,
    /// Groups in which somebody had paid and which were not complete in time.
    failed: i64,
    /// Orders of complete groups. This and what follows is for whoever sees the figures of the product.
    orders: Option<i64>,
    /// What was paid for those and has not gone back, in minor units.
    amount: Option<i64>,
    /// Buyers whose first order it was.
    new_buyers: Option<i64>,
}

impl DeskGroupBuy {
    fn of(offer: &GroupBuy, effect: Effect, around: &Surroundings, (now, is_told): (i64, bool)) -> Self {
        let told = |figure: i64| is_told.then_some(figure);
        let open = offer.is_open(now).and_then(|()| offer.has(1));
        Self {
            id: Id(offer.id),
            sku: Id(offer.sku),
            product: around.product(offer),
            title: around.title(offer),
            size: offer.size,
            price: offer.price,
            base: around.base(offer),
            minutes: offer.minutes,
            opens_at: At(offer.opens_at),
            closes_at: offer.closes_at.map(At),
            audience: offer.audience.word().to_owned(),
            per_member: offer.per_member,
            pieces: offer.pieces,
            taken: offer.taken,
            terms: said::sentences(offer),
            is_open: open.is_ok(),
            hindrance: open.err().map(|refusal| refusal.text.into()),
            stopped_at: offer.stopped_at.map(At),
            open_groups: effect.open,
            succeeded: effect.succeeded,
            failed: effect.failed,
            orders: told(effect.orders),
            amount: told(effect.amount),
            new_buyers: told(effect.new_buyers),
        }
    }
}

/// Lists group-buys, the newest first.
#[utoipa::path(get, path = "/staff/group-buys", tag = "staff: catalogue", params(PageQuery),
    responses((status = 200, body = Page<DeskGroupBuy>)))]
async fn all(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskGroupBuy>>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let (before, limit) = page.read()?;
    let now = app.clock.now().0;
    let (keeper, sees_all) = (staff.id, staff.may(Permission::ReportsAll).is_ok());
    let read = move |conn: &mut Conn| -> Result<Vec<DeskGroupBuy>, Refusal> {
        let offers = store::list(conn, before, limit + 1)?;
        let around = Surroundings::read(conn, &offers, None)?;
        let effects = store::effects(conn, offers.iter().map(|offer| offer.id).collect())?;
        let view = |offer: &GroupBuy| {
            let effect = effects.get(&offer.id).copied().unwrap_or_default();
            let is_told = sees_all || around.keeper(offer) == Some(keeper);
            DeskGroupBuy::of(offer, effect, &around, (now, is_told))
        };
        Ok(offers.iter().map(view).collect())
    };
    let found = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(found, limit, |view: &DeskGroupBuy| view.id.0)))
}

/// A group-buy to offer. Its terms cannot be changed later: whoever is in a group has what was promised.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GroupBuyBody {
    sku: Id,
    /// Buyers of one group.
    #[schema(minimum = 2, maximum = 100)]
    size: i64,
    /// Of one piece, in minor units; below what one buyer alone pays.
    #[schema(minimum = 1)]
    price: i64,
    /// For how long a group stays open, in minutes.
    #[schema(minimum = 1, maximum = 10080)]
    minutes: i64,
    /// Groups are opened from then; at once for nothing.
    #[serde(default)]
    opens_at: Option<At>,
    /// And until then. Groups that are open by then go on to their deadlines.
    #[serde(default)]
    closes_at: Option<At>,
    /// `everyone`; `joiners`: whoever joins has not ordered before; `newcomers`: whoever opens one hasn't either.
    #[schema(max_length = 10)]
    audience: String,
    /// Pieces of one buyer; nothing for any number.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 9999)]
    per_member: Option<i64>,
    /// Pieces in all; nothing for any number.
    #[serde(default)]
    #[schema(minimum = 2, maximum = 100_000_000)]
    pieces: Option<i64>,
}

impl GroupBuyBody {
    fn terms(&self) -> Terms {
        let at = |at: Option<At>| at.map(|At(at)| at);
        Terms {
            sku: self.sku.0,
            size: self.size,
            price: self.price,
            minutes: self.minutes,
            opens_at: at(self.opens_at),
            closes_at: at(self.closes_at),
            audience: self.audience.clone(),
            per_member: self.per_member,
            pieces: self.pieces,
        }
    }
}

/// A group-buy that is offered.
#[derive(Debug, Serialize, ToSchema)]
struct AddedGroupBuy {
    id: Id,
}

/// Offers a group-buy.
#[utoipa::path(post, path = "/staff/group-buys", tag = "staff: catalogue", params(Once), request_body = GroupBuyBody,
    responses((status = 201, body = AddedGroupBuy)))]
async fn add(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<GroupBuyBody>,
) -> Result<(StatusCode, axum::Json<AddedGroupBuy>), Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let is_free = staff.may(Permission::PricesFree).is_ok();
    let key = key.key("POST /staff/group-buys", &body)?;
    let terms = body.terms();
    let run = move |work: &mut banyan_core::work::Work<'_>, actor: &str| {
        let id = super::add(work, &terms, is_free)?;
        audit::record(work, actor, "group_buy.add", &format!("group_buy/{id}"), &json!(terms))?;
        Ok(id)
    };
    let id = app.command(by, key, run).await?;
    Ok((StatusCode::CREATED, axum::Json(AddedGroupBuy { id: Id(id) })))
}

/// Stops a group-buy: no more groups are opened. Those that are open can be joined until their deadlines.
#[utoipa::path(post, path = "/staff/group-buys/{id}/stop", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn stop(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let key = key.key("POST /staff/group-buys/stop", &id)?;
    app.command(by, key, move |work, actor| {
        super::stop(work, id)?;
        audit::record(work, actor, "group_buy.stop", &format!("group_buy/{id}"), &json!({}))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A group as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
struct DeskBuyGroup {
    #[serde(flatten)]
    group: GroupView,
    /// Who opened it.
    opener_id: Id,
    /// Orders that have paid for a seat.
    orders: Vec<Id>,
}

/// Lists the groups of a group-buy, the newest first.
#[utoipa::path(get, path = "/staff/group-buys/{id}/groups", tag = "staff: catalogue", params(("id" = Id, Path), PageQuery),
    responses((status = 200, body = Page<DeskBuyGroup>)))]
async fn groups(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskBuyGroup>>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let (before, limit) = page.read()?;
    let read = move |conn: &mut Conn| -> Result<Vec<DeskBuyGroup>, Refusal> {
        store::find(conn, id)?.ok_or_else(unknown)?;
        let found = store::groups_of(conn, id, before, limit + 1)?;
        let mut seats = store::seats(conn, found.iter().map(|group| group.id).collect())?;
        let names = members::nicknames(conn, found.iter().map(|group| group.opener).collect())?;
        let view = |group: &super::Group| {
            let seats = seats.remove(&group.id).unwrap_or_default();
            let paid = seats.iter().filter(|seat| seat.paid_at.is_some());
            DeskBuyGroup {
                group: GroupView::of(group, &names),
                opener_id: Id(group.opener),
                orders: paid.map(|seat| Id(seat.order)).collect(),
            }
        };
        Ok(found.iter().map(view).collect())
    };
    let found = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(found, limit, |view: &DeskBuyGroup| view.group.id.0)))
}
