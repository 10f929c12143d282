//! Every list that comes page by page: a page is full unless it is the last, and pages together are the whole.

use banyan_shop::http::openapi;
use banyan_store::Value as Cell;
use serde_json::{Value, json};

use crate::harness::{Db, House};
use crate::touches::touches;
use crate::world::World;

/// Every kind of reward.
const RICH: &str = include_str!("rich.toml");

/// Every route that takes a cursor.
fn lists() -> Vec<String> {
    let document: Value = serde_json::from_str(&openapi()).unwrap();
    let is_cursor = |parameter: &Value| parameter["name"] == "cursor";
    let paths = document["paths"].as_object().unwrap().iter();
    let gets = paths.filter(|(_, ways)| {
        ways["get"]["parameters"].as_array().is_some_and(|all| all.iter().any(is_cursor))
    });
    gets.map(|(path, _)| path.trim_start_matches("/api/v1").to_owned()).collect()
}

impl House {
    async fn write(&self, sql: &'static str, values: Vec<Cell>) {
        self.shop.writer.run(move |work| Ok(work.conn.execute(sql, &values).map(drop)?)).await.unwrap();
    }

    /// What no random history brings: appeals, reviews, alarms, simulations, bank files, products that can be found.
    async fn fill(&self, owner: &str) {
        let account = self.chat_account(owner, "a0", 200).await;
        let mut contacts = Vec::new();
        for number in 0..7 {
            self.chat_account(owner, &format!("a{number}"), 200).await;
            self.chat_group(owner, &account, &format!("g{number}")).await;
            contacts.push(self.contact(owner, &account, &format!("c{number}"), "").await);
        }
        let touches = touches("t", &account, "friend_request", 30);
        self.done(owner, "POST", "/staff/chat/touch-plans", Some(touches.clone())).await;
        for contact in contacts {
            let mut one = touches.clone();
            one["persons"] = json!([contact]);
            self.done(owner, "POST", "/staff/chat/touch-plans", Some(one)).await;
        }
        for number in 0..7 {
            let sql = "INSERT INTO lead_list(id, name, kind, choice, left_out, actor) VALUES($1, 'l', 'call', '{}', $2, 'system')";
            let left_out =
                r#"{"said_no":0,"gone":0,"open_case":0,"minor":0,"no_phone":0,"friend":0,"touched":0}"#;
            self.write(sql, vec![(self.now() + number).into(), left_out.into()]).await;
        }
        for number in 0..7 {
            let body = json!({
                "code": format!("green-{number}"), "title": format!("green tea {number}"), "rate": 100_000, "is_on": true,
                "skus": [{ "code": format!("green-{number}-1"), "title": "", "price": 1_000 + number, "cost": 500, "stock": 5 }],
            });
            self.done(owner, "POST", "/staff/products", Some(body)).await;
        }
        let member = self.number("SELECT MIN(member) FROM rank_change", Vec::new()).await;
        let token = self.token_of(member).await;
        for _ in 0..7 {
            let appeal = json!({ "about": "rank", "text": "please look again" });
            let appeal = self.done(&token, "POST", "/me/appeals", Some(appeal)).await;
            let path = format!("/staff/appeals/{}/decide", appeal["id"].as_str().unwrap());
            let answer = json!({ "granted": false, "answer": "it stays so" });
            self.done(owner, "POST", &path, Some(answer)).await;
        }
        for number in 0..7 {
            let now = self.now() + number;
            let again = "INSERT INTO withdrawal(owner, id, amount, tax, arithmetic, method, state) \
                         SELECT owner, $1, amount, tax, arithmetic, method, state FROM withdrawal \
                         WHERE id = (SELECT MIN(id) FROM withdrawal)";
            self.write(again, vec![now.into()]).await;
            let alarm = "INSERT INTO alarm(id, kind, zh, en, evidence, closed_at) VALUES($1, 'refunds', '多', 'many', '[]', $1)";
            self.write(alarm, vec![now.into()]).await;
            let file = "UPDATE withdrawal SET batch = $1 WHERE id IN (SELECT MIN(id) FROM withdrawal WHERE batch IS NULL)";
            self.write(file, vec![now.into()]).await;
            let sql = "INSERT INTO simulation(id, staff, source, scenario, packs, days, seeds, variant_seeds) \
                       SELECT $1, MIN(id), '', '', '[]', 30, 1, 1 FROM staff";
            self.write(sql, vec![now.into()]).await;
            let sql = "INSERT INTO plan_version(version, source, published_at, effective_at, published_by, refused_by, findings) \
                       SELECT $1, source, $2, $3, published_by, 0, findings FROM plan_version WHERE version = 1";
            self.write(sql, vec![(number + 2).into(), now.into(), i64::MAX.into()]).await;
            let sql = "INSERT INTO review(buyer, order_id, line, id, product, stars, text, is_promoter) \
                       SELECT buyer, order_id, line, $1, (SELECT MIN(code) FROM product), 5, 'good', 0 FROM line l \
                       WHERE NOT EXISTS (SELECT 1 FROM review r WHERE r.order_id = l.order_id) LIMIT 1";
            self.write(sql, vec![now.into()]).await;
        }
    }

