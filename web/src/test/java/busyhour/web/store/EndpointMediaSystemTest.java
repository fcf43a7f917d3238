package busyhour.web.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.run.SampleScope;
import busyhour.web.access.Accounts;
import busyhour.web.store.Endpoints.Media;
import busyhour.web.synthetic.Samples;
import org.junit.jupiter.api.Test;

/** What the row of an endpoint says of its media, over batches that come one after the other. */
class EndpointMediaSystemTest {

    private static final MetricCatalogue CATALOGUE = MetricCatalogue.instance();
    private static final long DRAIN_MS = 20_000;

    private final SampleStore.Listener listener = (runId, worker, sequence) -> { };

    @Test
    void shouldKeepMediaOfEachEndpointUpToDate() throws Exception {
        try (Database database = TestDatabase.fresh(); Samples samples = new Samples(); SampleStore store = new SampleStore(database, listener)) {
            RunKey run = run(database);
            Endpoints endpoints = new Endpoints(database);
            endpoints.addAll(run);
            Media nothing = new Media(null, null, null, null, null, null, null, null, null);
            assertThat(endpoints.byId(run.id(), 0).orElseThrow().media()).isEqualTo(nothing);

            text(store, run, "audio_codec.send", "PCMU");
            text(store, run, "audio_codec", "PCMA");
            store.onMedia(run, new CallMedia(1, 0, 0, false, Double.NaN, Double.NaN, "sdes AES_CM_128_HMAC_SHA1_80", ""));
            samples.pass(new SampleWriter().begin(0, 3, SampleScope.SECOND, 0).set(CATALOGUE.slot("mos"), 1.2), sample -> store.onSample(run, sample));
            stored(store, run, 1);
            assertThat(endpoints.byId(run.id(), 0).orElseThrow().media()).as("agreed on, and not over").isEqualTo(
                    new Media("PCMU", null, "sdes AES_CM_128_HMAC_SHA1_80", null, null, null, null, null, null));

            text(store, run, "audio_codec.send", "OPUS");
            text(store, run, "video_codec.send", "VP8");
            score(samples, store, run, 4.1);
            store.onMedia(run, new CallMedia(9, 0, 0, true, 0.4, 250, "", ""));
            store.onCheck(run, new MediaCheck(9, 0, 0, 95, 99, -1, 0, 0, 0));
            samples.pass(new SampleWriter().begin(0, 4, SampleScope.SECOND, 0).set(CATALOGUE.slot("freeze_count"), 3), sample -> store.onSample(run, sample));
            stored(store, run, 2);

            score(samples, store, run, 3.2);
            score(samples, store, run, 3.9);
            store.onMedia(run, new CallMedia(19, 0, 1, true, 0.5, Double.NaN, "dtls AEAD_AES_128_GCM", "none"));
            store.onCheck(run, new MediaCheck(19, 0, 1, Double.NaN, 0, Double.NaN, 0, 0, 0));
            store.onCheck(run, new MediaCheck(19, 0, 2, 70, 99, -1, 0, 0, 0));
            stored(store, run, 3);
            Endpoints.Endpoint endpoint = endpoints.byId(run.id(), 0).orElseThrow();
            assertThat(endpoint.media()).isEqualTo(
                    new Media("OPUS", "VP8", "dtls AEAD_AES_128_GCM", "none", 3.2, 0.5, 250.0, 70.0, 3.0));
            assertThat(endpoint.mosMin()).as("a call's score is not one more second's").isEqualTo(1.2);
            assertThat(endpoints.list(run.id(), Endpoints.Filter.ALL, Endpoints.Order.CALL, 1, 10).rows())
                    .extracting(Endpoints.Endpoint::id).containsExactly(0, 1);
        }
    }

    private static RunKey run(Database database) {
        LocalDate day = LocalDate.now(ZoneOffset.UTC);
        Accounts accounts = new Accounts(database);
        accounts.createFirst();
        long project = accounts.projects(accounts.firstOrganisation()).getFirst().id();
        new Runs(database).add(77, project, null, "media", "{}", 2, 1);
        SampleStore.preparePartitions(database, day);
        return new RunKey(77, day.toEpochDay(), List.of(new RunKey.Group("all", 0, 2)));
    }

    private static void text(SampleStore store, RunKey run, String key, String value) {
        store.onText(run, new EndpointText(0, 1, 0, CATALOGUE.slot(key), value));
    }

    private static void score(Samples samples, SampleStore store, RunKey run, double mos) {
        samples.pass(new SampleWriter().begin(0, 5, SampleScope.CALL, 0).set(CATALOGUE.slot("mos"), mos), sample -> store.onSample(run, sample));
    }

    private static void stored(SampleStore store, RunKey run, long sequence) throws InterruptedException {
        store.onStoredBehind(run, "w", sequence);
        assertThat(store.drain(DRAIN_MS)).isTrue();
    }
}
