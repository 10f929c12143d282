//! What stands in two places of the database, compared both ways: business rows with the ledger and with the history of events,
//! sums with their parts, states with the moments that lead to them.

use banyan_plan::words::Text;
use banyan_store::{Conn, DbError};

use super::differences::Differences;
use super::pair::{Pair, pair};
use super::vouchers;

// Money that came stands in the account of the providers (100), what went back and what was asked for in its own.
const PAIRS: &[Pair] = &[
    pair(
        "付款（按付款记录，账上）",
        "payment, in the ledger",
        "SELECT p.id AS id, p.amount AS expected, COALESCE(-e.amount, 0) AS found FROM payment p LEFT JOIN entry e ON e.owner = 0 \
         AND e.account = 100 AND e.kind = 1 AND e.ref_id = p.order_id AND e.ref_line = 0 AND e.step = p.id AND e.place = 0 \
         WHERE p.state IN ('paid', 'late')",
    ),
    pair(
        "付款（按账上，付款记录）",
        "payment, by the ledger",
        "SELECT e.step AS id, -e.amount AS expected, COALESCE(p.amount, 0) AS found FROM entry e LEFT JOIN payment p ON p.id = e.step \
         AND p.order_id = e.ref_id AND p.paid_at = e.at AND p.state IN ('paid', 'late') \
         WHERE e.owner = 0 AND e.account = 100 AND e.kind = 1",
    ),
    pair(
        "付款（按订单金额）",
        "payment, by the amount of its order",
        "SELECT p.id AS id, COALESCE(o.amount, -1) AS expected, p.amount AS found FROM payment p \
         LEFT JOIN orders o ON o.id = p.order_id AND o.buyer = p.buyer",
    ),
    pair(
        "退款（按退款记录，账上）",
        "refund, in the ledger",
        "SELECT r.id AS id, r.amount AS expected, COALESCE(e.amount, 0) AS found FROM refund r LEFT JOIN entry e ON e.owner = 0 \
         AND e.account = 100 AND e.kind = 2 AND e.ref_id = r.order_id AND e.ref_line = r.line AND e.step = r.id AND e.place = 0",
    ),
    pair(
        "退款（按账上，退款记录）",
        "refund, by the ledger",
        "SELECT e.step AS id, e.amount AS expected, COALESCE(r.amount, 0) AS found FROM entry e LEFT JOIN refund r ON r.id = e.step \
         AND r.order_id = e.ref_id AND r.line = e.ref_line WHERE e.owner = 0 AND e.account = 100 AND e.kind = 2",
    ),
    pair(
        "退款之前已退的金额",
        "refunded before refund",
        "SELECT r.id AS id, COALESCE((SELECT CAST(SUM(b.amount) AS BIGINT) FROM refund b WHERE b.buyer = r.buyer AND b.order_id = r.order_id \
         AND b.line = r.line AND b.id < r.id), 0) AS expected, r.before AS found FROM refund r WHERE r.line > 0",
    ),
    pair(
        "退款所属的付款",
        "the payment of refund",
        "SELECT r.id AS id, r.payment AS expected, COALESCE(p.id, 0) AS found FROM refund r LEFT JOIN payment p ON p.id = r.payment \
         AND p.buyer = r.buyer AND p.order_id = r.order_id AND p.state IN ('paid', 'late') WHERE r.amount > 0",
    ),
    pair(
        "不退钱的退货的状态",
        "state of refund without money",
        "SELECT id AS id, 'done' AS expected, state AS found FROM refund WHERE amount = 0",
    ),
    pair(
        "已退金额，订单",
        "refunded in all, order",
        "SELECT l.order_id AS id, COALESCE(r.amount, 0) AS expected, l.refunded AS found FROM line l LEFT JOIN \
         (SELECT buyer, order_id, line, CAST(SUM(amount) AS BIGINT) AS amount FROM refund GROUP BY buyer, order_id, line) r \
         ON r.buyer = l.buyer AND r.order_id = l.order_id AND r.line = l.line",
    ),
    pair(
        "已退件数，订单",
        "pieces that came back, order",
        "SELECT l.order_id AS id, COALESCE(r.pieces, 0) AS expected, l.returned AS found FROM line l LEFT JOIN \
         (SELECT buyer, order_id, line, CAST(SUM(quantity) AS BIGINT) AS pieces FROM refund GROUP BY buyer, order_id, line) r \
         ON r.buyer = l.buyer AND r.order_id = l.order_id AND r.line = l.line",
    ),
    pair(
        "订单金额（按各行与运费）",
        "amount of order, by its lines and its freight",
        "SELECT o.id AS id, COALESCE(l.amount, 0) + o.freight AS expected, o.amount AS found FROM orders o LEFT JOIN \
         (SELECT buyer, order_id, CAST(SUM(amount) AS BIGINT) AS amount FROM line GROUP BY buyer, order_id) l \
         ON l.buyer = o.buyer AND l.order_id = o.id",
    ),
    pair(
        "运费（按各项），订单",
        "freight by its parts, order",
        "SELECT o.id AS id, COALESCE(c.amount, 0) AS expected, o.freight AS found FROM orders o LEFT JOIN \
         (SELECT buyer, order_id, CAST(SUM(amount) AS BIGINT) AS amount FROM carriage GROUP BY buyer, order_id) c \
         ON c.buyer = o.buyer AND c.order_id = o.id WHERE o.paid_at IS NOT NULL",
    ),
    // What of the freight has not gone back stands in an account of its own (107).
    pair(
        "运费（账上），订单",
        "freight in the ledger, order",
        "SELECT o.id AS id, o.freight - COALESCE(c.back, 0) AS expected, COALESCE(e.amount, 0) AS found FROM orders o LEFT JOIN \
         (SELECT buyer, order_id, CAST(SUM(amount) AS BIGINT) AS back FROM carriage WHERE refund IS NOT NULL GROUP BY buyer, order_id) c \
         ON c.buyer = o.buyer AND c.order_id = o.id LEFT JOIN \
         (SELECT ref_id, CAST(SUM(amount) AS BIGINT) AS amount FROM entry WHERE owner = 0 AND account = 107 GROUP BY ref_id) e \
         ON e.ref_id = o.id WHERE o.paid_at IS NOT NULL",
    ),
    pair(
        "订单优惠（按账上）",
        "discount of order, by the ledger",
        "SELECT o.id AS id, COALESCE(e.amount, 0) AS expected, o.discount AS found FROM orders o LEFT JOIN \
         (SELECT ref_id, CAST(SUM(amount) AS BIGINT) AS amount FROM entry WHERE owner = 0 AND account = 101 AND kind = 9 \
         AND ((ref_line = 0 AND place = 0) OR place = 2) GROUP BY ref_id) e ON e.ref_id = o.id WHERE o.paid_at IS NOT NULL",
    ),
    pair(
        "订单付款时间（按历史）",
        "moment of payment of order, by the history",
        "SELECT e.ref_id AS id, e.at AS expected, COALESCE(o.paid_at, 0) AS found FROM event e LEFT JOIN orders o ON o.id = e.ref_id \
         AND o.buyer = e.owner WHERE e.kind = 5",
    ),
    pair(
        "订单付款时间（历史中）",
        "moment of payment of order, in the history",
        "SELECT o.id AS id, o.paid_at AS expected, COALESCE(e.at, 0) AS found FROM orders o LEFT JOIN event e ON e.id = o.paid_at \
         AND e.owner = o.buyer AND e.kind = 5 AND e.ref_id = o.id WHERE o.paid_at IS NOT NULL",
    ),
    pair(
        "订单行付款时间，订单",
        "moment of payment of a line, order",
        "SELECT l.order_id AS id, COALESCE(o.paid_at, 0) AS expected, COALESCE(l.paid_at, 0) AS found FROM line l \
         LEFT JOIN orders o ON o.id = l.order_id AND o.buyer = l.buyer",
    ),
    pair(
        "订单行结算时间（按历史），订单",
        "settlement of a line by the history, order",
        "SELECT e.ref_id AS id, e.at AS expected, COALESCE(l.settled_at, 0) AS found FROM event e LEFT JOIN line l ON l.order_id = e.ref_id \
         AND l.buyer = e.owner AND l.line = e.ref_line WHERE e.kind = 7",
    ),
    pair(
        "已结算的订单行数",
        "lines that are settled, in all",
        "SELECT 0 AS id, (SELECT COUNT(*) FROM event WHERE kind = 7) AS expected, \
         (SELECT COUNT(*) FROM line WHERE settled_at IS NOT NULL) AS found",
    ),
    // An order that is over is refunded if nothing of it is left, and settled otherwise.
    pair(
        "订单状态（按各时刻），订单",
        "state by its moments, order",
        "SELECT o.id AS id, CASE WHEN o.paid_at IS NULL AND o.closed_at IS NOT NULL THEN 'cancelled' WHEN o.paid_at IS NULL THEN 'placed' \
         WHEN o.closed_at IS NULL AND o.received_at IS NOT NULL THEN 'received' \
         WHEN o.closed_at IS NULL AND o.shipped_at IS NOT NULL THEN 'shipped' WHEN o.closed_at IS NULL THEN 'paid' \
         WHEN o.state = 'refunded' AND NOT EXISTS (SELECT 1 FROM line l WHERE l.order_id = o.id AND l.buyer = o.buyer \
         AND l.returned < l.quantity AND (l.refunded < l.amount OR l.amount = 0)) THEN 'refunded' \
         WHEN EXISTS (SELECT 1 FROM line l WHERE l.order_id = o.id AND l.buyer = o.buyer AND l.settled_at IS NULL) THEN 'refunded' \
         ELSE 'settled' END AS expected, o.state AS found FROM orders o",
    ),
    pair(
        "提现（按提现记录，账上）",
        "withdrawal, in the ledger",
        "SELECT w.id AS id, w.amount AS expected, COALESCE(-e.amount, 0) AS found FROM withdrawal w LEFT JOIN entry e ON e.owner = w.owner \
         AND e.account = 2 AND e.kind = 5 AND e.ref_id = w.id AND e.ref_line = 0 AND e.step = 0 AND e.place = 0",
    ),
    pair(
        "提现（按账上，提现记录）",
        "withdrawal, by the ledger",
        "SELECT e.ref_id AS id, -e.amount AS expected, COALESCE(w.amount, 0) AS found FROM entry e LEFT JOIN withdrawal w ON w.id = e.ref_id \
         AND w.owner = e.owner WHERE e.account = 2 AND e.kind = 5",
    ),
    pair(
        "提现打款",
        "payout",
        "SELECT w.id AS id, CASE WHEN w.state = 'paid' THEN w.amount - w.tax ELSE 0 END AS expected, COALESCE(-e.amount, 0) AS found \
         FROM withdrawal w LEFT JOIN entry e ON e.owner = w.owner AND e.account = 3 AND e.kind = 6 AND e.ref_id = w.id AND e.ref_line = 0 \
         AND e.step = 0 AND e.place = 0",
    ),
    pair(
        "代扣税，提现",
        "tax withheld from withdrawal",
        "SELECT w.id AS id, CASE WHEN w.state = 'paid' THEN w.tax ELSE 0 END AS expected, COALESCE(-e.amount, 0) AS found FROM withdrawal w \
         LEFT JOIN entry e ON e.owner = w.owner AND e.account = 3 AND e.kind = 7 AND e.ref_id = w.id AND e.ref_line = 0 AND e.step = 0 \
         AND e.place = 0",
    ),
    pair(
        "退回的提现",
        "given back of withdrawal",
        "SELECT w.id AS id, CASE WHEN w.state IN ('refused', 'failed') THEN w.amount ELSE 0 END AS expected, COALESCE(-e.amount, 0) AS found \
         FROM withdrawal w LEFT JOIN entry e ON e.owner = w.owner AND e.account = 3 AND e.kind = 8 AND e.ref_id = w.id AND e.ref_line = 0 \
         AND e.step = 0 AND e.place = 0",
    ),
    // What refunds took of a coupon that was spent already is a debt in money, and leaves this account alone.
    pair(
        "优惠券，会员",
        "coupons of member",
        "SELECT b.owner AS id, COALESCE(c.amount, 0) AS expected, b.amount AS found FROM balance b LEFT JOIN \
         (SELECT owner, CAST(SUM(amount - taken) AS BIGINT) AS amount FROM coupon WHERE campaign IS NULL AND state IN ('open', 'held') \
         GROUP BY owner) c ON c.owner = b.owner WHERE b.account = 5 AND b.owner <> 0",
    ),
    pair(
        "优惠券，会员",
        "coupons of member",
        "SELECT c.owner AS id, c.amount AS expected, COALESCE(b.amount, 0) AS found FROM (SELECT owner, CAST(SUM(amount - taken) AS BIGINT) \
         AS amount FROM coupon WHERE campaign IS NULL AND state IN ('open', 'held') GROUP BY owner) c LEFT JOIN balance b ON b.owner = c.owner \
         AND b.account = 5",
    ),
    pair(
        "已发优惠券，活动",
        "coupons given out, campaign",
        "SELECT c.id AS id, COALESCE(g.number, 0) AS expected, c.issued AS found FROM campaign c LEFT JOIN (SELECT campaign, \
         COUNT(*) AS number FROM coupon WHERE campaign IS NOT NULL GROUP BY campaign) g ON g.campaign = c.id",
    ),
    pair(
        "优惠券占用的预算，活动",
        "budget that coupons hold, campaign",
        "SELECT c.id AS id, COALESCE(g.amount, 0) AS expected, c.promised AS found FROM campaign c LEFT JOIN (SELECT campaign, \
         CAST(SUM(amount) AS BIGINT) AS amount FROM coupon WHERE campaign IS NOT NULL AND state NOT IN ('expired', 'void') \
         GROUP BY campaign) g ON g.campaign = c.id",
    ),
    // An order takes one coupon: what its lines say of a campaign's is all that was taken off it.
    pair(
        "各行的优惠，订单",
        "discount by lines, order",
        "SELECT o.id AS id, l.discount AS expected, o.discount AS found FROM orders o JOIN (SELECT buyer, order_id, \
         CAST(SUM(discount) AS BIGINT) AS discount FROM line WHERE discount > 0 GROUP BY buyer, order_id) l \
         ON l.buyer = o.buyer AND l.order_id = o.id",
    ),
    pair(
        "没有优惠的订单行的优惠支出，订单",
        "cost of a discount that no line has, order",
        "SELECT e.ref_id AS id, 0 AS expected, e.amount AS found FROM (SELECT ref_id, ref_line, CAST(SUM(amount) AS BIGINT) AS amount \
         FROM entry WHERE owner = 0 AND account = 103 AND kind = 9 AND place IN (2, 3) GROUP BY ref_id, ref_line) e \
         LEFT JOIN line l ON l.order_id = e.ref_id AND l.line = e.ref_line AND l.discount > 0 WHERE l.line IS NULL",
    ),
    pair(
        "已付款人数，拼团",
        "members who have paid, group",
        "SELECT g.group_id AS id, (SELECT COUNT(*) FROM buy_seat s WHERE s.group_id = g.group_id AND s.paid_at IS NOT NULL) AS expected, \
         g.paid AS found FROM buy_group g",
    ),
    pair(
        "状态（按人数与关闭时间），拼团",
        "state by its members and its end, group",
        "SELECT g.group_id AS id, CASE WHEN g.paid = g.size THEN 'succeeded' WHEN g.closed_at IS NULL THEN 'open' ELSE 'failed' END AS expected, \
         g.state AS found FROM buy_group g",
    ),
    pair(
        "拼团名额的付款时间，订单",
        "moment of payment of a seat in a group, order",
        "SELECT s.order_id AS id, COALESCE(o.paid_at, 0) AS expected, COALESCE(s.paid_at, 0) AS found FROM buy_seat s LEFT JOIN orders o \
         ON o.buyer = s.buyer AND o.id = s.order_id AND o.buy_group = s.group_id",
    ),
    pair(
        "拼团名额的件数，订单",
        "pieces of a seat in a group, order",
        "SELECT s.order_id AS id, COALESCE(l.quantity, 0) AS expected, s.pieces AS found FROM buy_seat s LEFT JOIN line l \
         ON l.buyer = s.buyer AND l.order_id = s.order_id AND l.offer = s.offer",
    ),
    // All of an order may go back while its group is open: then its seat is free again.
    pair(
        "拼团名额，订单",
        "seats in a group, order",
        "SELECT o.id AS id, 1 AS expected, (SELECT COUNT(*) FROM buy_seat s WHERE s.buyer = o.buyer AND s.order_id = o.id) AS found \
         FROM orders o WHERE o.buy_group IS NOT NULL AND o.state NOT IN ('cancelled', 'refunded')",
    ),
    pair(
        "没有拼成的团应退的金额，订单",
        "refunded as its group failed, order",
        "SELECT l.order_id AS id, l.amount AS expected, l.refunded AS found FROM buy_seat s JOIN buy_group g ON g.group_id = s.group_id \
         JOIN line l ON l.buyer = s.buyer AND l.order_id = s.order_id WHERE g.state = 'failed' AND s.paid_at IS NOT NULL",
    ),
    pair(
        "还没有拼成就发出的订单",
        "shipped before its group was complete, order",
        "SELECT o.id AS id, 0 AS expected, o.shipped_at AS found FROM orders o JOIN buy_group g ON g.group_id = o.buy_group \
         WHERE o.shipped_at IS NOT NULL AND (g.closed_at IS NULL OR g.state = 'failed' OR o.shipped_at < g.closed_at)",
    ),
    pair(
        "占用的件数，拼团活动",
        "pieces taken, group-buy",
        "SELECT b.id AS id, COALESCE(t.pieces, 0) AS expected, b.taken AS found FROM group_buy b LEFT JOIN (SELECT s.offer AS offer, \
         CAST(SUM(s.pieces) AS BIGINT) AS pieces FROM buy_seat s JOIN buy_group g ON g.group_id = s.group_id WHERE g.state <> 'failed' \
         GROUP BY s.offer) t ON t.offer = b.id",
    ),
    // How somebody signs in is kept twice: as a keyed hash to look for, and sealed to be shown to them.
    pair(
        "登录标识，会员",
        "ways to sign in of member",
        "SELECT p.member AS id, COUNT(*) AS expected, (SELECT COUNT(*) FROM identity i WHERE i.member = p.member) AS found FROM private p \
         WHERE p.field IN ('phone', 'account') GROUP BY p.member",
    ),
    pair(
        "登录标识的会员",
        "whose a way to sign in is, member",
        "SELECT i.member AS id, COUNT(*) AS expected, (SELECT COUNT(*) FROM private p WHERE p.member = i.member \
         AND p.field IN ('phone', 'account')) AS found FROM identity i GROUP BY i.member",
    ),
    pair(
        "设置的更改时间（按历史）",
        "moment of the last change of settings, by the history",
        "SELECT 0 AS id, e.at AS expected, COALESCE(s.changed_at, 0) AS found FROM (SELECT MAX(at) AS at FROM event WHERE kind = 10) e \
         LEFT JOIN setting s ON s.name = 'shop' WHERE e.at IS NOT NULL",
    ),
    // Ids are moments that the shop gave out: none is newer than the last one.
    pair(
        "时钟：最新的一行之后",
        "the clock, not before the newest row",
        "SELECT 0 AS id, n.newest AS expected, CASE WHEN c.last < n.newest THEN c.last ELSE n.newest END AS found FROM clock c, \
         (SELECT MAX(id) AS newest FROM (SELECT MAX(id) AS id FROM orders UNION ALL SELECT MAX(id) FROM payment \
         UNION ALL SELECT MAX(id) FROM event UNION ALL SELECT MAX(id) FROM refund UNION ALL SELECT MAX(id) FROM withdrawal \
         UNION ALL SELECT MAX(id) FROM audit) ids) n WHERE n.newest IS NOT NULL",
    ),
];

/// Most differences of one pair that are listed one by one.
const MOST: usize = 1_001;

/// Adds wherever two places do not say the same.
pub(super) fn pairs(conn: &mut Conn, differences: &mut Differences) -> Result<(), DbError> {
    for Pair { zh, en, sql } in PAIRS.iter().chain(vouchers::PAIRS) {
        let sql = format!(
            "SELECT id, CAST(expected AS TEXT), CAST(found AS TEXT) FROM ({sql}) compared WHERE expected <> found ORDER BY id LIMIT {MOST}"
        );
        for row in conn.query(&sql, &[])? {
            let (id, expected, found) = (row.int(0)?, row.text(1)?, row.text(2)?);
            differences.add(Text::new(
                format!("{zh} {id}：应为 {expected}，库里是 {found}"),
                format!("{en} {id}: expected {expected}, found {found}"),
            ));
        }
    }
    Ok(())
}
