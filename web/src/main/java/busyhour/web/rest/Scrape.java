package busyhour.web.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.web.access.Principal;
import busyhour.web.http.Access;
import busyhour.web.http.Meter;
import busyhour.web.live.LiveRun;
import busyhour.web.live.LiveRuns;
import busyhour.web.result.RunResult;
import busyhour.web.result.SeriesPoint;
import busyhour.web.result.Statistics;
import busyhour.web.store.SampleStore;
import busyhour.web.worker.Workers;
import io.javalin.http.Context;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * What Prometheus gets: for each metric of the catalogue that a running test has values of, a few statistics; labelled by the test's
 * name and not by run or endpoint, so that series do not multiply. Any thread.
 */
public final class Scrape {

    private static final int MAX_TESTS = 20;

    private final LiveRuns live;
    private final SampleStore store;
    private final Meter more;
    private final Workers workers;

    /** @param more what others have. */
    public Scrape(LiveRuns live, SampleStore store, Workers workers, Meter more) {
        this.workers = workers;
        this.live = live;
        this.store = store;
        this.more = more;
    }

    public void answer(Context context) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Principal principal = Access.principal(context); // nobody on loopback, where all is shown
        PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
        try {
            writer.write(out, snapshots(principal == null ? null : Long.valueOf(principal.organisationId())));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        context.contentType(writer.getContentType()).result(out.toByteArray());
    }

    private MetricSnapshots snapshots(Long organisation) {
        Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
        int sessions = 0;
        Map<String, LiveRun> byTest = new LinkedHashMap<>();
        for (LiveRun run : live.all()) {
            if (!more.shows(organisation, run.id())) {
                continue;
            }
            List<SeriesPoint> series = run.aggregates().series();
            sessions += series.isEmpty() ? 0 : series.getLast().concurrent();
            if (byTest.size() < MAX_TESTS) {
                byTest.merge(run.aggregates().plan().name(), run, (a, b) -> a.id() > b.id() ? a : b); // the newest of a test
            }
        }
        add(gauges, "busyhour_active_sessions", "Calls up now, of all runs", Labels.EMPTY, sessions);
        add(gauges, "busyhour_runs", "Runs that go on", Labels.EMPTY, byTest.size());
        add(gauges, "busyhour_database_up", "1 while the last write went well", Labels.EMPTY, store.isAway() ? 0 : 1);
        add(gauges, "busyhour_stored_rows", "Rows of samples stored since the start", Labels.EMPTY, store.rowsWritten());
        add(gauges, "busyhour_workers_connected", "Workers whose link ends in this process", Labels.EMPTY, workers.connected());
        more.measure(organisation, (name, help, labels, value) -> add(gauges, name, help,
                Labels.of(labels.keySet().toArray(String[]::new), labels.values().toArray(String[]::new)), value));
        byTest.forEach((test, run) -> addRun(gauges, test, run.aggregates().result()));
        List<MetricSnapshot> snapshots = new ArrayList<>();
        gauges.values().forEach(gauge -> snapshots.add(gauge.build()));
        CounterSnapshot.Builder refused = CounterSnapshot.builder().name("busyhour_worker_refusals")
                .help("Workers and frames on their link that were refused since the start");
        workers.refused().forEach((reason, times) -> refused.dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder().labels(Labels.of("reason", reason)).value(times).build()));
        snapshots.add(refused.build());
        return new MetricSnapshots(snapshots);
    }

    private static void addRun(Map<String, GaugeSnapshot.Builder> gauges, String test, RunResult result) {
        result.endpoints().phases().forEach((phase, count) -> add(gauges, "busyhour_endpoints", "Endpoints by phase",
                Labels.of("test", test, "phase", phase), count));
        Map<String, Long> calls = new LinkedHashMap<>();
        calls.put("offered", result.calls().offered());
        calls.put("started", result.calls().started());
        calls.put("answered", result.calls().answered());
        calls.put("failed", result.calls().failed());
        calls.put("dropped", result.calls().dropped());
        calls.forEach((state, count) -> add(gauges, "busyhour_calls", "Calls of the run so far", Labels.of("test", test, "state", state), count));
        double belowFair = result.calls().quality().mosBelow35Percent();
        if (!Double.isNaN(belowFair)) {
            add(gauges, "busyhour_calls_below_fair_percent", "Share of calls with a MOS below 3.5", Labels.of("test", test), belowFair);
        }
        for (Slot slot : MetricCatalogue.instance().slots()) {
            Statistics statistics = result.metrics().get(slot.resultKey());
            if (statistics != null && statistics.values() == null && statistics.count() > 0) {
                addMetric(gauges, test, slot, statistics);
            }
        }
    }

    private static void addMetric(Map<String, GaugeSnapshot.Builder> gauges, String test, Slot slot, Statistics statistics) {
        String name = "busyhour_" + slot.metric().key();
        String help = slot.metric().definition() + " [" + slot.metric().unit() + "]";
        Map<String, Double> values = new LinkedHashMap<>();
        switch (slot.metric().kind()) {
            case COUNTER -> values.put("sum", statistics.sum());
            default -> {
                values.put("avg", statistics.avg());
                values.put("p50", statistics.p50());
                values.put("p95", statistics.p95());
            }
        }
        values.forEach((statistic, value) -> {
            if (!Double.isNaN(value)) {
                add(gauges, name, help, Labels.of("test", test, "media", slot.media().word(), "direction", slot.direction().word(),
                        "statistic", statistic), value);
            }
        });
    }

    private static void add(Map<String, GaugeSnapshot.Builder> gauges, String name, String help, Labels labels, double value) {
        gauges.computeIfAbsent(name, key -> GaugeSnapshot.builder().name(key).help(help))
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
    }
}
