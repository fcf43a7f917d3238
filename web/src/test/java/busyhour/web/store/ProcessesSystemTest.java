package busyhour.web.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessesSystemTest {

    private static final long DEAD = 4;
    private static final long HUNG = 5;

    private final AtomicLong nowMs = new AtomicLong(100_000);

    @Test
    void shouldTakeForDeadOnlyWhoIsSilentWhileItWasHereAllTheTime() throws Exception {
        try (Database database = TestDatabase.fresh(); Processes one = new Processes(database, 1, nowMs::get);
                Processes two = new Processes(database, 2, nowMs::get); Processes hung = new Processes(database, (int) HUNG, nowMs::get)) {
            assertThat(hung.number()).isEqualTo(HUNG);
            silence(database, DEAD, 7); // without a lock
            silence(database, HUNG, 20); // holds its lock
            awaitServerUp(database, 7);
            beats(one, 4);
            assertThat(one.living()).containsExactlyInAnyOrder(1L, 2L, HUNG);
            assertThat(one.hasOthers()).isTrue();
            silence(database, HUNG, 40);
            assertThat(one.living()).as("not here for long enough to tell").contains(HUNG);
            beats(one, 15);
            assertThat(one.living()).as("nobody hangs for 30 s").containsExactlyInAnyOrder(1L, 2L);

            nowMs.addAndGet(20_000); // the database was away
            one.beat();
            assertThat(one.living()).as("those that could not write either").contains(DEAD, HUNG, 2L);
            beats(one, 4);
            assertThat(one.living()).doesNotContain(DEAD).contains(2L);
            two.beat();
        }
    }

    @Test
    void shouldSayThatItLeft() {
        try (Database database = TestDatabase.fresh(); Processes one = new Processes(database, 1, nowMs::get)) {
            new Processes(database, 2, nowMs::get).close();
            assertThat(one.living()).containsExactly(1L);
        }
    }

    @Test
    void shouldHearWhatIsToldByAnyProcessAlsoAfterTheConnectionWasLost() throws Exception {
        try (Database database = TestDatabase.fresh(); Notices here = new Notices(database); Notices there = new Notices(database)) {
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            here.on("stop", heard::add);
            assertThat(awaitNotice(there, heard, "17")).isEqualTo("17");
            database.jdbi().useHandle(handle -> handle.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"));
            heard.clear();
            assertThat(awaitNotice(there, heard, "18")).isEqualTo("18");
            there.tell("other", "nobody listens");
            assertThat(heard.stream().distinct().toList()).isSubsetOf(List.of("18"));
        }
    }

    /** Whoever listens may not listen yet. */
    private static String awaitNotice(Notices teller, BlockingQueue<String> heard, String text) throws InterruptedException {
        String notice = null;
        for (int i = 0; i < 50 && notice == null; i++) {
            teller.tell("stop", text);
            notice = heard.poll(200, TimeUnit.MILLISECONDS);
        }
        return notice;
    }

    private void beats(Processes process, int count) {
        for (int i = 0; i < count; i++) {
            nowMs.addAndGet(Processes.BEAT_MS);
            process.beat();
        }
    }

    private static void silence(Database database, long instance, int seconds) {
        database.jdbi().useHandle(handle -> handle.execute("INSERT INTO processes (instance, heard_at) VALUES (?, now() - ? * interval '1 s')"
                + " ON CONFLICT (instance) DO UPDATE SET heard_at = excluded.heard_at", instance, seconds));
    }

    private static void awaitServerUp(Database database, int seconds) throws InterruptedException {
        while (TestDatabase.one(database, Boolean.class, "SELECT pg_postmaster_start_time() > now() - " + seconds + " * interval '1 s'")) {
            Thread.sleep(200);
        }
    }
}
