//! What members allow beside the terms, and take back.

use serde_json::{Value, json};

use crate::harness::{House, on_both};

async fn allows(house: &House, token: &str, purpose: &str, given: bool) {
    let path = format!("/me/consents/{purpose}");
    house.done(token, "PUT", &path, Some(json!({ "given": given }))).await;
}

async fn stands(house: &House, token: &str, purpose: &str) -> bool {
    let all = house.done(token, "GET", "/me/consents", None).await;
    let one = all.as_array().unwrap().iter().find(|one| one["purpose"] == purpose).unwrap();
    one["given"].as_bool().unwrap()
}

on_both!(who_does_not_want_it_is_not_seen_by_her_inviter, |house| async move {
    let (promoter, code) = house.promoter("13800138000", None).await;
    let (customer, _) = house.promoter("13900139000", Some(&code)).await;
    house.done(&customer, "PATCH", "/me", Some(json!({ "nickname": "小明" }))).await;
    let (me, buyer): (i64, i64) =
        (house.id_of(&promoter).await.parse().unwrap(), house.id_of(&customer).await.parse().unwrap());
    let sku = house.product("tea", 10_000, 0, 100_000, 10).await;
    // They buy for themselves: they are the seller, and their inviter gets a quarter of what they get.
    house.sell(buyer, sku, 1).await;
    let reward =
        |list: Value| format!("/me/rewards/{}", list["items"][0]["rewards"][0]["id"].as_str().unwrap());
    let why = reward(house.done(&promoter, "GET", "/me/rewards", None).await);
    let person = house.done(&promoter, "GET", "/me/people", None).await["items"][0].clone();
    assert_eq!((&person["nickname"], &person["earned"]), (&json!("小明"), &json!(250)));
    assert!(house.done(&promoter, "GET", &why, None).await["sentence"].to_string().contains("小明"));

    assert!(stands(&house, &customer, "shown").await);
    allows(&house, &customer, "shown", false).await;
    allows(&house, &customer, "shown", false).await;
    let people = house.done(&promoter, "GET", "/me/people", None).await;
    let person = &people["items"][0];
    assert_eq!(
        (&person["nickname"], &person["is_hidden"], &person["orders"], &person["earned"]),
        (&json!(""), &json!(true), &json!(0), &json!(0))
    );
    let told = house.done(&promoter, "GET", &why, None).await;
    assert!(!told.to_string().contains("小明"), "{told}");
    // What was earned is earned, and staff knows whom to help.
    assert_eq!(house.balance(me, banyan_core::ledger::Account::Pending).await, 250);
    let owner = house.staff("owner").await;
    let detail = house.done(&owner, "GET", &format!("/staff/members/{buyer}"), None).await;
    assert_eq!(detail["nickname"], "小明");
    let data = house.done(&customer, "GET", "/me/export", None).await;
    assert_eq!(data["consents"].as_array().unwrap().len(), 1, "said twice, noted once");

    allows(&house, &customer, "shown", true).await;
    let people = house.done(&promoter, "GET", "/me/people", None).await;
    assert_eq!(people["items"][0]["nickname"], "小明");
    house.settled_books().await;
});

on_both!(links_are_remembered_only_of_those_who_allow_it, |house| async move {
    let (promoter, code) = house.promoter("13800138000", None).await;
    let customer = house.customer("13900139000", None).await;
    let buyer: i64 = house.id_of(&customer).await.parse().unwrap();
    let me: i64 = house.id_of(&promoter).await.parse().unwrap();
    let sku = house.product("tea", 10_000, 0, 100_000, 10).await;
    let opened = Some(json!({ "code": code }));
    let counted = house.done(&customer, "POST", "/visits", opened.clone()).await;
    assert_eq!(counted["counted"], true);
    // They take it back: what was noted is no longer theirs, and nothing more is noted.
    allows(&house, &customer, "links", false).await;
    house.days(1);
    assert_eq!(house.done(&customer, "POST", "/visits", opened.clone()).await["counted"], false);
    house.sell(buyer, sku, 1).await;
    assert_eq!(house.balance(me, banyan_core::ledger::Account::Pending).await, 0);
    let data = house.done(&customer, "GET", "/me/export", None).await;
    assert_eq!(data["links_opened"], json!([]));

    allows(&house, &customer, "links", true).await;
    assert_eq!(house.done(&customer, "POST", "/visits", opened).await["counted"], true);
    house.sell(buyer, sku, 1).await;
    assert_eq!(house.balance(me, banyan_core::ledger::Account::Pending).await, 1_000);
});

on_both!(nobody_decides_for_another_and_only_what_there_is, |house| async move {
    let customer = house.customer("13900139000", None).await;
    let other = house.customer("13800138000", None).await;
    let body = || Some(json!({ "given": false }));
    house.refused(&customer, "PUT", "/me/consents/everything", body(), "not_found").await;
    house.refused("", "PUT", "/me/consents/shown", body(), "signed_out").await;
    allows(&house, &customer, "shown", false).await;
    assert!(stands(&house, &other, "shown").await);
    assert!(stands(&house, &customer, "links").await);
});
