//! What a promoter earns and why, over HTTP; and what staff sees of it.

use serde_json::{Value, json};

use crate::harness::{Db, House, on_both, run};

on_both!(a_promoter_sees_what_she_earns_and_why, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 100).await;
    let upline = house.named(None, 1, "梅姐").await;
    let seller = house.named(Some(upline), 1, "小林").await;
    let buyer = house.named(Some(seller), 0, "阿丽").await;
    let sale = house.sell(buyer, sku, 2).await;
    let token = house.token_of(upline).await;

    let earnings = house.done(&token, "GET", "/me/earnings", None).await;
    assert_eq!((earnings["today"].as_i64(), earnings["pending"].as_i64()), (Some(2_000), Some(2_000)));
    assert_eq!((earnings["available"].as_i64(), earnings["owed"].as_i64()), (Some(0), Some(0)));
    assert_eq!(earnings["days"].as_array().unwrap().len(), 30);
    assert_eq!(earnings["days"][29]["amount"], 2_000);

    let list = house.done(&token, "GET", "/me/rewards", None).await;
    let earned = &list["items"][0];
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(earned["sums"], json!([{ "unit": "money", "amount": 2_000, "kept": 2_000 }]));
    assert_eq!(earned["order"], sale.order.to_string());
    // The buyer is no person of theirs: their name is not told.
    assert_eq!((&earned["name"], &earned["member"]), (&Value::Null, &Value::Null));
    let reward = &earned["rewards"][0];
    assert_eq!(
        (&reward["state"], &reward["kept"], &reward["product"]),
        (&json!("pending"), &json!(2_000), &json!("tea"))
    );

    let why =
        house.done(&token, "GET", &format!("/me/rewards/{}", reward["id"].as_str().unwrap()), None).await;
    let (zh, en) = (why["sentence"]["zh"].as_str().unwrap(), why["sentence"]["en"].as_str().unwrap());
    assert!(zh.contains("梅姐 得到 20.00") && zh.contains("小林 卖出订单 “tea”"), "{zh}");
    assert!(en.contains("80.00 × 25% = 20.00"), "{en}");
    let chain: Vec<&str> =
        why["chain"].as_array().unwrap().iter().map(|link| link["name"].as_str().unwrap()).collect();
    assert_eq!(chain, ["小林", "梅姐"]);
    // Whose customer it was is nobody's business two levels up, and no id of anybody leaves the house.
    assert!(!why.to_string().contains("阿丽") && why["chain"][0]["member"].is_null(), "{why}");

    // Half of it goes back: the list shows what is kept, the reason what was taken.
    house.refund(buyer, sale.order, 1, None).await.unwrap();
    let list = house.done(&token, "GET", "/me/rewards?state=pending", None).await;
    assert_eq!(list["items"][0]["sums"], json!([{ "unit": "money", "amount": 2_000, "kept": 1_000 }]));
    let why =
        house.done(&token, "GET", &format!("/me/rewards/{}", reward["id"].as_str().unwrap()), None).await;
    assert_eq!(why["taken"][0]["amount"], -1_000);
    let taken = why["taken"][0]["sentence"]["en"].as_str().unwrap();
    assert!(taken.contains("20.00 × 200.00 / 400.00 = 10.00"), "{taken}");

    house.deliver(buyer, sale.order).await;
    house.days(8);
    house.settled_books().await;
    let list = house.done(&token, "GET", "/me/rewards?state=available&event=sale&unit=money", None).await;
    assert_eq!(list["items"][0]["state"], "available");
    let entries = house.done(&token, "GET", "/me/entries?account=available", None).await;
    assert_eq!(
        (&entries["items"][0]["kind"], &entries["items"][0]["moves"][0]["amount"]),
        (&json!("settlement"), &json!(1_000))
    );
    house.refused(&token, "GET", "/me/rewards/sale-1-1-0-0", None, "not_found").await;
    house.refused(&token, "GET", "/me/rewards?event=gift", None, "filter").await;
    // Somebody else's reward is not there for them.
    let other = house.token_of(seller).await;
    let path = format!("/me/rewards/{}", reward["id"].as_str().unwrap());
    house.refused(&other, "GET", &path, None, "not_found").await;
});

