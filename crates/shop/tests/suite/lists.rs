//! Every list: its pages are full unless they are the last, together they are the whole, and rows stand in the order that the
//! list promises.

use banyan_shop::http::openapi;
use banyan_store::Value as Cell;
use serde_json::{Value, json};

use crate::campaigns::spring;
use crate::group_buys::of_two;
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

    async fn channel_row(&self, number: i64) {
        let sql = "INSERT INTO chat_channel(id, code, name, kind, operator, fallback, welcomes, cost, state) \
                   VALUES($1, $2, 'c', 'poster', 1, 1, '[]', 0, 'open')";
        self.write(sql, vec![(self.now() + number).into(), format!("AAAAAAA{number}").into()]).await;
    }

    /// What no random history brings: appeals, reviews, alarms, simulations, bank files, products that can be found.
    async fn fill(&self, owner: &str) {
        let account = self.chat_account(owner, "a0", 200).await;
        let mut contacts = Vec::new();
        for number in 0..7 {
            self.chat_account(owner, &format!("a{number}"), 200).await;
            self.chat_group(owner, &account, &format!("g{number}")).await;
            contacts.push(self.contact(owner, &account, &format!("c{number}"), "").await);
            self.channel_row(number).await;
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
            self.campaign(spring()).await;
            self.grouped().await;
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
            let sql = "INSERT INTO review(buyer, order_id, line, id, product, stars, text, is_promoter, useful) \
                       SELECT buyer, order_id, line, $1, (SELECT MIN(code) FROM product), 5, 'good', 0, $2 FROM line l \
                       WHERE NOT EXISTS (SELECT 1 FROM review r WHERE r.order_id = l.order_id) LIMIT 1";
            self.write(sql, vec![now.into(), (number % 3).into()]).await;
        }
        self.vouchers_of_each_state().await;
        self.fill_by_name(owner).await;
    }

    /// What stands by name and was not written down by name.
    async fn fill_by_name(&self, owner: &str) {
        for name in ["nut", "oil", "bun", "rye", "fig"] {
            self.done(owner, "POST", "/staff/suppliers", Some(json!({ "name": name }))).await;
            self.done(owner, "POST", "/staff/chat/tags", Some(json!({ "name": name }))).await;
            let rate = json!({ "first": 1, "first_price": 500, "next": 1, "next_price": 100 });
            let freight = json!({ "title": name, "unit": "pieces", "elsewhere": rate });
            self.done(owner, "POST", "/staff/freights", Some(freight)).await;
            let token = json!({ "name": name, "scopes": ["catalog_read"] });
            self.done(owner, "POST", "/staff/tokens", Some(token)).await;
        }
    }

    /// A group-buy, of which somebody opens a group; and a group of the first one.
    async fn grouped(&self) {
        let sku = self.number("SELECT MIN(id) FROM sku", Vec::new()).await;
        let mut terms = of_two(sku);
        terms["price"] = json!(1);
        self.group_buy(terms).await;
        let sql = "INSERT INTO buy_group(group_id, offer, size, opener, deadline, fails_at, state) \
                   SELECT $1, MIN(g.id), 2, MIN(m.id), $2, $2, 'open' FROM group_buy g, member m";
        let id = self.shop.writer.run(|work| Ok(work.id())).await.unwrap();
        self.write(sql, vec![id.into(), i64::MAX.into()]).await;
    }

    /// Whoever has most of what a list of theirs shows.
    async fn busiest(&self, path: &str) -> i64 {
        let sql = match path {
            "/me/appeals" => "SELECT MIN(member) FROM appeal",
            "/me/coupons" => "SELECT owner FROM coupon GROUP BY owner ORDER BY COUNT(*) DESC LIMIT 1",
            "/me/people" | "/staff/members/{id}/children" => {
                "SELECT inviter FROM member WHERE inviter IS NOT NULL GROUP BY inviter ORDER BY COUNT(*) DESC LIMIT 1"
            }
            "/me/withdrawals" => "SELECT owner FROM withdrawal GROUP BY owner ORDER BY COUNT(*) DESC LIMIT 1",
            "/vouchers" => "SELECT buyer FROM voucher GROUP BY buyer ORDER BY COUNT(*) DESC LIMIT 1",
            "/orders" => "SELECT buyer FROM orders GROUP BY buyer ORDER BY COUNT(*) DESC LIMIT 1",
            "/staff/chat/touch-plans/{id}/touches" => {
                "SELECT plan FROM touch GROUP BY plan ORDER BY COUNT(*) DESC LIMIT 1"
            }
            "/staff/group-buys/{id}/groups" => "SELECT MIN(id) FROM group_buy",
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

/// In which order the rows of a list stand: by which of their fields, and whether the largest comes first. Nothing for what
/// is found by words, where the best match does.
fn promised(path: &str) -> Option<(&'static [&'static str], bool)> {
    let (list, query) = path.split_once('?').unwrap_or((path, ""));
    Some(match (list, query) {
        ("/search", _) | ("/staff/products", "q=green") => return None,
        ("/products", "sort=price") => (&["price", "id"], false),
        ("/staff/products", "sort=price") => (&["skus/0/price", "id"], false),
        ("/products" | "/staff/products", "sort=sold") => (&["sold", "id"], true),
        ("/products/{id}/reviews", "sort=useful") => (&["useful", "id"], true),
        ("/me/entries" | "/me/rewards" | "/staff/members/{id}/rewards" | "/staff/ledger/entries", _) => {
            (&["at"], true)
        }
        ("/me/people", _) => (&["joined_at"], true),
        ("/staff/ledger/holders", _) => (&["amount"], true),
        ("/staff/plans", _) => (&["version"], true),
        ("/staff/suppliers" | "/staff/chat/tags", _) => (&["name"], false),
        ("/staff/freights", _) => (&["title"], false),
        ("/staff/reports/products", _) => (&["amount"], true),
        _ => (&["id"], true),
    })
}

/// What a row stands by, so that keys compare as their rows should stand: numbers as such, and moments and words as texts.
fn key(row: &Value, fields: &[&str]) -> Vec<(i64, String)> {
    let part = |field: &&str| match row.pointer(&format!("/{field}")) {
        Some(Value::Number(number)) => (number.as_i64().unwrap(), String::new()),
        Some(Value::String(text)) if *field == "id" => (text.parse().unwrap(), String::new()),
        // The shop writes as many digits of a second as there are.
        Some(Value::String(text)) => (0, text.trim_end_matches('Z').to_owned()),
        other => panic!("{field} is {other:?} in {row}"),
    };
    fields.iter().map(part).collect()
}

/// What is wrong with the order of a list, if anything is.
fn disorder(path: &str, rows: &[Value]) -> Option<String> {
    let (fields, is_falling) = promised(path)?;
    let mut keys: Vec<_> = rows.iter().map(|row| key(row, fields)).collect();
    if is_falling {
        keys.reverse();
    }
    if !keys.is_sorted() {
        return Some(format!("{path} does not stand by {fields:?}: {keys:?}"));
    }
    let is_told = keys.first().map(|key| &key[0]) != keys.last().map(|key| &key[0]);
    (!is_told).then(|| format!("{path} has one {} in all rows: they show no order", fields[0]))
}

/// Lists that are short enough to come whole.
async fn short_lists_stand_in_order(house: &House, owner: &str) {
    let lists = [
        "/staff/suppliers",
        "/staff/chat/tags",
        "/staff/freights",
        "/staff/tokens",
        "/staff/reports/products",
    ];
    for path in lists {
        let rows = house.done(owner, "GET", path, None).await;
        assert_eq!(disorder(path, rows.as_array().unwrap()), None);
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
        ("/products", "/products?sort=price"),
        ("/products", "/products?sort=sold"),
        ("/staff/products", "/staff/products?sort=sold"),
    ] {
        paths.push((list.to_owned(), filtered.to_owned()));
    }
    let mut wrong = Vec::new();
    for (list, path) in paths {
        let who = house.busiest(&list).await;
        let token = match list.as_str() {
            // Prices are in order for whoever has none of their own.
            "/products" | "/products/{id}/reviews" => String::new(),
            list if list.starts_with("/staff") => owner.clone(),
            _ => house.token_of(who).await,
        };
        let promise = path.clone();
        let path = path.replace("{id}", &who.to_string());
        let most = if list.ends_with("/products") || list == "/search" { 100 } else { 500 };
        let (whole, _) = house.pages(&token, &path, most, usize::MAX).await;
        if whole.len() < 5 {
            wrong.push(format!("{path} has {} rows: too few to page through", whole.len()));
        }
        wrong.extend(disorder(&promise, &whole));
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
    short_lists_stand_in_order(house, &owner).await;
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
fn lists_are_whole_and_in_order_sqlite() {
    lists_of(Db::Sqlite);
}

#[test]
fn lists_are_whole_and_in_order_postgres() {
    lists_of(Db::Postgres);
}

/// Who joins while a promoter leafs through their people moves nobody from one page to another.
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
