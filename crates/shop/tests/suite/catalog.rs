//! The catalogue: what staff writes and what customers see of it.

use axum::http::StatusCode;
use banyan_trade::catalog::{Row, SkuRow, Title, import};
use serde_json::{Value, json};

use crate::harness::{House, on_both};
use crate::orders::cart;

fn tea(code: &str, title: &str, price: i64) -> Value {
    json!({
        "code": code, "title": title, "description": "高山云雾，明前采摘", "rate": 200_000, "is_on": true,
        "skus": [
            { "code": format!("{code}-250"), "title": "250g", "price": price, "cost": price / 2, "stock": 5 },
            { "code": format!("{code}-500"), "title": "500g", "price": price * 2, "cost": price, "stock": 0 },
        ],
    })
}

impl House {
    async fn titles(&self, path: &str) -> Vec<String> {
        let list = self.done("", "GET", path, None).await;
        let items = list["items"].as_array().unwrap().iter();
        items.map(|item| item["title"]["zh"].as_str().unwrap().to_owned()).collect()
    }
}

/// Every key of an answer, however deep.
fn keys(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                into.push(key.clone());
                keys(value, into);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, into)),
        _ => {}
    }
}

on_both!(staff_writes_and_customers_see_what_is_on_sale, |house| async move {
    let staff = house.staff("operations").await;
    let category = json!({ "code": "tea", "title_zh": "茶叶", "title_en": "Tea" });
    let parent = house.done(&staff, "POST", "/staff/categories", Some(category)).await["id"].clone();
    let category = json!({ "code": "green", "parent": parent, "title_zh": "绿茶", "title_en": "Green tea" });
    let green = house.done(&staff, "POST", "/staff/categories", Some(category)).await["id"].clone();
    let mut body = tea("longjing", "西湖龙井", 10_000);
    body["category"] = green.clone();
    let added = house.done(&staff, "POST", "/staff/products", Some(body.clone())).await;
    house.refused(&staff, "POST", "/staff/products", Some(body.clone()), "code_taken").await;
    let product = added["id"].as_str().unwrap().to_owned();
    let page = house.done("", "GET", &format!("/products/{product}"), None).await;
    assert_eq!((&page["price"], &page["in_stock"]), (&json!(10_000), &json!(true)));
    assert_eq!(page["skus"].as_array().unwrap().len(), 2);
    // Found in the category above as well.
    let above = parent.as_str().unwrap();
    assert_eq!(house.titles(&format!("/products?category={above}")).await, ["西湖龙井"]);
    let tree = house.done("", "GET", "/categories", None).await;
    assert_eq!(tree[0]["children"][0]["title_zh"], "绿茶");
    house.refused(&staff, "DELETE", &format!("/staff/categories/{above}"), None, "category_used").await;
    let loops = json!({ "code": "tea", "parent": green, "title_zh": "茶叶", "title_en": "Tea" });
    house.refused(&staff, "PUT", &format!("/staff/categories/{above}"), Some(loops), "parent_invalid").await;
    // The cheaper SKU goes off sale: the price follows. Then the product.
    let sku = added["skus"][0]["id"].as_str().unwrap();
    let off =
        json!({ "code": "longjing-250", "title": "250g", "price": 10_000, "cost": 5_000, "is_on": false });
    house.done(&staff, "PUT", &format!("/staff/skus/{sku}"), Some(off)).await;
    let page = house.done("", "GET", &format!("/products/{product}"), None).await;
    assert_eq!((&page["price"], &page["in_stock"]), (&json!(20_000), &json!(false)));
    let stock = format!("/staff/skus/{}/stock", added["skus"][1]["id"].as_str().unwrap());
    assert_eq!(house.done(&staff, "POST", &stock, Some(json!({ "add": 7 }))).await["stock"], 7);
    assert_eq!(house.done(&staff, "POST", &stock, Some(json!({ "set": 3 }))).await["stock"], 3);
    house.refused(&staff, "POST", &stock, Some(json!({ "add": -4 })), "stock_invalid").await;
    body["skus"] = json!([]);
    body["is_on"] = json!(false);
    house.done(&staff, "PUT", &format!("/staff/products/{product}"), Some(body)).await;
    house.refused("", "GET", &format!("/products/{product}"), None, "not_found").await;
    assert_eq!(house.titles("/products").await, [""; 0]);
    assert_eq!(
        house.done(&staff, "GET", "/staff/products?state=off", None).await["items"][0]["rate"],
        200_000
    );
    // Who may not, may not.
    let finance = house.staff("finance").await;
    house.refused(&finance, "POST", "/staff/products", Some(tea("x", "x", 1)), "forbidden").await;
    house.refused("", "GET", "/staff/products", None, "signed_out").await;
});

