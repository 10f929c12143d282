-- Answers to writes that may be sent again, under the whole of a keyed hash. Those in `idempotency`, under the first half of an unkeyed one,
-- are moved here when a shop opens.
CREATE TABLE answer(owner BIGINT NOT NULL, tag BYTES NOT NULL, asked BYTES NOT NULL, answer TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY(owner, tag)) CLUSTERED;
CREATE INDEX answer_age ON answer(at);
-- By which key personal data are sealed: a keyed hash of a fixed text, so that a wrong key is noticed before anything is sealed by it.
CREATE TABLE key_check(id BIGINT PRIMARY KEY CHECK (id = 1), tag BYTES NOT NULL);
-- Another number whenever a backup takes the place of the data: whoever knew the shop before has to read it again.
ALTER TABLE clock ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
