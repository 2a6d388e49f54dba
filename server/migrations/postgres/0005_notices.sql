-- What people are told beside the pages. `once` keeps reminders of a last day from being made twice; without it
-- each is its own. An empty `mailed_at` says that no letter will go out.
CREATE TABLE notice (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  year BIGINT NOT NULL,
  text TEXT NOT NULL,
  once TEXT,
  read_at TEXT,
  mailed_at TEXT,
  UNIQUE (account_id, plan_id, kind, year, code, once)
);
CREATE INDEX notice_account ON notice (account_id, id);
CREATE INDEX notice_plan ON notice (plan_id);
CREATE INDEX notice_waiting ON notice (account_id) WHERE mailed_at IS NULL AND read_at IS NULL;

-- How often letters about them are wanted: at_once, daily, never.
ALTER TABLE account ADD COLUMN notify TEXT NOT NULL DEFAULT 'daily';
