//! Channels: who answers, who gets the last place of a day, what the funnel counts; on both databases.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use banyan_plan::time::{DAY, SECOND, Time};
use banyan_store::{DatabaseUrl, Value as Cell};
use serde_json::{Value, json};

use crate::harness::{House, START, TWO_LEVELS, on_both};

const CHANNELS: &str = "/staff/chat/channels";

/// A parcel card that some accounts answer at any time, each so many people a day.
pub(crate) fn channel(name: &str, accounts: &[(&str, i64)], fallback: &str) -> Value {
    let turn = |(account, most): &(&str, i64)| json!({ "account": account, "most": most });
    let accounts: Vec<Value> = accounts.iter().map(turn).collect();
    json!({ "name": name, "kind": "parcel", "accounts": accounts, "fallback": fallback, "cost": 100_000 })
}

/// A visitor's name.
fn visitor(number: usize) -> Value {
    json!({ "visitor": format!("visitor{number:016}") })
}

impl House {
    /// A chat account that people can add.
    async fn reachable(&self, token: &str, name: &str) -> String {
        let address = format!("https://u.example.com/{}", self.now() + name.len() as i64);
        let body = json!({ "platform": "wecom", "name": name, "handle": "", "address": address, "most_groups": 9, "most_people": 900 });
        self.done(token, "POST", "/staff/chat/accounts", Some(body)).await["id"].as_str().unwrap().to_owned()
    }

    /// A channel's id and the code of its link.
    async fn channel(&self, token: &str, body: Value) -> (String, String) {
        let made = self.done(token, "POST", CHANNELS, Some(body)).await;
        let id = made["id"].as_str().unwrap().to_owned();
        let told = self.channel_of(token, &id).await;
        (id, told["code"].as_str().unwrap().to_owned())
    }

    async fn channel_of(&self, token: &str, id: &str) -> Value {
        self.done(token, "GET", &format!("{CHANNELS}/{id}"), None).await
    }

    /// Whom a visitor meets.
    async fn meets(&self, code: &str, number: usize) -> String {
        let met = self.done("", "POST", &format!("/ways/{code}/meet"), Some(visitor(number))).await;
        met["name"].as_str().unwrap().to_owned()
    }

    /// People of each step of a channel; nothing where nobody observed it.
    async fn steps(&self, token: &str, id: &str) -> Vec<Option<i64>> {
        let told = self.channel_of(token, id).await;
        told["steps"].as_array().unwrap().iter().map(|step| step["people"].as_i64()).collect()
    }

    /// A contact who came by a channel.
    async fn comes(&self, token: &str, account: &str, channel: &str, name: &str) -> String {
        let mut body = crate::contacts::contact(account, name, "");
        body["channel"] = json!(channel);
        self.done(token, "POST", "/staff/chat/contacts", Some(body)).await["id"].as_str().unwrap().to_owned()
    }

    async fn plain(&self, sql: &'static str, channel: &str) -> i64 {
        let channel: i64 = channel.parse().unwrap();
        let run = self
            .shop
            .writer
            .run(move |work| Ok(work.conn.one(sql, &[Cell::Int(channel)])?.unwrap().int(0)?));
        run.await.unwrap()
    }
}

