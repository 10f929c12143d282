-- ---------------------------------------------------------------- coupons as campaigns
-- What a shop gives out coupons by. Its terms never change; a coupon that was given keeps what it promised.
CREATE TABLE campaign(
  id BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('collect', 'code', 'staff')),
  code TEXT UNIQUE,                        -- what customers type; NULL unless way = 'code'
  bearer TEXT NOT NULL CHECK (bearer IN ('shop', 'supplier', 'promoter')),   -- who pays for what it takes off
  worth BIGINT NOT NULL CHECK (worth > 0), -- the most that one coupon takes off
  rules TEXT NOT NULL,                     -- JSON: what it takes off, on what and for whom
  opens_at BIGINT NOT NULL,                -- coupons are given out from then
  closes_at BIGINT,                        -- and until then
  valid_from BIGINT,                       -- coupons can be used from then; NULL = at once
  valid_until BIGINT,                      -- and until then
  valid_days BIGINT,                       -- or for so many days after they were given
  per_member BIGINT NOT NULL CHECK (per_member > 0),
  pieces BIGINT,                           -- the budget in coupons; NULL = any number
  issued BIGINT NOT NULL DEFAULT 0,        -- coupons given out
  money BIGINT,                            -- the budget in money; NULL = any sum
  promised BIGINT NOT NULL DEFAULT 0,      -- the most that coupons given out take off, less those that ran out
  stopped_at BIGINT,
  CHECK ((way = 'code') = (code IS NOT NULL)),
  CHECK ((valid_until IS NULL) <> (valid_days IS NULL)),
  CHECK (issued >= 0 AND (pieces IS NULL OR issued <= pieces)),
  CHECK (promised >= 0 AND (money IS NULL OR promised <= money))
);
-- A coupon of a campaign: its amount is the most that it takes off, and stands in no account before it is used.
ALTER TABLE coupon ADD COLUMN campaign BIGINT;
ALTER TABLE coupon ADD COLUMN nth BIGINT;            -- the member's first, second, … of the campaign
ALTER TABLE coupon ADD COLUMN starts_at BIGINT;      -- it can be used from then
CREATE UNIQUE INDEX coupon_nth ON coupon(owner, campaign, nth) WHERE campaign IS NOT NULL;
CREATE INDEX coupon_campaign ON coupon(campaign, id) WHERE campaign IS NOT NULL;
-- What a coupon of a campaign takes off a line, and who pays for that.
ALTER TABLE line ADD COLUMN discount BIGINT NOT NULL DEFAULT 0 CHECK (discount >= 0);
ALTER TABLE line ADD COLUMN bearer TEXT;
