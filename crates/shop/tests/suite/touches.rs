//! The ledger of touches: places of days and weeks, who gets the last ones, "no", what is given back; on both databases.

use std::sync::Arc;
use std::time::Instant;

use axum::http::StatusCode;
use banyan_plan::time::{DAY, Time};
use banyan_store::DatabaseUrl;
use serde_json::{Value, json};

use crate::harness::{House, START, TWO_LEVELS, on_both};

/// Touches by an account, of everybody whom it can reach so, within some days.
pub(crate) fn touches(name: &str, account: &str, kind: &str, days: i64) -> Value {
    json!({ "name": name, "account": account, "kind": kind, "days": days })
}

fn of(mut body: Value, persons: &[&str]) -> Value {
    body["persons"] = json!(persons);
    body
}

const PLANS: &str = "/staff/chat/touch-plans";

impl House {
    /// An account at WeCom may ask so many a day to become friends, and a person is touched so often a week.
    pub(crate) async fn touch_norms(&self, token: &str, most: i64, person_week: i64) {
        let limit = json!({ "platform": "wecom", "kind": "friend_request", "most": most, "as_of": "2026-01-01", "source": "手册" });
        let norms = json!({ "quiet_from": 1260, "quiet_to": 540, "rest_days": [], "person_week": person_week, "limits": [limit] });
        self.done(token, "PUT", "/staff/chat/touch-norms", Some(norms)).await;
    }

    async fn contacts(&self, token: &str, account: &str, count: usize) -> Vec<String> {
        let mut made = Vec::new();
        for number in 0..count {
            made.push(self.contact(token, account, &format!("客{number}"), "").await);
        }
        made
    }

    pub(crate) async fn plan(&self, token: &str, body: Value) -> String {
        self.done(token, "POST", PLANS, Some(body)).await["id"].as_str().unwrap().to_owned()
    }

    /// Reserved, spent, given back.
    pub(crate) async fn stands(&self, token: &str, plan: &str) -> [i64; 3] {
        let seen = self.done(token, "GET", &format!("{PLANS}/{plan}"), None).await;
        ["reserved", "spent", "given_back"].map(|state| seen[state].as_i64().unwrap())
    }

    pub(crate) async fn touches_of(&self, token: &str, plan: &str) -> Vec<Value> {
        let page = self.done(token, "GET", &format!("{PLANS}/{plan}/touches"), None).await;
        page["items"].as_array().unwrap().clone()
    }

    /// Free touches of the next days.
    async fn free(&self, token: &str, account: &str, days: usize) -> Vec<i64> {
        let path = format!("/staff/chat/touch-room?account={account}&kind=friend_request");
        let room = self.done(token, "GET", &path, None).await;
        let days = room["days"].as_array().unwrap().iter().take(days);
        days.map(|day| day["free"].as_i64().unwrap()).collect()
    }
}

