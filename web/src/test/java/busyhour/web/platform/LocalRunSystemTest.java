package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

import busyhour.ipc.RunId;
import busyhour.ipc.link.CollectorHandler;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.PlatformLink;
import busyhour.ipc.link.Source;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.WorkerReport;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import busyhour.web.result.RunAggregates;
import busyhour.web.run.Platform;
import busyhour.web.run.PlatformFactory;
import busyhour.web.run.PlatformSettings;
import busyhour.web.run.RunObserver;
import busyhour.web.store.Database;
import busyhour.web.store.EmbeddedDatabase;
import busyhour.web.store.TestDatabase;
import busyhour.web.synthetic.SyntheticWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that the command line conducts, as it does it: its own link and aggregates, the platform beside them. */
class LocalRunSystemTest {

    @Test
    void shouldStoreAndShowARunOfTheCommandLine(@TempDir Path directory) throws Exception {
        Plan plan = PlanReader.readJson("plan", TestPlatform.plan(10).getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
        long runId = RunId.create(System.currentTimeMillis(), ThreadLocalRandom.current().nextLong());
        PlatformFactory factory = ServiceLoader.load(PlatformFactory.class).findFirst().orElseThrow();
        try (Platform platform = factory.start(new PlatformSettings(directory, "127.0.0.1", 0, true))) {
            assertThat(platform.firstStartLines()).anyMatch(line -> line.startsWith("API key: cmk_"));
            assertThat(platform.firstStartLines()).as("once").isEmpty();
            RunAggregates aggregates = new RunAggregates(plan, runId, System.currentTimeMillis());
            ConcurrentLinkedQueue<Long> acknowledged = new ConcurrentLinkedQueue<>();
            RunObserver observer = platform.follow(plan, runId, aggregates, (worker, run, sequence) -> acknowledged.add(sequence));
            HttpResponse<String> page = open(platform);
            assertThat(page.body()).contains("data-run=\"" + RunId.text(runId) + "\"").contains("synthetic busy hour");
            conduct(plan, runId, aggregates, observer, directory);
            observer.onResult(aggregates.result());
            assertThat(acknowledged).isNotEmpty();
        }
        long startNs = System.nanoTime();
        try (PlatformServer again = PlatformServer.start(new PlatformSettings(directory, "127.0.0.1", 0, false), null)) {
            System.out.printf("[platform] second start in %d ms%n", (System.nanoTime() - startNs) / 1_000_000);
            assertThat(again.firstStartLines()).as("nobody can sign in yet").singleElement().asString().startsWith("Set-up link for the owner: http://127.0.0.1:").contains("/invitation#");
        }
        try (Database database = Database.of(EmbeddedDatabase.start(directory))) {
            assertThat(TestDatabase.one(database, String.class, "SELECT status || exit_code FROM runs")).isEqualTo("COMPLETED99");
            assertThat(TestDatabase.one(database, Integer.class, "SELECT count(*)::int FROM run_seconds")).isGreaterThanOrEqualTo(5);
            assertThat(TestDatabase.one(database, Integer.class, "SELECT count(*)::int FROM endpoints WHERE outcome = 'SUCCESS'")).isEqualTo(20);
        }
    }

    /** Follows the printed address as a browser does, cookie and all. */
    private static HttpResponse<String> open(Platform platform) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS)
                .cookieHandler(new java.net.CookieManager()).build()) {
            return client.send(HttpRequest.newBuilder(platform.address()).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static void conduct(Plan plan, long runId, RunAggregates aggregates, RunObserver observer, Path directory) throws Exception {
        PlatformLink link = new PlatformLink(new LinkContext().dataPort(0).controlPort(0), new Both(aggregates, observer));
        try (SyntheticWorker worker = new SyntheticWorker("local", "", link.dataPort(), link.controlPort(), directory.resolve("journals"), 5, 50)) {
            boolean begun = false;
            for (int i = 0; i < 20_000 && !aggregates.ended(); i++) {
                if (link.poll() == 0) {
                    Thread.sleep(1);
                }
                if (!begun && link.workers().contains(worker.name())) {
                    begun = true;
                    link.startRun(worker.name(), plan.assignment(runId));
                }
            }
            assertThat(aggregates.ended()).isTrue();
        } finally {
            link.close();
        }
    }

    private record Both(RunAggregates first, RunObserver then) implements CollectorHandler {

        @Override
        public void onWorkerConnected(String worker, String host) {
        }

        @Override
        public void onWorkerLost(String worker, String reason) {
        }

        @Override
        public void onSample(Source source, SampleView sample) {
            first.onSample(source, sample);
            then.onSample(source, sample);
        }

        @Override
        public void onText(Source source, EndpointText text) {
            first.onText(source, text);
            then.onText(source, text);
        }

        @Override
        public void onState(Source source, EndpointState state) {
            first.onState(source, state);
            then.onState(source, state);
        }

        @Override
        public void onCallEvent(Source source, CallEvent event) {
            first.onCallEvent(source, event);
            then.onCallEvent(source, event);
        }

        @Override
        public void onSipTrace(Source source, SipTrace trace) {
            then.onSipTrace(source, trace);
        }

        @Override
        public void onEngineReport(Source source, EngineReport report) {
            first.onEngineReport(source, report);
            then.onEngineReport(source, report);
        }

        @Override
        public void onWorkerReport(Source source, WorkerReport report) {
            first.onWorkerReport(source, report);
            then.onWorkerReport(source, report);
        }

        @Override
        public void onHostFacts(Source source, Map<String, String> facts) {
            first.onHostFacts(source, facts);
            then.onHostFacts(source, facts);
        }

        @Override
        public void onRunState(Source source, RunState state) {
            first.onRunState(source, state);
            then.onRunState(source, state);
        }

        @Override
        public void onRunEnd(Source source, RunEnd end) {
            first.onRunEnd(source, end);
            then.onRunEnd(source, end);
        }
    }
}
