//! The routes of campaigns and coupons, for customers.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::guard::attempts::rate_limit;
use banyan_api::http::{App, At, Customer, Id, Json, Once, Page, PageQuery, Path, Peer, Query, Visitor};
use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_books::coupons::{Coupon, store as wallet};
use banyan_plan::model::Plan;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::said::{self, Names};
use super::store::{self, Campaign};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(open))
        .routes(routes!(collect))
        .routes(routes!(mine))
        .routes(routes!(redeem))
}

/// A campaign from which customers collect coupons.
#[derive(Debug, Serialize, ToSchema)]
struct CampaignView {
    id: Id,
    title: String,
    /// What a coupon takes off, in minor units; with a `rate`, the most that it takes off.
    amount: i64,
    /// The share that it takes off, in millionths; nothing if it takes off `amount`.
    rate: Option<u32>,
    /// What a coupon takes off, and from which amount on.
    worth: Words,
    /// All that one has to know of a coupon, a sentence each: on what, for whom, how often, and what becomes of it when its order is
    /// refunded.
    terms: Vec<Words>,
    /// Until when it gives out coupons; nothing if that is open.
    closes_at: Option<At>,
    /// From when on coupons can be used; nothing if at once.
    valid_from: Option<At>,
    /// Until when; nothing if that counts from when one is given out (`valid_days`).
    valid_until: Option<At>,
    /// For how many days after it was given out.
    valid_days: Option<i64>,
    /// Coupons that the budget still allows; nothing if it has no end.
    left: Option<i64>,
    /// How many I was given.
    mine: i64,
    /// Why I cannot collect one, as far as that is known before I try.
    #[serde(skip_serializing_if = "Option::is_none")]
    hindrance: Option<Words>,
}

impl CampaignView {
    fn of(campaign: &Campaign, mine: i64, plan: &Plan, names: &Names) -> Self {
        let at = |at: Option<i64>| at.map(At);
        Self {
            id: Id(campaign.id),
            title: campaign.title.clone(),
            amount: campaign.rules.amount,
            rate: campaign.rules.rate,
            worth: said::worth(&campaign.rules, plan.currency),
            terms: said::sentences(campaign, plan, names),
            closes_at: at(campaign.closes_at),
            valid_from: at(campaign.valid_from),
            valid_until: at(campaign.valid_until),
            valid_days: campaign.valid_days,
            left: campaign.left(),
            mine,
            hindrance: campaign.has_another(mine).err().map(|refusal| refusal.text.into()),
        }
    }
}

/// Campaigns from which customers can collect coupons now, the newest first.
#[utoipa::path(get, path = "/campaigns", tag = "orders", responses((status = 200, body = Vec<CampaignView>)))]
async fn open(
    State(app): State<App>,
    Visitor(visitor): Visitor,
) -> Result<axum::Json<Vec<CampaignView>>, Refusal> {
    let (shop, now) = (app.clone(), app.clock.now().0);
    let read = move |conn: &mut Conn| {
        let plan = shop.plan.get(conn)?;
        let found = super::open_to_all(conn, now)?;
        let names = Names::read(conn, found.iter())?;
        let ids = found.iter().map(|campaign| campaign.id).collect();
        let mine = match visitor {
            Some(member) => store::mine(conn, member, ids)?,
            None => BTreeMap::new(),
        };
        let mine = |campaign: &Campaign| mine.get(&campaign.id).copied().unwrap_or(0);
        let view = |campaign: &Campaign| CampaignView::of(campaign, mine(campaign), plan.plan(), &names);
        Ok(found.iter().map(view).collect())
    };
    app.reader.read(read).await.map(axum::Json)
}

/// A coupon that somebody was given.
#[derive(Debug, Serialize, ToSchema)]
struct GotCoupon {
    id: Id,
}

/// Collects a coupon of a campaign.
#[utoipa::path(post, path = "/campaigns/{id}/collect", tag = "orders", params(("id" = Id, Path), Once),
    responses((status = 201, body = GotCoupon)))]
