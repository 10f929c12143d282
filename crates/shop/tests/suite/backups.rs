//! Backups of a shop that is at work.

use std::path::PathBuf;

use banyan_ops::backup::{self, Restore};
use banyan_store::DatabaseUrl;

use crate::harness::{Db, House, TWO_LEVELS, fresh, on_both};

/// Over a shop that is there.
const OVER: Restore = Restore { replaces: true, has_no_checksum: false };
/// A backup whose checksum is not looked at.
const OLDER: Restore = Restore { replaces: false, has_no_checksum: true };

/// The work of backups waits for the database: not on the runtime's threads.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(move || std::thread::spawn(work).join().unwrap()).await.unwrap()
}

fn other(place: &DatabaseUrl, dir: &std::path::Path) -> DatabaseUrl {
    match place {
        DatabaseUrl::Sqlite(_) => DatabaseUrl::Sqlite(dir.join("other.db")),
        DatabaseUrl::Postgres(_) => fresh(Db::Postgres, dir),
    }
}

on_both!(a_backup_of_a_busy_shop_is_whole_and_comes_back, |house: House| async move {
    let dir = tempfile::tempdir().unwrap();
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let sku = house.product("tea", 1_000, 100, 100_000, 9_999).await;
    let file: PathBuf = dir.path().join("backup");
    let (place, out) = (house.place.clone(), file.clone());
    for _ in 0..50 {
        house.sell(buyer, sku, 1).await;
    }
    let saving = tokio::spawn(apart(move || backup::save(&place, &out, &|_, _| ())));
    let mut sold = 50;
    while !saving.is_finished() || sold < 80 {
        let placed = house.sell(buyer, sku, 1).await;
        house.deliver(buyer, placed.order).await;
        sold += 1;
    }
    let saved = saving.await.unwrap().unwrap();
    assert!((50..=sold).contains(&saved.orders), "{saved:?} of {sold}");
    // A file that is there is never overwritten.
    let (place, out) = (house.place.clone(), file.clone());
    assert_eq!(apart(move || backup::save(&place, &out, &|_, _| ())).await.unwrap_err().code, "file_exists");

    let target = other(&house.place, dir.path());
    let (from, to) = (file.clone(), target.clone());
    let (restored, old) = apart(move || backup::restore(&from, &to, Restore::default())).await.unwrap();
    assert!((50..=sold).contains(&restored.orders) && restored.entries > 0 && old.is_none());
    if matches!(house.place, DatabaseUrl::Sqlite(_)) {
        assert_eq!(restored, saved);
    }
    // One bit that has changed on a disk is noticed, wherever it is.
    let mut bytes = std::fs::read(&file).unwrap();
    for at in [100, bytes.len() / 2, bytes.len() - 10] {
        bytes[at] ^= 0x10;
        let damaged = dir.path().join("damaged");
        std::fs::write(&damaged, &bytes).unwrap();
        bytes[at] ^= 0x10;
        let to = match other(&house.place, dir.path()) {
            DatabaseUrl::Sqlite(_) => DatabaseUrl::Sqlite(dir.path().join("third.db")),
            empty @ DatabaseUrl::Postgres(_) => empty,
        };
        let code = apart(move || backup::restore(&damaged, &to, Restore::default())).await.unwrap_err().code;
        assert!(["backup_damaged", "backup_without_checksum"].contains(&code), "{code} at {at}");
    }
    // Not over a shop that is there, unless somebody insists.
    let (from, to) = (file.clone(), target.clone());
    let code = apart(move || backup::restore(&from, &to, Restore::default())).await.unwrap_err().code;
    assert!(["file_exists", "shop_exists"].contains(&code), "{code}");
    let (from, to) = (file.clone(), target.clone());
    apart(move || backup::restore(&from, &to, OVER)).await.unwrap();
    // And it sells on.
    let again = House::on(target, TWO_LEVELS, None, house.now() + 1);
    again.sell(buyer, sku, 1).await;
    again.days(30);
    again.settled_books().await;
});

#[test]
fn a_damaged_backup_is_refused_and_an_open_shop_is_left_alone() {
    crate::harness::run(Db::Sqlite, |house: House| async move {
        let dir = tempfile::tempdir().unwrap();
        house.member(None, 1).await;
        let file = dir.path().join("backup");
        backup::save(&house.place, &file, &|_, _| ()).unwrap();
        // The shop is open: what it has open is not replaced under its feet.
        let place = house.place.clone();
        assert_eq!(backup::restore(&file, &place, OVER).unwrap_err().code, "shop_open");
        let mut bytes = std::fs::read(&file).unwrap();
        let target = DatabaseUrl::Sqlite(dir.path().join("new.db"));
        for at in (8_192..bytes.len()).step_by(512) {
            bytes[at] ^= 0xff;
        }
        let damaged = dir.path().join("damaged");
        std::fs::write(&damaged, &bytes).unwrap();
        assert!(backup::restore(&damaged, &target, OLDER).is_err());
        std::fs::write(&damaged, "no database").unwrap();
        assert!(backup::restore(&damaged, &target, OLDER).is_err());
        assert!(!dir.path().join("new.db").exists());
        assert!(!dir.path().join("new.db.restoring").exists());
        // Books that do not balance are no good backup either.
        let wrong = rusqlite_like(&file, dir.path());
        assert_eq!(backup::restore(&wrong, &target, OLDER).unwrap_err().code, "data_damaged");
    });
}

/// A copy of a backup with one entry too many.
fn rusqlite_like(file: &std::path::Path, dir: &std::path::Path) -> PathBuf {
    let copy = dir.join("wrong");
    std::fs::copy(file, &copy).unwrap();
    // Without the line with its checksum, as older programs wrote it.
    let all = std::fs::metadata(&copy).unwrap().len();
    std::fs::File::options().write(true).open(&copy).unwrap().set_len(all - 86).unwrap();
    let mut conn = DatabaseUrl::Sqlite(copy.clone()).connect(false).unwrap();
    conn.script("INSERT INTO entry VALUES(0, 100, 1, 1, 1, 1, 0, 1, 5)").unwrap();
    copy
}
