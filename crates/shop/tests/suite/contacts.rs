//! Contacts: stages from facts, merging, tags, "no", what a member sees and takes away; on both databases.

use banyan_plan::time::DAY;
use serde_json::{Value, json};

use crate::harness::{House, on_both};
use crate::people::PASSWORD;

impl House {
    /// A contact of an account; gives their id.
    pub(crate) async fn contact(&self, token: &str, account: &str, name: &str, phone: &str) -> String {
        let made =
            self.done(token, "POST", "/staff/chat/contacts", Some(contact(account, name, phone))).await;
        made["id"].as_str().unwrap().to_owned()
    }

    async fn contact_of(&self, token: &str, id: &str) -> Value {
        self.done(token, "GET", &format!("/staff/chat/contacts/{id}"), None).await
    }

    async fn tell_contact(&self, token: &str, id: &str, what: &str, body: Value) {
        self.done(token, "POST", &format!("/staff/chat/contacts/{id}/{what}"), Some(body)).await;
    }

    /// The member's phone is known to be theirs.
    pub(crate) async fn verifies(&self, member: i64) {
        let sql = "UPDATE identity SET verified_at = 1 WHERE member = $1";
        let done = self.shop.writer.run(move |work| Ok(work.conn.execute(sql, &[member.into()])?));
        assert_eq!(done.await.unwrap(), 1);
    }

    async fn names(&self, token: &str, query: &str) -> Vec<String> {
        let page = self.done(token, "GET", &format!("/staff/chat/contacts{query}"), None).await;
        let all = page["items"].as_array().unwrap().iter();
        all.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    }

    pub(crate) async fn import(&self, token: &str, account: &str, file: &str) -> Value {
        let query = format!("account={account}&source=parcel&basis=order&basis_note=11%20%E6%9C%88");
        let path = format!("/staff/chat/contacts/import?{query}");
        self.send(token, "POST", &path, file.as_bytes().to_vec()).await.1
    }
}

pub(crate) fn contact(account: &str, name: &str, phone: &str) -> Value {
    json!({ "account": account, "name": name, "phone": phone, "source": "parcel", "basis": "order", "basis_note": "11 月的订单" })
}

on_both!(a_contact_comes_as_far_as_the_facts_say, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 200).await;
    let group = house.chat_group(&desk, &account, "茶友 1 群").await;
    let id = house.contact(&desk, &account, "小微", "139 0013 9000").await;
    let stage = async || house.contact_of(&desk, &id).await["stage"].clone();
    assert_eq!(stage().await, "lead");
    let friends = |friendship: &str| json!({ "account": account, "friendship": friendship });
    let path = format!("/staff/chat/contacts/{id}/accounts");
    house.refused(&desk, "POST", &path, Some(friends("removed")), "friendship_step").await;
    house.tell_contact(&desk, &id, "accounts", friends("added")).await;
    assert_eq!(stage().await, "added");
    house.tell_contact(&desk, &id, "groups", json!({ "group": group, "is_in": true })).await;
    assert_eq!(stage().await, "grouped");
    house.tell_contact(&desk, &id, "groups", json!({ "group": group, "is_in": false })).await;
    assert_eq!(stage().await, "added");

    // A member with this phone is that contact as soon as the phone is known to be theirs.
    let token = house.customer("13900139000", None).await;
    let member: i64 = house.id_of(&token).await.parse().unwrap();
    assert_eq!(house.contact_of(&desk, &id).await["member"], Value::Null);
    house.verifies(member).await;
    assert_eq!(house.contact_of(&desk, &id).await["member"], json!(member.to_string()));
    let sku = house.product("tea", 10_000, 0, 100_000, 10).await;
    house.sell(member, sku, 1).await;
    assert_eq!(stage().await, "customer");
    house.days(1);
    house.sell(member, sku, 1).await;
    let seen = house.contact_of(&desk, &id).await;
    assert_eq!((&seen["stage"], &seen["orders"]), (&json!("repeat"), &json!(2)));
    let facts: Vec<&str> =
        seen["facts"].as_array().unwrap().iter().map(|fact| fact["stage"].as_str().unwrap()).collect();
    assert_eq!(facts, ["lead", "added", "customer", "repeat"]);
    assert_eq!(seen["stage_at"], seen["facts"][3]["at"]);
    assert_eq!(house.names(&desk, "?stage=repeat").await, ["小微"]);
    assert_eq!(house.names(&desk, "?stage=customer").await, [""; 0]);
    house.clock.set(banyan_plan::time::Time(house.now() + 91 * DAY));
    assert_eq!(stage().await, "asleep");
    let norms = json!({ "required": ["phone", "birthday"], "asleep_days": 120 });
    house.done(&desk, "PUT", "/staff/chat/contact-norms", Some(norms)).await;
    let seen = house.contact_of(&desk, &id).await;
    assert_eq!((&seen["stage"], &seen["known"], &seen["required"]), (&json!("repeat"), &json!(1), &json!(2)));
    assert_eq!((&seen["missing"], &seen["phone"]), (&json!(["birthday"]), &json!("139****9000")));
    house.tell_contact(&desk, &id, "accounts", friends("removed")).await;
    assert_eq!(stage().await, "lost");
    let stages = house.done(&desk, "GET", "/staff/chat/stages", None).await;
    assert_eq!(stages, json!([{ "stage": "lost", "contacts": 1 }]));
});

