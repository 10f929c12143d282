//! What others sell is in no answer to a branch or to business development, whichever route they ask.

use axum::http::StatusCode;
use banyan_shop::http::openapi;
use serde_json::{Value, json};

use crate::campaigns::spring;
use crate::group_buys::{joining, of_two, opening};
use crate::harness::{House, on_both};
use crate::orders::cart;
use crate::permissions::routes;

/// What one piece of what is not theirs costs: sums of orders are no multiples that anything else has by chance.
const PRICE: i64 = 135_771;

/// What is sold that is not theirs.
struct Foreign {
    orders: Vec<i64>,
    members: Vec<i64>,
    /// What those orders came to, what went back, what is left, and their sums.
    amounts: Vec<i64>,
    /// An answer to an after-sale case.
    case: String,
    offer: String,
}

impl House {
    /// Sells with a coupon, sends some of it back, lets its buyer ask for more, completes a group: of a product that nobody looks after.
    async fn sold_by_others(&self) -> Foreign {
        let sku = self.product("silk", PRICE, 40_003, 200_000, 100).await;
        let promoter = self.member(None, 1).await;
        let buyers = [self.member(Some(promoter), 0).await, self.member(None, 0).await];
        let [first, second] = [self.signed_in(buyers[0]).await, self.signed_in(buyers[1]).await];
        let campaign = self.campaign(spring()).await;
        let mut with_coupon = cart(sku, 3);
        with_coupon["coupon"] = self.collect(&first, &campaign).await;
        let order = self.placed(&first, with_coupon).await;
        assert_eq!(self.paid(&order, None).await, "paid");
        let id: i64 = order["order"].as_str().unwrap().parse().unwrap();
        self.refund(buyers[0], id, 0, Some(60_013)).await.unwrap();
        let ask = json!({ "line": 1, "quantity": 1, "reason": "torn" });
        let case = self.done(&first, "POST", &format!("/orders/{id}/after-sales"), Some(ask)).await;
        let mut terms = of_two(sku);
        terms["price"] = json!(81_239);
        let offer = self.group_buy(terms).await;
        let opened = self.placed(&first, opening(sku, 1, &offer)).await;
        assert_eq!(self.paid(&opened, None).await, "paid");
        let group = self.number("SELECT MAX(group_id) FROM buy_group", Vec::new()).await.to_string();
        let joined = self.placed(&second, joining(sku, 1, &group)).await;
        assert_eq!(self.paid(&joined, None).await, "paid");
        let total = 3 * PRICE - 2_000;
        Foreign {
            orders: [&order, &opened, &joined]
                .map(|one| one["order"].as_str().unwrap().parse().unwrap())
                .to_vec(),
            members: buyers.to_vec(),
            amounts: vec![
                total,
                60_013,
                total - 60_013,
                2 * 81_239,
                total + 2 * 81_239,
                total + 2 * 81_239 - 60_013,
            ],
            case: case["id"].as_str().unwrap().to_owned(),
            offer,
        }
    }

    /// Every route that can be read, with what it is about filled in from what others sold.
    async fn answers(&self, token: &str, foreign: &Foreign) -> Vec<(String, StatusCode, Value)> {
        let document: Value = serde_json::from_str(&openapi()).unwrap();
        let mut answers = Vec::new();
        for route in routes(&document).into_iter().filter(|one| one.method == "GET") {
            let ids: Vec<String> = match &route.path {
                path if path.starts_with("/staff/orders/") => {
                    foreign.orders.iter().map(i64::to_string).collect()
                }
                path if path.starts_with("/staff/members/") => {
                    foreign.members.iter().map(i64::to_string).collect()
                }
                path if path.starts_with("/staff/group-buys/") => vec![foreign.offer.clone()],
                path if path.starts_with("/staff/products/") => {
                    vec![
                        self.number("SELECT id FROM product WHERE code = 'silk'", Vec::new())
                            .await
                            .to_string(),
                    ]
                }
                _ => vec!["1".to_owned()],
            };
            for id in ids {
                let path = route.path.replace("{id}", &id);
                let (status, answer) = self.ask(token, "GET", &path, None).await;
                answers.push((path, status, answer));
            }
        }
        answers
    }
}

/// The places of an answer that hold one of some amounts.
fn holding(answer: &Value, amounts: &[i64]) -> bool {
    match answer {
        Value::Number(number) => number.as_i64().is_some_and(|number| amounts.contains(&number.abs())),
        Value::String(text) => amounts.iter().any(|amount| {
            let written = format!("{}.{:02}", amount / 100, amount % 100);
            text.replace(',', "").contains(&written)
        }),
        Value::Array(all) => all.iter().any(|one| holding(one, amounts)),
        Value::Object(fields) => fields.values().any(|one| holding(one, amounts)),
        Value::Null | Value::Bool(_) => false,
    }
}

