//! What staff sees of members and does to them, appeals, the audit log, and leaving.

use axum::http::StatusCode;
use banyan_core::ledger::Account;
use serde_json::{Value, json};

use crate::harness::{House, on_both};
use crate::people::{PASSWORD, newcomer};

fn why() -> Value {
    json!({ "reason": "顾客来信要求" })
}

impl House {
    fn moment(&self) -> String {
        let text = banyan_plan::time::Time(self.now()).to_string();
        format!("{}Z", text.replace(' ', "T"))
    }

    async fn listed(&self, staff: &str, path: &str) -> Vec<String> {
        let answer = self.done(staff, "GET", path, None).await;
        let items = answer.get("items").unwrap_or(&answer).as_array().unwrap().clone();
        items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }
}

on_both!(the_tree_as_it_was_on_a_day, |house| async move {
    let staff = house.staff("operations").await;
    let (a, b) = (house.member(None, 1).await, house.member(None, 1).await);
    let child = house.member(Some(a), 0).await;
    let grandchild = house.member(Some(child), 0).await;
    let [a, b, child, grandchild] = [a, b, child, grandchild].map(|id| id.to_string());
    let on = |member: &str, what: &str| format!("/staff/members/{member}/{what}");
    house.days(1);
    let before = house.moment();
    house.days(1);
    let body = |inviter: Option<&str>| Some(json!({ "inviter": inviter, "reason": "登记错了邀请人" }));
    house.done(&staff, "POST", &on(&child, "inviter"), body(Some(&b))).await;
    house.refused(&staff, "POST", &on(&child, "inviter"), body(Some(&b)), "inviter_same").await;
    house.refused(&staff, "POST", &on(&b, "inviter"), body(Some(&grandchild)), "inviter_below").await;
    house.refused(&staff, "POST", &on(&b, "inviter"), body(Some(&b)), "inviter_below").await;
    house.refused(&staff, "POST", &on(&b, "inviter"), body(Some("7")), "not_found").await;
    house.done(&staff, "POST", &on(&child, "rank"), Some(json!({ "rank": "owner", "reason": "达标" }))).await;
    house.days(1);
    let between = house.moment();
    house.days(1);
    house.done(&staff, "POST", &on(&child, "inviter"), body(None)).await;
    let children = |member: &str, at: &str| format!("{}?at={at}", on(member, "children"));
    assert_eq!(house.listed(&staff, &on(&a, "children")).await, Vec::<String>::new());
    assert_eq!(house.listed(&staff, &children(&a, &before)).await, [child.as_str()]);
    assert_eq!(house.listed(&staff, &children(&b, &before)).await, Vec::<String>::new());
    assert_eq!(house.listed(&staff, &children(&b, &between)).await, [child.as_str()]);
    assert_eq!(house.listed(&staff, &on(&b, "children")).await, Vec::<String>::new());
    let path = format!("{}?at={between}", on(&grandchild, "path"));
    assert_eq!(house.listed(&staff, &path).await, [grandchild.clone(), child.clone(), b.clone()]);
    assert_eq!(house.listed(&staff, &on(&grandchild, "path")).await, [grandchild.clone(), child.clone()]);
    // Their rank then, too.
    let ranks = |at: &str| format!("{}?at={at}", on(&child, "path"));
    let then = house.done(&staff, "GET", &ranks(&before), None).await;
    let later = house.done(&staff, "GET", &ranks(&between), None).await;
    assert_eq!((&then[0]["rank"], &later[0]["rank"]["id"]), (&Value::Null, &json!("owner")));
    let detail = house.done(&staff, "GET", &format!("/staff/members/{child}"), None).await;
    assert_eq!(detail["inviters"].as_array().unwrap().len(), 2);
    assert_eq!((&detail["ranks"][0]["how"], &detail["ranks"][0]["reason"]), (&json!("hand"), &json!("达标")));
    // Nobody was there before they joined.
    let long_ago = format!("{}?at=2020-01-01T00:00:00Z", on(&child, "path"));
    house.refused(&staff, "GET", &long_ago, None, "not_found").await;
    house.refused(&staff, "GET", &format!("{}?at=soon", on(&child, "path")), None, "query_invalid").await;
});

