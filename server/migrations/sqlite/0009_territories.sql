-- The approved part of one territory: what its regional body reports of an indicator and a year. What stands in
-- `report` is made of them, for indicators that are reported by territory.
CREATE TABLE part (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  indicator_id INTEGER NOT NULL REFERENCES indicator (id) ON DELETE CASCADE,
  year INTEGER NOT NULL,
  territory TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (indicator_id, year, territory)
) STRICT;
CREATE INDEX part_plan ON part (plan_id, territory);
