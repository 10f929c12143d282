//! Volumes beside the price, such as PV and BV: what SKUs count for, what lines keep of that, and what a plan pays of it.

use banyan_core::ledger::Account;
use banyan_ops::history::{self, Files};
use banyan_plan::time::{DAY, Time};
use serde_json::{Value, json};

use crate::harness::{Db, House, START, TWO_LEVELS, on_both};

/// The seller is paid of BV at once and of PV at the end of the month; ranks are counted in PV.
const PLAN: &str = r#"
[plan]
id = "volumes"
currency = "CNY"
[sale]
release_after = "7d"
[volumes]
bv = "60%"
pv = "100%"
count = "pv"
[[rank]]
id = "owner"
[[rank]]
id = "gold"
promote = { own_sales = "220.00" }
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "10%"
of = "bv"
[[reward]]
id = "monthly"
on = "period"
period = "month"
to = "seller"
rate = "5%"
of = "pv"
"#;

impl House {
    /// Says what one piece of a SKU counts for and costs.
    async fn counts(&self, sku: i64, code: &str, price: i64, volumes: Option<Value>) {
        let owner = self.staff("owner").await;
        let mut body = json!({ "code": format!("{code}-1"), "price": price, "cost": 0, "is_on": true });
        if let Some(volumes) = volumes {
            body["volumes"] = volumes;
        }
        self.done(&owner, "PUT", &format!("/staff/skus/{sku}"), Some(body)).await;
    }

    /// What somebody has coming and has.
    async fn earned(&self, member: i64) -> i64 {
        self.balance(member, Account::Pending).await + self.balance(member, Account::Available).await
    }
}

async fn counted(db: Db) {
    let house = House::open(db, PLAN);
    let owner = house.staff("owner").await;
    let (tea, cup) =
        (house.product("tea", 10_000, 0, 0, 100).await, house.product("cup", 10_000, 0, 0, 100).await);
    house.counts(tea, "tea", 10_000, Some(json!({ "bv": 3_000, "pv": 8_000 }))).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    // Two pieces count for 60.00 BV.
    let first = house.sell(buyer, tea, 2).await;
    assert_eq!(house.earned(seller).await, 600);
    // What was ordered keeps what it counted for; what is ordered from now on counts for more.
    house.counts(tea, "tea", 10_000, Some(json!({ "bv": 5_000, "pv": 8_000 }))).await;
    let second = house.sell(buyer, tea, 1).await;
    assert_eq!(house.earned(seller).await, 600 + 500);
    // A product that says nothing counts for the plan's share of its price.
    let third = house.sell(buyer, cup, 1).await;
    assert_eq!(house.earned(seller).await, 1_100 + 600);
    // A price that was lowered since leaves less than the pieces would count for: 60 % of 40.00.
    house.counts(tea, "tea", 4_000, None).await;
    let fourth = house.sell(buyer, tea, 1).await;
    assert_eq!(house.earned(seller).await, 1_700 + 240);
    // Half of the first order goes back, and half of its volumes with it.
    house.refund(buyer, first.order, 1, None).await.unwrap();
    assert_eq!(house.earned(seller).await, 1_940 - 300);
    let seen = house.done(&owner, "GET", &format!("/staff/orders/{}", first.order), None).await;
    assert_eq!(seen["accounts"][0]["volumes"], json!({ "bv": 6_000, "pv": 16_000 }));
    for placed in [&first, &second, &third, &fourth] {
        house.deliver(buyer, placed.order).await;
    }
    // The month: PV of 80.00, 80.00, 100.00 and 40.00, 5 % of it. That is enough for gold, which the price alone would be too.
    house.days(40);
    house.settled_books().await;
    assert_eq!(house.earned(seller).await, 1_640 + 1_500);
    let rank = house.number("SELECT rank FROM member WHERE id = $1", vec![seller]).await;
    assert_eq!(rank, 2);
    // A refund after the close takes the month's reward back by its share of the money that the month took: 100.00 of 340.00.
    house.refund(buyer, first.order, 1, None).await.unwrap();
    assert_eq!(house.earned(seller).await, 3_140 - 300 - 442);
    house.computed_alike();
}

#[test]
fn a_line_pays_by_what_its_product_counted_for_sqlite() {
    crate::harness::run(Db::Sqlite, |house| counted(house.db()));
}

#[test]
fn a_line_pays_by_what_its_product_counted_for_postgres() {
    crate::harness::run(Db::Postgres, |house| counted(house.db()));
}