on_both!(costs_are_nobodys_business_and_a_promoter_sees_what_she_earns, |house| async move {
    let staff = house.staff("owner").await;
    let added =
        house.done(&staff, "POST", "/staff/products", Some(tea("longjing", "西湖龙井", 10_000))).await;
    let product = format!("/products/{}", added["id"].as_str().unwrap());
    let sku: i64 = added["skus"][0]["id"].as_str().unwrap().parse().unwrap();
    let promoter = house.member(None, 1).await;
    let customer = house.member(Some(promoter), 0).await;
    let (hers, his) = (house.signed_in(promoter).await, house.signed_in(customer).await);
    for token in ["", his.as_str(), hers.as_str()] {
        for path in [product.as_str(), "/products", "/search?q=茶", "/search?q=龙井"] {
            let mut found = Vec::new();
            let path = path.replace('茶', "%E8%8C%B6").replace("龙井", "%E9%BE%99%E4%BA%95");
            keys(&house.done(token, "GET", &path, None).await, &mut found);
            for secret in ["cost", "rate", "supplier"] {
                assert!(!found.iter().any(|key| key == secret), "{path}: {found:?}");
            }
            let is_hers = token == hers && found.iter().any(|key| key == "sold");
            assert_eq!(found.iter().any(|key| key == "earn"), is_hers, "{path}");
        }
    }
    assert_eq!(house.done(&hers, "GET", &product, None).await["earn"], 2_000);
    let quote = json!({ "items": [{ "sku": sku.to_string(), "quantity": 2 }] });
    let seen = house.done(&hers, "POST", "/quote", Some(quote.clone())).await;
    assert_eq!((&seen["amount"], &seen["earn"]), (&json!(20_000), &json!(4_000)));
    let seen = house.done("", "POST", "/quote", Some(quote)).await;
    assert_eq!((&seen["amount"], &seen["earn"]), (&json!(20_000), &Value::Null));
    let more = json!({ "items": [{ "sku": sku.to_string(), "quantity": 6 }] });
    house.refused("", "POST", "/quote", Some(more), "stock_short").await;
    // What they were told is what they get.
    house.sell(customer, sku, 1).await;
    assert_eq!(house.balance(promoter, banyan_core::ledger::Account::Pending).await, 2_000);
    assert_eq!(house.done("", "GET", &product, None).await["sold"], 1);
});

on_both!(chinese_words_of_one_and_two_characters_are_found, |house| async move {
    let staff = house.staff("owner").await;
    for (code, title) in [
        ("longjing", "西湖龙井"),
        ("huacha", "茉莉花茶"),
        ("beizi", "玻璃杯"),
        ("tshirt", "纯棉Ｔ恤 男"),
        ("arab", "زيت الزيتون"),
        ("xss", "<script>alert('茶')</script>"),
    ] {
        house.done(&staff, "POST", "/staff/products", Some(tea(code, title, 100))).await;
    }
    let find = |words: &str| {
        let encoded: String = words.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
        format!("/search?q={encoded}")
    };
    assert_eq!(house.titles(&find("杯")).await, ["玻璃杯"]);
    assert_eq!(house.titles(&find("花茶")).await, ["茉莉花茶"]);
    assert_eq!(house.titles(&find("t恤")).await, ["纯棉Ｔ恤 男"]);
    assert_eq!(house.titles(&find("زيت")).await, ["زيت الزيتون"]);
    assert_eq!(house.titles(&find("茶")).await.len(), 2);
    // Descriptions are not searched: their words would stand beside what a product is called.
    assert_eq!(house.titles(&find("采摘")).await, [""; 0]);
    assert_eq!(house.titles(&find("script")).await, ["<script>alert('茶')</script>"]);
    assert_eq!(house.titles(&find("🧋")).await, [""; 0]);
    house.refused("", "GET", &find(&"茶".repeat(101)), None, "text_length").await;
});

