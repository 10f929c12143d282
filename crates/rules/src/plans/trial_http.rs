//! The route of one order tried on a drawn tree.

use banyan_api::access::Permission;
use banyan_api::http::{App, Json, Staff, Words};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_books::rewards::Unit;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::program;
use super::text_of;
use super::trial::{self, Person, Sale};

/// People on a drawn tree at most.
const MOST_PEOPLE: usize = 200;
/// The largest amount of an order that is tried, in minor units.
const MOST_AMOUNT: i64 = 1_000_000_000_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(try_it))
}

/// An order to try, on a tree that is drawn with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TryPlanBody)]
struct TryBody {
    /// The plan as TOML.
    #[schema(max_length = 65536)]
    source: String,
    /// Everybody on the tree; an inviter stands before those whom they invited.
    #[schema(min_items = 1, max_items = 200)]
    people: Vec<PersonBody>,
    sale: SaleBody,
}

/// Somebody on the tree.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TryPerson)]
struct PersonBody {
    #[schema(min_length = 1, max_length = 40)]
    name: String,
    /// The place of the inviter, from 0.
    inviter: Option<usize>,
    /// The id of the member's rank; nothing for a customer.
    #[schema(max_length = 64)]
    rank: Option<String>,
}

/// The order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TrySale)]
struct SaleBody {
    /// The buyer's place among the people, from 0.
    buyer: usize,
    /// The seller's place, if somebody is named.
    seller: Option<usize>,
    /// What the buyer pays, in minor units.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    amount: i64,
    /// What the goods cost the shop.
    #[serde(default)]
    #[schema(minimum = 0)]
    cost: i64,
    /// The product's own rate, in millionths.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    rate: i64,
    /// A category that the plan names.
    #[serde(default)]
    #[schema(max_length = 64)]
    category: String,
    /// A product's code that the plan names.
    #[serde(default)]
    #[schema(max_length = 64)]
    product: String,
}

/// What the order would pay.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanTried)]
struct TriedView {
    /// The place of whoever is credited.
    seller: Option<usize>,
    /// In the order in which it happens: at payment first, then when the refund window closes.
    rewards: Vec<TriedReward>,
    ranks: Vec<TriedRank>,
    /// Money and coupons together, in minor units.
    total: i64,
    /// What the plan's limit lets the order pay.
    limit: i64,
}

/// A reward of the order.
#[derive(Debug, Serialize, ToSchema)]
struct TriedReward {
    /// The payee's place.
    payee: usize,
    /// `sale`, `join`, `promotion` or `first_sale`.
    event: &'static str,
    reward: String,
    title: Words,
    /// `money`, `coupon` or `points`.
    unit: &'static str,
    amount: i64,
    /// Promoters between the seller and them, themselves counted; 0 for the seller.
    distance: u32,
    /// In millionths; 0 for a fixed amount.
    rate: u32,
    base: i64,
    /// Whether a limit has cut it.
    cut: bool,
    sentence: Words,
    arithmetic: Words,
}

/// A rank that changes with the order.
#[derive(Debug, Serialize, ToSchema)]
struct TriedRank {
    person: usize,
    rank: Option<String>,
    /// `purchase`, `join`, `rule`.
    how: &'static str,
}

fn people(bodies: Vec<PersonBody>) -> Result<Vec<Person>, Refusal> {
    if bodies.is_empty() || bodies.len() > MOST_PEOPLE {
        let (zh, en) = ("树上应有 1 到 200 人", "the tree has 1 to 200 people");
        return Err(Refusal::unacceptable("trial_tree", zh, en).at("/people"));
    }
    let read = |(place, body): (usize, PersonBody)| {
        if body.inviter.is_some_and(|inviter| inviter >= place) {
            let (zh, en) = ("邀请人应排在前面", "an inviter comes before whoever they invited");
            return Err(Refusal::unacceptable("trial_tree", zh, en).at(format!("/people/{place}/inviter")));
        }
        let name = text::line(&body.name, &format!("/people/{place}/name"), 1, 40)?;
        Ok(Person { name, inviter: body.inviter, rank: body.rank })
    };
    bodies.into_iter().enumerate().map(read).collect()
}

fn sale(body: SaleBody, people: usize) -> Result<Sale, Refusal> {
    let bad = |field: &str, zh: &str, en: &str| Err(Refusal::unacceptable("trial_sale", zh, en).at(field));
    if body.buyer >= people {
        return bad("/sale/buyer", "树上没有这个人", "there is nobody at this place of the tree");
    }
    if body.seller.is_some_and(|seller| seller >= people) {
        return bad("/sale/seller", "树上没有这个人", "there is nobody at this place of the tree");
    }
    if !(1..=MOST_AMOUNT).contains(&body.amount) {
        return bad("/sale/amount", "金额应大于零且不太大", "an amount above zero, and not absurdly large");
    }
    if !(0..=MOST_AMOUNT).contains(&body.cost) {
        return bad("/sale/cost", "成本不能小于零", "a cost of zero or more");
    }
    if !(0..=1_000_000).contains(&body.rate) {
        return bad("/sale/rate", "佣金比例应为百万分之 0 到 1000000", "a rate from 0 to 1000000 millionths");
    }
    let SaleBody { buyer, seller, amount, cost, rate, category, product } = body;
    Ok(Sale { buyer, seller, amount, cost, rate, category, product })
}

/// Tries one order on a drawn tree: who gets what and why, at payment and when it settles. Nobody on the tree has sold anything
/// before; periods do not close.
#[utoipa::path(post, path = "/staff/plans/try", tag = "staff: plans", request_body = TryBody,
    responses((status = 200, body = TriedView)))]
async fn try_it(staff: Staff, Json(body): Json<TryBody>) -> Result<axum::Json<TriedView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let program = program(&text_of(body.source)?)?;
    let people = people(body.people)?;
    let sale = sale(body.sale, people.len())?;
    let outcome = trial::tried(&program, &people, &sale)?;
    let money = outcome.paid.iter().filter(|paid| paid.unit != Unit::Points);
    let total = money.map(|paid| paid.entry.amount).sum();
    let reward = |paid: trial::Paid| TriedReward {
        payee: paid.payee,
        event: paid.event,
        reward: paid.reward,
        title: paid.title.into(),
        unit: paid.unit.word(),
        amount: paid.entry.amount,
        distance: paid.entry.distance,
        rate: if paid.entry.base == 0 { 0 } else { paid.entry.rate.0 },
        base: paid.entry.base,
        cut: paid.entry.cut,
        sentence: paid.sentence.into(),
        arithmetic: paid.arithmetic.into(),
    };
    let rank = |risen: trial::Risen| TriedRank { person: risen.person, rank: risen.rank, how: risen.how };
    Ok(axum::Json(TriedView {
        seller: outcome.seller,
        rewards: outcome.paid.into_iter().map(reward).collect(),
        ranks: outcome.ranks.into_iter().map(rank).collect(),
        total,
        limit: program.plan().payout_limit.of(sale.amount),
    }))
}
