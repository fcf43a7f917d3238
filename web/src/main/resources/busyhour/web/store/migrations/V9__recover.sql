-- Platform processes on this database: when each said last that it lives. What a process that is silent had not ended others take over.
CREATE TABLE processes (
    instance bigint      PRIMARY KEY,
    heard_at timestamptz NOT NULL DEFAULT now()
);

-- What the page of a run shows, for platform processes that do not conduct it: written each second while others live.
CREATE UNLOGGED TABLE run_pictures (
    run_id  bigint PRIMARY KEY,
    version bigint NOT NULL,
    status  text   NOT NULL,
    summary text   NOT NULL
);
