-- Ids are 64 bits, shown to people as 13 characters of Crockford base32.
-- Times for people are timestamptz; "at_ns" is nanoseconds since 1970 by the worker's wall clock.

-- What the platform remembers of itself, such as the key of its workers' tickets.
CREATE TABLE settings (
    name  text PRIMARY KEY,
    value text NOT NULL
);

CREATE TABLE organisations (
    id         bigint PRIMARY KEY,
    name       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE projects (
    id              bigint PRIMARY KEY,
    organisation_id bigint      NOT NULL REFERENCES organisations,
    slug            text        NOT NULL,
    name            text        NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (organisation_id, slug)
);

-- Only SHA-256 of a key is kept: it has 160 random bits, so nothing slower is needed.
CREATE TABLE api_keys (
    id              bigint PRIMARY KEY,
    organisation_id bigint      NOT NULL REFERENCES organisations,
    name            text        NOT NULL,
    hash            bytea       NOT NULL UNIQUE,
    created_at      timestamptz NOT NULL DEFAULT now(),
    revoked_at      timestamptz
);

CREATE TABLE worker_tokens (
    id              bigint PRIMARY KEY,
    organisation_id bigint      NOT NULL REFERENCES organisations,
    name            text        NOT NULL,
    hash            bytea       NOT NULL UNIQUE,
    created_at      timestamptz NOT NULL DEFAULT now(),
    revoked_at      timestamptz
);

CREATE TABLE tests (
    id         bigint PRIMARY KEY,
    project_id bigint      NOT NULL REFERENCES projects,
    name       text        NOT NULL,
    plan       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX tests_of_project ON tests (project_id, created_at DESC);

CREATE TABLE runs (
    id         bigint PRIMARY KEY,
    project_id bigint      NOT NULL REFERENCES projects,
    test_id    bigint REFERENCES tests,
    name       text        NOT NULL,
    status     text        NOT NULL,
    reason     text,
    plan       text        NOT NULL,
    planned    int         NOT NULL,
    day        date        NOT NULL,
    instance   bigint      NOT NULL,
    exit_code  int,
    result     text,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at   timestamptz
);
CREATE INDEX runs_of_project ON runs (project_id, created_at DESC);

-- The last record of a worker's journal that is stored: written in the transaction that stores the records, so that a replay stores
-- nothing twice.
CREATE TABLE journals (
    run_id   bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
    worker   text   NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (run_id, worker)
);

-- One row for each endpoint, kept up in the transaction that stores its samples.
CREATE TABLE endpoints (
    run_id            bigint   NOT NULL REFERENCES runs ON DELETE CASCADE,
    endpoint          int      NOT NULL,
    group_name        text     NOT NULL,
    phase             text,
    outcome           text,
    severity          smallint NOT NULL DEFAULT 0,
    seconds           int      NOT NULL DEFAULT 0,
    mos_sum           float8   NOT NULL DEFAULT 0,
    mos_count         int      NOT NULL DEFAULT 0,
    mos_min           float8,
    jitter_max        float8,
    loss_max          float8,
    packets_lost      float8,
    setup_ms          float8,
    rtt_ms            float8,
    calls             int      NOT NULL DEFAULT 0,
    final_status_code int,
    call_result       text,
    PRIMARY KEY (run_id, endpoint)
) WITH (fillfactor = 70);

-- What the engine measured: one column for each numeric metric of the catalogue, added when the platform starts. Partitioned by the
-- day on which the run was made, so that old days are dropped, not deleted. side: 0 the call, 1 audio received, 2 audio sent, 3 video
-- received, 4 video sent. call: the endpoint's call number, -1 outside a call.
CREATE TABLE samples (
    day       date     NOT NULL,
    run_id    bigint   NOT NULL,
    endpoint  int      NOT NULL,
    second    int      NOT NULL,
    call      int      NOT NULL,
    side      smallint NOT NULL
) PARTITION BY RANGE (day);
CREATE INDEX samples_of_endpoint ON samples (run_id, endpoint, second);

-- key: as results name it (audio_codec, audio_codec.send).
CREATE TABLE text_values (
    day       date     NOT NULL,
    run_id    bigint   NOT NULL,
    endpoint  int      NOT NULL,
    second    int      NOT NULL,
    call      int      NOT NULL,
    key       text     NOT NULL,
    value     text     NOT NULL
) PARTITION BY RANGE (day);
CREATE INDEX text_values_of_endpoint ON text_values (run_id, endpoint, second);

-- Times of events and messages are nanoseconds of the run's clock, which many of them share: sequence (the record's in its journal)
-- tells their order.
CREATE TABLE call_events (
    day         date     NOT NULL,
    run_id      bigint   NOT NULL,
    endpoint    int      NOT NULL,
    call        int      NOT NULL,
    time_ns     bigint   NOT NULL,
    sequence    bigint   NOT NULL,
    intended_ns bigint   NOT NULL,
    kind        text     NOT NULL,
    caller      boolean  NOT NULL,
    result      text,
    status_code int      NOT NULL
) PARTITION BY RANGE (day);
CREATE INDEX call_events_of_endpoint ON call_events (run_id, endpoint, time_ns);

CREATE TABLE sip_messages (
    day         date     NOT NULL,
    run_id      bigint   NOT NULL,
    endpoint    int      NOT NULL,
    call        int      NOT NULL,
    time_ns     bigint   NOT NULL,
    sequence    bigint   NOT NULL,
    flags       smallint NOT NULL,
    peer        text     NOT NULL,
    full_length int      NOT NULL,
    message     bytea    NOT NULL
) PARTITION BY RANGE (day);
CREATE INDEX sip_messages_of_endpoint ON sip_messages (run_id, endpoint, time_ns);

-- What the charts of a run show for one second, as the page gets it.
CREATE TABLE run_seconds (
    run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
    second int    NOT NULL,
    frame  text   NOT NULL,
    PRIMARY KEY (run_id, second)
);
