-- ---------------------------------------------------------------- chat accounts and groups
-- A chat account that the company runs, whatever the platform.
CREATE TABLE chat_account(
  id BIGINT PRIMARY KEY,
  platform TEXT NOT NULL CHECK (platform IN ('wecom', 'wechat', 'qq', 'telegram', 'whatsapp', 'line', 'other')),
  name TEXT NOT NULL,
  handle TEXT NOT NULL,                    -- its id at the platform; empty if nobody wrote it down
  operator BIGINT NOT NULL,                -- who of staff runs it
  state TEXT NOT NULL CHECK (state IN ('active', 'resting', 'limited', 'closed')),
  most_groups BIGINT NOT NULL CHECK (most_groups > 0),
  most_people BIGINT NOT NULL CHECK (most_people > 0)
);
CREATE INDEX chat_account_operator ON chat_account(operator, id);
CREATE UNIQUE INDEX chat_account_handle ON chat_account(platform, handle) WHERE handle <> '' AND state <> 'closed';
-- A group: what it is for, who owns and runs it, how many it holds, where it came from.
CREATE TABLE chat_group(
  id BIGINT PRIMARY KEY,
  account BIGINT NOT NULL,                 -- the account that owns it
  operator BIGINT NOT NULL,                -- who of staff runs it
  platform TEXT NOT NULL,                  -- its account's
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('customers', 'promoters', 'leaders', 'interest', 'pilot')),
  purpose TEXT NOT NULL CHECK (purpose IN ('broadcast', 'light', 'heavy')),
  state TEXT NOT NULL CHECK (state IN ('draft', 'pilot', 'proven', 'live', 'closing', 'closed')),
  least BIGINT NOT NULL,                   -- the band: fewest people
  best_from BIGINT NOT NULL,
  best_to BIGINT NOT NULL,
  most BIGINT NOT NULL,
  criteria TEXT,                           -- JSON: what the pilot has to show; written before it begins
  rules BIGINT NOT NULL DEFAULT 0,         -- the newest version of its rules; 0 = none
  pilot_at BIGINT,                         -- when its pilot began
  proven_at BIGINT,                        -- when its pilot had shown what the criteria ask for
  parent BIGINT,                           -- the group that it was cloned or split from
  lineage TEXT CHECK (lineage IN ('clone', 'split')),
  is_unproven BIGINT NOT NULL DEFAULT 0,   -- it was cloned from a group that had proved nothing
  members BIGINT,                          -- as last counted; NULL = never
  counted_at BIGINT,                       -- the moment that the count is of
  counted_by TEXT CHECK (counted_by IN ('hand', 'file')),
  figures BIGINT,                          -- the newest upload of figures
  CHECK (1 <= least AND least <= best_from AND best_from <= best_to AND best_to <= most),
  CHECK ((members IS NULL) = (counted_at IS NULL)),
  CHECK (members IS NULL OR members >= 0)
);
CREATE UNIQUE INDEX chat_group_name ON chat_group(name) WHERE state <> 'closed';   -- files call groups by their names
CREATE INDEX chat_group_account ON chat_group(account, id);
CREATE INDEX chat_group_operator ON chat_group(operator, id);
CREATE INDEX chat_group_parent ON chat_group(parent, id) WHERE parent IS NOT NULL;
-- What happened to an account or a group: only ever added.
CREATE TABLE chat_account_event(
  account BIGINT NOT NULL,
  id BIGINT NOT NULL,
  action TEXT NOT NULL,
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY(account, id)
) CLUSTERED;
CREATE TABLE chat_group_event(
  group_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  action TEXT NOT NULL,
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY(group_id, id)
) CLUSTERED;
CREATE TABLE chat_rules(
  group_id BIGINT NOT NULL,
  version BIGINT NOT NULL CHECK (version > 0),
  at BIGINT NOT NULL,
  body TEXT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY(group_id, version)
) CLUSTERED;
-- Who of the company is in a group, and as what. Everybody in the group is shown that.
CREATE TABLE chat_role(
  group_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'lecturer', 'operator', 'leader', 'duty')),
  account BIGINT NOT NULL,
  ended_at BIGINT,
  PRIMARY KEY(group_id, id)
) CLUSTERED;
CREATE UNIQUE INDEX chat_role_once ON chat_role(group_id, role, account) WHERE ended_at IS NULL;
CREATE INDEX chat_role_account ON chat_role(account, group_id) WHERE ended_at IS NULL;
-- How many people were in a group, as somebody counted. One count of each moment.
CREATE TABLE chat_count(
  group_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  id BIGINT NOT NULL,
  members BIGINT NOT NULL CHECK (members >= 0),
  way TEXT NOT NULL CHECK (way IN ('hand', 'file')),
  actor TEXT NOT NULL,
  PRIMARY KEY(group_id, at, id)
) CLUSTERED;
-- The measures of a group from a file of what people did in it. The file itself, which names people, is not kept.
CREATE TABLE chat_figures(
  group_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  begins_at BIGINT NOT NULL,               -- of what the file tells
  ends_at BIGINT NOT NULL,
  row_count BIGINT NOT NULL,
  figures TEXT NOT NULL,                   -- JSON, as `banyan groups measure` tells them
  actor TEXT NOT NULL,
  PRIMARY KEY(group_id, id)
) CLUSTERED;
