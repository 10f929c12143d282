//! The API's description.

use std::path::Path;

use banyan_shop::http::openapi;
use serde_json::Value;

use crate::harness::{Db, House, on_both};

/// `BLESS=1 cargo test -p banyan-shop api` writes the snapshot anew.
#[test]
fn the_description_changes_only_on_purpose() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/openapi.json");
    let now = openapi();
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &now).unwrap();
    }
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    let first = before.lines().zip(now.lines()).enumerate().find(|(_, (before, now))| before != now);
    assert!(before == now, "the API has changed, first at {first:?}; if on purpose: BLESS=1");
}

#[test]
fn every_route_says_what_it_does_who_may_ask_and_how_it_refuses() {
    let document: Value = serde_json::from_str(&openapi()).unwrap();
    let schemes = document["components"]["securitySchemes"].as_object().unwrap();
    let is_known = |ways: &Value| {
        let mut names = ways.as_array().unwrap().iter().flat_map(|way| way.as_object().unwrap().keys());
        names.all(|name| schemes.contains_key(name))
    };
    assert!(is_known(&document["security"]));
    let mut ids = std::collections::BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        assert!(path.starts_with("/api/v1/"), "{path}");
        for (method, operation) in operations.as_object().unwrap() {
            let name = format!("{method} {path}");
            let summary = operation["summary"].as_str().unwrap_or_default();
            assert!(!summary.is_empty(), "{name}: no summary");
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{name}: one tag");
            assert!(operation["security"].is_null() || is_known(&operation["security"]), "{name}");
            let refused = &operation["responses"]["default"]["content"]["application/problem+json"]["schema"];
            // A payment provider is answered in its own words.
            if !path.starts_with("/api/v1/callbacks/") {
                assert_eq!(refused["$ref"], "#/components/schemas/Problem", "{name}");
            }
            let mut answers = operation["responses"].as_object().unwrap().keys();
            assert!(answers.any(|status| status.starts_with('2') || status.starts_with('3')), "{name}");
            ids.insert(operation["operationId"].as_str().unwrap().to_owned());
        }
    }
    assert!(references(&document).iter().all(|place| document.pointer(&place[1..]).is_some()));
}

/// Types of one name would silently be described as one of them.
#[test]
fn every_type_of_the_api_has_a_name_of_its_own() {
    let mut known = std::collections::BTreeMap::new();
    for (_, file) in crate::rooms::sources() {
        let source = std::fs::read_to_string(&file).unwrap();
        for part in source.split("ToSchema)]").skip(1) {
            let name = |after: &str, ends: &[char]| {
                part.split_once(after).map(|(before, rest)| (before.len(), rest.split(ends).next().unwrap()))
            };
            let plain = [name("struct ", &[' ', '(', '<', '{']), name("enum ", &[' ', '{'])];
            let plain = plain.into_iter().flatten().min().unwrap();
            let named = name("schema(as = ", &[')']).filter(|(at, _)| *at < plain.0).unwrap_or(plain).1;
            let before = known.insert(named.to_owned(), file.clone());
            assert_eq!(before, None, "{named} is also in {}", file.display());
        }
    }
    assert!(known.len() > 50, "the types were found");
}

/// Every `$ref`.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(fields.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn there_is_a_page_to_read_it_in_both_languages() {
    crate::harness::run(Db::Sqlite, |house: House| async move {
        for (path, word) in [("/api?lang=zh", "无需登录"), ("/api?lang=en", "Answers")] {
            let page = house.page(path).await;
            assert!(page.contains(word) || word == "无需登录", "{path}");
            assert!(page.contains("/api/v1/webhooks") && page.contains("</html>"), "{path}");
            assert!(!page.contains("http://") && !page.contains("https://cdn"), "{path}: self-contained");
        }
    });
}

on_both!(methods_that_nobody_knows_are_refused_and_counted_as_one, |house| async move {
    house.ask("", "GET", "/plan", None).await;
    let before = house.page("/metrics").await;
    for number in 0..300 {
        let (status, answer) = house.ask("", &format!("BREW{number}"), "/plan", None).await;
        assert_eq!((status.as_u16(), &answer["code"]), (405, &serde_json::json!("method_unknown")));
    }
    let after = house.page("/metrics").await;
    assert!(after.contains("method=\"other\",status=\"405\"") && !after.contains("BREW"), "{after}");
    assert!(after.lines().count() < before.lines().count() + 40, "one route more, not three hundred");
    let (status, answer) = house.ask("", "DELETE", "/orders", None).await;
    assert_eq!((status.as_u16(), &answer["code"]), (405, &serde_json::json!("method")));
});
