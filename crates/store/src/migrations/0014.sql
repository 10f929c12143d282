-- ---------------------------------------------------------------- what carrying an order costs
-- A freight template as staff sets it.
CREATE TABLE freight(
  id BIGINT PRIMARY KEY,
  title TEXT NOT NULL UNIQUE,
  unit TEXT NOT NULL CHECK (unit IN ('weight', 'pieces')),
  rules TEXT NOT NULL                      -- JSON: what regions pay
);
ALTER TABLE product ADD COLUMN freight BIGINT REFERENCES freight(id);   -- NULL = carried free
ALTER TABLE product ADD COLUMN weight BIGINT NOT NULL DEFAULT 0 CHECK (weight >= 0);   -- grams of one piece
ALTER TABLE orders ADD COLUMN freight BIGINT NOT NULL DEFAULT 0 CHECK (freight >= 0 AND freight <= amount);   -- of its amount
-- What carrying some lines of an order costs: one row for each supplier and template.
CREATE TABLE carriage(
  buyer BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  place BIGINT NOT NULL,
  template BIGINT NOT NULL,                -- by which it was charged; it may have gone since
  lines TEXT NOT NULL,                     -- JSON list of the lines' numbers
  amount BIGINT NOT NULL CHECK (amount >= 0),
  why TEXT NOT NULL,                       -- JSON: how it comes about, in both languages
  refund BIGINT,                           -- by which it went back; NULL = it has not
  PRIMARY KEY(buyer, order_id, place)
) CLUSTERED;