async fn bounded(db: Db) {
    let house = House::open(db, PLAN);
    let owner = house.staff("owner").await;
    let listed = house.done(&owner, "GET", "/staff/volumes", None).await;
    let named: Vec<&str> = listed.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(named, ["bv", "pv"]);
    assert_eq!((&listed[0]["most"], &listed[0]["from"]), (&json!(600_000), &Value::Null));
    assert_eq!(listed[0]["does"]["en"], "Rewards of it: `own`");
    assert_eq!(listed[1]["does"]["zh"], "按它计算的奖励：`monthly`；条件、分档和对碰里的销售额也按它计");
    let product = json!({ "code": "tea", "title": "tea", "rate": 0, "is_on": true, "skus": [] });
    let product = house.done(&owner, "POST", "/staff/products", Some(product)).await;
    let path = format!("/staff/products/{}/skus", product["id"].as_str().unwrap());
    let sku = |volumes: Value| {
        Some(json!({ "code": "tea-1", "price": 10_000, "cost": 0, "stock": 5, "volumes": volumes }))
    };
    for (wrong, code) in [
        (json!({ "bv": 6_001 }), "volume_invalid"),
        (json!({ "bv": -1 }), "volume_invalid"),
        (json!({ "cv": 1 }), "volume_unknown"),
    ] {
        house.refused(&owner, "POST", &path, sku(wrong), code).await;
    }
    let made = house.done(&owner, "POST", &path, sku(json!({ "bv": 6_000 }))).await;
    let sku = made["id"].as_str().unwrap().to_owned();
    let (_, answer) = house
        .ask(
            &owner,
            "PUT",
            &format!("/staff/skus/{sku}"),
            Some(json!({ "code": "tea-1", "price": 100, "cost": 0, "is_on": true, "volumes": { "bv": 61 } })),
        )
        .await;
    assert_eq!(answer["detail"], "bv has to lie between 0 and 60% of the price, ¥0.60", "{answer}");
    // Nothing is said of them: they stay. An empty object takes them away.
    for (volumes, left) in [(None, json!({ "bv": 6_000 })), (Some(json!({})), json!({}))] {
        house.counts(sku.parse().unwrap(), "tea", 10_000, volumes).await;
        let path = format!("/staff/products/{}", product["id"].as_str().unwrap());
        assert_eq!(house.done(&owner, "GET", &path, None).await["skus"][0]["volumes"], left);
    }
}

#[test]
fn a_volume_is_one_of_the_plan_s_and_no_more_than_it_allows_sqlite() {
    crate::harness::run(Db::Sqlite, |house| bounded(house.db()));
}

#[test]
fn a_volume_is_one_of_the_plan_s_and_no_more_than_it_allows_postgres() {
    crate::harness::run(Db::Postgres, |house| bounded(house.db()));
}

on_both!(who_checks_a_plan_is_told_how_many_products_lack_its_volumes, |house| async move {
    let owner = house.staff("owner").await;
    let tea = house.product("tea", 10_000, 0, 0, 100).await;
    house.product("cup", 10_000, 0, 0, 100).await;
    house.product("oil", 10_000, 0, 0, 100).await;
    house.member(None, 1).await;
    let check = |source: &str| Some(json!({ "source": source }));
    let checked = house.done(&owner, "POST", "/staff/plans/check", check(TWO_LEVELS)).await;
    assert_eq!(checked["volumes"], json!([]));
    // It is published with notice: products can be given its volumes before it takes over.
    let body = json!({ "source": PLAN, "sign_offs": [] });
    house.done(&owner, "POST", "/staff/plans", Some(body)).await;
    let listed = house.done(&owner, "GET", "/staff/volumes", None).await;
    assert_eq!(listed[1]["from"], "2026-01-08T12:00:00Z", "{listed}");
    house.counts(tea, "tea", 10_000, Some(json!({ "pv": 8_000 }))).await;
    let checked = house.done(&owner, "POST", "/staff/plans/check", check(PLAN)).await;
    let told = checked["volumes"].as_array().unwrap();
    assert_eq!(
        (&told[0]["lacking"], &told[1]["lacking"], &told[1]["skus"]),
        (&json!(3), &json!(2), &json!(3))
    );
    assert_eq!(
        told[1]["means"]["en"],
        "2 of the 3 variants on sale have no pv of their own; each counts for 100% of what is paid for it."
    );
    assert_eq!(told[0]["means"]["zh"], "在售的 3 个规格中有 3 个没有填写 bv；没有填写的按成交价的 60% 计。");
});

