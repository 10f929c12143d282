//! The double against what is known of the service. Each case names where it is known from: the service's documentation
//! (developer.work.weixin.qq.com) by its address in the API, unless something else stands there.

use std::collections::BTreeSet;

use banyan_wecom::double::{Act, App, Double, Mishaps, Request, Settings, World};
use banyan_wecom::{Callback, Event, Message, Query};
use serde_json::{Value, json};

use super::{CORP, KEY, TOKEN};

const SECRET: &str = "secret";
const NOW: i64 = 1_764_000_000;
const DAY: i64 = 24 * 3600;

fn settings() -> Settings {
    Settings::new(CORP, SECRET, TOKEN, KEY, NOW)
}

/// A double with a member of staff `anna`, and `bert` who has nobody.
fn double() -> Double {
    let mut double = Double::new(settings()).unwrap();
    for user in ["anna", "bert"] {
        double.act(&Act::Employ { user: user.to_owned(), name: user.to_owned() });
    }
    double
}

fn token(double: &mut Double) -> String {
    token_of(double, SECRET)
}

fn token_of(double: &mut Double, secret: &str) -> String {
    let got =
        double.call(&Request::new("gettoken", &[("corpid", CORP), ("corpsecret", secret)], Value::Null));
    got["access_token"].as_str().unwrap().to_owned()
}

fn call(double: &mut Double, path: &str, body: Value) -> Value {
    let token = token(double);
    double.call(&Request::new(path, &[("access_token", &token)], body))
}

fn code(answer: &Value) -> i64 {
    answer["errcode"].as_i64().unwrap()
}

fn id(made: &Value, name: &str) -> String {
    made[name].as_str().unwrap_or_else(|| panic!("no {name} in {made}")).to_owned()
}

fn add(double: &mut Double, user: &str) -> String {
    let (user, name) = (Some(user.to_owned()), Some("顾客".to_owned()));
    id(&double.act(&Act::Add { user, way: None, customer: None, name, union_id: None }), "customer")
}

fn group(double: &mut Double, owner: &str) -> String {
    id(&double.act(&Act::Group { owner: owner.to_owned(), name: "群".to_owned() }), "chat")
}

fn join(double: &mut Double, chat: &str, who: &str) -> Value {
    double.act(&Act::Join { chat: Some(chat.to_owned()), way: None, who: who.to_owned(), invitor: None })
}

/// The messages of the callbacks that are due, opened as the shop opens them.
fn messages(double: &mut Double) -> Vec<Message> {
    let callback = Callback::new(TOKEN, KEY, CORP).unwrap();
    let now = double.now();
    let due = double.due();
    let opened = due.iter().map(|one| {
        double.acknowledged(one.id);
        let [(_, signature), (_, timestamp), (_, nonce)] = &one.query;
        let query = Query { signature, timestamp, nonce };
        Message::parse(&callback.open(query, one.body.as_bytes(), now).unwrap()).unwrap()
    });
    opened.collect()
}

/// What is asked, why it is refused, and the code.
type Case = (&'static str, &'static str, Value, i64);

