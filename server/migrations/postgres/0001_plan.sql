-- The plan and everything in it. `body` is the record of the domain as JSON; what other tables refer to,
-- and what rows are found and ordered by, is a column.
CREATE TABLE plan (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  revision BIGINT NOT NULL,
  body JSONB NOT NULL
);

CREATE TABLE axis (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  position BIGINT NOT NULL,
  body JSONB NOT NULL,
  UNIQUE (plan_id, code)
);

CREATE TABLE institution (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  position BIGINT NOT NULL,
  body JSONB NOT NULL,
  UNIQUE (plan_id, code)
);

CREATE TABLE territory (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  position BIGINT NOT NULL,
  body JSONB NOT NULL,
  UNIQUE (plan_id, code)
);

CREATE TABLE dimension (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  position BIGINT NOT NULL,
  body JSONB NOT NULL,
  UNIQUE (plan_id, code)
);

CREATE TABLE node (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  parent_id BIGINT REFERENCES node (id),
  code TEXT NOT NULL,
  position BIGINT NOT NULL,
  body JSONB NOT NULL,
  UNIQUE (plan_id, code)
);
CREATE INDEX node_parent ON node (parent_id);

CREATE TABLE indicator (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  node_id BIGINT NOT NULL REFERENCES node (id),
  responsible_id BIGINT NOT NULL REFERENCES institution (id),
  code TEXT NOT NULL,
  position BIGINT NOT NULL,
  body JSONB NOT NULL,
  UNIQUE (plan_id, code)
);
CREATE INDEX indicator_node ON indicator (node_id);
CREATE INDEX indicator_responsible ON indicator (responsible_id);

-- The report of one indicator for one year ("update" in the domain, a reserved word here).
CREATE TABLE report (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  indicator_id BIGINT NOT NULL REFERENCES indicator (id) ON DELETE CASCADE,
  year BIGINT NOT NULL,
  version BIGINT NOT NULL,
  body JSONB NOT NULL,
  UNIQUE (indicator_id, year)
);
CREATE INDEX report_plan ON report (plan_id);

-- History, audit trail and live stream are this one table. Rows are only ever added.
CREATE TABLE change (
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  revision BIGINT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  code TEXT NOT NULL,
  year BIGINT,
  reason TEXT NOT NULL,
  visibility TEXT NOT NULL,
  before JSONB,
  after JSONB,
  PRIMARY KEY (plan_id, revision)
);
CREATE INDEX change_code ON change (plan_id, code, revision);
