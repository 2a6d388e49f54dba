-- The approved part of one territory: what its regional body reports of an indicator and a year. What stands in
-- `report` is made of them, for indicators that are reported by territory.
CREATE TABLE part (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  indicator_id BIGINT NOT NULL REFERENCES indicator (id) ON DELETE CASCADE,
  year BIGINT NOT NULL,
  territory TEXT NOT NULL,
  version BIGINT NOT NULL,
  body JSONB NOT NULL,
  UNIQUE (indicator_id, year, territory)
);
CREATE INDEX part_plan ON part (plan_id, territory);
