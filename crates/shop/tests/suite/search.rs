//! Search as customers and staff have it: what is found, what never is, and that every process knows of every change.

use axum::http::StatusCode;
use banyan_ops::past::{Product, Title, set_out};
use serde_json::{Value, json};

use crate::harness::{Db, House, TWO_LEVELS, on_both};
use crate::orders::cart;
use crate::world::Dice;

fn goods(code: &str, title: &str, brand: &str, price: i64) -> Value {
    json!({
        "code": code, "title": title, "brand": brand, "rate": 0, "is_on": true,
        "skus": [{ "code": format!("{code}-1"), "title": "", "price": price, "cost": price / 2, "stock": 2 }],
    })
}

/// A text as a part of an address.
fn typed(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

impl House {
    async fn looked_for(&self, text: &str, more: &str) -> Value {
        self.done("", "GET", &format!("/search?q={}{more}", typed(text)), None).await
    }

    async fn found(&self, text: &str, more: &str) -> Vec<String> {
        let page = self.looked_for(text, more).await;
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["title"]["zh"].as_str().unwrap().to_owned())
            .collect()
    }

    async fn suggested(&self, text: &str) -> Vec<String> {
        let list = self.done("", "GET", &format!("/search/suggestions?q={}", typed(text)), None).await;
        list.as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap().to_owned()).collect()
    }

    async fn stocked(&self, staff: &str) -> Vec<Value> {
        let mut made = Vec::new();
        for (code, title, brand, price) in [
            ("milk", "婴儿配方奶粉 3段 900g", "爱他美 Aptamil", 29_800),
            ("box", "奶粉盒 外出便携", "小土豆", 2_900),
            ("bag", "大号红色复古购物袋", "", 1_500),
            ("lamp", "Wireless desk lamp", "Lumen", 9_900),
        ] {
            made.push(
                self.done(staff, "POST", "/staff/products", Some(goods(code, title, brand, price))).await,
            );
        }
        made
    }
}

/// One price of one list, or nothing.
fn some_price(dice: &mut Dice, rank: &str) -> Option<Value> {
    let (from, price) = (dice.from(1, 3), dice.from(1, 99) * 100);
    match dice.below(4) {
        0 => Some(json!({ "list": "everyone", "from": from + 1, "price": price })),
        1 => Some(json!({ "list": "member", "from": from, "price": price })),
        2 => Some(json!({ "list": "rank", "rank": rank, "from": from, "price": price })),
        _ => None,
    }
}

on_both!(search_filters_and_counts_by_what_the_visitor_would_pay, |house| async move {
    let staff = house.staff("owner").await;
    let rank = house.first_rank().await;
    let mut dice = Dice::new(7);
    for number in 0..24 {
        let price = dice.from(20, 100) * 100;
        let made = goods(&format!("tea-{number}"), &format!("绿茶 {number}"), "", price);
        let made = house.done(&staff, "POST", "/staff/products", Some(made)).await;
        if let Some(one) = some_price(&mut dice, &rank).filter(|one| one["price"].as_i64() < Some(price)) {
            let sku = made["skus"][0]["id"].as_str().unwrap().parse().unwrap();
            let limits = if dice.hits(30) { json!({ "least": 2 }) } else { json!({}) };
            house.sell_at(sku, json!([one]), limits).await;
        }
    }
    let owner = house.member(None, 1).await;
    let customer = house.member(Some(owner), 0).await;
    let (ranked, plain) = (house.signed_in(owner).await, house.signed_in(customer).await);
    let mut told = Vec::new();
    for token in ["", plain.as_str(), ranked.as_str()] {
        let shelf = house.done(token, "GET", "/products?sort=price&limit=100", None).await;
        let price = |card: &Value| (card["price"].as_i64().unwrap(), card["id"].as_str().unwrap().to_owned());
        let shelf: Vec<(i64, String)> = shelf["items"].as_array().unwrap().iter().map(price).collect();
        assert!(shelf.is_sorted_by_key(|(price, _)| *price), "{shelf:?}");
        assert_eq!(shelf.len(), 24);
        for (from, below) in [(0, 3_000), (3_000, 5_000), (5_000, 20_000), (shelf[11].0, shelf[12].0 + 1)] {
            let path = format!("/search?q={}&limit=100&price_from={from}&price_below={below}", typed("绿茶"));
            let page = house.done(token, "GET", &path, None).await;
            let mut found: Vec<(i64, String)> = page["items"].as_array().unwrap().iter().map(price).collect();
            found.sort();
            let mut wanted: Vec<_> =
                shelf.iter().filter(|(price, _)| (from..below).contains(price)).cloned().collect();
            wanted.sort();
            assert_eq!(found, wanted, "{from} to {below}");
            assert_eq!(page["total"], wanted.len());
        }
        told.push(shelf);
    }
    assert!(told[0] != told[1] && told[1] != told[2], "each of them pays something else");
    // Another price is found by the next search, as is the price that a new plan no longer gives.
    let (dearest, id) = told[0].last().unwrap().clone();
    let page = house.done("", "GET", &format!("/products/{id}"), None).await;
    let sku = page["skus"][0]["id"].as_str().unwrap().parse().unwrap();
    house.sell_at(sku, json!([{ "list": "member", "from": 1, "price": 99 }]), json!({})).await;
    let cheap = format!("/search?q={}&price_below=100", typed("绿茶"));
    assert_eq!(house.done(&plain, "GET", &cheap, None).await["items"][0]["id"], id.as_str());
    assert_eq!(
        house.done("", "GET", &cheap, None).await["total"],
        0,
        "it is {dearest} for who is not signed in"
    );
});

