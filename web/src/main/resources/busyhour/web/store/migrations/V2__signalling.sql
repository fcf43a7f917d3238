-- Of a long trace the first and the last messages are kept: number counts all of an endpoint's, so that a gap tells what was left out.
-- epoch_ns: the worker's wall clock. local: our side, null where it was not known.
ALTER TABLE sip_messages
    ADD COLUMN number    int    NOT NULL DEFAULT 0,
    ADD COLUMN epoch_ns  bigint NOT NULL DEFAULT 0,
    ADD COLUMN transport text   NOT NULL DEFAULT 'UDP',
    ADD COLUMN local     text;

-- reason: phrase of the final response. detail: why the outcome is what it is.
ALTER TABLE endpoints
    ADD COLUMN reason       text,
    ADD COLUMN detail       text,
    ADD COLUMN steps_done   int NOT NULL DEFAULT 0,
    ADD COLUMN steps_failed int NOT NULL DEFAULT 0;

-- What became of the steps of scenario actions; action and step count from 0 in the order of the plan.
CREATE TABLE action_results (
    day         date     NOT NULL,
    run_id      bigint   NOT NULL,
    endpoint    int      NOT NULL,
    call        int      NOT NULL,
    time_ns     bigint   NOT NULL,
    sequence    bigint   NOT NULL,
    action      int      NOT NULL,
    step        int      NOT NULL,
    kind        text     NOT NULL,
    ok          boolean  NOT NULL,
    status_code int      NOT NULL,
    reason      text     NOT NULL
) PARTITION BY RANGE (day);
CREATE INDEX action_results_of_endpoint ON action_results (run_id, endpoint, time_ns);
