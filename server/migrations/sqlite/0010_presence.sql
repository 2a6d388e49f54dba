-- Who has the updates of a year open, for the others who work on them: one row an account and plan, written again
-- every few seconds while the page is open, and of no meaning soon after. `institutions` is a list between spaces:
-- whose updates they are at; `indicator` is the update that is open, or empty.
CREATE TABLE presence (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  year INTEGER NOT NULL,
  institutions TEXT NOT NULL,
  indicator TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (account_id, plan_id)
) STRICT;
CREATE INDEX presence_plan ON presence (plan_id, year);
