//! Reports: every figure is one that the orders and the ledger bear out.

use serde_json::json;

use crate::harness::{START, on_both};

on_both!(the_overview_adds_up, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 100).await;
    let upline = house.member(None, 1).await;
    let seller = house.member(Some(upline), 1).await;
    let (ann, ben) = (house.member(Some(seller), 0).await, house.member(Some(seller), 0).await);
    house.sell(ann, sku, 1).await;
    house.days(1);
    house.sell(ann, sku, 1).await;
    let back = house.sell(ben, sku, 2).await;
    house.refund(ben, back.order, 1, None).await.unwrap();
    let boss = house.staff("owner").await;
    let overview = house.done(&boss, "GET", "/staff/reports/overview", None).await;
    let total = &overview["total"];
    assert_eq!(
        (&total["gmv"], &total["refunds"], &total["net"]),
        (&json!(80_000), &json!(20_000), &json!(60_000))
    );
    assert_eq!((&total["orders"], &total["buyers"]), (&json!(3), &json!(2)));
    // 20 % and a quarter of that, of what was kept.
    assert_eq!((&total["rewards"], &total["payout"]), (&json!(15_000), &json!(250_000)));
    assert_eq!((&total["cost"], &total["margin"]), (&json!(27_000), &json!(18_000)));
    assert_eq!((&total["new_members"], &total["new_promoters"]), (&json!(4), &json!(2)));
    let series = overview["series"].as_array().unwrap();
    assert_eq!(series.len(), 30);
    let sum = |name: &str| series.iter().map(|one| one[name].as_i64().unwrap()).sum::<i64>();
    for name in ["gmv", "refunds", "net", "orders", "cost", "rewards", "margin", "new_members"] {
        assert_eq!(json!(sum(name)), total[name], "{name}");
    }
    // Ann came back on the second day.
    assert_eq!((&series[29]["buyers"], &series[29]["returning"]), (&json!(2), &json!(1)));
    assert_eq!(overview["waiting"]["to_ship"], 3);
    let ranks = overview["ranks"].as_array().unwrap();
    assert_eq!((&ranks[0]["rank"], &ranks[0]["members"]), (&json!(null), &json!(2)));
    let months = house
        .done(
            &boss,
            "GET",
            "/staff/reports/overview?by=month&since=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z",
            None,
        )
        .await;
    assert_eq!(
        (months["series"].as_array().unwrap().len(), &months["series"][0]["gmv"]),
        (1, &json!(80_000))
    );
    house.refused(&boss, "GET", "/staff/reports/overview?by=hour", None, "filter").await;
    house
        .refused(
            &boss,
            "GET",
            "/staff/reports/overview?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z",
            None,
            "range",
        )
        .await;

    let products = house.done(&boss, "GET", "/staff/reports/products", None).await;
    assert_eq!((&products[0]["quantity"], &products[0]["refunded"]), (&json!(4), &json!(20_000)));
    let cohorts = house.done(&boss, "GET", "/staff/reports/cohorts", None).await;
    let last = cohorts.as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["size"], &last["again"]), (&json!(2), &json!([1])));
    let incomes = house.done(&boss, "GET", "/staff/reports/incomes", None).await;
    assert_eq!((&incomes["promoters"], &incomes["most"]), (&json!(2), &json!(12_000)));
    assert_eq!(incomes["top"][0]["member"], seller.to_string());
    let typical = house.done("", "GET", "/shop/earnings", None).await;
    assert_eq!((&typical["median"], &typical["earned_nothing"]), (&json!(3_000), &json!(0)));
    assert!(house.now() > START);
});

on_both!(settings_are_changed_by_one_at_a_time, |house| async move {
    let boss = house.staff("owner").await;
    let found = house.done(&boss, "GET", "/staff/settings", None).await;
    let mut body = found.clone();
    body["settings"]["name"] = json!("榕树下");
    body["settings"]["attribution_days"] = json!(14);
    let changed = house.done(&boss, "PUT", "/staff/settings", Some(body.clone())).await;
    let shop = house.done("", "GET", "/shop", None).await;
    assert_eq!(
        (&shop["name"], &shop["attribution_days"], &shop["way_in"]),
        (&json!("榕树下"), &json!(14), &json!("open"))
    );
    // Somebody who read them before would undo it without knowing.
    house.refused(&boss, "PUT", "/staff/settings", Some(body), "settings_changed").await;
    for (at, value) in [("packs", json!(["moon"])), ("packs", json!([])), ("providers", json!(["wechat"]))] {
        let mut body = changed.clone();
        body["settings"][at] = value;
        house.refused(&boss, "PUT", "/staff/settings", Some(body), "setting_unknown").await;
    }
    let mut body = changed.clone();
    body["settings"]["withdrawals"]["tax_profile"] = json!("gb-none");
    house.refused(&boss, "PUT", "/staff/settings", Some(body), "setting_unknown").await;
    let choices = house.done(&boss, "GET", "/staff/settings/choices", None).await;
    assert!(choices["packs"].as_array().unwrap().len() >= 7);
    assert_eq!(choices["providers"], json!(["test", "offline"]));
    let log = house.done(&boss, "GET", "/staff/audit", None).await;
    assert_eq!(log["items"][0]["action"], "settings.change");
    let rules = house.done("", "GET", "/shop/rules", None).await;
    assert!(rules[0]["sentences"][0]["zh"].is_string());
});
