-- Frozen copies of a plan. `canonical` is the text whose SHA-256 is `hash`; `body` is the same with the
-- baselines that the rule about people hides, for restoring a field. Rows are only ever added.
CREATE TABLE plan_version (
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  hash TEXT NOT NULL,
  workshop INTEGER,
  canonical TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (plan_id, number)
) STRICT;
CREATE INDEX plan_version_hash ON plan_version (plan_id, hash);

-- What was frozen stays as it was, whoever asks. It goes with its plan only.
CREATE TRIGGER plan_version_stays BEFORE UPDATE ON plan_version
BEGIN SELECT RAISE(ABORT, 'a version of a plan is final'); END;
CREATE TRIGGER plan_version_is_kept BEFORE DELETE ON plan_version
WHEN EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan_id)
BEGIN SELECT RAISE(ABORT, 'a version of a plan is final'); END;
