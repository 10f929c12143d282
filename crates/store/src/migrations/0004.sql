-- ---------------------------------------------------------------- state follows what is left
-- An order of which nothing is left is closed as refunded; goods may come back without money; what refunds took of a coupon while an
-- unpaid order held it is known until that order is paid or given up; a coupon that ran out is out of the books.
CREATE TABLE orders_new(
  buyer BIGINT NOT NULL,
  id BIGINT NOT NULL,                      -- the moment at which it was placed
  state TEXT NOT NULL CHECK (state IN ('placed', 'paid', 'shipped', 'received', 'settled', 'cancelled', 'refunded')),
  amount BIGINT NOT NULL CHECK (amount >= 0),
  discount BIGINT NOT NULL DEFAULT 0,      -- paid with coupons, already taken off the lines
  seller BIGINT,                           -- credited by a share link or a binding; NULL = by the plan's rule
  recipient BYTES,                         -- encrypted name, phone, address
  tail BYTES,                              -- keyed hash of the phone's last four digits
  name BYTES,                              -- keyed hash of the recipient's name
  note TEXT NOT NULL DEFAULT '',
  expires_at BIGINT,                       -- of an unpaid order
  paid_at BIGINT,
  shipped_at BIGINT,
  received_at BIGINT,
  receive_by BIGINT,                       -- taken as received then
  closed_at BIGINT,
  shipment TEXT,                           -- JSON: carrier, number
  PRIMARY KEY(id, buyer)
) CLUSTERED;
INSERT INTO orders_new SELECT buyer, id, state, amount, discount, seller, recipient, tail, name, note, expires_at, paid_at, shipped_at,
  received_at, receive_by, closed_at, shipment FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
CREATE INDEX orders_buyer ON orders(buyer, id);
CREATE INDEX orders_expiry ON orders(expires_at) WHERE state = 'placed';
CREATE INDEX orders_receipt ON orders(receive_by) WHERE state = 'shipped';
CREATE INDEX orders_paid ON orders(paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX orders_tail ON orders(tail, name) WHERE tail IS NOT NULL;

CREATE TABLE refund_new(
  buyer BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  line BIGINT NOT NULL,
  id BIGINT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount >= 0),   -- 0 when only goods came back
  quantity BIGINT NOT NULL,
  before BIGINT NOT NULL,                  -- refunded before this one
  payment BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'sent', 'done', 'failed')),
  tries BIGINT NOT NULL DEFAULT 0,
  next_try_at BIGINT NOT NULL DEFAULT 0,
  number BIGINT NOT NULL DEFAULT 0,        -- its number at the provider; 0 = its id. A provider that closed a refund wants a new one
  reference TEXT,                          -- the provider's own number
  error TEXT,                              -- why it has not gone yet
  reason TEXT NOT NULL,
  PRIMARY KEY(buyer, order_id, line, id)
) CLUSTERED;
INSERT INTO refund_new SELECT buyer, order_id, line, id, amount, quantity, before, payment, state, tries, next_try_at, number, reference,
  error, reason FROM refund;
DROP TABLE refund;
ALTER TABLE refund_new RENAME TO refund;
CREATE INDEX refund_id ON refund(id);
CREATE INDEX refund_open ON refund(next_try_at) WHERE state IN ('open', 'sent');

CREATE TABLE coupon_new(
  owner BIGINT NOT NULL,
  id BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  taken BIGINT NOT NULL DEFAULT 0,         -- what refunds took of it while an unpaid order holds it
  least BIGINT NOT NULL,
  expires_at BIGINT,
  order_id BIGINT,                         -- the order that holds or has used it
  state TEXT NOT NULL CHECK (state IN ('open', 'held', 'used', 'void', 'expired')),
  reward TEXT NOT NULL,
  PRIMARY KEY(owner, id),
  CHECK (taken >= 0 AND taken <= amount)
) CLUSTERED;
INSERT INTO coupon_new(owner, id, amount, least, expires_at, order_id, state, reward)
  SELECT owner, id, amount, least, expires_at, order_id, state, reward FROM coupon;
DROP TABLE coupon;
ALTER TABLE coupon_new RENAME TO coupon;
CREATE INDEX coupon_expiry ON coupon(expires_at) WHERE state = 'open';

-- Orders that wait to be sent although everything in them has gone back, and coupons that orders without anything to take off hold.
UPDATE orders SET state = 'refunded', closed_at = (SELECT MAX(r.id) FROM refund r WHERE r.buyer = orders.buyer AND r.order_id = orders.id)
  WHERE state = 'paid' AND EXISTS (SELECT 1 FROM refund r WHERE r.buyer = orders.buyer AND r.order_id = orders.id)
  AND NOT EXISTS (SELECT 1 FROM line l WHERE l.buyer = orders.buyer AND l.order_id = orders.id AND l.returned < l.quantity);
UPDATE coupon SET state = 'open', order_id = NULL WHERE state = 'held'
  AND EXISTS (SELECT 1 FROM orders o WHERE o.buyer = coupon.owner AND o.id = coupon.order_id AND o.state <> 'placed');

-- When staff decided to pay a withdrawal although its member was stopped. No other of theirs is sent to a provider.
ALTER TABLE withdrawal ADD COLUMN cleared_at BIGINT;
CREATE INDEX member_frozen ON member(id) WHERE state = 'frozen';