on_both!(whoever_is_on_duty_and_has_room_answers_and_then_the_fallback, |house| async move {
    let desk = house.staff("operations").await;
    let (day, night, last) = (
        house.reachable(&desk, "早班").await,
        house.reachable(&desk, "晚班的").await,
        house.reachable(&desk, "兜底的人").await,
    );
    // The first day of 2026 is a Thursday; it is noon.
    let mut body = channel("包裹卡", &[(&day, 2), (&night, 1)], &last);
    body["accounts"][0]["shifts"] = json!([{ "days": [4, 5], "from": 540, "to": 1080 }]);
    body["accounts"][1]["shifts"] = json!([{ "days": [4], "from": 1200, "to": 120 }]);
    body["welcomes"] = json!([{ "from": 1080, "text": "晚上好" }, { "from": 480, "text": "你好" }]);
    let (id, code) = house.channel(&desk, body).await;
    let seen = house.done("", "GET", &format!("/ways/{code}"), None).await;
    assert_eq!(
        seen,
        json!({ "host": { "name": "早班", "platform": "wecom", "is_on": true }, "welcome": "你好" })
    );
    let way = format!("/ways/{}", code.to_lowercase());
    assert_eq!(house.done("", "GET", &way, None).await, seen, "a code may be typed");

    assert_eq!((house.meets(&code, 1).await, house.meets(&code, 2).await), ("早班".into(), "早班".into()));
    assert_eq!(
        (house.meets(&code, 3).await, house.meets(&code, 1).await),
        ("兜底的人".into(), "早班".into())
    );
    let told = house.channel_of(&desk, &id).await;
    assert_eq!((&told["accounts"][0]["today"], &told["now"]), (&json!(2), &json!("兜底的人")));
    assert_eq!((&told["accounts"][0]["is_on"], &told["accounts"][1]["is_on"]), (&json!(true), &json!(false)));
    let seen = house.done("", "GET", &format!("/ways/{code}"), None).await;
    assert_eq!((&seen["host"]["name"], &seen["host"]["is_on"]), (&json!("兜底的人"), &json!(false)));

    house.clock.set(Time(START + 13 * 3_600 * SECOND));
    assert_eq!(house.meets(&code, 4).await, "晚班的", "a night shift goes on after midnight");
    let seen = house.done("", "GET", &format!("/ways/{code}"), None).await;
    assert_eq!((&seen["host"]["name"], &seen["welcome"]), (&json!("兜底的人"), &json!("晚上好")));
    house.clock.set(Time(START + DAY));
    assert_eq!(house.meets(&code, 5).await, "早班", "each day has its own places");
    let rest = json!({ "state": "resting", "reason": "休息一下" });
    house.done(&desk, "POST", &format!("/staff/chat/accounts/{day}/state"), Some(rest)).await;
    assert_eq!(house.meets(&code, 6).await, "兜底的人", "whoever rests gets nobody");

    let close = |account: &str| {
        (format!("/staff/chat/accounts/{account}/state"), json!({ "state": "closed", "reason": "离职" }))
    };
    let (path, closed) = close(&last);
    house.refused(&desk, "POST", &path, Some(closed.clone()), "account_is_fallback").await;
    let state = json!({ "state": "closed", "reason": "活动结束" });
    house.done(&desk, "POST", &format!("{CHANNELS}/{id}/state"), Some(state)).await;
    house.done(&desk, "POST", &path, Some(closed)).await;
    assert_eq!(house.done("", "GET", &format!("/ways/{code}"), None).await["host"], Value::Null);
    house.refused("", "POST", &format!("/ways/{code}/meet"), Some(visitor(7)), "channel_closed").await;
    house
        .refused("", "POST", &format!("/ways/{code}/meet"), Some(json!({ "visitor": "x" })), "visitor_bad")
        .await;
    house.refused("", "GET", "/ways/AAAAAAAA", None, "not_found").await;
    house.refused("", "GET", "/ways/%27OR1%3D1", None, "not_found").await;
});

