//! The routes by which staff gives out coupons.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_core::audit;
use banyan_plan::model::Plan;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::rules::{RulesBody, Terms};
use super::said::{self, Names};
use super::store::{self, Campaign, Effect};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(all, add)).routes(routes!(stop)).routes(routes!(give))
}

/// A campaign that gives out coupons, as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
struct DeskCampaign {
    id: Id,
    title: String,
    /// `collect`: customers collect them. `code`: they type a code. `staff`: staff gives them.
    way: String,
    /// The code that customers type.
    code: Option<String>,
    /// Who pays for it: `shop`.
    bearer: String,
    /// What a coupon takes off, on what and for whom.
    rules: RulesBody,
    /// What a coupon takes off, and from which amount on.
    worth: Words,
    /// All that one has to know of a coupon, a sentence each, as customers read it.
    terms: Vec<Words>,
    opens_at: At,
    closes_at: Option<At>,
    valid_from: Option<At>,
    valid_until: Option<At>,
    valid_days: Option<i64>,
    /// Coupons of one member.
    per_member: i64,
    /// The budget in coupons; nothing for any number.
    pieces: Option<i64>,
    /// Coupons that were given out.
    issued: i64,
    /// The budget in money, in minor units; nothing for any sum.
    money: Option<i64>,
    /// The most that the coupons given out take off, less those that ran out, in minor units: the budget holds so much for them.
    promised: i64,
    /// Coupons that the budget still allows; nothing if it has no end.
    left: Option<i64>,
    /// Whether it gives out coupons now.
    is_open: bool,
    /// Why it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    hindrance: Option<Words>,
    /// When staff stopped it.
    stopped_at: Option<At>,
    /// Paid orders that used a coupon of it. This and what follows is for whoever sees the figures of the whole shop.
    orders: Option<i64>,
    /// What coupons took off those orders, in minor units.
    discount: Option<i64>,
    /// What was paid for those orders, in minor units.
    paid: Option<i64>,
}

impl DeskCampaign {
    fn of(campaign: Campaign, effect: Option<Effect>, now: i64, plan: &Plan, names: &Names) -> Self {
        let open = campaign.is_open(now).and_then(|()| campaign.has_another(0));
        let at = |at: Option<i64>| at.map(At);
        Self {
            id: Id(campaign.id),
            worth: said::worth(&campaign.rules, plan.currency),
            terms: said::sentences(&campaign, plan, names),
            left: campaign.left(),
            is_open: open.is_ok(),
            hindrance: open.err().map(|refusal| refusal.text.into()),
            title: campaign.title,
            way: campaign.way.word().to_owned(),
            code: campaign.code,
            bearer: campaign.bearer,
            rules: campaign.rules,
            opens_at: At(campaign.opens_at),
            closes_at: at(campaign.closes_at),
            valid_from: at(campaign.valid_from),
            valid_until: at(campaign.valid_until),
            valid_days: campaign.valid_days,
            per_member: campaign.per_member,
            pieces: campaign.pieces,
            issued: campaign.issued,
            money: campaign.money,
            promised: campaign.promised,
            stopped_at: at(campaign.stopped_at),
            orders: effect.map(|effect| effect.used),
            discount: effect.map(|effect| effect.discount),
            paid: effect.map(|effect| effect.amount),
        }
    }
}

/// Campaigns that give out coupons, the newest first.
#[utoipa::path(get, path = "/staff/campaigns", tag = "staff: catalogue", params(PageQuery),
    responses((status = 200, body = Page<DeskCampaign>)))]
async fn all(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskCampaign>>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let (before, limit) = page.read()?;
    let (shop, now) = (app.clone(), app.clock.now().0);
    let sees_all = staff.may(Permission::ReportsAll).is_ok();
    let read = move |conn: &mut Conn| -> Result<Vec<DeskCampaign>, Refusal> {
        let plan = shop.plan.get(conn)?;
        let found = store::list(conn, before, limit + 1)?;
        let names = Names::read(conn, found.iter())?;
        let effects = store::effects(conn, found.iter().map(|campaign| campaign.id).collect())?;
        let view = |campaign: Campaign| {
            let effect = effects.get(&campaign.id).copied().unwrap_or_default();
            DeskCampaign::of(campaign, sees_all.then_some(effect), now, plan.plan(), &names)
        };
        Ok(found.into_iter().map(view).collect())
    };
    let found = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(found, limit, |view: &DeskCampaign| view.id.0)))
}

