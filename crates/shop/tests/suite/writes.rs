//! Writes on both databases: one that cannot stand is told, takes nothing with it, and leaves its neighbours alone.

use banyan_shop::db::{Rows, Value};

use crate::harness::{House, on_both};

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
    let read = |conn: &mut banyan_shop::db::Conn| conn.query("SELECT id FROM category ORDER BY id", &[]);
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
    let shop = house.shop.clone();
    // They meet in one transaction: the writer is busy until all of them wait.
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let holding = tokio::spawn(async move {
        shop.writer.run(move |_| wait.recv().map_err(|_| unreachable!("it is told to go on"))).await
    });
    let mut asked = tokio::task::JoinSet::new();
    for id in 1..=6 {
        let shop = house.shop.clone();
        asked.spawn(async move {
            let write = move |work: &mut banyan_shop::work::Work<'_>| {
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
    go.send(()).unwrap();
    holding.await.unwrap().unwrap();
    while let Some(done) = asked.join_next().await {
        let (id, is_done) = done.unwrap();
        assert_eq!(is_done, id % 2 == 1, "request {id}");
    }
    assert_eq!(categories(&house).await, [1, 3, 5]);
});