on_both!(
    a_plan_gets_all_its_places_or_none_and_a_refusal_says_what_is_free_and_who_holds_it,
    |house| async move {
        let desk = house.staff("operations").await;
        house.touch_norms(&desk, 2, 2).await;
        let account = house.chat_account(&desk, "小榕", 9).await;
        let all = house.contacts(&desk, &account, 5).await;
        let made =
            house.done(&desk, "POST", PLANS, Some(touches("新客", &account, "friend_request", 3))).await;
        assert_eq!((&made["touches"], &made["said_no"]), (&json!(5), &json!(0)));
        // From noon on: today's two by nine in the evening, the others from nine in the morning on.
        let due: Vec<String> = house
            .touches_of(&desk, made["id"].as_str().unwrap())
            .await
            .iter()
            .rev()
            .map(|touch| touch["due_at"].as_str().unwrap()[..16].to_owned())
            .collect();
        assert_eq!(
            due,
            [
                "2026-01-01T12:00",
                "2026-01-01T16:30",
                "2026-01-02T09:00",
                "2026-01-02T15:00",
                "2026-01-03T09:00"
            ]
        );
        assert_eq!(house.free(&desk, &account, 4).await, [0, 0, 1, 2]);

        let again = of(touches("又一批", &account, "friend_request", 3), &[&all[0], &all[1]]);
        let (status, refused) = house.ask(&desk, "POST", PLANS, Some(again)).await;
        assert_eq!((status, &refused["code"]), (StatusCode::CONFLICT, &json!("touches_full")));
        let told = refused["detail"].as_str().unwrap();
        assert!(
            told.contains("2026-01-03: 1") && told.contains("2026-01-04: 2") && told.contains("新客 (5)"),
            "{told}"
        );
        assert_eq!(house.free(&desk, &account, 4).await, [0, 0, 1, 2], "a refused plan takes nothing");
        let plans = house.done(&desk, "GET", PLANS, None).await;
        assert_eq!(plans["items"].as_array().unwrap().len(), 1);
        let room = house
            .done(
                &desk,
                "GET",
                &format!("/staff/chat/touch-room?account={account}&kind=friend_request"),
                None,
            )
            .await;
        assert_eq!(
            (&room["most"], &room["holders"]),
            (&json!(2), &json!([{ "name": "新客", "touches": 5 }]))
        );

        for (body, code) in [
            (touches("消息", &account, "message", 3), "touch_people"),
            (of(touches("消息", &account, "message", 3), &[&all[0]]), "touch_unreachable"),
            (touches("电话", &account, "call", 3), "touch_people"),
            (touches("太久", &account, "friend_request", 61), "touch_days"),
            (of(touches("没人", &account, "friend_request", 3), &[]), "touch_list"),
        ] {
            house.refused(&desk, "POST", PLANS, Some(body), code).await;
        }
        // A day of rest is skipped, and told as closed.
        let rest = json!({ "quiet_from": 1260, "quiet_to": 540, "rest_days": [6, 7], "person_week": 2, "limits": [] });
        house.done(&desk, "PUT", "/staff/chat/touch-norms", Some(rest)).await;
        let room = house
            .done(
                &desk,
                "GET",
                &format!("/staff/chat/touch-room?account={account}&kind=friend_request"),
                None,
            )
            .await;
        let open: Vec<bool> = room["days"]
            .as_array()
            .unwrap()
            .iter()
            .take(5)
            .map(|day| day["is_open"].as_bool().unwrap())
            .collect();
        assert_eq!((open, &room["most"]), (vec![true, true, false, false, true], &Value::Null));
        let bad =
            json!({ "quiet_from": 0, "quiet_to": 0, "rest_days": [1, 1], "person_week": 2, "limits": [] });
        house.refused(&desk, "PUT", "/staff/chat/touch-norms", Some(bad), "norm_bad").await;
    }
);

on_both!(of_a_hundred_planners_at_once_ten_get_the_last_ten_places_of_an_account, |house| async move {
    let desk = house.staff("operations").await;
    house.touch_norms(&desk, 12, 7).await;
    let account = house.chat_account(&desk, "小榕", 9).await;
    let all = house.contacts(&desk, &account, 100).await;
    house.plan(&desk, of(touches("先来的", &account, "friend_request", 1), &[&all[0], &all[1]])).await;
    // On PostgreSQL a second process plans as well.
    let is_shared = matches!(house.place, DatabaseUrl::Postgres(_));
    let other = is_shared.then(|| Arc::new(House::on(house.place.clone(), TWO_LEVELS, None, START)));
    let house = Arc::new(house);
    let mut planners = tokio::task::JoinSet::new();
    for (number, person) in all.iter().enumerate() {
        let body = of(touches(&format!("第 {number} 批"), &account, "friend_request", 1), &[person]);
        let place = other.as_ref().filter(|_| number % 2 == 1).unwrap_or(&house).clone();
        let desk = desk.clone();
        planners.spawn(async move { place.ask(&desk, "POST", PLANS, Some(body)).await });
    }
    let (mut reserved, mut refused) = (0, 0);
    while let Some(done) = planners.join_next().await {
        match done.unwrap() {
            (StatusCode::CREATED, _) => reserved += 1,
            (StatusCode::CONFLICT, told) if told["code"] == "touches_full" => refused += 1,
            (status, told) => panic!("{status}: {told}"),
        }
    }
    assert_eq!((reserved, refused), (10, 90));
    assert_eq!(house.free(&desk, &account, 2).await, [0, 12]);
    let page = house.done(&desk, "GET", &format!("{PLANS}?limit=100"), None).await;
    assert_eq!(page["items"].as_array().unwrap().len(), 11);
});