on_both!(no_answer_to_a_branch_or_to_business_development_holds_what_others_sold, |house| async move {
    let foreign = house.sold_by_others().await;
    let owner = house.staff("owner").await;
    let told = |answers: &[(String, StatusCode, Value)]| -> Vec<String> {
        let holds = answers.iter().filter(|(_, _, answer)| holding(answer, &foreign.amounts));
        holds.map(|(path, ..)| path.clone()).collect()
    };
    let all = told(&house.answers(&owner, &foreign).await);
    for path in [
        "/staff/orders",
        "/staff/payments",
        "/staff/refunds",
        "/staff/campaigns",
        "/staff/group-buys",
        "/staff/reports/overview",
    ] {
        assert!(all.iter().any(|told| told == path), "the owner is told at {path}: {all:?}");
    }
    for role in ["branch", "bd"] {
        let token = house.staff(role).await;
        let answers = house.answers(&token, &foreign).await;
        assert!(
            answers.iter().filter(|(_, status, _)| status.is_success()).count() > 30,
            "{role} reads little"
        );
        assert_eq!(told(&answers), Vec::<String>::new(), "{role} is told what others sold");
    }
});

on_both!(an_order_is_for_a_branch_if_all_of_it_is_of_its_products, |house| async move {
    let branch = house.staff("branch").await;
    let sku = json!({ "code": "tea-1", "price": 10_000, "cost": 4_000, "stock": 9 });
    let tea = json!({ "code": "tea", "title": "tea", "rate": 0, "is_on": true, "skus": [sku] });
    let made = house.done(&branch, "POST", "/staff/products", Some(tea)).await;
    let own: i64 = made["skus"][0]["id"].as_str().unwrap().parse().unwrap();
    let foreign = house.product("linen", PRICE, 40_003, 200_000, 100).await;
    let buyer = house.member(None, 0).await;
    let theirs = house.sell(buyer, own, 2).await.order;
    let mixed = house.sell_all(buyer, &[(own, 1), (foreign, 1)]).await;
    let others = house.sell(buyer, foreign, 1).await.order;
    let listed = house.done(&branch, "GET", "/staff/orders", None).await;
    let ids: Vec<&str> =
        listed["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [theirs.to_string()]);
    let parcel = json!({ "carrier": "SF", "number": "1" });
    for order in [mixed, others] {
        let path = format!("/staff/orders/{order}");
        house.refused(&branch, "GET", &path, None, "not_found").await;
        house.refused(&branch, "GET", &format!("{path}/recipient"), None, "not_found").await;
        house.refused(&branch, "POST", &format!("{path}/ship"), Some(parcel.clone()), "not_found").await;
        house.refused(&branch, "POST", &format!("{path}/cancel"), None, "not_found").await;
    }
    let shipped = house.done(&branch, "POST", &format!("/staff/orders/{theirs}/ship"), Some(parcel)).await;
    assert_eq!((&shipped["state"], &shipped["amount"]), (&json!("shipped"), &json!(20_000)));
    // Who may decide after-sale cases and sees their own orders only decides those.
    let owner = house.staff("owner").await;
    let rights = json!({ "permissions": ["orders_read", "orders_write", "refunds", "payments"] });
    house.done(&owner, "PUT", "/staff/roles/branch", Some(rights)).await;
    let back = json!({ "line": 1, "quantity": 1, "reason": "torn" });
    house
        .refused(&branch, "POST", &format!("/staff/orders/{others}/refunds"), Some(back.clone()), "not_found")
        .await;
    house
        .refused(
            &branch,
            "POST",
            &format!("/staff/orders/{others}/refunds/quote"),
            Some(json!({ "line": 1, "quantity": 1 })),
            "not_found",
        )
        .await;
    house.done(&branch, "POST", &format!("/staff/orders/{theirs}/refunds"), Some(back)).await;
    let sold = house.sold_by_others().await;
    let case = format!("/staff/after-sales/{}", sold.case);
    house.refused(&branch, "POST", &format!("{case}/approve"), Some(json!({})), "not_found").await;
    house
        .refused(&branch, "POST", &format!("{case}/refuse"), Some(json!({ "answer": "no" })), "not_found")
        .await;
    assert_eq!(house.done(&branch, "GET", "/staff/after-sales", None).await["items"], json!([]));
    // Whoever sees everybody's orders sees them all.
    let rights = json!({ "permissions": ["orders_read", "orders_all"] });
    house.done(&owner, "PUT", "/staff/roles/branch", Some(rights)).await;
    assert_eq!(house.done(&branch, "GET", "/staff/orders", None).await["items"].as_array().unwrap().len(), 6);
});
