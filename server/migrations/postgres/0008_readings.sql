-- Who read figures that the public may not see. One row a person, list and hour: what is read again within the hour
-- adds nothing. A year of 0 and empty texts stand for "not about one".
CREATE TABLE reading (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES account (id),
  hour TEXT NOT NULL,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  institution TEXT NOT NULL,
  indicator TEXT NOT NULL,
  year BIGINT NOT NULL,
  detail TEXT NOT NULL,
  UNIQUE (account_id, plan_id, hour, kind, institution, indicator, year, detail)
);
CREATE INDEX reading_plan ON reading (plan_id, id);
CREATE INDEX reading_at ON reading (at);
