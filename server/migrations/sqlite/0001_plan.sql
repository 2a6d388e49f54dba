-- The plan and everything in it. `body` is the record of the domain as JSON; what other tables refer to,
-- and what rows are found and ordered by, is a column.
CREATE TABLE plan (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE axis (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  position INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (plan_id, code)
) STRICT;

CREATE TABLE institution (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  position INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (plan_id, code)
) STRICT;

CREATE TABLE territory (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  position INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (plan_id, code)
) STRICT;

CREATE TABLE dimension (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  position INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (plan_id, code)
) STRICT;

CREATE TABLE node (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  parent_id INTEGER REFERENCES node (id),
  code TEXT NOT NULL,
  position INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (plan_id, code)
) STRICT;
CREATE INDEX node_parent ON node (parent_id);

CREATE TABLE indicator (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  node_id INTEGER NOT NULL REFERENCES node (id),
  responsible_id INTEGER NOT NULL REFERENCES institution (id),
  code TEXT NOT NULL,
  position INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (plan_id, code)
) STRICT;
CREATE INDEX indicator_node ON indicator (node_id);
CREATE INDEX indicator_responsible ON indicator (responsible_id);

-- The report of one indicator for one year ("update" in the domain, a reserved word here).
CREATE TABLE report (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  indicator_id INTEGER NOT NULL REFERENCES indicator (id) ON DELETE CASCADE,
  year INTEGER NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (indicator_id, year)
) STRICT;
CREATE INDEX report_plan ON report (plan_id);

-- History, audit trail and live stream are this one table. Rows are only ever added.
CREATE TABLE change (
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  code TEXT NOT NULL,
  year INTEGER,
  reason TEXT NOT NULL,
  visibility TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (plan_id, revision)
) STRICT;
CREATE INDEX change_code ON change (plan_id, code, revision);