on_both!(words_are_found_joined_in_any_order_by_sound_and_misspelled, |house| async move {
    let staff = house.staff("owner").await;
    house.stocked(&staff).await;
    for (text, title) in [
        ("婴", "婴儿配方奶粉 3段 900g"),
        ("奶粉婴儿", "婴儿配方奶粉 3段 900g"),
        ("购物袋红色", "大号红色复古购物袋"),
        ("红色购物袋大号", "大号红色复古购物袋"),
        ("yingernaifen", "婴儿配方奶粉 3段 900g"),
        ("gwd", "大号红色复古购物袋"),
        ("aptamil", "婴儿配方奶粉 3段 900g"),
        ("wirelss lamp", "Wireless desk lamp"),
        ("box-1", "奶粉盒 外出便携"),
    ] {
        assert_eq!(house.found(text, "").await.first().map(String::as_str), Some(title), "{text}");
    }
    assert_eq!(house.looked_for("naifen", "").await["corrected"], "奶粉");
    assert_eq!(house.looked_for("奶粉", "").await["corrected"], Value::Null);
    // Not every word is met: what would be found without it, and the nearest.
    let page = house.looked_for("购物袋绿色", "").await;
    assert_eq!((&page["relaxed"], &page["total"]), (&json!("most"), &json!(1)));
    assert_eq!(page["unknown"], json!(["绿色"]));
    for text in ["拖拉机", "🧋", "。，"] {
        let nothing = house.looked_for(text, "").await;
        assert_eq!((&nothing["total"], &nothing["items"]), (&json!(0), &json!([])), "{text}");
    }
    assert_eq!(house.suggested("奶").await[0], "奶粉");
});

on_both!(facets_say_what_another_choice_would_find, |house| async move {
    let staff = house.staff("owner").await;
    house.stocked(&staff).await;
    let page = house.looked_for("奶粉", "").await;
    assert_eq!(page["total"], 2);
    let brands = &page["facets"]["brands"];
    assert_eq!((&brands[0]["count"], &brands[1]["count"]), (&json!(1), &json!(1)));
    assert_eq!(page["facets"]["prices"].as_array().unwrap().len(), 2, "{page}");
    let brand = format!("&brand={}", typed("小土豆"));
    assert_eq!(house.found("奶粉", &brand).await, ["奶粉盒 外出便携"]);
    assert_eq!(house.looked_for("奶粉", &brand).await["facets"]["brands"].as_array().unwrap().len(), 2);
    assert_eq!(house.found("奶粉", "&price_from=5000").await, ["婴儿配方奶粉 3段 900g"]);
    assert_eq!(house.found("奶粉", "&price_below=5000").await, ["奶粉盒 外出便携"]);
    let page = house.looked_for("奶粉", "&price_from=9000000").await;
    assert_eq!(
        (&page["total"], &page["unfiltered"]),
        (&json!(0), &json!(2)),
        "the way on is to clear the filters"
    );
});

on_both!(what_customers_cannot_see_is_told_by_nothing, |house| async move {
    let staff = house.staff("owner").await;
    let made = house.stocked(&staff).await;
    assert_eq!(house.found("购物袋", "").await.len(), 1);
    let mut body = goods("bag", "大号红色复古购物袋", "", 1_500);
    body["skus"] = json!([]);
    body["is_on"] = json!(false);
    let path = format!("/staff/products/{}", made[2]["id"].as_str().unwrap());
    house.done(&staff, "PUT", &path, Some(body)).await;
    for text in ["购物袋", "gouwudai", "gwd", "购物袋红色", "bag", "bag-1"] {
        let page = house.looked_for(text, "").await;
        assert_eq!((&page["total"], &page["items"]), (&json!(0), &json!([])), "{text}");
        assert_eq!((&page["corrected"], &page["without"]), (&Value::Null, &json!([])), "{text}");
        assert_eq!(house.suggested(text).await, [""; 0], "{text}");
    }
    // Staff finds it, with its state as a filter.
    let desk = |more: &str| format!("/staff/products?q={}{more}", typed("购物袋"));
    for (more, count) in [("", 1), ("&state=off", 1), ("&state=on", 0)] {
        let list = house.done(&staff, "GET", &desk(more), None).await;
        assert_eq!(list["items"].as_array().unwrap().len(), count, "{more}");
    }
});

