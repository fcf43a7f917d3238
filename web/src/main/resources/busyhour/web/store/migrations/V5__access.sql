-- Who may do what. Roles as busyhour.web.access.Role has them.

-- What belongs to an organisation or a project goes with it.
ALTER TABLE projects DROP CONSTRAINT projects_organisation_id_fkey,
    ADD CONSTRAINT projects_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations ON DELETE CASCADE;
ALTER TABLE worker_tokens DROP CONSTRAINT worker_tokens_organisation_id_fkey,
    ADD CONSTRAINT worker_tokens_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations ON DELETE CASCADE;
ALTER TABLE api_keys DROP CONSTRAINT api_keys_organisation_id_fkey,
    ADD CONSTRAINT api_keys_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations ON DELETE CASCADE;
ALTER TABLE tests DROP CONSTRAINT tests_project_id_fkey,
    ADD CONSTRAINT tests_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects ON DELETE CASCADE;
ALTER TABLE runs DROP CONSTRAINT runs_project_id_fkey,
    ADD CONSTRAINT runs_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects ON DELETE CASCADE;
ALTER TABLE runs DROP CONSTRAINT runs_test_id_fkey,
    ADD CONSTRAINT runs_test_id_fkey FOREIGN KEY (test_id) REFERENCES tests ON DELETE SET NULL;

-- A person; password: Argon2id in the PHC string format.
CREATE TABLE users (
    id           bigint PRIMARY KEY,
    email        text        NOT NULL,
    name         text        NOT NULL,
    password     text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz
);
CREATE UNIQUE INDEX users_email ON users (lower(email));

-- A person in an organisation. Without all_projects only those in member_projects are there for them.
CREATE TABLE members (
    organisation_id bigint      NOT NULL REFERENCES organisations ON DELETE CASCADE,
    user_id         bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    role            text        NOT NULL,
    all_projects    boolean     NOT NULL DEFAULT true,
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation_id, user_id)
);
CREATE INDEX members_of_user ON members (user_id);

-- role: in this project; null = the one in the organisation.
CREATE TABLE member_projects (
    organisation_id bigint NOT NULL,
    user_id         bigint NOT NULL,
    project_id      bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
    role            text,
    PRIMARY KEY (user_id, project_id),
    FOREIGN KEY (organisation_id, user_id) REFERENCES members ON DELETE CASCADE
);

-- email: null for the first owner's, who names it. projects: JSON [{project, role}].
CREATE TABLE invitations (
    id              bigint PRIMARY KEY,
    organisation_id bigint      NOT NULL REFERENCES organisations ON DELETE CASCADE,
    email           text,
    role            text        NOT NULL,
    all_projects    boolean     NOT NULL,
    projects        text        NOT NULL DEFAULT '[]',
    hash            bytea       NOT NULL UNIQUE,
    invited_by      text        NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    accepted_at     timestamptz,
    revoked_at      timestamptz
);
CREATE INDEX invitations_of_organisation ON invitations (organisation_id, created_at DESC);

-- role: the most that it may, null = what its creator may. user_id: its creator, without whom it opens nothing; null for those that no
-- person made. hint: how it begins, to tell it from others.
ALTER TABLE api_keys
    ADD COLUMN role         text DEFAULT 'OWNER',
    ADD COLUMN user_id      bigint REFERENCES users ON DELETE CASCADE,
    ADD COLUMN created_by   text NOT NULL DEFAULT 'the platform',
    ADD COLUMN hint         text NOT NULL DEFAULT '',
    ADD COLUMN last_used_at timestamptz,
    ADD COLUMN expires_at   timestamptz;
CREATE INDEX api_keys_of_organisation ON api_keys (organisation_id, created_at DESC);

-- Browsers that are signed in, by a person's password, an API key, or (neither) this machine's one-time address.
CREATE TABLE sessions (
    hash            bytea PRIMARY KEY,
    organisation_id bigint      NOT NULL REFERENCES organisations ON DELETE CASCADE,
    user_id         bigint REFERENCES users ON DELETE CASCADE,
    api_key_id      bigint REFERENCES api_keys ON DELETE CASCADE,
    created_at      timestamptz NOT NULL DEFAULT now(),
    seen_at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_of_user ON sessions (user_id);

-- What opens one session and is then gone.
CREATE TABLE session_tokens (
    hash            bytea PRIMARY KEY,
    organisation_id bigint      NOT NULL REFERENCES organisations ON DELETE CASCADE,
    expires_at      timestamptz NOT NULL
);

-- What was done, or refused, in an organisation's name. actor_id: of the user, key or worker; 0 on this machine.
CREATE TABLE audit_log (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id bigint      NOT NULL REFERENCES organisations ON DELETE CASCADE,
    at              timestamptz NOT NULL DEFAULT now(),
    actor_kind      text        NOT NULL,
    actor_id        bigint      NOT NULL,
    actor           text        NOT NULL,
    action          text        NOT NULL,
    subject         text        NOT NULL,
    status          int         NOT NULL,
    address         text        NOT NULL,
    request_id      text
);
CREATE INDEX audit_log_of_organisation ON audit_log (organisation_id, id DESC);
