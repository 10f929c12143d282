//! Whatever somebody changes in the database behind the shop's back is found by `banyan verify`, which says what it is.

use banyan_ops::history::{self, Against};
use banyan_plan::time::Time;

use crate::harness::{Db, House};
use crate::histories::RICH;
use crate::world::World;

/// One thing in the database that somebody has changed behind the shop's back.
const TAMPERED: &[(&str, &str, &str)] = &[
    (
        "a reward one cent higher",
        "UPDATE reward SET amount = amount + 1 WHERE reward = 'own' AND amount > 0 AND (owner, ref_id, ref_line, step, place) IN \
         (SELECT owner, ref_id, ref_line, step, place FROM reward WHERE reward = 'own' AND kind = 1 ORDER BY at LIMIT 1)",
        "reward “own”: expected",
    ),
    (
        "a reward one cent lower",
        "UPDATE reward SET amount = amount - 1 WHERE kind = 2 AND (owner, ref_id, ref_line, step, place) IN \
         (SELECT owner, ref_id, ref_line, step, place FROM reward WHERE kind = 2 ORDER BY at DESC LIMIT 1)",
        "refund ",
    ),
    (
        "a reward that rests on nothing",
        "INSERT INTO reward SELECT owner, kind, ref_id, ref_line, step, place + 1000, at, reward, plan, unit, payee_rank, distance, \
         base, rate, amount, cut, born, chain FROM reward WHERE kind = 1 AND owner IN (SELECT MIN(owner) FROM reward WHERE kind = 1) \
         ORDER BY at LIMIT 1",
        "rests on nothing",
    ),
    (
        "another reason for the same reward",
        "UPDATE reward SET chain = '1:1' WHERE (owner, ref_id, ref_line, step, place) IN \
         (SELECT owner, ref_id, ref_line, step, place FROM reward WHERE kind = 1 ORDER BY at DESC LIMIT 1)",
        "chain: expected",
    ),
    (
        "a missing entry",
        "DELETE FROM entry WHERE kind = 4 AND (owner, account, ref_id, ref_line, step, place) IN \
         (SELECT owner, account, ref_id, ref_line, step, place FROM entry WHERE kind = 4 ORDER BY at LIMIT 1)",
        "there is none",
    ),
    (
        "what a supplier is owed",
        "UPDATE entry SET amount = amount + 1 WHERE kind = 10 AND account = 50 AND (owner, account, ref_id, ref_line, step, place) IN \
         (SELECT owner, account, ref_id, ref_line, step, place FROM entry WHERE kind = 10 AND account = 50 ORDER BY at LIMIT 1)",
        "expected",
    ),
    (
        "a balance",
        "UPDATE balance SET amount = amount + 1 WHERE account = 2 AND owner IN (SELECT MIN(owner) FROM balance WHERE account = 2)",
        "the balance “Available”",
    ),
    (
        "a rank",
        "UPDATE member SET rank = rank + 1 WHERE id IN (SELECT MIN(id) FROM member)",
        "the rank of member",
    ),
    (
        "a change of rank",
        "UPDATE rank_change SET rank = 4 WHERE how = 'join' AND (member, at) IN (SELECT member, at FROM rank_change WHERE how = 'join' ORDER BY at LIMIT 1)",
        "the rank of member",
    ),
    (
        "an inviter",
        "UPDATE member SET inviter = NULL WHERE id IN (SELECT MAX(id) FROM member WHERE inviter IS NOT NULL)",
        "the inviter of member",
    ),
    (
        "a payment",
        "UPDATE payment SET amount = amount + 1 WHERE id IN (SELECT MIN(id) FROM payment WHERE state = 'paid')",
        "payment, in the ledger",
    ),
    (
        "a coupon",
        "UPDATE coupon SET amount = amount + 1 WHERE id IN (SELECT MIN(id) FROM coupon WHERE state = 'open' AND amount > 0)",
        "coupons of member",
    ),
    (
        "a seller",
        "UPDATE line SET seller = buyer WHERE (buyer, order_id, line) IN (SELECT buyer, order_id, line FROM line WHERE paid_at IS NOT NULL AND seller <> buyer ORDER BY paid_at LIMIT 1)",
        "the seller of order line",
    ),
    (
        "a deleted payment",
        "DELETE FROM payment WHERE id IN (SELECT MIN(id) FROM payment WHERE state = 'paid' AND amount > 0)",
        "payment, by the ledger",
    ),
    (
        "a payment set back",
        "UPDATE payment SET state = 'open' WHERE id IN (SELECT MIN(id) FROM payment WHERE state = 'paid' AND amount > 0)",
        "payment, by the ledger",
    ),
    (
        "a payment at another moment",
        "UPDATE payment SET paid_at = paid_at + 1 WHERE id IN (SELECT MIN(id) FROM payment WHERE state = 'paid' AND amount > 0)",
        "payment, by the ledger",
    ),
    (
        "a payment of another order",
        "UPDATE payment SET order_id = order_id + 1 WHERE id IN (SELECT MIN(id) FROM payment WHERE state = 'paid' AND amount > 0)",
        "payment",
    ),
    (
        "a payment that never came",
        "UPDATE payment SET state = 'paid' WHERE id IN (SELECT MIN(id) FROM payment WHERE state <> 'paid' AND amount > 0)",
        "payment, in the ledger",
    ),
    (
        "the amount of an order",
        "UPDATE orders SET amount = amount + 1 WHERE id IN (SELECT MIN(id) FROM orders)",
        "amount of order, by its lines and its freight",
    ),
    (
        "a discount",
        "UPDATE orders SET discount = discount + 1 WHERE id IN (SELECT MIN(id) FROM orders WHERE paid_at IS NOT NULL)",
        "discount of order",
    ),
    (
        "an order set back",
        "UPDATE orders SET state = 'shipped' WHERE id IN (SELECT MIN(id) FROM orders WHERE state = 'settled')",
        "state by its moments, order",
    ),
    (
        "an order as if it had not been paid",
        "UPDATE orders SET state = 'placed', paid_at = NULL, received_at = NULL, closed_at = NULL WHERE id IN (SELECT MIN(id) FROM orders WHERE state = 'settled')",
        "moment of payment of order",
    ),
    (
        "an order paid at another moment",
        "UPDATE orders SET paid_at = paid_at + 1 WHERE id IN (SELECT MIN(id) FROM orders WHERE paid_at IS NOT NULL)",
        "moment of payment of order",
    ),
    (
        "a deleted order",
        "DELETE FROM orders WHERE id IN (SELECT MIN(id) FROM orders WHERE paid_at IS NOT NULL)",
        "moment of payment of order",
    ),
    (
        "a seal",
        "UPDATE orders SET seal = NULL WHERE id IN (SELECT MAX(id) FROM orders)",
        "changed after it was placed",
    ),
    (
        "a line's amount",
        "UPDATE line SET amount = amount + 1 WHERE (order_id, line) IN (SELECT order_id, line FROM line WHERE paid_at IS NULL ORDER BY order_id LIMIT 1)",
        "changed after it was placed",
    ),
    (
        "pieces of a line",
        "UPDATE line SET quantity = quantity + 1 WHERE (order_id, line) IN (SELECT order_id, line FROM line ORDER BY order_id LIMIT 1)",
        "changed after it was placed",
    ),
    (
        "a line's cost",
        "UPDATE line SET cost = cost + 1 WHERE (order_id, line) IN (SELECT order_id, line FROM line ORDER BY order_id LIMIT 1)",
        "changed after it was placed",
    ),
    (
        "what a line counted for",
        "UPDATE line SET volumes = '{\"pv\":1}' WHERE (order_id, line) IN (SELECT order_id, line FROM line ORDER BY order_id LIMIT 1)",
        "changed after it was placed",
    ),
    (
        "what was bought",
        "UPDATE line SET product = 'gold' WHERE (order_id, line) IN (SELECT order_id, line FROM line WHERE paid_at IS NULL ORDER BY order_id LIMIT 1)",
        "changed after it was placed",
    ),
    (
        "whose goods they are",
        "UPDATE line SET supplier = 7 WHERE (order_id, line) IN (SELECT order_id, line FROM line WHERE supplier IS NULL ORDER BY order_id LIMIT 1)",
        "changed after it was placed",
    ),
    (
        "a line that was not paid",
        "UPDATE line SET paid_at = NULL WHERE (order_id, line) IN (SELECT order_id, line FROM line WHERE paid_at IS NOT NULL ORDER BY order_id LIMIT 1)",
        "moment of payment of a line",
    ),
    (
        "a line that has not settled",
        "UPDATE line SET settled_at = NULL WHERE (order_id, line) IN (SELECT order_id, line FROM line WHERE settled_at IS NOT NULL ORDER BY order_id LIMIT 1)",
        "settlement of a line",
    ),
    (
        "pieces that never came back",
        "UPDATE line SET returned = returned + 1 WHERE (order_id, line) IN (SELECT order_id, line FROM line WHERE returned < quantity ORDER BY order_id LIMIT 1)",
        "pieces that came back",
    ),
    (
        "money that never went back",
        "UPDATE line SET refunded = refunded + 1 WHERE (order_id, line) IN (SELECT order_id, line FROM line WHERE refunded < amount AND settled_at IS NOT NULL ORDER BY order_id LIMIT 1)",
        "refunded in all, order",
    ),
    (
        "a deleted refund",
        "DELETE FROM refund WHERE id IN (SELECT MAX(id) FROM refund WHERE amount > 0 AND line > 0)",
        "refund, by the ledger",
    ),
    (
        "a refund's amount",
        "UPDATE refund SET amount = amount + 1 WHERE id IN (SELECT MAX(id) FROM refund WHERE amount > 0)",
        "refund, in the ledger",
    ),
    (
        "pieces of a refund",
        "UPDATE refund SET quantity = quantity + 1 WHERE id IN (SELECT MAX(id) FROM refund WHERE amount > 0 AND line > 0)",
        "pieces that came back",
    ),
    (
        "what had been refunded before",
        "UPDATE refund SET before = before + 1 WHERE id IN (SELECT MAX(id) FROM refund WHERE amount > 0 AND line > 0)",
        "refunded before refund",
    ),
    (
        "whose payment a refund is of",
        "UPDATE refund SET payment = payment + 1 WHERE id IN (SELECT MAX(id) FROM refund WHERE amount > 0)",
        "the payment of refund",
    ),
    (
        "a deleted withdrawal",
        "DELETE FROM withdrawal WHERE id IN (SELECT MIN(id) FROM withdrawal)",
        "withdrawal, by the ledger",
    ),
    (
        "a withdrawal's amount",
        "UPDATE withdrawal SET amount = amount + 1 WHERE id IN (SELECT MIN(id) FROM withdrawal)",
        "withdrawal, in the ledger",
    ),
    (
        "a withdrawal set back",
        "UPDATE withdrawal SET state = 'asked' WHERE id IN (SELECT MIN(id) FROM withdrawal WHERE state = 'refused')",
        "given back of withdrawal",
    ),
    (
        "a withdrawal that was never paid",
        "UPDATE withdrawal SET state = 'paid' WHERE id IN (SELECT MIN(id) FROM withdrawal WHERE state = 'approved')",
        "payout",
    ),
    (
        "a coupon without a reward",
        "INSERT INTO coupon (owner, id, amount, least, state, reward) SELECT owner, id + 1, 500, 0, 'open', reward FROM coupon ORDER BY id LIMIT 1",
        "coupons of member",
    ),
    (
        "somebody added to staff",
        "INSERT INTO staff (id, login, name, role, password, state) VALUES(7, 'eve', 'eve', 'owner', '', 'active')",
        "staff/7: expected - (-) by the audit log, found owner (active)",
    ),
    (
        "somebody raised",
        "UPDATE staff SET role = 'owner' WHERE id IN (SELECT MIN(id) FROM staff WHERE role <> 'owner')",
        "by the audit log, found owner",
    ),
    (
        "somebody of staff who is gone",
        "DELETE FROM staff WHERE id IN (SELECT MIN(id) FROM staff)",
        "by the audit log, found - (-)",
    ),
    (
        "what a role may do",
        "INSERT INTO role_rights (role, permissions, changed_at) VALUES('service', '[\"staff.write\"]', 1)",
        "what role/service may do",
    ),
    (
        "settings",
        "UPDATE setting SET value = REPLACE(value, '\"country_code\":\"86\"', '\"country_code\":\"1\"') WHERE name = 'shop'",
        "the settings are not",
    ),
    ("deleted settings", "DELETE FROM setting WHERE name = 'shop'", "the settings are not"),
    (
        "a way to sign in",
        "DELETE FROM identity WHERE member IN (SELECT MAX(member) FROM identity)",
        "ways to sign in of member",
    ),
    (
        "somebody else's way to sign in",
        "UPDATE identity SET member = member + 1 WHERE member IN (SELECT MAX(member) FROM identity)",
        "ways to sign in of member",
    ),
    ("a clock set back", "UPDATE clock SET last = last - 1000000000000000 WHERE id = 1", "the clock"),
    (
        "the end of the log",
        "DELETE FROM audit WHERE id IN (SELECT MAX(id) FROM audit)",
        "records of the audit log are not those of",
    ),
    (
        "a record of the log",
        "DELETE FROM audit WHERE id IN (SELECT MIN(id) FROM audit)",
        "records of the audit log are not those of",
    ),
    (
        "a coupon more than was given out",
        "UPDATE campaign SET issued = issued - 1 WHERE id IN (SELECT MIN(id) FROM campaign WHERE issued > 0)",
        "coupons given out, campaign",
    ),
    (
        "what coupons hold of a budget",
        "UPDATE campaign SET promised = promised - 1 WHERE id IN (SELECT MIN(id) FROM campaign WHERE promised > 0)",
        "budget that coupons hold, campaign",
    ),
    (
        "a discount",
        "UPDATE orders SET discount = discount + 1 WHERE id IN (SELECT MIN(order_id) FROM line WHERE discount > 0)",
        "discount by lines, order",
    ),
    (
        "a line without its discount",
        "UPDATE line SET discount = 0 WHERE (buyer, order_id, line) IN (SELECT buyer, order_id, line FROM line \
         WHERE discount > 0 AND paid_at IS NOT NULL ORDER BY order_id, line LIMIT 1)",
        "cost of a discount that no line has, order",
    ),
    (
        "members who have paid for a group",
        "UPDATE buy_group SET paid = paid - 1 WHERE state = 'open'",
        "members who have paid, group",
    ),
    (
        "a group that failed and kept the money",
        "UPDATE buy_group SET state = 'failed', closed_at = deadline WHERE state = 'open'",
        "refunded as its group failed, order",
    ),
    (
        "when a seat was paid",
        "UPDATE buy_seat SET paid_at = paid_at + 1 WHERE group_id IN (SELECT MAX(group_id) FROM buy_seat)",
        "moment of payment of a seat in a group, order",
    ),
    (
        "pieces of a seat",
        "UPDATE buy_seat SET pieces = pieces + 1 WHERE group_id IN (SELECT MAX(group_id) FROM buy_seat)",
        "pieces of a seat in a group, order",
    ),
    (
        "a deleted seat",
        "DELETE FROM buy_seat WHERE group_id IN (SELECT MAX(group_id) FROM buy_seat)",
        "seats in a group, order",
    ),
    ("pieces of a group-buy", "UPDATE group_buy SET taken = taken + 1", "pieces taken, group-buy"),
    (
        "a parcel before its group was complete",
        "UPDATE orders SET shipped_at = paid_at + 1 WHERE buy_group IN (SELECT group_id FROM buy_group WHERE state = 'open')",
        "shipped before its group was complete, order",
    ),
    (
        "a voucher that nobody bought",
        "INSERT INTO voucher (buyer, id, order_id, line, piece, terms, hash, expires_at, due_at) \
         SELECT buyer, id + 1000000000, order_id, line, 9, terms, (SELECT tag FROM key_check LIMIT 1), expires_at, expires_at FROM voucher \
         WHERE due_at IS NOT NULL",
        "the paid line of voucher",
    ),
    (
        "a deleted voucher",
        "DELETE FROM voucher WHERE due_at IS NOT NULL",
        "vouchers of a line, by the pieces that were paid, order",
    ),
    (
        "a redemption that never was",
        "INSERT INTO voucher_step (buyer, voucher, step, state, was, at, staff) \
         SELECT buyer, id, 1, 'redeemed', 'unused', id, 1 FROM voucher WHERE due_at IS NOT NULL",
        "when it is due to expire, voucher",
    ),
    (
        "a redemption of what can be used again",
        "DELETE FROM voucher_step WHERE step = 3",
        "when it is due to expire, voucher",
    ),
    (
        "a step that was left out",
        "DELETE FROM voucher_step WHERE state = 'unused'",
        "the step before, voucher",
    ),
    (
        "a voucher of which the money came back",
        "UPDATE voucher_step SET state = 'redeemed', staff = 1 WHERE state = 'refunded'",
        "vouchers refunded, by the pieces that came back, order",
    ),
    (
        "when a voucher was refunded",
        "UPDATE voucher_step SET at = at + 1 WHERE state = 'refunded'",
        "the refund of voucher",
    ),
    (
        "a voucher that never expires",
        "UPDATE voucher SET due_at = NULL WHERE due_at IS NOT NULL",
        "when it is due to expire, voucher",
    ),
    (
        "a voucher that was redeemed after its end",
        "UPDATE voucher SET expires_at = (SELECT MIN(at) FROM voucher_step) WHERE id IN (SELECT voucher FROM voucher_step WHERE step = 3)",
        "redeemed after it expired, voucher",
    ),
    (
        "a line that is received before its vouchers are used",
        "UPDATE line SET settles_at = paid_at + 999000000000000000 WHERE voucher IS NOT NULL AND settles_at IS NULL",
        "receipt of a line by its vouchers, order",
    ),
];