on_both!(two_accounts_that_know_one_phone_know_one_person, |house| async move {
    let desk = house.staff("operations").await;
    let (one, two) = (house.chat_account(&desk, "小榕", 9).await, house.chat_account(&desk, "小树", 9).await);
    let id = house.contact(&desk, &one, "小微", "13900139000").await;
    let known = Some(contact(&one, "小微", "+86 139-0013-9000"));
    house.refused(&desk, "POST", "/staff/chat/contacts", known, "contact_known").await;
    let mut again = contact(&two, "微微", "13900139000");
    again["region"] = json!("杭州");
    let made = house.done(&desk, "POST", "/staff/chat/contacts", Some(again)).await;
    assert_eq!(made["id"], json!(id));
    // What nobody knew is filled in, and what is known stays.
    let seen = house.contact_of(&desk, &id).await;
    assert_eq!(
        (&seen["name"], &seen["region"], &seen["accounts"]),
        (&json!("小微"), &json!("杭州"), &json!(["小榕", "小树"]))
    );
    let other = house.contact(&desk, &one, "小红", "").await;
    let change = json!({ "name": "小红", "phone": "13900139000", "region": "", "birthday": "", "note": "", "source": "other", "reason": "补登记" });
    let path = format!("/staff/chat/contacts/{other}");
    house.refused(&desk, "PUT", &path, Some(change), "contact_phone_taken").await;
    let change = json!({ "name": "小红红", "region": "", "birthday": "1990-05-01", "note": "爱喝岩茶", "source": "other", "reason": "补登记" });
    house.done(&desk, "PUT", &path, Some(change)).await;
    let seen = house.contact_of(&desk, &other).await;
    assert_eq!((&seen["birthday"], &seen["events"][0]["action"]), (&json!("1990-05-01"), &json!("note")));
    assert_eq!(seen["events"][0]["became"], "", "an event says nothing that is sealed");
    // A file: those who are known are merged, and one wrong row refuses all.
    let file = "name,phone,region\n小微,13900139000,\n小蓝,13900139001,上海\n小蓝,13900139001,\n小绿,,\n";
    assert_eq!(house.import(&desk, &two, file).await, json!({ "added": 2, "merged": 2, "said_no": 0 }));
    assert_eq!(house.names(&desk, "").await, ["小绿", "小蓝", "小红红", "小微"]);
    let told = house.import(&desk, &two, "name,phone\n小黑,1234\n").await;
    assert!(told["detail"].as_str().unwrap_or_default().contains("line 2"), "{told}");
});

