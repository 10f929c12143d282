-- ---------------------------------------------------------------- vouchers
-- What the vouchers of a product promise. It never changes: other terms are a further row, and a line keeps those it was sold by.
CREATE TABLE voucher_terms(
  id BIGINT PRIMARY KEY,
  product BIGINT NOT NULL,
  valid_from BIGINT,                       -- redeemed from then; NULL = at once
  valid_until BIGINT,                      -- and before then
  days BIGINT CHECK (days BETWEEN 1 AND 3650),   -- or until the end of so many days after it was paid
  weekdays BIGINT NOT NULL CHECK (weekdays BETWEEN 1 AND 127),   -- bit 0 is Monday
  place_zh TEXT NOT NULL CHECK (length(place_zh) <= 120),        -- where it is redeemed
  place_en TEXT NOT NULL CHECK (length(place_en) <= 120),
  address_zh TEXT NOT NULL CHECK (length(address_zh) <= 400),
  address_en TEXT NOT NULL CHECK (length(address_en) <= 400),
  hours_zh TEXT NOT NULL CHECK (length(hours_zh) <= 400),        -- opening hours, in words
  hours_en TEXT NOT NULL CHECK (length(hours_en) <= 400),
  unused TEXT NOT NULL CHECK (unused IN ('refunded', 'kept')),   -- what becomes of the money of one that is not redeemed
  CHECK (valid_until IS NOT NULL OR days IS NOT NULL),
  CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from < valid_until)
);
CREATE INDEX voucher_terms_product ON voucher_terms(product, id);
-- How a product reaches its buyer; of a voucher, the terms by which it is sold now.
ALTER TABLE product ADD COLUMN voucher BIGINT;
ALTER TABLE product ADD COLUMN kind TEXT NOT NULL DEFAULT 'physical' CHECK (kind IN ('physical', 'voucher') AND (kind = 'voucher') = (voucher IS NOT NULL));
-- The terms by which a line's pieces are vouchers; NULL for what is sent.
ALTER TABLE line ADD COLUMN voucher BIGINT;
-- One piece of a paid line. It is never changed but for `due_at`, by which it waits to expire.
CREATE TABLE voucher(
  buyer BIGINT NOT NULL,
  id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  line BIGINT NOT NULL,
  piece BIGINT NOT NULL CHECK (piece > 0), -- the first, second, … of its line
  terms BIGINT NOT NULL,
  hash BYTES NOT NULL,                     -- of its code, keyed
  code BYTES,                              -- sealed; NULL when its buyer has left
  expires_at BIGINT NOT NULL,
  due_at BIGINT,                           -- the same, as long as it is not used
  PRIMARY KEY(buyer, id)
) CLUSTERED;
CREATE UNIQUE INDEX voucher_piece ON voucher(buyer, order_id, line, piece);
CREATE UNIQUE INDEX voucher_hash ON voucher(hash);
CREATE INDEX voucher_id ON voucher(id);
CREATE INDEX voucher_due ON voucher(due_at) WHERE due_at IS NOT NULL;
-- What happened to a voucher: the first, the second, … Each is a row that is added, and there is one of each number.
CREATE TABLE voucher_step(
  buyer BIGINT NOT NULL,
  voucher BIGINT NOT NULL,
  step BIGINT NOT NULL CHECK (step > 0),
  state TEXT NOT NULL CHECK (state IN ('unused', 'redeemed', 'refunded', 'expired')),   -- where it stands from then on
  was TEXT NOT NULL,                       -- where it stood before
  at BIGINT NOT NULL,
  staff BIGINT,                            -- who redeemed it, or took that back
  PRIMARY KEY(buyer, voucher, step),
  CHECK ((state = 'unused' AND was = 'redeemed') OR (state = 'redeemed' AND was = 'unused') OR (state = 'expired' AND was = 'unused')
    OR (state = 'refunded' AND was IN ('unused', 'redeemed', 'expired'))),
  CHECK ((was = 'unused') = (step % 2 = 1)),
  CHECK ((staff IS NOT NULL) = (state IN ('unused', 'redeemed')))
) CLUSTERED;
CREATE INDEX voucher_step_staff ON voucher_step(staff, at) WHERE staff IS NOT NULL;
