//! The key for personal data is changed: everything is under the new one, wherever the work was stopped in between.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use banyan_base::random::{Os, Seeded};
use banyan_base::totp::{Secret, step};
use banyan_base::vault::Vault;
use banyan_core::key_check;
use banyan_ops::history::{Against, Verified, verify};
use banyan_ops::keys::columns::COLUMNS;
use banyan_ops::keys::{Keys, Renewed, renew, rotate};
use banyan_plan::time::Time;
use banyan_store::DatabaseUrl;
use serde_json::{Value, json};

use crate::care::ordered;
use crate::harness::{Db, House, fresh, key, run};
use crate::people::PASSWORD;

/// The work of databases waits: not on the runtime's threads.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap())
}

fn vault(current: u16, former: &[u16]) -> Vault {
    let former: Vec<_> = former.iter().map(|id| key(*id)).collect();
    Vault::new(&key(current), &former).unwrap()
}

const PHONE: &str = "13800138000";
const ACCOUNT: &str = "meimei";

/// What somebody can do who has the key: sign in, read their own data, be found by staff.
#[derive(Debug, PartialEq)]
struct Seen {
    phone: Value,
    account: Value,
    orders_found: usize,
    members_found: usize,
    contact: Value,
    code: Value,
}

/// Something in every column that is sealed or hashed; gives the secret of the owner's second factor.
async fn furnish(house: &House) -> Secret {
    let body = json!({ "login": "boss", "name": "老板", "password": PASSWORD });
    let owner = house.done("", "POST", "/setup", Some(body)).await["token"].as_str().unwrap().to_owned();
    let offer = |token: String| async move {
        let body = json!({ "password": PASSWORD });
        let offer = house.done(&token, "POST", "/staff/me/totp", Some(body)).await;
        Secret::from_base32(offer["secret"].as_str().unwrap()).unwrap()
    };
    let secret = offer(owner.clone()).await;
    let code = json!({ "code": secret.code_of(step(Time(house.now()))) });
    house.done(&owner, "POST", "/staff/me/totp/confirm", Some(code)).await;
    let desk = house.staff("operations").await;
    let (earner, token) = house.earner(100_000).await;
    let target =
        json!({ "method": "bank", "name": "张小满", "bank": "招商银行", "account": "6225 8801 2345 6789" });
    house.done(&token, "POST", "/me/withdrawals", Some(json!({ "amount": 50_000, "target": target }))).await;
    house
        .done(
            &desk,
            "POST",
            &format!("/staff/members/{earner}/freeze"),
            Some(json!({ "reason": "核实订单是否真实" })),
        )
        .await;
    house
        .done(
            &token,
            "POST",
            "/me/appeals",
            Some(json!({ "about": "freeze", "text": "请看订单，我没有刷单" })),
        )
        .await;
    house.customer(ACCOUNT, None).await;
    let customer = house.customer(PHONE, None).await;
    let address = json!({ "name": "张三", "phone": "13700137000", "address": "文三路 1 号" });
    house.done(&customer, "POST", "/me/addresses", Some(address)).await;
    let sku = house.product("tea", 20_000, 0, 200_000, 10).await;
    ordered(house, &customer, sku).await;
    let account = house.chat_account(&desk, "小榕", 200).await;
    let contact = house.contact(&desk, &account, "小微", "139 0013 9000").await;
    let no = json!({ "said_no": true, "reason": "电话里说的" });
    house.done(&desk, "POST", &format!("/staff/chat/contacts/{contact}/no"), Some(no)).await;
    let admin = house.staff("owner").await;
    let hook = json!({ "url": "https://example.com/hook", "topics": ["order.paid"] });
    house.done(&admin, "POST", "/webhooks", Some(hook)).await;
    secret
}

