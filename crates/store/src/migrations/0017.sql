-- ---------------------------------------------------------------- touches
-- Touches that are planned together. What becomes of them is counted from their rows.
CREATE TABLE touch_plan(
  account BIGINT NOT NULL,                 -- who touches
  id BIGINT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('friend_request', 'message', 'call')),
  actor TEXT NOT NULL,
  PRIMARY KEY(account, id)
) CLUSTERED;
CREATE INDEX touch_plan_id ON touch_plan(id);
-- A touch takes a seat of its account's day and a seat of its person's week until it is given back: reserved, then spent or
-- given back, once. Seats are numbered from 1, so that keys and checks refuse one too many.
CREATE TABLE touch(
  account BIGINT NOT NULL,
  id BIGINT NOT NULL,
  plan BIGINT NOT NULL,
  person BIGINT,                           -- NULL once nothing is kept of them
  kind TEXT NOT NULL,                      -- its plan's
  day BIGINT NOT NULL,                     -- days and weeks since 1970, as the shop counts its days
  week BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  seat BIGINT NOT NULL,
  account_most BIGINT NOT NULL,            -- what the account might do in that day when this was reserved
  person_seat BIGINT NOT NULL,
  person_most BIGINT NOT NULL,             -- what a person might get in that week when this was reserved
  spent_at BIGINT,
  returned_at BIGINT,
  PRIMARY KEY(account, id),
  CHECK (1 <= seat AND seat <= account_most),
  CHECK (1 <= person_seat AND person_seat <= person_most),
  CHECK (spent_at IS NULL OR returned_at IS NULL)
) CLUSTERED;
CREATE UNIQUE INDEX touch_account_seat ON touch(account, kind, day, seat) WHERE returned_at IS NULL;
CREATE UNIQUE INDEX touch_person_seat ON touch(person, week, person_seat) WHERE returned_at IS NULL;
CREATE INDEX touch_of_plan ON touch(account, plan, id);
CREATE INDEX touch_person ON touch(person, id);
CREATE INDEX touch_due ON touch(account, due_at) WHERE spent_at IS NULL AND returned_at IS NULL;
-- Rules of tags are applied once a day.
CREATE INDEX chat_tag_applied ON chat_tag(applied_at) WHERE rule IS NOT NULL AND retired_at IS NULL;
