package busyhour.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.ipc.link.CalibrationReport;
import busyhour.ipc.link.HostLoad;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.PlatformLink;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Load;
import busyhour.ipc.publish.RunFeed;
import busyhour.ipc.run.CalibrationState;
import busyhour.ipc.run.RunStatus;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LinkSystemTest {
    @TempDir
    private Path journals;

    @Test
    void shouldBringEverySampleInSequenceAndDeleteTheJournalWhenAcknowledged() throws Exception {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>());
             TestWorker worker = worker("w1", platform)) {
            final RunFeed feed = worker.publisher.open(7, List.of(worker.ring));
            worker.writeSamples(0, 20_000);
            feed.complete();
            Await.until(20, feed::isDone, () -> state(platform, worker, feed));
            assertThat(platform.faults).isEmpty();
            assertThat(platform.samples).isEqualTo(20_000);
            assertThat(platform.values).isEqualTo(20_000 * 60);
            assertThat(platform.end).isEqualTo(new RunEnd(true, 0));
            try (Stream<Path> left = Files.list(journals)) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void shouldCarryAnAssignmentOfManyPiecesAndTheStop() throws Exception {
        final byte[] file = new byte[LinkContext.FILES_LIMIT_BYTES];
        new Random(1).nextBytes(file);
        final Assignment assignment = new Assignment(9, "big", List.of(), List.of(), Map.of("prompt.wav", file), true, List.of("10.0.0.0/8"));
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>());
             TestWorker worker = worker("w1", platform)) {
            Await.until(10, () -> platform.link().workers().contains("w1") && worker.link.isConnected(), () -> platform.events);
            assertThat(platform.link().startRun("nobody", assignment)).isFalse();
            assertThat(platform.link().startRun("w1", assignment)).isTrue();
            assertThat(platform.link().setLoad("nobody", 9, 1, Load.users(3))).isFalse();
            assertThat(platform.link().setLoad("w1", 9, 1, Load.rate(600, 60_000))).isTrue();
            assertThat(platform.link().setLoad("w1", 9, 2, Load.users(0))).isTrue();
            assertThat(platform.link().stopRun("w1", 9, true)).isTrue();
            Await.until(30, () -> worker.events.contains("stop 9 true"), () -> worker.events);
            assertThat(worker.events).containsSubsequence("load 9 1 600/m", "load 9 2 0 users", "stop 9 true");
            assertThat(worker.assignments).hasSize(1);
            assertThat(worker.assignments.get(0).name()).isEqualTo("big");
            assertThat(Arrays.equals(worker.assignments.get(0).files().get("prompt.wav"), file)).isTrue();
            worker.link.run(9, 40, RunStatus.RUNNING);
            worker.link.run(10, 2, RunStatus.STOPPING);
            worker.link.host(new HostLoad(4_200, 2, 12.5, 1L << 30, 4L << 30, 3, 0, "1.2"));
            Await.until(5, () -> platform.heartbeat != null && platform.heartbeat.used() == 42, () -> platform.heartbeat);
            assertThat(platform.heartbeat.status(9)).isEqualTo(RunStatus.RUNNING);
            assertThat(platform.heartbeat.status(10)).isEqualTo(RunStatus.STOPPING);
            assertThat(platform.heartbeat.host()).isEqualTo(new HostLoad(4_200, 2, 12.5, 1L << 30, 4L << 30, 3, 0, "1.2"));
            worker.link.run(10, 0, null);
            worker.link.host(HostLoad.NONE);
            Await.until(5, () -> platform.heartbeat.used() == 40, () -> platform.heartbeat);
            assertThat(platform.heartbeat.host()).isEqualTo(HostLoad.NONE);
        }
    }

    @Test
    void shouldBringACalibrationThereAndWhatComesOfItBack() throws Exception {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>());
             TestWorker worker = worker("w1", platform)) {
            Await.until(10, () -> platform.link().workers().contains("w1") && platform.heartbeat != null, () -> platform.events);
            assertThat(platform.heartbeat.calibration()).isEqualTo(CalibrationReport.none(null));
            assertThat(platform.link().calibrate("nobody", 7)).isFalse();
            assertThat(platform.link().calibrate("w1", 7)).isTrue();
            Await.until(5, () -> worker.events.contains("calibrate 7"), () -> worker.events);
            final List<CalibrationReport> reports = List.of(new CalibrationReport(7, CalibrationState.RUNNING, 300, ""),
                    new CalibrationReport(7, CalibrationState.DONE, 4_200, "the CPU of a büro"),
                    new CalibrationReport(8, CalibrationState.FAILED, null, "x".repeat(1_000)), CalibrationReport.none(4_200));
            for (final CalibrationReport report : reports) {
                worker.link.calibration(report);
                Await.until(5, () -> platform.heartbeat.calibration().equals(report), () -> platform.heartbeat);
            }
            assertThat(reports.get(2).message()).hasSize(CalibrationReport.MESSAGE_LIMIT).endsWith("x…");
        }
    }

    @Test
    void shouldPutAJournalAsideWhenToldToKeepIt() throws Exception {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>());
             TestWorker worker = new TestWorker("w1", platform.link().dataPort(), platform.link().controlPort(),
                     TestWorker.context(journals).keepJournals(true))) {
            final RunFeed feed = worker.publisher.open(7, List.of(worker.ring));
            worker.writeSamples(0, 10);
            feed.complete();
            Await.until(20, feed::isDone, () -> state(platform, worker, feed));
            assertThat(journals.resolve("0000000000007-w1.kept")).isNotEmptyDirectory();
            assertThat(worker.publisher.recover()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 127.0.0.1", "::1, ::1", "localhost, localhost"})
    void shouldConnectToWhereThePlatformListens(final String bound, final String called) throws Exception {
        assumeTrue(!bound.contains(":") || NetworkInterface.getByInetAddress(InetAddress.getByName(bound)) != null,
                "this host has no IPv6");
        try (RecordingPlatform platform = new RecordingPlatform(bound, 0, 0, new HashMap<>());
             TestWorker worker = new TestWorker(called, "w1", platform.link().dataPort(), platform.link().controlPort(),
                     TestWorker.context(journals))) {
            final long startNs = System.nanoTime();
            Await.until(10, worker.link::isConnected, () -> platform.events);
            assertThat(System.nanoTime() - startNs).isLessThan(3_000_000_000L);
        }
    }

    @Test
    void shouldSayInOneSentenceThatAPortIsInUse() {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>())) {
            final int port = platform.link().dataPort();
            assertThatThrownBy(() -> new PlatformLink(new LinkContext().dataPort(port).controlPort(0), platform))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("UDP port " + port + " of 127.0.0.1 cannot be opened: Address already in use");
        }
    }

    @Test
    void shouldKeepTwoWorkersApart() throws Exception {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>());
             TestWorker one = worker("one", platform);
             TestWorker two = worker("two", platform)) {
            final RunFeed first = one.publisher.open(7, List.of(one.ring));
            final RunFeed second = two.publisher.open(7, List.of(two.ring));
            one.writeSamples(0, 3_000);
            two.writeSamples(0, 2_000);
            first.complete();
            second.complete();
            Await.until(20, () -> first.isDone() && second.isDone(), () -> state(platform, one, first));
            assertThat(platform.faults).isEmpty();
            assertThat(platform.stored).containsEntry("one/7", 3_001L).containsEntry("two/7", 2_001L);
        }
    }

    @Test
    void shouldRefuseASecondWorkerOfTheSameName() throws Exception {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>());
             TestWorker one = worker("same", platform)) {
            Await.until(10, one.link::isConnected, () -> platform.events);
            try (TestWorker two = new TestWorker("same", platform.link().dataPort(), platform.link().controlPort(),
                    TestWorker.context(journals.resolve("two")))) {
                Await.until(10, () -> !two.events.isEmpty(), () -> two.events);
                assertThat(two.events.get(0)).startsWith("refused: NAME_IN_USE");
                assertThat(one.link.isConnected()).isTrue();
            }
        }
    }

    @Test
    void shouldOfferARecordAgainWhenItsHandlerFailed() throws Exception {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>());
             TestWorker worker = worker("w1", platform)) {
            platform.failuresToThrow = 2;
            final RunFeed feed = worker.publisher.open(7, List.of(worker.ring));
            worker.writeSamples(0, 1_000);
            feed.complete();
            Await.until(20, feed::isDone, () -> state(platform, worker, feed));
            assertThat(platform.faults).isEmpty();
            assertThat(platform.samples).isEqualTo(1_000);
        }
    }

    @Test
    void shouldHoldRecordsBackWhileThePlatformIsNotReadyAndLoseNobody() throws Exception {
        try (RecordingPlatform platform = new RecordingPlatform(0, 0, new HashMap<>());
             TestWorker worker = worker("w1", platform)) {
            final RunFeed feed = worker.publisher.open(7, List.of(worker.ring));
            Await.until(10, worker.link::isConnected, () -> platform.events);
            platform.ready = false;
            worker.writeSamples(0, 10_000);
            Thread.sleep(6_000);
            assertThat(feed.lagNs()).isGreaterThan(4_000_000_000L);
            assertThat(platform.samples).isLessThan(10_000);
            platform.ready = true;
            feed.complete();
            Await.until(20, feed::isDone, () -> state(platform, worker, feed));
            assertThat(platform.faults).isEmpty();
            assertThat(platform.samples).isEqualTo(10_000);
            assertThat(platform.events).containsExactly("connected w1");
            assertThat(platform.messages).doesNotHaveAnyElementsOfTypes(CallEvent.class);
        }
    }

    private TestWorker worker(final String name, final RecordingPlatform platform) {
        return new TestWorker(name, platform.link().dataPort(), platform.link().controlPort(), TestWorker.context(journals));
    }

    private static Object state(final RecordingPlatform platform, final TestWorker worker, final RunFeed feed) {
        return "platform " + platform.events + " samples " + platform.samples + " faults " + platform.faults
                + ", worker " + worker.events + ", journaled " + feed.journaled() + " acknowledged " + feed.acknowledged();
    }
}
