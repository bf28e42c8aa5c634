-- Campaigns: what makes them look at somebody, what they do, and how far each run is.

-- Written by whoever records, settles or counts, in that transaction, while any campaign is active or paused.
CREATE TABLE causes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,                            -- attends_event, status_changed, registered
    key text NOT NULL UNIQUE,                      -- the same thing told twice is one cause
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    data jsonb NOT NULL,
    happened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    taken_at timestamptz                           -- since when every campaign that it concerns has its run
);
CREATE INDEX causes_untaken ON causes (id) WHERE taken_at IS NULL;
CREATE INDEX causes_of_member ON causes (member_id);
CREATE INDEX causes_taken ON causes (taken_at) WHERE taken_at IS NOT NULL;

CREATE TABLE campaigns (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    state text NOT NULL,                           -- draft, active, paused, archived
    reason text,                                   -- why it was paused by itself: a code
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    activated_at timestamptz,
    number bigint GENERATED ALWAYS AS IDENTITY
);
CREATE UNIQUE INDEX campaigns_page ON campaigns (number);
CREATE INDEX campaigns_awake ON campaigns (id) WHERE state IN ('active', 'paused');

-- A run finishes with the version that it began with.
CREATE TABLE campaign_versions (
    campaign_id uuid NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    version integer NOT NULL,
    flow jsonb NOT NULL,                           -- triggers, filter, runs, steps
    PRIMARY KEY (campaign_id, version)
);

-- One member's way through a campaign.
CREATE TABLE campaign_runs (
    id uuid PRIMARY KEY,
    campaign_id uuid NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    version integer NOT NULL,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    person_id uuid NOT NULL,
    cause text NOT NULL,                           -- the key of the cause, or of the activation
    state text NOT NULL,                           -- new, waiting, held, done, skipped, stopped, failed
    reason text,                                   -- why it was skipped or failed: a code
    place text NOT NULL DEFAULT '0',               -- the step that is next: 3, or 3.else.1
    due_at timestamptz NOT NULL,                   -- not before
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    UNIQUE (campaign_id, member_id, cause)
);
CREATE INDEX campaign_runs_due ON campaign_runs (due_at) WHERE state IN ('new', 'waiting');
CREATE INDEX campaign_runs_page ON campaign_runs (campaign_id, created_at DESC, id DESC);
CREATE INDEX campaign_runs_of_member ON campaign_runs (member_id);

-- What each step did, for the numbers and the person's timeline.
CREATE TABLE campaign_steps (
    run_id uuid NOT NULL REFERENCES campaign_runs ON DELETE CASCADE,
    place text NOT NULL,
    did text NOT NULL,                             -- the step's name
    outcome text NOT NULL,                         -- done, skipped
    code text,
    at timestamptz NOT NULL,
    PRIMARY KEY (run_id, place)
);

-- How often a campaign let each member in; what "once" and "once per" rest on.
CREATE TABLE campaign_entries (
    campaign_id uuid NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    entries integer NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (campaign_id, member_id)
);
