//! What is watched while the shop runs.

use banyan_rules::monitors::daily;
use serde_json::{Value, json};

use crate::harness::{House, on_both};

fn reading<'a>(monitors: &'a Value, kind: &str) -> &'a Value {
    monitors["readings"].as_array().unwrap().iter().find(|one| one["kind"] == kind).unwrap()
}

fn signature(rule: &str) -> Value {
    let expires_at = "2026-01-20T00:00:00Z";
    json!({ "pack": "cn", "rule": rule, "document": "memo 2", "reason": "reviewed", "expires_at": expires_at })
}

async fn watched(house: &House) -> bool {
    daily(&house.shop).await.unwrap_or_else(|no| panic!("{no:?}"))
}

on_both!(facts_are_read_once_a_day_and_an_alarm_opens_with_its_evidence, |house| async move {
    let owner = house.staff("owner").await;
    let empty = house.done(&owner, "GET", "/staff/monitors", None).await;
    assert!(empty["checked_at"].is_null() && empty["readings"] == json!([]));

    let sku = house.product("tea", 10_000, 4_000, 200_000, 1_000).await;
    let upline = house.named(None, 1, "梅姐").await;
    let seller = house.named(Some(upline), 1, "小林").await;
    let buyer = house.named(Some(seller), 0, "阿丽").await;
    house.sell(buyer, sku, 3).await;
    assert!(watched(&house).await);
    assert!(!watched(&house).await, "once a day");
    let monitors = house.done(&owner, "GET", "/staff/monitors", None).await;
    assert_eq!(reading(&monitors, "chain_depth")["value"], 3);
    assert_eq!(reading(&monitors, "retail_share")["value"], 1_000_000);
    assert_eq!(reading(&monitors, "payout_ratio")["value"], 250_000);
    assert_eq!(monitors["items"], json!([]));

    // A promoter buys a stock that nobody takes off their hands.
    house.days(1);
    house.sell(seller, sku, 50).await;
    assert!(watched(&house).await);
    let monitors = house.done(&owner, "GET", "/staff/monitors", None).await;
    assert_eq!(reading(&monitors, "retail_share")["is_alarm"], true);
    let loaded = reading(&monitors, "inventory_loading");
    assert_eq!((&loaded["value"], &loaded["is_alarm"]), (&json!(1), &json!(true)), "{monitors}");
    let alarm =
        monitors["items"].as_array().unwrap().iter().find(|one| one["kind"] == "inventory_loading").unwrap();
    assert_eq!(alarm["evidence"][0]["nickname"], "小林");
    let path = format!("/staff/monitors/{}/acknowledge", alarm["id"].as_str().unwrap());
    house.done(&owner, "POST", &path, Some(json!({ "reason": "called her" }))).await;
    house.refused(&owner, "POST", &path, Some(json!({ "reason": "again" })), "not_found").await;
    let support = house.staff("support").await;
    let (status, _) = house.ask(&support, "POST", &path, Some(json!({ "reason": "no" }))).await;
    assert_eq!(status, 403);

    // A month later nothing of it is left: the alarm is closed, and stays in the list.
    house.days(32);
    house.sell(buyer, sku, 1).await;
    assert!(watched(&house).await);
    let monitors = house.done(&owner, "GET", "/staff/monitors", None).await;
    let alarm =
        monitors["items"].as_array().unwrap().iter().find(|one| one["kind"] == "inventory_loading").unwrap();
    assert!(alarm["closed_at"].is_string() && alarm["reason"] == "called her");
});

on_both!(a_signature_that_has_run_out_is_an_alarm_on_the_plan_in_force, |house| async move {
    let owner = house.in_china().await;
    let plan = crate::harness::TWO_LEVELS.replace("25%", "10%");
    let body = json!({ "source": plan, "sign_offs": [signature("STR-08"), signature("STR-09")] });
    house.done(&owner, "POST", "/staff/plans", Some(body)).await;
    watched(&house).await;
    let kinds = |monitors: &Value| {
        let items = monitors["items"].as_array().unwrap().clone();
        items.iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let monitors = house.done(&owner, "GET", "/staff/monitors", None).await;
    assert_eq!(kinds(&monitors), Vec::<String>::new());
    house.days(25);
    watched(&house).await;
    let monitors = house.done(&owner, "GET", "/staff/monitors", None).await;
    assert_eq!(kinds(&monitors), ["plan_refused"]);
    assert!(monitors["items"][0]["text"]["en"].as_str().unwrap().contains("STR-08"));
});

on_both!(what_the_operator_has_told_the_rule_packs_is_held_against_what_happens, |house| async move {
    let owner = house.staff("owner").await;
    let mut body = house.done(&owner, "GET", "/staff/settings", None).await;
    body["settings"]["declared"]["ranks_sold"] = json!(false);
    body["settings"]["declared"]["free_sign_up"] = json!(true);
    house.done(&owner, "PUT", "/staff/settings", Some(body)).await;
    let sku = house.product("tea", 10_000, 4_000, 200_000, 1_000).await;
    for _ in 0..5 {
        let member = house.named(None, 0, "阿丽").await;
        house.sell(member, sku, 3).await;
        let body = json!({ "rank": "owner", "reason": "买了三件" });
        house.done(&owner, "POST", &format!("/staff/members/{member}/rank"), Some(body)).await;
    }
    assert!(watched(&house).await);
    let monitors = house.done(&owner, "GET", "/staff/monitors", None).await;
    for kind in ["rank_bought", "entry_bought"] {
        let reading = reading(&monitors, kind);
        assert_eq!(
            (&reading["value"], &reading["is_alarm"]),
            (&json!(1_000_000), &json!(true)),
            "{monitors}"
        );
    }
});