async fn seen(house: &House, secret: &Secret) -> Seen {
    let enter = async |account: &str| {
        let body = json!({ "account": account, "password": PASSWORD });
        let token =
            house.done("", "POST", "/session", Some(body)).await["token"].as_str().unwrap().to_owned();
        let mut data = house.done(&token, "GET", "/me/export", None).await;
        // Each time they have signed in once more.
        data.as_object_mut().unwrap().remove("sessions");
        data
    };
    let support = house.staff("support").await;
    let find = json!({ "phone": "7000", "name": "张三" });
    let orders = house.done(&support, "POST", "/staff/orders/find", Some(find)).await;
    let members = house.done(&support, "POST", "/staff/members/find", Some(json!({ "phone": PHONE }))).await;
    let tails = house.done(&support, "POST", "/staff/members/find", Some(json!({ "phone": "8000" }))).await;
    assert_eq!(members, tails);
    let desk = house.staff("owner").await;
    let contacts = house.done(&desk, "GET", "/staff/chat/contacts", None).await;
    let contact = format!("/staff/chat/contacts/{}", contacts["items"][0]["id"].as_str().unwrap());
    // A code is good once.
    house.clock.set(Time(house.now() + 60_000_000_000));
    let login = json!({ "login": "boss", "password": PASSWORD });
    let boss =
        house.done("", "POST", "/staff/session", Some(login)).await["token"].as_str().unwrap().to_owned();
    let code = json!({ "code": secret.code_of(step(Time(house.now()))) });
    let code = house.done(&boss, "POST", "/staff/session/code", Some(code)).await;
    Seen {
        phone: enter(PHONE).await,
        account: enter(ACCOUNT).await,
        orders_found: orders["items"].as_array().unwrap().len(),
        members_found: members.as_array().unwrap().len(),
        contact: house.done(&desk, "GET", &contact, None).await,
        code: code["permissions"].clone(),
    }
}

/// Renews with a new connection, as a process would, and is killed after so many rows' transactions.
fn renewed(place: &DatabaseUrl, vault: &Vault, kill_at: usize) -> Option<Renewed> {
    let at = Cell::new(0);
    let work = || {
        let mut conn = place.connect(false).unwrap();
        renew(&mut conn, vault, &mut Seeded::new(kill_at as u64), 1, &|_| {
            at.set(at.get() + 1);
            assert!(at.get() <= kill_at, "killed");
        })
        .unwrap()
    };
    catch_unwind(AssertUnwindSafe(work)).ok()
}

fn a_key_changes(db: Db) {
    run(db, |house| async move {
        let secret = furnish(&house).await;
        let before = seen(&house, &secret).await;
        assert_eq!((before.orders_found, before.members_found), (1, 1));
        let place = house.place.clone();
        let is_current =
            |vault: &Vault| key_check::is_current(&mut place.connect(true).unwrap(), vault).unwrap();

        let house = house.keyed(&[2, 1], || ());
        assert_eq!(seen(&house, &secret).await, before, "nothing is under the new key yet");
        let both = vault(2, &[1]);
        let house = house.keyed(&[2, 1], || {
            for kill_at in [0, 1, 2, 3, 5, 8] {
                assert_eq!(renewed(&place, &both, kill_at), None);
                assert!(!is_current(&both));
            }
        });
        assert_eq!(seen(&house, &secret).await, before, "some is under the new key, some under the old one");

        // Nothing but the new key is needed any more.
        let house = house.keyed(&[2], || {
            assert_eq!(renewed(&place, &both, usize::MAX).unwrap().unreadable, 0);
            assert!(is_current(&both));
            assert_eq!(key_check::check(&place, &vault(1, &[])).unwrap_err().code, "key_wrong");
        });
        assert_eq!(seen(&house, &secret).await, before);
        let verified = apart(|| {
            let against = Against { vault: Some(&vault(2, &[])), heads: "" };
            verify(&place, against, &|_, _| ()).and_then(Verified::clean)
        });
        verified.unwrap_or_else(|no| panic!("seals fit as well: {no:?}"));

        // Once more, with none but the last key: it opens every value that there is.
        let again = vault(3, &[2]);
        let house = house.keyed(&[3], || {
            let done = renewed(&place, &again, usize::MAX).unwrap();
            assert_eq!(done.unreadable, 0);
            // Address, appeal, second factor, webhook, withdrawal, two names, contact, recipient, seals of two orders.
            assert_eq!(done.rows, 11);
            let idle = renewed(&place, &again, usize::MAX).unwrap();
            assert_eq!(idle, Renewed::default(), "done twice, it does nothing");
        });
        assert_eq!(seen(&house, &secret).await, before);
    });
}

