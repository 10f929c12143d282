//! Who comes in, as what, and how they are let in again.

use std::sync::Arc;

use axum::http::StatusCode;
use banyan_base::totp::{Secret, step};
use banyan_plan::time::{SECOND, Time};
use banyan_store::DatabaseUrl;
use serde_json::{Value, json};

use crate::harness::{Db, House, TWO_LEVELS, on_both};

/// Good enough for everybody in these tests.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// Somebody who registers.
pub(crate) fn newcomer(account: &str) -> Value {
    json!({ "account": account, "password": PASSWORD, "terms": "2026-01" })
}

impl House {
    /// Registers a promoter; gives their session's token and their invitation code.
    pub(crate) async fn promoter(&self, account: &str, via: Option<&str>) -> (String, String) {
        let mut body = newcomer(account);
        body["promoter"] = json!(true);
        body["adult"] = json!(true);
        body["via"] = json!(via);
        let made = self.done("", "POST", "/members", Some(body)).await;
        let token = made["token"].as_str().unwrap().to_owned();
        let invitation = self.done(&token, "GET", "/me/invitation", None).await;
        (token, invitation["code"].as_str().unwrap().to_owned())
    }

    /// Registers a customer; gives their session's token.
    pub(crate) async fn customer(&self, account: &str, via: Option<&str>) -> String {
        let mut body = newcomer(account);
        body["via"] = json!(via);
        let made = self.done("", "POST", "/members", Some(body)).await;
        made["token"].as_str().unwrap().to_owned()
    }

    /// Somebody's id.
    pub(crate) async fn id_of(&self, token: &str) -> String {
        self.done(token, "GET", "/session", None).await["id"].as_str().unwrap().to_owned()
    }

    async fn enter(&self, account: &str, password: &str) -> (StatusCode, Value) {
        let body = json!({ "account": account, "password": password });
        self.ask("", "POST", "/session", Some(body)).await
    }

    pub(crate) fn db(&self) -> Db {
        match self.place {
            DatabaseUrl::Sqlite(_) => Db::Sqlite,
            DatabaseUrl::Postgres(_) => Db::Postgres,
        }
    }
}

