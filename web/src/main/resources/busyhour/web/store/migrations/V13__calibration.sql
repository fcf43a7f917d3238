-- The last calibration of a worker that somebody asked for. id: its number on the link. state: WAITING, RUNNING, DONE, FAILED. capacity:
-- endpoints that were measured.
CREATE TABLE worker_calibrations (
    worker_id    bigint PRIMARY KEY REFERENCES workers ON DELETE CASCADE,
    id           bigint      NOT NULL,
    state        text        NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    ended_at     timestamptz,
    message      text,
    capacity     int
);
CREATE INDEX worker_calibrations_under_way ON worker_calibrations (worker_id) WHERE state IN ('WAITING', 'RUNNING');

-- What the worker says that it measured on its host when a platform asked, null = nothing.
ALTER TABLE workers ADD COLUMN measured_capacity int;