on_both!(what_is_sold_out_is_not_among_what_can_be_bought, |house| async move {
    let staff = house.staff("owner").await;
    let made = house.stocked(&staff).await;
    let sku: i64 = made[2]["skus"][0]["id"].as_str().unwrap().parse().unwrap();
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    let order = house.done(&token, "POST", "/orders", Some(cart(sku, 2))).await;
    assert_eq!(house.found("购物袋", "&in_stock=true").await, [""; 0]);
    let page = house.looked_for("购物袋", "").await;
    assert_eq!((&page["total"], &page["facets"]["in_stock"]), (&json!(1), &json!(0)));
    // The order is given up: its pieces are for sale again.
    let cancel = format!("/orders/{}/cancel", order["order"].as_str().unwrap());
    house.done(&token, "POST", &cancel, None).await;
    assert_eq!(house.found("购物袋", "&in_stock=true").await.len(), 1);
    let stock = format!("/staff/skus/{sku}/stock");
    house.done(&staff, "POST", &stock, Some(json!({ "set": 0 }))).await;
    assert_eq!(house.found("购物袋", "&in_stock=true").await, [""; 0]);
    house.done(&staff, "POST", &stock, Some(json!({ "add": 1 }))).await;
    assert_eq!(house.found("购物袋", "&in_stock=true").await.len(), 1);
});

on_both!(an_edit_is_found_by_the_next_search, |house| async move {
    let staff = house.staff("owner").await;
    let made = house.stocked(&staff).await;
    assert_eq!(house.found("台灯", "").await, [""; 0]);
    let category = json!({ "code": "light", "title_zh": "照明", "title_en": "Light" });
    let light = house.done(&staff, "POST", "/staff/categories", Some(category)).await["id"].clone();
    let mut body = goods("lamp", "Wireless desk lamp", "Lumen", 9_900);
    body["skus"] = json!([]);
    body["keywords"] = json!("台灯, 护眼灯");
    body["category"] = light.clone();
    let path = format!("/staff/products/{}", made[3]["id"].as_str().unwrap());
    let changed = house.done(&staff, "PUT", &path, Some(body)).await;
    assert_eq!((&changed["brand"], &changed["keywords"]), (&json!("Lumen"), &json!("台灯, 护眼灯")));
    assert_eq!(house.found("护眼灯", "").await, ["Wireless desk lamp"]);
    assert_eq!(house.looked_for("台灯", "").await["facets"]["categories"][0]["title_zh"], "照明");
    // A category by another name.
    let category = json!({ "code": "light", "title_zh": "灯具灯饰", "title_en": "Lighting" });
    let path = format!("/staff/categories/{}", light.as_str().unwrap());
    house.done(&staff, "PUT", &path, Some(category)).await;
    assert_eq!(house.found("灯饰", "").await, ["Wireless desk lamp"]);
    assert_eq!(house.found("照明", "").await, [""; 0]);
});

#[test]
fn two_processes_on_one_database_find_what_either_has_changed() {
    crate::harness::run(Db::Postgres, |one| async move {
        let other = House::on(one.place.clone(), TWO_LEVELS, None, one.now());
        let staff = one.staff("owner").await;
        one.stocked(&staff).await;
        assert_eq!(other.found("奶粉", "").await.len(), 2);
        one.done(&staff, "POST", "/staff/products", Some(goods("new", "进口奶粉", "", 100))).await;
        assert_eq!(other.found("奶粉", "").await.len(), 3);
        let list = json!({ "synonyms": "哺育粉 = 奶粉" });
        one.done(&staff, "PUT", "/staff/search/settings", Some(list)).await;
        assert_eq!(other.found("哺育粉", "").await.len(), 3);
    });
}

