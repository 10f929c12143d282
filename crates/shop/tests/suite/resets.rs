//! Ways back in for who has forgotten their password, and in for who was brought over from another system.

use axum::http::StatusCode;
use banyan_ops::history::{self, Files};
use banyan_people::notify::Address;
use banyan_plan::time::{SECOND, Time};
use serde_json::{Value, json};

use crate::harness::{House, START, TWO_LEVELS, on_both};
use crate::people::{PASSWORD, newcomer};

const OTHER: &str = "another horse battery";

impl House {
    /// Changes some settings.
    async fn set(&self, owner: &str, changes: &[(&str, Value)]) {
        let mut body = self.done(owner, "GET", "/staff/settings", None).await;
        for (name, value) in changes {
            body["settings"][*name] = value.clone();
        }
        self.done(owner, "PUT", "/staff/settings", Some(body)).await;
    }

    /// The code that was sent last.
    fn sent(&self, phone: &str) -> String {
        let last = self.messages.taken().pop().expect("a message");
        assert_eq!(last.to, Address::Phone(phone.to_owned()));
        let code = last.values[0].clone();
        assert!(code.len() == 6 && last.text.zh.contains(&code) && last.text.en.contains(&code), "{last:?}");
        code
    }

    async fn signs_in(&self, account: &str, password: &str) -> bool {
        let body = json!({ "account": account, "password": password });
        let (status, answer) = self.ask("", "POST", "/session", Some(body)).await;
        assert!(status.is_success() || answer["code"] == "login_wrong", "{answer}");
        status.is_success()
    }
}

fn phone(phone: &str) -> Value {
    json!({ "phone": phone })
}

fn by_phone(phone: &str, code: &str, password: &str) -> Value {
    json!({ "phone": phone, "code": code, "password": password })
}

fn by_link(code: &str, password: &str) -> Value {
    json!({ "code": code, "password": password })
}

on_both!(staff_lets_a_member_set_a_new_password_once_and_nobody_else_learns_it, |house| async move {
    let customer = house.customer("13800138000", None).await;
    let id = house.id_of(&customer).await;
    let path = format!("/staff/members/{id}/reset-link");
    let why = Some(json!({ "reason": "knew her last three orders" }));
    for role in ["finance", "branch", "bd"] {
        let staff = house.staff(role).await;
        house.refused(&staff, "POST", &path, why.clone(), "forbidden").await;
    }
    let support = house.staff("support").await;
    house.refused(&support, "POST", &path, Some(json!({ "reason": "" })), "text_length").await;
    let first = house.done(&support, "POST", &path, why.clone()).await;
    let made = house.done(&support, "POST", &path, why.clone()).await;
    let code = made["code"].as_str().unwrap();
    assert_eq!(made["link"], format!("http://127.0.0.1/reset#{code}"));
    // They still have their old password, until they set another one; only the newest link is good.
    assert!(house.signs_in("13800138000", PASSWORD).await);
    let old = first["code"].as_str().unwrap();
    house.refused("", "POST", "/password/link", Some(by_link(old, OTHER)), "link_unknown").await;
    let looked = house.done("", "POST", "/password/link/look", Some(json!({ "code": code }))).await;
    assert_eq!(looked["account_needed"], false);
    house
        .refused("", "POST", "/password/link", Some(by_link(code, "13800138000")), "password_is_account")
        .await;
    // Typed by somebody to whom it was read out.
    let typed = code.to_lowercase().replace('-', " ");
    house.done("", "POST", "/password/link", Some(by_link(&typed, OTHER))).await;
    house.refused("", "POST", "/password/link", Some(by_link(code, PASSWORD)), "link_unknown").await;
    house.refused(&customer, "GET", "/me", None, "signed_out").await;
    assert!(!house.signs_in("13800138000", PASSWORD).await);
    assert!(house.signs_in("13800138000", OTHER).await);
    let owner = house.staff("owner").await;
    let log = house.done(&owner, "GET", &format!("/staff/audit?subject=member/{id}"), None).await.to_string();
    assert!(log.contains("member.reset_link") && log.contains("knew her last three orders"), "{log}");
    assert!(log.contains("member.password") && !log.contains(code) && !log.contains(OTHER), "{log}");
    // A link is good for a day.
    let late = house.done(&owner, "POST", &path, why.clone()).await;
    house.days(2);
    let late = Some(by_link(late["code"].as_str().unwrap(), OTHER));
    house.refused("", "POST", "/password/link", late, "link_unknown").await;
    let wide = json!({ "name": "HR", "scopes": ["members_reset"] });
    let token = house.done(&owner, "POST", "/staff/tokens", Some(wide)).await;
    house.refused(token["token"].as_str().unwrap(), "POST", &path, why, "person_needed").await;
});

