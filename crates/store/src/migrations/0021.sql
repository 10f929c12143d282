-- ---------------------------------------------------------------- channels
-- The link that an account's own QR code holds: by it people add the account. Empty if nobody wrote it down.
ALTER TABLE chat_account ADD COLUMN address TEXT NOT NULL DEFAULT '';
-- A way in: where people learn of the shop's accounts, and which of them answers.
CREATE TABLE chat_channel(
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,               -- of its link and QR code
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('parcel', 'poster', 'employee', 'store', 'official', 'live', 'call', 'referral', 'other')),
  operator BIGINT NOT NULL,                -- who of staff runs it
  fallback BIGINT NOT NULL,                -- the account that answers when no other does
  welcomes TEXT NOT NULL,                  -- JSON: what is said at which hours
  cost BIGINT NOT NULL CHECK (cost >= 0),  -- what it has cost so far
  state TEXT NOT NULL CHECK (state IN ('open', 'closed'))
);
CREATE INDEX chat_channel_operator ON chat_channel(operator, id);
CREATE INDEX chat_channel_fallback ON chat_channel(fallback);
-- The accounts that answer in turns: when, and how many people a day.
CREATE TABLE chat_channel_account(
  channel BIGINT NOT NULL,
  account BIGINT NOT NULL,
  place BIGINT NOT NULL,
  most BIGINT NOT NULL CHECK (most > 0),
  shifts TEXT NOT NULL,                    -- JSON; none = at any time
  PRIMARY KEY(channel, account)
) CLUSTERED;
CREATE TABLE chat_channel_event(
  channel BIGINT NOT NULL,
  id BIGINT NOT NULL,
  action TEXT NOT NULL,
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY(channel, id)
) CLUSTERED;
-- Who saw a channel's page, by a name that their browser drew at random for this page alone, and which account they asked for.
-- Seats of an account's day are numbered from 1, so that keys and checks refuse one too many; the fallback's have no number.
CREATE TABLE chat_channel_visit(
  channel BIGINT NOT NULL,
  visitor TEXT NOT NULL,
  day BIGINT NOT NULL,                     -- days since 1970, as the shop counts its days
  scanned_at BIGINT,
  account BIGINT,
  met_day BIGINT,
  seat BIGINT,
  most BIGINT,                             -- what the account might take on that day
  PRIMARY KEY(channel, visitor),
  CHECK ((scanned_at IS NULL) = (account IS NULL)),
  CHECK ((seat IS NULL) = (met_day IS NULL)),
  CHECK (seat IS NULL OR (1 <= seat AND seat <= most))
) CLUSTERED;
CREATE INDEX chat_channel_visit_day ON chat_channel_visit(channel, day);
CREATE UNIQUE INDEX chat_channel_seat ON chat_channel_visit(channel, account, met_day, seat) WHERE seat IS NOT NULL;
-- By which channel a contact came, and when.
ALTER TABLE chat_person ADD COLUMN channel BIGINT;
ALTER TABLE chat_person ADD COLUMN channel_at BIGINT;
CREATE INDEX chat_person_channel ON chat_person(channel) WHERE channel IS NOT NULL;
