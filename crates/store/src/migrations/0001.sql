-- Discipline: a table that grows with members or orders has its owner in every primary and unique key, so that it can be
-- spread over servers by owner; 0003 says in which order. No trigger, no sequence: ids are moments that the shop gave out, each once.
-- Flags are 0 or 1, moments nanoseconds since 1970, money minor units, rates millionths.

-- ---------------------------------------------------------------- the shop itself: small, the same everywhere
CREATE TABLE clock(
  id BIGINT PRIMARY KEY CHECK (id = 1),
  last BIGINT NOT NULL                     -- the last moment given out; whoever writes locks this row first
);
INSERT INTO clock(id, last) VALUES(1, 0);

CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL, changed_at BIGINT NOT NULL);

CREATE TABLE plan_version(
  version BIGINT PRIMARY KEY,
  source TEXT NOT NULL,                    -- the plan file as published
  published_at BIGINT NOT NULL,
  effective_at BIGINT NOT NULL,
  published_by BIGINT NOT NULL,
  active_from BIGINT,                      -- set once it has taken over
  held_at BIGINT,                          -- set while something keeps it from taking over
  cancelled_at BIGINT,
  refused_by BIGINT NOT NULL CHECK (refused_by = 0),   -- findings that refuse it: a plan with any is not let in
  findings TEXT NOT NULL,                  -- JSON: rule packs asked, findings, sign-offs
  CHECK (active_from IS NULL OR (cancelled_at IS NULL AND held_at IS NULL AND active_from >= effective_at))
);
-- What is watched: the figures of each day, and alarms, which are opened and closed once.
CREATE TABLE monitor_run(
  day BIGINT PRIMARY KEY,                  -- days since 1970, in the shop's own time
  at BIGINT NOT NULL,
  depth BIGINT NOT NULL,                   -- levels of the longest chain of inviters
  readings TEXT NOT NULL                   -- JSON: each monitor's figure, its limit, its alarm with the evidence
);
CREATE TABLE alarm(
  id BIGINT PRIMARY KEY,                   -- when it was opened
  kind TEXT NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  evidence TEXT NOT NULL,                  -- JSON: members, each with the figure that counts
  closed_at BIGINT,
  acknowledged_at BIGINT,
  acknowledged_by TEXT,
  reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX alarm_open ON alarm(kind) WHERE closed_at IS NULL;

CREATE TABLE category(id BIGINT PRIMARY KEY, code TEXT NOT NULL UNIQUE, parent BIGINT, title_zh TEXT NOT NULL, title_en TEXT NOT NULL, position BIGINT NOT NULL);
CREATE TABLE product(
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,               -- the plan language's product
  category BIGINT REFERENCES category(id),
  supplier BIGINT,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  rate BIGINT NOT NULL CHECK (rate BETWEEN 0 AND 1000000),
  pictures TEXT NOT NULL,                  -- JSON list of picture ids
  state TEXT NOT NULL CHECK (state IN ('on', 'off')),
  hot BIGINT NOT NULL DEFAULT 0,
  sold BIGINT NOT NULL DEFAULT 0,
  price BIGINT NOT NULL DEFAULT 0,         -- the lowest of its SKUs on sale
  changed_at BIGINT NOT NULL
);
CREATE INDEX product_sold ON product(sold, id);
CREATE INDEX product_price ON product(price, id);
CREATE TABLE sku(
  id BIGINT PRIMARY KEY,
  product BIGINT NOT NULL REFERENCES product(id),
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  price BIGINT NOT NULL CHECK (price >= 0),
  cost BIGINT NOT NULL CHECK (cost >= 0),
  stock BIGINT NOT NULL CHECK (stock >= 0),   -- pieces not yet promised to an order
  state TEXT NOT NULL CHECK (state IN ('on', 'off'))
);
CREATE INDEX sku_product ON sku(product);
CREATE TABLE search_term(term TEXT NOT NULL, product BIGINT NOT NULL, PRIMARY KEY(term, product)) CLUSTERED;
CREATE INDEX search_term_product ON search_term(product);
CREATE TABLE picture(id BIGINT PRIMARY KEY, media_type TEXT NOT NULL, bytes BYTES NOT NULL);

CREATE TABLE staff(
  id BIGINT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password TEXT NOT NULL,
  totp BYTES,                              -- encrypted; NULL until set up
  totp_new BYTES,                          -- encrypted; waits until a code of it was given
  totp_step BIGINT NOT NULL DEFAULT 0,     -- the last step used
  recovery TEXT NOT NULL DEFAULT '[]',     -- hashes of recovery codes left
  state TEXT NOT NULL CHECK (state IN ('active', 'closed'))
);
CREATE TABLE api_token(hash BYTES PRIMARY KEY, id BIGINT NOT NULL, staff BIGINT NOT NULL, name TEXT NOT NULL, scopes TEXT NOT NULL, expires_at BIGINT, revoked_at BIGINT);
CREATE INDEX api_token_staff ON api_token(staff, id);
CREATE TABLE audit(
  id BIGINT PRIMARY KEY,
  actor TEXT NOT NULL,                     -- staff:ID, token:ID, member:ID, system
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,                    -- JSON without personal data
  previous BYTES NOT NULL UNIQUE,          -- the hash before it
  hash BYTES NOT NULL                      -- over this row and the hash before it
);
CREATE INDEX audit_subject ON audit(subject, id);
CREATE INDEX audit_actor ON audit(actor, id);
CREATE TABLE webhook(id BIGINT PRIMARY KEY, url TEXT NOT NULL, secret BYTES NOT NULL, topics TEXT NOT NULL, state TEXT NOT NULL, cursor BIGINT NOT NULL, failures BIGINT NOT NULL DEFAULT 0, next_try_at BIGINT NOT NULL DEFAULT 0, last_error TEXT);
CREATE TABLE supplier(id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- ---------------------------------------------------------------- by member
CREATE TABLE member(
  id BIGINT PRIMARY KEY,                   -- also the moment of joining, unless joined_at says otherwise
  inviter BIGINT,
  rank BIGINT NOT NULL,                    -- 0 = plain customer
  nickname TEXT NOT NULL,
  code TEXT NOT NULL,                      -- their invitation code
  state TEXT NOT NULL CHECK (state IN ('active', 'frozen', 'erased')),
  password TEXT,
  promoter_at BIGINT,                      -- since when they have (or first had) a rank
  first_order BIGINT,                      -- their first order with anything bought in it
  direct BIGINT NOT NULL DEFAULT 0,        -- people whom they invited
  consent TEXT NOT NULL DEFAULT '{}'       -- JSON: what they agreed to, and when
);
CREATE INDEX member_inviter ON member(inviter, id);
CREATE INDEX member_promoter ON member(promoter_at) WHERE promoter_at IS NOT NULL;
CREATE TABLE identity(hash BYTES PRIMARY KEY, member BIGINT NOT NULL, kind TEXT NOT NULL);   -- owner: the hash
CREATE INDEX identity_member ON identity(member);
CREATE TABLE phone_tail(hash BYTES NOT NULL, member BIGINT NOT NULL, PRIMARY KEY(hash, member)) CLUSTERED;   -- owner: the hash
CREATE INDEX phone_tail_member ON phone_tail(member);
CREATE TABLE invitation(code TEXT PRIMARY KEY, member BIGINT NOT NULL);                      -- owner: the code
CREATE TABLE private(member BIGINT NOT NULL, field TEXT NOT NULL, secret BYTES NOT NULL, PRIMARY KEY(member, field)) CLUSTERED;
CREATE TABLE address(member BIGINT NOT NULL, id BIGINT NOT NULL, secret BYTES NOT NULL, preferred BIGINT NOT NULL, PRIMARY KEY(member, id)) CLUSTERED;
CREATE TABLE session(hash BYTES PRIMARY KEY, subject TEXT NOT NULL, owner BIGINT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, strong BIGINT NOT NULL);
CREATE INDEX session_owner ON session(owner);
CREATE INDEX session_end ON session(expires_at);
CREATE TABLE attempt(account BYTES PRIMARY KEY, failures BIGINT NOT NULL, last_at BIGINT NOT NULL);
CREATE INDEX attempt_last ON attempt(last_at);
CREATE TABLE rank_change(member BIGINT NOT NULL, at BIGINT NOT NULL, rank BIGINT NOT NULL, rank_id TEXT NOT NULL, how TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL, PRIMARY KEY(member, at)) CLUSTERED;
CREATE TABLE inviter_change(member BIGINT NOT NULL, at BIGINT NOT NULL, inviter BIGINT, before BIGINT, reason TEXT NOT NULL, actor TEXT NOT NULL, PRIMARY KEY(member, at)) CLUSTERED;
CREATE INDEX inviter_change_before ON inviter_change(before, at) WHERE before IS NOT NULL;
-- A member asks people to look again at what was decided about them.
CREATE TABLE appeal(
  member BIGINT NOT NULL,
  id BIGINT NOT NULL,
  about TEXT NOT NULL CHECK (about IN ('rank', 'freeze')),
  secret BYTES NOT NULL,                   -- encrypted: what they say
  state TEXT NOT NULL CHECK (state IN ('open', 'granted', 'declined')),
  answer TEXT NOT NULL DEFAULT '',
  decided_at BIGINT,
  decided_by TEXT,
  PRIMARY KEY(member, id)
) CLUSTERED;
CREATE INDEX appeal_state ON appeal(state, id);
CREATE INDEX appeal_id ON appeal(id);
-- Whose customer they are: who is credited with what they buy, apart from who invited them.
CREATE TABLE binding(member BIGINT NOT NULL, at BIGINT NOT NULL, promoter BIGINT NOT NULL, until BIGINT, how TEXT NOT NULL, PRIMARY KEY(member, at)) CLUSTERED;
CREATE TABLE visit(promoter BIGINT NOT NULL, id BIGINT NOT NULL, visitor TEXT NOT NULL, member BIGINT, product BIGINT, PRIMARY KEY(promoter, id)) CLUSTERED;
CREATE INDEX visit_member ON visit(member, id);
CREATE INDEX visit_visitor ON visit(visitor, id);
CREATE TABLE idempotency(owner BIGINT NOT NULL, hash BIGINT NOT NULL, name TEXT NOT NULL, digest BYTES NOT NULL, answer TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY(owner, hash)) CLUSTERED;

-- ---------------------------------------------------------------- orders, by buyer
CREATE TABLE orders(
  buyer BIGINT NOT NULL,
  id BIGINT NOT NULL,                      -- the moment at which it was placed
  state TEXT NOT NULL CHECK (state IN ('placed', 'paid', 'shipped', 'received', 'settled', 'cancelled')),
  amount BIGINT NOT NULL CHECK (amount >= 0),
  discount BIGINT NOT NULL DEFAULT 0,      -- paid with coupons, already taken off the lines
  seller BIGINT,                           -- credited by a share link or a binding; NULL = by the plan's rule
  recipient BYTES,                         -- encrypted name, phone, address
  tail BYTES,                              -- keyed hash of the phone's last four digits
  name BYTES,                              -- keyed hash of the recipient's name
  note TEXT NOT NULL DEFAULT '',
  expires_at BIGINT,                       -- of an unpaid order
  paid_at BIGINT,
  shipped_at BIGINT,
  received_at BIGINT,
  receive_by BIGINT,                       -- taken as received then
  closed_at BIGINT,
  shipment TEXT,                           -- JSON: carrier, number
  PRIMARY KEY(buyer, id)
) CLUSTERED;
CREATE INDEX orders_id ON orders(id);
CREATE INDEX orders_expiry ON orders(expires_at) WHERE state = 'placed';
CREATE INDEX orders_receipt ON orders(receive_by) WHERE state = 'shipped';
CREATE INDEX orders_paid ON orders(paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX orders_tail ON orders(tail, name) WHERE tail IS NOT NULL;
CREATE TABLE line(
  buyer BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  line BIGINT NOT NULL,
  sku BIGINT NOT NULL,
  product TEXT NOT NULL,                   -- the product's code
  title TEXT NOT NULL,
  category TEXT NOT NULL,
  supplier BIGINT,
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  amount BIGINT NOT NULL CHECK (amount >= 0),   -- what is paid for it, discounts off
  cost BIGINT NOT NULL,
  rate BIGINT NOT NULL,
  seller BIGINT,                           -- credited at payment
  plan BIGINT,                             -- the plan version in force at payment
  first_order BIGINT NOT NULL DEFAULT 0,
  paid_at BIGINT,
  refunded BIGINT NOT NULL DEFAULT 0,
  returned BIGINT NOT NULL DEFAULT 0,      -- pieces
  settles_at BIGINT,                       -- the end of the refund window, once delivered
  settled_at BIGINT,
  held BIGINT NOT NULL DEFAULT 0,          -- an after-sale case is open: does not settle
  PRIMARY KEY(buyer, order_id, line),
  CHECK (refunded >= 0 AND refunded <= amount), CHECK (returned >= 0 AND returned <= quantity)
) CLUSTERED;
CREATE INDEX line_due ON line(settles_at) WHERE settled_at IS NULL AND held = 0;
CREATE INDEX line_seller ON line(seller, order_id) WHERE seller IS NOT NULL;
CREATE TABLE payment(
  buyer BIGINT NOT NULL,
  id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  provider TEXT NOT NULL,
  amount BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'closed', 'late')),
  reference TEXT,                          -- the provider's own number
  way TEXT NOT NULL DEFAULT '',            -- how the buyer pays: it was prepared for that
  prepared TEXT,                           -- JSON for the client: QR code, instructions
  paid_at BIGINT,
  ask_at BIGINT,                           -- when the provider is asked how it stands, should it not say so itself
  PRIMARY KEY(buyer, id)
) CLUSTERED;
CREATE INDEX payment_ask ON payment(ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX payment_id ON payment(id);
CREATE INDEX payment_order ON payment(order_id);
CREATE TABLE after_sale(
  buyer BIGINT NOT NULL,
  id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  line BIGINT NOT NULL,
  quantity BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn')),
  answer TEXT NOT NULL DEFAULT '',
  decided_at BIGINT,
  PRIMARY KEY(buyer, id)
) CLUSTERED;
CREATE INDEX after_sale_state ON after_sale(state, id);
-- What a buyer says of a line that has arrived: each line once.
CREATE TABLE review(
  buyer BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  line BIGINT NOT NULL,
  id BIGINT NOT NULL,
  product TEXT NOT NULL,                   -- the product's code
  stars BIGINT NOT NULL CHECK (stars BETWEEN 1 AND 5),
  text TEXT NOT NULL,
  is_promoter BIGINT NOT NULL,             -- whether they were one then
  fault TEXT,                              -- why its text is hidden; its stars count
  PRIMARY KEY(buyer, order_id, line)
) CLUSTERED;
CREATE INDEX review_product ON review(product, id);
CREATE INDEX review_id ON review(id);
CREATE TABLE refund(
  buyer BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  line BIGINT NOT NULL,
  id BIGINT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  quantity BIGINT NOT NULL,
  before BIGINT NOT NULL,                  -- refunded before this one
  payment BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'sent', 'done', 'failed')),
  tries BIGINT NOT NULL DEFAULT 0,
  next_try_at BIGINT NOT NULL DEFAULT 0,
  number BIGINT NOT NULL DEFAULT 0,        -- its number at the provider; 0 = its id. A provider that closed a refund wants a new one
  reference TEXT,                          -- the provider's own number
  error TEXT,                              -- why it has not gone yet
  reason TEXT NOT NULL,
  PRIMARY KEY(buyer, order_id, line, id)
) CLUSTERED;
CREATE INDEX refund_id ON refund(id);
CREATE INDEX refund_open ON refund(next_try_at) WHERE state IN ('open', 'sent');

