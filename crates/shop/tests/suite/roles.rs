//! What each role may do, and that a session alone is not everything.

use axum::http::StatusCode;
use banyan_base::totp::{Secret, step};
use banyan_plan::time::Time;
use serde_json::{Value, json};

use crate::harness::{House, on_both};
use crate::people::PASSWORD;

impl House {
    /// Somebody of staff with a password; gives their id.
    async fn hired(&self, owner: &str, login: &str, role: &str) -> String {
        let body = json!({ "login": login, "name": login, "role": role, "password": PASSWORD });
        self.done(owner, "POST", "/staff/accounts", Some(body)).await["id"].as_str().unwrap().to_owned()
    }

    async fn at_work(&self, login: &str, password: &str) -> (StatusCode, Value) {
        let body = json!({ "login": login, "password": password });
        self.ask("", "POST", "/staff/session", Some(body)).await
    }

    async fn token(&self, login: &str) -> String {
        let (status, entered) = self.at_work(login, PASSWORD).await;
        assert_eq!(status, StatusCode::OK, "{entered}");
        entered["token"].as_str().unwrap().to_owned()
    }

    /// The code that an authenticator shows now.
    fn code(&self, secret: &str) -> String {
        Secret::from_base32(secret).unwrap().code_of(step(Time(self.now())))
    }
}

on_both!(the_owner_says_what_a_role_may_do, |house| async move {
    let owner = house.staff("owner").await;
    house.hired(&owner, "sup", "support").await;
    let support = house.token("sup").await;
    let issue = json!({ "name": "crm", "scopes": ["members_read"] });
    house.refused(&support, "POST", "/staff/tokens", Some(issue.clone()), "forbidden").await;
    let listed = house.done(&owner, "GET", "/staff/roles", None).await;
    let of = |listed: &Value, role: &str| {
        listed.as_array().unwrap().iter().find(|one| one["role"] == role).unwrap().clone()
    };
    assert_eq!(of(&listed, "support")["permissions"], of(&listed, "support")["usual"]);
    assert_eq!(
        (&of(&listed, "owner")["changeable"], &of(&listed, "bd")["changeable"]),
        (&json!(false), &json!(true))
    );
    // It holds at once, for sessions that are open.
    house.refused(&support, "GET", "/staff/ledger/accounts", None, "forbidden").await;
    let wanted = json!({ "permissions": ["members_read", "ledger_read", "staff_write"] });
    house.done(&owner, "PUT", "/staff/roles/support", Some(wanted)).await;
    house.done(&support, "GET", "/staff/ledger/accounts", None).await;
    house.refused(&support, "GET", "/staff/products", None, "forbidden").await;
    let session = house.done(&support, "GET", "/session", None).await;
    assert_eq!(session["permissions"], json!(["members_read", "ledger_read", "staff_write"]));
    let issued = house.done(&support, "POST", "/staff/tokens", Some(issue)).await;
    let program = issued["token"].as_str().unwrap();
    house.done(program, "GET", "/staff/members", None).await;
    // Whoever looks after staff gives nobody, and themselves neither, more than they have.
    let raise = json!({ "permissions": ["members_read", "ledger_read", "staff_write", "withdrawals"] });
    house.refused(&support, "PUT", "/staff/roles/support", Some(raise), "beyond_own").await;
    let hire = json!({ "login": "evil", "name": "x", "role": "owner", "password": PASSWORD });
    house.refused(&support, "POST", "/staff/accounts", Some(hire), "beyond_own").await;
    let boss = house.hired(&owner, "boss", "owner").await;
    let take = Some(json!({ "password": "another horse battery" }));
    house.refused(&support, "PATCH", &format!("/staff/accounts/{boss}"), take, "beyond_own").await;
    let me = house.done(&support, "GET", "/staff/accounts", None).await;
    let me = me.as_array().unwrap().iter().find(|one| one["login"] == "sup").unwrap()["id"].clone();
    let raise = Some(json!({ "role": "finance" }));
    house
        .refused(&support, "PATCH", &format!("/staff/accounts/{}", me.as_str().unwrap()), raise, "beyond_own")
        .await;
    house
        .refused(&owner, "PUT", "/staff/roles/owner", Some(json!({ "permissions": [] })), "owner_fixed")
        .await;
    house.refused(program, "PUT", "/staff/roles/bd", Some(json!({ "permissions": [] })), "forbidden").await;
    // What the token was for ends with what its issuer may do.
    house.done(&owner, "PUT", "/staff/roles/support", Some(json!({ "permissions": ["orders_read"] }))).await;
    house.refused(program, "GET", "/staff/members", None, "forbidden").await;
    house.done(&owner, "PUT", "/staff/roles/support", Some(json!({ "permissions": null }))).await;
    house.done(&support, "GET", "/staff/products", None).await;
    let log = house.done(&owner, "GET", "/staff/audit?action=role.change", None).await;
    assert_eq!(log["items"].as_array().unwrap().len(), 3);
});