fn of_people() -> Vec<Case> {
    let long = "字".repeat(21);
    let longer = "字".repeat(31);
    let of = |more: Value| {
        let mut body = json!({ "userid": "anna", "external_userid": "C" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    vec![
        (
            "staff without customers is answered 84061, not an empty list",
            "list",
            json!({ "userid": "bert" }),
            84061,
        ),
        ("nobody of this name", "list", json!({ "userid": "nobody" }), 40003),
        ("no customer of this id", "get", json!({ "external_userid": "wm-none" }), 40096),
        (
            "a hundred members of staff at most",
            "batch/get_by_user",
            json!({ "userid_list": vec!["anna"; 101] }),
            40058,
        ),
        (
            "a page has a hundred at most",
            "batch/get_by_user",
            json!({ "userid_list": ["anna"], "limit": 101 }),
            40058,
        ),
        ("a remark that says nothing", "remark", of(json!({})), 40058),
        ("a remark of more than twenty characters", "remark", of(json!({ "remark": long })), 40058),
        ("a tag that is none", "mark_tag", of(json!({ "add_tag": ["et-none"] })), 40068),
        ("no group of tags without a tag", "add_corp_tag", json!({ "group_name": "等级", "tag": [] }), 40058),
        (
            "a tag's name of more than thirty characters",
            "add_corp_tag",
            json!({ "group_name": "等级", "tag": [{ "name": longer }] }),
            40058,
        ),
    ]
}

fn of_ways() -> Vec<Case> {
    let way = |users: Value, state: &str| json!({ "type": 1, "scene": 2, "user": users, "state": state });
    let owners = json!({ "userid_list": ["anna"] });
    let days = |from: i64, to: i64| json!({ "userid": ["anna"], "start_time": NOW - from * DAY, "end_time": NOW - to * DAY });
    vec![
        ("one person behind a code of type 1", "add_contact_way", way(json!(["anna", "bert"]), ""), 40058),
        (
            "a state of more than thirty characters",
            "add_contact_way",
            way(json!(["anna"]), &"s".repeat(31)),
            40058,
        ),
        (
            "more than five groups behind a code",
            "groupchat/add_join_way",
            json!({ "scene": 2, "chat_id_list": vec!["G"; 6] }),
            41091,
        ),
        ("a group that is none", "groupchat/get", json!({ "chat_id": "wr-none" }), 49008),
        ("a list of groups without the size of its pages", "groupchat/list", json!({}), 40058),
        (
            "statistics of no owner",
            "groupchat/statistic_group_by_day",
            json!({ "day_begin_time": NOW - DAY }),
            40058,
        ),
        (
            "statistics of today",
            "groupchat/statistic_group_by_day",
            json!({ "day_begin_time": NOW, "owner_filter": owners }),
            40058,
        ),
        ("statistics of 181 days ago", "get_user_behavior_data", days(181, 170), 40058),
        ("statistics of 31 days", "get_user_behavior_data", days(31, 1), 40058),
        ("an address that the service does not have", "nothing", json!({}), 404),
    ]
}

fn of_messages() -> Vec<Case> {
    let link = json!({ "msgtype": "link", "link": { "title": "t", "url": "u" } });
    let image = json!([{ "msgtype": "image", "image": { "media_id": "media-of-last-week" } }]);
    let text = json!({ "content": "a" });
    vec![
        ("to nobody", "add_msg_template", json!({ "text": text }), 41048),
        (
            "to groups without the sender",
            "add_msg_template",
            json!({ "chat_type": "group", "text": text }),
            40058,
        ),
        (
            "more than nine attachments",
            "add_msg_template",
            json!({ "external_userid": ["C"], "text": text, "attachments": vec![link; 10] }),
            41064,
        ),
        (
            "a file whose three days are over",
            "add_msg_template",
            json!({ "external_userid": ["C"], "attachments": image }),
            40007,
        ),
        (
            "a welcome code that is none",
            "send_welcome_msg",
            json!({ "welcome_code": "none", "text": text }),
            41050,
        ),
    ]
}

#[test]
fn calls_are_refused_with_the_codes_of_the_service() {
    for (what, path, body, expected) in of_people().into_iter().chain(of_ways()).chain(of_messages()) {
        let mut double = double();
        let customer = add(&mut double, "anna");
        let chat = group(&mut double, "anna");
        let body = body.to_string().replace("\"C\"", &format!("\"{customer}\""));
        let body = body.replace("\"G\"", &format!("\"{chat}\""));
        let before = double.everything();
        let path = format!("externalcontact/{path}");
        let answer = call(&mut double, &path, serde_json::from_str(&body).unwrap());
        assert_eq!(code(&answer), expected, "{what}: {answer}");
        assert_eq!(double.everything(), before, "{what}: a refusal changes nothing");
    }
}

#[test]
fn a_secret_has_one_token_until_it_expires() {
    // gettoken: 7,200 seconds; asked again, the same one.
    let mut double = double();
    let first = token(&mut double);
    double.pass_to(NOW + 7199);
    assert_eq!(token(&mut double), first);
    let list = |double: &mut Double, token: &str| {
        code(&double.call(&Request::new(
            "externalcontact/get_follow_user_list",
            &[("access_token", token)],
            Value::Null,
        )))
    };
    assert_eq!(list(&mut double, &first), 0);
    double.pass_to(NOW + 7200);
    assert_eq!(list(&mut double, &first), 42001);
    let second = token(&mut double);
    assert_ne!(second, first);
    assert_eq!((list(&mut double, &first), list(&mut double, &second)), (42001, 0));
    assert_eq!((list(&mut double, "never given"), list(&mut double, "")), (40014, 41001));
    double.act(&Act::ExpireTokens);
    assert_eq!(list(&mut double, &second), 42001, "the service may take a token back at any time");
}

#[test]
fn wrong_secrets_block_tokens_for_an_hour() {
    // Some 2,000 errors an hour block for an hour, as the service's staff answer in its forum.
    let mut settings = settings();
    settings.limits.token_errors = 20;
    let mut double = Double::new(settings).unwrap();
    let ask = |double: &mut Double, corp: &str, secret: &str| {
        code(&double.call(&Request::new(
            "gettoken",
            &[("corpid", corp), ("corpsecret", secret)],
            Value::Null,
        )))
    };
    assert_eq!(ask(&mut double, "ww-other", SECRET), 40013);
    for _ in 1..20 {
        assert_eq!(ask(&mut double, CORP, "wrong"), 40001);
    }
    assert_eq!(ask(&mut double, CORP, SECRET), 45009);
    double.pass_to(NOW + 3600);
    assert_eq!(ask(&mut double, CORP, SECRET), 0);
}

#[test]
fn an_app_sees_its_scope_from_its_addresses_and_not_too_often() {
    let mut settings = settings();
    let scope = Some(BTreeSet::from(["anna".to_owned()]));
    settings.apps.push(App { secret: "narrow".to_owned(), scope });
    settings.limits.minute = 5;
    settings.limits.scope = 1;
    settings.trusted_ips.insert("127.0.0.1".to_owned());
    let mut double = Double::new(settings).unwrap();
    for user in ["anna", "bert"] {
        double.act(&Act::Employ { user: user.to_owned(), name: user.to_owned() });
        add(&mut double, user);
        group(&mut double, user);
    }
    let (wide, narrow) = (token(&mut double), token_of(&mut double, "narrow"));
    let mut ask = |token: &str, path: &str, body: Value| {
        double.call(&Request::new(path, &[("access_token", token)], body))
    };
    // Scope: 60011; a scope of too many people asks for groups owner by owner: 81017.
    assert_eq!(code(&ask(&narrow, "externalcontact/list", json!({ "userid": "bert" }))), 60011);
    assert_eq!(
        ask(&narrow, "externalcontact/get_follow_user_list", json!({}))["follow_user"],
        json!(["anna"])
    );
    assert_eq!(code(&ask(&wide, "externalcontact/groupchat/list", json!({ "limit": 10 }))), 81017);
    let of_anna = ask(
        &wide,
        "externalcontact/groupchat/list",
        json!({ "limit": 10, "owner_filter": { "userid_list": ["anna"] } }),
    );
    assert_eq!(of_anna["group_chat_list"].as_array().unwrap().len(), 1);
    // Rates count for each address of the API: 45009, for a minute.
    for _ in 0..5 {
        assert_eq!(code(&ask(&wide, "user/get", json!({ "userid": "anna" }))), 0);
    }
    assert_eq!(code(&ask(&wide, "user/get", json!({ "userid": "anna" }))), 45009);
    assert_eq!(code(&ask(&wide, "externalcontact/list", json!({ "userid": "anna" }))), 0);
    double.pass_to(NOW + 60);
    let from = |ip: &str, at_once: u32| {
        let request =
            Request::new("user/get", &[("access_token", wide.as_str()), ("userid", "anna")], Value::Null);
        Request { ip: ip.to_owned(), at_once, ..request }
    };
    assert_eq!(code(&double.call(&from("127.0.0.1", 1))), 0);
    assert_eq!(code(&double.call(&from("127.0.0.1", 401))), 45033);
    assert_eq!(code(&double.call(&from("10.0.0.9", 1))), 60020);
}

#[test]
fn cursors_lead_to_the_end_and_are_empty_there() {
    let mut double = double();
    let added: BTreeSet<String> = (0..7).map(|_| add(&mut double, "anna")).collect();
    let (mut cursor, mut pages, mut seen) = (String::new(), 0, BTreeSet::new());
    loop {
        let body = json!({ "userid_list": ["anna", "bert"], "limit": 3, "cursor": cursor });
        let page = call(&mut double, "externalcontact/batch/get_by_user", body);
        for one in page["external_contact_list"].as_array().unwrap() {
            seen.insert(id(&one["external_contact"], "external_userid"));
        }
        pages += 1;
        cursor = id(&page, "next_cursor");
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!((seen, pages), (added, 3));
    let page = call(
        &mut double,
        "externalcontact/batch/get_by_user",
        json!({ "userid_list": ["anna"], "cursor": "mine" }),
    );
    assert_eq!(code(&page), 40058);
}

#[test]
fn a_welcome_is_sent_once_within_twenty_seconds() {
    let welcome = |double: &mut Double, code: &str| {
        call(
            double,
            "externalcontact/send_welcome_msg",
            json!({ "welcome_code": code, "text": { "content": "你好" } }),
        )
    };
    let code_of = |double: &mut Double| {
        let (user, name) = (Some("anna".to_owned()), Some("顾客".to_owned()));
        let made = double.act(&Act::Add { user, way: None, customer: None, name, union_id: None });
        (id(&made, "welcome_code"), id(&made, "customer"))
    };
    let mut double = double();
    let (first, _) = code_of(&mut double);
    double.pass_to(NOW + 20);
    assert_eq!(code(&welcome(&mut double, &first)), 0);
    assert_eq!(code(&welcome(&mut double, &first)), 41050, "used");
    let (second, _) = code_of(&mut double);
    double.pass_to(NOW + 41);
    assert_eq!(code(&welcome(&mut double, &second)), 41050, "too late");
    let (third, customer) = code_of(&mut double);
    double.act(&Act::Talk { user: "anna".to_owned(), customer });
    assert_eq!(code(&welcome(&mut double, &third)), 41051, "they are talking already");
}

#[test]
fn a_mass_message_waits_for_staff_and_meets_the_quota() {
    let mut settings = settings();
    settings.limits.messages = Some(2);
    let mut double = Double::new(settings).unwrap();
    double.act(&Act::Employ { user: "anna".to_owned(), name: "Anna".to_owned() });
    let (stays, goes) = (add(&mut double, "anna"), add(&mut double, "anna"));
    let send = |double: &mut Double| {
        let body = json!({ "external_userid": [stays, goes], "text": { "content": "上新" } });
        id(&call(double, "externalcontact/add_msg_template", body), "msgid")
    };
    let result = |double: &mut Double, message: &str| {
        let got = call(
            double,
            "externalcontact/get_groupmsg_send_result",
            json!({ "msgid": message, "userid": "anna" }),
        );
        let states = got["send_list"].as_array().unwrap().iter();
        states.map(|one| (id(one, "external_userid"), one["status"].as_i64().unwrap())).collect::<Vec<_>>()
    };
    let of = |states: &[(String, i64)], who: &str| states.iter().find(|(id, _)| id == who).unwrap().1;
    let first = send(&mut double);
    let remind = |double: &mut Double, message: &str, path: &str| {
        code(&call(double, &format!("externalcontact/{path}_groupmsg_send"), json!({ "msgid": message })))
    };
    assert_eq!(remind(&mut double, &first, "cancel"), 41063, "it is being handed out");
    double.pass_to(NOW + 10);
    assert_eq!(of(&result(&mut double, &first), &stays), 0, "nothing goes out by itself");
    for _ in 0..3 {
        assert_eq!(remind(&mut double, &first, "remind"), 0);
    }
    assert_eq!(remind(&mut double, &first, "remind"), 41094);
    double.act(&Act::Unfollow { user: "anna".to_owned(), customer: goes.clone() });
    let confirm = |double: &mut Double, message: &str| {
        double.act(&Act::Confirm { message: message.to_owned(), user: "anna".to_owned() })["done"]
            == json!(true)
    };
    assert!(confirm(&mut double, &first));
    assert!(!confirm(&mut double, &first), "once");
    let states = result(&mut double, &first);
    assert_eq!((of(&states, &stays), of(&states, &goes)), (1, 2));
    assert_eq!(remind(&mut double, &first, "cancel"), 41093, "it is out");
    let tasks = call(&mut double, "externalcontact/get_groupmsg_task", json!({ "msgid": first }));
    assert_eq!(tasks["task_list"][0]["status"], json!(2));
    for expected in [1, 3] {
        let body = json!({ "external_userid": [stays], "text": { "content": "上新" } });
        let next = id(&call(&mut double, "externalcontact/add_msg_template", body), "msgid");
        assert!(confirm(&mut double, &next));
        assert_eq!(of(&result(&mut double, &next), &stays), expected);
    }
}

#[test]
fn files_are_kept_for_three_days() {
    let mut double = double();
    let customer = add(&mut double, "anna");
    let media = id(&call(&mut double, "media/upload", Value::Null), "media_id");
    let send = |double: &mut Double| {
        let attachments = json!([{ "msgtype": "image", "image": { "media_id": media } }]);
        let body = json!({ "external_userid": [customer], "attachments": attachments });
        code(&call(double, "externalcontact/add_msg_template", body))
    };
    double.pass_to(NOW + 3 * DAY - 1);
    assert_eq!(send(&mut double), 0);
    double.pass_to(NOW + 3 * DAY);
    assert_eq!(send(&mut double), 40007);
}

#[test]
fn a_full_group_opens_the_next_one_with_the_next_number() {
    let mut settings = settings();
    settings.limits.group = 3;
    let mut double = Double::new(settings).unwrap();
    double.act(&Act::Employ { user: "anna".to_owned(), name: "Anna".to_owned() });
    let chat = group(&mut double, "anna");
    let body = json!({ "scene": 2, "chat_id_list": [chat], "room_base_name": "福利群", "room_base_id": 2, "state": "box" });
    let made = call(&mut double, "externalcontact/groupchat/add_join_way", body);
    assert!(made.get("qr_code").is_none(), "only get_join_way tells it");
    let way = id(&made, "config_id");
    let mut joined = Vec::new();
    for _ in 0..3 {
        let who = add(&mut double, "anna");
        joined.push(id(
            &double.act(&Act::Join { chat: None, way: Some(way.clone()), who, invitor: None }),
            "chat",
        ));
    }
    assert_eq!(joined[..2], [chat.clone(), chat.clone()]);
    assert_ne!(joined[2], chat);
    let opened = call(&mut double, "externalcontact/groupchat/get", json!({ "chat_id": joined[2] }));
    assert_eq!(opened["group_chat"]["name"], json!("福利群2"));
    let way = call(&mut double, "externalcontact/groupchat/get_join_way", json!({ "config_id": way }));
    assert_eq!(way["join_way"]["room_base_id"], json!(3));
    assert_eq!(way["join_way"]["chat_id_list"], json!([chat, joined[2]]));
}

#[test]
fn what_people_do_is_told_and_what_the_api_does_is_not() {
    let mut double = double();
    let customer = add(&mut double, "anna");
    let chat = group(&mut double, "anna");
    join(&mut double, &chat, &customer);
    double.act(&Act::Leave { chat: chat.clone(), who: customer.clone(), removed: false });
    let told = messages(&mut double);
    assert_eq!(told.len(), 4, "added, group, joined, left: {told:?}");
    assert!(
        matches!(&told[0].event, Event::Contact { user, external_user, .. } if user == "anna" && *external_user == customer)
    );
    let body = json!({ "userid": "anna", "external_userid": customer, "remark": "王女士" });
    assert_eq!(code(&call(&mut double, "externalcontact/remark", body)), 0);
    let made = call(
        &mut double,
        "externalcontact/add_corp_tag",
        json!({ "group_name": "等级", "tag": [{ "name": "金" }] }),
    );
    let tag = id(&made["tag_group"]["tag"][0], "id");
    let body = json!({ "userid": "anna", "external_userid": customer, "add_tag": [tag] });
    assert_eq!(code(&call(&mut double, "externalcontact/mark_tag", body)), 0);
    assert_eq!(messages(&mut double), [], "nothing is told of these");
    let shown = call(&mut double, "externalcontact/get", json!({ "external_userid": customer }));
    assert_eq!(shown["follow_user"][0]["tags"][0]["tag_name"], json!("金"));
    // A group that is dissolved is told of once, and its members not at all.
    double.act(&Act::Dismiss { chat });
    assert_eq!(messages(&mut double).len(), 1);
}

#[test]
fn the_detail_of_a_group_lags_behind_its_callback() {
    let mut settings = settings();
    settings.mishaps = Mishaps { detail_lag: 2, ..Mishaps::default() };
    let mut double = Double::new(settings).unwrap();
    double.act(&Act::Employ { user: "anna".to_owned(), name: "Anna".to_owned() });
    let (customer, chat) = (add(&mut double, "anna"), group(&mut double, "anna"));
    let read = |double: &mut Double| {
        let got = call(double, "externalcontact/groupchat/get", json!({ "chat_id": chat }));
        let group = &got["group_chat"];
        (group["member_list"].as_array().unwrap().len(), id(group, "member_version"))
    };
    let (_, before) = read(&mut double);
    messages(&mut double);
    join(&mut double, &chat, &customer);
    let told = messages(&mut double);
    let Event::Chat { change: banyan_wecom::ChatChange::Joined { members, .. }, .. } = &told[0].event else {
        panic!("{told:?}")
    };
    assert!(members.follows(&before), "the list can be applied to what was read before");
    assert_eq!(read(&mut double), (1, before));
    double.pass_to(NOW + 2);
    assert_eq!(read(&mut double), (2, members.version.clone().unwrap()));
}

#[test]
fn callbacks_are_lost_doubled_and_late_by_the_seed() {
    let play = |seed: u64| {
        let mut settings = settings();
        settings.seed = seed;
        settings.mishaps = Mishaps { lost: 100, doubled: 200, late: 60, detail_lag: 0 };
        let mut double = Double::new(settings).unwrap();
        double.act(&Act::Employ { user: "anna".to_owned(), name: "Anna".to_owned() });
        for second in 0..500 {
            double.pass_to(NOW + second);
            add(&mut double, "anna");
        }
        double.pass_to(NOW + 600);
        let told = messages(&mut double);
        (told.iter().map(|one| one.at).collect::<Vec<_>>(), double.callbacks().1)
    };
    let (order, lost) = play(7);
    assert_eq!(play(7), (order.clone(), lost), "the same seed, the same mishaps");
    assert_ne!(play(8).0, order);
    assert!((20..90).contains(&lost), "{lost} of 500 lost");
    let (sorted, count) = (order.is_sorted(), order.len());
    assert!(!sorted, "out of order");
    assert!(count > 500 - 90 + 40, "{count} sent, some of them twice");
}

#[test]
fn a_callback_that_is_not_taken_is_sent_again_three_times() {
    let mut double = double();
    add(&mut double, "anna");
    let mut attempts = 0;
    for step in 0..10 {
        double.pass_to(NOW + 5 * step);
        for one in double.due() {
            attempts += 1;
            double.refused(one.id);
        }
    }
    assert_eq!((attempts, double.callbacks()), (4, (0, 1)));
}

#[test]
fn customers_are_handed_over_after_a_day_unless_they_refuse() {
    let mut double = double();
    let (goes, stays) = (add(&mut double, "anna"), add(&mut double, "anna"));
    let body =
        json!({ "handover_userid": "anna", "takeover_userid": "bert", "external_userid": [goes, stays] });
    let begun = call(&mut double, "externalcontact/transfer_customer", body);
    assert_eq!(begun["customer"][0]["errcode"], json!(0));
    assert_eq!(
        double.act(&Act::RefuseTransfer { user: "anna".to_owned(), customer: stays.clone() })["done"],
        json!(true)
    );
    double.pass_to(NOW + DAY - 1);
    assert_eq!(code(&call(&mut double, "externalcontact/list", json!({ "userid": "bert" }))), 84061);
    double.pass_to(NOW + DAY);
    assert_eq!(
        call(&mut double, "externalcontact/list", json!({ "userid": "bert" }))["external_userid"],
        json!([goes])
    );
    assert_eq!(
        call(&mut double, "externalcontact/list", json!({ "userid": "anna" }))["external_userid"],
        json!([stays])
    );
}

#[test]
fn statistics_tell_of_owners_and_past_days() {
    let mut double = double();
    let (customer, chat) = (add(&mut double, "anna"), group(&mut double, "anna"));
    join(&mut double, &chat, &customer);
    double.act(&Act::Say { chat: chat.clone(), who: customer.clone() });
    double.pass_to(NOW + DAY);
    let body = json!({ "day_begin_time": NOW, "owner_filter": { "userid_list": ["anna"] } });
    let got = call(&mut double, "externalcontact/groupchat/statistic_group_by_day", body);
    let data = &got["items"][0]["data"];
    assert_eq!(
        (&data["new_member_cnt"], &data["msg_total"], &data["chat_total"]),
        (&json!(1), &json!(1), &json!(1))
    );
    let body = json!({ "userid": ["anna", "bert"], "start_time": NOW, "end_time": NOW });
    let got = call(&mut double, "externalcontact/get_user_behavior_data", body);
    assert_eq!(got["behavior_data"][0]["new_contact_cnt"], json!(1), "several come back summed up");
}

#[test]
fn a_corp_that_is_there_from_the_beginning_sends_nothing() {
    let mut double = Double::new(settings()).unwrap();
    double.fill(World { staff: 2, customers: 5, groups: 2, members: 3 });
    let all = double.everything();
    assert_eq!(all["contacts"].as_array().unwrap().len(), 10);
    assert_eq!(all["groups"].as_object().unwrap().len(), 4);
    assert!(double.due().is_empty());
}
