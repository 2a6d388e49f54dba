-- Frozen copies of a plan. `canonical` is the text whose SHA-256 is `hash`; `body` is the same with the
-- baselines that the rule about people hides, for restoring a field. Rows are only ever added.
CREATE TABLE plan_version (
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  hash TEXT NOT NULL,
  workshop BIGINT,
  canonical TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (plan_id, number)
);
CREATE INDEX plan_version_hash ON plan_version (plan_id, hash);

-- What was frozen stays as it was, whoever asks. It goes with its plan only.
CREATE FUNCTION plan_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'a version of a plan is final';
END $$;
CREATE TRIGGER plan_version_stays BEFORE UPDATE OR DELETE ON plan_version
FOR EACH ROW EXECUTE FUNCTION plan_version_is_final();