on_both!(members_are_found_by_what_staff_may_know, |house| async move {
    let (promoter, code) = house.promoter("13800138000", None).await;
    house.done(&promoter, "PATCH", "/me", Some(json!({ "nickname": "小微_100%" }))).await;
    let customer = house.customer("13912348000", Some(&code)).await;
    let (a, b) = (house.id_of(&promoter).await, house.id_of(&customer).await);
    let support = house.staff("support").await;
    let both = [b.clone(), a.clone()];
    assert_eq!(house.listed(&support, "/staff/members").await, both);
    for (query, expected) in [
        ("rank=owner", &both[1..]),
        ("rank=none", &both[..1]),
        ("state=active", &both[..]),
        ("state=frozen", &[]),
        (&format!("inviter={a}"), &both[..1]),
        ("joined_from=2025-12-31T00:00:00Z", &both[..]),
        ("joined_to=2025-12-31T00:00:00Z", &[]),
        ("nickname=%E5%BE%AE_1", &both[1..]),
        ("nickname=%25_", &[]),
        ("nickname=member", &both[..1]),
    ] {
        assert_eq!(house.listed(&support, &format!("/staff/members?{query}")).await, expected, "{query}");
    }
    let page = house.done(&support, "GET", "/staff/members?limit=1", None).await;
    let next = page["next"].as_str().unwrap();
    assert_eq!(house.listed(&support, &format!("/staff/members?cursor={next}")).await, both[1..]);
    house.refused(&support, "GET", "/staff/members?rank=king", None, "rank_unknown").await;
    house.refused(&support, "GET", "/staff/members?state=happy", None, "state_unknown").await;
    let find = |phone: &str| Some(json!({ "phone": phone }));
    let found = |answer: Value| answer.as_array().unwrap().len();
    assert_eq!(found(house.done(&support, "POST", "/staff/members/find", find("138 0013 8000")).await), 1);
    assert_eq!(found(house.done(&support, "POST", "/staff/members/find", find("8000")).await), 2);
    assert_eq!(found(house.done(&support, "POST", "/staff/members/find", find("8001")).await), 0);
    house.refused(&support, "POST", "/staff/members/find", find("abcd"), "phone_invalid").await;
    let operations = house.staff("operations").await;
    house.refused(&operations, "POST", "/staff/members/find", find("8000"), "forbidden").await;
    // Revealing says why, and the log says who, what and why, and nothing personal.
    let reveal = format!("/staff/members/{b}/reveal");
    house.refused(&support, "POST", &reveal, Some(json!({ "reason": "" })), "text_length").await;
    assert_eq!(house.done(&support, "POST", &reveal, Some(why())).await["phone"], "+8613912348000");
    house.refused(&operations, "POST", &reveal, Some(why()), "forbidden").await;
    let finance = house.staff("finance").await;
    let log = house.done(&finance, "GET", "/staff/audit", None).await;
    let items = log["items"].as_array().unwrap().iter().filter(|item| item["action"] != "staff.create");
    let (actions, details): (Vec<&str>, Vec<&Value>) =
        items.map(|item| (item["action"].as_str().unwrap(), &item["detail"])).unzip();
    assert_eq!(actions, ["member.reveal", "member.find", "member.find", "member.find"]);
    assert_eq!(details[0]["reason"], "顾客来信要求");
    for secret in ["13800138000", "12348000", "\"8000"] {
        assert!(!log.to_string().contains(secret));
    }
    let mine = house.done(&finance, "GET", &format!("/staff/audit?subject=member/{b}"), None).await;
    assert_eq!(mine["items"].as_array().unwrap().len(), 1);
});

