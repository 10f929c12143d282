//! The routes by which staff says how a product reaches its buyer.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Path, Staff};
use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_core::{audit, settings};
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::views::TermsView;
use super::{Kind, Terms, Unused, store, terms};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(kind, set_kind))
}

/// How a product reaches its buyer.
#[derive(Debug, Serialize, ToSchema)]
struct KindView {
    /// `physical`: it is sent. `voucher`: each piece is a code.
    kind: String,
    /// Of vouchers, what they promise.
    voucher: Option<TermsView>,
    /// Whether the shop may keep the money of vouchers that nobody redeems.
    may_keep: bool,
}

/// Shows how a product reaches its buyer, and what its vouchers promise.
#[utoipa::path(get, path = "/staff/products/{id}/kind", tag = "staff: catalogue", params(("id" = Id, Path)),
    responses((status = 200, body = KindView)))]
async fn kind(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<KindView>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let shop = app.clone();
    let read = move |conn: &mut Conn| -> Result<KindView, Refusal> {
        let offset = shop.plan.get(conn)?.plan().utc_offset;
        let found = store::kind(conn, id)?;
        let terms = store::terms(conn, found.into_iter().collect())?.into_values().next();
        Ok(KindView {
            kind: Kind::of(found).word().to_owned(),
            voucher: terms.map(|terms| TermsView::of(&terms, offset)),
            may_keep: terms::may_keep(&settings::read(conn)?),
        })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// What vouchers promise.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TermsBody {
    /// Redeemed from then; at once for nothing.
    #[serde(default)]
    valid_from: Option<At>,
    /// And before then.
    #[serde(default)]
    valid_until: Option<At>,
    /// Until the end of so many days after the day of purchase; if `valid_until` is said as well, what comes first counts.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 3650)]
    days: Option<i64>,
    /// The days of the week on which it is redeemed: 1 is Monday, 7 is Sunday.
    #[schema(min_items = 1, max_items = 7)]
    weekdays: Vec<i64>,
    /// Where it is redeemed.
    #[schema(min_length = 1, max_length = 60)]
    place_zh: String,
    #[schema(min_length = 1, max_length = 60)]
    place_en: String,
    #[schema(min_length = 1, max_length = 200)]
    address_zh: String,
    #[schema(min_length = 1, max_length = 200)]
    address_en: String,
    /// Opening hours, in words.
    #[serde(default)]
    #[schema(max_length = 200)]
    hours_zh: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    hours_en: String,
    /// `refunded`: the buyer has the money of an unused one back whenever they ask, and by itself when it expires. `kept`: they have not,
    /// which the rules of some countries forbid.
    #[schema(max_length = 10)]
    unused: String,
}

/// How a product is to reach its buyer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct KindBody {
    /// What its vouchers promise; nothing for what is sent.
    #[serde(default)]
    voucher: Option<TermsBody>,
}

/// Weekdays as bits; 0 if they are none.
fn bits(weekdays: &[i64]) -> i64 {
    let mut bits = 0;
    for day in weekdays {
        let bit = if (1..=7).contains(day) { 1 << (day - 1) } else { 0 };
        if bit == 0 || bits & bit != 0 {
            return 0;
        }
        bits |= bit;
    }
    bits
}

impl TermsBody {
    fn terms(self, id: i64, product: i64) -> Result<Terms, Refusal> {
        let unused = Unused::of(&self.unused).ok_or_else(|| {
            let (zh, en) = ("未使用的规则应为 refunded 或 kept", "expected refunded or kept");
            Refusal::unacceptable("voucher_unused", zh, en).at("/unused")
        })?;
        Ok(Terms {
            id,
            product,
            valid_from: self.valid_from.map(|At(at)| at),
            valid_until: self.valid_until.map(|At(at)| at),
            days: self.days,
            weekdays: bits(&self.weekdays),
            place: (self.place_zh, self.place_en),
            address: (self.address_zh, self.address_en),
            hours: (self.hours_zh, self.hours_en),
            unused,
        })
    }
}

fn put(work: &mut Work<'_>, product: i64, body: KindBody) -> Result<(), Refusal> {
    let at = work.id();
    let terms = match body.voucher {
        None => None,
        Some(body) => {
            let (settings, now) = (work.settings(), work.now());
            let terms = body.terms(at, product).and_then(|terms| terms::checked(&terms, settings, now));
            let terms = terms.map_err(|refusal| {
                let field = format!("/voucher{}", refusal.field);
                refusal.at(field)
            })?;
            store::add_terms(work.conn, &terms)?;
            Some(at)
        }
    };
    if store::set_kind(work.conn, product, terms, at)? {
        return Ok(());
    }
    Err(Refusal::not_found("商品", "product"))
}

/// Says how a product reaches its buyer. Lines that were placed keep the terms by which they were sold.
#[utoipa::path(put, path = "/staff/products/{id}/kind", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = KindBody, responses((status = 204)))]
async fn set_kind(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<KindBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let key = key.key(&format!("PUT /staff/products/{id}/kind"), &body)?;
    app.command(by, key, move |work, actor| {
        let kind = if body.voucher.is_some() { Kind::Voucher } else { Kind::Physical };
        let told = json!({ "kind": kind.word(), "voucher": body.voucher });
        put(work, id, body)?;
        audit::record(work, actor, "product.kind", &format!("product/{id}"), &told)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_bits() {
        assert_eq!(bits(&[1]), 1);
        assert_eq!(bits(&[7, 1, 2, 3, 4, 5, 6]), terms::EVERY_DAY);
        assert_eq!([bits(&[]), bits(&[0]), bits(&[8]), bits(&[3, 3])], [0; 4]);
    }
}
