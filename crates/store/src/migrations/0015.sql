-- ---------------------------------------------------------------- contacts
-- A person whom accounts of the company know. How far they have come is read from what happened, and stands nowhere.
CREATE TABLE chat_person(
  person BIGINT PRIMARY KEY,               -- also the moment at which they were written down
  name TEXT NOT NULL,                      -- as they call themselves in chats
  region TEXT NOT NULL,
  secret BYTES NOT NULL,                   -- sealed JSON: phone, birthday, note
  hash BYTES,                              -- keyed hash of their phone
  filled BIGINT NOT NULL,                  -- which fields are known, a bit each
  member BIGINT,                           -- who they are in the shop, said by hand; a verified phone says so without this
  source TEXT NOT NULL CHECK (source IN ('parcel', 'poster', 'employee', 'store', 'official', 'live', 'call', 'referral', 'other')),
  basis TEXT NOT NULL CHECK (basis IN ('added_us', 'consent', 'order', 'inquiry')),   -- why they may be contacted
  basis_at BIGINT NOT NULL,
  basis_note TEXT NOT NULL,
  no_at BIGINT                             -- when they told somebody of staff that they want no contact
);
CREATE UNIQUE INDEX chat_person_hash ON chat_person(hash) WHERE hash IS NOT NULL;
CREATE UNIQUE INDEX chat_person_member ON chat_person(member) WHERE member IS NOT NULL;
-- Phones whose owners want no contact, whoever writes them down again. The keyed hash is all there is.
CREATE TABLE chat_no(hash BYTES PRIMARY KEY, at BIGINT NOT NULL);
-- Which account knows whom, and whether they are friends.
CREATE TABLE chat_contact(
  account BIGINT NOT NULL,
  person BIGINT NOT NULL,
  handle TEXT NOT NULL,                    -- their id at the platform; empty if nobody wrote it down
  added_at BIGINT,                         -- NULL = they are to be added
  removed_at BIGINT,                       -- one of the two has removed the other
  PRIMARY KEY(account, person),
  CHECK (removed_at IS NULL OR added_at IS NOT NULL)
) CLUSTERED;
CREATE INDEX chat_contact_person ON chat_contact(person, account);
CREATE TABLE chat_membership(
  group_id BIGINT NOT NULL,
  person BIGINT NOT NULL,
  joined_at BIGINT NOT NULL,
  left_at BIGINT,
  PRIMARY KEY(group_id, person)
) CLUSTERED;
CREATE INDEX chat_membership_person ON chat_membership(person, group_id);
-- Tags, given by hand or by a rule.
CREATE TABLE chat_tag(
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  rule TEXT,                               -- JSON; NULL = by hand
  applied_at BIGINT,                       -- when the rule was last applied
  retired_at BIGINT
);
CREATE UNIQUE INDEX chat_tag_name ON chat_tag(name) WHERE retired_at IS NULL;
CREATE TABLE chat_person_tag(
  person BIGINT NOT NULL,
  tag BIGINT NOT NULL,
  at BIGINT NOT NULL,
  is_by_rule BIGINT NOT NULL,
  PRIMARY KEY(person, tag)
) CLUSTERED;
CREATE INDEX chat_person_tag_tag ON chat_person_tag(tag, person);
CREATE TABLE chat_person_event(
  person BIGINT NOT NULL,
  id BIGINT NOT NULL,
  action TEXT NOT NULL,
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY(person, id)
) CLUSTERED;
-- What somebody is going to do for a contact, and when.
CREATE TABLE chat_follow_up(
  person BIGINT NOT NULL,
  id BIGINT NOT NULL,
  operator BIGINT NOT NULL,                -- who of staff does it
  due_at BIGINT NOT NULL,
  what TEXT NOT NULL,
  done_at BIGINT,
  result TEXT NOT NULL,
  PRIMARY KEY(person, id)
) CLUSTERED;
CREATE INDEX chat_follow_up_due ON chat_follow_up(operator, due_at) WHERE done_at IS NULL;
-- Members can also withdraw that staff contact them.
CREATE TABLE consent_next(
  member BIGINT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('shown', 'links', 'contact')),
  at BIGINT NOT NULL,
  given BIGINT NOT NULL CHECK (given IN (0, 1)),
  PRIMARY KEY(member, purpose, at)
) CLUSTERED;
INSERT INTO consent_next(member, purpose, at, given) SELECT member, purpose, at, given FROM consent;
DROP TABLE consent;
ALTER TABLE consent_next RENAME TO consent;
