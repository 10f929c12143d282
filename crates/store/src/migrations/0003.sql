-- ---------------------------------------------------------------- what grows with orders grows at its end
-- A paid order used to touch some twenty pages at keys that lie apart, as every key began with its owner. Orders, their lines and
-- payments, the history and the outbox are kept in the order in which they came; rewards and entries by owner and time, as they are
-- read, and what each is for, which may be done only once, is a key beside them. Each primary and unique key still holds the owner, so
-- that rows can be spread over servers by owner.

CREATE TABLE orders_new(
  buyer BIGINT NOT NULL,
  id BIGINT NOT NULL,                      -- the moment at which it was placed
  state TEXT NOT NULL CHECK (state IN ('placed', 'paid', 'shipped', 'received', 'settled', 'cancelled')),
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

CREATE TABLE line_new(
  buyer BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  line BIGINT NOT NULL,
  sku BIGINT NOT NULL,
  product TEXT NOT NULL,                   -- the product's code
  title TEXT NOT NULL,
  category TEXT NOT NULL,
  supplier BIGINT,
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  amount BIGINT NOT NULL CHECK (amount >= 0),   -- what is paid for it, discounts off
  cost BIGINT NOT NULL,
  rate BIGINT NOT NULL,
  seller BIGINT,                           -- credited at payment
  plan BIGINT,                             -- the plan version in force at payment
  first_order BIGINT NOT NULL DEFAULT 0,
  paid_at BIGINT,
  refunded BIGINT NOT NULL DEFAULT 0,
  returned BIGINT NOT NULL DEFAULT 0,      -- pieces
  settles_at BIGINT,                       -- the end of the refund window, once delivered
  settled_at BIGINT,
  held BIGINT NOT NULL DEFAULT 0,          -- an after-sale case is open: does not settle
  PRIMARY KEY(order_id, buyer, line),
  CHECK (refunded >= 0 AND refunded <= amount), CHECK (returned >= 0 AND returned <= quantity)
) CLUSTERED;
INSERT INTO line_new SELECT buyer, order_id, line, sku, product, title, category, supplier, quantity, amount, cost, rate, seller, plan,
  first_order, paid_at, refunded, returned, settles_at, settled_at, held FROM line;
DROP TABLE line;
ALTER TABLE line_new RENAME TO line;
CREATE INDEX line_due ON line(settles_at) WHERE settles_at IS NOT NULL AND settled_at IS NULL AND held = 0;
CREATE INDEX line_seller ON line(seller, order_id) WHERE seller IS NOT NULL;

CREATE TABLE payment_new(
  buyer BIGINT NOT NULL,
  id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  provider TEXT NOT NULL,
  amount BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'closed', 'late')),
  reference TEXT,                          -- the provider's own number
  way TEXT NOT NULL DEFAULT '',            -- how the buyer pays: it was prepared for that
  prepared TEXT,                           -- JSON for the client: QR code, instructions
  paid_at BIGINT,
  ask_at BIGINT,                           -- when the provider is asked how it stands, should it not say so itself
  PRIMARY KEY(id, buyer)
) CLUSTERED;
INSERT INTO payment_new SELECT buyer, id, order_id, provider, amount, state, reference, way, prepared, paid_at, ask_at FROM payment;
DROP TABLE payment;
ALTER TABLE payment_new RENAME TO payment;
CREATE INDEX payment_ask ON payment(ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX payment_order ON payment(order_id);

CREATE TABLE event_new(
  owner BIGINT NOT NULL,
  id BIGINT NOT NULL,                      -- its place in the history
  at BIGINT NOT NULL,                      -- when it counts
  kind BIGINT NOT NULL,
  ref_id BIGINT NOT NULL,
  ref_line BIGINT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY(id, owner)
) CLUSTERED;
INSERT INTO event_new SELECT owner, id, at, kind, ref_id, ref_line, value FROM event;
DROP TABLE event;
ALTER TABLE event_new RENAME TO event;
CREATE INDEX event_standing ON event(owner, id) WHERE kind <= 2;   -- joins and ranks

CREATE TABLE outbox_new(owner BIGINT NOT NULL, id BIGINT NOT NULL, topic TEXT NOT NULL, payload TEXT NOT NULL, PRIMARY KEY(id, owner)) CLUSTERED;
INSERT INTO outbox_new SELECT owner, id, topic, payload FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;

CREATE TABLE reward_new(
  owner BIGINT NOT NULL,
  kind BIGINT NOT NULL,                    -- sale, refund, join, promotion, first sale, period
  ref_id BIGINT NOT NULL,                  -- the order; who joined or rose; the close of the period
  ref_line BIGINT NOT NULL,                -- the line; the seller of the period; 0
  step BIGINT NOT NULL,                    -- the refund's id; 0
  place BIGINT NOT NULL,                   -- which entry of the event
  at BIGINT NOT NULL,
  reward TEXT NOT NULL,
  plan BIGINT NOT NULL,
  unit BIGINT NOT NULL,                    -- 0 money, 1 coupon, 2 points
  payee_rank BIGINT NOT NULL,
  distance BIGINT NOT NULL,
  base BIGINT NOT NULL,
  rate BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  cut BIGINT NOT NULL,
  born BIGINT NOT NULL,                    -- what of the line had been refunded when this was paid
  chain TEXT NOT NULL,                     -- seller, then the promoters above them: ID:RANK,ID:RANK
  PRIMARY KEY(owner, at, kind, ref_id, ref_line, step, place)
) CLUSTERED;
INSERT INTO reward_new SELECT owner, kind, ref_id, ref_line, step, place, at, reward, plan, unit, payee_rank, distance, base, rate, amount,
  cut, born, chain FROM reward;
DROP TABLE reward;
ALTER TABLE reward_new RENAME TO reward;
CREATE UNIQUE INDEX reward_once ON reward(ref_id, ref_line, kind, step, place, owner);

CREATE TABLE entry_new(
  owner BIGINT NOT NULL,                   -- the member; 0 = the shop
  account BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  ref_id BIGINT NOT NULL,
  ref_line BIGINT NOT NULL,
  step BIGINT NOT NULL,
  place BIGINT NOT NULL,
  at BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY(owner, at, account, kind, ref_id, ref_line, step, place)
) CLUSTERED;
INSERT INTO entry_new SELECT owner, account, kind, ref_id, ref_line, step, place, at, amount FROM entry;
DROP TABLE entry;
ALTER TABLE entry_new RENAME TO entry;
CREATE UNIQUE INDEX entry_once ON entry(ref_id, kind, ref_line, step, place, owner, account);