-- ---------------------------------------------------------------- rewards and money, by the member paid
CREATE TABLE reward(
  owner BIGINT NOT NULL,
  kind BIGINT NOT NULL,                    -- sale, refund, join, promotion, first sale, period
  ref_id BIGINT NOT NULL,                  -- the order; who joined or rose; the close of the period
  ref_line BIGINT NOT NULL,                -- the line; the seller of the period; 0
  step BIGINT NOT NULL,                    -- the refund's id; 0
  place BIGINT NOT NULL,                   -- which entry of the event
  at BIGINT NOT NULL,
  reward TEXT NOT NULL,
  plan BIGINT NOT NULL,
  unit BIGINT NOT NULL,                    -- 0 money, 1 coupon, 2 points
  payee_rank BIGINT NOT NULL,
  distance BIGINT NOT NULL,
  base BIGINT NOT NULL,
  rate BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  cut BIGINT NOT NULL,
  born BIGINT NOT NULL,                    -- what of the line had been refunded when this was paid
  chain TEXT NOT NULL,                     -- seller, then the promoters above them: ID:RANK,ID:RANK
  PRIMARY KEY(owner, kind, ref_id, ref_line, step, place)
) CLUSTERED;
CREATE INDEX reward_ref ON reward(ref_id, ref_line);
CREATE INDEX reward_at ON reward(owner, at);
CREATE TABLE entry(
  owner BIGINT NOT NULL,                   -- the member; 0 = the shop
  account BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  ref_id BIGINT NOT NULL,
  ref_line BIGINT NOT NULL,
  step BIGINT NOT NULL,
  place BIGINT NOT NULL,
  at BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY(owner, account, kind, ref_id, ref_line, step, place)
) CLUSTERED;
CREATE INDEX entry_at ON entry(owner, at);
CREATE TABLE balance(owner BIGINT NOT NULL, account BIGINT NOT NULL, amount BIGINT NOT NULL, PRIMARY KEY(owner, account)) CLUSTERED;
CREATE TABLE coupon(owner BIGINT NOT NULL, id BIGINT NOT NULL, amount BIGINT NOT NULL, least BIGINT NOT NULL, expires_at BIGINT, order_id BIGINT, state TEXT NOT NULL CHECK (state IN ('open', 'held', 'used', 'void')), reward TEXT NOT NULL, PRIMARY KEY(owner, id)) CLUSTERED;
CREATE TABLE withdrawal(
  owner BIGINT NOT NULL,
  id BIGINT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  tax BIGINT NOT NULL CHECK (tax >= 0 AND tax <= amount),
  arithmetic TEXT NOT NULL,                -- JSON: how the tax came about
  method TEXT NOT NULL,
  target BYTES,                            -- encrypted account
  state TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'sent', 'paid', 'refused', 'failed')),
  reviewer BIGINT,
  answer TEXT NOT NULL DEFAULT '',
  decided_at BIGINT,
  batch BIGINT,                            -- the bank file that it is in
  number BIGINT NOT NULL DEFAULT 0,        -- its number at the provider; 0 = its id
  tries BIGINT NOT NULL DEFAULT 0,         -- at the provider
  next_try_at BIGINT,                      -- when the provider is asked next
  prepared TEXT,                           -- JSON: what the member's payment app needs for them to say yes
  paid_at BIGINT,
  reference TEXT,                          -- the bank's or the provider's own number
  PRIMARY KEY(owner, id)
) CLUSTERED;
CREATE INDEX withdrawal_state ON withdrawal(state, id);
CREATE INDEX withdrawal_id ON withdrawal(id);
CREATE INDEX withdrawal_batch ON withdrawal(batch, id) WHERE batch IS NOT NULL;
CREATE INDEX withdrawal_try ON withdrawal(next_try_at) WHERE next_try_at IS NOT NULL;

-- What members and orders are called in the system that they were imported from; a member is their own owner, an order its buyer's.
CREATE TABLE origin(owner BIGINT NOT NULL, id BIGINT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(owner, id)) CLUSTERED;

-- ---------------------------------------------------------------- what happened, in order; what others are told
CREATE TABLE event(
  owner BIGINT NOT NULL,
  id BIGINT NOT NULL,                      -- its place in the history
  at BIGINT NOT NULL,                      -- when it counts
  kind BIGINT NOT NULL,
  ref_id BIGINT NOT NULL,
  ref_line BIGINT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY(owner, id)
) CLUSTERED;
CREATE INDEX event_id ON event(id);
CREATE TABLE outbox(owner BIGINT NOT NULL, id BIGINT NOT NULL, topic TEXT NOT NULL, payload TEXT NOT NULL, PRIMARY KEY(owner, id)) CLUSTERED;
CREATE INDEX outbox_id ON outbox(id);