on_both!(an_invited_customer_is_her_inviters_from_the_first_day, |house| async move {
    let (promoter, code) = house.promoter("13800138000", None).await;
    house.done(&promoter, "PATCH", "/me", Some(json!({ "nickname": "小微" }))).await;
    let shown = house.done("", "GET", &format!("/invitations/{code}"), None).await;
    assert_eq!(shown, json!({ "nickname": "小微" }));
    // The whole link, as it was scanned.
    let link =
        house.done(&promoter, "GET", "/me/invitation", None).await["link"].as_str().unwrap().to_owned();
    let customer = house.customer("139-0013-9000", Some(&link)).await;
    let me = house.done(&customer, "GET", "/me", None).await;
    assert_eq!(
        (&me["inviter"], &me["rank"], &me["phone"]),
        (&json!("小微"), &Value::Null, &json!("139****9000"))
    );
    assert_eq!((&me["terms"], &me["of_age"], &me["account"]), (&json!("2026-01"), &json!(0), &Value::Null));
    assert!(me["nickname"].as_str().unwrap().starts_with("Member "));
    let staff = house.staff("owner").await;
    let id = house.id_of(&customer).await;
    let detail = house.done(&staff, "GET", &format!("/staff/members/{id}"), None).await;
    assert_eq!((&detail["bound"]["how"], &detail["bound"]["until"]), (&json!("join"), &Value::Null));
    assert_eq!(detail["bound"]["promoter"], json!(house.id_of(&promoter).await));
    // What they buy is credited to their promoter, who sees totals and nothing else.
    let sku = house.product("tea", 20_000, 0, 200_000, 100).await;
    let buyer = id.parse().unwrap();
    house.sell(buyer, sku, 1).await;
    house.sell(buyer, sku, 2).await;
    let people = house.done(&promoter, "GET", "/me/people", None).await;
    assert_eq!(people["items"].as_array().unwrap().len(), 1);
    assert_eq!((&people["items"][0]["orders"], &people["items"][0]["earned"]), (&json!(2), &json!(12_000)));
    let text = people.to_string();
    for secret in ["9000", "139", id.as_str(), "phone", "\"id\"", "order_id"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
});

on_both!(each_plan_has_its_way_in, |house| async move {
    let with = |how: &str| House::open(house.db(), &format!("{TWO_LEVELS}\n[join]\nhow = \"{how}\"\n"));
    let wanting = |account: &str, via: Option<&str>, adult: bool| {
        let mut body = newcomer(account);
        (body["promoter"], body["adult"], body["via"]) = (json!(true), json!(adult), json!(via));
        body
    };
    let open = with("open");
    open.refused("", "POST", "/members", Some(wanting("wei-one", None, false)), "age_needed").await;
    let customer = open.customer("wei-one", None).await;
    open.refused(&customer, "POST", "/me/promoter", Some(json!({})), "age_needed").await;
    open.done(&customer, "POST", "/me/promoter", Some(json!({ "adult": true }))).await;
    let me = open.done(&customer, "GET", "/me", None).await;
    assert_eq!((&me["rank"]["id"], &me["of_age"]), (&json!("owner"), &json!(18)));
    open.refused(&customer, "POST", "/me/promoter", Some(json!({ "adult": true })), "promoter_already").await;
    drop(open);

    let invitation = with("invitation");
    invitation
        .refused("", "POST", "/members", Some(wanting("wei-one", None, true)), "invitation_needed")
        .await;
    let root = invitation.member(None, 1).await;
    let root = invitation.signed_in(root).await;
    let code = invitation.done(&root, "GET", "/me/invitation", None).await["code"].clone();
    let code = code.as_str().unwrap();
    let (invited, _) = invitation.promoter("wei-two", Some(code)).await;
    assert_eq!(invitation.done(&invited, "GET", "/me", None).await["rank"]["id"], "owner");
    let plain = invitation.customer("wei-three", None).await;
    let adult = Some(json!({ "adult": true }));
    invitation.refused(&plain, "POST", "/me/promoter", adult.clone(), "invitation_needed").await;
    invitation.refused(&plain, "GET", "/me/invitation", None, "promoters_only").await;
    let brought = invitation.customer("wei-four", Some(code)).await;
    invitation.done(&brought, "POST", "/me/promoter", adult.clone()).await;
    drop(invitation);

    let purchase = with("purchase");
    purchase.refused("", "POST", "/members", Some(wanting("wei-one", None, true)), "purchase_needed").await;
    let customer = purchase.customer("wei-one", None).await;
    purchase.refused(&customer, "POST", "/me/promoter", adult, "purchase_needed").await;
});

on_both!(a_wrong_code_is_said_before_it_costs_her_her_inviter, |house| async move {
    let mut body = newcomer("wei-one");
    for (via, code) in [
        ("AAA", "invitation_length"),
        ("00000000", "invitation_character"),
        ("AAAA-AAAA", "invitation_unknown"),
    ] {
        body["via"] = json!(via);
        house.refused("", "POST", "/members", Some(body.clone()), code).await;
    }
    let customer = house.customer("wei-one", None).await;
    house.refused("", "POST", "/members", Some(newcomer("WEI-One")), "account_taken").await;
    for (field, value, code) in [
        ("account", "1", "account_invalid"),
        ("password", "12345678", "password_too_common"),
        ("password", "short", "password_too_short"),
        ("nickname", "13800138000", "nickname_is_phone"),
    ] {
        let mut body = newcomer("wei-two");
        body[field] = json!(value);
        house.refused("", "POST", "/members", Some(body), code).await;
    }
    let nickname = Some(json!({ "nickname": "a\u{202e}b" }));
    house.refused(&customer, "PATCH", "/me", nickname, "text_invalid").await;
});

on_both!(twenty_registrations_of_one_phone_make_one_member, |house| async move {
    let house = Arc::new(house);
    let mut waiting = tokio::task::JoinSet::new();
    for number in 0..20 {
        let house = house.clone();
        // However it is typed, it is the same number.
        let account = if number % 2 == 0 { "13800138000" } else { "+86 138-0013-8000" };
        waiting.spawn(async move { house.ask("", "POST", "/members", Some(newcomer(account))).await });
    }
    let mut made = 0;
    while let Some(done) = waiting.join_next().await {
        match done.unwrap() {
            (StatusCode::CREATED, _) => made += 1,
            (status, answer) => {
                assert_eq!((status, &answer["code"]), (StatusCode::CONFLICT, &json!("phone_taken")));
            }
        }
    }
    assert_eq!(made, 1);
});

on_both!(the_same_key_is_the_same_registration_for_who_knows_the_password, |house| async move {
    let key = [("idempotency-key", "r-1")];
    let ask = |body: Value| {
        let house = &house;
        async move { house.ask_with("", "POST", "/members", Some(body), &key).await }
    };
    let (first, one) = ask(newcomer("13800138000")).await;
    let (again, other) = ask(newcomer("13800138000")).await;
    assert_eq!((first, again), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(one["session"]["id"], other["session"]["id"]);
    assert_ne!(
        one["token"], other["token"],
        "a session's token is stored nowhere, so it cannot be told twice"
    );
    let mut stranger = newcomer("13800138000");
    stranger["password"] = json!("another horse battery");
    let (status, answer) = ask(stranger).await;
    assert_eq!((status, &answer["code"]), (StatusCode::CONFLICT, &json!("phone_taken")));
    // Somebody else may use the same key for themselves.
    let (status, answer) = ask(newcomer("13900139000")).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_ne!(answer["session"]["id"], one["session"]["id"]);
});

on_both!(who_guesses_waits, |house| async move {
    house.customer("13800138000", None).await;
    for account in ["13800138000", "13900139000"] {
        // Whether there is such an account makes no difference.
        for _ in 0..6 {
            let (status, answer) = house.enter(account, "wrong password").await;
            assert_eq!((status, &answer["code"]), (StatusCode::UNAUTHORIZED, &json!("login_wrong")));
        }
        let (status, answer) = house.enter(account, PASSWORD).await;
        assert_eq!((status, &answer["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("too_many_attempts")));
    }
    house.clock.set(Time(house.now() + 2 * SECOND));
    let (status, answer) = house.enter("138 0013 8000", PASSWORD).await;
    assert_eq!((status, &answer["session"]["kind"]), (StatusCode::OK, &json!("member")));
    // It is forgiven: mistyping costs nothing again.
    assert_eq!(house.enter("13800138000", "wrong password").await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(house.enter("13800138000", PASSWORD).await.0, StatusCode::OK);
});

on_both!(a_stranger_who_guesses_locks_out_herself, |house| async move {
    house.customer("13800138000", None).await;
    let owner = house.staff("owner").await;
    let hire = json!({ "login": "fin", "name": "Fin", "role": "finance", "password": PASSWORD });
    house.done(&owner, "POST", "/staff/accounts", Some(hire)).await;
    let ways =
        [("/session", json!({ "account": "13800138000" })), ("/staff/session", json!({ "login": "fin" }))];
    for (path, who) in ways {
        let with = |password: &str| {
            let mut body = who.clone();
            body["password"] = json!(password);
            body
        };
        let ask = async |peer: &str, password: &str, headers: &[(&str, &str)]| {
            house.ask_from(peer, ("POST", path), &with(password), headers).await
        };
        // Their own device, from which they signed in before.
        let (status, cookies, _) = ask("203.0.113.1", PASSWORD, &[]).await;
        assert_eq!(status, StatusCode::OK);
        let device =
            cookies.iter().find(|cookie| cookie.contains("device=")).expect("a device that is known").clone();
        for _ in 0..6 {
            assert_eq!(ask("198.51.100.9", "wrong password", &[]).await.0, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(ask("198.51.100.9", PASSWORD, &[]).await.0, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(
            ask("203.0.113.2", PASSWORD, &[]).await.0,
            StatusCode::OK,
            "{path}: from elsewhere she comes in"
        );
        // From a hundred addresses at once: new devices wait, theirs does not.
        for number in 0..110 {
            ask(&format!("192.0.2.{number}"), "wrong password", &[]).await;
        }
        assert_eq!(ask("203.0.113.3", PASSWORD, &[]).await.0, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(ask("203.0.113.1", PASSWORD, &[("cookie", &device)]).await.0, StatusCode::OK);
        // A device that is known is no way around: it has five tries of its own.
        for _ in 0..6 {
            assert_eq!(
                ask("203.0.113.1", "wrong password", &[("cookie", &device)]).await.0,
                StatusCode::UNAUTHORIZED
            );
        }
        assert_eq!(
            ask("203.0.113.1", PASSWORD, &[("cookie", &device)]).await.0,
            StatusCode::TOO_MANY_REQUESTS
        );
        // Nor is one that somebody has made up, or that is known for another account.
        let made_up = format!("{}x", &device[..device.len() - 1]);
        assert_eq!(
            ask("203.0.113.4", PASSWORD, &[("cookie", &made_up)]).await.0,
            StatusCode::TOO_MANY_REQUESTS
        );
    }
});

on_both!(behind_a_proxy_everybody_is_herself, |house| async move {
    house.customer("13800138000", None).await;
    let ask = async |peer: &str, forwarded: &str, password: &str| {
        let body = json!({ "account": "13800138000", "password": password });
        house.ask_from(peer, ("POST", "/session"), &body, &[("x-forwarded-for", forwarded)]).await.0
    };
    for _ in 0..6 {
        assert_eq!(ask("10.0.0.5", "198.51.100.9", "wrong password").await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(ask("10.0.0.5", "198.51.100.9", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(ask("10.0.0.5", "203.0.113.7", PASSWORD).await, StatusCode::OK);
    // What they claim themselves is not believed, neither through the proxy nor past it.
    assert_eq!(ask("10.0.0.5", "1.1.1.1, 198.51.100.9", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
    for _ in 0..6 {
        assert_eq!(ask("203.0.113.9", "1.1.1.1", "wrong password").await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(ask("203.0.113.9", "2.2.2.2", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
});

on_both!(a_hundred_guesses_at_once_are_a_hundred_failures, |house| async move {
    house.customer("13800138000", None).await;
    let house = Arc::new(house);
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let house = house.clone();
        waiting.spawn(async move { house.enter("13800138000", "wrong password").await.0 });
    }
    let mut checked = 0;
    while let Some(done) = waiting.join_next().await {
        checked += u32::from(done.unwrap() == StatusCode::UNAUTHORIZED);
    }
    assert_eq!(checked, 6);
});

on_both!(a_cookie_needs_the_pages_word_and_a_session_ends, |house| async move {
    let made = house.done("", "POST", "/members", Some(newcomer("13800138000"))).await;
    let cookie = format!("theme=dark; banyan_session={}", made["token"].as_str().unwrap());
    let headers = [("cookie", cookie.as_str())];
    let (_, seen) = house.ask_with("", "GET", "/session", None, &headers).await;
    assert_eq!((&seen["kind"], &seen["csrf"]), (&json!("member"), &made["session"]["csrf"]));
    let body = Some(json!({ "nickname": "小微" }));
    let (status, answer) = house.ask_with("", "PATCH", "/me", body.clone(), &headers).await;
    assert_eq!((status, &answer["code"]), (StatusCode::FORBIDDEN, &json!("csrf")));
    let csrf = seen["csrf"].as_str().unwrap();
    let both = [headers[0], ("x-csrf-token", csrf)];
    assert_eq!(house.ask_with("", "PATCH", "/me", body.clone(), &both).await.0, StatusCode::NO_CONTENT);
    let other = house.customer("13900139000", None).await;
    let stolen = format!("banyan_session={other}");
    let mixed = [("cookie", stolen.as_str()), both[1]];
    assert_eq!(house.ask_with("", "PATCH", "/me", body, &mixed).await.0, StatusCode::FORBIDDEN);
    // Visitors are told so, whatever they send.
    assert_eq!(house.done("", "GET", "/session", None).await["kind"], "visitor");
    let nobody = [("cookie", "banyan_session=nobody")];
    assert_eq!(house.ask_with("", "GET", "/session", None, &nobody).await.1["kind"], "visitor");
    house.days(31);
    house.refused(&other, "GET", "/me", None, "signed_out").await;
    assert_eq!(house.ask_with("", "GET", "/me", None, &headers).await.0, StatusCode::UNAUTHORIZED);
});

on_both!(signing_out_here_everywhere_and_by_a_new_password, |house| async move {
    let first = house.customer("13800138000", None).await;
    let mut entered = Vec::new();
    for _ in 0..3 {
        entered.push(house.enter("13800138000", PASSWORD).await.1["token"].as_str().unwrap().to_owned());
    }
    house.done(&entered[0], "DELETE", "/session", None).await;
    house.refused(&entered[0], "GET", "/me", None, "signed_out").await;
    house.done(&first, "GET", "/me", None).await;
    let body = |old: &str, new: &str| Some(json!({ "old": old, "new": new }));
    house
        .refused(&first, "POST", "/me/password", body("wrong", "another horse battery"), "password_wrong")
        .await;
    house.refused(&first, "POST", "/me/password", body(PASSWORD, "short"), "password_too_short").await;
    house.done(&first, "POST", "/me/password", body(PASSWORD, "another horse battery")).await;
    house.done(&first, "GET", "/me", None).await;
    house.refused(&entered[1], "GET", "/me", None, "signed_out").await;
    assert_eq!(house.enter("13800138000", PASSWORD).await.0, StatusCode::UNAUTHORIZED);
    let (status, again) = house.enter("13800138000", "another horse battery").await;
    assert_eq!(status, StatusCode::OK);
    house.done(again["token"].as_str().unwrap(), "DELETE", "/sessions", None).await;
    house.refused(&first, "GET", "/me", None, "signed_out").await;
});

on_both!(many_ask_at_once_and_each_is_herself, |house| async move {
    let mut people = Vec::new();
    for number in 0..8 {
        let token = house.customer(&format!("1380013800{number}"), None).await;
        people.push((house.id_of(&token).await, token));
    }
    let gone = people[0].1.clone();
    house.done(&gone, "DELETE", "/session", None).await;
    let house = Arc::new(house);
    let mut asking = tokio::task::JoinSet::new();
    for number in 0..400 {
        let (house, (id, token)) = (house.clone(), people[number % people.len()].clone());
        // Some hang up while the others are still being looked up.
        let hangs_up = number % 7 == 3;
        let handle = asking.spawn(async move {
            let (status, seen) = house.ask(&token, "GET", "/session", None).await;
            (id, status, seen)
        });
        if hangs_up {
            handle.abort();
        }
    }
    let (mut answered, mut refused) = (0, 0);
    while let Some(done) = asking.join_next().await {
        let Ok((id, status, seen)) = done else { continue };
        if id == people[0].0 {
            assert_eq!(status, StatusCode::UNAUTHORIZED);
            refused += 1;
        } else {
            assert_eq!(seen["id"], id);
            answered += 1;
        }
    }
    assert!(answered > 250 && refused > 30, "{answered} answered, {refused} refused");
    // Nobody waits for those who are long gone.
    house.done(&people[1].1, "GET", "/session", None).await;
});

on_both!(the_first_owner_and_only_the_first, |house| async move {
    let house = Arc::new(house);
    let mut waiting = tokio::task::JoinSet::new();
    for number in 0..8 {
        let house = house.clone();
        let body = json!({ "login": format!("boss{number}"), "name": "老板", "password": PASSWORD });
        waiting.spawn(async move { house.ask("", "POST", "/setup", Some(body)).await });
    }
    let mut made = Vec::new();
    while let Some(done) = waiting.join_next().await {
        let (status, answer) = done.unwrap();
        if status == StatusCode::CREATED {
            made.push(answer);
        } else {
            assert_eq!(answer["code"], "set_up_already");
        }
    }
    assert_eq!(made.len(), 1);
    assert_eq!(made[0]["session"]["role"], "owner");
    assert_eq!(
        made[0]["session"]["permissions"].as_array().unwrap().len(),
        banyan_people::staff::Permission::ALL.len()
    );
});

on_both!(staff_gives_a_code_that_is_good_once, |house| async move {
    let body = json!({ "login": "boss", "name": "老板", "password": PASSWORD });
    let made = house.done("", "POST", "/setup", Some(body)).await;
    let owner = made["token"].as_str().unwrap().to_owned();
    let offer = house.done(&owner, "POST", "/staff/me/totp", Some(json!({ "password": PASSWORD }))).await;
    let secret = Secret::from_base32(offer["secret"].as_str().unwrap()).unwrap();
    assert!(offer["uri"].as_str().unwrap().starts_with("otpauth://totp/Banyan:boss?secret="));
    let now = |house: &House| Some(json!({ "code": secret.code_of(step(Time(house.now()))) }));
    let wrong = Some(json!({ "code": "000000" }));
    house.refused(&owner, "POST", "/staff/me/totp/confirm", wrong.clone(), "totp_wrong").await;
    let recovery = house.done(&owner, "POST", "/staff/me/totp/confirm", now(&house)).await;
    let recovery = recovery["codes"].as_array().unwrap().clone();
    assert_eq!(recovery.len(), 10);
    let enter = || async {
        let body = json!({ "login": "Boss", "password": PASSWORD });
        let entered = house.done("", "POST", "/staff/session", Some(body)).await;
        assert_eq!(
            (&entered["session"]["code_needed"], &entered["session"]["permissions"]),
            (&json!(true), &json!([]))
        );
        entered["token"].as_str().unwrap().to_owned()
    };
    let one = enter().await;
    house.refused(&one, "GET", "/staff/members", None, "second_factor").await;
    house.refused(&one, "POST", "/staff/me/totp", None, "second_factor").await;
    // The code that set it up was used.
    house.refused(&one, "POST", "/staff/session/code", now(&house), "totp_used").await;
    house.clock.set(Time(house.now() + 60 * SECOND));
    house.done(&one, "POST", "/staff/session/code", now(&house)).await;
    house.done(&one, "GET", "/staff/members", None).await;
    let other = enter().await;
    house.refused(&other, "POST", "/staff/session/code", now(&house), "totp_used").await;
    house.refused(&other, "POST", "/staff/session/code", wrong, "totp_wrong").await;
    let code = Some(json!({ "code": recovery[3] }));
    house.done(&other, "POST", "/staff/session/code", code.clone()).await;
    house.done(&other, "GET", "/staff/members", None).await;
    let third = enter().await;
    house.refused(&third, "POST", "/staff/session/code", code, "totp_wrong").await;
    // Guessing codes is slowed down as guessing passwords is.
    let mut last = StatusCode::OK;
    for _ in 0..8 {
        last = house.ask(&third, "POST", "/staff/session/code", Some(json!({ "code": "111111" }))).await.0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
});

on_both!(staff_is_taken_on_and_let_go, |house| async move {
    let owner = house
        .done("", "POST", "/setup", Some(json!({ "login": "boss", "name": "老板", "password": PASSWORD })))
        .await;
    let (id, owner) = (owner["session"]["id"].clone(), owner["token"].as_str().unwrap().to_owned());
    let hire = json!({ "login": "may", "name": "小美", "role": "support", "password": PASSWORD });
    let may = house.done(&owner, "POST", "/staff/accounts", Some(hire.clone())).await;
    house.refused(&owner, "POST", "/staff/accounts", Some(hire), "login_taken").await;
    let body = Some(json!({ "login": "may", "password": PASSWORD }));
    let support = house.done("", "POST", "/staff/session", body.clone()).await;
    let support = support["token"].as_str().unwrap().to_owned();
    house.done(&support, "GET", "/staff/members", None).await;
    house.refused(&support, "GET", "/staff/accounts", None, "forbidden").await;
    let change = |id: &Value| format!("/staff/accounts/{}", id.as_str().unwrap());
    house.refused(&owner, "PATCH", &change(&id), Some(json!({ "active": false })), "last_owner").await;
    house.refused(&owner, "PATCH", &change(&id), Some(json!({ "role": "finance" })), "last_owner").await;
    house.done(&owner, "PATCH", &change(&may["id"]), Some(json!({ "role": "bd" }))).await;
    house.refused(&support, "GET", "/staff/members", None, "signed_out").await;
    house.done(&owner, "PATCH", &change(&may["id"]), Some(json!({ "active": false }))).await;
    house.refused("", "POST", "/staff/session", body, "login_wrong").await;
    let list = house.done(&owner, "GET", "/staff/accounts", None).await;
    assert_eq!((list[1]["name"].clone(), list[1]["active"].clone()), (json!("小美"), json!(false)));
    assert!(!list.to_string().contains("argon2"));
});

on_both!(a_program_does_what_its_token_is_for, |house| async move {
    let owner = house.staff("owner").await;
    let body = json!({ "name": "报表", "scopes": ["members_read", "members_read"], "days": 30 });
    let issued = house.done(&owner, "POST", "/staff/tokens", Some(body)).await;
    let token = issued["token"].as_str().unwrap();
    assert_eq!(issued["issued"]["scopes"], json!(["members_read"]));
    let member = house.member(None, 1).await;
    house.done(token, "GET", "/staff/members", None).await;
    let why = Some(json!({ "reason": "because" }));
    house.refused(token, "POST", &format!("/staff/members/{member}/freeze"), why, "forbidden").await;
    house.refused(token, "GET", "/me", None, "members_only").await;
    house.refused(token, "DELETE", "/session", None, "person_needed").await;
    // A token for everything that staff accounts are about still makes no further tokens and no further owners.
    let wide = json!({ "name": "HR", "scopes": ["staff_write"] });
    let wide = house.done(&owner, "POST", "/staff/tokens", Some(wide)).await;
    let wide = wide["token"].as_str().unwrap();
    let more = json!({ "name": "more", "scopes": ["ledger_read"] });
    house.refused(wide, "POST", "/staff/tokens", Some(more), "person_needed").await;
    let hire = json!({ "login": "evil", "name": "x", "role": "owner", "password": PASSWORD });
    house.refused(wide, "POST", "/staff/accounts", Some(hire), "person_needed").await;
    let list = house.done(wide, "GET", "/staff/tokens", None).await;
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert!(!list.to_string().contains("banyan_"));
    let id = issued["issued"]["id"].as_str().unwrap();
    house.done(&owner, "DELETE", &format!("/staff/tokens/{id}"), None).await;
    house.refused(token, "GET", "/staff/members", None, "signed_out").await;
    house.days(4_000);
    house.done(wide, "GET", "/staff/tokens", None).await;
});

on_both!(an_old_link_is_claimed_by_who_opened_it, |house| async move {
    let (promoter, code) = house.promoter("13800138000", None).await;
    let browser = "0123456789abcdef0123";
    let sku = house.product("tea", 10_000, 0, 100_000, 10).await;
    let open = |visitor: Option<&str>, code: &str| Some(json!({ "code": code, "visitor": visitor }));
    let counted = |answer: Value| answer["counted"].as_bool().unwrap();
    assert!(counted(house.done("", "POST", "/visits", open(Some(browser), &code)).await));
    assert!(!counted(house.done("", "POST", "/visits", open(Some(browser), &code)).await), "again at once");
    assert!(!counted(house.done("", "POST", "/visits", open(Some(browser), "AAAAAAAA")).await));
    assert!(!counted(house.done("", "POST", "/visits", open(None, &code)).await));
    assert!(!counted(house.done(&promoter, "POST", "/visits", open(None, &code)).await), "her own");
    let mut body = newcomer("13900139000");
    body["visitor"] = json!(browser);
    let customer = house.done("", "POST", "/members", Some(body)).await;
    let buyer = customer["session"]["id"].as_str().unwrap().parse().unwrap();
    house.sell(buyer, sku, 1).await;
    let id: i64 = house.id_of(&promoter).await.parse().unwrap();
    assert_eq!(house.balance(id, banyan_core::ledger::Account::Pending).await, 1_000);
    let funnel = house.done(&promoter, "GET", "/me/funnel", None).await;
    assert_eq!(funnel, json!({ "clicks": 1, "visitors": 1, "members": 0, "orders": 1 }));
    house.days(20);
    let funnel = house.done(&promoter, "GET", "/me/funnel?days=10", None).await;
    assert_eq!(funnel["clicks"], 0);
});

on_both!(addresses_are_kept_one_of_them_first, |house| async move {
    let customer = house.customer("13800138000", None).await;
    let other = house.customer("13900139000", None).await;
    let address = |name: &str, preferred: bool| {
        let address = "浙江省杭州市西湖区文三路 1 号";
        Some(json!({ "name": name, "phone": "13700137000", "address": address, "preferred": preferred }))
    };
    let first = house.done(&customer, "POST", "/me/addresses", address("张三", false)).await;
    house.done(&customer, "POST", "/me/addresses", address("李四", true)).await;
    let list = house.done(&customer, "GET", "/me/addresses", None).await;
    assert_eq!(
        (&list[0]["name"], &list[0]["preferred"], &list[1]["preferred"]),
        (&json!("李四"), &json!(true), &json!(false))
    );
    assert_eq!(list[0]["phone"], "+8613700137000");
    let path = format!("/me/addresses/{}", first["id"].as_str().unwrap());
    house.refused(&other, "PUT", &path, address("王五", true), "not_found").await;
    house.refused(&other, "DELETE", &path, None, "not_found").await;
    house.done(&customer, "PUT", &path, address("王五", true)).await;
    let list = house.done(&customer, "GET", "/me/addresses", None).await;
    assert_eq!((&list[0]["name"], &list[1]["preferred"]), (&json!("王五"), &json!(false)));
    house.done(&customer, "DELETE", &path, None).await;
    let bad = Some(json!({ "name": "x", "phone": "110", "address": "y" }));
    house.refused(&customer, "POST", "/me/addresses", bad, "phone_invalid").await;
});