on_both!(products_are_listed_page_by_page, |house| async move {
    let staff = house.staff("owner").await;
    for place in 1..=5 {
        let mut body = tea(&format!("p{place}"), &format!("p{place}"), [300, 100, 200, 100, 500][place - 1]);
        body["is_hot"] = json!(place == 3);
        house.done(&staff, "POST", "/staff/products", Some(body)).await;
    }
    for (sort, expected) in [
        ("newest", ["p5", "p4", "p3", "p2", "p1"]),
        ("price", ["p2", "p4", "p3", "p1", "p5"]),
        ("sold", ["p5", "p4", "p3", "p2", "p1"]),
    ] {
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page = house.done("", "GET", &format!("/products?sort={sort}&limit=2{next}"), None).await;
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["title"]["zh"].clone()));
            let Some(cursor) = page["next"].as_str() else { break };
            next = format!("&cursor={cursor}");
        }
        assert_eq!(seen, expected, "{sort}");
    }
    assert_eq!(house.titles("/products?hot=true").await, ["p3"]);
    house.refused("", "GET", "/products?sort=best", None, "page").await;
    house.refused("", "GET", "/products?cursor=x", None, "page").await;
});

on_both!(texts_and_pictures_are_checked, |house| async move {
    let staff = house.staff("owner").await;
    let with = |field: &str, value: Value| {
        let mut body = tea("a", "a", 100);
        body[field] = value;
        body
    };
    let long = "茶".repeat(5_000);
    for (field, value, code) in [
        ("title", json!(long), "text_length"),
        ("title", json!(""), "text_length"),
        ("title", json!("a\u{202e}b"), "text_invalid"),
        ("code", json!("a\u{0}"), "text_invalid"),
        ("rate", json!(1_000_001), "rate_invalid"),
        ("category", json!("1"), "not_found"),
        ("supplier", json!("1"), "not_found"),
        ("pictures", json!(["1"]), "pictures_invalid"),
        ("skus", json!([{ "code": "s", "price": -1, "cost": 0, "stock": 0 }]), "price_invalid"),
        ("skus", json!([{ "code": "s", "price": 1, "cost": 0, "stock": -1 }]), "stock_invalid"),
    ] {
        house.refused(&staff, "POST", "/staff/products", Some(with(field, value)), code).await;
    }
    house.done(&staff, "POST", "/staff/products", Some(with("description", json!(long)))).await;
    let png = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![0; 1_000_000]].concat();
    let (status, added) = house.send(&staff, "POST", "/staff/pictures", png.clone()).await;
    assert_eq!(status, StatusCode::CREATED, "{added}");
    let (status, headers, bytes) = house.fetch(&format!("/pictures/{}", added["id"].as_str().unwrap())).await;
    assert_eq!((status, bytes), (StatusCode::OK, png));
    assert_eq!(
        (&headers["content-type"], &headers["x-content-type-options"]),
        (&"image/png".parse().unwrap(), &"nosniff".parse().unwrap())
    );
    assert!(headers["cache-control"].to_str().unwrap().contains("immutable"));
    let (status, refused) =
        house.send(&staff, "POST", "/staff/pictures", b"<svg onload=alert(1)>".to_vec()).await;
    assert_eq!((status, &refused["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("picture_unknown")));
    let (status, refused) = house.send(&staff, "POST", "/staff/pictures", vec![0; 2_100_000]).await;
    assert_eq!((status, &refused["code"]), (StatusCode::BAD_REQUEST, &json!("picture_too_large")));
});

on_both!(the_same_rows_again_change_nothing, |house| async move {
    let rows = vec![Row {
        code: "longjing".to_owned(),
        title: Title { text: "西湖龙井".to_owned(), en: "Longjing".to_owned() },
        category: Some(("tea".to_owned(), "茶叶".to_owned(), "Tea".to_owned())),
        supplier: Some("茶农合作社".to_owned()),
        rate: 100_000,
        skus: vec![SkuRow {
            code: "longjing-1".to_owned(),
            price: 5_000,
            cost: 2_000,
            stock: 10,
            ..SkuRow::default()
        }],
        ..Row::default()
    }];
    let bring = |rows: Vec<Row>| house.shop.writer.run(move |work| import(work, &rows));
    let first = bring(rows.clone()).await.unwrap();
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    house.done(&token, "POST", "/orders", Some(cart(first[0].skus[0], 4))).await;
    let again = bring(rows.clone()).await.unwrap();
    assert_eq!((first[0].product, &first[0].skus), (again[0].product, &again[0].skus));
    assert_eq!((first[0].is_new, again[0].is_new), (true, false));
    // What is promised stays promised.
    let page = house.done("", "GET", &format!("/products/{}", first[0].product), None).await;
    assert_eq!(page["skus"][0]["stock"], 6);
    let mut wrong = rows;
    wrong.push(Row { code: "b".to_owned(), title: Title::default(), ..Row::default() });
    let refusal = bring(wrong).await.unwrap_err();
    assert_eq!((refusal.code, refusal.field.as_str()), ("text_length", "/1/title"));
});
