//! What must hold when something outside of the shop is wrong: the key, the data, the disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use banyan_base::clock::Clock;
use banyan_base::random;
use banyan_base::refusal::Refusal;
use banyan_base::vault::{MasterKey, Vault};
use banyan_core::idempotency::{self, Key, once};
use banyan_core::key_check;
use banyan_core::work::writer::Writer;
use banyan_core::work::{Work, accept_clock};
use banyan_ops::backup;
use banyan_ops::keys::Keys;
use banyan_plan::time::{DAY, Time};
use banyan_store::{Conn, DbError, Value};

use crate::harness::{Db, House, TWO_LEVELS, on_both, run};

/// The work of databases waits: not on the runtime's threads.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap())
}

on_both!(a_wrong_key_or_none_is_noticed_before_anything_is_sealed_by_it, |house| async move {
    let place = house.place.clone();
    let vault = |byte| Vault::new(&MasterKey { id: 1, bytes: [byte; 32] }, &[]).unwrap();
    apart(|| {
        key_check::check(&place, &vault(7)).unwrap();
        assert_eq!(key_check::check(&place, &vault(8)).unwrap_err().code, "key_wrong");
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lost.key");
        assert_eq!(Keys::read(&path, &place, &mut random::Os).unwrap_err().code, "key_missing");
        assert!(!path.exists(), "no key is made beside data that another one sealed");
        let empty = banyan_store::DatabaseUrl::Sqlite(dir.path().join("new.db"));
        Keys::read(&path, &empty, &mut random::Os).unwrap();
        assert!(path.exists());
    });
});

/// A machine's clock, which somebody sets wrong.
struct Machine(AtomicI64);

impl Clock for Machine {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }
}

on_both!(a_clock_that_is_far_ahead_is_not_believed_before_somebody_says_so, |house| async move {
    house.member(None, 1).await;
    let (place, facts, now) = (house.place.clone(), house.shop.facts.clone(), house.now());
    let clock = Arc::new(Machine(AtomicI64::new(now + DAY)));
    let last = || {
        apart(|| {
            let found = place.connect(true).unwrap().one("SELECT last FROM clock", &[]).unwrap();
            found.unwrap().int(0).unwrap()
        })
    };
    let (writer, thread) =
        apart(|| Writer::start(&place, facts.clone(), clock.clone())).expect("a day is believed");
    let before = last();
    assert!(before >= now + DAY, "it is written down that a day has gone by");

    clock.0.store(now + 365 * DAY, Ordering::SeqCst);
    let refusal = writer.run(|work| Ok(work.id())).await.unwrap_err();
    assert_eq!((refusal.code, refusal.kind.status().as_u16()), ("clock_ahead", 503));
    writer.beat().await.unwrap_err();
    assert_eq!(last(), before, "nothing was written");
    let opened = apart(|| Writer::start(&place, facts.clone(), clock.clone()).map(|_| ()));
    assert_eq!(opened.unwrap_err().code, "clock_ahead", "a shop does not open either");

    clock.0.store(now + 2 * DAY, Ordering::SeqCst);
    writer.run(|work| Ok(work.id())).await.expect("the clock was set right");

    clock.0.store(now + 365 * DAY, Ordering::SeqCst);
    apart(|| accept_clock(&mut place.connect(false).unwrap(), now + 365 * DAY).unwrap());
    let id = writer.run(|work| Ok(work.id())).await.expect("somebody has said that it is right");
    assert!(id >= now + 365 * DAY);
    apart(|| thread.stop());
});

on_both!(data_that_were_replaced_are_read_again, |house| async move {
    let member = house.member(None, 1).await;
    let place = house.place.clone();
    let replace = |sql: &str| apart(|| place.connect(false).unwrap().script(sql).unwrap());
    let rank = || house.shop.writer.run(move |work| work.live().rank_of(member));
    replace("UPDATE member SET rank = 0");
    assert_eq!(rank().await.unwrap(), 1, "nobody has said that these are other data");
    replace("UPDATE clock SET epoch = epoch + 1");
    assert_eq!(rank().await.unwrap(), 0);
});

