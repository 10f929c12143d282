//! Webhooks: what happened arrives, signed, in order, and again until it is taken.

use banyan_core::settings::Settings;
use banyan_ops::webhooks;
use banyan_ops::webhooks::sign::{Headers, Secret, TOLERANCE};
use banyan_plan::time::{SECOND, Time};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::harness::{House, on_both};
use crate::receiver::{Received, Receiver};

/// The job at work.
struct Job {
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Job {
    fn start(house: &House) -> Self {
        let (stop, stopped) = watch::channel(false);
        Self { running: tokio::spawn(webhooks::run(house.shop.clone(), stopped)), stop }
    }

    async fn stop(self) {
        self.stop.send(true).unwrap();
        self.running.await.unwrap();
    }
}

impl House {
    /// Webhooks may go to this machine.
    async fn with_private_webhooks(&self) {
        let set = self.shop.writer.run(|work| {
            let settings = Settings { private_webhooks: true, ..work.settings().clone() };
            banyan_core::work::change_settings(work, &settings)
        });
        set.await.unwrap();
    }

    async fn webhook(&self, owner: &str, receiver: &Receiver, topics: &[&str]) -> (String, Secret) {
        let wanted =
            json!({ "url": format!("http://{}/hook?key=hidden", receiver.address), "topics": topics });
        let made = self.done(owner, "POST", "/webhooks", Some(wanted)).await;
        (made["id"].as_str().unwrap().to_owned(), Secret::parse(made["secret"].as_str().unwrap()).unwrap())
    }

