-- Files of evidence by the SHA-256 of their content, which lies in the data folder. One row for the same
-- content, however often it is handed in.
CREATE TABLE file (
  hash TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  stored_at TEXT NOT NULL
) STRICT;

-- Files on their way, and for a day those that came: whoever handed them in may put them into updates. The
-- hash is there when the file is; what the sender said of it before is in `expected`.
CREATE TABLE upload (
  id TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  received INTEGER NOT NULL,
  expected TEXT,
  hash TEXT REFERENCES file (hash),
  started_at TEXT NOT NULL,
  attached_at TEXT
) STRICT;
CREATE INDEX upload_account ON upload (account_id);
CREATE INDEX upload_hash ON upload (hash);

-- Which update names which file, so that it is known who may read it. The stage is `filing` for an update on
-- its way, `report` for what is published, `past` for all that ever was.
CREATE TABLE evidence (
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  indicator_id INTEGER NOT NULL REFERENCES indicator (id) ON DELETE CASCADE,
  year INTEGER NOT NULL,
  territory TEXT NOT NULL,
  stage TEXT NOT NULL,
  hash TEXT NOT NULL REFERENCES file (hash),
  name TEXT NOT NULL,
  is_public INTEGER NOT NULL,
  PRIMARY KEY (indicator_id, year, territory, stage, hash, name)
) STRICT;
CREATE INDEX evidence_hash ON evidence (hash, plan_id);
