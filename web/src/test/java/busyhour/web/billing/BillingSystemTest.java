package busyhour.web.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceKey;
import busyhour.ipc.licence.LicenceKeys;
import busyhour.ipc.licence.LicenceTier;
import busyhour.web.access.Accounts;
import busyhour.web.http.ApiException;
import busyhour.web.licence.Licences;
import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import busyhour.web.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BillingSystemTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Database database = TestDatabase.fresh();
    private Instant now;
    private Billing billing;
    private PlanLimits limits;
    private long organisation;
    private long runs;

    @BeforeEach
    void subscribe() throws Exception {
        Accounts accounts = new Accounts(database);
        accounts.createFirst();
        organisation = accounts.firstOrganisation();
        database.jdbi().useHandle(handle -> handle.execute("UPDATE organisations SET created_at = '2026-01-31T15:00:00Z'"));
        now = Instant.parse("2026-02-01T00:00:00Z");
        billing = new Billing(database, "starter", () -> now);
        limits = new PlanLimits(database, billing, new Licences(database, LicenceKeys.of(null)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Stream-seconds of a run that began now. */
    private void used(long audio, long video) {
        database.jdbi().useHandle(handle -> handle.execute("INSERT INTO stream_usage VALUES (?, ?, 5, 'run', ?, ?, ?)",
                ++runs, organisation, now.atOffset(ZoneOffset.UTC), audio, video));
    }

    @Test
    void shouldChargeWhatGoesBeyondWhatIsIncludedToTheSecond() {
        used(20_000 * 60 - 1, 0);
        assertThat(billing.statement(organisation).overageSeconds()).isZero();
        assertThat(billing.statement(organisation).remainingSeconds()).as("overage is sold without limit").isEmpty();
        used(31, 30_000);
        Statement statement = billing.statement(organisation);
        assertThat(statement.overageSeconds()).isEqualTo(30_030);
        assertThat(statement.overageCost()).as("500.5 minutes at 0.005").isEqualTo(new BigDecimal("2.50"));
        assertThat(statement.usage().minutes()).isEqualTo(new BigDecimal("20500.500"));
        assertThat(limits.refusal(organisation, 100, 0, MINUTE)).isEmpty();
    }

    @Test
    void shouldRefuseNewRunsAtTheSpendingLimitAndSayHowMuchIsLeft() {
        billing.subscription(organisation);
        billing.subscriptions().limitSpending(organisation, new BigDecimal("10"));
        used(20_000 * 60, 0);
        assertThat(billing.statement(organisation).remainingSeconds()).as("10 USD at 0.005 a minute").hasValue(2_000 * 60);
        assertThat(limits.refusal(organisation, 200, 0, Duration.ofMinutes(10))).isEmpty();
        used(60, 0);
        assertThat(limits.refusal(organisation, 200, 0, Duration.ofMinutes(10))).contains(
                "the spending limit is 10.00 USD: 1999 stream-minutes are left until 2026-02-28T00:00:00Z, the run needs about 2000");
        used(3_000_000, 0);
        assertThat(limits.refusal(organisation, 1, 0, MINUTE).orElseThrow()).contains(": 0 stream-minutes are left");
    }

    @Test
    void shouldHoldRunsToThePlansLimits() {
        assertThat(limits.refusal(organisation, 200, 1, Duration.ofHours(1))).isEmpty();
        assertThat(limits.refusal(organisation, 200, 2, MINUTE)).contains("the plan Starter allows 2 runs at a time: 2 are in progress");
        assertThat(limits.refusal(organisation, 200, 0, Duration.ofMinutes(61))).contains("the plan Starter allows calls of 3600 s: found 3660 s");
        assertThat(limits.refusal(organisation, 201, 0, MINUTE)).contains("the plan Starter allows 200 endpoints at a time: 0 are playing, the run needs 201");
        database.jdbi().useHandle(handle -> handle.execute("INSERT INTO runs (id, project_id, name, status, plan, planned, day, instance)"
                + " SELECT 1, id, 'up', 'RUNNING', '{}', 150, '2026-02-01', 1 FROM projects"));
        assertThat(limits.refusal(organisation, 51, 1, MINUTE)).contains("the plan Starter allows 200 endpoints at a time: 150 are playing, the run needs 51");
        assertThat(limits.refusal(organisation, 50, 1, MINUTE)).isEmpty();
    }

    @Test
    void shouldMakeNoMoreThanThePlanAndLicencesAllow() throws Exception {
        LicenceKey vendor = LicenceKey.create();
        Licences licences = new Licences(database, LicenceKeys.of(vendor.publicText()));
        PlanGate gate = new PlanGate(database, billing, licences);
        assertThatThrownBy(() -> gate.check(organisation, "status-pages")).isInstanceOf(ApiException.class).hasMessage("the plan Starter has no status pages");
        database.jdbi().useHandle(handle -> handle.execute("UPDATE billing_plans SET max_probes = 0 WHERE name = 'starter'"));
        assertThatThrownBy(() -> gate.check(organisation, "probes")).hasMessage("the plan Starter allows 0 probes");
        billing.subscriptions().choose(billing.subscription(organisation), billing.subscriptions().plan("pro").orElseThrow());
        gate.check(organisation, "status-pages");
        gate.check(organisation, "probes");
        gate.check(organisation, "tests");

        gate.check(organisation, "webhooks");
        database.jdbi().useHandle(handle -> {
            handle.execute("INSERT INTO workers (id, organisation_id, name) VALUES (9, ?, 'w')", organisation);
            handle.execute("INSERT INTO worker_licences (worker_id, file) VALUES (9, ?)", vendor.sign(new Licence("1", LicenceTier.STANDARD,
                    PublicId.text(9), "", Instant.now().minusSeconds(60), Instant.now().plusSeconds(600))));
        });
        assertThatThrownBy(() -> gate.check(organisation, "webhooks")).hasMessageContaining("professional");
    }

    @Test
    void shouldLimitNothingByDefault() {
        Billing own = new Billing(database, null, () -> now);
        used(Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertThat(own.statement(organisation).overageCost()).isEqualByComparingTo("0");
        assertThat(new PlanLimits(database, own, new Licences(database, keys())).refusal(organisation, 1_000_000, 100, Duration.ofDays(30))).isEmpty();
        assertThatThrownBy(() -> new Billing(database, "gold", () -> now)).hasMessageContaining("BUSYHOUR_PLAN: found gold");
    }

    private static LicenceKeys keys() {
        try {
            return LicenceKeys.of(null);
        } catch (busyhour.ipc.licence.LicenceException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldUpgradeAtOnceAndDowngradeAtThePeriodsEnd() {
        Subscriptions all = billing.subscriptions();
        all.choose(billing.subscription(organisation), all.plan("pro").orElseThrow());
        assertThat(billing.subscription(organisation).plan().name()).isEqualTo("pro");
        all.choose(billing.subscription(organisation), all.plan("free").orElseThrow());
        assertThat(billing.subscription(organisation)).extracting(it -> it.plan().name(), Subscription::next).containsExactly("pro", "free");
        all.choose(billing.subscription(organisation), all.plan("pro").orElseThrow());
        assertThat(billing.subscription(organisation).next()).as("taken back").isNull();
        all.choose(billing.subscription(organisation), all.plan("free").orElseThrow());
        now = Instant.parse("2026-02-27T23:59:59Z");
        assertThat(billing.subscription(organisation).plan().name()).isEqualTo("pro");
        now = Instant.parse("2026-02-28T00:00:00Z");
        assertThat(billing.subscription(organisation)).extracting(it -> it.plan().name(), Subscription::next).containsExactly("free", null);
    }

    @Test
    void shouldBillEachPeriodOnceHoweverLongNobodyLooked() {
        used(25_000 * 60, 60);
        billing.statement(organisation);
        now = Instant.parse("2026-03-01T00:00:00Z");
        used(0, 600);
        now = Instant.parse("2026-05-01T00:00:00Z");
        Statement statement = billing.statement(organisation);
        assertThat(statement.usage().seconds()).isZero();
        assertThat(statement.subscription().periodStart()).as("the 31st again, where there is one").isEqualTo("2026-04-30T00:00:00Z");
        assertThat(statement.subscription().periodEnd()).isEqualTo("2026-05-31T00:00:00Z");
        List<Billing.Period> periods = billing.periods(organisation);
        assertThat(periods).extracting(period -> period.start().toString().substring(0, 10)).containsExactly("2026-03-31", "2026-02-28", "2026-01-31");
        assertThat(periods.get(2).overageCost()).isEqualTo(new BigDecimal("25.01"));
        assertThat(periods.get(1).usage()).isEqualTo(new Usage(0, 600));
        assertThat(billing.periods(organisation)).isEqualTo(periods);
    }

    @Test
    void shouldTellEachLimitOnceInAPeriod() {
        billing.subscription(organisation);
        billing.subscriptions().limitSpending(organisation, new BigDecimal("1"));
        used(10_000 * 60 - 1, 0);
        billing.lookAfter();
        assertThat(billing.alerts(billing.subscription(organisation))).isEmpty();
        used(1, 0);
        billing.lookAfter();
        billing.lookAfter();
        assertThat(billing.alerts(billing.subscription(organisation))).containsExactly(new Billing.Alert("included", 50, now));
        used(10_160 * 60, 0);
        billing.lookAfter();
        assertThat(billing.alerts(billing.subscription(organisation))).extracting(alert -> alert.kind() + " " + alert.percent())
                .containsExactly("included 50", "included 80", "included 100", "spending 50", "spending 80");
        now = Instant.parse("2026-03-01T00:00:00Z");
        billing.lookAfter();
        assertThat(billing.alerts(billing.subscription(organisation))).as("a new period").isEmpty();
    }

    @Test
    void shouldListUsageByRunProjectAndDay() {
        used(60, 0);
        used(120, 60);
        now = now.plus(Duration.ofDays(1));
        used(1, 0);
        Subscription at = billing.subscription(organisation);
        assertThat(billing.lines(organisation, Billing.By.RUN, at.periodStart(), at.periodEnd(), 1, 2).rows()).hasSize(2)
                .first().extracting(Billing.Line::usage).isEqualTo(new Usage(1, 0));
        assertThat(billing.lines(organisation, Billing.By.RUN, at.periodStart(), at.periodEnd(), 1, 2).total()).isEqualTo(3);
        assertThat(billing.lines(organisation, Billing.By.DAY, at.periodStart(), at.periodEnd(), 1, 10).rows())
                .extracting(Billing.Line::name, line -> line.usage().seconds()).containsExactly(
                        org.assertj.core.groups.Tuple.tuple("2026-02-02", 1L), org.assertj.core.groups.Tuple.tuple("2026-02-01", 240L));
        assertThat(billing.lines(organisation, Billing.By.PROJECT, at.periodStart(), at.periodEnd(), 1, 10).rows())
                .extracting(Billing.Line::name, line -> line.usage().seconds()).containsExactly(org.assertj.core.groups.Tuple.tuple("deleted", 241L));
        assertThat(billing.lines(organisation + 1, Billing.By.RUN, at.periodStart(), at.periodEnd(), 1, 10).rows()).as("another organisation").isEmpty();
    }
}
