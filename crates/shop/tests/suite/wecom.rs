//! WeCom in the shop, against its double: what people do there is known here, whatever happens to the callbacks.
//!
//! `BANYAN_CALLBACKS` says how many acts of people a storm has, `BANYAN_SEED` which ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::http::StatusCode;
use banyan_base::clock::{Clock as _, HandClock};
use banyan_chat::wecom::{self, Transport, Wecom};
use banyan_plan::time::{DAY, SECOND, Time};
use banyan_store::Conn;
use banyan_wecom::double::{Act, App, Delivery, Double, Mishaps, Request, Settings, World};
use serde_json::{Value, json};

use crate::child::{Client, Server};
use crate::harness::{Db, House, START, migrated, on_both};

const CORP: &str = "ww-double";
const SECRET: &str = "double-secret";
const TOKEN: &str = "double";
const KEY: &str = "doubledoubledoubledoubledoubledoubledouble0";

/// The double, behind the shop's client instead of the network.
#[derive(Clone)]
pub(crate) struct Played {
    double: Arc<Mutex<Double>>,
    clock: Arc<HandClock>,
    /// Calls so far, by their address.
    calls: Arc<Mutex<BTreeMap<String, u32>>>,
}

impl Transport for Played {
    fn call(
        &self,
        _: &str,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Value, String> {
        *self.calls.lock().unwrap().entry(path.to_owned()).or_default() += 1;
        let request = Request::new(path, query, body.cloned().unwrap_or(Value::Null));
        Ok(self.double().call(&request))
    }
}

impl Played {
    pub(crate) fn begin(house: &House, settings: Settings) -> Self {
        let double = Arc::new(Mutex::new(Double::new(settings).unwrap()));
        let played = Self { double, clock: house.clock.clone(), calls: Arc::default() };
        house.shop.part::<Wecom>().speak_through(Arc::new(played.clone()));
        played
    }

    /// The double at the moment that the shop's clock shows.
    fn double(&self) -> MutexGuard<'_, Double> {
        let mut double = self.double.lock().unwrap();
        double.pass_to(self.clock.now().0 / SECOND);
        double
    }

    fn act(&self, act: &Act) -> Value {
        self.double().act(act)
    }

    fn calls(&self, path: &str) -> u32 {
        self.calls.lock().unwrap().get(path).copied().unwrap_or(0)
    }
}

pub(crate) fn settings() -> Settings {
    Settings::new(CORP, SECRET, TOKEN, KEY, START / SECOND)
}

const SMALL: World = World { staff: 3, customers: 8, groups: 2, members: 4 };

pub(crate) fn wanted() -> Value {
    json!({ "corp": CORP, "secret": SECRET, "token": TOKEN, "aes_key": KEY, "api": "http://127.0.0.1:8090", "is_on": true })
}