on_both!(a_person_gets_no_more_than_a_week_has_room_for_over_all_plans_and_accounts, |house| async move {
    let desk = house.staff("operations").await;
    house.touch_norms(&desk, 20, 2).await;
    let (one, two) = (house.chat_account(&desk, "小榕", 9).await, house.chat_account(&desk, "小树", 9).await);
    let person = house.contact(&desk, &one, "小微", "13900139000").await;
    house.contact(&desk, &two, "小微", "13900139000").await;
    house.plan(&desk, touches("一号", &one, "friend_request", 1)).await;
    house.plan(&desk, touches("二号", &two, "call", 1)).await;
    let third = touches("三号", &two, "friend_request", 3);
    let (_, refused) = house.ask(&desk, "POST", PLANS, Some(third)).await;
    assert_eq!(refused["code"], "people_full");
    let told = refused["detail"].as_str().unwrap();
    assert!(told.contains("一号 (1)") && told.contains("二号 (1)"), "{told}");
    // Their next week begins on Monday, the fifth.
    let next = house.plan(&desk, touches("三号", &two, "friend_request", 5)).await;
    assert_eq!(house.touches_of(&desk, &next).await[0]["due_at"], "2026-01-05T09:00:00Z");
    let kept = house.done(&desk, "GET", &format!("/staff/chat/contacts/{person}"), None).await;
    assert_eq!(kept["touches"].as_array().unwrap().len(), 3);
});

on_both!(no_gives_back_at_once_what_every_account_has_reserved, |house| async move {
    let desk = house.staff("operations").await;
    house.touch_norms(&desk, 20, 7).await;
    let (one, two) = (house.chat_account(&desk, "小榕", 9).await, house.chat_account(&desk, "小树", 9).await);
    let person = house.contact(&desk, &one, "小微", "13900139000").await;
    house.contact(&desk, &two, "小微", "13900139000").await;
    let (first, second) = (
        house.plan(&desk, touches("一号", &one, "friend_request", 1)).await,
        house.plan(&desk, touches("二号", &two, "call", 3)).await,
    );
    house.done(&desk, "POST", &format!("{PLANS}/{first}/spend"), Some(json!({}))).await;
    let no = |said: bool| json!({ "said_no": said, "reason": "电话里说的" });
    let path = format!("/staff/chat/contacts/{person}/no");
    house.done(&desk, "POST", &path, Some(no(true))).await;
    assert_eq!(house.stands(&desk, &first).await, [0, 1, 0], "what was made stays");
    assert_eq!(house.stands(&desk, &second).await, [0, 0, 1]);
    house
        .refused(&desk, "POST", PLANS, Some(touches("三号", &one, "friend_request", 1)), "touch_people")
        .await;
    house.done(&desk, "POST", &path, Some(no(false))).await;

    // The member switches it off themselves.
    let token = house.customer("13900139000", None).await;
    let member: i64 = house.id_of(&token).await.parse().unwrap();
    house.verifies(member).await;
    let third = house.plan(&desk, touches("三号", &one, "friend_request", 1)).await;
    let kept = house.done(&token, "GET", "/me/contacts", None).await;
    assert_eq!(kept[0]["touches"][0]["state"], "reserved");
    house.done(&token, "PUT", "/me/consents/contact", Some(json!({ "given": false }))).await;
    assert_eq!(house.stands(&desk, &third).await, [0, 0, 1]);
    let left_out = house.contact(&desk, &one, "小红", "").await;
    let made = house.done(&desk, "POST", PLANS, Some(touches("四号", &one, "friend_request", 1))).await;
    assert_eq!((&made["touches"], &made["said_no"]), (&json!(1), &json!(1)));

    // Nothing is kept of them: how much an account did stays, and nobody knows for whom.
    house.done(&token, "PUT", "/me/consents/contact", Some(json!({ "given": true }))).await;
    let fifth = house.plan(&desk, of(touches("五号", &one, "friend_request", 1), &[&person])).await;
    house.done(&token, "POST", "/me/contacts/withdraw", None).await;
    assert_eq!(house.stands(&desk, &fifth).await, [0, 0, 1]);
    assert_eq!(house.touches_of(&desk, &fifth).await[0]["person"], Value::Null);
    house
        .done(
            &desk,
            "POST",
            &format!("/staff/chat/contacts/{left_out}/erase"),
            Some(json!({ "reason": "本人要求" })),
        )
        .await;
    let fourth = made["id"].as_str().unwrap();
    assert_eq!(house.stands(&desk, fourth).await, [0, 0, 1]);
});