/// A shop that sells by volumes and pieces is brought in from files as `banyan settle` reads them; what `settle` would refuse is
/// refused here too.
#[test]
fn orders_from_files_bring_their_volumes_and_pieces() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write(
        "members.csv",
        "member,inviter,joined_at,rank\nli,,2025-01-01 08:00:00,owner\nwang,li,2025-01-02 08:00:00,\n",
    );
    write("products.csv", "product,price,bv,pv\ntea,100.00,30.00,80.00\ncup,50.00,,\n");
    let orders = |more: &str, cells: &str| {
        format!(
            "order,line,at,buyer,amount,product,quantity,pv,bv{more}\n\
             A1,1,2025-02-01 08:00:00,wang,200.00,tea,2,160.00,60.00{}\nA1,2,2025-02-01 08:00:00,wang,50.00,cup,,,{cells}\n",
            if more.is_empty() { "" } else { "," },
        )
    };
    let files = Files {
        members: dir.path().join("members.csv"),
        orders: dir.path().join("orders.csv"),
        products: Some(dir.path().join("products.csv")),
        ..Files::default()
    };
    let place = crate::harness::fresh(Db::Sqlite, dir.path());
    let house = House::on(place, PLAN, None, files.begins().map_or(START, |time| time.0) - DAY);
    let import = || {
        let (writer, files) = (house.shop.writer.clone(), files.clone());
        std::thread::spawn(move || history::import(&writer, &files, std::sync::Arc::new(|_, _| ())))
            .join()
            .unwrap()
    };
    write("orders.csv", &orders("", "30.01"));
    let wrong = import().unwrap_err().text.en;
    assert!(wrong.contains("orders.csv:3: a volume is above 60% of the amount"), "{wrong}");
    write("orders.csv", &orders(",sellers", "30.00,li=60%;wang=40%"));
    let wrong = import().unwrap_err().text.en;
    assert!(wrong.contains("orders.csv:3: a line of a shop is credited to one seller"), "{wrong}");
    write("orders.csv", &orders("", "20.00"));
    assert_eq!(import().unwrap().orders, 1);
    house.clock.set(Time(START));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(house.settled_books());
    let out = tempfile::tempdir().unwrap();
    history::export(&house.place, out.path(), &|_, _| ()).unwrap();
    let read = |name: &str| std::fs::read_to_string(out.path().join(name)).unwrap();
    let ends: Vec<String> = read("orders.csv")
        .lines()
        .map(|line| line.rsplitn(4, ',').take(3).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(ends, ["pv bv quantity", "160.00 60.00 2", " 20.00 1"]);
    let products = read("products.csv");
    assert!(
        products.lines().any(|line| line.starts_with("tea,") && line.ends_with(",30.00,80.00")),
        "{products}"
    );
    assert!(products.lines().any(|line| line.starts_with("cup,") && line.ends_with(",,")), "{products}");
    assert!(
        read("rewards.csv")
            .contains("sale,A1/1,own,li,0,60.00,0.1,6.00,\nsale,A1/2,own,li,0,20.00,0.1,2.00,\n")
    );
    house.computed_alike();
}

/// Pairs in a shop follow the order in which people come: files that place them otherwise are refused, not read as if they did not.
#[test]
fn places_in_files_are_refused_where_they_would_count() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write(
        "members.csv",
        "member,inviter,joined_at,rank,placed_under,leg\nli,,2025-01-01 08:00:00,owner,,\n\
         wang,li,2025-01-02 08:00:00,owner,li,right\n",
    );
    write("orders.csv", "order,line,at,buyer,amount\n");
    let files = Files {
        members: dir.path().join("members.csv"),
        orders: dir.path().join("orders.csv"),
        ..Files::default()
    };
    let import = |plan: &str| {
        let place = tempfile::tempdir().unwrap();
        let house = House::on(crate::harness::fresh(Db::Sqlite, place.path()), plan, None, START - 500 * DAY);
        let (writer, files) = (house.shop.writer.clone(), files.clone());
        let done =
            std::thread::spawn(move || history::import(&writer, &files, std::sync::Arc::new(|_, _| ())));
        done.join().unwrap()
    };
    let wrong = import(include_str!("rich.toml")).unwrap_err().text.en;
    assert!(wrong.contains("member wang has a placed_under"), "{wrong}");
    assert_eq!(import(TWO_LEVELS).unwrap().members, 2);
}
