-- ---------------------------------------------------------------- titles in both languages
-- The English title where it is another text than `title`; '' for one title for everybody.
ALTER TABLE product ADD COLUMN title_en TEXT NOT NULL DEFAULT '' CHECK (length(title_en) <= 120);
ALTER TABLE sku ADD COLUMN title_en TEXT NOT NULL DEFAULT '' CHECK (length(title_en) <= 60);
-- As it was when it was ordered.
ALTER TABLE line ADD COLUMN title_en TEXT NOT NULL DEFAULT '' CHECK (length(title_en) <= 200);
