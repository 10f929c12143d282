//! Reviews: from buyers only, once, and none is taken away for what it thinks.

use serde_json::json;

use crate::harness::on_both;

on_both!(only_who_has_received_it_says_what_it_is_like, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 100).await;
    let seller = house.named(None, 1, "小林").await;
    let buyer = house.named(Some(seller), 0, "阿丽").await;
    let sale = house.sell(buyer, sku, 1).await;
    let (token, stranger) = (house.token_of(buyer).await, house.token_of(seller).await);
    let path = format!("/orders/{}/reviews", sale.order);
    let bad = json!({ "line": 1, "stars": 1, "text": "太淡了" });
    house.refused(&token, "POST", &path, Some(bad.clone()), "review_early").await;
    house.deliver(buyer, sale.order).await;
    // It was not her order, so it is not there for her.
    house.refused(&stranger, "POST", &path, Some(bad.clone()), "not_found").await;
    house
        .refused(&token, "POST", &path, Some(json!({ "line": 1, "stars": 6, "text": "x" })), "review_stars")
        .await;
    let made = house.done(&token, "POST", &path, Some(bad.clone())).await;
    house.refused(&token, "POST", &path, Some(bad), "review_done").await;
    // A promoter who buys says that she is one.
    let own = house.sell(seller, sku, 1).await;
    house.deliver(seller, own.order).await;
    let good = json!({ "line": 1, "stars": 5, "text": "很香" });
    house.done(&stranger, "POST", &format!("/orders/{}/reviews", own.order), Some(good)).await;

    let products = house.done("", "GET", "/products", None).await;
    let list = format!("/products/{}/reviews", products["items"][0]["id"].as_str().unwrap());
    let found = house.done("", "GET", &list, None).await;
    assert_eq!((&found["count"], &found["stars"], &found["hidden"]), (&json!(2), &json!(6), &json!(0)));
    let labels: Vec<bool> =
        found["items"].as_array().unwrap().iter().map(|one| one["is_promoter"].as_bool().unwrap()).collect();
    assert_eq!(labels, [true, false]);

    // "It is bad" is no reason to hide it, and whatever is hidden still counts.
    let desk = house.staff("operations").await;
    let hide = format!("/staff/reviews/{}/hide", made["id"].as_str().unwrap());
    house.refused(&desk, "POST", &hide, Some(json!({ "fault": "negative" })), "json_invalid").await;
    house.done(&desk, "POST", &hide, Some(json!({ "fault": "personal_data" }))).await;
    house.refused(&desk, "POST", &hide, Some(json!({ "fault": "unlawful" })), "not_found").await;
    let found = house.done("", "GET", &list, None).await;
    assert_eq!((&found["count"], &found["stars"], &found["hidden"]), (&json!(2), &json!(6), &json!(1)));
    assert_eq!((&found["items"][1]["text"], &found["items"][1]["stars"]), (&json!(""), &json!(1)));
    let all = house.done(&desk, "GET", "/staff/reviews", None).await;
    assert_eq!(
        (&all["items"][1]["text"], &all["items"][1]["hidden"]),
        (&json!("太淡了"), &json!("personal_data"))
    );
    let mine = house.done(&token, "GET", "/me/export", None).await;
    assert_eq!(mine["reviews"][0]["text"], "太淡了");
});
