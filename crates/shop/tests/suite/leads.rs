//! Lead lists from orders, and what comes of calls; on both databases.

use banyan_store::Value as Cell;
use serde_json::{Value, json};

use crate::harness::{House, on_both};
use crate::touches::touches;

const LISTS: &str = "/staff/chat/lead-lists";

/// A list of those who bought in the last month, shared by accounts.
pub(crate) fn leads(name: &str, kind: &str, accounts: &[&str], days: i64) -> Value {
    json!({ "name": name, "kind": kind, "accounts": accounts, "bought_days": 30, "least": 1, "rest_days": 30, "days": days })
}

impl House {
    /// A member who has bought something; gives the token of a session and the member's id.
    pub(crate) async fn buyer(&self, phone: &str, sku: i64) -> (String, i64) {
        let token = self.customer(phone, None).await;
        let member: i64 = self.id_of(&token).await.parse().unwrap();
        self.sell(member, sku, 1).await;
        (token, member)
    }

    async fn leads(&self, token: &str, kind: &str) -> (i64, Value) {
        let path = format!("/staff/chat/leads?kind={kind}&bought_days=30&rest_days=30");
        let told = self.done(token, "GET", &path, None).await;
        (told["people"].as_i64().unwrap(), told["left_out"].clone())
    }

    async fn contact_names(&self, token: &str) -> usize {
        self.done(token, "GET", "/staff/chat/contacts", None).await["items"].as_array().unwrap().len()
    }
}