on_both!(pages_of_rewards_miss_none_and_repeat_none, |house| async move {
    let sku = house.product("tea", 10_000, 0, 200_000, 1_000).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    for _ in 0..7 {
        house.sell(buyer, sku, 1).await;
    }
    let token = house.token_of(seller).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = house.done(&token, "GET", &format!("/me/rewards?limit=3{cursor}"), None).await;
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|earned| earned["order"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!((seen.len(), once.len()), (7, 7));
});

on_both!(rewards_of_an_order_stand_together_under_its_buyer, |house| async move {
    let (tea, cup) = (
        house.product("tea", 10_000, 0, 200_000, 100).await,
        house.product("cup", 5_000, 0, 100_000, 100).await,
    );
    let seller = house.named(None, 1, "小林").await;
    let buyer = house.named(Some(seller), 0, "阿丽").await;
    let order = house.sell_all(buyer, &[(tea, 1), (cup, 2)]).await;
    house.sell(buyer, cup, 1).await;
    let token = house.token_of(seller).await;
    let list = house.done(&token, "GET", "/me/rewards", None).await;
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{list}");
    let first = &items[1];
    assert_eq!((&first["order"], &first["name"]), (&json!(order.to_string()), &json!("阿丽")));
    assert_eq!(first["sums"], json!([{ "unit": "money", "amount": 3_000, "kept": 3_000 }]));
    let lines: Vec<(&str, i64)> = first["rewards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["product"].as_str().unwrap(), one["amount"].as_i64().unwrap()))
        .collect();
    assert_eq!(lines, [("tea", 2_000), ("cup", 1_000)]);
    // Finance sees who it is, and reads the rewards of that member.
    let finance = house.staff("finance").await;
    let list = house.done(&finance, "GET", &format!("/staff/members/{seller}/rewards"), None).await;
    assert_eq!(list["items"][1]["member"], buyer.to_string());
});

on_both!(an_entry_says_what_for_and_a_withdrawal_stands_once, |house| async move {
    let sku = house.product("tea", 100_000, 0, 200_000, 100).await;
    let seller = house.named(None, 1, "小林").await;
    let buyer = house.named(Some(seller), 0, "阿丽").await;
    let sale = house.sell(buyer, sku, 1).await;
    house.deliver(buyer, sale.order).await;
    house.days(8);
    house.settled_books().await;
    let (token, finance) = (house.token_of(seller).await, house.staff("finance").await);
    let target =
        json!({ "method": "bank", "name": "张小满", "bank": "招商银行", "account": "6225 8801 2345 6789" });
    let mut asked = Vec::new();
    for amount in [4_000, 5_000] {
        let wish = json!({ "amount": amount, "target": target });
        asked.push(house.done(&token, "POST", "/me/withdrawals", Some(wish)).await["id"].clone());
    }
    let refuse = json!({ "ids": [asked[0]], "reason": "户名与实名不符" });
    house.done(&finance, "POST", "/staff/withdrawals/refuse", Some(refuse)).await;
    house.done(&finance, "POST", "/staff/withdrawals/approve", Some(json!({ "ids": [asked[1]] }))).await;
    house.done(&finance, "POST", "/staff/withdrawals/bank-files", Some(json!({ "ids": [asked[1]] }))).await;
    house
        .done(
            &finance,
            "POST",
            "/staff/withdrawals/paid",
            Some(json!({ "ids": [asked[1]], "reference": "B1" })),
        )
        .await;
    let list = house.done(&token, "GET", "/me/entries", None).await;
    let told: Vec<(&str, Value, Value)> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["kind"].as_str().unwrap(), one["reference"].clone(), one["state"].clone()))
        .collect();
    let order = json!(sale.order.to_string());
    assert_eq!(
        told,
        [
            ("withdrawal", asked[1].clone(), json!("paid")),
            ("withdrawal", asked[0].clone(), json!("refused")),
            ("settlement", order.clone(), Value::Null),
            ("reward", order, Value::Null),
        ]
    );
    let amounts = |place: usize| -> Vec<(&str, i64)> {
        let moves = list["items"][place]["moves"].as_array().unwrap().iter();
        moves.map(|one| (one["account"].as_str().unwrap(), one["amount"].as_i64().unwrap())).collect()
    };
    assert_eq!(amounts(0), [("available", -5_000), ("withdrawing", 0)]);
    assert_eq!(amounts(1), [("available", 0), ("withdrawing", 0)]);
    assert_eq!(amounts(2), [("pending", -20_000), ("available", 20_000)]);
    let about = &list["items"][3]["about"];
    assert_eq!(
        (&about["what"], &about["title"], &about["name"], &about["member"]),
        (&json!("order"), &json!("tea"), &json!("阿丽"), &Value::Null)
    );
    // The shop's own account says it as well, and whose it was.
    let entries = house.done(&finance, "GET", "/staff/ledger/entries?account=cash", None).await;
    let about: Vec<(&str, &str)> = entries["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["about"]["what"].as_str().unwrap(), one["about"]["name"].as_str().unwrap()))
        .collect();
    assert_eq!(about, [("withdrawal", "小林"), ("order", "阿丽")]);
});

on_both!(staff_goes_from_an_account_to_the_order_that_made_it, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 100).await;
    let upline = house.named(None, 1, "梅姐").await;
    let seller = house.named(Some(upline), 1, "小林").await;
    let buyer = house.named(Some(seller), 0, "阿丽").await;
    let sale = house.sell(buyer, sku, 1).await;
    let finance = house.staff("finance").await;

    let accounts = house.done(&finance, "GET", "/staff/ledger/accounts", None).await;
    let of = |name: &str| {
        accounts
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["account"] == name)
            .map(|one| one["balance"].clone())
            .unwrap()
    };
    assert_eq!(
        (of("cash"), of("sales"), of("rewards"), of("pending")),
        (json!(-20_000), json!(20_000), json!(-5_000), json!(5_000))
    );
    let entries = house
        .done(&finance, "GET", &format!("/staff/ledger/entries?owner={seller}&account=pending"), None)
        .await;
    let reference = entries["items"][0]["reference"].as_str().unwrap();
    assert_eq!(reference, sale.order.to_string());
    let transfers = house.done(&finance, "GET", &format!("/staff/ledger/transfers/{reference}"), None).await;
    let said: Vec<(String, i64, String, String)> = transfers
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["kind"].as_str().unwrap().to_owned(),
                one["amount"].as_i64().unwrap(),
                one["from"]["account"].as_str().unwrap().to_owned(),
                one["to"]["name"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    assert!(said.contains(&("payment".to_owned(), 20_000, "cash".to_owned(), String::new())), "{said:?}");
    assert!(
        said.contains(&("reward".to_owned(), 4_000, "rewards".to_owned(), "小林".to_owned())),
        "{said:?}"
    );
    assert!(
        said.contains(&("reward".to_owned(), 1_000, "rewards".to_owned(), "梅姐".to_owned())),
        "{said:?}"
    );

    let paid = house.done(&finance, "GET", &format!("/staff/orders/{}/rewards", sale.order), None).await;
    let who: Vec<&str> =
        paid.as_array().unwrap().iter().map(|one| one["nickname"].as_str().unwrap()).collect();
    assert_eq!(who, ["小林", "梅姐"]);
    assert_eq!(paid[1]["chain"][0]["member"], seller.to_string());
    let list = house.done(&finance, "GET", &format!("/staff/members/{upline}/rewards"), None).await;
    let id = list["items"][0]["rewards"][0]["id"].as_str().unwrap();
    let why = house.done(&finance, "GET", &format!("/staff/members/{upline}/rewards/{id}"), None).await;
    assert!(why["sentence"]["zh"].as_str().unwrap().contains("小林 → 梅姐"), "{why}");
    let books = house.done(&finance, "GET", "/staff/ledger/check", None).await;
    assert_eq!(books, json!({ "is_right": true, "difference": null }));
    let balances = house.done(&finance, "GET", &format!("/staff/members/{upline}/accounts"), None).await;
    assert_eq!(balances[0]["amount"], 1_000);
});