on_both!(a_forgotten_password_is_set_by_a_code_to_the_phone, |house| async move {
    let customer = house.customer("13800138000", None).await;
    // Until somebody delivers messages, the shop says how it is reached, and promises nothing else.
    house.refused("", "POST", "/phone-codes", Some(phone("13800138000")), "codes_not_sent").await;
    let owner = house.staff("owner").await;
    house.set(&owner, &[("notifier", json!("double")), ("contact", json!("客服 400-000-0000"))]).await;
    let shop = house.done("", "GET", "/shop", None).await;
    assert_eq!((&shop["phone_codes"], &shop["contact"]), (&json!(true), &json!("客服 400-000-0000")));
    house.refused("", "POST", "/phone-codes", Some(phone("wei")), "phone_invalid").await;
    house.done("", "POST", "/phone-codes", Some(phone("138 0013 8000"))).await;
    let code = house.sent("+8613800138000");
    house.refused("", "POST", "/phone-codes", Some(phone("13800138000")), "too_many_attempts").await;
    let wrong = if code == "000000" { "111111" } else { "000000" };
    house
        .refused("", "POST", "/password/phone", Some(by_phone("13800138000", wrong, OTHER)), "code_wrong")
        .await;
    house
        .refused("", "POST", "/password/phone", Some(by_phone("13900139000", &code, OTHER)), "code_wrong")
        .await;
    house.done("", "POST", "/password/phone", Some(by_phone("13800138000", &code, OTHER))).await;
    house
        .refused("", "POST", "/password/phone", Some(by_phone("13800138000", &code, PASSWORD)), "code_wrong")
        .await;
    house.refused(&customer, "GET", "/me", None, "signed_out").await;
    assert!(house.signs_in("13800138000", OTHER).await);
    // Five guesses are all that a code takes.
    house.clock.set(Time(house.now() + 61 * SECOND));
    house.done("", "POST", "/phone-codes", Some(phone("13800138000"))).await;
    let code = house.sent("+8613800138000");
    let wrong = if code == "000000" { "111111" } else { "000000" };
    for _ in 0..5 {
        house
            .refused(
                "",
                "POST",
                "/password/phone",
                Some(by_phone("13800138000", wrong, PASSWORD)),
                "code_wrong",
            )
            .await;
    }
    house
        .refused("", "POST", "/password/phone", Some(by_phone("13800138000", &code, PASSWORD)), "code_wrong")
        .await;
    // Ten minutes are all that it lasts.
    house.clock.set(Time(house.now() + 61 * SECOND));
    house.done("", "POST", "/phone-codes", Some(phone("13800138000"))).await;
    let code = house.sent("+8613800138000");
    house.clock.set(Time(house.now() + 601 * SECOND));
    house
        .refused("", "POST", "/password/phone", Some(by_phone("13800138000", &code, PASSWORD)), "code_wrong")
        .await;
    // Who has no account hears so only once they hold the phone.
    house.done("", "POST", "/phone-codes", Some(phone("13900139000"))).await;
    let code = house.sent("+8613900139000");
    let body = Some(by_phone("13900139000", &code, PASSWORD));
    house.refused("", "POST", "/password/phone", body, "phone_without_account").await;
    house.messages.set_down(true);
    let (status, answer) = house.ask("", "POST", "/phone-codes", Some(phone("13700137000"))).await;
    assert_eq!((status, &answer["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("message_not_sent")));
});

on_both!(where_codes_are_sent_a_phone_is_registered_by_who_holds_it, |house| async move {
    let owner = house.staff("owner").await;
    house.set(&owner, &[("notifier", json!("double"))]).await;
    house.refused("", "POST", "/members", Some(newcomer("13800138000")), "phone_code_needed").await;
    house.done("", "POST", "/phone-codes", Some(phone("13800138000"))).await;
    let mut body = newcomer("13800138000");
    body["phone_code"] = json!("abc");
    house.refused("", "POST", "/members", Some(body.clone()), "code_wrong").await;
    body["phone_code"] = json!(house.sent("+8613800138000"));
    let key = [("idempotency-key", "r-1")];
    let first = house.ask_with("", "POST", "/members", Some(body.clone()), &key).await;
    let again = house.ask_with("", "POST", "/members", Some(body), &key).await;
    assert_eq!((first.0, again.0), (StatusCode::CREATED, StatusCode::CREATED), "{first:?} {again:?}");
    assert_eq!(first.1["session"]["id"], again.1["session"]["id"]);
    // An account name needs none.
    house.customer("wei-one", None).await;
});

on_both!(of_changes_of_a_password_at_once_one_succeeds, |house| async move {
    let member = house.customer("13800138000", None).await;
    let owner = house.staff("owner").await;
    let hire = json!({ "login": "fin", "name": "Fin", "role": "finance", "password": PASSWORD });
    house.done(&owner, "POST", "/staff/accounts", Some(hire)).await;
    let entered = json!({ "login": "fin", "password": PASSWORD });
    let entered = house.done("", "POST", "/staff/session", Some(entered)).await;
    let staff = entered["token"].as_str().unwrap().to_owned();
    for (token, path) in [(member, "/me/password"), (staff, "/staff/me/password")] {
        let change = |number: u32| {
            let (token, house) = (&token, &house);
            let body = json!({ "old": PASSWORD, "new": format!("another horse {number}") });
            async move { house.ask(token, "POST", path, Some(body)).await }
        };
        let (one, two, three) = tokio::join!(change(1), change(2), change(3));
        let all = [one, two, three];
        let changed = all.iter().filter(|(status, _)| status.is_success()).count();
        assert_eq!(changed, 1, "{all:?}");
        let refused = all.iter().filter(|(_, answer)| answer["code"] == "password_wrong").count();
        assert_eq!(refused, 2, "{all:?}");
    }
});

/// Files of another system: 001 has a rank and money; the second is known by their phone; the third by a column.
fn files(dir: &std::path::Path) -> Files {
    let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).unwrap();
    write(
        "members.csv",
        "member,inviter,joined_at,rank,nickname,phone\n\
         001,,2025-01-01 00:00:00,owner,,\n\
         13800000001,001,2025-01-02 00:00:00,,,\n\
         A7,001,2025-01-03 00:00:00,owner,小满,139 0000 0002\n",
    );
    write(
        "orders.csv",
        "order,line,at,buyer,amount,rate,product\nO1,1,2025-02-01 08:00:00,13800000001,100.00,20%,tea\n\
         O2,1,2025-02-02 08:00:00,A7,100.00,20%,tea\n",
    );
    Files {
        members: dir.join("members.csv"),
        orders: dir.join("orders.csv"),
        with_claims: true,
        is_chinese: true,
        ..Files::default()
    }
}

async fn imported(house: &House, files: &Files) -> Result<history::Imported, banyan_base::refusal::Refusal> {
    let (writer, files) = (house.shop.writer.clone(), files.clone());
    let run = move || history::import(&writer, &files, std::sync::Arc::new(|_, _| ()));
    tokio::task::spawn_blocking(run).await.unwrap()
}

/// A shop that was opened before the history of [`files`] begins.
fn early(house: &House) -> House {
    let db = house.db();
    let dir = tempfile::tempdir().unwrap();
    let place = crate::harness::fresh(db, dir.path());
    House::on(place, TWO_LEVELS, Some(dir), START - 500 * banyan_plan::time::DAY)
}

on_both!(who_was_brought_over_claims_her_account_and_is_no_second_member, |house| async move {
    let house = early(&house);
    let dir = tempfile::tempdir().unwrap();
    let done = imported(&house, &files(dir.path())).await.unwrap();
    house.clock.set(Time(START));
    let claims = {
        let (writer, unclaimed) = (house.shop.writer.clone(), done.unclaimed.clone());
        tokio::task::spawn_blocking(move || history::claims(&writer, unclaimed)).await.unwrap().unwrap()
    };
    let owner = house.staff("owner").await;
    let list = house.done(&owner, "GET", "/staff/members", None).await;
    let members = list["items"].as_array().unwrap().clone();
    assert_eq!(members.len(), 3);
    let names: Vec<&str> = members.iter().map(|one| one["nickname"].as_str().unwrap()).collect();
    assert!(names.contains(&"小满") && !list.to_string().contains("13800000001"), "{names:?}");
    assert!(names.iter().filter(|name| name.starts_with("会员")).count() == 2, "{names:?}");
    let found = house.done(&owner, "GET", "/staff/members?nickname=001", None).await;
    let root = found["items"][0]["id"].as_str().unwrap().to_owned();
    let detail = house.done(&owner, "GET", &format!("/staff/members/{root}"), None).await;
    assert_eq!((&detail["origin"], &detail["has_password"]), (&json!("001"), &json!(false)));

    // 001 has a code, and nothing to sign in with: they choose it. Who has something already keeps it.
    let code = |name: &str| claims.iter().find(|(one, _)| one == name).unwrap().1.clone();
    let looked = house.done("", "POST", "/password/link/look", Some(json!({ "code": code("001") }))).await;
    assert_eq!(looked["account_needed"], true);
    let mut body = by_link(&code("001"), PASSWORD);
    house.refused("", "POST", "/password/link", Some(body.clone()), "account_invalid").await;
    body["account"] = json!("13900000002");
    body["terms"] = json!("2026-01");
    house.refused("", "POST", "/password/link", Some(body.clone()), "phone_taken").await;
    body["account"] = json!("wei-one");
    house.done("", "POST", "/password/link", Some(body)).await;
    let session = json!({ "account": "wei-one", "password": PASSWORD });
    let session = house.done("", "POST", "/session", Some(session)).await;
    assert_eq!(session["session"]["id"], json!(root));

    // Their phone is all by which they are known, and nothing is theirs that others could want: registering is claiming.
    let made = house.done("", "POST", "/members", Some(newcomer("13800000001"))).await;
    let id = made["session"]["id"].clone();
    assert!(members.iter().any(|one| one["id"] == id), "{made}");
    house.refused("", "POST", "/members", Some(newcomer("13800000001")), "phone_taken").await;
    // Somebody with a rank is not claimed by knowing their number: by their code, or by holding the phone.
    house.refused("", "POST", "/members", Some(newcomer("13900000002")), "account_unclaimed").await;
    assert!(!house.signs_in("13900000002", PASSWORD).await);
    house.set(&owner, &[("notifier", json!("double"))]).await;
    house.done("", "POST", "/phone-codes", Some(phone("13900000002"))).await;
    let mut body = newcomer("13900000002");
    body["phone_code"] = json!(house.sent("+8613900000002"));
    let made = house.done("", "POST", "/members", Some(body)).await;
    let third = members.iter().find(|one| one["nickname"] == "小满").unwrap();
    assert_eq!(made["session"]["id"], third["id"]);
    let late = Some(json!({ "code": code("A7") }));
    house.refused("", "POST", "/password/link/look", late, "link_unknown").await;
    let list = house.done(&owner, "GET", "/staff/members", None).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 3);
});

on_both!(one_phone_is_one_member_in_files_too, |house| async move {
    let house = early(&house);
    let dir = tempfile::tempdir().unwrap();
    let files = files(dir.path());
    let with = |row: &str| {
        let head =
            "member,inviter,joined_at,rank,nickname,phone\n001,,2025-01-01 00:00:00,owner,,13800000001\n";
        std::fs::write(dir.path().join("members.csv"), format!("{head}{row}")).unwrap();
    };
    std::fs::write(dir.path().join("orders.csv"), "order,line,at,buyer,amount,rate,product\n").unwrap();
    for (row, told) in [
        (
            "002,,2025-01-02 00:00:00,,,+86 138-0000-0001\n",
            "members.csv:3: this phone number is that of the member on line 2",
        ),
        (
            "13800000001,,2025-01-02 00:00:00,,,\n",
            "members.csv:3: this phone number is that of the member on line 2",
        ),
        (
            "002,,2025-01-02 00:00:00,,,1.38E+10\n",
            "members.csv:3: phone “1.38E+10” was shortened by a spreadsheet",
        ),
        ("002,,2025-01-02 00:00:00,,,tea\n", "members.csv:3: phone “tea” is no phone number"),
        ("002,,2025-01-02 00:00:00,,13800000002,\n", "members.csv:3: others see a nickname"),
        (
            "002,,2025-01-02 00:00:00,,\u{3164},\n",
            "members.csv:3: nickname: the text has characters that nobody can see",
        ),
    ] {
        with(row);
        let refused = imported(&house, &files).await.unwrap_err().text.en;
        assert!(refused.contains(told), "{refused}");
    }
    with("002,,2025-01-02 00:00:00,,,\n1.38E+10,,2025-01-02 00:00:00,,,\n");
    assert_eq!(imported(&house, &files).await.unwrap().members, 3);
});
