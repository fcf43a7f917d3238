-- A token lets in one worker, or, when it is shared, any number of them, each by the name that it gives itself (containers that come
-- and go). Those that were made before were of the second kind.
ALTER TABLE worker_tokens ADD COLUMN shared boolean NOT NULL DEFAULT true;
ALTER TABLE worker_tokens ADD COLUMN used_at timestamptz;

-- Workers, with what they last said of themselves. The id is a worker's name on the link and in journals.
CREATE TABLE workers (
    id                  bigint PRIMARY KEY,
    organisation_id     bigint      NOT NULL REFERENCES organisations ON DELETE CASCADE,
    token_id            bigint REFERENCES worker_tokens ON DELETE SET NULL,
    name                text        NOT NULL,
    region              text,
    configured_capacity int,
    draining            boolean     NOT NULL DEFAULT false,
    created_at          timestamptz NOT NULL DEFAULT now(),
    -- The platform process that holds its link, null while none does.
    instance            bigint,
    connected_at        timestamptz,
    heard_at            timestamptz,
    lost_at             timestamptz,
    -- Why it is not what it should be, null when it is.
    fault               text,
    host                text,
    address             text,
    version             text,
    announced_capacity  int,
    cores               int         NOT NULL DEFAULT 0,
    used                int         NOT NULL DEFAULT 0,
    runs                bigint[]    NOT NULL DEFAULT '{}',
    cpu_percent         float8,
    memory_used         bigint,
    memory_limit        bigint,
    udp_drops           bigint,
    oom_kills           bigint,
    journal_bytes       bigint,
    lag_ms              bigint,
    UNIQUE (organisation_id, name)
);
CREATE INDEX workers_of_token ON workers (token_id);

-- Who was not let in, and frames that were not a worker's: counted by reason and source. organisation_id is null when nobody knows whose
-- they were.
CREATE TABLE worker_refusals (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id bigint REFERENCES organisations ON DELETE CASCADE,
    worker_id       bigint REFERENCES workers ON DELETE CASCADE,
    reason          text        NOT NULL,
    source          text        NOT NULL,
    detail          text,
    times           bigint      NOT NULL,
    first_at        timestamptz NOT NULL DEFAULT now(),
    last_at         timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (organisation_id, worker_id, reason, source)
);
