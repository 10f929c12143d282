//! Writes on both databases: one that cannot stand is told, takes nothing with it, and leaves its neighbours alone.

use banyan_base::refusal::Refusal;
use banyan_core::ledger::{Account, Kind, Reason, SHOP};
use banyan_core::work::Work;
use banyan_people::members;
use banyan_plan::time::DAY;
use banyan_store::{DatabaseUrl, Rows, Value};
use banyan_trade::orders::{Item, Paid, Place, after_sale};

use crate::harness::{Db, House, on_both};

const COLUMNS: &[&str] = &["id", "code", "title_zh", "title_en", "position"];

fn category(id: i64, code: Value) -> Rows {
    let mut rows = Rows::new("category", COLUMNS);
    let title = |text: &str| Value::Text(text.to_owned());
    rows.push([Value::Int(id), code, title("茶"), title("tea"), Value::Int(id)]);
    rows
}

fn good(id: i64) -> Rows {
    category(id, Value::Text(format!("c{id}")))
}

/// Every category has a code.
fn wrong() -> Rows {
    category(7, Value::Null)
}

async fn categories(house: &House) -> Vec<i64> {
    let read = |conn: &mut banyan_store::Conn| conn.query("SELECT id FROM category ORDER BY id", &[]);
    let rows = house.shop.reader.read(read).await.unwrap();
    rows.iter().map(|row| row.int(0).unwrap()).collect()
}

on_both!(a_wrong_write_is_told_by_the_end_of_its_transaction, |house| async move {
    let place = house.place.clone();
    let told = move || {
        let mut conn = place.connect(false).unwrap();
        for reads_first in [false, true] {
            conn.begin().unwrap();
            conn.insert(&good(1)).unwrap();
            let mut done = conn.insert(&wrong()).and_then(|()| conn.insert(&good(2)));
            if reads_first {
                done = done.and_then(|()| conn.one("SELECT 1 WHERE 1 = 1", &[]).map(drop));
            }
            let done = done.and_then(|()| conn.commit());
            assert!(done.unwrap_err().to_string().contains("category"), "it names the table");
            // The transaction may have ended already.
            let _ = conn.rollback();
        }
        // The connection is as good as before; outside of a transaction a write is there at once.
        conn.begin().unwrap();
        for id in 100..140 {
            conn.insert(&good(id)).unwrap();
        }
        let found = conn.one("SELECT COUNT(*) FROM category", &[]).unwrap().unwrap();
        assert_eq!(found.int(0).unwrap(), 40, "a transaction sees what it wrote");
        conn.rollback().unwrap();
        conn.insert(&good(3)).unwrap();
        assert!(conn.insert(&wrong()).is_err());
        conn.begin().unwrap();
        conn.insert(&good(4)).unwrap();
        conn.commit().unwrap();
    };
    std::thread::spawn(told).join().unwrap();
    assert_eq!(categories(&house).await, [3, 4]);
});

on_both!(a_request_whose_write_is_wrong_fails_alone, |house| async move {
    let hold = house.hold().await;
    let mut asked = tokio::task::JoinSet::new();
    for id in 1..=6 {
        let shop = house.shop.clone();
        asked.spawn(async move {
            let write = move |work: &mut banyan_core::work::Work<'_>| {
                work.conn.insert(&good(id))?;
                if id % 2 == 0 {
                    work.conn.insert(&wrong())?;
                }
                Ok(())
            };
            (id, shop.writer.run(write).await.is_ok())
        });
    }
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    hold.go().await;
    while let Some(done) = asked.join_next().await {
        let (id, is_done) = done.unwrap();
        assert_eq!(is_done, id % 2 == 1, "request {id}");
    }
    assert_eq!(categories(&house).await, [1, 3, 5]);
});

/// Holds the writer until it is told to go on, so that whatever is asked for in the meantime meets in one transaction.
struct Hold {
    go: std::sync::mpsc::Sender<()>,
    holding: tokio::task::JoinHandle<Result<(), Refusal>>,
}

