package busyhour.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.message.RunEnd;
import busyhour.ipc.publish.RunFeed;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReplaySystemTest {
    private static final int SAMPLES = 30_000;

    @TempDir
    private Path journals;

    @Test
    void shouldSendTheWholeJournalWhenThePlatformComesLater() throws Exception {
        final int[] ports = freePorts();
        try (TestWorker worker = new TestWorker("w1", ports[0], ports[1], TestWorker.context(journals))) {
            final RunFeed feed = worker.publisher.open(7, List.of(worker.ring));
            worker.writeSamples(0, SAMPLES);
            feed.complete();
            Await.until(20, feed::isJournaled, feed::journaled);
            assertThat(feed.isDone()).isFalse();
            try (RecordingPlatform platform = new RecordingPlatform(ports[0], ports[1], new HashMap<>())) {
                Await.until(20, feed::isDone, () -> platform.events + " " + platform.samples);
                assertThat(platform.faults).isEmpty();
                assertThat(platform.sampleSeconds).isEqualTo(IntStream.range(0, SAMPLES).boxed().toList());
            }
        }
    }

    @Test
    void shouldGoOnWithoutGapOrDuplicateWhenThePlatformRestartsTwiceDuringTheRun() throws Exception {
        final Map<String, Long> stored = new ConcurrentHashMap<>();
        final int[] ports = freePorts();
        try (TestWorker worker = new TestWorker("w1", ports[0], ports[1], TestWorker.context(journals))) {
            final RunFeed feed = worker.publisher.open(7, List.of(worker.ring));
            long seen = 0;
            for (int life = 0; life < 3; life++) {
                try (RecordingPlatform platform = new RecordingPlatform(ports[0], ports[1], stored)) {
                    Await.until(20, worker.link::isConnected, () -> worker.events);
                    worker.writeSamples(life * SAMPLES, SAMPLES / 2);
                    if (life == 2) {
                        feed.complete();
                        Await.until(20, feed::isDone, () -> platform.events + " " + platform.faults + platform.samples);
                    }
                    assertThat(platform.faults).isEmpty();
                    platform.acknowledges = false; // what comes now is stored, and its Ack never sent
                    seen += platform.samples;
                    if (life < 2) {
                        worker.writeSamples(life * SAMPLES + SAMPLES / 2, SAMPLES / 2);
                    }
                }
                if (life < 2) {
                    final int lost = life + 1;
                    Await.until(15, () -> worker.events.stream().filter(e -> e.startsWith("disconnected")).count() == lost,
                            () -> worker.events);
                }
            }
            assertThat(seen).isPositive();
            assertThat(stored).containsEntry("w1/7", 2L * SAMPLES + SAMPLES / 2 + 1);
        }
    }

    @Test
    void shouldReportAKilledWorkerAndTakeItsJournalFromTheNextProcess() throws Exception {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>())) {
            platform.acknowledges = true;
            final int[] ports = {platform.link().dataPort(), platform.link().controlPort()};
            final Process child = ChildProcess.start(WorkerProgram.class, ports, journals);
            try {
                Await.until(30, () -> platform.samples > 5_000, () -> platform.events + " " + platform.samples);
            } finally {
                child.destroyForcibly().waitFor();
            }
            final long killedNs = System.nanoTime();
            Await.until(10, () -> platform.events.stream().anyMatch(e -> e.startsWith("lost child")), () -> platform.events);
            assertThat(System.nanoTime() - killedNs).isLessThan(6_000_000_000L);

            try (TestWorker next = new TestWorker("child", ports[0], ports[1], TestWorker.context(journals))) {
                final List<RunFeed> found = next.publisher.recover();
                assertThat(found).hasSize(1);
                final RunFeed feed = found.get(0);
                Await.until(20, feed::isDone, () -> platform.events + " " + platform.stored + " " + feed.acknowledged());
                assertThat(platform.faults).isEmpty();
                assertThat(platform.end).isEqualTo(new RunEnd(false, 0));
                assertThat(platform.sampleSeconds)
                        .isEqualTo(IntStream.range(0, platform.sampleSeconds.size()).boxed().toList());
                assertThat(platform.stored).containsEntry("child/" + WorkerProgram.RUN_ID, feed.journaled());
            }
        }
    }

    @Test
    void shouldGoOnWithAWorkerThatStoodStillForLongerThanThePlatformWaits() throws Exception {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>())) {
            final int[] ports = {platform.link().dataPort(), platform.link().controlPort()};
            final Process child = ChildProcess.start(WorkerProgram.class, ports, journals);
            try {
                Await.until(30, () -> platform.samples > 2_000, () -> platform.events + " " + platform.samples);
                signal(child, "STOP");
                Await.until(10, () -> platform.link().workers().isEmpty(), () -> platform.events);
                signal(child, "CONT");
                final long before = platform.samples;
                Await.until(15, () -> platform.samples > before + 2_000, () -> platform.events + " " + platform.samples);
                assertThat(platform.faults).isEmpty();
                assertThat(platform.events).hasSizeGreaterThanOrEqualTo(3).endsWith("connected child");
            } finally {
                child.destroyForcibly().waitFor();
            }
        }
    }

    private static void signal(final Process process, final String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor()).isZero();
    }

    @Test
    void shouldGoOnWithAPlatformThatWasKilledAndStartedAtOnce(@TempDir final Path platformDirectory) throws Exception {
        final int[] ports = freePorts();
        try (TestWorker worker = new TestWorker("w1", ports[0], ports[1], TestWorker.context(journals))) {
            final RunFeed feed = worker.publisher.open(7, List.of(worker.ring));
            for (int life = 0; life < 3; life++) {
                final Process platform = ChildProcess.start(PlatformProgram.class, ports, platformDirectory);
                try {
                    final long before = feed.acknowledged();
                    for (int i = 0; i < 10; i++) {
                        worker.writeSamples(0, SAMPLES / 30);
                    }
                    Await.until(20, () -> feed.acknowledged() > before, () -> worker.events + " " + before);
                    worker.writeSamples(0, SAMPLES / 30);
                    if (life == 2) {
                        feed.complete();
                        Await.until(20, feed::isDone, () -> worker.events + " " + feed.journaled() + " " + feed.acknowledged());
                    }
                } finally {
                    platform.destroyForcibly().waitFor();
                }
                assertThat(platformDirectory.resolve(PlatformProgram.FAULTS)).doesNotExist();
            }
            assertThat(PlatformProgram.stored(platformDirectory)).isEqualTo(feed.journaled()).isEqualTo(33L * (SAMPLES / 30) + 1);
        }
    }

    private static int[] freePorts() throws Exception {
        try (java.net.DatagramSocket a = new java.net.DatagramSocket(); java.net.DatagramSocket b = new java.net.DatagramSocket()) {
            return new int[] {a.getLocalPort(), b.getLocalPort()};
        }
    }
}
