//! Reports: every figure is one that the orders and the ledger bear out.

use banyan_shop::http::openapi;
use serde_json::{Value, json};

use crate::harness::{House, START, on_both};

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
    // Two promoters are no crowd: everybody is told that there are two, and no figure of theirs.
    let typical = house.done("", "GET", "/shop/earnings", None).await;
    assert_eq!(typical["promoters"], 2);
    for figure in ["earned_nothing", "nothing_share", "median", "p75", "p90", "p99", "most"] {
        assert_eq!(typical[figure], Value::Null, "{figure}");
    }
    assert!(house.now() > START);
});

/// Twelve promoters, each of whom has sold for a thousand more than the one before.
async fn twelve(house: &House) -> Vec<i64> {
    let sku = house.product("tea", 1_000, 0, 200_000, 1_000).await;
    let mut promoters = Vec::new();
    for number in 1..=12 {
        let seller = house.member(None, 1).await;
        let buyer = house.member(Some(seller), 0).await;
        house.sell(buyer, sku, number).await;
        promoters.push(seller);
    }
    promoters
}

on_both!(who_earned_what_reaches_nobody_who_may_not_see_members_and_the_ledger, |house| async move {
    let promoters = twelve(&house).await;
    let best = promoters.last().unwrap().to_string();
    let owner = house.staff("owner").await;
    let token = async |scopes: Value| {
        let body = json!({ "name": "program", "scopes": scopes });
        let issued = house.done(&owner, "POST", "/staff/tokens", Some(body)).await;
        issued["token"].as_str().unwrap().to_owned()
    };
    let whole = house.done(&owner, "GET", "/staff/reports/incomes", None).await;
    assert_eq!((&whole["top"][0]["member"], &whole["most"]), (&json!(best), &json!(2_400)));
    let plan = house.done(&owner, "GET", "/staff/plans", None).await;
    let version = plan["items"][0]["version"].to_string();
    let source = house.done(&owner, "GET", &format!("/staff/plans/{version}"), None).await["source"].clone();
    let other = source.as_str().unwrap().replace("25%", "50%");
    let dry = Some(json!({ "source": other }));
    let moved = house.done(&owner, "POST", "/staff/plans/dry-run", dry.clone()).await;
    assert!(!moved["members"].as_array().unwrap().is_empty() || moved["gain"] == 0, "{moved}");
    for scopes in [
        json!(["reports_all", "plans_read"]),
        json!(["reports_all", "plans_read", "ledger_read"]),
        json!(["reports_all", "plans_read", "members_read"]),
    ] {
        let program = token(scopes.clone()).await;
        let told = house.done(&program, "GET", "/staff/reports/incomes", None).await;
        assert_eq!(
            (&told["top"], &told["most"], &told["p90"]),
            (&json!([]), &Value::Null, &Value::Null),
            "{scopes}"
        );
        let moved = house.done(&program, "POST", "/staff/plans/dry-run", dry.clone()).await;
        assert_eq!(moved["members"], json!([]), "{scopes}");
    }
    // With the ledger alone, payees are numbers.
    let books = token(json!(["ledger_read"])).await;
    let order = house
        .shop
        .reader
        .read(|conn: &mut banyan_store::Conn| conn.one("SELECT MAX(id) FROM orders", &[])?.unwrap().int(0));
    let order = order.await.unwrap();
    let paid = house.done(&books, "GET", &format!("/staff/orders/{order}/rewards"), None).await;
    assert_eq!((&paid[0]["member"], &paid[0]["nickname"]), (&json!(best), &json!("")));
    let sides = house.done(&books, "GET", &format!("/staff/ledger/transfers/{order}"), None).await;
    assert!(sides.as_array().unwrap().iter().all(|one| one["to"]["name"] == ""), "{sides}");
    // Everybody is told what tells of nobody: of twelve, who earned nothing.
    let typical = house.done("", "GET", "/shop/earnings", None).await;
    assert_eq!((&typical["promoters"], &typical["earned_nothing"]), (&json!(12), &json!(0)));
    for figure in ["median", "p75", "p90", "p99", "most"] {
        assert_eq!(typical[figure], Value::Null, "{figure}");
    }
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

on_both!(what_the_description_says_of_a_setting_is_what_the_shop_takes, |house| async move {
    let boss = house.staff("owner").await;
    let document: Value = serde_json::from_str(&openapi()).unwrap();
    let fields = document["components"]["schemas"]["Settings"]["properties"].as_object().unwrap();
    let bounded: Vec<_> = fields.iter().filter(|(_, field)| field["type"] == "integer").collect();
    assert!(bounded.len() >= 7, "{bounded:?}");
    for (name, field) in bounded {
        let (least, most) = (field["minimum"].as_i64().unwrap(), field["maximum"].as_i64().expect(name));
        for (value, fits) in [(least - 1, false), (least, true), (most, true), (most + 1, false)] {
            let mut body = house.done(&boss, "GET", "/staff/settings", None).await;
            body["settings"][name.as_str()] = json!(value);
            let (status, answer) = house.ask(&boss, "PUT", "/staff/settings", Some(body)).await;
            assert_eq!(status.is_success(), fits, "{name} {value}: {answer}");
        }
    }
});

on_both!(a_branch_and_a_bd_see_figures_of_what_they_brought_in, |house| async move {
    let (branch, bd) = (house.staff("branch").await, house.staff("bd").await);
    let add = async |token: &str, code: &str, price: i64| {
        let body = json!({ "code": code, "title": code, "rate": 200_000, "is_on": true,
            "skus": [{ "code": code, "price": price, "cost": 1_000, "stock": 100 }] });
        let made = house.done(token, "POST", "/staff/products", Some(body)).await;
        made["skus"][0]["id"].as_str().unwrap().parse::<i64>().unwrap()
    };
    let (tea, cup) = (add(&branch, "tea", 2_000).await, add(&bd, "cup", 3_000).await);
    let others = house.product("bag", 5_000, 0, 0, 100).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    for (sku, pieces) in [(tea, 2), (cup, 1), (others, 1)] {
        house.sell(buyer, sku, pieces).await;
    }
    let owner = house.staff("owner").await;
    for (token, gmv, cost, rewards, orders) in
        [(&branch, 4_000, 2_000, 800, 1), (&bd, 3_000, 1_000, 600, 1), (&owner, 12_000, 3_000, 1_400, 3)]
    {
        let told = house.done(token, "GET", "/staff/reports/overview", None).await;
        let total = &told["total"];
        let figures =
            (&total["gmv"], &total["cost"], &total["rewards"], &total["orders"], &told["waiting"]["to_ship"]);
        assert_eq!(
            figures,
            (&json!(gmv), &json!(cost), &json!(rewards), &json!(orders), &json!(orders)),
            "{told}"
        );
    }
    let products = house.done(&bd, "GET", "/staff/reports/products", None).await;
    assert_eq!((products.as_array().unwrap().len(), &products[0]["code"]), (1, &json!("cup")));
    for path in ["/staff/reports/incomes", "/staff/reports/cohorts"] {
        house.refused(&bd, "GET", path, None, "forbidden").await;
        house.refused(&branch, "GET", path, None, "forbidden").await;
    }
    // Who sees all is a permission like others.
    let see = json!({ "permissions": ["catalog_read", "reports", "reports_all"] });
    house.done(&owner, "PUT", "/staff/roles/bd", Some(see)).await;
    let told = house.done(&bd, "GET", "/staff/reports/overview", None).await;
    assert_eq!((&told["total"]["gmv"], &told["whole_shop"]), (&json!(12_000), &json!(true)));
});

on_both!(prices_of_who_may_not_set_them_freely_stay_at_cost_or_above, |house| async move {
    let (bd, operations) = (house.staff("bd").await, house.staff("operations").await);
    let product = |price: i64, cost: i64| {
        let sku = json!({ "code": format!("s{price}-{cost}"), "price": price, "cost": cost, "stock": 1 });
        Some(
            json!({ "code": format!("p{price}-{cost}"), "title": "tea", "rate": 0, "is_on": true, "skus": [sku] }),
        )
    };
    house.refused(&bd, "POST", "/staff/products", product(900, 1_000), "price_below_cost").await;
    house.refused(&bd, "POST", "/staff/products", product(900, 0), "cost_needed").await;
    let made = house.done(&bd, "POST", "/staff/products", product(1_500, 1_000)).await;
    let sku = format!("/staff/skus/{}", made["skus"][0]["id"].as_str().unwrap());
    let set = |price: i64, cost: i64| {
        Some(json!({ "code": "s1500-1000", "price": price, "cost": cost, "is_on": true }))
    };
    house.refused(&bd, "PUT", &sku, set(999, 1_000), "price_below_cost").await;
    house.refused(&bd, "PUT", &sku, set(999, 900), "cost_lowered").await;
    house.done(&bd, "PUT", &sku, set(1_000, 1_000)).await;
    let more = format!("/staff/products/{}/skus", made["id"].as_str().unwrap());
    let one = Some(json!({ "code": "x", "price": 1, "cost": 2, "stock": 1 }));
    house.refused(&bd, "POST", &more, one.clone(), "price_below_cost").await;
    house.done(&operations, "POST", &more, one).await;
    house.done(&operations, "PUT", &sku, set(1, 1_000)).await;
    // What stands below cost may be taken off by the keeper, not lowered further.
    house.done(&bd, "PUT", &sku, set(1, 1_000)).await;
});
