//! Every money figure of the reports is the ledger's, whatever happened in the shop.

use banyan_base::shapes::At;
use banyan_core::ledger::{Account, Kind};
use banyan_plan::time::DAY;
use banyan_store::DbError;
use banyan_trade::orders::cost_left;
use serde_json::{Value, json};

use crate::harness::{Db, House};
use crate::world::World;

const RICH: &str = include_str!("rich.toml");
/// How much happens.
const EVENTS: u64 = 1_500;

/// Account, kind of transfer, and a stretch of time: what was booked for the shop itself.
const BOOKED: &str = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM entry \
                      WHERE owner = 0 AND account = $1 AND kind = $2 AND at >= $3 AND at < $4";
/// The cost of rewards on lines, and of what refunds took back of these: the last digit of a place, in eights, is what a reward is
/// for, and for a refund the one before it is what it takes from.
const BOOKED_ON_LINES: &str = "SELECT COALESCE(CAST(-SUM(amount) AS BIGINT), 0) FROM entry \
                               WHERE owner = 0 AND account IN (102, 103) AND kind = 3 AND at >= $1 AND at < $2 \
                               AND (place % 8 IN (1, 5) OR (place % 8 = 2 AND (place / 8) % 8 IN (1, 5)))";
/// What somebody was granted in money.
const GRANTED: &str = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM entry \
                       WHERE owner = $1 AND account IN (1, 2) AND kind = 3 AND at >= $2";
/// Kinds of transfers, and accounts.
const PAYMENT: i64 = Kind::Payment as i64;
const REPAYMENT: i64 = Kind::Repayment as i64;
const REWARD: i64 = Kind::Reward as i64;
const PURCHASE: i64 = Kind::Purchase as i64;
const SALES: i64 = Account::Sales as i64;
const REWARDS: i64 = Account::Rewards as i64;
const COUPON_COST: i64 = Account::CouponCost as i64;
const GOODS: i64 = Account::Goods as i64;

fn moment(text: &Value) -> i64 {
    serde_json::from_value::<At>(text.clone()).unwrap().0
}

fn number(of: &Value, name: &str) -> i64 {
    of[name].as_i64().unwrap_or_else(|| panic!("{name}: {of}"))
}

/// A shop in which every product has a supplier, and one of two people who looks after it; gives the owner and these two.
async fn opened(world: &mut World) -> (String, [String; 2]) {
    world.open().await;
    let house = &world.house;
    let supplied = house.shop.writer.run(|work| {
        let sql = "UPDATE product SET supplier = (SELECT MIN(id) FROM supplier)";
        Ok(work.conn.execute(sql, &[]).map(drop)?)
    });
    supplied.await.unwrap();
    let boss = house.staff("owner").await;
    let keepers = [house.staff("bd").await, house.staff("bd").await];
    let known = house.done(&boss, "GET", "/staff/keepers", None).await;
    let known: Vec<&Value> = known.as_array().unwrap().iter().collect();
    let [.., one, other] = known.as_slice() else { panic!("{known:?}") };
    let products = house.done(&boss, "GET", "/staff/products?limit=50", None).await;
    for (place, product) in products["items"].as_array().unwrap().iter().enumerate() {
        let keeper = if place % 3 == 0 { one } else { other };
        let path = format!("/staff/products/{}/keeper", product["id"].as_str().unwrap());
        house.done(&boss, "PUT", &path, Some(json!({ "keeper": keeper["id"] }))).await;
    }
    (boss, keepers)
}

/// Compares the figures of a stretch of time with the ledger.
async fn same(house: &House, figures: &Value) {
    let range = (moment(&figures["since"]), moment(&figures["until"]));
    let booked = async |account, kind| house.number(BOOKED, vec![account, kind, range.0, range.1]).await;
    assert_eq!(number(figures, "gmv"), booked(SALES, PAYMENT).await, "{figures}");
    assert_eq!(number(figures, "refunds"), -booked(SALES, REPAYMENT).await, "{figures}");
    let rewards = -booked(REWARDS, REWARD).await - booked(COUPON_COST, REWARD).await;
    assert_eq!(number(figures, "rewards"), rewards, "{figures}");
    let net = number(figures, "gmv") - number(figures, "refunds");
    assert_eq!(number(figures, "net"), net, "{figures}");
    assert_eq!(number(figures, "margin"), net - number(figures, "cost") - rewards, "{figures}");
}