const LADDER: &str = r#"
[plan]
id = "ladder"
currency = "CNY"
[sale]
release_after = "1d"
[[rank]]
id = "owner"
[[rank]]
id = "gold"
promote = { all = [ { direct_invites = 2 }, { own_sales = "300.00" } ] }
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "10%"
"#;

#[test]
fn the_ladder_says_what_is_missing() {
    run(Db::Sqlite, |_| async {
        let house = House::open(Db::Sqlite, LADDER);
        let sku = house.product("tea", 20_000, 9_000, 200_000, 100).await;
        let owner = house.member(None, 1).await;
        let buyer = house.member(Some(owner), 0).await;
        let sale = house.sell(buyer, sku, 1).await;
        house.deliver(buyer, sale.order).await;
        house.days(2);
        house.settled_books().await;
        let token = house.token_of(owner).await;
        let ladder = house.done(&token, "GET", "/me/rank", None).await;
        assert_eq!(ladder["rank"]["id"], "owner");
        let conditions = &ladder["steps"][1]["promote"]["conditions"];
        let told = |at: usize| {
            (
                conditions[at]["measure"].clone(),
                conditions[at]["has"].clone(),
                conditions[at]["needs"].clone(),
            )
        };
        assert_eq!(told(0), (json!("direct_invites"), json!(1), json!(2)));
        assert_eq!(told(1), (json!("own_sales"), json!(20_000), json!(30_000)));
        assert_eq!(ladder["steps"][0]["is_mine"], true);
        assert_eq!(ladder["steps"][0]["promote"], Value::Null);
        // They invite one more and sell again: gold by themselves.
        house.member(Some(owner), 0).await;
        let sale = house.sell(buyer, sku, 1).await;
        house.deliver(buyer, sale.order).await;
        house.days(2);
        house.settled_books().await;
        let ladder = house.done(&token, "GET", "/me/rank", None).await;
        assert_eq!((&ladder["rank"]["id"], &ladder["steps"][1]["is_mine"]), (&json!("gold"), &json!(true)));
    });
}

impl House {
    /// Somebody joins under a name.
    pub(crate) async fn named(&self, inviter: Option<i64>, rank: i64, name: &str) -> i64 {
        let member = self.member(inviter, rank).await;
        let name = name.to_owned();
        let named = self.shop.writer.run(move |work| {
            let sql = "UPDATE member SET nickname = $2 WHERE id = $1";
            Ok(work.conn.execute(sql, &[member.into(), name.into()])?)
        });
        named.await.unwrap();
        member
    }
}
