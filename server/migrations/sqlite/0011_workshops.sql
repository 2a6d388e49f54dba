-- Workshops. `body` is a record as JSON; what rows are found and ordered by is a column. Every change of a workshop
-- raises its revision and adds a row to `workshop_event`: its record, and its live stream.
CREATE TABLE workshop (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  revision INTEGER NOT NULL,
  current_item INTEGER,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX workshop_plan ON workshop (plan_id);

-- Join codes, also those that have ended: whoever joined with one is still found by it.
CREATE TABLE workshop_code (
  code TEXT PRIMARY KEY,
  workshop_id INTEGER NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  until TEXT NOT NULL
) STRICT;
CREATE INDEX workshop_code_workshop ON workshop_code (workshop_id);

CREATE TABLE workshop_item (
  workshop_id INTEGER NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  position INTEGER NOT NULL,
  state TEXT NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (workshop_id, n)
) STRICT;

-- Of the token only the hash is kept. The key makes joining twice harmless.
CREATE TABLE workshop_participant (
  workshop_id INTEGER NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  token TEXT NOT NULL UNIQUE,
  join_key TEXT NOT NULL,
  removed INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (workshop_id, n),
  UNIQUE (workshop_id, join_key)
) STRICT;

-- The position that counts, one of a participant for an item. `tap` counts what the browser sent: one that was overtaken
-- on the way does not undo a later one.
CREATE TABLE workshop_position (
  workshop_id INTEGER NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  item INTEGER NOT NULL,
  participant INTEGER NOT NULL,
  position TEXT NOT NULL,
  reason TEXT NOT NULL,
  tap INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (workshop_id, item, participant)
) STRICT;
CREATE INDEX workshop_position_participant ON workshop_position (workshop_id, participant);

-- What browsers have sent: the same key again changes nothing.
CREATE TABLE workshop_key (
  workshop_id INTEGER NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  participant INTEGER NOT NULL,
  key TEXT NOT NULL,
  item INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (workshop_id, participant, key)
) STRICT;

-- Proposals and comments.
CREATE TABLE workshop_remark (
  workshop_id INTEGER NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  item INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (workshop_id, id)
) STRICT;

CREATE TABLE workshop_event (
  workshop_id INTEGER NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  account_id INTEGER,
  event TEXT NOT NULL,
  item INTEGER,
  participant INTEGER,
  body TEXT NOT NULL,
  PRIMARY KEY (workshop_id, revision)
) STRICT;
