-- ---------------------------------------------------------------- simulations: what was asked, and what came of it
CREATE TABLE simulation(
  id BIGINT PRIMARY KEY,                   -- when it was asked for
  staff BIGINT NOT NULL,                   -- who asked
  source TEXT NOT NULL,                    -- the plan
  against TEXT,                            -- the plan beside it
  scenario TEXT NOT NULL,                  -- TOML
  packs TEXT NOT NULL,                     -- JSON: the rule packs that are asked
  days BIGINT NOT NULL CHECK (days > 0),
  seeds BIGINT NOT NULL CHECK (seeds > 0),
  variant_seeds BIGINT NOT NULL
);
CREATE TABLE simulation_result(
  simulation BIGINT PRIMARY KEY REFERENCES simulation(id),
  state TEXT NOT NULL CHECK (state IN ('done', 'cancelled', 'failed')),
  ended_at BIGINT NOT NULL,
  zh TEXT NOT NULL DEFAULT '',             -- why it failed
  en TEXT NOT NULL DEFAULT '',
  summaries TEXT,                          -- JSON: of the plan, and of the one beside it
  report TEXT                              -- HTML
);

-- ---------------------------------------------------------------- what members allow beside the terms, each change of mind
CREATE TABLE consent(
  member BIGINT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('shown', 'links')),
  at BIGINT NOT NULL,
  given BIGINT NOT NULL CHECK (given IN (0, 1)),
  PRIMARY KEY(member, purpose, at)
) CLUSTERED;
