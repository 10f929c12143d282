//! The routes by which staff says what carrying goods costs.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, Id, Json, Once, Path, Staff};
use banyan_base::refusal::Refusal;
use banyan_core::audit;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, FreightRow};
use super::views::{self, RateBody, RulesBody, ZoneBody};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(templates, add)).routes(routes!(set, remove)).routes(routes!(assign))
}

/// A freight template.
#[derive(Debug, Serialize, ToSchema)]
struct FreightView {
    id: Id,
    title: String,
    /// `weight`: grams are counted. `pieces`: pieces are.
    unit: String,
    #[serde(flatten)]
    rules: RulesBody,
    /// How many products go by it.
    products: i64,
}

/// A freight template as it should be.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FreightBody {
    #[schema(min_length = 1, max_length = 60)]
    title: String,
    /// `weight`: grams are counted. `pieces`: pieces are.
    #[schema(max_length = 10)]
    unit: String,
    /// Of several regions in which an address lies, the one with the longest name counts.
    #[serde(default)]
    #[schema(max_items = 50)]
    zones: Vec<ZoneBody>,
    /// What all other regions pay; nothing if the template does not send there.
    #[serde(default)]
    elsewhere: Option<RateBody>,
}

/// A template that was added.
#[derive(Debug, Serialize, ToSchema)]
struct AddedFreight {
    id: Id,
}

/// Lists all freight templates, by name.
#[utoipa::path(get, path = "/staff/freights", tag = "staff: catalogue",
    responses((status = 200, body = Vec<FreightView>)))]
async fn templates(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<FreightView>>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let rows = app.reader.read(|conn| store::all(conn).map_err(Refusal::from)).await?;
    let view = |row: FreightRow| FreightView {
        id: Id(row.id),
        title: row.title,
        unit: views::unit_word(row.template.unit).to_owned(),
        rules: RulesBody::of(&row.template),
        products: row.products,
    };
    Ok(axum::Json(rows.into_iter().map(view).collect()))
}

/// Adds a freight template.
#[utoipa::path(post, path = "/staff/freights", tag = "staff: catalogue", params(Once), request_body = FreightBody,
    responses((status = 201, body = AddedFreight)))]
async fn add(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<FreightBody>,
) -> Result<(StatusCode, axum::Json<AddedFreight>), Refusal> {
    let id = put(&app, &staff, None, key, body).await?;
    Ok((StatusCode::CREATED, axum::Json(AddedFreight { id: Id(id) })))
}

/// Changes a freight template. Orders that were placed keep what they pay.
#[utoipa::path(put, path = "/staff/freights/{id}", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = FreightBody, responses((status = 204)))]
async fn set(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<FreightBody>,
) -> Result<StatusCode, Refusal> {
    put(&app, &staff, Some(id), key, body).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn put(
    app: &App,
    staff: &Staff,
    id: Option<i64>,
    key: Once,
    body: FreightBody,
) -> Result<i64, Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let key = key.key(&format!("PUT /staff/freights {id:?}"), &body)?;
    let unit = views::unit_of(&body.unit).ok_or_else(|| {
        let (zh, en) = ("计费方式应为 weight 或 pieces", "expected the unit weight or pieces");
        Refusal::unacceptable("unit_unknown", zh, en).at("/unit")
    })?;
    let rules = RulesBody { zones: body.zones.clone(), elsewhere: body.elsewhere.clone() };
    let template = rules.template(unit);
    app.command(by, key, move |work, actor| {
        let id = super::put(work, id, &body.title, &template)?;
        let told = serde_json::to_value(&body)?;
        audit::record(work, actor, "freight.put", &format!("freight/{id}"), &told)?;
        Ok(id)
    })
    .await
}

/// Removes a freight template by which no product goes.
#[utoipa::path(delete, path = "/staff/freights/{id}", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn remove(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let key = key.key("DELETE /staff/freights", &id)?;
    app.command(by, key, move |work, actor| {
        super::remove(work, id)?;
        audit::record(work, actor, "freight.remove", &format!("freight/{id}"), &json!({}))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How a product is carried.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CarriedBody {
    /// The freight template; nothing if it is carried free.
    template: Option<Id>,
    /// Of one piece with its wrapping, in grams; counts in templates by weight.
    #[schema(minimum = 0, maximum = 1_000_000)]
    weight: i64,
}

/// Says by which freight template a product is carried, and what one piece weighs. Orders that were placed keep what they pay.
#[utoipa::path(put, path = "/staff/products/{id}/freight", tag = "staff: catalogue",
    params(("id" = Id, Path), Once), request_body = CarriedBody, responses((status = 204)))]
async fn assign(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<CarriedBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let key = key.key(&format!("PUT /staff/products/{id}/freight"), &body)?;
    app.command(by, key, move |work, actor| {
        super::assign(work, id, body.template.map(|Id(id)| id), body.weight)?;
        let told = serde_json::to_value(&body)?;
        audit::record(work, actor, "product.freight", &format!("product/{id}"), &told)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