    /// Whoever has most of what a list of hers shows.
    async fn busiest(&self, path: &str) -> i64 {
        let sql = match path {
            "/me/appeals" => "SELECT MIN(member) FROM appeal",
            "/me/coupons" => "SELECT owner FROM coupon GROUP BY owner ORDER BY COUNT(*) DESC LIMIT 1",
            "/me/people" | "/staff/members/{id}/children" => {
                "SELECT inviter FROM member WHERE inviter IS NOT NULL GROUP BY inviter ORDER BY COUNT(*) DESC LIMIT 1"
            }
            "/me/withdrawals" => "SELECT owner FROM withdrawal GROUP BY owner ORDER BY COUNT(*) DESC LIMIT 1",
            "/orders" => "SELECT buyer FROM orders GROUP BY buyer ORDER BY COUNT(*) DESC LIMIT 1",
            "/staff/chat/touch-plans/{id}/touches" => {
                "SELECT plan FROM touch GROUP BY plan ORDER BY COUNT(*) DESC LIMIT 1"
            }
            "/products/{id}/reviews" => "SELECT id FROM product WHERE code = (SELECT MIN(code) FROM product)",
            _ => "SELECT owner FROM reward GROUP BY owner ORDER BY COUNT(*) DESC LIMIT 1",
        };
        self.number(sql, Vec::new()).await
    }

    /// The first pages of a list, so many rows or more, and how many each has.
    async fn pages(&self, token: &str, path: &str, limit: usize, rows: usize) -> (Vec<Value>, Vec<usize>) {
        let (mut found, mut sizes, mut cursor) = (Vec::new(), Vec::new(), String::new());
        while found.len() < rows {
            let sign = if path.contains('?') { '&' } else { '?' };
            let page = self.done(token, "GET", &format!("{path}{sign}limit={limit}{cursor}"), None).await;
            let items = page["items"].as_array().unwrap().clone();
            sizes.push(items.len());
            found.extend(items);
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        (found, sizes)
    }
}

async fn every_list_is_whole(house: &House) {
    let owner = house.staff("owner").await;
    house.fill(&owner).await;
    let needs = |path: &str| match path {
        "/search" => "/search?q=tea".to_owned(),
        "/staff/ledger/holders" => "/staff/ledger/holders?account=available".to_owned(),
        path => path.to_owned(),
    };
    let mut paths: Vec<(String, String)> =
        lists().into_iter().map(|path| (path.clone(), needs(&path))).collect();
    for (list, filtered) in [
        ("/me/rewards", "/me/rewards?state=pending"),
        ("/me/rewards", "/me/rewards?state=available"),
        ("/me/entries", "/me/entries?account=pending"),
        ("/staff/ledger/entries", "/staff/ledger/entries?account=rewards&kind=reward"),
        ("/staff/products", "/staff/products?q=green"),
        ("/staff/products", "/staff/products?sort=price"),
        ("/products/{id}/reviews", "/products/{id}/reviews?sort=useful"),
    ] {
        paths.push((list.to_owned(), filtered.to_owned()));
    }
    let mut wrong = Vec::new();
    for (list, path) in paths {
        let who = house.busiest(&list).await;
        let token = match list.as_str() {
            "/products/{id}/reviews" => String::new(),
            list if list.starts_with("/staff") => owner.clone(),
            _ => house.token_of(who).await,
        };
        let path = path.replace("{id}", &who.to_string());
        let most = if list.ends_with("/products") || list == "/search" { 100 } else { 500 };
        let (whole, _) = house.pages(&token, &path, most, usize::MAX).await;
        if whole.len() < 5 {
            wrong.push(format!("{path} has {} rows: too few to page through", whole.len()));
        }
        for limit in [1, 4] {
            // Long lists are looked at from their beginning.
            let rows = whole.len().min(60 * limit);
            let (paged, sizes) = house.pages(&token, &path, limit, rows).await;
            let full = sizes.split_last().map_or(&[][..], |(_, full)| full);
            if full.iter().any(|size| *size != limit) {
                wrong.push(format!("{path} with limit {limit}: {sizes:?}"));
            }
            if paged.len() < rows || paged[..] != whole[..paged.len()] {
                wrong.push(format!("{path} with limit {limit} is not the whole"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn lists_of(db: Db) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut world = World::new(House::open(db, RICH), 7);
    runtime.block_on(async {
        world.open().await;
        // Withdrawals and several coupons of one member come late in a history, and the lists of them need some.
        let late = [
            ("SELECT COUNT(*) FROM withdrawal", 1),
            ("SELECT COALESCE(MAX(n), 0) FROM (SELECT COUNT(*) AS n FROM coupon GROUP BY owner) held", 5),
        ];
        loop {
            let mut is_enough = world.events().await >= 1_000;
            for (sql, least) in late {
                is_enough &= world.house.number(sql, Vec::new()).await >= least;
            }
            if is_enough {
                break;
            }
            world.tick().await;
        }
        every_list_is_whole(&world.house).await;
    });
}

#[test]
fn a_page_is_full_unless_it_is_the_last_sqlite() {
    lists_of(Db::Sqlite);
}

#[test]
fn a_page_is_full_unless_it_is_the_last_postgres() {
    lists_of(Db::Postgres);
}

/// Who joins while a promoter leafs through her people moves nobody from one page to another.
#[test]
fn people_who_join_meanwhile_shift_no_page() {
    crate::harness::run(Db::Sqlite, |house: House| async move {
        let inviter = house.member(None, 1).await;
        for number in 0..6 {
            house.named(Some(inviter), 0, &format!("friend {number}")).await;
        }
        let token = house.token_of(inviter).await;
        let first = house.done(&token, "GET", "/me/people?limit=3", None).await;
        house.named(Some(inviter), 0, "friend 6").await;
        let next = format!("/me/people?limit=3&cursor={}", first["next"].as_str().unwrap());
        let second = house.done(&token, "GET", &next, None).await;
        let names = |page: &Value| -> Vec<String> {
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["nickname"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(names(&first), ["friend 5", "friend 4", "friend 3"]);
        assert_eq!(names(&second), ["friend 2", "friend 1", "friend 0"]);
        assert_eq!(second["next"], Value::Null);
    });
}