#[test]
fn a_shop_that_is_open_is_not_replaced() {
    run(Db::Postgres, |house| async move {
        let (place, dir) = (house.place.clone(), tempfile::tempdir().unwrap());
        let file = dir.path().join("backup");
        apart(|| {
            backup::save(&place, &file, &|_, _| ()).unwrap();
            assert_eq!(
                backup::restore(
                    &file,
                    &place,
                    backup::Restore { replaces: true, ..backup::Restore::default() }
                )
                .unwrap_err()
                .code,
                "shop_open"
            );
        });
        let place = house.place.clone();
        let now = house.now();
        apart(move || drop(house));
        let before = apart(|| epoch(&place));
        // The server may take a moment to notice that the shop has gone.
        apart(|| {
            for _ in 0..200 {
                match backup::restore(
                    &file,
                    &place,
                    backup::Restore { replaces: true, ..backup::Restore::default() },
                ) {
                    Err(refusal) if refusal.code == "shop_open" => {
                        std::thread::sleep(std::time::Duration::from_millis(50));
                    }
                    done => return drop(done.unwrap()),
                }
            }
            panic!("the shop is closed, and its lock still held");
        });
        assert_ne!(apart(|| epoch(&place)), before);
        apart(move || drop(House::on(place, TWO_LEVELS, None, now)));
    });
}

fn epoch(place: &banyan_store::DatabaseUrl) -> i64 {
    place.connect(true).unwrap().one("SELECT epoch FROM clock", &[]).unwrap().unwrap().int(0).unwrap()
}

#[test]
fn a_full_disk_is_no_fault_of_ours_and_the_shop_is_not_ready() {
    run(Db::Sqlite, |house| async move {
        let sku = house.product("tea", 1_000, 100, 100_000, 9_999).await;
        let buyer = house.member(None, 0).await;
        let (status, ..) = house.fetch_root("/readyz").await;
        assert_eq!(status, 200);
        // As if the disk were full: the file may not grow any more.
        let full = |work: &mut Work<'_>| {
            let pages = work.conn.one("PRAGMA page_count", &[])?.map_or(Ok(0), |row| row.int(0))?;
            Ok(work.conn.query(&format!("PRAGMA max_page_count = {pages}"), &[]).map(drop)?)
        };
        house.shop.writer.run(full).await.unwrap();
        let mut refused = None;
        for _ in 0..2_000 {
            if let Err(refusal) = house.place(buyer, sku, 1).await {
                refused = Some(refusal);
                break;
            }
        }
        let refused = refused.expect("the file is full");
        assert_eq!((refused.code, refused.kind.status().as_u16()), ("database_unavailable", 503));
        let more =
            |work: &mut Work<'_>| Ok(work.conn.query("PRAGMA max_page_count = 1000000", &[]).map(drop)?);
        house.shop.writer.run(more).await.unwrap();
        house.place(buyer, sku, 1).await.unwrap();
        house.settled_books().await;
    });
}

on_both!(a_mistake_in_a_statement_is_no_lost_connection, |house| async move {
    let place = house.place.clone();
    let refusals = apart(|| {
        let mut conn = place.connect(true).unwrap();
        let mut wrong = vec![conn.query("SELECT nothing FROM member", &[]).unwrap_err()];
        if matches!(place, banyan_store::DatabaseUrl::Postgres(_)) {
            // A text for a number, which the server finds out, and too few values, which the client does.
            let text = Value::from("one".to_owned());
            wrong.push(conn.query("SELECT id FROM member WHERE id = $1", &[text]).unwrap_err());
            wrong.push(conn.query("SELECT id FROM member WHERE id = $1", &[]).unwrap_err());
        }
        wrong.into_iter().map(Refusal::from).collect::<Vec<_>>()
    });
    for refusal in refusals {
        assert_eq!((refusal.code, refusal.kind.status().as_u16()), ("internal", 500), "{}", refusal.internal);
    }
});

#[test]
fn a_lost_connection_to_postgres_is_told_as_one() {
    run(Db::Postgres, |house| async move {
        let place = house.place.clone();
        apart(|| {
            let mut conn = place.connect(true).unwrap();
            // The server ends the connection; then there is none any more; then no server either.
            let gone = conn.query("SELECT pg_terminate_backend(pg_backend_pid())", &[]).unwrap_err();
            assert!(gone.is_unavailable(), "{gone}");
            let closed = conn.query("SELECT 1", &[]).unwrap_err();
            assert!(closed.is_unavailable(), "{closed}");
            let nobody = banyan_store::DatabaseUrl::parse("postgres://nobody@127.0.0.1:1/none").unwrap();
            let nobody = nobody.connect(true).map(drop).unwrap_err();
            assert!(nobody.is_unavailable(), "{nobody}");
        });
    });
}

