package busyhour.engine.run;

import static busyhour.engine.run.Scripts.every;
import static busyhour.engine.run.Scripts.onDigits;
import static busyhour.engine.run.Scripts.pause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIPp plays digits that somebody recorded on a telephone (RFC 2833): all of one SSRC, each with sequence numbers and
 * timestamps of its own, so that both leap back and forth between two digits.
 */
class SippDigitsInteropTest {

    private static final List<String> KEYS = List.of("1", "3", "5", "7", "9", "0", "star");
    private static final String DIGITS = "135790*";
    /** 2,240 units of 8 kHz in the last packet of each. */
    private static final double DURATION_MS = 280;
    private static final Path INSTALLED = Path.of("/usr/share/sip-tester");

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeSippMayPlay() {
        SippProcess.assumeInstalled();
        assumeTrue("root".equals(System.getProperty("user.name")), "SIPp plays captures by a raw socket: it needs root");
        assumeTrue(KEYS.stream().allMatch(key -> Files.exists(capture(key))), "no recorded digits in " + INSTALLED + " or the vectors");
    }

    private static Path capture(final String key) {
        final Path installed = INSTALLED.resolve("dtmf_2833_" + key + ".pcap");
        return Files.exists(installed) ? installed
                : Path.of(System.getProperty("busyhour.root", "."), "../shared/vectors/03-rtp-srtp/captures/sipp-dtmf_2833_" + key + ".pcap");
    }

    private SippProcess call(final int port) {
        try (InputStream in = SippDigitsInteropTest.class.getResourceAsStream("/busyhour/engine/sipp/digits-uac.xml")) {
            Files.write(directory.resolve("digits-uac.xml"), in.readAllBytes());
            for (final String key : KEYS) {
                Files.copy(capture(key), directory.resolve("dtmf_2833_" + key + ".pcap"));
            }
            return SippProcess.start(directory, "-sf", directory.resolve("digits-uac.xml").toString(), "127.0.0.1:" + port, "-s", "bob", "-i", "127.0.0.1",
                    "-p", String.valueOf(Assignments.peerPorts(1)), "-mp", String.valueOf(Assignments.peerPorts(4)), "-m", "1", "-timeout", "30");
        } catch (final java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldHearRecordedDigitsOnceEachAndInOrder() throws Exception {
        final int port = Assignments.freePort();
        final GroupSpec callee = Assignments.receivers(0, 1, "127.0.0.1:" + port, 60_000)
                .withActions(List.of(every(onDigits(null, pause(1))), onDigits(DIGITS, pause(1))));
        final SippProcess[] sipp = new SippProcess[1];
        final long startNs = System.nanoTime();
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), callee), EngineSettings.defaults(), () -> {
            final long elapsedMs = (System.nanoTime() - startNs) / 1_000_000L;
            if (sipp[0] == null && elapsedMs > 1_000) {
                sipp[0] = call(port);
            }
            return sipp[0] != null && !sipp[0].isAlive() || elapsedMs > 25_000;
        });
        try (SippProcess peer = sipp[0]) {
            final String what = peer.screen() + "\n" + run.details + " " + run.actions + "\n" + String.join("\n", run.messages);
            assertThat(peer.await(5)).as(what).isZero();
            assertThat(run.faults).as(what).isEmpty();
            assertThat(run.outcomes.get(0)).as(what).isEqualTo(EndpointOutcome.SUCCESS);
            assertThat(run.sum("dtmf_digits_received")).as(what).isEqualTo(DIGITS.length());
            assertThat(run.actions.get(0)).as(what).filteredOn("0.0 wait"::equals).hasSize(DIGITS.length());
            assertThat(run.actions.get(0)).as(what).filteredOn("1.0 wait"::equals).hasSize(1);
            assertThat(run.texts.get("dtmf_method")).as(what).isEqualTo(Map.of("rtp", 1));
            assertThat(run.gauges.get("dtmf_duration_ms")).as(what).isNotEmpty().containsOnly(DURATION_MS);
            assertThat(run.sum("malformed_packets")).as(what).isZero();
            assertThat(run.sum("unexpected_payload_type")).as(what).isZero();
        }
    }
}