on_both!(who_is_stopped_may_look_and_appeal, |house| async move {
    let (promoter, _) = house.promoter("13800138000", None).await;
    let id = house.id_of(&promoter).await;
    let staff = house.staff("operations").await;
    let on = |what: &str| format!("/staff/members/{id}/{what}");
    let ask = |about: &str| Some(json!({ "about": about, "text": "我没有刷单，请看订单，电话 13800138000" }));
    house.refused(&promoter, "POST", "/me/appeals", ask("freeze"), "not_frozen").await;
    house.done(&staff, "POST", &on("freeze"), Some(why())).await;
    house.refused(&staff, "POST", &on("freeze"), Some(why()), "frozen_already").await;
    let (status, answer) = house.ask(&promoter, "GET", "/orders", None).await;
    assert_eq!((status, &answer["code"]), (StatusCode::FORBIDDEN, &json!("member_frozen")));
    house.refused(&promoter, "PATCH", "/me", Some(json!({ "nickname": "x" })), "member_frozen").await;
    assert_eq!(house.done(&promoter, "GET", "/me", None).await["state"], "frozen");
    // They may also sign in anew, to be told so.
    let body = json!({ "account": "13800138000", "password": PASSWORD });
    let entered = house.done("", "POST", "/session", Some(body)).await;
    assert_eq!(entered["session"]["frozen"], true);
    let asked = house.done(&promoter, "POST", "/me/appeals", ask("freeze")).await;
    house.refused(&promoter, "POST", "/me/appeals", ask("freeze"), "appeal_waits").await;
    let support = house.staff("support").await;
    let open = house.done(&support, "GET", "/staff/appeals?state=open", None).await;
    assert_eq!((&open["items"][0]["id"], &open["items"][0]["member"]), (&asked["id"], &json!(id)));
    let decide = format!("/staff/appeals/{}/decide", asked["id"].as_str().unwrap());
    let granted = Some(json!({ "granted": true, "answer": "核实后恢复" }));
    house.refused(&support, "POST", &decide, granted.clone(), "forbidden").await;
    house.done(&staff, "POST", &decide, granted.clone()).await;
    house.refused(&staff, "POST", &decide, granted, "appeal_decided").await;
    house.done(&promoter, "GET", "/orders", None).await;
    let mine = house.done(&promoter, "GET", "/me/appeals", None).await;
    assert_eq!(
        (&mine["items"][0]["state"], &mine["items"][0]["answer"]),
        (&json!("granted"), &json!("核实后恢复"))
    );
    // A rank that was taken is not taken back by enrolling again.
    house.done(&staff, "POST", &on("rank"), Some(json!({ "rank": "", "reason": "违规" }))).await;
    house.refused(&promoter, "POST", "/me/promoter", Some(json!({ "adult": true })), "promoter_before").await;
    house.done(&promoter, "POST", "/me/appeals", ask("rank")).await;
    let ranks = house.done(&promoter, "GET", "/me/ranks", None).await;
    assert_eq!((&ranks[0]["rank"], &ranks[0]["reason"]), (&Value::Null, &json!("违规")));
    assert!(!ranks.to_string().contains("staff:"), "who did it is the shop's affair");
});

on_both!(the_audit_log_shows_when_it_was_edited, |house| async move {
    let owner = house.staff("owner").await;
    for _ in 0..3 {
        let member = house.member(None, 0).await;
        house.done(&owner, "POST", &format!("/staff/members/{member}/freeze"), Some(why())).await;
    }
    let whole = house.done(&owner, "GET", "/staff/audit/verify", None).await;
    assert_eq!((&whole["ok"], &whole["count"]), (&json!(true), &json!(4)));
    let checked = house.shop.reader.read(banyan_core::audit::check).await;
    assert_eq!(checked.unwrap(), None);
    let edit = house.shop.writer.run(|work| {
        let sql = "UPDATE audit SET actor = 'nobody' WHERE id = (SELECT MIN(id) FROM audit)";
        Ok(work.conn.execute(sql, &[])?)
    });
    assert_eq!(edit.await.unwrap(), 1);
    let broken = house.done(&owner, "GET", "/staff/audit/verify", None).await;
    assert_eq!((&broken["ok"], broken["zh"].as_str().unwrap().contains("第 1 条")), (&json!(false), true));
    let checked = house.shop.reader.read(banyan_core::audit::check).await;
    assert_eq!(checked.unwrap().unwrap().en, "audit record 1: it was changed after it was written");
});

/// An order with a recipient, from the cart to its settlement; gives its path.
pub(crate) async fn ordered(house: &House, token: &str, sku: i64) -> String {
    let recipient =
        json!({ "name": "张三", "phone": "13700137000", "address": "浙江省杭州市西湖区文三路 1 号" });
    let body = json!({ "items": [{ "sku": sku.to_string(), "quantity": 1 }], "recipient": recipient,
        "provider": "test", "note": "请打 13700137000" });
    let placed = house.done(token, "POST", "/orders", Some(body)).await;
    let till = format!("/payments/{}/test", placed["payment"].as_str().unwrap());
    house.done(token, "POST", &till, Some(json!({ "outcome": "paid" }))).await;
    placed["order"].as_str().unwrap().to_owned()
}

