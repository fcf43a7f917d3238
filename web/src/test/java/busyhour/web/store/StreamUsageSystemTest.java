package busyhour.web.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.run.SampleScope;
import busyhour.web.access.Accounts;
import busyhour.web.synthetic.Samples;
import org.junit.jupiter.api.Test;

class StreamUsageSystemTest {

    private static final MetricCatalogue CATALOGUE = MetricCatalogue.instance();
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final Slot AUDIO_IN = CATALOGUE.require("packets_recv_rate_ps", Media.AUDIO, Direction.RECV);
    private static final Slot AUDIO_OUT = CATALOGUE.require("packets_sent_rate_ps", Media.AUDIO, Direction.SEND);
    private static final Slot VIDEO_OUT = CATALOGUE.require("packets_sent_rate_ps", Media.VIDEO, Direction.SEND);
    private static final Slot AUDIO_SENT = CATALOGUE.require("packets_sent", Media.AUDIO, Direction.SEND);

    private final SampleWriter writer = new SampleWriter();

    @Test
    void shouldCountEachActiveStreamBySecondsAndTheLastOneAsAWhole() throws Exception {
        try (Database database = TestDatabase.fresh(); Samples samples = new Samples(); SampleStore store = new SampleStore(database, (run, worker, sequence) -> { })) {
            RunKey run = run(database, 31);
            for (int second = 0; second < 3; second++) {
                pass(samples, store, run, writer.begin(0, second, SampleScope.SECOND, 0).set(AUDIO_IN, 50).set(AUDIO_OUT, 50));
                pass(samples, store, run, writer.begin(1, second, SampleScope.SECOND, 0).set(AUDIO_OUT, 50).set(VIDEO_OUT, 80));
                pass(samples, store, run, writer.begin(2, second, SampleScope.SECOND, 0).set(AUDIO_IN, 0).set(AUDIO_OUT, 0).set(CATALOGUE.slot("mos"), 4));
            }
            pass(samples, store, run, writer.begin(0, 3, SampleScope.CALL, 0).set(AUDIO_SENT, 160));
            pass(samples, store, run, writer.begin(2, 3, SampleScope.CALL, 0).set(AUDIO_SENT, 0));
            pass(samples, store, run, writer.begin(3, 3, SampleScope.CALL, 0).set(CATALOGUE.require("final_status_code", Media.ANY, Direction.CALL), 486));
            store.onStoredBehind(run, "w", 12);
            assertThat(store.drain(20_000)).isTrue();
            assertThat(usage(database, 31)).containsEntry("audio_seconds", 7L).containsEntry("video_seconds", 3L).containsEntry("run_name", "metered");

            pass(samples, store, run, writer.begin(1, 4, SampleScope.SECOND, 0).set(AUDIO_OUT, 50));
            store.onStoredBehind(run, "w", 13);
            assertThat(store.drain(20_000)).isTrue();
            assertThat(usage(database, 31)).containsEntry("audio_seconds", 8L).containsEntry("video_seconds", 3L);
            database.jdbi().useHandle(handle -> handle.execute("DELETE FROM runs"));
            assertThat(usage(database, 31)).as("stays when the run is deleted").containsEntry("audio_seconds", 8L);
        }
    }

    @Test
    void shouldCountABatchOnceWhenItIsWrittenAgain() throws Exception {
        try (Database database = TestDatabase.fresh(); Samples samples = new Samples(); SampleStore store = new SampleStore(database, (run, worker, sequence) -> { })) {
            RunKey run = run(database, 32);
            SampleColumns columns = new SampleColumns(CATALOGUE);
            Batch batch = new Batch(columns, new SummarySlots(CATALOGUE), CATALOGUE.slotCount());
            samples.pass(writer.begin(0, 0, SampleScope.SECOND, 0).set(AUDIO_IN, 50), sample -> batch.sample(run, sample));
            batch.sequence(run, "w", 1);
            try (BatchWriter batches = new BatchWriter(database.connect(), columns)) {
                batches.write(batch);
                batches.write(batch);
                batch.clear();
                batch.sequence(run, "w", 2);
                batches.write(batch);
            }
            assertThat(usage(database, 32)).containsEntry("audio_seconds", 1L).containsEntry("video_seconds", 0L);
            assertThat(store.isAway()).isFalse();
        }
    }

    private static void pass(Samples samples, SampleStore store, RunKey run, SampleWriter writer) {
        samples.pass(writer, sample -> store.onSample(run, sample));
    }

    private static Map<String, Object> usage(Database database, long run) {
        return database.jdbi().withHandle(handle -> handle.createQuery("SELECT * FROM stream_usage WHERE run_id = :run").bind("run", run).mapToMap().one());
    }

    private static RunKey run(Database database, long id) {
        Accounts accounts = new Accounts(database);
        accounts.createFirst();
        long project = accounts.projects(accounts.firstOrganisation()).getFirst().id();
        SampleStore.preparePartitions(database, TODAY);
        database.jdbi().useHandle(handle -> handle.execute("INSERT INTO runs (id, project_id, name, status, plan, planned, day, instance)"
                + " VALUES (?, ?, 'metered', 'RUNNING', '{}', 4, ?, 1)", id, project, TODAY));
        return new RunKey(id, TODAY.toEpochDay(), List.of(new RunKey.Group("all", 0, 4)));
    }
}