#[test]
fn a_key_changes_and_nothing_is_lost_wherever_it_is_stopped_sqlite() {
    a_key_changes(Db::Sqlite);
}

#[test]
fn a_key_changes_and_nothing_is_lost_wherever_it_is_stopped_postgres() {
    a_key_changes(Db::Postgres);
}

/// The whole way, with the file of keys.
fn rotates_a_closed_shop(db: Db) {
    run(db, |house| async move {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("shop.key");
        std::fs::write(&file, data_encoding::HEXLOWER.encode(&key(1).bytes)).unwrap();
        house.customer(PHONE, None).await;
        let place = house.place.clone();
        let rotated = || rotate(&place, &file, &mut Os, &|_| ());
        assert_eq!(apart(|| rotated().unwrap_err().code), "shop_open");
        let kept = || std::fs::read_to_string(&file).unwrap();
        assert_eq!(kept().lines().count(), 1, "the file is left alone");
        let mut house = Some(house);
        let dir_of_house = house.as_mut().and_then(|house| house.dir.take());
        apart(|| drop(house.take()));
        apart(|| {
            // A server may take a moment to notice that the shop has gone.
            let done = (0..200).find_map(|_| match rotated() {
                Err(refusal) if refusal.code == "shop_open" => {
                    std::thread::sleep(std::time::Duration::from_millis(50));
                    None
                }
                done => Some(done.unwrap()),
            });
            let (was_begun, done) = done.expect("the shop is closed");
            assert!(!was_begun && done.rows > 0 && done.unreadable == 0, "{done:?}");
            assert_eq!(kept().lines().count(), 2);
            let keys = Keys::read(&file, &place, &mut Os).unwrap();
            assert_eq!((keys.current.id, keys.former[0].bytes), (2, key(1).bytes));
            // Stopped right after the file was written: the next one makes no third key.
            let third = keys.with_a_new_one(&mut Os).unwrap();
            third.write(&file).unwrap();
            let (was_begun, done) = rotated().unwrap();
            assert!(was_begun && done.rows > 0);
            assert_eq!(Keys::read(&file, &place, &mut Os).unwrap().current.id, 3);
            let other = Keys { current: key(9), former: Vec::new() };
            other.write(&file).unwrap();
            assert_eq!(rotated().unwrap_err().code, "key_wrong");
        });
        drop(dir_of_house);
    });
}

#[test]
fn a_key_is_changed_with_its_file_while_the_shop_is_closed_sqlite() {
    rotates_a_closed_shop(Db::Sqlite);
}

#[test]
fn a_key_is_changed_with_its_file_while_the_shop_is_closed_postgres() {
    rotates_a_closed_shop(Db::Postgres);
}

#[test]
fn every_column_of_bytes_says_what_becomes_of_it_when_the_key_changes() {
    let dir = tempfile::tempdir().unwrap();
    let place = fresh(Db::Sqlite, dir.path());
    place.migrate().unwrap();
    let sql = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c \
               WHERE t.type = 'table' AND c.type = 'BLOB'";
    let rows = place.connect(true).unwrap().query(sql, &[]).unwrap();
    let stored: BTreeSet<(String, String)> =
        rows.iter().map(|row| (row.text(0).unwrap().to_owned(), row.text(1).unwrap().to_owned())).collect();
    let decided: BTreeSet<(String, String)> =
        COLUMNS.iter().map(|(table, column, _)| ((*table).to_owned(), (*column).to_owned())).collect();
    assert_eq!(stored, decided, "banyan_ops::keys::columns::COLUMNS");
}