on_both!(a_list_leaves_out_whoever_should_not_be_contacted_and_is_shared_by_quota, |house| async move {
    let desk = house.staff("operations").await;
    house.touch_norms(&desk, 1, 2).await;
    let (one, two) = (house.chat_account(&desk, "小榕", 9).await, house.chat_account(&desk, "小树", 9).await);
    let sku = house.product("tea", 10_000, 0, 100_000, 100).await;
    let mut buyers = Vec::new();
    for number in 0..7 {
        buyers.push(house.buyer(&format!("1390013900{number}"), sku).await);
    }
    house.customer("13900139009", None).await;
    assert_eq!(house.leads(&desk, "friend_request").await.0, 7, "whoever bought nothing is in no list");
    house.done(&buyers[0].0, "PUT", "/me/consents/contact", Some(json!({ "given": false }))).await;
    let buyer = buyers[1].1;
    let case = house.shop.writer.run(move |work| {
        let sql = "INSERT INTO after_sale(buyer, id, order_id, line, quantity, amount, reason, state) \
                   SELECT buyer, $2, id, 1, 1, 1, '', 'asked' FROM orders WHERE buyer = $1";
        Ok(work.conn.execute(sql, &[Cell::Int(buyer), Cell::Int(work.now())])?)
    });
    assert_eq!(case.await.unwrap(), 1);
    let friend = house.contact(&desk, &two, "老友", "13900139002").await;
    let added = json!({ "account": two, "friendship": "added" });
    house.done(&desk, "POST", &format!("/staff/chat/contacts/{friend}/accounts"), Some(added)).await;
    let child = json!({ "account": two, "name": "小朋友", "phone": "13900139003", "birthday": "2010-06-01", "source": "store", "basis": "consent", "basis_note": "门店" });
    house.done(&desk, "POST", "/staff/chat/contacts", Some(child)).await;
    let out = json!({ "said_no": 1, "gone": 0, "open_case": 1, "minor": 1, "no_phone": 0, "friend": 1, "touched": 0 });
    assert_eq!(house.leads(&desk, "friend_request").await, (3, out.clone()));
    assert_eq!(house.leads(&desk, "call").await.0, 4, "a friend may be called");

    // Two accounts with one place a day each: three people take two days, and one day has no room for all.
    let known = house.contact_names(&desk).await;
    let full = Some(leads("新客", "friend_request", &[&one, &two], 1));
    house.refused(&desk, "POST", LISTS, full, "touches_full").await;
    assert_eq!(house.contact_names(&desk).await, known, "a refused list makes nobody a contact");
    let mut list = leads("新客", "friend_request", &[&one, &two], 2);
    list["wordings"] = json!(["你好，我是小榕", "在吗？"]);
    let made = house.done(&desk, "POST", LISTS, Some(list)).await;
    assert_eq!((&made["people"], &made["left_out"]), (&json!(3), &out));
    let told = house.done(&desk, "GET", &format!("{LISTS}/{}", made["id"].as_str().unwrap()), None).await;
    let shares: Vec<(&Value, &Value)> = told["plans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|plan| (&plan["account_name"], &plan["reserved"]))
        .collect();
    assert_eq!(shares, [(&json!("小榕"), &json!(2)), (&json!("小树"), &json!(1))]);
    let plan = told["plans"][0]["id"].as_str().unwrap();
    let mut said: Vec<String> = house
        .touches_of(&desk, plan)
        .await
        .iter()
        .map(|touch| touch["wording"].as_str().unwrap().to_owned())
        .collect();
    said.sort();
    assert_eq!(said, ["你好，我是小榕", "在吗？"]);
    let person = house.touches_of(&desk, plan).await[0]["person"].as_str().unwrap().to_owned();
    let seen = house.done(&desk, "GET", &format!("/staff/chat/contacts/{person}"), None).await;
    assert_eq!(
        (&seen["basis"], &seen["basis_note"], &seen["stage"], &seen["accounts"]),
        (&json!("order"), &json!("新客"), &json!("customer"), &json!(["小榕"]))
    );
    assert!(seen["member"].is_string(), "whoever bought is known as a member");
    let (left, out) = house.leads(&desk, "friend_request").await;
    assert_eq!((left, &out["touched"]), (0, &json!(3)));
    let again = Some(leads("又一批", "friend_request", &[&one], 2));
    house.refused(&desk, "POST", LISTS, again, "lead_people").await;
    let wrong = Some(leads("消息", "message", &[&one], 2));
    house.refused(&desk, "POST", LISTS, wrong, "lead_choice").await;
    let own = house.staff("support").await;
    house.refused(&own, "POST", LISTS, Some(leads("偷看", "call", &[&one], 2)), "forbidden").await;
    house.refused(&own, "GET", "/staff/chat/leads?kind=call&bought_days=30", None, "forbidden").await;
});

on_both!(a_call_has_an_answer_and_the_answer_is_acted_on_at_once, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 9).await;
    let mut persons = Vec::new();
    for number in 0..3 {
        persons.push(
            house.contact(&desk, &account, &format!("客{number}"), &format!("1390013900{number}")).await,
        );
    }
    let plan = house.plan(&desk, touches("回访", &account, "call", 1)).await;
    let later = house.plan(&desk, touches("加好友", &account, "friend_request", 1)).await;
    house.clock.set(banyan_plan::time::Time(house.now() + 60 * banyan_plan::time::SECOND));
    let all = house.touches_of(&desk, &plan).await;
    let path = |touch: &Value, what: &str| {
        format!("/staff/chat/touch-plans/{plan}/touches/{}/{what}", touch["id"].as_str().unwrap())
    };
    let phone = house.done(&desk, "POST", &path(&all[2], "phone"), None).await;
    assert_eq!(phone["phone"], "+8613900139000");
    let again = Some(json!({ "result": "not_now" }));
    house.refused(&desk, "POST", &path(&all[2], "answer"), again, "call_again").await;
    let again = json!({ "result": "not_now", "note": "下周再打", "again_at": "2026-01-08T10:00:00Z" });
    house.done(&desk, "POST", &path(&all[2], "answer"), Some(again)).await;
    house
        .refused(&desk, "POST", &path(&all[2], "answer"), Some(json!({ "result": "yes" })), "touch_closed")
        .await;
    house.refused(&desk, "POST", &path(&all[2], "phone"), None, "touch_closed").await;
    house.done(&desk, "POST", &path(&all[1], "answer"), Some(json!({ "result": "yes" }))).await;
    let no = json!({ "result": "no", "note": "不要再打" });
    house.done(&desk, "POST", &path(&all[0], "answer"), Some(no)).await;
    assert_eq!(house.stands(&desk, &plan).await, [0, 3, 0]);
    assert_eq!(house.stands(&desk, &later).await, [2, 0, 1], "whoever said no is asked by nobody");
    let seen = house.done(&desk, "GET", &format!("/staff/chat/contacts/{}", persons[2]), None).await;
    assert_eq!((&seen["said_no"], &seen["touches"][1]["result"]), (&json!(true), &json!("no")));
    let due = house.done(&desk, "GET", "/staff/chat/follow-ups", None).await;
    assert_eq!(
        (&due["follow_ups"][0]["contact_name"], &due["follow_ups"][0]["what"]),
        (&json!("客0"), &json!("回访"))
    );
    let request = house.touches_of(&desk, &later).await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/staff/chat/touch-plans/{later}/touches/{request}/answer");
    house.refused(&desk, "POST", &path, Some(json!({ "result": "yes" })), "touch_no_call").await;
});