on_both!(no_is_no_on_every_account_and_when_the_phone_is_written_down_again, |house| async move {
    let (desk, own) = (house.staff("operations").await, house.staff("support").await);
    let (one, two) = (house.chat_account(&desk, "小榕", 9).await, house.chat_account(&own, "小树", 9).await);
    let id = house.contact(&own, &two, "小微", "13900139000").await;
    house.contact(&desk, &one, "小微", "13900139000").await;
    house.tell_contact(&own, &id, "no", json!({ "said_no": true, "reason": "电话里说的" })).await;
    let seen = house.contact_of(&desk, &id).await;
    assert_eq!((&seen["said_no"], &seen["is_own_no"]), (&json!(true), &json!(false)));
    let follow = Some(json!({ "due_at": "2026-03-01T00:00:00Z", "what": "问问新茶" }));
    let path = format!("/staff/chat/contacts/{id}/follow-ups");
    house.refused(&desk, "POST", &path, follow.clone(), "contact_said_no").await;
    // It outlives their row: whoever writes their phone down again is told.
    house.tell_contact(&desk, &id, "erase", json!({ "reason": "本人要求" })).await;
    house.refused(&desk, "GET", &format!("/staff/chat/contacts/{id}"), None, "not_found").await;
    let file = "name,phone\n小微,13900139000\n小红,13900139001\n";
    assert_eq!(house.import(&desk, &one, file).await, json!({ "added": 1, "merged": 0, "said_no": 1 }));
    let again = house.contact(&desk, &one, "小微", "13900139000").await;
    assert_eq!(house.contact_of(&desk, &again).await["said_no"], true);
    house.tell_contact(&desk, &again, "no", json!({ "said_no": false, "reason": "本人改了主意" })).await;
    let made = house.done(&desk, "POST", &format!("/staff/chat/contacts/{again}/follow-ups"), follow).await;
    let due = house.done(&desk, "GET", "/staff/chat/follow-ups", None).await;
    assert_eq!((&due["follow_ups"][0]["what"], &due["is_cut"]), (&json!("问问新茶"), &json!(false)));
    let done = format!("follow-ups/{}/done", made["id"].as_str().unwrap());
    house.tell_contact(&desk, &again, &done, json!({ "result": "要两盒" })).await;
    let due = house.done(&desk, "GET", "/staff/chat/follow-ups", None).await;
    assert_eq!(due["follow_ups"], json!([]));
    // A member withdraws it themselves, and staff cannot take that back.
    let token = house.customer("13900139001", None).await;
    house.verifies(house.id_of(&token).await.parse().unwrap()).await;
    house.done(&token, "PUT", "/me/consents/contact", Some(json!({ "given": false }))).await;
    let page = house.done(&desk, "GET", "/staff/chat/contacts?name=%E5%B0%8F%E7%BA%A2", None).await;
    assert_eq!(page["items"][0]["said_no"], true);
    let red = page["items"][0]["id"].as_str().unwrap();
    house.tell_contact(&desk, red, "no", json!({ "said_no": false, "reason": "试试" })).await;
    assert_eq!(house.contact_of(&desk, red).await["is_own_no"], true);
});

