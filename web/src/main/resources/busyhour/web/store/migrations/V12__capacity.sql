-- Calls up and endpoints held by runs, the most of each minute, as one platform process saw them; what several processes saw is added up.
-- project_id null: of the whole organisation. label null: whatever the labels. ceiling: endpoints that there was room for, null where
-- nothing said so.
CREATE TABLE concurrency_minutes (
    organisation_id bigint      NOT NULL REFERENCES organisations ON DELETE CASCADE,
    project_id      bigint      REFERENCES projects ON DELETE CASCADE,
    label           text,
    minute          timestamptz NOT NULL,
    instance        bigint      NOT NULL,
    sessions        int         NOT NULL,
    endpoints       int         NOT NULL,
    ceiling         int,
    UNIQUE NULLS NOT DISTINCT (organisation_id, project_id, label, minute, instance)
);
CREATE INDEX concurrency_minutes_by_time ON concurrency_minutes (minute);

-- The same as it is now: each process writes its own rows anew every few seconds; old ones are of a process that is no more.
CREATE TABLE concurrency_now (
    organisation_id bigint      NOT NULL REFERENCES organisations ON DELETE CASCADE,
    project_id      bigint      REFERENCES projects ON DELETE CASCADE,
    label           text,
    instance        bigint      NOT NULL,
    sessions        int         NOT NULL,
    endpoints       int         NOT NULL,
    at              timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (organisation_id, project_id, label, instance)
);

-- How much of a project may run at a time, of all runs (label null) or of those with a label. What is above waits. null: no limit.
CREATE TABLE run_caps (
    id         bigint PRIMARY KEY,
    project_id bigint      NOT NULL REFERENCES projects ON DELETE CASCADE,
    label      text,
    endpoints  int CHECK (endpoints > 0),
    runs       int CHECK (runs > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (project_id, label),
    CHECK (endpoints IS NOT NULL OR runs IS NOT NULL)
);

-- What the planner of an organisation reckons with, as JSON; only what differs from the defaults.
CREATE TABLE planner_settings (
    organisation_id bigint PRIMARY KEY REFERENCES organisations ON DELETE CASCADE,
    settings        text NOT NULL
);

-- Call histories that were imported: not the calls, but what the planner takes from them, as JSON.
CREATE TABLE call_histories (
    id              bigint PRIMARY KEY,
    organisation_id bigint      NOT NULL REFERENCES organisations ON DELETE CASCADE,
    name            text        NOT NULL,
    summary         text        NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (organisation_id, name)
);
