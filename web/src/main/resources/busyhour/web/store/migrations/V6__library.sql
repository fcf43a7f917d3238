-- What tests are made of: registrars with their SIP accounts, media files, and more about tests themselves.

-- kind: SIP, or BUILTIN for the worker's own. tls_verification: SYSTEM, CUSTOM (tls_ca is trusted), SKIP. tls_key is sealed.
CREATE TABLE registrars (
    id               bigint PRIMARY KEY,
    project_id       bigint      NOT NULL REFERENCES projects ON DELETE CASCADE,
    name             text        NOT NULL,
    kind             text        NOT NULL,
    domain           text,
    port             int,
    transport        text        NOT NULL DEFAULT 'UDP',
    outbound_proxy   text,
    expires_s        int,
    tls_verification text        NOT NULL DEFAULT 'SYSTEM',
    tls_server_name  text,
    tls_ca           text,
    tls_certificate  text,
    tls_key          bytea,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE (project_id, name)
);

-- password is sealed for the registrar, by AES-GCM with a key outside the database. realm is empty for whatever a challenge names.
CREATE TABLE sip_accounts (
    id           bigint PRIMARY KEY,
    registrar_id bigint NOT NULL REFERENCES registrars ON DELETE CASCADE,
    position     bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    username     text   NOT NULL,
    realm        text   NOT NULL DEFAULT '',
    password     bytea  NOT NULL,
    UNIQUE (registrar_id, username, realm)
);
CREATE INDEX sip_accounts_in_order ON sip_accounts (registrar_id, position);

-- An account serves one endpoint at a time. A lease of a run that has ended counts no more, whether or not somebody gave it back.
CREATE TABLE account_leases (
    account_id bigint PRIMARY KEY REFERENCES sip_accounts ON DELETE CASCADE,
    run_id     bigint      NOT NULL REFERENCES runs ON DELETE CASCADE,
    since      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX account_leases_of_run ON account_leases (run_id);

-- What is known of a file stands here, what is in it in a table of its own, so that lists read little.
CREATE TABLE media (
    id              bigint PRIMARY KEY,
    project_id      bigint      NOT NULL REFERENCES projects ON DELETE CASCADE,
    name            text        NOT NULL,
    bytes           int         NOT NULL,
    sha256          bytea       NOT NULL,
    format          text        NOT NULL,
    duration_ms     bigint,
    audio_codec     text,
    audio_rate_hz   int,
    audio_channels  int,
    level_dbfs      float8,
    peak_dbfs       float8,
    video_codec     text,
    width           int,
    height          int,
    fps             float8,
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (project_id, name)
);
CREATE TABLE media_content (
    media_id bigint PRIMARY KEY REFERENCES media ON DELETE CASCADE,
    content  bytea  NOT NULL
);
ALTER TABLE media_content ALTER COLUMN content SET STORAGE EXTERNAL; -- media do not compress; parts are read without the whole

-- plan: JSON with passwords and keys sealed in their places. source: the YAML as somebody wrote it, passwords left out; null for JSON.
ALTER TABLE tests ADD COLUMN description text;
ALTER TABLE tests ADD COLUMN labels text[] NOT NULL DEFAULT '{}';
ALTER TABLE tests ADD COLUMN endpoints int;
ALTER TABLE tests ADD COLUMN source text;
ALTER TABLE tests ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX tests_by_label ON tests USING gin (labels);

-- What stays behind of a test that is deleted are its runs.
ALTER TABLE runs DROP CONSTRAINT runs_test_id_fkey;
ALTER TABLE runs ADD CONSTRAINT runs_test_id_fkey FOREIGN KEY (test_id) REFERENCES tests ON DELETE SET NULL;
CREATE INDEX runs_of_test ON runs (test_id, created_at DESC);

-- What a test's plan names. kind: REGISTRAR or MEDIA.
CREATE TABLE test_uses (
    test_id bigint NOT NULL REFERENCES tests ON DELETE CASCADE,
    kind    text   NOT NULL,
    name    text   NOT NULL,
    PRIMARY KEY (test_id, kind, name)
);