on_both!(tags_are_given_by_hand_and_by_rules_that_everybody_can_read, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 9).await;
    let token = house.customer("13900139000", None).await;
    let member: i64 = house.id_of(&token).await.parse().unwrap();
    let (rich, poor) =
        (house.contact(&desk, &account, "小微", "").await, house.contact(&desk, &account, "小红", "").await);
    let who = json!({ "member": member.to_string(), "reason": "本人报的会员号" });
    house.tell_contact(&desk, &rich, "member", who.clone()).await;
    let path = format!("/staff/chat/contacts/{poor}/member");
    house.refused(&desk, "POST", &path, Some(who), "contact_member_taken").await;
    let sku = house.product("tea", 10_000, 0, 100_000, 10).await;
    house.sell(member, sku, 1).await;
    let tag = async |name: &str, rule: Value| {
        let made =
            house.done(&desk, "POST", "/staff/chat/tags", Some(json!({ "name": name, "rule": rule }))).await;
        made["id"].as_str().unwrap().to_owned()
    };
    let spent = tag("百元", json!({ "kind": "spent", "least": 10_000, "days": 30 })).await;
    tag("包裹", json!({ "kind": "source", "source": "parcel" })).await;
    tag("一般", json!({ "kind": "rfm", "is_recent": false, "is_frequent": false, "is_large": false })).await;
    let hand = tag("爱岩茶", Value::Null).await;
    house
        .refused(&desk, "POST", "/staff/chat/tags", Some(json!({ "name": "爱岩茶" })), "tag_name_taken")
        .await;
    house.tell_contact(&desk, &poor, "tags", json!({ "tag": hand, "given": true })).await;
    let seen = house.contact_of(&desk, &rich).await;
    let mut tags = seen["tags"].as_array().unwrap().clone();
    tags.sort_by_key(Value::to_string);
    assert_eq!(tags, [json!("一般"), json!("包裹"), json!("百元")]);
    assert_eq!(house.contact_of(&desk, &poor).await["tags"].as_array().unwrap().len(), 2);
    assert_eq!(house.names(&desk, &format!("?tag={spent}")).await, ["小微"]);
    // Later the rule names nobody; what was given by hand stays.
    house.clock.set(banyan_plan::time::Time(house.now() + 40 * DAY));
    house.tell_contact(&desk, &poor, "tags", json!({ "tag": spent, "given": true })).await;
    house.done(&desk, "POST", &format!("/staff/chat/tags/{spent}/apply"), None).await;
    assert_eq!(house.names(&desk, &format!("?tag={spent}")).await, ["小红"]);
    let events = house.contact_of(&desk, &rich).await["events"].clone();
    assert_eq!((&events[0]["action"], &events[0]["was"]), (&json!("untagged"), &json!("百元")));
    house.refused(&desk, "POST", &format!("/staff/chat/tags/{hand}/apply"), None, "tag_no_rule").await;
    house.done(&desk, "POST", &format!("/staff/chat/tags/{spent}/retire"), None).await;
    assert_eq!(house.contact_of(&desk, &poor).await["tags"], json!(["包裹", "爱岩茶"]));
});

on_both!(rules_of_tags_are_applied_day_by_day, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 9).await;
    let rule = json!({ "kind": "source", "source": "parcel" });
    let made =
        house.done(&desk, "POST", "/staff/chat/tags", Some(json!({ "name": "包裹", "rule": rule }))).await;
    let tag = made["id"].as_str().unwrap();
    let id = house.contact(&desk, &account, "小微", "").await;
    let tagged = async || house.names(&desk, &format!("?tag={tag}")).await;
    let applied_at =
        async || house.done(&desk, "GET", "/staff/chat/tags", None).await[0]["applied_at"].clone();
    assert_eq!(tagged().await, [""; 0]);
    // Nobody asks for it, and whatever happens next in the shop finds it done.
    let begin = applied_at().await;
    house.clock.set(banyan_plan::time::Time(house.now() + DAY - 1));
    house.contact(&desk, &account, "小红", "").await;
    assert_eq!((tagged().await, applied_at().await), (Vec::<String>::new(), begin));
    house.days(3);
    house.staff("finance").await;
    assert_eq!(tagged().await, ["小红", "小微"]);
    let events = house.contact_of(&desk, &id).await["events"].clone();
    assert_eq!((&events[0]["action"], &events[0]["actor"]), (&json!("tagged"), &json!("system")));
    assert!(
        applied_at().await.as_str().unwrap().starts_with("2026-01-04T12:00"),
        "once for the days that passed"
    );
    // A tag that is retired is left alone.
    house.done(&desk, "POST", &format!("/staff/chat/tags/{tag}/retire"), None).await;
    house.days(2);
    house.staff("finance").await;
    assert_eq!(tagged().await, [""; 0]);
});