/// Compares every report with the ledger; gives the figures of the whole history.
async fn compare(house: &House, boss: &str, keepers: &[String; 2]) -> Value {
    let until = serde_json::to_value(At(house.now() + DAY)).unwrap();
    let whole = format!("since=2026-01-01T00:00:00Z&until={}", until.as_str().unwrap());
    let report =
        async |who: &str, path: &str| house.done(who, "GET", &format!("/staff/reports/{path}"), None).await;
    let days = report(boss, "overview").await;
    let months = report(boss, &format!("overview?by=month&{whole}")).await;
    for report in [&days, &months] {
        for figures in
            report["series"].as_array().unwrap().iter().chain([&report["total"], &report["before"]])
        {
            same(house, figures).await;
        }
    }
    let total = &months["total"];
    let products = report(boss, &format!("products?{whole}")).await;
    let of_products =
        |name: &str| products.as_array().unwrap().iter().map(|one| number(one, name)).sum::<i64>();
    assert_eq!(of_products("amount"), number(total, "gmv"));
    assert_eq!(of_products("refunded"), number(total, "refunds"));
    assert_eq!(of_products("cost"), number(total, "cost"));
    // What each of staff sees of their own products is together what the shop sees.
    let one = report(&keepers[0], &format!("overview?by=month&{whole}")).await;
    let other = report(&keepers[1], &format!("overview?by=month&{whole}")).await;
    assert_eq!(one["whole_shop"], false);
    let both = |name: &str| number(&one["total"], name) + number(&other["total"], name);
    for name in ["gmv", "refunds", "net", "cost"] {
        assert_eq!(both(name), number(total, name), "{name}");
        assert!(number(&one["total"], name) > 0 && number(&other["total"], name) > 0, "{name}");
    }
    let range = vec![moment(&total["since"]), moment(&total["until"])];
    assert_eq!(both("rewards"), house.number(BOOKED_ON_LINES, range).await);
    incomes(house, &report(boss, "incomes").await).await;
    total.clone()
}

/// What will be owed for lines that were sold and have not settled.
async fn unsettled(house: &House) -> i64 {
    let read = house.shop.writer.run(|work| {
        let sql = "SELECT l.cost, l.amount, l.refunded FROM line l JOIN orders o ON o.buyer = l.buyer AND o.id = l.order_id \
                   WHERE o.paid_at IS NOT NULL AND l.settled_at IS NULL";
        let rows = work.conn.query(sql, &[])?;
        let left = rows.iter().map(|row| Ok(cost_left(row.int(0)?, row.int(1)?, row.int(2)?)));
        Ok(left.sum::<Result<i64, DbError>>()?)
    });
    read.await.unwrap()
}

/// Compares what the best earned, and what was paid at each distance, with the ledger.
async fn incomes(house: &House, told: &Value) {
    let since = house.now() - 365 * DAY;
    let best = told["top"].as_array().unwrap();
    assert!(best.len() > 5, "{told}");
    for one in best {
        let who = one["member"].as_str().unwrap().parse().unwrap();
        assert_eq!(number(one, "amount"), house.number(GRANTED, vec![who, since]).await, "{one}");
    }
    assert_eq!(told["most"], best[0]["amount"]);
    let distances =
        told["distances"].as_array().unwrap().iter().map(|one| number(one, "amount")).sum::<i64>();
    let booked = house.number(BOOKED, vec![REWARDS, REWARD, since, i64::MAX]).await;
    assert_eq!(distances, -booked);
}

fn figures_are_the_books(db: Db, seed: u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut world = World::new(House::open(db, RICH), seed);
    world.stops = true;
    runtime.block_on(async {
        let (boss, keepers) = opened(&mut world).await;
        while world.events().await < EVENTS {
            world.tick().await;
        }
        let before = compare(&world.house, &boss, &keepers).await;
        assert!(number(&before, "refunds") > 0 && number(&before, "rewards") > 0, "{before}");
        world.close().await;
        let whole = compare(&world.house, &boss, &keepers).await;
        // What goods cost is what their suppliers are owed, and what they will be for lines that have not settled.
        let range = [moment(&whole["since"]), moment(&whole["until"])];
        let owed = world.house.number(BOOKED, vec![GOODS, PURCHASE, range[0], range[1]]).await;
        assert_eq!(number(&whole, "cost"), -owed + unsettled(&world.house).await);
    });
    drop(world);
}

#[test]
fn figures_are_the_books_sqlite() {
    for seed in [5, 6] {
        figures_are_the_books(Db::Sqlite, seed);
    }
}

#[test]
fn figures_are_the_books_postgres() {
    figures_are_the_books(Db::Postgres, 7);
}
