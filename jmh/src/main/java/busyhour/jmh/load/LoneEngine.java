package busyhour.jmh.load;

import busyhour.engine.run.EngineSettings;
import busyhour.engine.run.Rehearsal;
import busyhour.engine.run.Run;
import busyhour.engine.run.RunFaultException;
import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.EngineReportDecoder;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * An engine that plays a plan and tells nobody: no publisher, no journal, no link, no collector. What the shards write is read and
 * dropped, but for their own reports. Shows what the publisher costs the shards.
 *
 * <pre>
 *   Run -> shards -> rings -> LoneEngine: send lateness of the steady seconds, as one line of JSON
 * </pre>
 */
public final class LoneEngine {

    private static final int MESSAGES = 4_096;
    private static final long PAUSE_MS = 1;
    /** Of the seconds with all calls up, the first ones and the last do not count. */
    private static final int SETTLE_SECONDS = 2;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final EngineReportDecoder report = new EngineReportDecoder();
    private final List<Second> seconds = new ArrayList<>();
    private long records;

    /** A second of the one shard. */
    record Second(int second, int calls, long wallNs, long busyNs, BucketHistogram latenessNs) {
    }

    /** Arguments: plan file, core list, idle strategy. Prints one line of JSON. */
    public static void main(String[] args) throws IOException, PlanException, RunFaultException, InterruptedException {
        Rehearsal.play();
        final EngineSettings settings = EngineSettings.ofHost(args[1], EngineSettings.Idle.valueOf(args[2].toUpperCase(Locale.ROOT)));
        final LoneEngine engine = new LoneEngine();
        try (Run run = Run.prepare(PlanReader.read(Path.of(args[0])).assignment(1), settings, error -> {
            throw new IllegalStateException(error);
        })) {
            engine.play(run);
        }
        System.out.println(engine.result());
    }

    private void play(Run run) throws InterruptedException {
        run.start();
        while (!run.isOver()) {
            run.poll(System.nanoTime());
            if (drain(run.rings()) == 0) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        }
        drain(run.rings());
    }

    private int drain(List<ShardRing> rings) {
        int read = 0;
        for (ShardRing ring : rings) {
            read += ring.drain(this::onMessage, MESSAGES);
        }
        records += read;
        return read;
    }

    private void onMessage(int typeId, MutableDirectBuffer buffer, int index, int length) {
        if (typeId != EngineReportDecoder.TEMPLATE_ID) {
            return;
        }
        report.wrapAndApplyHeader(buffer, index, header);
        final BucketHistogram lateness = new BucketHistogram();
        for (EngineReportDecoder.SendLatenessDecoder bucket : report.sendLateness()) {
            lateness.add(bucket.bucket(), bucket.events());
        }
        lateness.max(report.sendLatenessMaxNs());
        seconds.add(new Second(report.second(), report.calls(), report.wallNs(), report.busyNs(), lateness));
    }

    /** The seconds in which as many calls were up as ever, without the edges. */
    static List<Second> steady(List<Second> seconds) {
        final int most = seconds.stream().mapToInt(Second::calls).max().orElse(0);
        final List<Second> full = seconds.stream().filter(second -> most > 0 && second.calls == most).toList();
        return full.size() <= SETTLE_SECONDS + 1 ? List.of() : full.subList(SETTLE_SECONDS, full.size() - 1);
    }

    private ObjectNode result() {
        final List<Second> steady = steady(seconds);
        final BucketHistogram lateness = new BucketHistogram();
        steady.forEach(second -> lateness.add(second.latenessNs));
        final double wallNs = steady.stream().mapToLong(Second::wallNs).sum();
        final ObjectNode node = LoadReport.object().put("program", "lone-engine").put("seconds", steady.size()).put("records", records)
                .put("shardBusyRatio", steady.stream().mapToLong(Second::busyNs).sum() / wallNs);
        node.putObject("sendLatenessUs").put("p50", lateness.percentile(50) / 1e3).put("p99", lateness.percentile(99) / 1e3)
                .put("p999", lateness.percentile(99.9) / 1e3).put("max", lateness.max() / 1e3);
        return node;
    }
}
