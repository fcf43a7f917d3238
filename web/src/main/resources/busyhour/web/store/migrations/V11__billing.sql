-- Leave of each worker to play endpoints. file: the signed licence as it was uploaded, null while there is none: then it plays until
-- trial_until, counted from its first connection.
CREATE TABLE worker_licences (
    worker_id   bigint PRIMARY KEY REFERENCES workers ON DELETE CASCADE,
    file        text,
    uploaded_at timestamptz,
    uploaded_by text,
    trial_until timestamptz
);

-- What may be subscribed to. Null = no limit; overage null = no runs beyond what is included. rank: an upgrade goes up. offered:
-- an owner may choose it. Prices in US dollars a month, overage in US dollars a stream-minute. All of it is data to be edited.
CREATE TABLE billing_plans (
    name             text PRIMARY KEY,
    title            text          NOT NULL,
    rank             int           NOT NULL,
    offered          boolean       NOT NULL,
    price            numeric(12,2) NOT NULL,
    included_minutes bigint,
    overage          numeric(12,6),
    retention_days   int,
    max_endpoints    int,
    max_runs         int,
    max_duration_s   int,
    max_probes       int,
    status_pages     boolean       NOT NULL
);
INSERT INTO billing_plans (name, title, rank, offered, price, included_minutes, overage, retention_days, max_endpoints, max_runs,
        max_duration_s, max_probes, status_pages) VALUES
    ('self-hosted', 'Self-hosted', 100, false,   0,    NULL, 0,     NULL, NULL, NULL,  NULL, NULL, true),
    ('free',        'Free',          0, true,    0,    1000, NULL,     7,   20,    1,   600,    1, false),
    ('starter',     'Starter',      10, true,   49,   20000, 0.005,   30,  200,    2,  3600,    5, false),
    ('pro',         'Pro',          20, true,  199,  100000, 0.003,   90, 2000,   10, 86400,   50, true),
    ('enterprise',  'Enterprise',   30, true,  999, 1000000, 0.002,  365, NULL, NULL,  NULL, NULL, true);

-- next_plan: what it becomes when the period ends. alert_percents: of what is included, and of the spending limit.
CREATE TABLE subscriptions (
    organisation_id bigint PRIMARY KEY REFERENCES organisations ON DELETE CASCADE,
    plan            text          NOT NULL REFERENCES billing_plans,
    next_plan       text REFERENCES billing_plans,
    anchor          timestamptz   NOT NULL,
    period_start    timestamptz   NOT NULL,
    period_end      timestamptz   NOT NULL,
    spending_limit  numeric(12,2),
    alert_percents  int[]         NOT NULL DEFAULT '{50,80,100}'
);

-- Seconds of active audio and video streams of each run, counted in the transaction that stores their samples: what is stored once is
-- counted once. Stays when the run is deleted.
CREATE TABLE stream_usage (
    run_id          bigint PRIMARY KEY,
    organisation_id bigint      NOT NULL REFERENCES organisations ON DELETE CASCADE,
    project_id      bigint      NOT NULL,
    run_name        text        NOT NULL,
    started_at      timestamptz NOT NULL,
    audio_seconds   bigint      NOT NULL,
    video_seconds   bigint      NOT NULL
);
CREATE INDEX stream_usage_of_organisation ON stream_usage (organisation_id, started_at);

-- Periods that are over, as they were billed.
CREATE TABLE billing_periods (
    organisation_id  bigint        NOT NULL REFERENCES organisations ON DELETE CASCADE,
    period_start     timestamptz   NOT NULL,
    period_end       timestamptz   NOT NULL,
    plan             text          NOT NULL,
    price            numeric(12,2) NOT NULL,
    included_minutes bigint,
    audio_seconds    bigint        NOT NULL,
    video_seconds    bigint        NOT NULL,
    overage_cost     numeric(12,2) NOT NULL,
    PRIMARY KEY (organisation_id, period_start)
);

-- Limits that were reached, once each in a period. kind: included or spending.
CREATE TABLE billing_alerts (
    organisation_id bigint      NOT NULL REFERENCES organisations ON DELETE CASCADE,
    period_start    timestamptz NOT NULL,
    kind            text        NOT NULL,
    percent         int         NOT NULL,
    at              timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation_id, period_start, kind, percent)
);
