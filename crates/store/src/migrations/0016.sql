-- A keyed hash of what an order was when it was placed: `verify` finds what was changed since. NULL = placed by an earlier version.
ALTER TABLE orders ADD COLUMN seal BYTES;
-- A keyed hash of the address that an order came from, as long as it is not paid: how much one may keep from others is limited.
ALTER TABLE orders ADD COLUMN placed_from BYTES;
CREATE INDEX orders_unpaid ON orders(buyer) WHERE state = 'placed';
CREATE INDEX orders_from ON orders(placed_from) WHERE state = 'placed' AND placed_from IS NOT NULL;
