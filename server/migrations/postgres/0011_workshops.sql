-- Workshops. `body` is a record as JSON; what rows are found and ordered by is a column. Every change of a workshop
-- raises its revision and adds a row to `workshop_event`: its record, and its live stream.
CREATE TABLE workshop (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  revision BIGINT NOT NULL,
  current_item BIGINT,
  body JSONB NOT NULL
);
CREATE INDEX workshop_plan ON workshop (plan_id);

-- Join codes, also those that have ended: whoever joined with one is still found by it.
CREATE TABLE workshop_code (
  code TEXT PRIMARY KEY,
  workshop_id BIGINT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  until TEXT NOT NULL
);
CREATE INDEX workshop_code_workshop ON workshop_code (workshop_id);

CREATE TABLE workshop_item (
  workshop_id BIGINT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  n BIGINT NOT NULL,
  position BIGINT NOT NULL,
  state TEXT NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  body JSONB NOT NULL,
  PRIMARY KEY (workshop_id, n)
);

-- Of the token only the hash is kept. The key makes joining twice harmless.
CREATE TABLE workshop_participant (
  workshop_id BIGINT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  n BIGINT NOT NULL,
  token TEXT NOT NULL UNIQUE,
  join_key TEXT NOT NULL,
  removed BIGINT NOT NULL,
  body JSONB NOT NULL,
  PRIMARY KEY (workshop_id, n),
  UNIQUE (workshop_id, join_key)
);

-- The position that counts, one of a participant for an item. `tap` counts what the browser sent: one that was overtaken
-- on the way does not undo a later one.
CREATE TABLE workshop_position (
  workshop_id BIGINT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  item BIGINT NOT NULL,
  participant BIGINT NOT NULL,
  position TEXT NOT NULL,
  reason TEXT NOT NULL,
  tap BIGINT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (workshop_id, item, participant)
);
CREATE INDEX workshop_position_participant ON workshop_position (workshop_id, participant);

-- What browsers have sent: the same key again changes nothing.
CREATE TABLE workshop_key (
  workshop_id BIGINT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  participant BIGINT NOT NULL,
  key TEXT NOT NULL,
  item BIGINT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (workshop_id, participant, key)
);

-- Proposals and comments.
CREATE TABLE workshop_remark (
  workshop_id BIGINT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  id BIGINT NOT NULL,
  item BIGINT NOT NULL,
  kind TEXT NOT NULL,
  body JSONB NOT NULL,
  PRIMARY KEY (workshop_id, id)
);

CREATE TABLE workshop_event (
  workshop_id BIGINT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
  revision BIGINT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  account_id BIGINT,
  event TEXT NOT NULL,
  item BIGINT,
  participant BIGINT,
  body JSONB NOT NULL,
  PRIMARY KEY (workshop_id, revision)
);
