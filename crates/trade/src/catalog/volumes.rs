//! Volumes of SKUs beside their prices, such as PV and BV: which there may be, and how much of each.

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Staff, Words};
use banyan_base::refusal::Refusal;
use banyan_core::plan_versions::{self, program};
use banyan_core::records::Volumes;
use banyan_core::work::Work;
use banyan_plan::describe::volume_use;
use banyan_plan::model::Plan;
use banyan_plan::money::Rate;
use banyan_plan::words::Text;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A volume that SKUs may have: one of the plan in force, or of a plan that waits.
struct Known {
    id: String,
    most: Rate,
    does: Text,
    /// When the plan takes over that asks for it, if it is not in force.
    from: Option<i64>,
}

/// Those of the plan in force, then those that only a plan that waits names.
fn known(conn: &mut Conn) -> Result<Vec<Known>, Refusal> {
    let mut all: Vec<Known> = Vec::new();
    let in_force = plan_versions::versions(conn)?.pop();
    let waiting = plan_versions::waiting(conn)?;
    let plans = in_force.map(|version| (version, false)).into_iter();
    for (version, waits) in plans.chain(waiting.into_iter().map(|version| (version, true))) {
        let program = program(&version.source)?;
        let plan: &Plan = program.plan();
        for (volume, place) in plan.volumes.list.iter().zip(0..) {
            if let Some(known) = all.iter_mut().find(|known| known.id == volume.id) {
                known.most = known.most.max(volume.most);
                continue;
            }
            all.push(Known {
                id: volume.id.clone(),
                most: volume.most,
                does: volume_use(plan, place),
                from: waits.then_some(version.effective_at),
            });
        }
    }
    Ok(all)
}

/// The volumes that a SKU of a price may have, if that is what is wanted.
pub(super) fn checked(work: &mut Work<'_>, wanted: &Volumes, price: i64) -> Result<(), Refusal> {
    if wanted.named().is_empty() {
        return Ok(());
    }
    let known = known(work.conn)?;
    for (name, one) in wanted.named() {
        let field = format!("/volumes/{name}");
        let Some(volume) = known.iter().find(|known| known.id == *name) else {
            let names: Vec<&str> = known.iter().map(|known| known.id.as_str()).collect();
            return Err(unknown(name, &names).at(field));
        };
        let most = volume.most.of(price);
        if !(0..=most).contains(one) {
            let currency = work.live().program().plan().currency;
            let (share, sum) = (volume.most.percent(), currency.priced(most));
            return Err(Refusal::unacceptable(
                "volume_invalid",
                format!("{name} 应在 0 到售价的 {share}（{sum}）之间"),
                format!("{name} has to lie between 0 and {share} of the price, {sum}"),
            )
            .at(field));
        }
    }
    Ok(())
}

fn unknown(name: &str, known: &[&str]) -> Refusal {
    let (zh, en) = if known.is_empty() {
        ("方案没有业绩值".to_owned(), "the plan has no volumes".to_owned())
    } else {
        (format!("方案的业绩值有 {}", known.join("、")), format!("the plan's are {}", known.join(", ")))
    };
    Refusal::unacceptable(
        "volume_unknown",
        format!("没有业绩值“{name}”；{zh}"),
        format!("there is no volume “{name}”; {en}"),
    )
}

/// A volume that SKUs may have beside their price.
#[derive(Debug, Serialize, ToSchema)]
struct VolumeView {
    /// Its name in the plan.
    id: String,
    /// The most that a SKU has of it, in millionths of its price; and what a SKU has that says nothing.
    most: u32,
    /// What the plan does with it.
    does: Words,
    /// When the plan takes over that names it; nothing if it is in force.
    from: Option<At>,
}

/// Lists the volumes that SKUs may have beside their price, such as PV and BV: those of the plan in force and of one that waits.
#[utoipa::path(get, path = "/staff/volumes", tag = "staff: catalogue", responses((status = 200, body = [VolumeView])))]
async fn list(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<VolumeView>>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let all = app.reader.read(known).await?;
    let view = |Known { id, most, does, from }| VolumeView {
        id,
        most: most.0,
        does: does.into(),
        from: from.map(At),
    };
    Ok(axum::Json(all.into_iter().map(view).collect()))
}
