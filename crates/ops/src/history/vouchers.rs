//! Vouchers, compared with what was paid and refunded, with what happened to each, and with the receipt of their lines.

use super::pair::{Pair, pair};

// Where a voucher stands is what the last of its steps says.
pub(super) const PAIRS: &[Pair] = &[
    pair(
        "券的张数（按付款的件数），订单",
        "vouchers of a line, by the pieces that were paid, order",
        "SELECT l.order_id AS id, CASE WHEN l.paid_at IS NULL OR l.voucher IS NULL THEN 0 ELSE l.quantity END AS expected, \
         (SELECT COUNT(*) FROM voucher v WHERE v.buyer = l.buyer AND v.order_id = l.order_id AND v.line = l.line AND v.terms = l.voucher) \
         AS found FROM line l",
    ),
    pair(
        "所属的订单行，券",
        "the paid line of voucher",
        "SELECT v.id AS id, 1 AS expected, (SELECT COUNT(*) FROM line l WHERE l.buyer = v.buyer AND l.order_id = v.order_id \
         AND l.line = v.line AND l.voucher = v.terms AND l.paid_at IS NOT NULL AND v.piece <= l.quantity) AS found FROM voucher v",
    ),
    pair(
        "退款的张数（按退回件数），订单",
        "vouchers refunded, by the pieces that came back, order",
        "SELECT l.order_id AS id, l.returned AS expected, (SELECT COUNT(*) FROM voucher v JOIN voucher_step s ON s.buyer = v.buyer \
         AND s.voucher = v.id WHERE v.buyer = l.buyer AND v.order_id = l.order_id AND v.line = l.line AND s.state = 'refunded') AS found \
         FROM line l WHERE l.voucher IS NOT NULL",
    ),
    pair(
        "退款记录，券",
        "the refund of voucher",
        "SELECT v.id AS id, 1 AS expected, (SELECT COUNT(*) FROM refund r WHERE r.buyer = v.buyer AND r.order_id = v.order_id \
         AND r.line = v.line AND r.id = s.at AND r.quantity > 0) AS found FROM voucher v JOIN voucher_step s ON s.buyer = v.buyer \
         AND s.voucher = v.id WHERE s.state = 'refunded'",
    ),
    pair(
        "前一步，券",
        "the step before, voucher",
        "SELECT s.voucher AS id, s.was AS expected, CASE WHEN s.step = 1 THEN 'unused' ELSE COALESCE((SELECT b.state FROM voucher_step b \
         WHERE b.buyer = s.buyer AND b.voucher = s.voucher AND b.step = s.step - 1 AND b.at <= s.at), 'none') END AS found FROM voucher_step s",
    ),
    pair(
        "步骤所属的券",
        "the voucher of a step",
        "SELECT s.voucher AS id, 1 AS expected, (SELECT COUNT(*) FROM voucher v WHERE v.buyer = s.buyer AND v.id = s.voucher) AS found \
         FROM voucher_step s",
    ),
    pair(
        "待过期的时间，券",
        "when it is due to expire, voucher",
        "SELECT v.id AS id, CASE WHEN COALESCE(s.state, 'unused') = 'unused' THEN v.expires_at ELSE 0 END AS expected, \
         COALESCE(v.due_at, 0) AS found FROM voucher v LEFT JOIN voucher_step s ON s.buyer = v.buyer AND s.voucher = v.id \
         AND s.step = (SELECT MAX(n.step) FROM voucher_step n WHERE n.buyer = v.buyer AND n.voucher = v.id)",
    ),
    pair(
        "过期后核销的次数，券",
        "redeemed after it expired, voucher",
        "SELECT v.id AS id, 0 AS expected, (SELECT COUNT(*) FROM voucher_step s WHERE s.buyer = v.buyer AND s.voucher = v.id \
         AND s.state = 'redeemed' AND s.at >= v.expires_at) AS found FROM voucher v",
    ),
    // A line is received when the last of its vouchers is used. What has gone back as a whole is not received any more.
    pair(
        "收货（按券的使用），订单",
        "receipt of a line by its vouchers, order",
        "SELECT l.order_id AS id, CASE WHEN EXISTS (SELECT 1 FROM voucher v LEFT JOIN voucher_step s ON s.buyer = v.buyer AND s.voucher = v.id \
         AND s.step = (SELECT MAX(n.step) FROM voucher_step n WHERE n.buyer = v.buyer AND n.voucher = v.id) WHERE v.buyer = l.buyer \
         AND v.order_id = l.order_id AND v.line = l.line AND COALESCE(s.state, 'unused') = 'unused') THEN 0 ELSE 1 END AS expected, \
         CASE WHEN l.settles_at IS NULL THEN 0 ELSE 1 END AS found FROM line l JOIN orders o ON o.buyer = l.buyer AND o.id = l.order_id \
         WHERE l.voucher IS NOT NULL AND l.paid_at IS NOT NULL AND o.state <> 'refunded'",
    ),
];
