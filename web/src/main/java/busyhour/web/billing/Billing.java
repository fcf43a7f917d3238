package busyhour.web.billing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import busyhour.web.store.Database;
import busyhour.web.store.Page;
import busyhour.web.store.PublicId;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What organisations used, may still use, and are told of it. Any thread. */
public final class Billing {

    public static final String DEFAULT_PLAN = "self-hosted";
    private static final Logger LOG = LoggerFactory.getLogger(Billing.class);

    private final Jdbi jdbi;
    private final Subscriptions subscriptions;
    private final InstantSource clock;

    /** @param defaultPlan null for {@value #DEFAULT_PLAN}, which limits nothing. */
    public Billing(Database database, String defaultPlan) {
        this(database, defaultPlan, InstantSource.system());
    }

    Billing(Database database, String defaultPlan, InstantSource clock) {
        this.jdbi = database.jdbi();
        this.subscriptions = new Subscriptions(database, defaultPlan == null || defaultPlan.isBlank() ? DEFAULT_PLAN : defaultPlan);
        this.clock = clock;
    }

    /** One limit that was reached. @param kind included or spending. */
    public record Alert(String kind, int percent, Instant at) {
    }

    /** A period that is over, as it was billed. */
    public record Period(Instant start, Instant end, String plan, BigDecimal price, Long includedMinutes, Usage usage, BigDecimal overageCost) {
    }

    /** What was used by one of something: a run, a project, a day. @param id null for a day. */
    public record Line(String id, String name, Instant at, Usage usage) {
    }

    /** What lines are of. */
    public enum By {
        RUN("run_id", "run_id", "max(run_name)"),
        PROJECT("project_id", "project_id", "coalesce((SELECT name FROM projects WHERE id = project_id), 'deleted')"),
        DAY("date_trunc('day', started_at, 'UTC')::text", "NULL::bigint", "to_char(min(started_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD')");

        private final String key;
        private final String id;
        private final String name;

        By(String key, String id, String name) {
            this.key = key;
            this.id = id;
            this.name = name;
        }
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    public Subscription subscription(long organisationId) {
        return subscriptions.of(organisationId, clock.instant());
    }

    /** Where it stands now. */
    public Statement statement(long organisationId) {
        Subscription subscription = subscription(organisationId);
        return new Statement(subscription, jdbi.withHandle(handle -> handle.createQuery(Subscriptions.USED).bind("org", organisationId)
                .bind("from", subscription.periodStart()).bind("to", subscription.periodEnd())
                .map((row, context) -> new Usage(row.getLong(1), row.getLong(2))).one()));
    }

    /** Newest first. */
    List<Period> periods(long organisationId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT period_start, period_end, plan, price, included_minutes, audio_seconds, video_seconds,"
                        + " overage_cost FROM billing_periods WHERE organisation_id = :org ORDER BY period_start DESC LIMIT 120")
                .bind("org", organisationId)
                .map((row, context) -> new Period(row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant(), row.getString(3), row.getBigDecimal(4),
                        row.getObject(5, Long.class), new Usage(row.getLong(6), row.getLong(7)), row.getBigDecimal(8)))
                .list());
    }

    /** The newest first; what was used by runs that began in the time. */
    Page<Line> lines(long organisationId, By by, Instant from, Instant to, int page, int perPage) {
        String grouped = " FROM stream_usage WHERE organisation_id = :org AND started_at >= :from AND started_at < :to GROUP BY "
                + by.key;
        return jdbi.withHandle(handle -> {
            long total = handle.createQuery("SELECT count(*) FROM (SELECT 1" + grouped + ") AS lines").bind("org", organisationId)
                    .bind("from", from).bind("to", to).mapTo(Long.class).one();
            List<Line> rows = handle.createQuery("SELECT " + by.id + ", " + by.name + ", max(started_at) AS at, sum(audio_seconds), sum(video_seconds)" + grouped
                            + " ORDER BY at DESC, 1 LIMIT :limit OFFSET :offset")
                    .bind("org", organisationId).bind("from", from).bind("to", to).bind("limit", perPage).bind("offset", (page - 1L) * perPage)
                    .map((row, context) -> new Line(by == By.DAY ? null : PublicId.text(row.getLong(1)), row.getString(2), row.getTimestamp(3).toInstant(),
                            new Usage(row.getLong(4), row.getLong(5))))
                    .list();
            return new Page<>(rows, page, perPage, total);
        });
    }

    /** Of the period at hand, in the order in which they came. */
    List<Alert> alerts(Subscription subscription) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT kind, percent, at FROM billing_alerts WHERE organisation_id = :org"
                        + " AND period_start = :start ORDER BY at, kind, percent")
                .bind("org", subscription.organisationId()).bind("start", subscription.periodStart())
                .map((row, context) -> new Alert(row.getString(1), row.getInt(2), row.getTimestamp(3).toInstant())).list());
    }

    /** Ends periods that are over and notes limits that were reached; to be called about once a minute. */
    public void lookAfter() {
        for (long organisation : jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM organisations").mapTo(Long.class).list())) {
            Statement statement = statement(organisation);
            note(statement, "included", statement.includedPercent());
            note(statement, "spending", statement.spendingPercent());
        }
    }

    private void note(Statement statement, String kind, OptionalLong reached) {
        Subscription subscription = statement.subscription();
        for (int percent : subscription.alertPercents()) {
            if (reached.isPresent() && reached.getAsLong() >= percent && jdbi.withHandle(handle -> handle.createUpdate(
                            "INSERT INTO billing_alerts (organisation_id, period_start, kind, percent, at) VALUES (:org, :start, :kind, :percent, :at) ON CONFLICT DO NOTHING")
                    .bind("org", subscription.organisationId()).bind("start", subscription.periodStart()).bind("kind", kind).bind("percent", percent)
                    .bind("at", clock.instant()).execute()) > 0) {
                LOG.warn("organisation {} has used {} % of {} in this period", PublicId.text(subscription.organisationId()), percent,
                        kind.equals("included") ? "the minutes that its plan includes" : "its spending limit");
            }
        }
    }

    /** Why a run may not begin, or empty. As {@code Entitlements} asks. */
    Optional<String> refusal(long organisationId, long wantedStreamSeconds) {
        return Optional.ofNullable(statement(organisationId).refusal(wantedStreamSeconds));
    }
}
