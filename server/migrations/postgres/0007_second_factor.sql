-- The second factor of an account: the secret behind its codes, which has to be kept as it is. There is none while
-- only a candidate waits to be confirmed by a right code. `last_step` is the newest time step whose code was used.
CREATE TABLE second_factor (
  account_id BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  secret TEXT,
  since TEXT NOT NULL,
  last_step BIGINT NOT NULL,
  candidate TEXT,
  candidate_at TEXT NOT NULL
);

-- Codes for the day on which the device is lost, by their SHA-256; one that was used is gone.
CREATE TABLE recovery_code (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  hash TEXT NOT NULL,
  PRIMARY KEY (account_id, hash)
);

-- A session that knows the password only, and opens nothing but the question for a code.
ALTER TABLE session ADD COLUMN half BOOLEAN NOT NULL DEFAULT FALSE;
