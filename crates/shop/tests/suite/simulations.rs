//! Simulations that the shop runs beside its work.

use axum::http::StatusCode;
use banyan_plan::ready::ready;
use banyan_rules::simulations::next;
use serde_json::{Value, json};

use crate::harness::{House, on_both};

const WORLD: &str =
    "title = { zh = \"小城\", en = \"A small town\" }\n[market]\npopulation = 4_000\npeople = 2_000\n";

fn order(more: &Value) -> Value {
    let mut body = json!({ "source": ready("starter"), "scenario": WORLD, "days": 40, "seeds": 3 });
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

async fn ran(house: &House) -> bool {
    next(&house.shop).await.unwrap_or_else(|no| panic!("{no:?}"))
}

fn mid(outcome: &Value, key: &str) -> i64 {
    let figures = outcome["figures"].as_array().unwrap();
    figures.iter().find(|one| one["key"] == key).unwrap()["mid"].as_i64().unwrap()
}

on_both!(a_simulation_waits_runs_and_is_kept, |house| async move {
    let owner = house.staff("owner").await;
    assert!(!ran(&house).await, "nothing waits");
    let body = order(&json!({ "against": ready("gift-pack") }));
    let asked = house.done(&owner, "POST", "/staff/simulations", Some(body)).await;
    let path = format!("/staff/simulations/{}", asked["id"].as_str().unwrap());
    let waiting = house.done(&owner, "GET", &path, None).await;
    assert_eq!(
        (&waiting["state"], &waiting["done"], &waiting["one"]),
        (&json!("waiting"), &json!(0), &Value::Null)
    );
    // Three runs of the plan; of each of 21 variants as many; and the same of the other plan.
    assert_eq!(waiting["steps"], 2 * (3 + 21 * 3));
    let (status, _) = house.ask(&owner, "GET", &format!("{path}/report"), None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);

    // The shop closes and opens: what waited waits still.
    let house = house.again("starter");
    assert!(ran(&house).await);
    let done = house.done(&owner, "GET", &path, None).await;
    assert_eq!((&done["state"], &done["done"]), (&json!("done"), &done["steps"]), "{done}");
    assert_eq!(done["scenario"], json!({ "zh": "小城", "en": "A small town" }));
    for outcome in [&done["one"], &done["other"]] {
        assert!(mid(outcome, "members") > 35, "{outcome}");
        assert_eq!(outcome["months"].as_array().unwrap().len(), 2, "after 30 days and at the end");
        assert_eq!(outcome["months"][1]["members"]["mid"], mid(outcome, "members"));
        assert_eq!(outcome["levers"].as_array().unwrap().len(), 10);
        assert!(outcome["stopped"]["on"]["mid"].as_i64() >= outcome["stopped"]["off"]["mid"].as_i64());
    }
    let law = |outcome: &Value| outcome["law"][0]["verdict"].clone();
    // The shop's own pack asks whether people pay to take part.
    assert_eq!((law(&done["one"]), law(&done["other"])), (json!("no_finding"), json!("needs_review")));
    let review = &done["other"]["law"][0]["to_review"];
    assert_eq!((review.as_array().unwrap().len(), &review[0]["rule"]), (1, &json!("STR-20")));
    assert!(review[0]["message"]["en"].as_str().unwrap().contains("California"));
    let report = house.read(&owner, &format!("{path}/report")).await;
    assert!(
        report.starts_with("<!DOCTYPE html>") && report.contains("A small town") && report.contains("小城")
    );
    let list = house.done(&owner, "GET", "/staff/simulations", None).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert!(list["items"][0]["by"].as_str().unwrap().starts_with("owner"));
    assert!(!ran(&house).await, "it is done");
    house.refused(&owner, "POST", &format!("{path}/cancel"), None, "simulation_over").await;
});

on_both!(the_same_order_comes_to_the_same, |house| async move {
    let owner = house.staff("owner").await;
    let mut outcomes = Vec::new();
    for _ in 0..2 {
        let body = order(&json!({ "variants": false }));
        let asked = house.done(&owner, "POST", "/staff/simulations", Some(body)).await;
        assert!(ran(&house).await);
        let path = format!("/staff/simulations/{}", asked["id"].as_str().unwrap());
        let done = house.done(&owner, "GET", &path, None).await;
        assert_eq!((&done["steps"], &done["one"]["stopped"]), (&json!(3), &Value::Null));
        outcomes.push(done["one"].clone());
    }
    assert_eq!(outcomes[0], outcomes[1]);
});

on_both!(one_that_is_taken_back_is_not_run, |house| async move {
    let owner = house.staff("owner").await;
    let asked = house.done(&owner, "POST", "/staff/simulations", Some(order(&json!({})))).await;
    let path = format!("/staff/simulations/{}", asked["id"].as_str().unwrap());
    let support = house.staff("support").await;
    let (status, _) = house.ask(&support, "POST", &format!("{path}/cancel"), None).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    house.done(&owner, "POST", &format!("{path}/cancel"), None).await;
    assert!(!ran(&house).await);
    assert_eq!(house.done(&owner, "GET", &path, None).await["state"], "cancelled");
});

on_both!(one_that_runs_can_be_broken_off, |house| async move {
    let owner = house.staff("owner").await;
    let large = json!({ "seeds": 100, "days": 700 });
    let asked = house.done(&owner, "POST", "/staff/simulations", Some(order(&large))).await;
    let path = format!("/staff/simulations/{}", asked["id"].as_str().unwrap());
    let cancel = async {
        while house.done(&owner, "GET", &path, None).await["state"] != "running" {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        house.done(&owner, "POST", &format!("{path}/cancel"), None).await;
    };
    let (ran, ()) = tokio::join!(ran(&house), cancel);
    assert!(ran);
    let after = house.done(&owner, "GET", &path, None).await;
    assert_eq!((&after["state"], &after["one"]), (&json!("cancelled"), &Value::Null));
});

on_both!(what_cannot_be_run_is_refused_with_its_place, |house| async move {
    let owner = house.staff("owner").await;
    let tried = [
        (json!({ "source": "id = 1" }), "plan_invalid", "/source"),
        (json!({ "against": "[[reward]]" }), "plan_invalid", "/against"),
        (json!({ "scenario": "[market]\npeopel = 5" }), "scenario_broken", "/scenario"),
        (json!({ "scenario": "[[promote]]\nrank = \"queen\"" }), "scenario_broken", "/scenario"),
        (
            json!({ "scenario": "[market]\npopulation = 9_000_000\npeople = 8_000_000" }),
            "simulation_large",
            "/scenario",
        ),
        (json!({ "days": 731 }), "simulation_large", "/days"),
        (json!({ "seeds": 101 }), "simulation_large", "/seeds"),
        (json!({ "scenario": "#".repeat(70_000) }), "scenario_long", "/scenario"),
    ];
    for (wrong, code, place) in tried {
        let (_, problem) = house.ask(&owner, "POST", "/staff/simulations", Some(order(&wrong))).await;
        assert_eq!((&problem["code"], &problem["field"]), (&json!(code), &json!(place)), "{problem}");
    }
    let (_, problem) = house
        .ask(
            &owner,
            "POST",
            "/staff/simulations",
            Some(order(&json!({ "scenario": "a = 1\n[run]\ndays = true" }))),
        )
        .await;
    assert!(problem["detail"].as_str().unwrap().contains("line 1 of the scenario"), "{problem}");
    assert!(!ran(&house).await);
    let list = house.done(&owner, "GET", "/staff/simulations", None).await;
    assert_eq!(list["items"], json!([]));
});

on_both!(no_more_than_twenty_wait, |house| async move {
    let owner = house.staff("owner").await;
    for _ in 0..20 {
        house.done(&owner, "POST", "/staff/simulations", Some(order(&json!({})))).await;
    }
    house.refused(&owner, "POST", "/staff/simulations", Some(order(&json!({}))), "simulations_waiting").await;
});
