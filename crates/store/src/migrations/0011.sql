-- ---------------------------------------------------------------- finding products
-- Search is an index in the memory of each process, built from here. A product is touched, at a moment of its own, whenever what it is found,
-- filtered or ranked by changes: each process reads what was touched since it last looked.
DROP TABLE search_term;
ALTER TABLE product ADD COLUMN touched_at BIGINT NOT NULL DEFAULT 0;
UPDATE product SET touched_at = changed_at;
CREATE INDEX product_touched ON product(touched_at, id);
ALTER TABLE product ADD COLUMN brand TEXT NOT NULL DEFAULT '';
-- Further words by which it is found, with commas between.
ALTER TABLE product ADD COLUMN keywords TEXT NOT NULL DEFAULT '';