const TABLES: &[&str] = &[
    "reward",
    "entry",
    "balance",
    "member",
    "rank_change",
    "payment",
    "coupon",
    "line",
    "orders",
    "refund",
    "withdrawal",
    "staff",
    "role_rights",
    "setting",
    "identity",
    "clock",
    "audit",
    "campaign",
    "buy_group",
    "buy_seat",
    "group_buy",
    "voucher_step",
    "voucher",
];

fn finds_what_was_tampered_with(db: Db) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let house = House::open(db, RICH);
    let (place, shop) = (house.place.clone(), house.shop.clone());
    let mut world = World::new(house, 2);
    runtime.block_on(async {
        world.open().await;
        while world.events().await < 400 {
            world.tick().await;
        }
        world.close().await;
        // Some who withdraw: a few are refused, the others wait to be paid.
        for _ in 0..12 {
            world.withdraw().await;
        }
        // One who registers and leaves an order unpaid, and settings that somebody has changed.
        let house = &world.house;
        let token = house.customer("13800138000", None).await;
        let buyer = house.id_of(&token).await.parse().unwrap();
        let sku = house.product("tea", 1_000, 100, 100_000, 10).await;
        house.place(buyer, sku, 1).await.unwrap();
        house.groups_of_each_state().await;
        house.vouchers_of_each_state().await;
        let owner = house.staff("owner").await;
        let mut settings = house.done(&owner, "GET", "/staff/settings", None).await;
        settings["settings"]["receive_days"] = serde_json::json!(9);
        house.done(&owner, "PUT", "/staff/settings", Some(settings)).await;
    });
    // What somebody wrote down outside, at two moments.
    let head = |at| {
        let vault = &shop.facts.vault;
        history::audit_head(&mut place.connect(true).unwrap(), vault, Time(at)).unwrap() + "\n"
    };
    let heads = std::thread::scope(|scope| scope.spawn(|| head(1) + &head(2)).join().unwrap());
    let check = || {
        history::verify(&place, Against { vault: Some(&shop.facts.vault), heads: &heads }, &|_, _| ())
            .and_then(history::Verified::clean)
            .and_then(|_| banyan_ops::backup::check(&place))
    };
    std::thread::scope(|scope| {
        scope
            .spawn(|| {
                check().unwrap_or_else(|no| panic!("{no:?}"));
                let mut missed = Vec::new();
                for (what, sql, expected) in TAMPERED {
                    let mut conn = place.connect(false).unwrap();
                    let table = sql.split(' ').find(|word| TABLES.contains(word)).unwrap();
                    conn.script(&format!("CREATE TABLE kept AS SELECT * FROM {table}")).unwrap();
                    let changed = conn.execute(sql, &[]).unwrap_or_else(|error| panic!("{what}: {error}"));
                    let found = check().err().map_or_else(String::new, |found| found.text.en);
                    if changed != 1 || !found.contains(expected) {
                        missed.push(format!("{what} ({changed}): {found}"));
                    }
                    conn.script(&format!(
                        "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept"
                    ))
                    .unwrap();
                }
                check().unwrap_or_else(|no| panic!("what was changed is as it was: {no:?}"));
                assert!(missed.is_empty(), "{}", missed.join("\n"));
            })
            .join()
            .unwrap();
    });
    drop(world);
}

#[test]
fn whatever_is_tampered_with_is_found_sqlite() {
    finds_what_was_tampered_with(Db::Sqlite);
}

#[test]
fn whatever_is_tampered_with_is_found_postgres() {
    finds_what_was_tampered_with(Db::Postgres);
}
