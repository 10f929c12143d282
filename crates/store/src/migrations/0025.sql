-- ---------------------------------------------------------------- WeCom
-- The corp that the shop is connected to, and how it is spoken with.
CREATE TABLE wecom_connection(
  id BIGINT PRIMARY KEY CHECK (id = 1),
  corp TEXT NOT NULL,
  api TEXT NOT NULL,                       -- where its API is; the double's while somebody tries
  secret BYTES NOT NULL,                   -- sealed: the app's secret
  token BYTES NOT NULL,                    -- sealed: the token of the callback address
  aes_key BYTES NOT NULL,                  -- sealed: its EncodingAESKey
  is_on BIGINT NOT NULL CHECK (is_on IN (0, 1)),
  heard_at BIGINT,                         -- when the newest callback came
  sync_began BIGINT,                       -- the newest sync
  sync_ended BIGINT,
  sync_staff BIGINT NOT NULL DEFAULT 0,    -- how many members of staff and groups it has to read
  sync_groups BIGINT NOT NULL DEFAULT 0
);
-- All that was received, in the order in which it was: callbacks as they came, and what answers said that was new. What the
-- shop knows of WeCom follows from these rows, and can be made anew from them.
CREATE TABLE wecom_inbox(
  hash BYTES PRIMARY KEY,                  -- of the text, so that a callback that comes twice is kept once
  id BIGINT NOT NULL,                      -- when it was received
  kind TEXT NOT NULL CHECK (kind IN ('callback', 'fact')),
  raw BYTES NOT NULL,                      -- sealed
  applied BIGINT                           -- NULL = it waits
);
CREATE INDEX wecom_inbox_id ON wecom_inbox(id);
CREATE INDEX wecom_inbox_waiting ON wecom_inbox(id) WHERE applied IS NULL;
-- Which customers a row names.
CREATE TABLE wecom_mention(person TEXT NOT NULL, inbox BIGINT NOT NULL, PRIMARY KEY(person, inbox)) CLUSTERED;
-- What is to be asked, and when.
CREATE TABLE wecom_task(
  kind TEXT NOT NULL CHECK (kind IN ('staff', 'contacts', 'groups', 'group', 'customer')),
  subject TEXT NOT NULL,                   -- whom or which; empty = all
  due_at BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  is_sync BIGINT NOT NULL CHECK (is_sync IN (0, 1)),
  PRIMARY KEY(kind, subject)
) CLUSTERED;
CREATE INDEX wecom_task_due ON wecom_task(due_at);
-- What the newest sync could not see, and the code that says why.
CREATE TABLE wecom_gap(kind TEXT NOT NULL, subject TEXT NOT NULL, code BIGINT NOT NULL, PRIMARY KEY(kind, subject)) CLUSTERED;
-- What was refused, by its code: calls by WeCom, callbacks by the shop.
CREATE TABLE wecom_error(code TEXT PRIMARY KEY, times BIGINT NOT NULL, last_at BIGINT NOT NULL);
-- What the shop knows: members of staff who serve customers, …
CREATE TABLE wecom_staff(account TEXT PRIMARY KEY, changed BIGINT NOT NULL);
-- … whose customers are whose, …
CREATE TABLE wecom_follow(
  account TEXT NOT NULL,                   -- the member of staff
  person TEXT NOT NULL,                    -- the customer
  since BIGINT NOT NULL,                   -- seconds since 1970
  way BIGINT NOT NULL,                     -- add_way
  state TEXT NOT NULL,                     -- what the way in was marked with
  changed BIGINT NOT NULL,                 -- the row of the inbox that said so
  PRIMARY KEY(account, person)
) CLUSTERED;
CREATE INDEX wecom_follow_person ON wecom_follow(person, account);
-- … groups, …
CREATE TABLE wecom_group(
  group_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  since BIGINT NOT NULL,
  version TEXT NOT NULL,                   -- of its list of members
  is_gone BIGINT NOT NULL CHECK (is_gone IN (0, 1)),
  changed BIGINT NOT NULL
);
-- … and who is in them.
CREATE TABLE wecom_member(
  group_id TEXT NOT NULL,
  person TEXT NOT NULL,                    -- a customer, or a member of staff
  is_staff BIGINT NOT NULL CHECK (is_staff IN (0, 1)),
  since BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  PRIMARY KEY(group_id, person)
) CLUSTERED;
CREATE INDEX wecom_member_person ON wecom_member(person, group_id);
