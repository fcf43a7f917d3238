package busyhour.web.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import busyhour.ipc.message.ActionResult;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.SampleScope;
import busyhour.ipc.run.SignallingTransport;
import busyhour.web.access.Accounts;
import busyhour.web.synthetic.Samples;
import busyhour.web.trace.TracedMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleStoreSystemTest {

    private static final MetricCatalogue CATALOGUE = MetricCatalogue.instance();
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final long DRAIN_MS = 20_000;

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicInteger losses = new AtomicInteger();
    private final AtomicInteger returns = new AtomicInteger();
    private final SampleStore.Listener listener = new SampleStore.Listener() {
        @Override
        public void onStored(long runId, String worker, long sequence) {
            acknowledged.set(sequence);
        }

        @Override
        public void onDatabaseLost(String message) {
            losses.incrementAndGet();
        }

        @Override
        public void onDatabaseBack() {
            returns.incrementAndGet();
        }
    };

    /** Else a platform that is killed just then finds the row stored and its sequence not, and stores it again. */
    @Test
    void shouldNotStoreARecordBeforeItsSequence() throws Exception {
        try (Database database = TestDatabase.fresh(); Samples samples = new Samples();
                SampleStore store = new SampleStore(database, listener)) {
            RunKey run = run(database, 1);
            SampleWriter writer = new SampleWriter();
            for (int second = 0; second < 2; second++) {
                writer.begin(0, second, SampleScope.SECOND, 7);
                writer.set(CATALOGUE.require("mos", Media.AUDIO, Direction.RECV), 4);
                samples.pass(writer, sample -> store.onSample(run, sample));
                if (second == 0) {
                    store.onStoredBehind(run, "w", 1);
                }
            }
            assertThat(store.drain(1_000)).as("the second record is open for five times as long as a batch gathers").isFalse();
            assertThat(store.storedSequence(run.id(), "w")).isEqualTo(TestDatabase.one(database, Long.class, "SELECT count(*) FROM samples")).isZero();

            store.onStoredBehind(run, "w", 2);
            assertThat(store.drain(DRAIN_MS)).isTrue();
            assertThat(store.storedSequence(run.id(), "w")).isEqualTo(TestDatabase.one(database, Long.class, "SELECT count(*) FROM samples")).isEqualTo(2);
        }
    }

    @Test
    void shouldStoreEverySlotExactlyAndLeaveTheRestNull() throws Exception {
        try (Database database = TestDatabase.fresh(); Samples samples = new Samples();
                SampleStore store = new SampleStore(database, listener)) {
            RunKey run = run(database, 1);
            SampleWriter writer = new SampleWriter();
            // Each slot has a value of its own in one row or another: neighbours cannot be confused.
            for (int part = 0; part < 3; part++) {
                writer.begin(0, part, SampleScope.SECOND, 7);
                for (Slot slot : CATALOGUE.slots()) {
                    if (!slot.metric().isText() && slot.index() % 3 == part) {
                        writer.set(slot, value(slot));
                    }
                }
                samples.pass(writer, sample -> store.onSample(run, sample));
            }
            store.onStoredBehind(run, "w", 3);
            assertThat(store.drain(DRAIN_MS)).isTrue();

            int values = 0;
            for (SampleColumns.Side side : SampleColumns.Side.values()) {
                for (int part = 0; part < 3; part++) {
                    int second = part;
                    List<Map<String, Object>> rows = database.jdbi().withHandle(handle -> handle
                            .createQuery("SELECT * FROM samples WHERE run_id = :run AND side = :side AND second = :second")
                            .bind("run", run.id()).bind("side", side.ordinal()).bind("second", second).mapToMap().list());
                    for (Slot slot : CATALOGUE.slots()) {
                        if (slot.metric().isText() || SampleColumns.Side.of(slot) != side) {
                            continue;
                        }
                        Object stored = rows.isEmpty() ? null : rows.getFirst().get(slot.metric().key());
                        assertThat(stored).as("%s in part %d", slot.resultKey(), part)
                                .isEqualTo(slot.index() % 3 == part ? value(slot) : null);
                        values += stored == null ? 0 : 1;
                    }
                }
            }
            assertThat(values).isEqualTo((int) CATALOGUE.slots().stream().filter(slot -> !slot.metric().isText()).count());
            assertThat(TestDatabase.one(database, Integer.class, "SELECT DISTINCT call FROM samples")).isEqualTo(7);
            assertThat(acknowledged).hasValue(3);
            assertThat(store.storedSequence(run.id(), "w")).isEqualTo(3);
            assertThat(store.storedSequence(run.id(), "other")).isZero();
        }
    }

    @Test
    void shouldLeaveOutARunThatAnotherProcessHasStoredAndKeepTheOthers() throws Exception {
        Slot mos = CATALOGUE.require("mos", Media.AUDIO, Direction.RECV);
        List<Long> takenOver = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<Long> told = new java.util.concurrent.CopyOnWriteArrayList<>();
        SampleStore.Listener slow = new SampleStore.Listener() {
            @Override
            public void onStored(long runId, String worker, long sequence) {
                told.add(runId);
            }

            @Override
            public void onTakenOver(long runId) {
                takenOver.add(runId);
            }
        };
        try (Database database = TestDatabase.fresh(); Samples samples = new Samples(); SampleStore next = new SampleStore(database, listener);
                SampleStore before = new SampleStore(database, slow)) {
            RunKey moved = run(database, 7);
            RunKey other = run(database, 8);
            for (int second = 0; second < 3; second++) {
                int at = second;
                samples.pass(new SampleWriter().begin(1, at, SampleScope.SECOND, 0).set(mos, 4), sample -> next.onSample(moved, sample));
                next.onStoredBehind(moved, "w", second + 1);
            }
            assertThat(next.drain(DRAIN_MS)).isTrue();
            for (int second = 2; second < 5; second++) { // hung, and did not hear that the run is another one's
                int at = second;
                samples.pass(new SampleWriter().begin(1, at, SampleScope.SECOND, 0).set(mos, 4), sample -> before.onSample(moved, sample));
                before.onStoredBehind(moved, "w", second + 1);
                samples.pass(new SampleWriter().begin(1, at, SampleScope.SECOND, 0).set(mos, 4), sample -> before.onSample(other, sample));
                before.onStoredBehind(other, "w", second + 1);
            }
            assertThat(before.drain(DRAIN_MS)).isTrue();
            assertThat(takenOver).containsExactly(moved.id());
            assertThat(told).containsExactly(other.id());
            assertThat(next.storedSequence(moved.id(), "w")).isEqualTo(3);
            assertThat(TestDatabase.one(database, String.class, "SELECT string_agg(run_id || ':' || second, ' ' ORDER BY run_id, second) FROM samples"))
                    .isEqualTo("7:0 7:1 7:2 8:2 8:3 8:4");
            assertThat(TestDatabase.one(database, Integer.class, "SELECT mos_count FROM endpoints WHERE run_id = 7")).isEqualTo(3);
        }
    }

    @Test
    void shouldKeepTheRowOfEachEndpointUpToDate() throws Exception {
        try (Database database = TestDatabase.fresh(); Samples samples = new Samples();
                SampleStore store = new SampleStore(database, listener)) {
            RunKey run = run(database, 2);
            Slot mos = CATALOGUE.require("mos", Media.AUDIO, Direction.RECV);
            double[] values = {4.4, 3.1, 4.0};
            for (int second = 0; second < values.length; second++) {
                samples.pass(new SampleWriter().begin(1, second, SampleScope.SECOND, 0).set(mos, values[second]),
                        sample -> store.onSample(run, sample));
                store.onState(run, new EndpointState(1, 1, 0, EndpointPhase.values()[second + 3], null, 0, ""));
                store.onStoredBehind(run, "w", second + 1);
                assertThat(store.drain(DRAIN_MS)).isTrue();
            }
            store.onState(run, new EndpointState(1, 1, 0, null, EndpointOutcome.COMPLETED_WITH_WARNINGS, 0, "no media received"));
            store.onState(run, new EndpointState(1, 1, 0, null, EndpointOutcome.CALL_FAILED, 486, "refused"));
            store.onState(run, new EndpointState(1, 1, 0, null, EndpointOutcome.TIMEOUT, 0, "as bad, and later"));
            store.onStoredBehind(run, "w", 4);
            assertThat(store.drain(DRAIN_MS)).isTrue();
            store.onState(run, new EndpointState(1, 1, 0, null, EndpointOutcome.COMPLETED_WITH_WARNINGS, 0, "milder"));
            store.onState(run, new EndpointState(1, 1, 0, EndpointPhase.CLOSED, EndpointOutcome.SUCCESS, 0, ""));
            store.onText(run, new EndpointText(1, 2, 0, CATALOGUE.slot("final_reason_phrase"), "Busy Here"));
            store.onAction(run, new ActionResult(7, 1, 0, 2, 1, ActionSpec.Kind.EXPECT, false, 0, "no digit within 5 s"), 7);
            store.onAction(run, new ActionResult(7, 1, 0, 2, 0, ActionSpec.Kind.SEND_DTMF, true, 0, ""), 6);
            store.onCall(run, new CallEvent(6, 5, 1, 0, CallEventKind.STARTED, true, true, null, 0), 5);
            store.onCall(run, new CallEvent(9, 5, 1, 0, CallEventKind.ENDED, true, true, CallResult.BUSY, 486), 6);
            store.onStoredBehind(run, "w", 7);
            assertThat(store.drain(DRAIN_MS)).isTrue();
            store.onCall(run, new CallEvent(12, 11, 1, 1, CallEventKind.STARTED, true, true, null, 0), 7);
            store.onCall(run, new CallEvent(13, 11, 1, 1, CallEventKind.ENDED, true, true, CallResult.ANSWERED, 0), 8);
            store.onText(run, new EndpointText(1, 2, 0, CATALOGUE.slot("audio_codec"), "PC\0MU"));
            byte[] message = "INVITE sip:é@x SIP/2.0\r\n\r\n\0".getBytes(StandardCharsets.UTF_8);
            store.onMessage(run, new SipTrace(11, 1_000_000_011L, 1, 0, 0, SipTrace.SENT, SignallingTransport.TLS, "127.0.0.1:5061", "127.0.0.1:5060",
                    message.length, message), 8);
            store.onStoredBehind(run, "w", 9);
            assertThat(store.drain(DRAIN_MS)).isTrue();

            Map<String, Object> row = database.jdbi().withHandle(handle -> handle
                    .createQuery("SELECT * FROM endpoints WHERE run_id = :run").bind("run", run.id()).mapToMap().one());
            assertThat(row).containsEntry("endpoint", 1).containsEntry("group_name", "callees").containsEntry("phase", "CLOSED")
                    .containsEntry("outcome", "CALL_FAILED").containsEntry("seconds", 3).containsEntry("mos_count", 3)
                    .containsEntry("mos_sum", 4.4 + 3.1 + 4.0).containsEntry("mos_min", 3.1).containsEntry("jitter_max", null)
                    .containsEntry("calls", 2).containsEntry("call_result", "busy").containsEntry("final_status_code", 486)
                    .containsEntry("detail", "refused").containsEntry("reason", "Busy Here").containsEntry("steps_done", 1).containsEntry("steps_failed", 1);
            Measurements measurements = new Measurements(database);
            assertThat(measurements.actions(TODAY, run.id(), 1)).containsExactly(
                    new Measurements.ActionStep(0, 7, 2, 0, "SEND_DTMF", true, 0, ""),
                    new Measurements.ActionStep(0, 7, 2, 1, "EXPECT", false, 0, "no digit within 5 s"));
            assertThat(measurements.messages(TODAY, run.id(), 1, 0, 9)).singleElement().satisfies(stored -> assertThat(stored.transport()
                    + stored.local() + stored.epochNs()).isEqualTo("TLS127.0.0.1:50611000000011"));
            assertThat(TestDatabase.one(database, byte[].class, "SELECT message FROM sip_messages")).isEqualTo(message);
            assertThat(TestDatabase.one(database, String.class, "SELECT key || value FROM text_values WHERE key = 'audio_codec'")).isEqualTo("audio_codecPC\uFFFDMU");
        }
    }

    @Test
    void shouldGiveMessagesInOrderAndOneValueForASecond() throws Exception {
        try (Database database = TestDatabase.fresh(); Samples samples = new Samples();
                SampleStore store = new SampleStore(database, listener)) {
            RunKey run = run(database, 6);
            for (int i = 9; i >= 0; i--) { // at the same time, handed in backwards
                store.onMessage(run, new SipTrace(500, 900, 1, 0, i == 9 ? 309 : i, 0, null, null, "127.0.0.1:5060", 1, new byte[] {(byte) i}), i);
            }
            Slot sent = CATALOGUE.require("packets_sent", Media.AUDIO, Direction.SEND);
            Slot setup = CATALOGUE.require("call_setup_time_ms", Media.ANY, Direction.CALL);
            for (int i = 0; i < 2; i++) {
                samples.pass(new SampleWriter().begin(1, 8, SampleScope.CALL, i).set(sent, 400 + i).set(setup, 20 + i),
                        sample -> store.onSample(run, sample));
            }
            store.onStoredBehind(run, "w", 12);
            assertThat(store.drain(DRAIN_MS)).isTrue();
            Measurements measurements = new Measurements(database);
            assertThat(measurements.messages(TODAY, run.id(), 1, 0, 100)).extracting(message -> (int) message.bytes()[0])
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(measurements.messages(TODAY, run.id(), 1, 8, 100)).extracting(TracedMessage::number).containsExactly(8, 309);
            assertThat(measurements.extent(TODAY, run.id(), 1)).isEqualTo(new Measurements.Extent(10, 300));
            assertThat(measurements.extent(TODAY, run.id(), 2)).isEqualTo(new Measurements.Extent(0, 0));
            Map<Slot, List<Measurements.Point>> series = measurements.series(TODAY, run.id(), 1, List.of(sent, setup), 0, 100);
            assertThat(series.get(sent)).containsExactly(new Measurements.Point(8, 401.0));
            assertThat(series.get(setup)).containsExactly(new Measurements.Point(8, 20.0), new Measurements.Point(8, 21.0));
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenPostgresIsKilledAndComesBack(@TempDir Path directory) throws Exception {
        try (Database database = Database.of(EmbeddedDatabase.start(directory)); Samples samples = new Samples();
                SampleStore store = new SampleStore(database, listener)) {
            RunKey run = run(database, 3);
            Slot mos = CATALOGUE.require("mos", Media.AUDIO, Direction.RECV);
            SampleWriter writer = new SampleWriter();
            int seconds = 60;
            int endpoints = 200;
            for (int second = 0; second < seconds; second++) {
                if (second == 20 || second == 40) {
                    for (int wait = 0; second == 40 && returns.get() < 1 && wait < 500; wait++) {
                        Thread.sleep(20); // what fell while it was away is stored
                    }
                    EmbeddedDatabaseSystemTest.kill(directory);
                }
                for (int endpoint = 0; endpoint < endpoints; endpoint++) {
                    writer.begin(endpoint, second, SampleScope.SECOND, 0).set(mos, 4.0);
                    samples.pass(writer, sample -> store.onSample(run, sample));
                }
                store.onStoredBehind(run, "w", second + 1);
                Thread.sleep(20); // so that batches are under way when the server dies
            }
            assertThat(store.drain(DRAIN_MS)).isTrue();
            assertThat(acknowledged).hasValue(seconds);
            assertThat(losses).hasValue(2);
            assertThat(returns).hasValue(2);
            Map<String, Object> counts = database.jdbi().withHandle(handle -> handle.createQuery(
                            "SELECT count(*) AS n, count(DISTINCT (endpoint, second)) AS d FROM samples WHERE run_id = :run")
                    .bind("run", run.id()).mapToMap().one());
            assertThat(counts).containsEntry("n", (long) seconds * endpoints).containsEntry("d", (long) seconds * endpoints);
            assertThat(TestDatabase.one(database, Long.class, "SELECT sum(mos_count) FROM endpoints")).isEqualTo((long) seconds * endpoints);
        }
    }

    @Test
    void shouldWriteABatchOnceWhenItsCommitWasLostFromSight() throws Exception {
        try (Database database = TestDatabase.fresh(); Samples samples = new Samples();
                SampleStore store = new SampleStore(database, listener)) {
            RunKey run = run(database, 4);
            SampleColumns columns = new SampleColumns(CATALOGUE);
            Batch batch = new Batch(columns, new SummarySlots(CATALOGUE), CATALOGUE.slotCount());
            samples.pass(new SampleWriter().begin(0, 0, SampleScope.SECOND).set(CATALOGUE.slot("mos"), 4.2), sample -> batch.sample(run, sample));
            batch.sequence(run, "w", 1);
            try (BatchWriter writer = new BatchWriter(database.connect(), columns)) {
                writer.write(batch);
                writer.write(batch);
            }
            assertThat(TestDatabase.one(database, Long.class, "SELECT count(*) FROM samples")).isEqualTo(1);
            assertThat(store.isAway()).isFalse();
        }
    }

    @Test
    @Tag("load")
    void shouldTakeTenThousandEndpointsASecond() throws Exception {
        try (Database database = TestDatabase.fresh(); Samples samples = new Samples();
                SampleStore store = new SampleStore(database, listener)) {
            RunKey run = run(database, 5);
            List<Slot> slots = CATALOGUE.slots().stream().filter(slot -> slot.media() == Media.AUDIO && !slot.metric().isText()).toList();
            SampleWriter writer = new SampleWriter();
            int seconds = 20;
            int endpoints = 10_000;
            long startNs = System.nanoTime();
            for (int second = 0; second < seconds; second++) {
                for (int endpoint = 0; endpoint < endpoints; endpoint++) {
                    writer.begin(endpoint, second, SampleScope.SECOND, 0);
                    for (int i = 0; i < slots.size(); i++) {
                        writer.set(slots.get(i), i * 1.5);
                    }
                    while (!store.hasRoom()) {
                        Thread.sleep(1);
                    }
                    samples.pass(writer, sample -> store.onSample(run, sample));
                }
                store.onStoredBehind(run, "w", second + 1);
            }
            assertThat(store.drain(60_000)).isTrue();
            double tookS = (System.nanoTime() - startNs) / 1e9;
            System.out.printf("[store] %d samples of %d values in %.1f s: %.0f samples/s, %.0f rows/s%n", seconds * endpoints, slots.size(),
                    tookS, seconds * endpoints / tookS, store.rowsWritten() / tookS);
            assertThat(store.rowsWritten()).isEqualTo(2L * seconds * endpoints);
        }
    }

    private static double value(Slot slot) {
        return slot.index() % 2 == 0 ? slot.index() + 0.1 : -1e-300 * slot.index();
    }

    private static RunKey run(Database database, long id) {
        Accounts accounts = new Accounts(database);
        accounts.createFirst();
        long project = accounts.projects(accounts.firstOrganisation()).getFirst().id();
        SampleStore.preparePartitions(database, TODAY);
        Runs.Run run = new Runs(database).add(id, project, null, "synthetic", "{}", 2, 1);
        return new RunKey(run.id(), run.day().toEpochDay(), List.of(new RunKey.Group("callers", 0, 1), new RunKey.Group("callees", 1, 10_000)));
    }
}
