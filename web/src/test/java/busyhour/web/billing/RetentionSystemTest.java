package busyhour.web.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import busyhour.web.access.Accounts;
import busyhour.web.recording.Recordings;
import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import busyhour.web.store.SampleDays;
import busyhour.web.store.SampleStore;
import busyhour.web.store.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionSystemTest {

    private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");
    private static final LocalDate OLD = LocalDate.parse("2026-06-20");
    private static final LocalDate ALONE = LocalDate.parse("2026-06-21");
    private static final LocalDate KEPT = LocalDate.parse("2026-06-23");

    @TempDir
    private Path data;

    @Test
    void shouldDropDaysThatNobodyNeedsAndDeleteRunsFromDaysThatSomebodyKeeps() throws Exception {
        try (Database database = TestDatabase.fresh()) {
            Accounts accounts = new Accounts(database);
            accounts.createFirst();
            accounts.createOrganisation("Other", "default");
            Billing billing = new Billing(database, "free", () -> NOW);
            long mine = accounts.firstOrganisation();
            long other = TestDatabase.one(database, Long.class, "SELECT id FROM organisations WHERE name = 'Other'");
            for (LocalDate day : new LocalDate[] {OLD, ALONE, KEPT, LocalDate.parse("2026-06-30")}) {
                SampleStore.preparePartitions(database, day);
            }
            run(database, 1, mine, OLD, true);
            run(database, 2, other, OLD, true);
            run(database, 3, mine, ALONE, true);
            run(database, 4, mine, KEPT, true);
            run(database, 5, mine, LocalDate.parse("2026-06-22"), false);
            billing.subscription(other);
            Subscriptions all = billing.subscriptions();
            all.choose(billing.subscription(other), all.plan("pro").orElseThrow());
            Path recording = data.resolve("recordings").resolve(PublicId.text(1)).resolve("0").resolve("call-0.wav");
            Files.createDirectories(recording.getParent());
            Files.writeString(recording, "RIFF");

            new Retention(database, billing, new Recordings(data), () -> NOW).purge();

            assertThat(longs(database, "SELECT id FROM runs ORDER BY id"))
                    .as("the other's, one that is younger than seven days, and one that goes on").containsExactly(2L, 4L, 5L);
            assertThat(new SampleDays(database).all()).as("today's is for runs to come").containsExactly(OLD, LocalDate.parse("2026-06-22"), KEPT, LocalDate.parse("2026-06-30"));
            assertThat(longs(database, "SELECT DISTINCT run_id FROM samples ORDER BY 1"))
                    .containsExactly(2L, 4L, 5L);
            assertThat(longs(database, "SELECT DISTINCT run_id FROM sip_messages ORDER BY 1"))
                    .containsExactly(2L, 4L, 5L);
            assertThat(recording).doesNotExist();
            assertThat(TestDatabase.one(database, Long.class, "SELECT count(*) FROM pg_class WHERE relname = 'sip_messages_2026_06_21'")).isZero();

            new Retention(database, billing, new Recordings(data), () -> Instant.parse("2026-12-30T12:00:00Z")).purge();
            assertThat(new SampleDays(database).all()).as("all but the one that goes on").containsExactly(LocalDate.parse("2026-06-22"));
        }
    }

    private static List<Long> longs(Database database, String sql) {
        return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).list());
    }

    private static void run(Database database, long id, long organisation, LocalDate day, boolean ended) {
        SampleStore.preparePartitions(database, day);
        database.jdbi().useHandle(handle -> {
            handle.execute("INSERT INTO runs (id, project_id, name, status, plan, planned, day, instance, created_at, ended_at)"
                            + " SELECT ?, id, 'run', ?, '{}', 2, ?, 1, ?, CASE WHEN ? THEN now() END FROM projects WHERE organisation_id = ?",
                    id, ended ? "COMPLETED" : "RUNNING", day, day, ended, organisation);
            handle.execute("INSERT INTO samples (day, run_id, endpoint, second, call, side) SELECT ?, ?, e, 0, 0, 1 FROM generate_series(0, 9) e", day, id);
            handle.execute("INSERT INTO sip_messages (day, run_id, endpoint, call, time_ns, sequence, flags, peer, full_length, message)"
                    + " VALUES (?, ?, 0, 0, 0, 1, 0, 'p', 1, 'x')", day, id);
        });
    }
}
