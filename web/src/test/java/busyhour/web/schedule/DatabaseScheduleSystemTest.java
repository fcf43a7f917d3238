package busyhour.web.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import busyhour.web.store.Database;
import busyhour.web.store.TestDatabase;
import org.junit.jupiter.api.Test;

/** Two processes with one database share what is to be done. */
class DatabaseScheduleSystemTest {

    private static final Duration POLL = Duration.ofMillis(50);

    @Test
    void shouldDoEachPieceOnceHoweverManyProcessesThereAre() throws Exception {
        String url = TestDatabase.freshUrl();
        Map<String, AtomicInteger> done = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> byProcess = new ConcurrentHashMap<>();
        AtomicInteger rounds = new AtomicInteger();
        AtomicInteger inRound = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        try (Database first = Database.at(url); Database second = Database.at(url);
                DatabaseSchedule one = new DatabaseSchedule(first.dataSource(), POLL);
                DatabaseSchedule two = new DatabaseSchedule(second.dataSource(), POLL)) {
            Schedule.Task task = null;
            for (DatabaseSchedule each : List.of(one, two)) {
                String process = each == one ? "one" : "two";
                task = each.task("piece", (key, dueAt) -> {
                    done.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
                    byProcess.computeIfAbsent(process, k -> new AtomicInteger()).incrementAndGet();
                    pause(5);
                    return key.equals("7") && done.get(key).get() < 3 ? dueAt.plusMillis(10) : null;
                });
                each.every("round", Duration.ofMillis(100), () -> {
                    if (inRound.incrementAndGet() > 1) {
                        overlaps.incrementAndGet();
                    }
                    rounds.incrementAndGet();
                    pause(30);
                    inRound.decrementAndGet();
                });
            }
            for (int i = 0; i < 100; i++) {
                task.at(Integer.toString(i), Instant.now().plusMillis(200));
            }
            task.at("far", Instant.now().plusSeconds(3_600));
            task.at("never", Instant.now().plusMillis(300));
            task.cancel("never");
            long startNs = System.nanoTime();
            one.start();
            two.start();
            await(() -> done.size() == 100 && done.get("7").get() == 3);
            await(() -> rounds.get() >= 5);
            long tookMs = (System.nanoTime() - startNs) / 1_000_000;
            assertThat(rounds.get()).as("rounds in %d ms, not twice as many as one process does", tookMs).isLessThanOrEqualTo((int) (tookMs / 100) + 1);
        }
        assertThat(overlaps).hasValue(0);
        assertThat(done.entrySet()).allSatisfy(piece -> assertThat(piece.getValue().get()).as(piece.getKey()).isEqualTo(piece.getKey().equals("7") ? 3 : 1));
        assertThat(byProcess.keySet()).as("both work").containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void shouldMoveATimeAndTryAgainWhatThrows() throws Exception {
        try (Database database = Database.at(TestDatabase.freshUrl()); DatabaseSchedule schedule = new DatabaseSchedule(database.dataSource(), POLL)) {
            AtomicInteger begun = new AtomicInteger();
            AtomicInteger moved = new AtomicInteger();
            Schedule.Task faulty = schedule.task("faulty", (key, dueAt) -> {
                begun.incrementAndGet();
                throw new IllegalStateException("as the test wants it");
            });
            Schedule.Task task = schedule.task("moved", (key, dueAt) -> {
                moved.incrementAndGet();
                return null;
            });
            task.at("a", Instant.now().plusSeconds(3_600));
            schedule.start();
            faulty.at("b", Instant.now());
            task.at("a", Instant.now());
            await(() -> moved.get() == 1 && begun.get() == 1);
            await(() -> database.jdbi().withHandle(handle -> handle.createQuery("SELECT count(*) FROM scheduled_tasks WHERE NOT picked"
                    + " AND task_name = 'faulty' AND execution_time > now() + interval '20 s'").mapTo(Integer.class).one()) == 1);
            task.at("a", Instant.now());
            await(() -> moved.get() == 2);
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long endNs = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(endNs);
            Thread.sleep(20);
        }
    }
}
