//! A title in both languages is shown as both, wherever goods are named; a title in one language is shown to everybody.

use serde_json::{Value, json};

use crate::group_buys::of_two;
use crate::harness::{House, on_both};
use crate::orders::cart;

fn typed(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

impl House {
    async fn green_tea(&self, staff: &str) -> (String, i64) {
        let sku = json!({ "code": "tea-l", "title": "大", "title_en": "Large", "price": 10_000, "cost": 4_000, "stock": 9 });
        let tea = json!({ "code": "tea", "title": "绿茶", "title_en": "Green tea", "rate": 0, "is_on": true, "skus": [sku] });
        let made = self.done(staff, "POST", "/staff/products", Some(tea)).await;
        (made["id"].as_str().unwrap().to_owned(), made["skus"][0]["id"].as_str().unwrap().parse().unwrap())
    }
}

on_both!(a_title_in_both_languages_is_shown_as_both_wherever_goods_are_named, |house| async move {
    let staff = house.staff("owner").await;
    let (product, sku) = house.green_tea(&staff).await;
    let (tea, large) =
        (json!({ "zh": "绿茶", "en": "Green tea" }), json!({ "zh": "绿茶 大", "en": "Green tea Large" }));
    let page = house.done("", "GET", &format!("/products/{product}"), None).await;
    assert_eq!((&page["title"], &page["skus"][0]["title"]), (&tea, &json!({ "zh": "大", "en": "Large" })));
    assert_eq!(house.done("", "GET", "/products", None).await["items"][0]["title"], tea);
    // Either language finds it.
    for words in ["绿茶", "green tea", "large", "大"] {
        let found = house.done("", "GET", &format!("/search?q={}", typed(words)), None).await;
        assert_eq!(found["items"][0]["title"], tea, "{words}");
    }
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    let quote = json!({ "items": [{ "sku": sku.to_string(), "quantity": 1 }] });
    assert_eq!(house.done(&token, "POST", "/quote", Some(quote)).await["lines"][0]["title"], large);
    let much = house.ask(&token, "POST", "/orders", Some(cart(sku, 10))).await.1;
    assert!(
        much["detail"].to_string().contains("绿茶 大")
            || much["detail"].to_string().contains("Green tea Large"),
        "{much}"
    );
    let placed = house.done(&token, "POST", "/orders", Some(cart(sku, 2))).await;
    assert_eq!(house.paid(&placed, None).await, "paid");
    let order = placed["order"].as_str().unwrap();
    for (who, path) in [(&token, format!("/orders/{order}")), (&staff, format!("/staff/orders/{order}"))] {
        assert_eq!(house.done(who, "GET", &path, None).await["lines"][0]["title"], large, "{path}");
    }
    house.group_buy(of_two(sku)).await;
    for path in ["/staff/orders", "/staff/group-buys"] {
        assert_eq!(house.done(&staff, "GET", path, None).await["items"][0]["title"], large, "{path}");
    }
    assert_eq!(house.done("", "GET", "/group-buys", None).await[0]["title"], large);
    assert_eq!(house.done(&staff, "GET", "/staff/reports/products", None).await[0]["title"], large);
    assert_eq!(house.done(&staff, "GET", "/staff/products", None).await["items"][0]["title"], tea);
    // What was ordered keeps its title.
    let renamed = json!({ "code": "tea", "title": "龙井", "rate": 0, "is_on": true });
    house.done(&staff, "PUT", &format!("/staff/products/{product}"), Some(renamed)).await;
    let both = |text: &str| json!({ "zh": text, "en": text });
    assert_eq!(house.done("", "GET", &format!("/products/{product}"), None).await["title"], both("龙井"));
    assert_eq!(
        house.done(&token, "GET", &format!("/orders/{order}"), None).await["lines"][0]["title"],
        large
    );
    let found = house.done("", "GET", &format!("/search?q={}", typed("green")), None).await;
    assert_eq!(found["total"], 0, "{found}");
});

on_both!(a_title_in_one_language_is_shown_to_everybody, |house| async move {
    let staff = house.staff("owner").await;
    for (code, title) in [("a", "Desk lamp"), ("b", "台灯")] {
        let sku = json!({ "code": format!("{code}-1"), "price": 100, "cost": 1, "stock": 9 });
        let body = json!({ "code": code, "title": title, "rate": 0, "is_on": true, "skus": [sku] });
        let made: Value = house.done(&staff, "POST", "/staff/products", Some(body)).await;
        let page = house.done("", "GET", &format!("/products/{}", made["id"].as_str().unwrap()), None).await;
        assert_eq!(
            (&page["title"], &page["skus"][0]["title"]),
            (&json!({ "zh": title, "en": title }), &json!({ "zh": "", "en": "" }))
        );
    }
    let long = json!({ "code": "c", "title": "灯", "title_en": "l".repeat(121), "rate": 0, "is_on": true, "skus": [] });
    house.refused(&staff, "POST", "/staff/products", Some(long), "text_length").await;
});
