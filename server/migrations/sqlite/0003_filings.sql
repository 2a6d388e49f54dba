-- The revision counts every write; readers follow the ones that they may see.
ALTER TABLE plan ADD COLUMN public_revision INTEGER NOT NULL DEFAULT 0;
UPDATE plan SET public_revision = revision;

-- Who did it, beside the name that the public reads in `actor`.
ALTER TABLE change ADD COLUMN account_id INTEGER;

-- An update on its way: what an institution is filing for an indicator and a year. What is public stays in
-- `report` until a reviewer approves this. An empty territory is the whole country.
CREATE TABLE filing (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  indicator_id INTEGER NOT NULL REFERENCES indicator (id) ON DELETE CASCADE,
  year INTEGER NOT NULL,
  territory TEXT NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (indicator_id, year, territory)
) STRICT;
CREATE INDEX filing_plan ON filing (plan_id, year);

-- Writing in a year that is not open: for one institution, until a day.
CREATE TABLE extension (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  year INTEGER NOT NULL,
  institution TEXT NOT NULL,
  last_day TEXT NOT NULL,
  UNIQUE (plan_id, year, institution)
) STRICT;
