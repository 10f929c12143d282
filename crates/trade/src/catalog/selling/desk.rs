//! The route by which staff says how a SKU is sold.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, Id, Json, Once, Path, Staff};
use banyan_base::refusal::Refusal;
use banyan_core::audit;
use banyan_sale::price::{Limits, PerMember, Window};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::views::PriceView;
use super::{LimitsView, Row, Selling, Whom};

/// The route, with its description.
pub(in crate::catalog) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(set_prices))
}

/// How a SKU is sold.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PricesBody {
    /// Its prices for somebody; whoever none of them is for, pays its own price.
    #[schema(max_items = 50)]
    prices: Vec<PriceView>,
    #[serde(default)]
    limits: LimitsBody,
}

/// How many pieces of a SKU may be bought.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct LimitsBody {
    /// An order has so many or more.
    #[schema(minimum = 1, maximum = 9999)]
    least: i64,
    /// An order has a multiple of so many.
    #[schema(minimum = 1, maximum = 9999)]
    step: i64,
    /// An order has at most so many.
    #[schema(minimum = 1, maximum = 9999)]
    most: Option<i64>,
    /// One member buys at most so many within the period, of orders that were not cancelled and less what came back.
    #[schema(minimum = 1, maximum = 1_000_000)]
    per_member: Option<i64>,
    /// `ever`, or the calendar's `day`, `week`, `month`, `quarter`, `year`; together with `per_member`.
    #[schema(max_length = 10)]
    period: Option<String>,
}

impl Default for LimitsBody {
    fn default() -> Self {
        let Limits { least, step, .. } = Limits::default();
        Self { least, step, most: None, per_member: None, period: None }
    }
}

impl PricesBody {
    fn selling(&self) -> Result<Selling, Refusal> {
        let rows = self.prices.iter().enumerate().map(|(place, price)| {
            let whom = Whom::of(&price.list, price.rank.as_deref().unwrap_or_default());
            let whom = whom.ok_or_else(|| list_unknown(place))?;
            Ok(Row { whom, from: price.from, price: price.price })
        });
        let rows = rows.collect::<Result<_, Refusal>>()?;
        let LimitsBody { least, step, most, per_member, .. } = self.limits;
        let window = self.limits.period.as_deref().map(|word| Window::of(word).ok_or_else(period_unknown));
        let per_member = match (per_member, window.transpose()?) {
            (None, None) => None,
            (Some(pieces), Some(window)) => Some(PerMember { pieces, window }),
            _ => return Err(period_unknown()),
        };
        Ok(Selling { rows, limits: Limits { least, step, most, per_member } })
    }
}

fn list_unknown(place: usize) -> Refusal {
    Refusal::unacceptable(
        "list_unknown",
        "价目应为 everyone、member，或带等级的 rank",
        "expected the list everyone or member, or rank together with a rank",
    )
    .at(format!("/prices/{place}/list"))
}

fn period_unknown() -> Refusal {
    Refusal::unacceptable(
        "period_unknown",
        "每人限购要同时给出件数和周期：ever、day、week、month、quarter 或 year",
        "a limit for each member has a number of pieces and a period: ever, day, week, month, quarter or year",
    )
    .at("/limits/period")
}

/// Sets how a SKU is sold: its prices for members, for ranks and from a number of pieces, and how many may be bought. Orders that
/// were placed keep their prices; how it was sold before is kept.
#[utoipa::path(put, path = "/staff/skus/{id}/prices", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = PricesBody, responses((status = 204)))]
async fn set_prices(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<PricesBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let is_free = staff.may(Permission::PricesFree).is_ok();
    let key = key.key(&format!("PUT /staff/skus {id}/prices"), &body)?;
    let selling = body.selling()?;
    app.command(by, key, move |work, actor| {
        let before = super::set(work, id, &selling, is_free)?;
        let detail = json!({ "before": told(&before), "after": told(&selling) });
        audit::record(work, actor, "sku.prices", &format!("sku/{id}"), &detail)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the audit log says of how a SKU is sold.
fn told(selling: &Selling) -> Value {
    let prices: Vec<PriceView> = selling.rows.iter().map(PriceView::of).collect();
    json!({ "prices": prices, "limits": LimitsView::of(&selling.limits, None) })
}
