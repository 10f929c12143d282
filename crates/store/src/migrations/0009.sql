-- ---------------------------------------------------------------- prices for somebody, and how many pieces may be bought
-- How a SKU is sold from a moment on. A change is another row; what was before stays.
CREATE TABLE selling(
  sku BIGINT NOT NULL REFERENCES sku(id),
  id BIGINT NOT NULL,                      -- the moment at which it was set
  least BIGINT NOT NULL CHECK (least >= 1),     -- pieces of an order: so many or more
  step BIGINT NOT NULL CHECK (step >= 1),       -- in multiples of so many
  most BIGINT CHECK (most >= 1),           -- at most so many; NULL = any number
  per_member BIGINT CHECK (per_member >= 1),    -- at most so many of one member; NULL = any number
  period TEXT CHECK (period IN ('ever', 'day', 'week', 'month', 'quarter', 'year')),   -- within which the pieces of a member are counted
  PRIMARY KEY(sku, id),
  CHECK ((per_member IS NULL) = (period IS NULL))
) CLUSTERED;
-- The prices of it. A rank is kept by its id in the plan.
CREATE TABLE price(
  sku BIGINT NOT NULL,
  selling BIGINT NOT NULL,
  list TEXT NOT NULL CHECK (list IN ('everyone', 'member', 'rank')),
  rank TEXT NOT NULL,                      -- empty unless the list is a rank's
  least BIGINT NOT NULL CHECK (least >= 1),     -- from so many pieces on
  price BIGINT NOT NULL CHECK (price >= 0),
  PRIMARY KEY(sku, selling, list, rank, least),
  FOREIGN KEY(sku, selling) REFERENCES selling(sku, id),
  CHECK ((list = 'rank') = (rank <> ''))
) CLUSTERED;
-- How it is sold now; NULL = to everybody at its price, any number of pieces.
ALTER TABLE sku ADD COLUMN selling BIGINT;
-- JSON: which price it was and why; NULL = the SKU's own.
ALTER TABLE line ADD COLUMN priced TEXT;
