-- ---------------------------------------------------------------- ways back in for who has forgotten their password
-- A code that was sent to a phone; the newest one counts.
CREATE TABLE phone_code(
  hash BYTES PRIMARY KEY,                  -- keyed hash of the phone
  code BYTES NOT NULL,                     -- keyed hash of the code
  sent_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  tries BIGINT NOT NULL                    -- guesses so far
);
CREATE INDEX phone_code_end ON phone_code(expires_at);
-- A link by which a member sets a password; the newest one counts.
CREATE TABLE reset_link(
  member BIGINT PRIMARY KEY,
  hash BYTES NOT NULL,                     -- keyed hash of what the link holds
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX reset_link_hash ON reset_link(hash);
CREATE INDEX reset_link_end ON reset_link(expires_at);
-- When whoever has it gave a code that had been sent to it.
ALTER TABLE identity ADD COLUMN verified_at BIGINT;
-- ---------------------------------------------------------------- what each role may do
-- What the owner has set for a role; without a row it may do what it usually may.
CREATE TABLE role_rights(role TEXT PRIMARY KEY, permissions TEXT NOT NULL, changed_at BIGINT NOT NULL);
-- Who of staff brought a product in: its figures are theirs to see.
ALTER TABLE product ADD COLUMN keeper BIGINT;
