package busyhour.web.billing;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import busyhour.web.store.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Plans, who subscribed to which, and the end of their periods. Any thread. */
final class Subscriptions {

    private static final String SELECT = "SELECT s.organisation_id, s.next_plan, s.anchor, s.period_start, s.period_end, s.spending_limit, s.alert_percents, "
            + "p." + BillingPlan.COLUMNS.replace(", ", ", p.") + " FROM subscriptions s JOIN billing_plans p ON p.name = s.plan WHERE s.organisation_id = :org";
    private static final int FIRST_OF_PLAN = 8;
    static final String USED = "SELECT coalesce(sum(audio_seconds), 0), coalesce(sum(video_seconds), 0) FROM stream_usage"
            + " WHERE organisation_id = :org AND started_at >= :from AND started_at < :to";

    private final Jdbi jdbi;
    private final String defaultPlan;

    /** @param defaultPlan of organisations that never chose one; they may go back to it. */
    Subscriptions(Database database, String defaultPlan) {
        this.jdbi = database.jdbi();
        this.defaultPlan = defaultPlan;
        if (plan(defaultPlan).isEmpty()) {
            throw new IllegalArgumentException("BUSYHOUR_PLAN: found " + defaultPlan + ", expected one of "
                    + String.join(", ", plans().stream().map(BillingPlan::name).toList()));
        }
    }

    /** All, from the least to the most. */
    List<BillingPlan> plans() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + BillingPlan.COLUMNS + " FROM billing_plans ORDER BY rank, name")
                .map((row, context) -> BillingPlan.read(row, 1)).list());
    }

    Optional<BillingPlan> plan(String name) {
        return plans().stream().filter(plan -> plan.name().equals(name)).findFirst();
    }

    /** Whether an owner may choose it. */
    boolean isOpen(BillingPlan plan) {
        return plan.offered() || plan.name().equals(defaultPlan);
    }

    /** In the period that contains now: periods that are over meanwhile are billed first. */
    Subscription of(long organisationId, Instant now) {
        Subscription found = jdbi.withHandle(handle -> find(handle, organisationId)).orElse(null);
        if (found != null && now.isBefore(found.periodEnd())) {
            return found;
        }
        return jdbi.inTransaction(handle -> {
            handle.execute("INSERT INTO subscriptions (organisation_id, plan, anchor, period_start, period_end)"
                            + " SELECT id, ?, date_trunc('day', created_at, 'UTC'), date_trunc('day', created_at, 'UTC'), date_trunc('day', created_at, 'UTC') + interval '1 month'"
                            + " FROM organisations WHERE id = ? ON CONFLICT DO NOTHING", defaultPlan, organisationId);
            handle.execute("SELECT FROM subscriptions WHERE organisation_id = ? FOR UPDATE", organisationId);
            Subscription at = find(handle, organisationId).orElseThrow();
            while (!now.isBefore(at.periodEnd())) {
                at = roll(handle, at);
            }
            return at;
        });
    }

    private static Subscription roll(Handle handle, Subscription over) {
        Usage usage = handle.createQuery(USED).bind("org", over.organisationId()).bind("from", over.periodStart()).bind("to", over.periodEnd())
                .map((row, context) -> new Usage(row.getLong(1), row.getLong(2))).one();
        Statement statement = new Statement(over, usage);
        handle.createUpdate("INSERT INTO billing_periods (organisation_id, period_start, period_end, plan, price, included_minutes, audio_seconds,"
                        + " video_seconds, overage_cost) VALUES (:org, :start, :end, :plan, :price, :included, :audio, :video, :cost) ON CONFLICT DO NOTHING")
                .bind("org", over.organisationId()).bind("start", over.periodStart()).bind("end", over.periodEnd()).bind("plan", over.plan().name())
                .bind("price", over.plan().price()).bind("included", over.plan().includedMinutes()).bind("audio", usage.audioSeconds())
                .bind("video", usage.videoSeconds()).bind("cost", statement.overageCost()).execute();
        handle.createUpdate("UPDATE subscriptions SET plan = coalesce(next_plan, plan), next_plan = NULL, period_start = period_end, period_end = :end"
                        + " WHERE organisation_id = :org")
                .bind("org", over.organisationId()).bind("end", Subscription.periodEnd(over.anchor(), over.periodEnd())).execute();
        return find(handle, over.organisationId()).orElseThrow();
    }

    private static Optional<Subscription> find(Handle handle, long organisationId) {
        return handle.createQuery(SELECT).bind("org", organisationId).map((row, context) -> read(row)).findOne();
    }

    private static Subscription read(ResultSet row) throws SQLException {
        return new Subscription(row.getLong(1), BillingPlan.read(row, FIRST_OF_PLAN), row.getString(2), row.getTimestamp(3).toInstant(),
                row.getTimestamp(4).toInstant(), row.getTimestamp(5).toInstant(), row.getBigDecimal(6),
                Arrays.stream((Integer[]) row.getArray(7).getArray()).sorted().toList());
    }

    /** An upgrade counts at once, a downgrade from the period's end on; choosing the plan that is there takes a downgrade back. */
    void choose(Subscription now, BillingPlan plan) {
        boolean later = plan.rank() < now.plan().rank();
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE subscriptions SET plan = :plan, next_plan = :next WHERE organisation_id = :org")
                .bind("plan", later ? now.plan().name() : plan.name()).bind("next", later ? plan.name() : null)
                .bind("org", now.organisationId()).execute());
    }

    /** @param limit null = none. */
    void limitSpending(long organisationId, BigDecimal limit) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE subscriptions SET spending_limit = :limit WHERE organisation_id = :org")
                .bind("limit", limit).bind("org", organisationId).execute());
    }

    void alertAt(long organisationId, List<Integer> percents) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE subscriptions SET alert_percents = :percents WHERE organisation_id = :org")
                .bindArray("percents", Integer.class, percents).bind("org", organisationId).execute());
    }
}
