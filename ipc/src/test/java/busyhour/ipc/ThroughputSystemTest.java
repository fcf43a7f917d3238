package busyhour.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.link.LinkAgreement;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.LinkGrant;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.publish.RunFeed;
import busyhour.ipc.run.SampleScope;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures of the whole way from ring to collector; printed, not judged: the machine decides them. */
@Tag("load")
class ThroughputSystemTest {
    private static final int VALUES = 60;
    private static final int RATE = 10_000;
    private static final int SECONDS = 15;
    private static final int WARM_UP_SECONDS = 5;
    private static final int FLAT_OUT = 1_000_000;

    @TempDir
    private Path journals;
    private final SampleWriter writer = new SampleWriter();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCarryTenThousandSamplesASecond(final boolean sealed) {
        print("%s%n", sealed ? "sealed by the JDK's AES-GCM on both sides" : "unsealed");
        final long beginNs = System.nanoTime();
        try (RecordingPlatform platform = new RecordingPlatform(new LinkContext().dataPort(0).controlPort(0).sealed(sealed), new HashMap<>());
             TestWorker worker = new TestWorker("w1", at(platform, sealed), TestWorker.context(journals))) {
            print("links started in %.0f ms, connected after %.0f ms%n", (System.nanoTime() - beginNs) / 1e6, connectedMs(worker, beginNs));
            final long openNs = System.nanoTime();
            final RunFeed feed = open(worker);
            print("first journal opened in %.0f ms%n", (System.nanoTime() - openNs) / 1e6);
            idle();
            paced(worker, WARM_UP_SECONDS);
            final long cpuBeforeNs = cpuNs();
            final long writerBeforeNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            final long startNs = System.nanoTime();
            feed.takeLagMaxNs();
            final long publisherBytes = allocatedBytes("publisher");
            final long platformBytes = allocatedBytes("platform");
            paced(worker, SECONDS);
            print("allocated a sample: publisher %.1f bytes, platform %.1f bytes%n",
                    (allocatedBytes("publisher") - publisherBytes) / (double) (RATE * SECONDS),
                    (allocatedBytes("platform") - platformBytes) / (double) (RATE * SECONDS));
            final double wallNs = System.nanoTime() - startNs;
            final long writerNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - writerBeforeNs;
            print("%d samples/s of %d values: %.3f cores for worker, platform and both media drivers, of it the writing thread"
                            + " %.3f; largest lag of the publisher %.1f ms; %.0f bytes a record%n",
                    RATE, VALUES, (cpuNs() - cpuBeforeNs) / wallNs, writerNs / wallNs, feed.takeLagMaxNs() / 1e6,
                    (double) feed.journalBytes() / feed.journaled());
            final long flatOutNs = System.nanoTime();
            final long cpuFlatOutNs = cpuNs();
            for (int i = 0; i < FLAT_OUT; i++) {
                write(worker, i);
            }
            feed.complete();
            Await.until(120, feed::isDone, () -> platform.events);
            final double flatOutWallNs = System.nanoTime() - flatOutNs;
            print("flat out: %.0f samples/s, all journaled, sent, taken and acknowledged, with %.2f cores%n",
                    FLAT_OUT / (flatOutWallNs / 1e9), (cpuNs() - cpuFlatOutNs) / flatOutWallNs);
            assertThat(platform.faults).isEmpty();
            assertThat(platform.values).isEqualTo((long) VALUES * (RATE * (SECONDS + WARM_UP_SECONDS) + FLAT_OUT));
        }
    }

    private static LinkContext at(final RecordingPlatform platform, final boolean sealed) {
        if (!sealed) {
            return new LinkContext().dataPort(platform.link().dataPort()).controlPort(platform.link().controlPort()).workerName("w1");
        }
        final byte[] token = LinkAgreement.tokenHash("token");
        final LinkAgreement ofWorker = new LinkAgreement();
        final LinkAgreement ofPlatform = new LinkAgreement();
        platform.link().admit("w1", 1, ofPlatform.asPlatform(ofWorker.publicKey(), token, 1));
        return new LinkContext().grant(new LinkGrant("w1", "w1", "127.0.0.1", platform.link().dataPort(), platform.link().controlPort(), 1,
                ofWorker.asWorker(ofPlatform.publicKey(), token, 1), null, null));
    }

    private static RunFeed open(final TestWorker worker) {
        try {
            return worker.publisher.open(7, List.of(worker.ring));
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long allocatedBytes(final String threadName) {
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (final long id : threads.getAllThreadIds()) {
            if (threads.getThreadInfo(id) != null && threads.getThreadInfo(id).getThreadName().equals(threadName)) {
                return threads.getThreadAllocatedBytes(id);
            }
        }
        throw new IllegalStateException("no thread " + threadName);
    }

    private static double connectedMs(final TestWorker worker, final long beginNs) {
        Await.until(10, worker.link::isConnected, () -> worker.events);
        return (System.nanoTime() - beginNs) / 1e6;
    }

    private static void idle() {
        LockSupport.parkNanos(3_000_000_000L); // starting is over then
        final long cpuNs = cpuNs();
        final long wallNs = System.nanoTime();
        LockSupport.parkNanos(3_000_000_000L);
        print("idle: %.3f cores%n", (double) (cpuNs() - cpuNs) / (System.nanoTime() - wallNs));
    }

    private void paced(final TestWorker worker, final int seconds) {
        final long startNs = System.nanoTime();
        for (int tick = 0; tick < seconds * 1000; tick++) {
            while (System.nanoTime() - startNs < tick * 1_000_000L) {
                LockSupport.parkNanos(200_000);
            }
            for (int i = 0; i < RATE / 1000; i++) {
                write(worker, i);
            }
        }
    }

    private void write(final TestWorker worker, final int endpoint) {
        writer.begin(endpoint, 1, SampleScope.SECOND);
        for (int v = 0; v < VALUES; v++) {
            writer.set(v * 4 % MetricCatalogue.instance().slotCount(), endpoint + v);
        }
        while (!writer.tryWrite(worker.ring)) {
            LockSupport.parkNanos(20_000);
        }
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void print(final String format, final Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
