package busyhour.ipc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.message.StateWriter;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.SampleScope;
import busyhour.ipc.sbe.EndpointSampleDecoder;
import busyhour.ipc.sbe.EndpointStateDecoder;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import busyhour.ipc.sbe.RunEndDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is journaled while the disk fills up, in virtual time. */
class FeedIntakeTest {
    private static final long MIB = 1 << 20;
    private static final long RESERVE = 100 * MIB;

    @TempDir
    private Path directory;
    private long usableBytes = 10 * RESERVE;
    private long nowNs;
    private final ShardRing ring = ShardRing.offHeap(1 << 16);
    private final SampleWriter samples = new SampleWriter();
    private final StateWriter states = new StateWriter();
    private final RunFeed.FeedFigures figures = new RunFeed.FeedFigures();

    @Test
    void shouldRefuseSamplesInTheReserveAndStillWriteStatesAndTheEnd() {
        try (Journal journal = new Journal(directory, 1, () -> 1_790_000_000_000L)) {
            final FeedIntake intake = intake(journal);
            write(intake);
            assertThat(figures.refusal).isNull();
            usableBytes = RESERVE - 1;
            write(intake);
            assertThat(figures.refusal).as("looks again after half a second only").isNull();
            nowNs += 500_000_000;
            write(intake);
            assertThat(figures.refusal).isEqualTo("disk of the journal /journals is short: 99 MiB free, 100 MiB are kept in reserve");
            usableBytes = 10 * RESERVE;
            nowNs += 500_000_000;
            write(intake);
            assertThat(figures.recordsRefused.get()).as("a run with holes is over").isEqualTo(2);
            usableBytes = RESERVE / 2 - 1;
            nowNs += 500_000_000;
            write(intake);
            assertThat(figures.recordsRefused.get()).isEqualTo(4);
            intake.end(true);
            while (intake.work(nowNs) > 0) {
                continue;
            }
            assertThat(figures.journaled).isTrue();
            final int sample = EndpointSampleDecoder.TEMPLATE_ID;
            final int state = EndpointStateDecoder.TEMPLATE_ID;
            assertThat(types(journal)).containsExactly(sample, state, sample, state, state, state, RunEndDecoder.TEMPLATE_ID);
        }
    }

    @Test
    void shouldLookAtTheDiskEachMebibyte() {
        try (Journal journal = new Journal(directory, 1, () -> 1_790_000_000_000L)) {
            final FeedIntake intake = intake(journal);
            write(intake);
            usableBytes = 0;
            final long before = figures.journalBytes.get();
            while (figures.refusal == null) {
                write(intake);
            }
            assertThat(figures.journalBytes.get() - before).isLessThan(2 * MIB);
        }
    }

    @Test
    void shouldJournalTheEndAfterAllThatWasInTheRings() {
        try (Journal journal = new Journal(directory, 1, () -> 1_790_000_000_000L)) {
            final FeedIntake intake = intake(journal);
            int written = 0;
            for (int round = 0; round < 40; round++) { // the rings' end comes at many places
                while (samples.begin(1, written, SampleScope.SECOND).set(0, written).tryWrite(ring)) {
                    written++;
                }
                intake.work(nowNs);
            }
            intake.end(true);
            while (!figures.journaled) {
                intake.work(nowNs);
            }
            final List<Integer> types = types(journal);
            assertThat(types).hasSize(written + 1).endsWith(RunEndDecoder.TEMPLATE_ID);
            assertThat(types.subList(0, written))
                    .isEqualTo(Collections.nCopies(written, EndpointSampleDecoder.TEMPLATE_ID));
            assertThat(figures.recordsRefused.get()).isZero();
        }
    }

    @Test
    void shouldGoOnBehindTheLastRecordOfAJournalWhoseRingWasNotToldOfIt() throws Exception {
        final PublisherContext context = new PublisherContext().journalDirectory(directory).workerName("w").diskSpace(() -> 10 * RESERVE)
                .reserveBytes(RESERVE);
        final PublisherAgent publisher = new PublisherAgent(context, null);
        final RunRings rings = publisher.rings(5);
        final ShardRing first = rings.ring(1 << 16);
        final ShardRing second = rings.ring(1 << 16);
        final RunFeed feed = publisher.open(rings);
        final Path file = directory.resolve("0000000000005-w").resolve("ring-1");
        for (int i = 0; i < 500; i++) { // so far that the rings' ends are passed
            assertThat(samples.begin(1, i, SampleScope.SECOND).set(0, i).tryWrite(first)).isTrue();
            assertThat(samples.begin(2, i, SampleScope.SECOND).set(0, i).tryWrite(second)).isTrue();
            feed.intake().work(nowNs);
        }
        for (int i = 500; i < 520; i++) {
            assertThat(samples.begin(1, i, SampleScope.SECOND).set(0, i).tryWrite(first)).isTrue();
            assertThat(samples.begin(2, i, SampleScope.SECOND).set(0, i).tryWrite(second)).isTrue();
        }
        first.tryClaim(1, 40); // and never committed
        final byte[] before = Files.readAllBytes(file);
        feed.intake().work(nowNs);
        Files.write(file, before, StandardOpenOption.WRITE); // killed after the journal, before the ring
        assertThat(samples.begin(2, 520, SampleScope.SECOND).set(0, 0).tryWrite(second)).isTrue();
        feed.abandon();

        final RunFeed found = publisher.recover().getFirst();
        while (!found.isJournaled()) {
            found.intake().work(nowNs);
        }
        assertThat(found.journaled()).isEqualTo(520 + 521 + 1);
        assertThat(seconds(found.journal(), 1)).isEqualTo(IntStream.range(0, 520).boxed().toList());
        assertThat(seconds(found.journal(), 2)).isEqualTo(IntStream.range(0, 521).boxed().toList());
        assertThat(types(found.journal())).endsWith(RunEndDecoder.TEMPLATE_ID);
        found.abandon();
    }

    private static List<Integer> seconds(final Journal journal, final int endpoint) {
        final List<Integer> seconds = new ArrayList<>();
        final EndpointSampleDecoder sample = new EndpointSampleDecoder();
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        for (journal.seek(1); journal.hasCurrent(); journal.next()) {
            header.wrap(journal.current(), Journal.RECORD_LENGTH);
            if (header.templateId() == EndpointSampleDecoder.TEMPLATE_ID
                    && sample.wrapAndApplyHeader(journal.current(), Journal.RECORD_LENGTH, header).endpoint() == endpoint) {
                seconds.add(sample.second());
            }
        }
        return seconds;
    }

    private FeedIntake intake(final Journal journal) {
        return new FeedIntake(journal, new DiskReserve(() -> usableBytes, RESERVE, "/journals"), List.of(ring), figures);
    }

    private void write(final FeedIntake intake) {
        assertThat(samples.begin(1, 1, SampleScope.SECOND).set(0, 1).tryWrite(ring)).isTrue();
        assertThat(states.tryWrite(ring, 1, 1, 0, EndpointPhase.INCALL, null, 0, null)).isTrue();
        while (intake.work(nowNs) > 0) {
            continue;
        }
    }

    private static List<Integer> types(final Journal journal) {
        final List<Integer> types = new ArrayList<>();
        for (journal.seek(1); journal.hasCurrent(); journal.next()) {
            types.add((int) journal.current().getShort(Journal.RECORD_LENGTH + 2));
        }
        return types;
    }
}
