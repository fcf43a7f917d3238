-- Why a run was begun and by whom, and to find it by. queued_at: since when it waits for room, null once workers have it or where it
-- never waited. Who waits longest is first.
ALTER TABLE runs
    ADD COLUMN labels     text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN trigger    text        NOT NULL DEFAULT 'api',
    ADD COLUMN started_by text,
    ADD COLUMN queued_at  timestamptz;
CREATE INDEX runs_with_label ON runs USING gin (labels);
CREATE INDEX runs_in_queue ON runs (queued_at) WHERE queued_at IS NOT NULL;

-- What of a run each worker plays. worker: its name on the link, which is unique; name: as people know it. shares: first place and number
-- of endpoints for each group of the plan, two numbers a group. state: ASSIGNED, PREPARED, RUNNING, ENDED, LOST.
CREATE TABLE run_workers (
    run_id    bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
    worker    text   NOT NULL,
    name      text   NOT NULL,
    endpoints int    NOT NULL,
    shares    int[]  NOT NULL,
    registrar boolean NOT NULL DEFAULT false,
    state     text   NOT NULL,
    PRIMARY KEY (run_id, worker)
);
