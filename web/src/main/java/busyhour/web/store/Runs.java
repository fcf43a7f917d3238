package busyhour.web.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Runs: what was asked for, where they are, what came of them. Any thread. */
public final class Runs {

    private static final String COLUMNS = "id, project_id, test_id, name, status, reason, plan, planned, day, instance, exit_code, result,"
            + " created_at, started_at, ended_at, labels, trigger, started_by, queued_at";
    private static final String UNFINISHED = "('PENDING', 'QUEUED', 'RUNNING', 'STOPPING')";

    private final Jdbi jdbi;

    public Runs(Database database) {
        this.jdbi = database.jdbi();
    }

    /**
     * One run.
     *
     * @param testId   null for a plan that was run from a file.
     * @param status   PENDING, QUEUED, RUNNING, STOPPING, COMPLETED, FAILED or CANNOT_RUN_FOR_NOW.
     * @param reason   why it failed or cannot run, else null.
     * @param plan     JSON.
     * @param planned  endpoints.
     * @param day      names the partition of its samples.
     * @param instance the process that conducts it.
     * @param exitCode null until it ended.
     * @param result   JSON, null until it ended.
     * @param trigger  what wanted it: api, manual, probe, schedule, repeat, local.
     * @param startedBy who, null = not known.
     * @param queuedAt since when it waits for room, null when it does not.
     */
    public record Run(long id, long projectId, Long testId, String name, String status, String reason, String plan, int planned,
            LocalDate day, long instance, Integer exitCode, String result, Instant createdAt, Instant startedAt, Instant endedAt,
            List<String> labels, String trigger, String startedBy, Instant queuedAt) {

        /** Without labels, and of nobody known. */
        public Run(long id, long projectId, Long testId, String name, String status, String reason, String plan, int planned,
                LocalDate day, long instance, Integer exitCode, String result, Instant createdAt, Instant startedAt, Instant endedAt) {
            this(id, projectId, testId, name, status, reason, plan, planned, day, instance, exitCode, result, createdAt, startedAt, endedAt,
                    List.of(), "api", null, null);
        }

        /** Whether something may still change. */
        public boolean isUnfinished() {
            return switch (status) {
                case "PENDING", "QUEUED", "RUNNING", "STOPPING" -> true;
                default -> false;
            };
        }
    }

    /** Adds a run that is PENDING. */
    public Run add(long id, long projectId, Long testId, String name, String plan, int planned, long instance) {
        return add(id, projectId, testId, name, plan, planned, instance, List.of(), "local", null);
    }

    /** The same, with what is to be known of why. */
    public Run add(long id, long projectId, Long testId, String name, String plan, int planned, long instance,
            List<String> labels, String trigger, String startedBy) {
        return jdbi.withHandle(handle -> handle
                .createQuery("INSERT INTO runs (id, project_id, test_id, name, status, plan, planned, day, instance, labels, trigger, started_by)"
                        + " VALUES (:id, :project, :test, :name, 'PENDING', :plan, :planned, (now() AT TIME ZONE 'UTC')::date, :instance,"
                        + " :labels, :trigger, :by)"
                        + " RETURNING " + COLUMNS)
                .bind("id", id).bind("project", projectId).bind("test", testId).bind("name", name).bind("plan", plan)
                .bind("planned", planned).bind("instance", instance)
                .bindArray("labels", String.class, labels).bind("trigger", trigger).bind("by", startedBy)
                .map((row, context) -> read(row)).one());
    }

    /** PENDING to QUEUED, RUNNING or STOPPING; a run that has ended stays ended. */
    public void status(long id, String status) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE runs SET status = :status,"
                        + " started_at = CASE WHEN :status = 'RUNNING' THEN coalesce(started_at, now()) ELSE started_at END"
                        + " WHERE id = :id AND status IN " + UNFINISHED)
                .bind("id", id).bind("status", status).execute());
    }

    /**
     * Ends a run for good.
     *
     * @param status   COMPLETED, FAILED or CANNOT_RUN_FOR_NOW.
     * @param exitCode null without a result.
     * @param result   JSON or null.
     */
    public void end(long id, String status, String reason, Integer exitCode, String result) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE runs SET status = :status, reason = :reason, exit_code = :exit,"
                        + " result = :result, ended_at = now() WHERE id = :id AND status IN " + UNFINISHED)
                .bind("id", id).bind("status", status).bind("reason", reason).bind("exit", exitCode).bind("result", result).execute());
    }

    public Optional<Run> byId(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM runs WHERE id = :id").bind("id", id)
                .map((row, context) -> read(row)).findOne());
    }

    /** A run of that project. */
    public Optional<Run> byId(long projectId, long id) {
        return byId(id).filter(run -> run.projectId() == projectId);
    }

    /** A run of any project of that organisation. */
    public Optional<Run> ofOrganisation(long organisationId, long id) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT " + COLUMNS + " FROM runs WHERE id = :id"
                        + " AND project_id IN (SELECT p.id FROM projects p WHERE p.organisation_id = :org)")
                .bind("id", id).bind("org", organisationId).map((row, context) -> read(row)).findOne());
    }

    /**
     * Which ones; null takes all.
     *
     * @param label one of theirs.
     * @param from  made then or later.
     * @param to    made before.
     */
    public record Filter(String status, Long testId, String label, Instant from, Instant to) {
    }

    /** Newest first. */
    public Page<Run> list(long projectId, Filter filter, int page, int perPage) {
        String where = " FROM runs WHERE project_id = :project AND (:status::text IS NULL OR status = :status)"
                + " AND (:test::bigint IS NULL OR test_id = :test) AND (:label::text IS NULL OR labels @> ARRAY[:label::text])"
                + " AND (:from::timestamptz IS NULL OR created_at >= :from) AND (:to::timestamptz IS NULL OR created_at < :to)";
        return jdbi.withHandle(handle -> {
            Query rows = handle.createQuery("SELECT " + COLUMNS + where + " ORDER BY created_at DESC, id LIMIT :limit OFFSET :offset")
                    .bind("limit", perPage).bind("offset", (page - 1L) * perPage);
            Query count = handle.createQuery("SELECT count(*)" + where);
            for (Query query : List.of(rows, count)) {
                query.bind("project", projectId).bind("status", filter.status()).bind("test", filter.testId()).bind("label", filter.label())
                        .bind("from", filter.from()).bind("to", filter.to());
            }
            return new Page<>(rows.map((row, context) -> read(row)).list(), page, perPage, count.mapTo(Long.class).one());
        });
    }

    /** Runs that a process left behind which lives no more. */
    public List<Run> unfinished() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM runs WHERE status IN " + UNFINISHED)
                .map((row, context) -> read(row)).list());
    }

    private static Run read(ResultSet row) throws SQLException {
        return new Run(row.getLong(1), row.getLong(2), row.getObject(3, Long.class), row.getString(4), row.getString(5), row.getString(6),
                row.getString(7), row.getInt(8), row.getObject(9, LocalDate.class), row.getLong(10), row.getObject(11, Integer.class),
                row.getString(12), instant(row, 13), instant(row, 14), instant(row, 15),
                List.of((String[]) row.getArray(16).getArray()), row.getString(17), row.getString(18), instant(row, 19));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