/// A campaign to start. Its terms cannot be changed later: whoever holds a coupon has what was promised.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CampaignBody {
    #[schema(min_length = 1, max_length = 60)]
    title: String,
    /// `collect`: customers collect coupons. `code`: they type a code. `staff`: staff gives them.
    #[schema(max_length = 10)]
    way: String,
    /// 4 to 24 Latin letters and digits, where they are given out by code.
    #[serde(default)]
    #[schema(min_length = 4, max_length = 24)]
    code: Option<String>,
    /// Who pays for it: `shop`. A supplier or a promoter cannot yet, as the books would not tell of it.
    #[schema(max_length = 10)]
    bearer: String,
    /// What a coupon takes off, on what and for whom.
    rules: RulesBody,
    /// Coupons are given out from then; at once for nothing.
    #[serde(default)]
    opens_at: Option<At>,
    /// And until then.
    #[serde(default)]
    closes_at: Option<At>,
    /// They can be used from then; at once for nothing.
    #[serde(default)]
    valid_from: Option<At>,
    /// And until then; or for `valid_days`.
    #[serde(default)]
    valid_until: Option<At>,
    /// They can be used for so many days after they were given out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 3650)]
    valid_days: Option<i64>,
    /// Coupons of one member.
    #[schema(minimum = 1, maximum = 100)]
    per_member: i64,
    /// The budget in coupons. At least one of the two budgets is needed.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100_000_000)]
    pieces: Option<i64>,
    /// The budget in money, in minor units: it holds the most that each coupon takes off, until that coupon runs out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100_000_000_000_000_i64)]
    money: Option<i64>,
}

impl CampaignBody {
    fn terms(&self) -> Terms {
        let at = |at: Option<At>| at.map(|At(at)| at);
        Terms {
            title: self.title.clone(),
            way: self.way.clone(),
            code: self.code.clone(),
            bearer: self.bearer.clone(),
            rules: self.rules.clone(),
            opens_at: at(self.opens_at),
            closes_at: at(self.closes_at),
            valid_from: at(self.valid_from),
            valid_until: at(self.valid_until),
            valid_days: self.valid_days,
            per_member: self.per_member,
            pieces: self.pieces,
            money: self.money,
        }
    }
}

/// A campaign that was started.
#[derive(Debug, Serialize, ToSchema)]
struct AddedCampaign {
    id: Id,
}

/// Starts a campaign that gives out coupons.
#[utoipa::path(post, path = "/staff/campaigns", tag = "staff: catalogue", params(Once), request_body = CampaignBody,
    responses((status = 201, body = AddedCampaign)))]
async fn add(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<CampaignBody>,
) -> Result<(StatusCode, axum::Json<AddedCampaign>), Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let key = key.key("POST /staff/campaigns", &body)?;
    let id = app.command(by, key, move |work, actor| {
        let id = super::add(work, &body.terms())?;
        let told = serde_json::to_value(&body)?;
        audit::record(work, actor, "campaign.add", &format!("campaign/{id}"), &told)?;
        Ok(id)
    });
    Ok((StatusCode::CREATED, axum::Json(AddedCampaign { id: Id(id.await?) })))
}

/// Ends a campaign: it gives out no more coupons, and those that were given out stay good.
#[utoipa::path(post, path = "/staff/campaigns/{id}/stop", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn stop(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let key = key.key("POST /staff/campaigns/stop", &id)?;
    app.command(by, key, move |work, actor| {
        super::stop(work, id)?;
        audit::record(work, actor, "campaign.stop", &format!("campaign/{id}"), &json!({}))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is given a coupon.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GiveCouponBody {
    member: Id,
}

/// Gives a coupon of a campaign by staff to a member.
#[utoipa::path(post, path = "/staff/campaigns/{id}/coupons", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = GiveCouponBody, responses((status = 201, body = AddedCampaign)))]
async fn give(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<GiveCouponBody>,
) -> Result<(StatusCode, axum::Json<AddedCampaign>), Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let key = key.key(&format!("POST /staff/campaigns/{id}/coupons"), &body)?;
    let Id(member) = body.member;
    let coupon = app.command(by, key, move |work, actor| {
        let coupon = super::give_by_staff(work, member, id)?;
        let told = json!({ "member": member.to_string(), "coupon": coupon.to_string() });
        audit::record(work, actor, "campaign.give", &format!("campaign/{id}"), &told)?;
        Ok(coupon)
    });
    Ok((StatusCode::CREATED, axum::Json(AddedCampaign { id: Id(coupon.await?) })))
}
