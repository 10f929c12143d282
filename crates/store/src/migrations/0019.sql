-- ---------------------------------------------------------------- lead lists
-- People who bought, to be added or called: shared by accounts, in a plan of touches for each.
CREATE TABLE lead_list(
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('friend_request', 'call')),
  choice TEXT NOT NULL,                    -- JSON: which buyers
  left_out TEXT NOT NULL,                  -- JSON: how many were left out, and why
  actor TEXT NOT NULL
);
ALTER TABLE touch_plan ADD COLUMN list BIGINT;                       -- the lead list that it is of
ALTER TABLE touch_plan ADD COLUMN wordings TEXT NOT NULL DEFAULT '[]';   -- JSON: what may be said, in turn
CREATE INDEX touch_plan_list ON touch_plan(list) WHERE list IS NOT NULL;
ALTER TABLE touch ADD COLUMN wording BIGINT;                         -- which of them, from 0; NULL = none
ALTER TABLE touch ADD COLUMN result TEXT CHECK (result IN ('no_answer', 'not_now', 'no', 'yes'));   -- of a call
ALTER TABLE touch ADD COLUMN note TEXT NOT NULL DEFAULT '';          -- what was said, as far as it is needed
