-- What the machine's clock showed when an operator last said that it is right.
ALTER TABLE clock ADD COLUMN accepted BIGINT NOT NULL DEFAULT 0;