on_both!(who_leaves_takes_her_name_with_her_and_leaves_the_books, |house| async move {
    let (promoter, code) = house.promoter("13800138000", None).await;
    let customer = house.customer("13900139000", Some(&code)).await;
    let (a, b) = (house.id_of(&promoter).await, house.id_of(&customer).await);
    house.done(&customer, "PATCH", "/me", Some(json!({ "nickname": "小明" }))).await;
    let address = json!({ "name": "张三", "phone": "13700137000", "address": "文三路 1 号" });
    house.done(&customer, "POST", "/me/addresses", Some(address)).await;
    let sku = house.product("tea", 20_000, 0, 200_000, 10).await;
    let order = ordered(&house, &customer, sku).await;
    let data = house.done(&customer, "GET", "/me/export", None).await;
    assert_eq!(data["profile"]["phone"], "+8613900139000");
    assert_eq!(data["orders"][0]["recipient"]["phone"], "+8613700137000");
    assert_eq!(
        (&data["addresses"][0]["name"], &data["order_lines"][0]["amount"]),
        (&json!("张三"), &json!(20_000))
    );
    let leave = |forfeit: bool| Some(json!({ "password": PASSWORD, "forfeit": forfeit }));
    house
        .refused(&customer, "POST", "/me/erase", Some(json!({ "password": "wrong" })), "password_wrong")
        .await;
    house.refused(&customer, "POST", "/me/erase", leave(true), "erase_open_orders").await;
    house.deliver(b.parse().unwrap(), order.parse().unwrap()).await;
    house.days(8);
    house.settled_books().await;
    house.done(&customer, "POST", "/me/erase", leave(false)).await;
    // They are gone.
    house.refused(&customer, "GET", "/me", None, "signed_out").await;
    let body = json!({ "account": "13900139000", "password": PASSWORD });
    house.refused("", "POST", "/session", Some(body), "login_wrong").await;
    let owner = house.staff("owner").await;
    let detail = house.done(&owner, "GET", &format!("/staff/members/{b}"), None).await;
    assert_eq!(
        (&detail["state"], &detail["nickname"], &detail["phone"]),
        (&json!("erased"), &json!(""), &Value::Null)
    );
    let found = house.done(&owner, "POST", "/staff/members/find", Some(json!({ "phone": "9000" }))).await;
    assert_eq!(found, json!([]));
    let data = house.done(&owner, "POST", &format!("/staff/members/{b}/export"), Some(why())).await;
    let text = data.to_string();
    for secret in ["13900139000", "13700137000", "张三", "小明", "文三路"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    // The order, its reward and the books are there; their phone number is free again.
    assert_eq!(data["order_lines"][0]["amount"], 20_000);
    assert_eq!(house.balance(a.parse().unwrap(), Account::Available).await, 4_000);
    house.settled_books().await;
    house.refused(&owner, "POST", &format!("/staff/members/{b}/freeze"), Some(why()), "member_erased").await;
    house.customer("13900139000", Some(&code)).await;
    // With money in their account they say that they give it up; their rank goes, and the plan pays others.
    house.refused(&promoter, "POST", "/me/erase", leave(false), "erase_forfeits").await;
    let erase = format!("/staff/members/{a}/erase");
    house.refused(&owner, "POST", &erase, Some(why()), "erase_forfeits").await;
    house.done(&owner, "POST", &erase, Some(json!({ "reason": "本人要求", "forfeit": true }))).await;
    house.refused("", "GET", &format!("/invitations/{code}"), None, "not_found").await;
    let detail = house.done(&owner, "GET", &format!("/staff/members/{a}"), None).await;
    assert_eq!((&detail["rank"], &detail["state"]), (&Value::Null, &json!("erased")));
    let log = house.done(&owner, "GET", "/staff/audit?action=member.erase", None).await;
    assert_eq!(log["items"][1]["actor"], format!("member:{b}"));
    house.settled_books().await;
});

on_both!(no_phone_number_lies_in_the_database_to_be_read, |house| async move {
    let mut body = newcomer("13800138000");
    body["nickname"] = json!("小微");
    let member = house.done("", "POST", "/members", Some(body)).await;
    let token = member["token"].as_str().unwrap();
    let address = json!({ "name": "诸葛亮明", "phone": "13700137000", "address": "卧龙岗一号" });
    house.done(token, "POST", "/me/addresses", Some(address)).await;
    let sku = house.product("tea", 20_000, 0, 200_000, 10).await;
    let body = json!({ "items": [{ "sku": sku.to_string(), "quantity": 1 }], "provider": "test",
        "recipient": { "name": "诸葛亮明", "phone": "13700137000", "address": "卧龙岗一号" } });
    house.done(token, "POST", "/orders", Some(body)).await;
    let banyan_store::DatabaseUrl::Sqlite(path) = &house.place else { return };
    let mut bytes = std::fs::read(path).unwrap();
    bytes.extend(std::fs::read(path.with_extension("db-wal")).unwrap_or_default());
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("小微"), "what is no secret is found");
    for secret in ["13800138000", "13700137000", "诸葛亮明", "卧龙岗", PASSWORD, token] {
        assert!(!has(secret), "{secret} lies there in the clear");
    }
});
