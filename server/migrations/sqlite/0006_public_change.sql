-- Readers walk over the public changes only: between two of them there may be thousands of drafts.
CREATE INDEX change_public ON change (plan_id, revision) WHERE visibility = 'public';