async fn collect(
    State(app): State<App>,
    Customer(member): Customer,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<(StatusCode, axum::Json<GotCoupon>), Refusal> {
    let key = key.key("POST /campaigns/collect", &id)?;
    let coupon = app.once(member, key, move |work| super::collect(work, member, id)).await?;
    Ok((StatusCode::CREATED, axum::Json(GotCoupon { id: Id(coupon) })))
}

/// A code for a coupon.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CouponCodeBody {
    /// Small and capital letters are the same.
    #[schema(min_length = 4, max_length = 24)]
    code: String,
}

/// Gets a coupon for a code.
#[utoipa::path(post, path = "/me/coupons", tag = "me", params(Once), request_body = CouponCodeBody,
    responses((status = 201, body = GotCoupon)))]
async fn redeem(
    State(app): State<App>,
    Customer(member): Customer,
    peer: Peer,
    key: Once,
    Json(body): Json<CouponCodeBody>,
) -> Result<(StatusCode, axum::Json<GotCoupon>), Refusal> {
    let key = key.key("POST /me/coupons", &body)?;
    // Whoever guesses codes is slowed down.
    rate_limit(&app, peer)?;
    let coupon = app.once(member, key, move |work| super::redeem(work, member, &body.code)).await?;
    Ok((StatusCode::CREATED, axum::Json(GotCoupon { id: Id(coupon) })))
}

/// A coupon.
#[derive(Debug, Serialize, ToSchema)]
struct CouponView {
    id: Id,
    /// What it takes off, in minor units; with a `rate`, the most that it takes off.
    amount: i64,
    /// The share that it takes off, in millionths; nothing if it takes off `amount`.
    rate: Option<u32>,
    /// The least amount of what it is for.
    least: i64,
    /// From when on it can be used; nothing if it can.
    starts_at: Option<At>,
    expires_at: Option<At>,
    /// `open`; `held` by an order that waits to be paid; `used`; `void`; `expired`.
    state: String,
    /// The order that holds or has used it.
    order: Option<Id>,
    /// The title of the campaign that gave it out; nothing if it was earned.
    title: Option<String>,
    /// All that one has to know of a coupon of a campaign, a sentence each.
    terms: Vec<Words>,
}

impl CouponView {
    fn of(coupon: Coupon, now: i64, plan: &Plan, campaigns: &BTreeMap<i64, Campaign>, names: &Names) -> Self {
        let is_expired = coupon.state == "open" && coupon.expires_at.is_some_and(|at| at <= now);
        let campaign = coupon.campaign.and_then(|id| campaigns.get(&id));
        Self {
            id: Id(coupon.id),
            amount: coupon.amount - coupon.taken,
            rate: campaign.and_then(|campaign| campaign.rules.rate),
            least: coupon.least,
            starts_at: coupon.starts_at.filter(|at| *at > now).map(At),
            expires_at: coupon.expires_at.map(At),
            state: if is_expired { "expired".to_owned() } else { coupon.state },
            order: coupon.order.map(Id),
            title: campaign.map(|campaign| campaign.title.clone()),
            terms: campaign.map_or_else(Vec::new, |campaign| said::sentences(campaign, plan, names)),
        }
    }
}

/// My coupons, the newest first.
#[utoipa::path(get, path = "/me/coupons", tag = "me", params(PageQuery),
    responses((status = 200, body = Page<CouponView>)))]
async fn mine(
    State(app): State<App>,
    Customer(member): Customer,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<CouponView>>, Refusal> {
    let (before, limit) = page.read()?;
    let (shop, now) = (app.clone(), app.clock.now().0);
    let read = move |conn: &mut Conn| -> Result<Vec<CouponView>, Refusal> {
        let plan = shop.plan.get(conn)?;
        let found = wallet::list(conn, member, before, limit + 1)?;
        let ids = found.iter().filter_map(|coupon| coupon.campaign).collect();
        let campaigns = super::some(conn, ids)?;
        let names = Names::read(conn, campaigns.values())?;
        let view = |coupon| CouponView::of(coupon, now, plan.plan(), &campaigns, &names);
        Ok(found.into_iter().map(view).collect())
    };
    let found = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(found, limit, |view: &CouponView| view.id.0)))
}