on_both!(a_member_who_leaves_the_shop_is_touched_no_more, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 9).await;
    house.contact(&desk, &account, "小微", "13900139000").await;
    let token = house.customer("13900139000", None).await;
    house.verifies(house.id_of(&token).await.parse().unwrap()).await;
    let plan = house.plan(&desk, touches("一号", &account, "friend_request", 1)).await;
    let leave = json!({ "password": crate::people::PASSWORD, "forfeit": true });
    house.done(&token, "POST", "/me/erase", Some(leave)).await;
    assert_eq!(house.stands(&desk, &plan).await, [0, 0, 1]);
    assert_eq!(house.touches_of(&desk, &plan).await[0]["person"], Value::Null);
});

on_both!(a_touch_is_made_when_it_is_due_or_called_off, |house| async move {
    let desk = house.staff("operations").await;
    house.touch_norms(&desk, 2, 7).await;
    let account = house.chat_account(&desk, "小榕", 9).await;
    house.contacts(&desk, &account, 3).await;
    let key = [("idempotency-key", "plan-1")];
    let body = touches("新客", &account, "friend_request", 2);
    let first = house.ask_with(&desk, "POST", PLANS, Some(body.clone()), &key).await;
    assert_eq!(
        house.ask_with(&desk, "POST", PLANS, Some(body), &key).await,
        first,
        "what is sent again is done once"
    );
    let plan = first.1["id"].as_str().unwrap().to_owned();
    let due = async || house.done(&desk, "GET", "/staff/chat/touches/due", None).await["touches"].clone();
    assert_eq!(due().await.as_array().unwrap().len(), 1);
    let all = house.touches_of(&desk, &plan).await;
    let (last, now) = (all[0]["id"].clone(), all[2]["id"].clone());
    let (spend, back) = (format!("{PLANS}/{plan}/spend"), format!("{PLANS}/{plan}/give-back"));
    let early = Some(json!({ "touches": [now, last] }));
    house.refused(&desk, "POST", &spend, early, "touch_closed").await;
    assert_eq!(house.stands(&desk, &plan).await, [3, 0, 0], "all that are named, or none");
    let done = house.done(&desk, "POST", &spend, Some(json!({ "touches": [now] }))).await;
    assert_eq!((done, due().await), (json!({ "touches": 1 }), json!([])));
    house.refused(&desk, "POST", &back, Some(json!({ "touches": [now] })), "touch_closed").await;
    house.done(&desk, "POST", &back, Some(json!({ "touches": [last] }))).await;
    assert_eq!(house.free(&desk, &account, 2).await, [0, 2], "its place is free again");
    // An account with touches that wait is not closed.
    let close = Some(json!({ "state": "closed", "reason": "不用了" }));
    let state = format!("/staff/chat/accounts/{account}/state");
    house.refused(&desk, "POST", &state, close.clone(), "account_has_touches").await;
    house.clock.set(Time(house.now() + DAY));
    assert_eq!(house.done(&desk, "POST", &spend, Some(json!({}))).await, json!({ "touches": 1 }));
    assert_eq!(house.stands(&desk, &plan).await, [0, 2, 1]);
    house.done(&desk, "POST", &state, close).await;
    let more = Some(touches("新客", &account, "friend_request", 2));
    house.refused(&desk, "POST", PLANS, more, "account_not_active").await;
});