on_both!(of_sixty_visitors_at_once_each_account_gets_exactly_its_cap, |house| async move {
    let desk = house.staff("operations").await;
    let (one, two) = (house.reachable(&desk, "小榕").await, house.reachable(&desk, "小树林").await);
    let last = house.reachable(&desk, "兜底的人").await;
    let (id, code) = house.channel(&desk, channel("海报", &[(&one, 10), (&two, 5)], &last)).await;
    // On PostgreSQL a second process answers as well.
    let is_shared = matches!(house.place, DatabaseUrl::Postgres(_));
    let other = is_shared.then(|| Arc::new(House::on(house.place.clone(), TWO_LEVELS, None, START)));
    let house = Arc::new(house);
    let mut visitors = tokio::task::JoinSet::new();
    // Each asks twice, as a phone in the underground does.
    for number in 0..60 {
        let place = other.as_ref().filter(|_| number % 2 == 1).unwrap_or(&house).clone();
        let path = format!("/ways/{code}/meet");
        visitors.spawn(async move { place.ask("", "POST", &path, Some(visitor(number / 2))).await });
    }
    let mut met: BTreeMap<String, i64> = BTreeMap::new();
    while let Some(done) = visitors.join_next().await {
        let (status, told) = done.unwrap();
        assert_eq!(status, StatusCode::OK, "{told}");
        *met.entry(told["name"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let expected = [("兜底的人", 30), ("小树林", 10), ("小榕", 20)];
    assert_eq!(met, expected.map(|(name, count)| (name.to_owned(), count)).into());
    let told = house.channel_of(&desk, &id).await;
    let today: Vec<i64> =
        told["accounts"].as_array().unwrap().iter().map(|one| one["today"].as_i64().unwrap()).collect();
    assert_eq!(
        (today, house.steps(&desk, &id).await),
        (vec![10, 5], vec![Some(30), Some(30), None, None, None, None])
    );
});

on_both!(a_funnel_is_a_plain_count_of_what_happened_and_says_what_nobody_saw, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.reachable(&desk, "小榕").await;
    let (id, code) = house.channel(&desk, channel("包裹卡", &[(&account, 50)], &account)).await;
    let (quiet, _) = house.channel(&desk, channel("没人用的", &[], &account)).await;
    assert_eq!(house.steps(&desk, &id).await, [None; 6]);
    for number in [1, 2, 3, 1] {
        house.done("", "POST", &format!("/ways/{code}/shown"), Some(visitor(number))).await;
    }
    house.meets(&code, 1).await;
    assert_eq!(house.steps(&desk, &id).await, [Some(3), Some(1), None, None, None, None]);

    let sku = house.product("tea", 10_000, 0, 100_000, 100).await;
    let mut members = Vec::new();
    for _ in 0..4 {
        let member = house.member(None, 0).await;
        house.sell(member, sku, 1).await;
        members.push(member);
    }
    house.clock.set(Time(house.now() + DAY));
    let mut people = Vec::new();
    for number in 0..4 {
        people.push(house.comes(&desk, &account, &id, &format!("客{number}")).await);
    }
    assert_eq!(house.steps(&desk, &id).await[2..], [Some(4), None, None, None], "nobody knows who bought");
    for (person, member) in people.iter().zip(&members).take(3) {
        let who = json!({ "member": member.to_string(), "reason": "本人报的会员号" });
        house.done(&desk, "POST", &format!("/staff/chat/contacts/{person}/member"), Some(who)).await;
    }
    assert_eq!(
        house.steps(&desk, &id).await[4..],
        [Some(0), Some(0)],
        "what was bought before is none of the channel's"
    );
    for (member, orders) in [(members[0], 2), (members[1], 1), (members[3], 2)] {
        for _ in 0..orders {
            house.sell(member, sku, 1).await;
        }
    }
    let group = house.chat_group(&desk, &account, "茶友群").await;
    let joins = json!({ "group": group, "is_in": true });
    house.done(&desk, "POST", &format!("/staff/chat/contacts/{}/groups", people[0]), Some(joins)).await;
    let steps = house.steps(&desk, &id).await;
    assert_eq!(steps, [Some(3), Some(1), Some(4), Some(1), Some(2), Some(1)]);
    let counted = [
        house.plain("SELECT COUNT(*) FROM chat_channel_visit WHERE channel = $1", &id).await,
        house.plain("SELECT COUNT(*) FROM chat_channel_visit WHERE channel = $1 AND scanned_at > 0", &id).await,
        house.plain("SELECT COUNT(*) FROM chat_person WHERE channel = $1", &id).await,
        house.plain("SELECT COUNT(DISTINCT m.person) FROM chat_membership m JOIN chat_person p ON p.person = m.person WHERE p.channel = $1", &id).await,
        house.plain("SELECT COUNT(DISTINCT o.buyer) FROM orders o JOIN chat_person p ON p.member = o.buyer WHERE p.channel = $1 AND o.paid_at >= p.channel_at", &id).await,
    ];
    assert_eq!(steps[..5], counted.map(Some));
    let told = house.channel_of(&desk, &id).await;
    let each: Vec<Option<i64>> =
        told["steps"].as_array().unwrap().iter().map(|step| step["cost_each"].as_i64()).collect();
    assert_eq!(each, [33_333, 100_000, 25_000, 100_000, 50_000, 100_000].map(Some));
    assert_eq!((&told["members"], &told["cost"]), (&json!(3), &json!(100_000)));
    let seen = house.done(&desk, "GET", &format!("/staff/chat/contacts/{}", people[0]), None).await;
    assert_eq!(
        (&seen["channel_name"], &seen["source"], &seen["at_accounts"][0]["friendship"]),
        (&json!("包裹卡"), &json!("parcel"), &json!("added"))
    );
    let page = house.done(&desk, "GET", &format!("/staff/chat/contacts?channel={id}"), None).await;
    assert_eq!(page["items"].as_array().unwrap().len(), 4);
    // Who is forgotten is counted no more.
    house
        .done(
            &desk,
            "POST",
            &format!("/staff/chat/contacts/{}/erase", people[3]),
            Some(json!({ "reason": "本人要求" })),
        )
        .await;
    assert_eq!(house.steps(&desk, &id).await[2], Some(3));
    assert_eq!(house.steps(&desk, &quiet).await, [None; 6], "another channel's people are its own");
});

on_both!(a_file_names_channels_by_their_codes_and_a_wrong_one_refuses_it, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.reachable(&desk, "小榕").await;
    let (id, code) = house.channel(&desk, channel("海报", &[], &account)).await;
    let wrong = house.import(&desk, &account, "name,channel\n小微,AAAAAAAA\n").await;
    assert_eq!(wrong["code"], "not_found");
    assert!(
        wrong["detail"].as_str().unwrap().contains("line 2")
            || wrong["detail"].as_str().unwrap().contains("第 2 行"),
        "{wrong}"
    );
    let known = house.contact(&desk, &account, "老友", "13900139000").await;
    let file = format!("name,phone,channel\n小微,,{code}\n老友,13900139000,{code}\n小红,,\n");
    let done = house.import(&desk, &account, &file).await;
    assert_eq!((&done["added"], &done["merged"]), (&json!(2), &json!(1)));
    assert_eq!(house.steps(&desk, &id).await[2], Some(2));
    let seen = house.done(&desk, "GET", &format!("/staff/chat/contacts/{known}"), None).await;
    assert_eq!((&seen["channel_name"], &seen["stage"]), (&json!("海报"), &json!("added")));
    // What was forgotten is written down later; it counts from when they were first known.
    let change = json!({ "name": "小红", "region": "", "birthday": "", "note": "", "source": "other", "channel": id, "reason": "漏选了" });
    let page = house.done(&desk, "GET", "/staff/chat/contacts?name=%E5%B0%8F%E7%BA%A2", None).await;
    let late = page["items"][0]["id"].as_str().unwrap();
    house.done(&desk, "PUT", &format!("/staff/chat/contacts/{late}"), Some(change)).await;
    let seen = house.done(&desk, "GET", &format!("/staff/chat/contacts/{late}"), None).await;
    assert_eq!((&seen["channel_name"], &seen["source"]), (&json!("海报"), &json!("parcel")));
});

on_both!(a_channel_is_its_operators_and_what_cannot_work_is_refused, |house| async move {
    let (all, own) = (house.staff("operations").await, house.staff("support").await);
    let (theirs, mine) = (house.reachable(&all, "小榕").await, house.reachable(&own, "小树林").await);
    let (id, _) = house.channel(&all, channel("总部的", &[], &theirs)).await;
    let (other, _) = house.channel(&own, channel("分店的", &[(&mine, 3)], &mine)).await;
    let names = async |token: &str| {
        let page = house.done(token, "GET", CHANNELS, None).await;
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (names(&own).await, names(&all).await),
        (vec!["分店的".to_owned()], vec!["分店的".to_owned(), "总部的".to_owned()])
    );
    house.refused(&own, "GET", &format!("{CHANNELS}/{id}"), None, "not_found").await;
    let change = json!({ "channel": channel("我的了", &[], &mine), "reason": "试试" });
    house.refused(&own, "PUT", &format!("{CHANNELS}/{id}"), Some(change.clone()), "not_found").await;
    let state = json!({ "state": "closed", "reason": "试试" });
    house.refused(&own, "POST", &format!("{CHANNELS}/{id}/state"), Some(state), "not_found").await;
    let mut contact = crate::contacts::contact(&mine, "小微", "");
    contact["channel"] = json!(id);
    house.refused(&own, "POST", "/staff/chat/contacts", Some(contact), "not_found").await;
    house.refused(&own, "POST", CHANNELS, Some(channel("借用", &[(&theirs, 3)], &mine)), "not_found").await;
    house.done(&all, "PUT", &format!("{CHANNELS}/{other}"), Some(change)).await;
    let told = house.channel_of(&own, &other).await;
    assert_eq!(
        (&told["name"], &told["events"][0]["reason"]),
        (&json!("我的了"), &json!("试试")),
        "it stays its operator's"
    );

    let bare = house.chat_account(&all, "没登记的", 9).await;
    house.refused(&all, "POST", CHANNELS, Some(channel("x", &[], &bare)), "account_unreachable").await;
    let twice = channel("x", &[(&theirs, 1), (&theirs, 2)], &theirs);
    house.refused(&all, "POST", CHANNELS, Some(twice), "channel_accounts").await;
    house.refused(&all, "POST", CHANNELS, Some(channel("x", &[(&theirs, 0)], &theirs)), "channel_most").await;
    let mut odd = channel("x", &[(&theirs, 1)], &theirs);
    odd["accounts"][0]["shifts"] = json!([{ "days": [8], "from": 0, "to": 60 }]);
    house.refused(&all, "POST", CHANNELS, Some(odd), "shift_bad").await;
    let evil = json!({ "platform": "other", "name": "x", "address": "javascript:alert(1)", "most_groups": 9, "most_people": 9 });
    house.refused(&all, "POST", "/staff/chat/accounts", Some(evil), "address_bad").await;
});
