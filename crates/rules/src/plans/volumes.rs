//! What a plan's volumes find in the shop: how many of the SKUs on sale say nothing of one.

use std::collections::BTreeMap;

use banyan_api::http::Words;
use banyan_base::refusal::Refusal;
use banyan_plan::model::{NamedVolume, Plan};
use banyan_plan::words::Text;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use super::store;

/// A volume of a plan that some SKUs on sale do not name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanVolumeLacking)]
pub(super) struct LackingView {
    /// Its name in the plan.
    id: String,
    /// How many SKUs on sale do not name it.
    lacking: i64,
    /// How many SKUs are on sale.
    skus: i64,
    /// What that means, as a sentence.
    means: Words,
}

/// The volumes of a plan that some SKUs on sale do not name, with how many these are.
pub(super) fn lacking(conn: &mut Conn, plan: &Plan) -> Result<Vec<LackingView>, Refusal> {
    if plan.volumes.list.is_empty() {
        return Ok(Vec::new());
    }
    let mut skus = 0;
    let mut naming: BTreeMap<String, i64> = BTreeMap::new();
    for (volumes, count) in store::volumes_on_sale(conn)? {
        skus += count;
        for name in volumes.named().keys() {
            *naming.entry(name.clone()).or_default() += count;
        }
    }
    let view = |volume: &NamedVolume| {
        let lacking = skus - naming.get(&volume.id).copied().unwrap_or(0);
        let (id, most) = (volume.id.clone(), volume.most.percent());
        let means = Text::new(
            format!("在售的 {skus} 个规格中有 {lacking} 个没有填写 {id}；没有填写的按成交价的 {most} 计。"),
            if lacking == 1 {
                format!(
                    "1 of the {skus} variants on sale has no {id} of its own and counts for {most} of what is paid for it."
                )
            } else {
                format!(
                    "{lacking} of the {skus} variants on sale have no {id} of their own; each counts for {most} of what is paid for it."
                )
            },
        );
        (lacking > 0).then(|| LackingView { id, lacking, skus, means: means.into() })
    };
    Ok(plan.volumes.list.iter().filter_map(view).collect())
}
