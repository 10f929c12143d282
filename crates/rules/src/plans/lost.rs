//! What the shop has set for ranks that a new plan lacks: it would apply to nobody, without anybody saying so.

use std::collections::BTreeMap;

use banyan_api::http::Words;
use banyan_plan::model::Plan;
use banyan_store::{Conn, DbError};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::store;

/// A rank that a plan lacks, and what is set for it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanLostRank)]
pub(super) struct LostRank {
    /// Its id.
    id: String,
    /// What it is called in the plan in force; its id if that plan lacks it, too.
    title: Words,
    /// Options of products that have a price for it.
    prices: i64,
    /// Coupon campaigns for it whose coupons can still be used.
    coupons: i64,
}

/// The ranks for which prices and coupons are set and that the next plan lacks, in the order of their ids.
pub(super) fn ranks(conn: &mut Conn, now: &Plan, next: &Plan, at: i64) -> Result<Vec<LostRank>, DbError> {
    let mut named: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (rank, count) in store::ranks_with_prices(conn)? {
        named.entry(rank).or_default().0 = count;
    }
    for rules in store::rules_of_campaigns(conn, at)? {
        let rules: Value =
            serde_json::from_str(&rules).map_err(|error| DbError::Broken(error.to_string()))?;
        if let Some(rank) = rules["rank"].as_str() {
            named.entry(rank.to_owned()).or_default().1 += 1;
        }
    }
    let lost = named.into_iter().filter(|(id, _)| next.rank_of(id).is_none());
    Ok(lost.map(|(id, (prices, coupons))| LostRank { title: title(now, &id), id, prices, coupons }).collect())
}

fn title(plan: &Plan, id: &str) -> Words {
    let rank = plan.ranks.iter().find(|rank| rank.id == id);
    rank.map_or_else(|| Words { zh: id.to_owned(), en: id.to_owned() }, |rank| (&rank.title).into())
}
