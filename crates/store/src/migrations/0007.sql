-- ---------------------------------------------------------------- paid in time, heard late
-- Money that came by `pay_by` is in time, whenever it is heard of; nothing once somebody has cancelled the order. The coupon is the one that
-- the order was placed with.
ALTER TABLE orders ADD COLUMN pay_by BIGINT;
ALTER TABLE orders ADD COLUMN coupon BIGINT;
UPDATE orders SET pay_by = expires_at WHERE state = 'placed';
-- One bank reference confirms one payment.
CREATE INDEX payment_reference ON payment(reference) WHERE provider = 'offline' AND reference IS NOT NULL;