on_both!(others_see_a_search_once_five_different_people_made_it, |house| async move {
    let staff = house.staff("owner").await;
    house.stocked(&staff).await;
    let path = format!("/search?q={}", typed("大号购物袋"));
    let popular = async || house.done("", "GET", "/search/suggestions", None).await;
    for _ in 0..20 {
        for last in 1..=4 {
            house.ask_from(&format!("203.0.113.{last}"), ("GET", &path), &Value::Null, &[]).await;
        }
    }
    assert_eq!(popular().await, json!([]));
    house.ask_from("203.0.113.5", ("GET", &path), &Value::Null, &[]).await;
    assert_eq!(popular().await, json!([{ "text": "大号购物袋", "count": 1, "is_searched": true }]));
    assert_eq!(house.suggested("大号").await[0], "大号购物袋");
    let preview = house.done(&staff, "GET", "/staff/search/preview?stock=-1000", None).await;
    assert_eq!((&preview[0]["text"], &preview[0]["people"]), (&json!("大号购物袋"), &json!(5)));
});

on_both!(staff_weighs_and_sees_why_a_product_stands_where_it_stands, |house| async move {
    let staff = house.staff("owner").await;
    house.stocked(&staff).await;
    let set = house.done(&staff, "GET", "/staff/search/settings", None).await;
    assert_eq!(set["weights"]["sales"], 300);
    let explain = |more: &str| format!("/staff/search/explain?q={}{more}", typed("奶粉"));
    let first = house.done(&staff, "GET", &explain(""), None).await;
    assert_eq!((&first["total"], &first["items"][0]["place"]), (&json!(2), &json!(1)));
    assert!(first["items"][0]["why"].as_array().unwrap().len() >= 2, "{first}");
    let top = first["items"][0]["code"].as_str().unwrap().to_owned();
    let other = if top == "milk" { "小土豆" } else { "爱他美" };
    let body = json!({ "weights": { "brand": 1000 }, "brands": [{ "brand": other, "points": 1000 }] });
    house.done(&staff, "PUT", "/staff/search/settings", Some(body.clone())).await;
    let turned = house.done(&staff, "GET", &explain(""), None).await;
    assert_ne!(turned["items"][0]["code"], top.as_str());
    // Tried, not kept: without that weight it stands where it stood.
    let tried = house.done(&staff, "GET", &explain("&brand=0"), None).await;
    assert_eq!((&tried["items"][0]["code"], &tried["items"][0]["was"]), (&json!(top), &json!(2)));
    let titles = house.found("奶粉", "").await;
    assert_eq!(turned["items"][0]["title"]["zh"], titles[0].as_str(), "customers see the same order");
    let wrong = json!({ "weights": { "sales": 5000 } });
    house.refused(&staff, "PUT", "/staff/search/settings", Some(wrong), "setting_bad").await;
    let wrong = json!({ "synonyms": "a = a" });
    house.refused(&staff, "PUT", "/staff/search/settings", Some(wrong), "synonyms_bad").await;
    let support = house.staff("support").await;
    house.refused(&support, "PUT", "/staff/search/settings", Some(body), "forbidden").await;
    house.refused("", "GET", "/staff/search/settings", None, "signed_out").await;
});

on_both!(what_a_client_asks_of_search_is_bounded, |house| async move {
    for (query, code) in [
        (typed(&"茶".repeat(101)), "text_length"),
        (String::new(), "text_length"),
        ("a&limit=101".to_owned(), "page"),
        ("a&cursor=1000".to_owned(), "page"),
        ("a&cursor=x".to_owned(), "page"),
        ("a&price_from=-1".to_owned(), "page"),
        (format!("a&brand={}", typed(&"b".repeat(61))), "text_length"),
    ] {
        house.refused("", "GET", &format!("/search?q={query}"), None, code).await;
    }
    let path = format!("/search/suggestions?q={}", typed(&"茶".repeat(101)));
    house.refused("", "GET", &path, None, "text_length").await;
});

on_both!(until_the_index_is_built_search_says_so, |house| async move {
    let put = |from: usize| {
        let products: Vec<Product> = (from..from + 4_100)
            .map(|number| Product {
                code: format!("p{number}"),
                title: Title::only(format!("奶粉 {number}")),
                description: String::new(),
                picture: None,
                category: 0,
                price: 100,
                cost: 50,
                rate: 0,
                stock: 1,
                is_on: true,
                is_hot: false,
            })
            .collect();
        house.shop.writer.run(move |work| set_out(work, &products))
    };
    put(0).await.unwrap();
    let path = format!("/search?q={}", typed("奶粉"));
    let (status, answer) = house.ask("", "GET", &path, None).await;
    assert_eq!((status, &answer["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("search_preparing")));
    assert_eq!(house.done("", "GET", &path, None).await["total"], 4_100);
    // Once it is there, much that is new does not keep anybody from searching.
    put(10_000).await.unwrap();
    assert_eq!(house.done("", "GET", &path, None).await["total"], 8_100);
    assert_eq!(house.done("", "GET", &path, None).await["total"], 8_200);
});