impl House {
    async fn hold(&self) -> Hold {
        let shop = self.shop.clone();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let (began, begun) = tokio::sync::oneshot::channel();
        let holding = tokio::spawn(async move {
            let work = move |_: &mut Work<'_>| {
                began.send(()).unwrap();
                wait.recv().map_err(|_| unreachable!("it is told to go on"))
            };
            shop.writer.run(work).await
        });
        begun.await.unwrap();
        Hold { go, holding }
    }
}

impl Hold {
    async fn go(self) {
        self.go.send(()).unwrap();
        self.holding.await.unwrap().unwrap();
    }
}

/// From now on the database refuses whatever is written of one owner into a table.
fn forbid(place: &DatabaseUrl, table: &str, owner: &str, id: i64) {
    let place = place.clone();
    let (table, owner) = (table.to_owned(), owner.to_owned());
    let sql = match place {
        DatabaseUrl::Sqlite(_) => format!(
            "CREATE TRIGGER no_{table}_i BEFORE INSERT ON {table} WHEN new.{owner} = {id} BEGIN SELECT RAISE(ABORT, 'forbidden'); END; \
             CREATE TRIGGER no_{table}_u BEFORE UPDATE ON {table} WHEN new.{owner} = {id} BEGIN SELECT RAISE(ABORT, 'forbidden'); END"
        ),
        DatabaseUrl::Postgres(_) => format!(
            "CREATE FUNCTION no() RETURNS trigger AS $x$ BEGIN RAISE 'forbidden'; END $x$ LANGUAGE plpgsql; \
             CREATE TRIGGER no BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW WHEN (new.{owner} = {id}) EXECUTE FUNCTION no()"
        ),
    };
    std::thread::spawn(move || place.connect(false).unwrap().script(&sql).unwrap()).join().unwrap();
}

on_both!(a_buffered_row_that_is_wrong_and_a_panic_fail_alone, |house| async move {
    let hold = house.hold().await;
    let mut asked = tokio::task::JoinSet::new();
    for id in 1..=6_i64 {
        let shop = house.shop.clone();
        asked.spawn(async move {
            let write = move |work: &mut Work<'_>| {
                work.conn.insert(&good(id))?;
                assert!(id % 3 != 0, "a fault of ours");
                if id % 2 == 0 {
                    // One transfer twice: found only when they are written, after the request is done.
                    let at = work.id();
                    let reason = Reason { kind: Kind::Payment, id: at, line: 0, step: 0, place: 0 };
                    for _ in 0..2 {
                        work.book().transfer((SHOP, Account::Cash), (SHOP, Account::Sales), 1, &reason, at);
                    }
                }
                Ok(())
            };
            (id, shop.writer.run(write).await.is_ok())
        });
    }
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    hold.go().await;
    while let Some(done) = asked.join_next().await {
        let (id, is_done) = done.unwrap();
        assert_eq!(is_done, id == 1 || id == 5, "request {id}");
    }
    assert_eq!(categories(&house).await, [1, 5]);
    clean(&house);
});

fn clean(house: &House) {
    let place = house.place.clone();
    let verified = std::thread::spawn(move || {
        banyan_ops::history::verify(&place, banyan_ops::history::Against::default(), &|_, _| ())
    })
    .join()
    .unwrap()
    .and_then(banyan_ops::history::Verified::clean);
    verified.unwrap_or_else(|no| panic!("{no:?}"));
}

