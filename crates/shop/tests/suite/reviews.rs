//! Reviews: from buyers only, once, and none is taken away for what it thinks.

use serde_json::{Value, json};

use crate::harness::{House, on_both};

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
    // It was not their order, so it is not there for them.
    house.refused(&stranger, "POST", &path, Some(bad.clone()), "not_found").await;
    house
        .refused(&token, "POST", &path, Some(json!({ "line": 1, "stars": 6, "text": "x" })), "review_stars")
        .await;
    let made = house.done(&token, "POST", &path, Some(bad.clone())).await;
    house.refused(&token, "POST", &path, Some(bad), "review_done").await;
    // A promoter who buys says that they are one.
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

/// A product with a review of each of three buyers, who gave 5, 1 and 3 stars: its list, and who wrote which review.
async fn three_reviews(house: &House) -> (String, Vec<(String, String)>) {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 100).await;
    let seller = house.named(None, 1, "小林").await;
    let mut written = Vec::new();
    for (name, stars) in [("阿丽", 5), ("阿珍", 1), ("阿明", 3)] {
        let buyer = house.named(Some(seller), 0, name).await;
        let sale = house.sell(buyer, sku, 1).await;
        house.deliver(buyer, sale.order).await;
        let token = house.token_of(buyer).await;
        let body = json!({ "line": 1, "stars": stars, "text": "说说用下来怎么样" });
        let made = house.done(&token, "POST", &format!("/orders/{}/reviews", sale.order), Some(body)).await;
        written.push((token, made["id"].as_str().unwrap().to_owned()));
    }
    let products = house.done("", "GET", "/products", None).await;
    (format!("/products/{}/reviews", products["items"][0]["id"].as_str().unwrap()), written)
}

fn ids(found: &Value) -> Vec<&str> {
    found["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

on_both!(what_members_find_useful_comes_first_whatever_its_stars, |house| async move {
    let (list, written) = three_reviews(&house).await;
    let [(first, praise), (second, complaint), (third, fair)] = written.try_into().unwrap();
    let useful = |id: &str| format!("/reviews/{id}/useful");
    let yes = Some(json!({ "is_useful": true }));
    // Two find the complaint useful; one of them says so twice, under another key, and counts once.
    for token in [&first, &third, &third] {
        house.done(token, "PUT", &useful(&complaint), yes.clone()).await;
    }
    house.done(&second, "PUT", &useful(&fair), yes.clone()).await;
    house.refused(&second, "PUT", &useful(&complaint), yes.clone(), "review_own").await;
    house.refused("", "PUT", &useful(&complaint), yes.clone(), "signed_out").await;
    house.refused(&first, "PUT", &useful("1"), yes.clone(), "not_found").await;

    let found = house.done(&first, "GET", &format!("{list}?sort=useful"), None).await;
    assert_eq!(ids(&found), [complaint.as_str(), &fair, &praise]);
    let said: Vec<_> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["useful"], &one["is_useful_to_me"], &one["is_mine"]))
        .collect();
    assert_eq!(said[0], (&json!(2), &json!(true), &json!(false)));
    assert_eq!(said[1], (&json!(1), &json!(false), &json!(false)));
    assert_eq!(said[2], (&json!(0), &json!(false), &json!(true)));
    assert_eq!(found["by_stars"], json!([1, 0, 1, 0, 1]));
    // Pages together are the whole list, in either order.
    for sort in ["useful", "newest"] {
        let whole = house.done("", "GET", &format!("{list}?sort={sort}"), None).await;
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        for _ in 0..3 {
            let page = house.done("", "GET", &format!("{list}?sort={sort}&limit=1{cursor}"), None).await;
            paged.push(page["items"][0].clone());
            cursor = page["next"].as_str().map(|next| format!("&cursor={next}")).unwrap_or_default();
        }
        assert!(cursor.is_empty(), "the third page is the last");
        assert_eq!(whole["items"], json!(paged), "{sort}");
    }
    // Bad ones are one press away, and the sums stay those of all.
    let bad = house.done("", "GET", &format!("{list}?stars=1"), None).await;
    assert_eq!((ids(&bad), &bad["count"]), (vec![complaint.as_str()], &json!(3)));
    house.refused("", "GET", &format!("{list}?stars=6"), None, "review_stars").await;

    // No longer useful to one of them; what is hidden cannot be found useful any more.
    house.done(&third, "PUT", &useful(&complaint), Some(json!({ "is_useful": false }))).await;
    let found = house.done("", "GET", &format!("{list}?stars=1"), None).await;
    assert_eq!(found["items"][0]["useful"], json!(1));
    let desk = house.staff("operations").await;
    let hide = format!("/staff/reviews/{complaint}/hide");
    house.done(&desk, "POST", &hide, Some(json!({ "fault": "off_topic" }))).await;
    house.refused(&third, "PUT", &useful(&complaint), yes, "not_found").await;
    let mine = house.done(&first, "GET", "/me/export", None).await;
    assert_eq!(mine["reviews_found_useful"][0]["review"], json!(complaint));
});

on_both!(the_shop_answers_a_review_once_and_everybody_reads_it, |house| async move {
    let (list, written) = three_reviews(&house).await;
    let (buyer, complaint) = &written[1];
    let desk = house.staff("operations").await;
    let path = format!("/staff/reviews/{complaint}/answer");
    let body = Some(json!({ "text": "抱歉，已为您补发。" }));
    house.refused(buyer, "POST", &path, body.clone(), "forbidden").await;
    house.refused(&desk, "POST", &path, Some(json!({ "text": "  " })), "text_length").await;
    house.refused(&desk, "POST", "/staff/reviews/1/answer", body.clone(), "not_found").await;
    house.done(&desk, "POST", &path, body.clone()).await;
    house.refused(&desk, "POST", &path, body, "review_answered").await;
    let found = house.done("", "GET", &format!("{list}?stars=1"), None).await;
    assert_eq!(found["items"][0]["answer"]["text"], json!("抱歉，已为您补发。"));
    let other = house.done("", "GET", &format!("{list}?stars=5"), None).await;
    assert_eq!(other["items"][0]["answer"], json!(null));
    let all = house.done(&desk, "GET", "/staff/reviews", None).await;
    assert_eq!(all["items"][1]["answer"]["text"], json!("抱歉，已为您补发。"));
});
