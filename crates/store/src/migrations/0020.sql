-- ---------------------------------------------------------------- group-buy
-- An offer: so many buyers together pay less. Its terms never change.
CREATE TABLE group_buy(
  id BIGINT PRIMARY KEY,
  sku BIGINT NOT NULL,
  size BIGINT NOT NULL CHECK (size BETWEEN 2 AND 100),
  price BIGINT NOT NULL CHECK (price > 0),                 -- of one piece
  minutes BIGINT NOT NULL CHECK (minutes BETWEEN 1 AND 10080),   -- how long a group stays open
  opens_at BIGINT NOT NULL,                -- groups are opened from then
  closes_at BIGINT,                        -- and until then
  audience TEXT NOT NULL CHECK (audience IN ('everyone', 'joiners', 'newcomers')),   -- who has to be new
  per_member BIGINT CHECK (per_member > 0),   -- pieces of one buyer; NULL = any number
  pieces BIGINT CHECK (pieces > 0),        -- pieces in all; NULL = any number
  taken BIGINT NOT NULL DEFAULT 0,         -- of those, put aside or sold
  stopped_at BIGINT,
  CHECK (taken >= 0 AND (pieces IS NULL OR taken <= pieces))
);
CREATE INDEX group_buy_sku ON group_buy(sku, id);
-- A group of it, opened by one buyer and joined by others.
CREATE TABLE buy_group(
  group_id BIGINT PRIMARY KEY,             -- the moment at which it was opened
  offer BIGINT NOT NULL,
  size BIGINT NOT NULL,
  opener BIGINT NOT NULL,
  deadline BIGINT NOT NULL,
  fails_at BIGINT,                         -- the deadline, as long as it is open; NULL while a payment provider is asked
  paid BIGINT NOT NULL DEFAULT 0,          -- members who have paid
  state TEXT NOT NULL CHECK (state IN ('open', 'succeeded', 'failed')),
  closed_at BIGINT,
  CHECK (paid >= 0 AND paid <= size),
  CHECK ((state = 'succeeded') = (paid = size)),
  CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX buy_group_offer ON buy_group(offer, group_id);
CREATE INDEX buy_group_due ON buy_group(fails_at) WHERE state = 'open';
-- A seat in a group: put aside for an order that waits to be paid, given back with it. Nobody has two in one group.
CREATE TABLE buy_seat(
  group_id BIGINT NOT NULL,
  seat BIGINT NOT NULL CHECK (seat BETWEEN 1 AND 100),
  buyer BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  offer BIGINT NOT NULL,
  pieces BIGINT NOT NULL CHECK (pieces > 0),
  paid_at BIGINT,
  PRIMARY KEY(group_id, seat)
) CLUSTERED;
CREATE UNIQUE INDEX buy_seat_buyer ON buy_seat(group_id, buyer);
CREATE UNIQUE INDEX buy_seat_order ON buy_seat(buyer, order_id);
-- Which group an order is for, and by which offer a line was sold.
ALTER TABLE orders ADD COLUMN buy_group BIGINT;
ALTER TABLE line ADD COLUMN offer BIGINT;
CREATE INDEX line_offer ON line(offer, order_id) WHERE offer IS NOT NULL;