on_both!(an_operator_plans_for_their_own_accounts_only, |house| async move {
    let (all, own) = (house.staff("operations").await, house.staff("support").await);
    let (theirs, mine) =
        (house.chat_account(&all, "小榕", 9).await, house.chat_account(&own, "小树", 9).await);
    house.contact(&all, &theirs, "小微", "").await;
    house.contact(&own, &mine, "小红", "").await;
    let foreign = house.plan(&all, touches("一号", &theirs, "friend_request", 1)).await;
    house.plan(&own, touches("二号", &mine, "friend_request", 1)).await;
    let names = async |token: &str| {
        let page = house.done(token, "GET", PLANS, None).await;
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|plan| plan["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (names(&own).await, names(&all).await),
        (vec!["二号".to_owned()], vec!["二号".to_owned(), "一号".to_owned()])
    );
    house
        .refused(&own, "POST", PLANS, Some(touches("三号", &theirs, "friend_request", 1)), "not_found")
        .await;
    for path in [
        format!("{PLANS}/{foreign}"),
        format!("{PLANS}/{foreign}/touches"),
        format!("/staff/chat/touch-room?account={theirs}&kind=call"),
    ] {
        house.refused(&own, "GET", &path, None, "not_found").await;
    }
    house.refused(&own, "POST", &format!("{PLANS}/{foreign}/give-back"), Some(json!({})), "not_found").await;
    let due = house.done(&own, "GET", "/staff/chat/touches/due", None).await;
    assert_eq!(
        (due["touches"].as_array().unwrap().len(), &due["touches"][0]["person_name"]),
        (1, &json!("小红"))
    );
    let norms = house.done(&own, "GET", "/staff/chat/touch-norms", None).await;
    house.refused(&own, "PUT", "/staff/chat/touch-norms", Some(norms), "forbidden").await;
});

on_both!(the_database_itself_refuses_a_touch_too_many, |house| async move {
    let touch = |account: i64, id: i64, person: i64, seat: i64, person_seat: i64, ends: &'static str| {
        let sql = format!(
            "INSERT INTO touch(account, id, plan, person, kind, day, week, due_at, seat, account_most, person_seat, person_most, spent_at, returned_at) \
             VALUES({account}, {id}, 1, {person}, 'message', 5, 1, 9, {seat}, 2, {person_seat}, 2, {ends})"
        );
        house.shop.writer.run(move |work| Ok(work.conn.execute(&sql, &[])?))
    };
    touch(1, 1, 7, 1, 1, "NULL, NULL").await.unwrap();
    touch(1, 2, 8, 1, 1, "NULL, NULL").await.expect_err("a place of the account's day is taken once");
    touch(2, 3, 7, 1, 1, "NULL, NULL")
        .await
        .expect_err("a place of a person's week is taken once, whoever touches them");
    touch(1, 4, 8, 3, 1, "NULL, NULL").await.expect_err("there is no third place of a day of two");
    touch(2, 5, 7, 1, 3, "NULL, NULL").await.expect_err("nor of a week of two");
    touch(1, 6, 8, 2, 1, "10, 10").await.expect_err("what was made cannot be given back");
    touch(1, 7, 7, 1, 1, "NULL, 10").await.unwrap();
});

/// Contacts of a file with phones.
fn file(from: usize, to: usize) -> String {
    let rows: Vec<String> = (from..to).map(|number| format!("客{number},139{number:08}")).collect();
    format!("name,phone\n{}\n", rows.join("\n"))
}

on_both!(
    #[ignore = "a measurement, for docs/benchmarks.md"]
    ten_thousand_people_are_planned_for,
    |house| async move {
        let desk = house.staff("operations").await;
        let account = house.chat_account(&desk, "小榕", 9).await;
        for part in 0..2 {
            let told = house.import(&desk, &account, &file(part * 5_000, part * 5_000 + 5_000)).await;
            assert_eq!(told["added"], 5_000, "{told}");
        }
        let mut took = Vec::new();
        for round in 0..3 {
            let begin = Instant::now();
            let full = house
                .ask(&desk, "POST", PLANS, Some(touches("加好友", &account, "friend_request", 60)))
                .await;
            let refused = begin.elapsed().as_millis();
            assert_eq!(full.1["code"], "touches_full", "{full:?}");
            let begin = Instant::now();
            let made = house.done(&desk, "POST", PLANS, Some(touches("电话", &account, "call", 1))).await;
            assert_eq!(made["touches"], 10_000);
            took.push((refused, begin.elapsed().as_millis()));
            if round < 2 {
                house
                    .done(
                        &desk,
                        "POST",
                        &format!("{PLANS}/{}/give-back", made["id"].as_str().unwrap()),
                        Some(json!({})),
                    )
                    .await;
            }
        }
        println!("refused and reserved, ms: {took:?}");
        let begin = Instant::now();
        house.ask(&desk, "POST", PLANS, Some(touches("又打", &account, "call", 1))).await;
        println!("a second time, ms: {}", begin.elapsed().as_millis());
    }
);