fn address(query: &[(&str, String)]) -> String {
    let query: Vec<String> = query
        .iter()
        .map(|(name, value)| {
            format!("{name}={}", value.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"))
        })
        .collect();
    format!("/wecom/callback?{}", query.join("&"))
}

impl House {
    async fn connect(&self, owner: &str) {
        self.done(owner, "PUT", "/staff/chat/wecom", Some(wanted())).await;
    }

    /// Sends a callback to the shop; the status of its answer.
    async fn called(&self, delivery: &Delivery) -> StatusCode {
        let body = delivery.body.clone().into_bytes();
        self.post(&address(&delivery.query), axum::http::HeaderMap::new(), body).await.0
    }

    /// Brings every callback that is due to the shop.
    async fn deliver_due(&self, played: &Played) -> usize {
        let due = played.double().due();
        for delivery in &due {
            let status = self.called(delivery).await;
            assert_eq!(status, StatusCode::OK);
            played.double().acknowledged(delivery.id);
        }
        due.len()
    }

    /// Lets the job go on until nothing is left to do now.
    pub(crate) async fn work_off(&self) {
        while wecom::round(&self.shop).await.unwrap() {}
    }

    fn pass_seconds(&self, seconds: i64) {
        self.clock.set(Time(self.now() + seconds * SECOND));
    }

    /// Lets time pass until everything that was to be asked is answered.
    async fn settle(&self, played: &Played) {
        for _ in 0..200 {
            self.deliver_due(played).await;
            self.work_off().await;
            let open = self.wecom_count("SELECT COUNT(*) FROM wecom_task").await;
            if open == 0 && played.double().callbacks().0 == 0 {
                return;
            }
            self.pass_seconds(2);
        }
        panic!("it does not settle");
    }

    async fn wecom_count(&self, sql: &'static str) -> i64 {
        let read = move |conn: &mut Conn| {
            Ok::<_, banyan_base::refusal::Refusal>(conn.one(sql, &[])?.unwrap().int(0)?)
        };
        self.shop.reader.read(read).await.unwrap()
    }

    async fn rows(&self, sql: &'static str) -> Vec<Vec<String>> {
        let read = move |conn: &mut Conn| {
            let rows = conn.query(sql, &[])?;
            let cell = |row: &banyan_store::Row, column: usize| {
                row.text(column).map(str::to_owned).or_else(|_| row.int(column).map(|int| int.to_string()))
            };
            let columns = sql.split(" FROM ").next().unwrap().matches(',').count() + 1;
            let all = rows
                .iter()
                .map(|row| (0..columns).map(|column| cell(row, column)).collect::<Result<Vec<_>, _>>());
            Ok::<_, banyan_base::refusal::Refusal>(all.collect::<Result<Vec<_>, _>>()?)
        };
        self.shop.reader.read(read).await.unwrap()
    }

    /// What the shop knows, in the form in which the double tells it.
    async fn everything(&self) -> Value {
        let staff = self.rows("SELECT account FROM wecom_staff ORDER BY account").await;
        let follows =
            self.rows("SELECT account, person, state FROM wecom_follow ORDER BY account, person").await;
        let groups = self
            .rows("SELECT group_id, name, owner FROM wecom_group WHERE is_gone = 0 ORDER BY group_id")
            .await;
        let mut members: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in self.rows("SELECT group_id, person FROM wecom_member ORDER BY group_id, person").await {
            members.entry(row[0].clone()).or_default().insert(row[1].clone());
        }
        let groups = groups.into_iter().map(|row| {
            let members = members.remove(&row[0]).unwrap_or_default();
            (row[0].clone(), json!({ "name": row[1], "owner": row[2], "members": members }))
        });
        let groups = Value::Object(groups.collect());
        assert!(members.is_empty(), "members of no group: {members:?}");
        let follow = |row: &Vec<String>| json!([row[0], row[1], row[2]]);
        let staff: Vec<&String> = staff.iter().map(|row| &row[0]).collect();
        json!({ "staff": staff, "contacts": follows.iter().map(follow).collect::<Vec<_>>(), "groups": groups })
    }

    /// All that is known, byte for byte.
    async fn known(&self) -> Vec<Vec<Vec<String>>> {
        vec![
            self.rows("SELECT account, changed FROM wecom_staff ORDER BY account").await,
            self.rows("SELECT account, person, since, way, state, changed FROM wecom_follow ORDER BY account, person").await,
            self.rows("SELECT group_id, name, owner, since, version, is_gone, changed FROM wecom_group ORDER BY group_id").await,
            self.rows("SELECT group_id, person, is_staff, since, changed FROM wecom_member ORDER BY group_id, person").await,
        ]
    }
}

/// What the double says of itself, in the same form.
fn truth(played: &Played) -> Value {
    let all = played.double().everything();
    let contacts = all["contacts"].as_array().unwrap().iter();
    let contacts =
        contacts.map(|one| json!([one["user"], one["customer"], one["state"].as_str().unwrap_or_default()]));
    json!({ "staff": all["staff"], "contacts": contacts.collect::<Vec<_>>(), "groups": all["groups"] })
}

on_both!(the_first_sync_reads_everything_and_says_so, |house: House| async move {
    let owner = house.staff("owner").await;
    let played = Played::begin(&house, settings());
    played.double().fill(SMALL);
    let view = house.done(&owner, "GET", "/staff/chat/wecom", None).await;
    assert!(view["connection"].is_null() && view["sync"].is_null(), "{view}");
    house.connect(&owner).await;
    let view = house.done(&owner, "GET", "/staff/chat/wecom", None).await;
    assert_eq!(view["connection"], json!({ "corp": CORP, "api": "http://127.0.0.1:8090", "is_on": true }));
    assert!(view["sync"]["ended_at"].is_null() && view["sync"]["lists_left"] == 1, "{view}");
    house.work_off().await;
    assert_eq!(house.everything().await, truth(&played));
    let view = house.done(&owner, "GET", "/staff/chat/wecom", None).await;
    assert!(view["sync"]["ended_at"].is_string(), "{view}");
    let counts = ["staff", "customers", "groups", "members"].map(|name| view[name].as_i64().unwrap());
    assert_eq!(counts, [3, 24, 6, 24]);
    assert_eq!((&view["sync"]["staff"], &view["sync"]["staff_left"]), (&json!(3), &json!(0)));
    assert_eq!((&view["gaps"], &view["errors"]), (&json!([]), &json!([])));
    // One token for all of it.
    assert_eq!(played.calls("gettoken"), 1);
    // Read again, it says nothing new; a day later it is read again by itself.
    let before = house.wecom_count("SELECT COUNT(*) FROM wecom_inbox").await;
    house.pass_seconds(60);
    house.done(&owner, "POST", "/staff/chat/wecom/sync", None).await;
    let (status, refusal) = house.ask(&owner, "POST", "/staff/chat/wecom/sync", None).await;
    assert_eq!((status, &refusal["code"]), (StatusCode::CONFLICT, &json!("wecom_syncing")));
    house.settle(&played).await;
    assert_eq!(house.wecom_count("SELECT COUNT(*) FROM wecom_inbox").await, before);
    let lists = played.calls("externalcontact/get_follow_user_list");
    house.clock.set(Time(house.now() + DAY + SECOND));
    house.settle(&played).await;
    assert_eq!(played.calls("externalcontact/get_follow_user_list"), lists + 1);
});

on_both!(a_sync_is_stopped_and_goes_on_where_it_was, |house: House| async move {
    let owner = house.staff("owner").await;
    let played = Played::begin(&house, settings());
    played.double().fill(World { staff: 30, ..SMALL });
    house.connect(&owner).await;
    // A few questions, then another process.
    for _ in 0..2 {
        wecom::round(&house.shop).await.unwrap();
    }
    let half = house.wecom_count("SELECT COUNT(*) FROM wecom_follow").await;
    assert!(half > 0 && half < 240, "{half} of 240 are read");
    let asked = played.calls("externalcontact/batch/get_by_user");
    let house = house.again(crate::harness::TWO_LEVELS);
    let played = Played { clock: house.clock.clone(), ..played };
    house.shop.part::<Wecom>().speak_through(Arc::new(played.clone()));
    house.work_off().await;
    // What another process had taken is asked once its time is over.
    house.pass_seconds(301);
    house.settle(&played).await;
    assert_eq!(house.everything().await, truth(&played));
    assert!(
        played.calls("externalcontact/batch/get_by_user") - asked < 12,
        "what was read is not read again"
    );
});

on_both!(what_the_app_may_not_see_is_said, |house: House| async move {
    let owner = house.staff("owner").await;
    let mut settings = settings();
    settings.limits.scope = 2;
    let played = Played::begin(&house, settings);
    played.double().fill(SMALL);
    house.connect(&owner).await;
    house.work_off().await;
    // A scope of too many people: group by group owner, and everything is there.
    assert_eq!(house.everything().await, truth(&played));
    let view = house.done(&owner, "GET", "/staff/chat/wecom", None).await;
    assert_eq!(view["errors"][0]["code"], json!("81017"), "{view}");
    assert!(view["errors"][0]["text"]["en"].as_str().unwrap().contains("owner by owner"));
});

on_both!(a_narrow_scope_ends_honestly, |house: House| async move {
    let owner = house.staff("owner").await;
    let mut settings = settings();
    settings.apps =
        vec![App { secret: SECRET.to_owned(), scope: Some(BTreeSet::from(["staff-001".to_owned()])) }];
    let played = Played::begin(&house, settings);
    played.double().fill(SMALL);
    house.connect(&owner).await;
    house.settle(&played).await;
    assert_eq!(house.wecom_count("SELECT COUNT(*) FROM wecom_staff").await, 1);
    // A callback tells of somebody out of sight: that is a gap, not a silence.
    let made = played.act(&Act::Group { owner: "staff-002".to_owned(), name: "看不见的群".to_owned() });
    house.settle(&played).await;
    let view = house.done(&owner, "GET", "/staff/chat/wecom", None).await;
    assert_eq!(view["gaps"][0]["subject"], made["chat"], "{view}");
    assert_eq!((&view["gaps"][0]["kind"], &view["gaps"][0]["code"]), (&json!("group"), &json!(60011)));
});

on_both!(callbacks_are_known_at_once_or_asked_about, |house: House| async move {
    let owner = house.staff("owner").await;
    let mut settings = settings();
    settings.mishaps = Mishaps { detail_lag: 2, ..Mishaps::default() };
    let played = Played::begin(&house, settings);
    played.double().fill(SMALL);
    house.connect(&owner).await;
    house.settle(&played).await;
    let asked = played.calls("externalcontact/groupchat/get");
    let chat = truth(&played)["groups"].as_object().unwrap().keys().next().unwrap().clone();
    let added = played.act(&Act::Add {
        user: Some("staff-001".to_owned()),
        way: None,
        customer: None,
        name: None,
        union_id: None,
    });
    let who = added["customer"].as_str().unwrap().to_owned();
    played.act(&Act::Join { chat: Some(chat.clone()), way: None, who: who.clone(), invitor: None });
    house.deliver_due(&played).await;
    house.work_off().await;
    // The list of the callback follows on what is known: nothing has to be asked.
    assert_eq!(played.calls("externalcontact/groupchat/get"), asked);
    assert_eq!(house.everything().await["groups"], truth(&played)["groups"]);
    house.settle(&played).await;
    assert_eq!(house.everything().await, truth(&played));
    // One callback is lost: the next does not follow, and the group is asked for once its detail is there.
    played.double().suffer(Mishaps { lost: 1000, detail_lag: 2, ..Mishaps::default() });
    played.act(&Act::Leave { chat: chat.clone(), who: who.clone(), removed: false });
    played.double().suffer(Mishaps { detail_lag: 2, ..Mishaps::default() });
    let name = "另一个名字".to_owned();
    played.act(&Act::Name { chat: chat.clone(), name });
    house.settle(&played).await;
    assert_eq!(house.everything().await, truth(&played));
    played.act(&Act::Dismiss { chat });
    house.settle(&played).await;
    assert_eq!(house.everything().await, truth(&played));
});

/// A generator for acts of people.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % end as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// People do something.
fn some_act(played: &Played, chance: &mut Chance) {
    let all = played.double().everything();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let staff: Vec<String> = all["staff"].as_array().unwrap().iter().map(text).collect();
    let contacts = all["contacts"].as_array().unwrap();
    let groups: Vec<(&String, &Value)> = all["groups"].as_object().unwrap().iter().collect();
    let user = chance.of(&staff).clone();
    let contact = chance.of(contacts);
    let (whose, customer) = (text(&contact["user"]), text(&contact["customer"]));
    let (chat, group) = *chance.of(&groups);
    // A group whose owner was handed on may have nobody in it any more.
    let members = group["members"].as_array().unwrap();
    let member = if members.is_empty() { customer.clone() } else { text(chance.of(members)) };
    let chat = chat.clone();
    played.act(&match chance.below(20) {
        0..4 => Act::Add { user: Some(user), way: None, customer: None, name: None, union_id: None },
        4 => Act::Add { user: Some(user), way: None, customer: Some(customer), name: None, union_id: None },
        5 => Act::Note { user: whose, customer, remark: "王女士".to_owned() },
        6 => Act::Remove { user: whose, customer },
        7 => Act::Unfollow { user: whose, customer },
        8..14 => Act::Join { chat: Some(chat), way: None, who: customer, invitor: None },
        14..17 => Act::Leave { chat, who: member, removed: chance.below(2) == 0 },
        17 => Act::Name { chat, name: format!("群 {}", chance.below(1_000_000)) },
        18 => Act::Owner { chat, owner: user },
        _ if groups.len() > 3 && chance.below(3) == 0 => Act::Dismiss { chat },
        _ => Act::Group { owner: user, name: "新群".to_owned() },
    });
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

on_both!(after_a_storm_the_shop_knows_what_is_so, |house: House| async move {
    let owner = house.staff("owner").await;
    let mut settings = settings();
    settings.seed = number("BANYAN_SEED", 1);
    settings.mishaps = Mishaps { lost: 50, doubled: 200, late: 30, detail_lag: 2 };
    let played = Played::begin(&house, settings);
    played.double().fill(SMALL);
    house.connect(&owner).await;
    let mut chance = Chance(number("BANYAN_SEED", 1));
    for _ in 0..number("BANYAN_CALLBACKS", 200) {
        some_act(&played, &mut chance);
        if chance.below(4) == 0 {
            house.pass_seconds(1);
            house.deliver_due(&played).await;
        }
        if chance.below(6) == 0 {
            wecom::round(&house.shop).await.unwrap();
        }
    }
    played.double().suffer(Mishaps::default());
    house.pass_seconds(60);
    house.settle(&played).await;
    // What was lost is found by reading everything once more.
    house.done(&owner, "POST", "/staff/chat/wecom/sync", None).await;
    house.settle(&played).await;
    assert_eq!(house.everything().await, truth(&played));
    // The inbox alone gives the same, byte for byte.
    let known = house.known().await;
    house.done(&owner, "POST", "/staff/chat/wecom/replay", None).await;
    assert_eq!(house.known().await, known);
});

on_both!(a_callback_that_comes_twice_is_kept_once, |house: House| async move {
    let owner = house.staff("owner").await;
    let played = Played::begin(&house, settings());
    played.double().fill(SMALL);
    house.connect(&owner).await;
    house.settle(&played).await;
    played.act(&Act::Group { owner: "staff-001".to_owned(), name: "新群".to_owned() });
    let due = played.double().due();
    let before = house.wecom_count("SELECT COUNT(*) FROM wecom_inbox").await;
    for _ in 0..3 {
        assert_eq!(house.called(&due[0]).await, StatusCode::OK);
    }
    assert_eq!(house.wecom_count("SELECT COUNT(*) FROM wecom_inbox").await, before + 1);
    // Nothing of it can be read in the database.
    let raw = house.shop.reader.read(|conn: &mut Conn| {
        let rows = conn.query("SELECT raw FROM wecom_inbox", &[])?;
        let all = rows.iter().map(|row| row.bytes(0).map(<[u8]>::to_vec)).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, banyan_base::refusal::Refusal>(all.concat())
    });
    let raw = raw.await.unwrap();
    assert!(!raw.windows(6).any(|some| some == b"wm-000" || some == b"ChatId"));
});

on_both!(what_is_no_callback_is_refused_and_counted, |house: House| async move {
    let owner = house.staff("owner").await;
    let played = Played::begin(&house, settings());
    played.double().fill(SMALL);
    let delivery = |act: &Act| {
        played.act(act);
        played.double().due().remove(0)
    };
    let good = delivery(&Act::Group { owner: "staff-001".to_owned(), name: "新群".to_owned() });
    assert_eq!(house.called(&good).await, StatusCode::NOT_FOUND, "nothing is connected");
    house.connect(&owner).await;
    let (question, plain) = played.double().question();
    let (status, _, answer) = house.fetch(&address(&question)).await;
    assert_eq!((status, String::from_utf8(answer).unwrap()), (StatusCode::OK, plain));
    let before = house.wecom_count("SELECT COUNT(*) FROM wecom_inbox").await;
    let mut bad = Vec::new();
    let changed = |change: &dyn Fn(&mut Delivery)| {
        let mut delivery = good.clone();
        change(&mut delivery);
        delivery
    };
    bad.push((changed(&|one| one.query[0].1 = "0".repeat(40)), "wrong_signature"));
    bad.push((changed(&|one| one.query[0].1.clear()), "wrong_signature"));
    bad.push((changed(&|one| one.body.truncate(one.body.len() / 2)), "not_xml"));
    bad.push((changed(&|one| one.body = "garbage".to_owned()), "not_xml"));
    bad.push((changed(&|one| one.body = "<xml></xml>".to_owned()), "missing_field"));
    let sealed = |corp: &str, key: &str, message: &str, cut: usize| {
        let other = banyan_wecom::Callback::new(TOKEN, key, corp).unwrap();
        let mut encrypted = other.encrypt(message, [7; 16]);
        encrypted.truncate(encrypted.len() - cut);
        let at = (house.now() / SECOND).to_string();
        let signature = other.sign(&at, "n", &encrypted);
        let query = [("msg_signature", signature), ("timestamp", at), ("nonce", "n".to_owned())];
        Delivery { id: 0, query, body: format!("<xml><Encrypt>{encrypted}</Encrypt></xml>") }
    };
    bad.push((sealed("ww-other", KEY, "<xml></xml>", 0), "wrong_receive_id"));
    bad.push((sealed(CORP, KEY, "<xml></xml>", 4), "not_ciphertext"));
    bad.push((sealed(CORP, KEY, "no xml", 0), "not_xml"));
    let other_key = KEY.replace('d', "e");
    bad.push((sealed(CORP, &other_key, "<xml></xml>", 0), "wrong_padding"));
    for (delivery, code) in &bad {
        let body = delivery.body.clone().into_bytes();
        let (status, refusal) =
            house.post(&address(&delivery.query), axum::http::HeaderMap::new(), body).await;
        assert_eq!((status, &refusal["code"]), (StatusCode::BAD_REQUEST, &json!(code)));
    }
    house.pass_seconds(301);
    assert_eq!(house.called(&good).await, StatusCode::BAD_REQUEST, "too old");
    house.work_off().await;
    assert_eq!(house.wecom_count("SELECT COUNT(*) FROM wecom_inbox WHERE kind = 'callback'").await, before);
    let view = house.done(&owner, "GET", "/staff/chat/wecom", None).await;
    let times = |code: &str| {
        let errors = view["errors"].as_array().unwrap();
        errors.iter().find(|one| one["code"] == code).map_or(0, |one| one["times"].as_i64().unwrap())
    };
    assert_eq!((times("wrong_signature"), times("not_xml"), times("old_timestamp")), (2, 3, 1), "{view}");
});

on_both!(a_connection_is_checked_and_its_secrets_stay_secret, |house: House| async move {
    let owner = house.staff("owner").await;
    let with = |field: &str, value: Value| {
        let mut body = wanted();
        body[field] = value;
        Some(body)
    };
    for (field, value, code) in [
        ("api", json!("http://169.254.169.254"), "wecom_api_bad"),
        ("api", json!("https://evil.example"), "wecom_api_bad"),
        ("token", json!("no token!"), "wecom_key_bad"),
        ("aes_key", json!("short"), "wecom_key_bad"),
        ("secret", Value::Null, "wecom_secret_missing"),
    ] {
        let (status, refusal) = house.ask(&owner, "PUT", "/staff/chat/wecom", with(field, value)).await;
        assert_eq!((status, &refusal["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)));
        assert_eq!(refusal["field"], json!(format!("/{field}")));
    }
    house.connect(&owner).await;
    let view = house.done(&owner, "GET", "/staff/chat/wecom", None).await.to_string();
    assert!(!view.contains(SECRET) && !view.contains(KEY));
    let kept = json!({ "corp": CORP, "api": "", "is_on": false });
    house.done(&owner, "PUT", "/staff/chat/wecom", Some(kept)).await;
    let view = house.done(&owner, "GET", "/staff/chat/wecom", None).await;
    assert_eq!(view["connection"]["api"], json!("https://qyapi.weixin.qq.com"));
    let (status, refusal) =
        house.ask(&owner, "PUT", "/staff/chat/wecom", with("corp", json!("ww-other"))).await;
    assert_eq!((status, &refusal["code"]), (StatusCode::CONFLICT, &json!("wecom_other_corp")));
    let (_, refusal) = house.ask(&owner, "POST", "/staff/chat/wecom/sync", None).await;
    assert_eq!(refusal["code"], json!("wecom_off"));
});

on_both!(too_many_calls_wait_a_minute_and_a_lost_token_is_taken_anew, |house: House| async move {
    let owner = house.staff("owner").await;
    let mut settings = settings();
    settings.limits.minute = 4;
    let played = Played::begin(&house, settings);
    played.double().fill(World { staff: 6, ..SMALL });
    house.connect(&owner).await;
    house.work_off().await;
    let view = house.done(&owner, "GET", "/staff/chat/wecom", None).await;
    assert!(view["waits_until"].is_string() && view["sync"]["ended_at"].is_null(), "{view}");
    played.act(&Act::ExpireTokens);
    for _ in 0..20 {
        house.pass_seconds(61);
        house.work_off().await;
    }
    assert_eq!(house.everything().await, truth(&played));
    assert_eq!(played.calls("gettoken"), 2);
});

on_both!(whoever_is_erased_goes_from_the_inbox_as_well, |house: House| async move {
    let owner = house.staff("owner").await;
    let played = Played::begin(&house, settings());
    played.double().fill(SMALL);
    house.connect(&owner).await;
    house.settle(&played).await;
    let account = house.chat_account(&owner, "小榕", 9).await;
    let known = house.rows("SELECT DISTINCT person FROM wecom_follow ORDER BY person").await;
    let traces = async |customer: &str| {
        let customer = customer.to_owned();
        let read = move |conn: &mut Conn| {
            let mut all = Vec::new();
            for table in ["wecom_mention", "wecom_follow", "wecom_member"] {
                let sql = format!("SELECT COUNT(*) FROM {table} WHERE person = $1");
                all.push(conn.one(&sql, &[customer.as_str().into()])?.unwrap().int(0)?);
            }
            Ok::<_, banyan_base::refusal::Refusal>(all)
        };
        house.shop.reader.read(read).await.unwrap()
    };
    let contact = async |customer: &str, name: &str| {
        let mut body = crate::contacts::contact(&account, name, "");
        body["handle"] = json!(customer);
        let made = house.done(&owner, "POST", "/staff/chat/contacts", Some(body)).await;
        made["id"].as_str().unwrap().to_owned()
    };
    let (by_staff, by_leaving, stays) = (&known[0][0], &known[1][0], &known[2][0]);
    let rows = house.wecom_count("SELECT COUNT(*) FROM wecom_inbox").await;
    let mentions = traces(by_staff).await[0] + traces(by_leaving).await[0];
    assert!(traces(by_staff).await.iter().all(|count| *count > 0));
    // By staff, as they asked.
    let id = contact(by_staff, "小微").await;
    let reason = Some(json!({ "reason": "本人要求" }));
    house.done(&owner, "POST", &format!("/staff/chat/contacts/{id}/erase"), reason).await;
    // By leaving the shop.
    let member = house.member(None, 0).await;
    let id = contact(by_leaving, "小蓝").await;
    let who = Some(json!({ "member": member.to_string(), "reason": "自己说的" }));
    house.done(&owner, "POST", &format!("/staff/chat/contacts/{id}/member"), who).await;
    let asked = Some(json!({ "reason": "本人要求", "forfeit": true }));
    house.done(&owner, "POST", &format!("/staff/members/{member}/erase"), asked).await;
    for gone in [by_staff, by_leaving] {
        assert_eq!(traces(gone).await, [0, 0, 0], "{gone}");
    }
    assert!(traces(stays).await.iter().all(|count| *count > 0));
    assert_eq!(house.wecom_count("SELECT COUNT(*) FROM wecom_inbox").await, rows - mentions);
});

fn machine_now() -> i64 {
    banyan_base::clock::SystemClock.now().0
}

/// People make groups, and a server is told of each until it goes away; `heard` counts what it acknowledged.
fn tell_until_gone(client: &Client, double: &Mutex<Double>, heard: &Mutex<u64>) {
    for _ in 0..10_000 {
        let due = {
            let mut double = double.lock().unwrap();
            double.pass_to(machine_now() / SECOND);
            double.act(&Act::Group { owner: "staff-001".to_owned(), name: "新群".to_owned() });
            double.due()
        };
        let mut is_gone = false;
        for delivery in due {
            let path = address(&delivery.query);
            let answer = if is_gone { None } else { client.send(&path, delivery.body.as_bytes()) };
            let mut double = double.lock().unwrap();
            if let Some(status) = answer {
                assert_eq!(status, 200);
                double.acknowledged(delivery.id);
                *heard.lock().unwrap() += 1;
            } else {
                double.refused(delivery.id);
                is_gone = true;
            }
        }
        if is_gone {
            return;
        }
    }
}

/// Callbacks reach servers that are killed, one after another; what was acknowledged is there, once, and applied in the end.
fn nothing_heard_is_lost(db: Db) {
    let dir = tempfile::tempdir().unwrap();
    let place = migrated(db, dir.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let house = House::on(place.clone(), crate::harness::TWO_LEVELS, None, START);
        let owner = house.staff("owner").await;
        // Nobody answers there: the servers only hear.
        let mut body = wanted();
        body["api"] = json!("http://127.0.0.1:9");
        house.done(&owner, "PUT", "/staff/chat/wecom", Some(body)).await;
    });
    let mut double = Double::new(Settings { now: machine_now() / SECOND, ..settings() }).unwrap();
    double.fill(SMALL);
    let double = Arc::new(Mutex::new(double));
    let heard = Arc::new(Mutex::new(0_u64));
    let mut chance = Chance(number("BANYAN_SEED", 1));
    let kills = number("BANYAN_KILLS", 4);
    for _ in 0..kills {
        let server = Server::start(&place);
        let before = *heard.lock().unwrap();
        let (client, told, taken) = (server.client(), double.clone(), heard.clone());
        let sender = std::thread::spawn(move || tell_until_gone(&client, &told, &taken));
        for _ in 0..2_000 {
            if *heard.lock().unwrap() > before {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        std::thread::sleep(std::time::Duration::from_millis(chance.below(150) as u64));
        server.kill();
        sender.join().unwrap();
    }
    let heard = *heard.lock().unwrap();
    assert!(heard >= kills, "{heard} callbacks were acknowledged");
    runtime.block_on(async {
        let house = House::on(place, crate::harness::TWO_LEVELS, None, machine_now());
        let kept = house.wecom_count("SELECT COUNT(*) FROM wecom_inbox WHERE kind = 'callback'").await;
        assert!(kept as u64 >= heard, "{heard} were acknowledged and {kept} are there");
        let played = Played { double, clock: house.clock.clone(), calls: Arc::default() };
        house.shop.part::<Wecom>().speak_through(Arc::new(played.clone()));
        // What was tried in vain waits a while.
        house.pass_seconds(700);
        house.settle(&played).await;
        assert_eq!(house.everything().await, truth(&played));
    });
}

#[test]
fn nothing_heard_is_lost_to_kill_9_sqlite() {
    nothing_heard_is_lost(Db::Sqlite);
}

#[test]
fn nothing_heard_is_lost_to_kill_9_postgres() {
    nothing_heard_is_lost(Db::Postgres);
}