on_both!(a_shop_that_cannot_write_is_not_ready, |house| async move {
    let place = house.place.clone();
    let script = |sql: String| apart(|| place.connect(false).unwrap().script(&sql).unwrap());
    assert_eq!(house.fetch_root("/readyz").await.0, 200);
    let (on, off) = match place {
        banyan_store::DatabaseUrl::Sqlite(_) => (
            "CREATE TRIGGER no BEFORE UPDATE ON clock BEGIN SELECT RAISE(ABORT, 'no'); END",
            "DROP TRIGGER no",
        ),
        banyan_store::DatabaseUrl::Postgres(_) => (
            "CREATE FUNCTION no() RETURNS trigger AS $x$ BEGIN RAISE 'no'; END $x$ LANGUAGE plpgsql; \
             CREATE TRIGGER no BEFORE UPDATE ON clock FOR EACH ROW EXECUTE FUNCTION no()",
            "DROP TRIGGER no ON clock",
        ),
    };
    script(on.to_owned());
    let (status, headers) = house.fetch_root("/readyz").await;
    assert_eq!((status.as_u16(), &headers["retry-after"]), (503, &"5".parse().unwrap()));
    script(off.to_owned());
    assert_eq!(house.fetch_root("/readyz").await.0, 200);
});

#[test]
fn data_and_backups_are_readable_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    run(Db::Sqlite, |house| async move {
        let banyan_store::DatabaseUrl::Sqlite(path) = house.place.clone() else { unreachable!() };
        let dir = tempfile::tempdir().unwrap();
        let (out, back) = (dir.path().join("backup"), dir.path().join("back.db"));
        house.member(None, 0).await;
        apart(|| {
            backup::save(&house.place, &out, &|_, _| ()).unwrap();
            backup::restore(
                &out,
                &banyan_store::DatabaseUrl::Sqlite(back.clone()),
                backup::Restore::default(),
            )
            .unwrap();
        });
        for file in [&path, &path.with_extension("db-wal"), &out, &back] {
            let mode = std::fs::metadata(file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        }
    });
}

on_both!(answers_that_are_kept_cannot_be_told_from_names_and_are_forgotten, |house| async move {
    let key = |name: &str, asked: &str| Key::new(name.to_owned(), &[asked.as_bytes()]);
    let ask = |key: Key| house.shop.writer.run(move |work| once(work, 7, Some(&key), |work| Ok(work.id())));
    let first = ask(key("k", "a withdrawal to 6225880123456789")).await.unwrap();
    assert_eq!(ask(key("k", "a withdrawal to 6225880123456789")).await.unwrap(), first);
    let other = ask(key("k", "a withdrawal to 6225000000006789")).await;
    assert_eq!(other.unwrap_err().code, "idempotency_key_reused");
    assert_ne!(ask(key("l", "a withdrawal to 6225880123456789")).await.unwrap(), first);
    let tags = |conn: &mut Conn| -> Result<Vec<Vec<u8>>, DbError> {
        conn.query("SELECT tag FROM answer", &[])?.iter().map(|row| Ok(row.bytes(0)?.to_vec())).collect()
    };
    let kept: Result<Vec<Vec<u8>>, DbError> = house.shop.reader.read(tags).await;
    assert!(kept.as_ref().unwrap().iter().all(|tag| tag.len() == 32), "all of the hash");
    assert_eq!(kept.unwrap().len(), 2);
    assert_eq!(house.shop.writer.run(idempotency::forget).await.unwrap(), 0);
    house.clock.set(banyan_plan::time::Time(house.now() + 8 * DAY));
    assert_eq!(house.shop.writer.run(idempotency::forget).await.unwrap(), 2);
    assert_ne!(ask(key("k", "a withdrawal to 6225880123456789")).await.unwrap(), first);
});

on_both!(answers_that_an_earlier_version_kept_are_found, |house| async move {
    let digest =
        ring::digest::digest(&ring::digest::SHA256, &[&8_u64.to_be_bytes()[..], b"an order"].concat());
    let (digest, at) = (digest.as_ref().to_vec(), house.now());
    let kept = house.shop.writer.run(move |work| {
        let sql =
            "INSERT INTO idempotency(owner, hash, name, digest, answer, at) VALUES(7, 1, 'k', $1, '42', $2)";
        work.conn.execute(sql, &[Value::Bytes(digest), Value::Int(at)])?;
        Ok(())
    });
    kept.await.unwrap();
    let house = tokio::task::block_in_place(|| house.again(TWO_LEVELS));
    let key = Key::new("k".to_owned(), &[b"an order"]);
    let answer = house.shop.writer.run(move |work| once(work, 7, Some(&key), |_| Ok(0_i64)));
    assert_eq!(answer.await.unwrap(), 42);
});

on_both!(answers_of_the_api_are_not_kept_by_browsers, |house| async move {
    let (_, headers, _) = house.fetch("/plan").await;
    assert_eq!(
        (&headers["cache-control"], &headers["x-content-type-options"]),
        (&"no-store".parse().unwrap(), &"nosniff".parse().unwrap())
    );
    assert!(!headers.contains_key("strict-transport-security"), "this shop is reached by http");
});