    /// A webhook as staff sees it.
    async fn look(&self, owner: &str, id: &str) -> Value {
        self.done(owner, "GET", &format!("/webhooks/{id}"), None).await
    }
}

fn topics(received: &[Received]) -> Vec<String> {
    let topic = |one: &Received| {
        serde_json::from_str::<Value>(&one.body).unwrap()["type"].as_str().unwrap().to_owned()
    };
    received.iter().map(topic).collect()
}

fn is_genuine(secret: &Secret, one: &Received, house: &House) -> bool {
    let headers = Headers { id: &one.id, timestamp: &one.timestamp, signature: &one.signature };
    secret.verify(headers, one.body.as_bytes(), Time(house.now()), TOLERANCE).is_ok()
}

on_both!(what_happens_arrives_signed_and_in_order, |house: House| async move {
    house.with_private_webhooks().await;
    let owner = house.staff("owner").await;
    let receiver = Receiver::open();
    let before = house.member(None, 1).await;
    let (id, secret) =
        house.webhook(&owner, &receiver, &["order.paid", "order.shipped", "order.received"]).await;
    let sku = house.product("tea", 1_000, 100, 100_000, 10).await;
    let job = Job::start(&house);
    for _ in 0..3 {
        let placed = house.sell(before, sku, 1).await;
        house.deliver(before, placed.order).await;
    }
    let received = receiver.wait(9).await;
    job.stop().await;
    assert_eq!(topics(&received), ["order.paid", "order.shipped", "order.received"].repeat(3));
    assert!(received.iter().all(|one| is_genuine(&secret, one, &house)));
    let mut ids: Vec<&str> = received.iter().map(|one| one.id.as_str()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 9);
    let seen = house.look(&owner, &id).await;
    assert_eq!((&seen["state"], &seen["failures"]), (&json!("active"), &json!(0)));
    assert!(seen.get("secret").is_none());
});

on_both!(what_is_not_taken_comes_again_and_holds_up_the_rest, |house: House| async move {
    house.with_private_webhooks().await;
    let owner = house.staff("owner").await;
    let receiver = Receiver::open();
    let (id, secret) = house.webhook(&owner, &receiver, &["*"]).await;
    receiver.answer(&[500, 302]);
    let job = Job::start(&house);
    house.member(None, 0).await;
    house.member(None, 1).await;
    let first = receiver.wait(1).await;
    wait_for_failures(&house, &owner, &id, 1).await;
    let seen = house.look(&owner, &id).await;
    assert_eq!((&seen["last_error"], &seen["failures"]), (&json!("status: 500"), &json!(1)));
    assert!(seen["next_try_at"].is_string());
    // Not before its time; a redirect is not followed.
    house.clock.set(Time(house.now() + 6 * SECOND));
    receiver.wait(2).await;
    wait_for_failures(&house, &owner, &id, 2).await;
    house.clock.set(Time(house.now() + 400 * SECOND));
    let received = receiver.wait(4).await;
    job.stop().await;
    assert_eq!(received.len(), 4);
    assert!(received[..3].iter().all(|one| one.id == first[0].id && one.body == first[0].body));
    assert_ne!(received[3].id, first[0].id);
    assert!(is_genuine(&secret, &received[2], &house));
    assert_eq!(house.look(&owner, &id).await["failures"], 0);
});

async fn wait_for_failures(house: &House, owner: &str, id: &str, failures: i64) {
    for _ in 0..400 {
        if house.look(owner, id).await["failures"] == failures {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{failures} failures were expected: {}", house.look(owner, id).await);
}

on_both!(a_receiver_that_is_gone_for_good_is_left_alone_until_let_go_again, |house: House| async move {
    house.with_private_webhooks().await;
    let owner = house.staff("owner").await;
    let receiver = Receiver::open();
    let (id, _) = house.webhook(&owner, &receiver, &["member.joined"]).await;
    receiver.answer(&[410]);
    let job = Job::start(&house);
    house.member(None, 0).await;
    receiver.wait(1).await;
    wait_for_failures(&house, &owner, &id, 1).await;
    assert_eq!(house.look(&owner, &id).await["state"], "stopped");
    house.member(None, 0).await;
    let again = json!({ "url": format!("http://{}/", receiver.address), "topics": ["member.joined"], "state": "active" });
    house.done(&owner, "PUT", &format!("/webhooks/{id}"), Some(again)).await;
    let received = receiver.wait(3).await;
    job.stop().await;
    assert_eq!(received[0].id, received[1].id, "nothing is lost");
    assert_ne!(received[1].id, received[2].id);
});

on_both!(two_processes_share_the_work_and_a_dead_one_is_replaced, |house: House| async move {
    house.with_private_webhooks().await;
    let owner = house.staff("owner").await;
    let receiver = Receiver::open();
    house.webhook(&owner, &receiver, &["member.joined"]).await;
    let jobs = [Job::start(&house), Job::start(&house)];
    for _ in 0..20 {
        house.member(None, 0).await;
    }
    receiver.wait(20).await;
    for job in jobs {
        job.stop().await;
    }
    let received = receiver.received();
    assert_eq!(received.len(), 20, "each was sent once");
    // A process dies in the middle of a delivery: its lease runs out, and another goes on where the cursor stands.
    let claimed = house.shop.writer.run(|work| {
        let until = work.id() + 60 * SECOND;
        Ok(work.conn.execute("UPDATE webhook SET next_try_at = $1", &[banyan_store::Value::Int(until)])?)
    });
    claimed.await.unwrap();
    house.member(None, 0).await;
    let job = Job::start(&house);
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    assert_eq!(receiver.received().len(), 20);
    house.clock.set(Time(house.now() + 61 * SECOND));
    receiver.wait(21).await;
    job.stop().await;
});

on_both!(nothing_is_kept_for_a_world_that_does_not_listen, |house: House| async move {
    house.with_private_webhooks().await;
    let owner = house.staff("owner").await;
    let receiver = Receiver::open();
    let kept = async || {
        let count = house
            .shop
            .reader
            .read(|conn| conn.one("SELECT COUNT(*) FROM outbox", &[])?.map_or(Ok(0), |row| row.int(0)));
        count.await.unwrap()
    };
    house.member(None, 0).await;
    assert_eq!(kept().await, 0);
    let (id, _) = house.webhook(&owner, &receiver, &["member.joined"]).await;
    house.member(None, 0).await;
    assert_eq!(kept().await, 1);
    // One that was stopped goes on where it was, so what happens meanwhile is kept.
    let stopped = json!({ "url": "http://127.0.0.1:9/", "topics": ["member.joined"], "state": "stopped" });
    house.done(&owner, "PUT", &format!("/webhooks/{id}"), Some(stopped)).await;
    house.member(None, 0).await;
    assert_eq!(kept().await, 2);
    house.done(&owner, "DELETE", &format!("/webhooks/{id}"), None).await;
    house.member(None, 0).await;
    assert_eq!(kept().await, 2);
});

on_both!(webhooks_are_staffs_business_and_audited, |house: House| async move {
    let (owner, support) = (house.staff("owner").await, house.staff("support").await);
    let wanted = |url: &str| Some(json!({ "url": url, "topics": ["order.paid"] }));
    house.refused("", "GET", "/webhooks", None, "signed_out").await;
    house.refused(&support, "GET", "/webhooks", None, "forbidden").await;
    house.refused(&support, "POST", "/webhooks", wanted("https://example.com/"), "forbidden").await;
    for (url, code) in [
        ("http://127.0.0.1/", "webhook_url_private"),
        ("http://localhost/", "webhook_url_private"),
        ("ftp://example.com/", "webhook_url_scheme"),
        ("https://a:b@example.com/", "webhook_url_credentials"),
    ] {
        house.refused(&owner, "POST", "/webhooks", wanted(url), code).await;
    }
    let no_topic = json!({ "url": "https://example.com/", "topics": [] });
    house.refused(&owner, "POST", "/webhooks", Some(no_topic), "webhook_topics").await;
    let made = house.done(&owner, "POST", "/webhooks", wanted("https://example.com/?key=hidden")).await;
    let path = format!("/webhooks/{}", made["id"].as_str().unwrap());
    let renewed = house.done(&owner, "POST", &format!("{path}/secret"), None).await;
    assert_ne!(renewed["secret"], made["secret"]);
    assert_eq!(house.done(&owner, "GET", "/webhooks", None).await.as_array().unwrap().len(), 1);
    house.done(&owner, "PUT", &path, wanted("https://example.org/")).await;
    house.done(&owner, "DELETE", &path, None).await;
    house.refused(&owner, "GET", &path, None, "not_found").await;
    let log = house.shop.reader.read(|conn| {
        conn.query("SELECT action, detail FROM audit WHERE action LIKE 'webhook%' ORDER BY id", &[])
    });
    let log = log.await.unwrap();
    let actions: Vec<&str> = log.iter().map(|row| row.text(0).unwrap()).collect();
    assert_eq!(actions, ["webhook.create", "webhook.secret", "webhook.change", "webhook.remove"]);
    assert!(log.iter().all(|row| !row.text(1).unwrap().contains("hidden")));
});

on_both!(a_secret_that_does_not_open_is_no_matter_of_other_webhooks, |house: House| async move {
    house.with_private_webhooks().await;
    let owner = house.staff("owner").await;
    let (deaf, receiver) = (Receiver::open(), Receiver::open());
    let (broken, _) = house.webhook(&owner, &deaf, &["*"]).await;
    let (_, secret) = house.webhook(&owner, &receiver, &["*"]).await;
    let id: i64 = broken.parse().unwrap();
    let spoilt = house.shop.writer.run(move |work| {
        let sql = "UPDATE webhook SET secret = (SELECT secret FROM webhook WHERE id <> $1) WHERE id = $1";
        Ok(work.conn.execute(sql, &[id.into()]).map(drop)?)
    });
    spoilt.await.unwrap();
    let job = Job::start(&house);
    for _ in 0..3 {
        house.member(None, 0).await;
    }
    let received = receiver.wait(3).await;
    wait_for_failures(&house, &owner, &broken, 1).await;
    job.stop().await;
    assert!(received.iter().all(|one| is_genuine(&secret, one, &house)));
    let seen = house.look(&owner, &broken).await;
    assert_eq!((&seen["last_error"], &seen["failures"]), (&json!("secret"), &json!(1)));
    assert!(seen["next_try_at"].is_string(), "it is not tried all the time");
});
