package busyhour.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.link.RunPosition;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.publish.PublisherContext;
import busyhour.ipc.publish.RunFeed;
import busyhour.ipc.publish.RunRings;
import busyhour.ipc.ring.ShardRing;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is written into a ring reaches the platform, whoever dies meanwhile. */
@Timeout(60)
class RecoverySystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldBringWhatAKilledWorkerHadWrittenIntoItsRingsOnceAndInOrder() throws Exception {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>())) {
            final int[] ports = {platform.link().dataPort(), platform.link().controlPort()};
            final Process child = ChildProcess.start(RingProgram.class, ports, directory);
            try {
                Await.until(30, () -> platform.samples > 5_000, () -> platform.events + " " + platform.samples);
            } finally {
                child.destroyForcibly().waitFor();
            }
            final MappedByteBuffer counts = IoUtil.mapExistingFile(directory.resolve(RingProgram.COUNTS).toFile(), "counts");
            try (TestWorker next = new TestWorker("child", ports[0], ports[1], TestWorker.context(directory))) {
                final List<RunFeed> found = next.publisher.recover();
                assertThat(found).hasSize(1);
                final RunFeed feed = found.get(0);
                Await.until(20, feed::isDone, () -> platform.events + " " + platform.stored + " " + feed.journaled() + " " + feed.acknowledged());
                assertThat(platform.faults).isEmpty();
                assertThat(platform.end).isEqualTo(new RunEnd(false, 0));
                for (int ring = 0; ring < 2; ring++) {
                    final List<Integer> seconds = platform.secondsOf.get(ring);
                    assertThat(seconds).isEqualTo(IntStream.range(0, seconds.size()).boxed().toList());
                    assertThat(seconds.size()).as("committed, and perhaps not counted any more")
                            .isBetween(counts.getInt(ring * 8), counts.getInt(ring * 8) + 1);
                }
                assertThat(left()).as("the journal with its rings is gone").isEmpty();
            }
        }
    }

    @Test
    void shouldSendAgainWhatIsStoredUntilThePlatformHasTheResult() throws Exception {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>())) {
            platform.kept = true;
            try (TestWorker worker = worker(platform, TestWorker.context(directory))) {
                final RunRings rings = worker.publisher.rings(7);
                final ShardRing ring = rings.ring(1 << 20);
                final RunFeed feed = worker.publisher.open(rings);
                for (int second = 0; second < 3_000; second++) {
                    worker.writeSample(ring, 1, second);
                }
                feed.complete();
                Await.until(20, feed::isStored, () -> platform.events + " " + platform.stored);
                assertThat(feed.isDone()).isFalse();
                assertThat(directory.resolve(RunId.text(7) + "-w1").resolve("ring-0")).as("its records are in the journal").doesNotExist();

                final long stored = platform.stored.remove("w1/7"); // another platform counts from the beginning
                platform.secondsOf.clear();
                platform.replayed = new RunPosition(0, stored, true);
                platform.link().replay("w1", 7);
                Await.until(20, () -> platform.stored.getOrDefault("w1/7", 0L) == stored, () -> platform.stored + " of " + stored);
                assertThat(platform.secondsOf.get(1)).isEqualTo(IntStream.range(0, 3_000).boxed().toList());
                assertThat(platform.faults).isEmpty();
                assertThat(feed.isDone()).isFalse();
                platform.link().release("w1", 7);
                Await.until(20, feed::isDone, () -> platform.stored);
                assertThat(left()).isEmpty();
            }
        }
    }

    private static TestWorker worker(final RecordingPlatform platform, final PublisherContext context) {
        return new TestWorker("w1", platform.link().dataPort(), platform.link().controlPort(), context);
    }

    private List<Path> left() throws Exception {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory).toList();
        }
    }
}
