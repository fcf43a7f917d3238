package busyhour.web.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;

import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceException;
import busyhour.ipc.licence.LicenceFeature;
import busyhour.ipc.licence.LicenceKey;
import busyhour.ipc.licence.LicenceKeys;
import busyhour.ipc.licence.LicenceTier;
import busyhour.ipc.licence.WorkerPermit;
import busyhour.web.access.Accounts;
import busyhour.web.billing.Billing;
import busyhour.web.billing.PlanLimits;
import busyhour.web.licence.Standing.Kind;
import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import busyhour.web.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LicencesSystemTest {

    private static final long WORKER = 4711;
    private static final long OTHER = 4712;
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    private final Database database = TestDatabase.fresh();
    private final LicenceKey vendor = LicenceKey.create();
    private Instant now = START;
    private Licences licences;
    private long organisation;

    @BeforeEach
    void makeWorkers() throws Exception {
        Accounts accounts = new Accounts(database);
        accounts.createFirst();
        organisation = accounts.firstOrganisation();
        licences = new Licences(database, LicenceKeys.of(vendor.publicText()), () -> now);
        for (long worker : new long[] {WORKER, OTHER}) {
            database.jdbi().useHandle(handle -> handle.execute("INSERT INTO workers (id, organisation_id, name) VALUES (?, ?, ?)", worker, organisation, "w" + worker));
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void connected(long worker, String address) {
        database.jdbi().useHandle(handle -> handle.execute("UPDATE workers SET connected_at = now(), address = ? WHERE id = ?", address, worker));
        licences.refresh();
    }

    private String file(LicenceTier tier, long worker, Duration good) {
        return vendor.sign(new Licence("1", tier, PublicId.text(worker), "ACME", START, START.plus(good)));
    }

    @Test
    void shouldLetAWorkerPlayForSevenDaysFromItsFirstConnectionAndThenNoMore() {
        now = START.plus(Duration.ofDays(30));
        assertThat(licences.standing(WORKER)).extracting(Standing::kind, Standing::until).containsExactly(Kind.TRIAL, null);
        connected(WORKER, "192.0.2.7");
        assertThat(licences.standing(WORKER).until()).isEqualTo(now.plus(Duration.ofDays(7)));
        now = now.plus(Duration.ofDays(7)).minusMillis(1);
        connected(WORKER, "192.0.2.7");
        assertThat(licences.refusal(WORKER)).isEmpty();
        assertThat(licences.endpoints(WORKER)).as("no limit").isNull();
        now = now.plusMillis(1);
        assertThat(licences.refusal(WORKER).orElseThrow()).contains("there is no licence, and the trial ended 2026-07-08");
        assertThat(licences.endpoints(WORKER)).isZero();
        assertThat(licences.standing(OTHER).kind()).isEqualTo(Kind.TRIAL);
    }

    @Test
    void shouldNeedNoLicenceOnThePlatformsOwnMachine() {
        connected(WORKER, "127.0.0.1");
        now = START.plus(Duration.ofDays(1_000));
        assertThat(licences.standing(WORKER)).extracting(Standing::kind, Standing::endpoints).containsExactly(Kind.LOCAL, WorkerPermit.NO_LIMIT);
        assertThat(Licences.isLoopback("::1")).isTrue();
        assertThat(Licences.isLoopback("192.0.2.127")).isFalse();
        assertThat(Licences.isLoopback("127-0-0-1.example.org")).isFalse();
    }

    @Test
    void shouldHoldAWorkerToItsLicenceUntilThatExpires() throws Exception {
        connected(WORKER, "127.0.0.1");
        assertThat(licences.upload(WORKER, file(LicenceTier.STANDARD, WORKER, Duration.ofDays(30)), "ops"))
                .extracting(Standing::kind, Standing::endpoints, Standing::uploadedBy).containsExactly(Kind.LICENSED, 50, "ops");
        PlanLimits limits = new PlanLimits(database, new Billing(database, null), licences);
        assertThat(limits.workerCapacity(WORKER, 300)).isEqualTo(50);
        assertThat(limits.workerCapacity(WORKER, 20)).isEqualTo(20);
        assertThat(limits.workerCapacity(OTHER, 300)).isEqualTo(300);
        assertThat(WorkerPermit.of(licences.text(WORKER), PublicId.text(WORKER), LicenceKeys.of(vendor.publicText()), now).endpoints(now)).isEqualTo(50);
        now = START.plus(Duration.ofDays(30));
        assertThat(limits.workerCapacity(WORKER, 300)).isZero();
        assertThat(licences.refusal(WORKER)).contains("the licence expired 2026-07-01T00:00:00Z");
        assertThat(licences.remove(WORKER)).isTrue();
        assertThat(licences.remove(WORKER)).isFalse();
        assertThat(licences.standing(WORKER).kind()).isEqualTo(Kind.LOCAL);
    }

    @Test
    void shouldTakeNoLicenceThatIsNotGood() {
        assertThatThrownBy(() -> licences.upload(WORKER, file(LicenceTier.STANDARD, OTHER, Duration.ofDays(1)), "ops"))
                .isInstanceOf(LicenceException.class).hasMessageContaining("is for worker " + PublicId.text(OTHER));
        assertThatThrownBy(() -> licences.upload(WORKER, file(LicenceTier.STANDARD, WORKER, Duration.ofDays(1)).replace("standard", "enterprise"), "ops"))
                .hasMessageContaining("altered");
        assertThatThrownBy(() -> licences.upload(WORKER, LicenceKey.create().sign(
                new Licence("1", LicenceTier.ENTERPRISE, PublicId.text(WORKER), "", START, START.plusSeconds(60))), "ops")).hasMessageContaining("not among the keys");
        now = START.plus(Duration.ofDays(2));
        assertThatThrownBy(() -> licences.upload(WORKER, file(LicenceTier.STANDARD, WORKER, Duration.ofDays(1)), "ops")).hasMessageContaining("expired");
        assertThat(licences.standing(WORKER).file()).isNull();
    }

    @Test
    void shouldLoseALicenceWhoseKeyDoesNotCountAnyMore() throws Exception {
        licences.upload(WORKER, file(LicenceTier.ENTERPRISE, WORKER, Duration.ofDays(30)), "ops");
        Licences after = new Licences(database, LicenceKeys.of(null), () -> now);
        assertThat(after.standing(WORKER)).extracting(Standing::kind, Standing::endpoints).containsExactly(Kind.INVALID, 0);
        assertThat(after.refusal(WORKER).orElseThrow()).contains("BUSYHOUR_LICENCE_KEYS");
    }

    @Test
    void shouldSeeWhatAnotherProcessUploaded() throws Exception {
        Licences other = new Licences(database, LicenceKeys.of(vendor.publicText()), () -> now);
        other.refresh();
        licences.upload(WORKER, file(LicenceTier.PROFESSIONAL, WORKER, Duration.ofDays(30)), "ops");
        other.refresh();
        assertThat(other.standing(WORKER).endpoints()).isEqualTo(200);
    }

    @Test
    void shouldGiveAnOrganisationWhatAnyOfItsWorkersIsLicensedFor() throws Exception {
        assertThat(licences.features(organisation)).as("trials").containsExactlyInAnyOrder(LicenceFeature.values());
        licences.upload(WORKER, file(LicenceTier.STANDARD, WORKER, Duration.ofDays(30)), "ops");
        licences.upload(OTHER, file(LicenceTier.STANDARD, OTHER, Duration.ofDays(30)), "ops");
        assertThat(licences.features(organisation)).isEmpty();
        licences.upload(OTHER, file(LicenceTier.PROFESSIONAL, OTHER, Duration.ofDays(30)), "ops");
        assertThat(licences.features(organisation)).containsExactlyInAnyOrder(LicenceFeature.ALL_METRICS, LicenceFeature.API, LicenceFeature.WEBHOOKS);
        assertThat(licences.features(organisation + 1)).as("without workers").hasSize(LicenceFeature.values().length);
    }
}
