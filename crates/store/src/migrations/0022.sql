-- ---------------------------------------------------------------- volumes beside the price
-- What one piece counts for beside its price, such as PV and BV: a JSON object by the volume's name, '' where nothing is said.
ALTER TABLE sku ADD COLUMN volumes TEXT NOT NULL DEFAULT '' CHECK (length(volumes) <= 1000);
-- What all pieces of a line counted for when it was ordered.
ALTER TABLE line ADD COLUMN volumes TEXT NOT NULL DEFAULT '' CHECK (length(volumes) <= 1000);
