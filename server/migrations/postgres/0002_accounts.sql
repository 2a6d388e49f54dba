-- People who sign in, what they may do for whom, and how they proved who they are. Times are RFC 3339 in
-- UTC; secrets that a person holds (session, link) are stored as SHA-256, passwords as argon2id.
CREATE TABLE account (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  password TEXT,
  created_at TEXT NOT NULL,
  disabled_at TEXT
);

-- One person in one post: the duties belong to the post. An empty institution is the coordination of the
-- plan. Days, both included; no last day is an empty text.
CREATE TABLE membership (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  plan_id BIGINT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  institution TEXT NOT NULL,
  post TEXT NOT NULL,
  role TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL
);
CREATE INDEX membership_account ON membership (account_id);
CREATE INDEX membership_plan ON membership (plan_id, institution);

CREATE TABLE session (
  secret TEXT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  started_at TEXT NOT NULL,
  seen_at TEXT NOT NULL
);
CREATE INDEX session_account ON session (account_id);

-- Failed sign-ins of an account or an address, whether or not there is such an account.
CREATE TABLE attempt (
  subject TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  last_at TEXT NOT NULL
);

-- Invitations and forgotten passwords: a link that works once.
CREATE TABLE link (
  secret TEXT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,
  made_at TEXT NOT NULL
);
CREATE INDEX link_account ON link (account_id);