on_both!(a_product_is_handed_over_by_who_sees_all, |house| async move {
    let owner = house.staff("owner").await;
    let (ann, ben) = (house.hired(&owner, "ann", "bd").await, house.hired(&owner, "ben", "bd").await);
    let (at_ann, at_ben) = (house.token("ann").await, house.token("ben").await);
    let sku = json!({ "code": "tea-1", "price": 10_000, "cost": 4_000, "stock": 9 });
    let tea = json!({ "code": "tea", "title": "tea", "rate": 0, "is_on": true, "skus": [sku] });
    let made = house.done(&at_ann, "POST", "/staff/products", Some(tea)).await;
    assert_eq!((&made["keeper"]["id"], &made["keeper"]["name"]), (&json!(ann), &json!("ann")));
    let buyer = house.member(None, 0).await;
    house.sell(buyer, made["skus"][0]["id"].as_str().unwrap().parse().unwrap(), 2).await;
    let gmv = async |who: &str| {
        house.done(who, "GET", "/staff/reports/overview", None).await["total"]["gmv"].clone()
    };
    assert_eq!((gmv(&at_ann).await, gmv(&at_ben).await), (json!(20_000), json!(0)));
    // Who sees their own figures only takes nobody's, although they may change products.
    let path = format!("/staff/products/{}/keeper", made["id"].as_str().unwrap());
    house.refused(&at_ben, "PUT", &path, Some(json!({ "keeper": ben })), "forbidden").await;
    house.refused(&at_ben, "GET", "/staff/keepers", None, "forbidden").await;
    let nobody = Some(json!({ "keeper": "1" }));
    house.refused(&owner, "PUT", &path, nobody, "keeper_unknown").await;
    let moved = house.done(&owner, "PUT", &path, Some(json!({ "keeper": ben }))).await;
    assert_eq!(moved["keeper"]["name"], "ben");
    assert_eq!((gmv(&at_ann).await, gmv(&at_ben).await), (json!(0), json!(20_000)));
    let log = house.done(&owner, "GET", "/staff/audit?action=product.keeper", None).await;
    assert_eq!(log["items"][0]["detail"], json!({ "keeper": ben, "before": ann }));
    house.done(&owner, "PATCH", &format!("/staff/accounts/{ann}"), Some(json!({ "active": false }))).await;
    house.refused(&owner, "PUT", &path, Some(json!({ "keeper": ann })), "keeper_unknown").await;
    let freed = house.done(&owner, "PUT", &path, Some(json!({}))).await;
    assert_eq!((&freed["keeper"], gmv(&at_ben).await), (&Value::Null, json!(0)));
});

on_both!(a_session_alone_replaces_no_authenticator, |house| async move {
    let owner = house.staff("owner").await;
    house.hired(&owner, "fin", "finance").await;
    let (here, there) = (house.token("fin").await, house.token("fin").await);
    let offer = |password: &str, code: Option<&str>| Some(json!({ "password": password, "code": code }));
    house.refused(&here, "POST", "/staff/me/totp", offer("wrong", None), "password_wrong").await;
    let first = house.done(&here, "POST", "/staff/me/totp", offer(PASSWORD, None)).await;
    let secret = first["secret"].as_str().unwrap();
    house.done(&here, "POST", "/staff/me/totp/confirm", Some(json!({ "code": house.code(secret) }))).await;
    // Whoever signed in before, without it, signs in again.
    house.done(&here, "GET", "/staff/orders", None).await;
    house.refused(&there, "GET", "/staff/orders", None, "signed_out").await;
    // Neither their session nor their password alone replaces it.
    house.clock.set(Time(house.now() + 60 * banyan_plan::time::SECOND));
    house.refused(&here, "POST", "/staff/me/totp", offer(PASSWORD, None), "totp_malformed").await;
    house
        .refused(&here, "POST", "/staff/me/totp", offer("wrong", Some(&house.code(secret))), "password_wrong")
        .await;
    let second =
        house.done(&here, "POST", "/staff/me/totp", offer(PASSWORD, Some(&house.code(secret)))).await;
    assert_ne!(second["secret"], first["secret"]);
});

on_both!(no_token_survives_a_password_that_was_reset, |house| async move {
    let owner = house.staff("owner").await;
    let id = house.hired(&owner, "ops", "owner").await;
    let session = house.token("ops").await;
    let issue = json!({ "name": "erp", "scopes": ["members_read"] });
    let issued = house.done(&session, "POST", "/staff/tokens", Some(issue)).await;
    let program = issued["token"].as_str().unwrap();
    house.done(program, "GET", "/staff/members", None).await;
    let reset = json!({ "password": "another horse battery" });
    house.done(&owner, "PATCH", &format!("/staff/accounts/{id}"), Some(reset)).await;
    house.refused(program, "GET", "/staff/members", None, "signed_out").await;
    house.refused(&session, "GET", "/staff/members", None, "signed_out").await;
    // The owner's own is reset from the command line.
    let hash = {
        let mut random = house.shop.facts.random.lock().unwrap();
        house.shop.passwords.hash(PASSWORD, random.as_mut()).unwrap()
    };
    let run = move |work: &mut banyan_core::work::Work<'_>| {
        banyan_people::staff::set_password(work, "OPS", &hash, true, "system")
    };
    house.shop.writer.run(run).await.unwrap();
    assert_eq!(house.at_work("ops", PASSWORD).await.0, StatusCode::OK);
});