on_both!(an_operator_sees_the_contacts_of_her_own_accounts_only, |house| async move {
    let (all, own) = (house.staff("operations").await, house.staff("support").await);
    let (theirs, mine) =
        (house.chat_account(&all, "小榕", 9).await, house.chat_account(&own, "小树", 9).await);
    let foreign = house.contact(&all, &theirs, "小微", "13900139000").await;
    house.contact(&own, &mine, "小红", "").await;
    assert_eq!(house.names(&own, "").await, ["小红"]);
    assert_eq!(house.names(&all, "").await, ["小红", "小微"]);
    for (what, body) in [
        ("accounts", json!({ "account": mine, "friendship": "added" })),
        ("no", json!({ "said_no": true, "reason": "试试" })),
        ("erase", json!({ "reason": "试试" })),
        ("follow-ups", json!({ "due_at": "2026-03-01T00:00:00Z", "what": "试试" })),
    ] {
        let path = format!("/staff/chat/contacts/{foreign}/{what}");
        house.refused(&own, "POST", &path, Some(body), "not_found").await;
    }
    house.refused(&own, "GET", &format!("/staff/chat/contacts/{foreign}"), None, "not_found").await;
    let body = Some(contact(&theirs, "小蓝", ""));
    house.refused(&own, "POST", "/staff/chat/contacts", body, "not_found").await;
    house.refused(&own, "POST", "/staff/chat/tags", Some(json!({ "name": "老客" })), "forbidden").await;
});

on_both!(a_member_sees_what_is_kept_of_her_and_takes_it_away, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 9).await;
    let group = house.chat_group(&desk, &account, "茶友 1 群").await;
    let tag =
        house.done(&desk, "POST", "/staff/chat/tags", Some(json!({ "name": "爱岩茶" }))).await["id"].clone();
    let token = house.customer("13900139000", None).await;
    house.verifies(house.id_of(&token).await.parse().unwrap()).await;
    assert_eq!(house.done(&token, "GET", "/me/contacts", None).await, json!([]));
    let write = async || {
        let id = house.contact(&desk, &account, "小微", "13900139000").await;
        house.tell_contact(&desk, &id, "tags", json!({ "tag": tag, "given": true })).await;
        house.tell_contact(&desk, &id, "groups", json!({ "group": group, "is_in": true })).await;
        let follow = json!({ "due_at": "2026-03-01T00:00:00Z", "what": "问问新茶" });
        house.tell_contact(&desk, &id, "follow-ups", follow).await;
        id
    };
    let id = write().await;
    let kept = house.done(&token, "GET", "/me/contacts", None).await;
    assert_eq!(
        (&kept[0]["phone"], &kept[0]["basis"], &kept[0]["tags"], &kept[0]["groups"][0]["name"]),
        (&json!("+8613900139000"), &json!("order"), &json!(["爱岩茶"]), &json!("茶友 1 群"))
    );
    let data = house.done(&token, "GET", "/me/export", None).await;
    assert_eq!(data["contacts"], kept);
    house.done(&token, "POST", "/me/contacts/withdraw", None).await;
    assert_eq!(house.done(&token, "GET", "/me/contacts", None).await, json!([]));
    house.refused(&desk, "GET", &format!("/staff/chat/contacts/{id}"), None, "not_found").await;
    // Whoever leaves the shop is nobody's contact any more, either.
    write().await;
    house.done(&token, "POST", "/me/erase", Some(json!({ "password": PASSWORD, "forfeit": true }))).await;
    assert_eq!(house.names(&desk, "").await, [""; 0]);
    let count = |table: &'static str| {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        house.shop.writer.run(move |work| Ok(work.conn.one(&sql, &[])?.map(|row| row.int(0)).transpose()?))
    };
    for table in [
        "chat_person",
        "chat_contact",
        "chat_person_tag",
        "chat_membership",
        "chat_follow_up",
        "chat_person_event",
    ] {
        assert_eq!(count(table).await.unwrap(), Some(0), "{table}");
    }
});
