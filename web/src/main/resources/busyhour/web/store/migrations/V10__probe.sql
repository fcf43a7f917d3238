-- What is to be done when, once among all processes: the table of db-scheduler 16.
CREATE TABLE scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_by_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_by_heartbeat ON scheduled_tasks (last_heartbeat);

-- A test that is run again and again, and the health of what it calls. limits: JSON. Of the last damping_of executions damping_need
-- must agree before the state changes; those before judged_from (another test, other limits, a pause) do not count.
-- state: HEALTHY, DEGRADED, UNHEALTHY or UNKNOWN.
CREATE TABLE probes (
    id               bigint PRIMARY KEY,
    project_id       bigint      NOT NULL REFERENCES projects ON DELETE CASCADE,
    test_id          bigint REFERENCES tests ON DELETE SET NULL,
    name             text        NOT NULL,
    description      text        NOT NULL,
    interval_minutes int         NOT NULL,
    limits           text        NOT NULL,
    damping_need     int         NOT NULL,
    damping_of       int         NOT NULL,
    paused           boolean     NOT NULL,
    state            text        NOT NULL DEFAULT 'UNKNOWN',
    state_since      timestamptz NOT NULL DEFAULT now(),
    reason           text,
    judged_from      timestamptz NOT NULL DEFAULT now(),
    created_at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE (project_id, name)
);
CREATE INDEX probes_of_test ON probes (test_id);

-- health: of this execution alone; state: the probe's after it. Both null while its run goes on. measured: JSON, one entry a limit.
CREATE TABLE probe_executions (
    id             bigint PRIMARY KEY,
    probe_id       bigint      NOT NULL REFERENCES probes ON DELETE CASCADE,
    run_id         bigint REFERENCES runs ON DELETE SET NULL,
    trigger        text        NOT NULL,
    started_by     text        NOT NULL,
    started_at     timestamptz NOT NULL DEFAULT now(),
    ended_at       timestamptz,
    health         text,
    state          text,
    previous_state text,
    reason         text,
    measured       text
);
CREATE INDEX probe_executions_of_probe ON probe_executions (probe_id, started_at DESC);
CREATE UNIQUE INDEX probe_executions_of_run ON probe_executions (run_id);
CREATE INDEX probe_executions_unfinished ON probe_executions (started_at) WHERE ended_at IS NULL;

-- How long a probe was in which state; until_at is null for the state that it is in.
CREATE TABLE probe_states (
    probe_id bigint      NOT NULL REFERENCES probes ON DELETE CASCADE,
    state    text        NOT NULL,
    from_at  timestamptz NOT NULL,
    until_at timestamptz
);
CREATE INDEX probe_states_of_probe ON probe_states (probe_id, from_at);

-- Where events are sent. secret and key are sealed: what signs a delivery, and what the receiving service asks for (or null).
-- events and probes: JSON lists; probes null for all.
CREATE TABLE webhooks (
    id         bigint PRIMARY KEY,
    project_id bigint      NOT NULL REFERENCES projects ON DELETE CASCADE,
    name       text        NOT NULL,
    url        text        NOT NULL,
    format     text        NOT NULL,
    secret     bytea       NOT NULL,
    key        bytea,
    events     text        NOT NULL,
    probes     text,
    paused     boolean     NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (project_id, name)
);

-- event_key: the same event told twice is delivered once. state: PENDING, DELIVERED or FAILED. attempts: JSON, one entry each.
CREATE TABLE webhook_deliveries (
    id         bigint PRIMARY KEY,
    webhook_id bigint      NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    event      text        NOT NULL,
    event_key  text        NOT NULL,
    body       text        NOT NULL,
    state      text        NOT NULL DEFAULT 'PENDING',
    attempts   text        NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL DEFAULT now(),
    next_at    timestamptz,
    UNIQUE (webhook_id, event_key)
);
CREATE INDEX webhook_deliveries_of_webhook ON webhook_deliveries (webhook_id, created_at DESC);
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (next_at) WHERE state = 'PENDING';

-- A public page. slug: its address, of all organisations together.
CREATE TABLE status_pages (
    id          bigint PRIMARY KEY,
    project_id  bigint      NOT NULL REFERENCES projects ON DELETE CASCADE,
    slug        text        NOT NULL UNIQUE,
    name        text        NOT NULL,
    description text        NOT NULL,
    colour      text        NOT NULL,
    logo        bytea,
    logo_type   text,
    published   boolean     NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX status_pages_of_project ON status_pages (project_id);

CREATE TABLE status_components (
    page_id  bigint NOT NULL REFERENCES status_pages ON DELETE CASCADE,
    probe_id bigint NOT NULL REFERENCES probes ON DELETE CASCADE,
    name     text   NOT NULL,
    position int    NOT NULL,
    PRIMARY KEY (page_id, probe_id)
);
CREATE INDEX status_components_of_probe ON status_components (probe_id);

-- probe_id: whose state opened it by itself; null for one by hand. impact: DEGRADED or MAJOR. state: INVESTIGATING, IDENTIFIED,
-- MONITORING or RESOLVED.
CREATE TABLE incidents (
    id          bigint PRIMARY KEY,
    page_id     bigint      NOT NULL REFERENCES status_pages ON DELETE CASCADE,
    probe_id    bigint REFERENCES probes ON DELETE SET NULL,
    automatic   boolean     NOT NULL,
    title       text        NOT NULL,
    impact      text        NOT NULL,
    state       text        NOT NULL,
    opened_at   timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz
);
CREATE INDEX incidents_of_page ON incidents (page_id, opened_at DESC);
CREATE UNIQUE INDEX incidents_open_of_probe ON incidents (page_id, probe_id) WHERE automatic AND resolved_at IS NULL;

CREATE TABLE incident_updates (
    id          bigint PRIMARY KEY,
    incident_id bigint      NOT NULL REFERENCES incidents ON DELETE CASCADE,
    state       text        NOT NULL,
    text        text        NOT NULL,
    at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX incident_updates_of_incident ON incident_updates (incident_id, at);