on_both!(in_a_batch_an_order_and_a_payment_fail_alone, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 1_000).await;
    let seller = house.member(None, 1).await;
    let mut buyers = Vec::new();
    for _ in 0..9 {
        buyers.push(house.member(Some(seller), 0).await);
    }
    forbid(&house.place, "orders", "buyer", buyers[3]);
    let hold = house.hold().await;
    let mut asked = tokio::task::JoinSet::new();
    for buyer in buyers.clone() {
        let shop = house.shop.clone();
        let order = Place {
            buyer,
            items: vec![Item { sku, quantity: 1 }],
            recipient: None,
            to: None,
            via: None,
            coupon: None,
            note: String::new(),
            provider: "test".to_owned(),
            seen: None,
            key: None,
            from: None,
            group: None,
        };
        asked.spawn(async move { (buyer, shop.writer.together(order).await) });
    }
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    hold.go().await;
    let mut placed = Vec::new();
    while let Some(done) = asked.join_next().await {
        let (buyer, done) = done.unwrap();
        assert_eq!(done.is_ok(), buyer != buyers[3], "{done:?}");
        placed.extend(done.ok().map(|done| (buyer, done)));
    }
    forbid_lines(&house, buyers[5]);
    let hold = house.hold().await;
    let mut asked = tokio::task::JoinSet::new();
    for (buyer, placed) in placed {
        let shop = house.shop.clone();
        let paid = Paid {
            payment: placed.payment,
            provider: "test".to_owned(),
            reference: format!("T{}", placed.payment),
            amount: placed.amount,
            paid_at: None,
        };
        asked.spawn(async move { (buyer, shop.writer.together(paid).await) });
    }
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    hold.go().await;
    while let Some(done) = asked.join_next().await {
        let (buyer, done) = done.unwrap();
        assert_eq!(done.is_ok(), buyer != buyers[5], "{done:?}");
    }
    house.settled_books().await;
    clean(&house);
});

/// The database refuses to mark lines of one buyer as paid.
fn forbid_lines(house: &House, buyer: i64) {
    // One function serves one trigger: its name is taken.
    let place = house.place.clone();
    if let DatabaseUrl::Postgres(_) = place {
        std::thread::spawn(move || place.connect(false).unwrap().script("DROP FUNCTION no CASCADE").unwrap())
            .join()
            .unwrap();
    }
    forbid(&house.place, "line", "buyer", buyer);
}

/// Whoever has sold enough rises.
const RISING: &str = r#"
[plan]
id = "rising"
currency = "CNY"
[sale]
release_after = "7d"
[[rank]]
id = "owner"
[[rank]]
id = "chief"
promote = { all = [ { own_sales = "100.00" } ] }
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "product"
"#;

/// A line whose window has closed while a case was open settles as soon as the case is taken back, and its seller rises. Requests that
/// are refused then, one after the other, leave that as it is.
async fn refused_after_something_was_due(house: House) {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 1_000).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let placed = house.sell(buyer, sku, 1).await;
    house.deliver(buyer, placed.order).await;
    let ask =
        after_sale::Ask { buyer, order: placed.order, line: 1, quantity: 1, reason: "broken".to_owned() };
    let case = house.shop.writer.run(move |work| after_sale::ask(work, &ask)).await.unwrap();
    house.clock.set(banyan_plan::time::Time(house.now() + 8 * DAY));
    let hold = house.hold().await;
    let mut asked = tokio::task::JoinSet::new();
    let shop = house.shop.clone();
    asked.spawn(async move { shop.writer.run(move |work| after_sale::withdraw(work, buyer, case)).await });
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    for _ in 0..5 {
        let shop = house.shop.clone();
        asked.spawn(async move {
            let refused = move |work: &mut Work<'_>| {
                work.moment()?;
                members::enrol(work, buyer)?;
                Err(Refusal::busy())
            };
            let refused: Result<(), Refusal> = shop.writer.run(refused).await;
            assert!(refused.is_err());
            Ok(())
        });
    }
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    hold.go().await;
    while let Some(done) = asked.join_next().await {
        done.unwrap().unwrap();
    }
    let ranks =
        house.shop.writer.run(move |work| Ok((work.live().rank_of(seller)?, work.live().rank_of(buyer)?)));
    assert_eq!(ranks.await.unwrap(), (2, 0));
    house.settled_books().await;
    clean(&house);
}

#[test]
fn requests_that_are_refused_leave_what_was_due_sqlite() {
    on(Db::Sqlite, RISING);
}

#[test]
fn requests_that_are_refused_leave_what_was_due_postgres() {
    on(Db::Postgres, RISING);
}

fn on(db: Db, plan: &str) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { refused_after_something_was_due(House::open(db, plan)).await });
}
