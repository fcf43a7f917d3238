package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.rtp.PcapWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What we send as read by somebody else. */
class RtcpTsharkTest {

    private static final long SECOND = 1_000_000_000L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RtcpSession.MAX_LENGTH]);
    private final PcapWriter capture = new PcapWriter();

    @Test
    @Timeout(60)
    void shouldSendReportsThatTsharkReadsWithoutComplaint(@TempDir final Path directory) throws IOException, InterruptedException {
        final String[] path = System.getenv("PATH").split(":");
        Path tshark = null;
        for (final String folder : path) {
            tshark = tshark == null && Files.isExecutable(Path.of(folder, "tshark")) ? Path.of(folder, "tshark") : tshark;
        }
        assumeTrue(tshark != null, "no tshark on the path");
        converse();
        final Path file = directory.resolve("rtcp.pcap");
        capture.write(file);
        final Path text = directory.resolve("rtcp.txt");
        final Process process = new ProcessBuilder(tshark.toString(), "-n", "-r", file.toString(), "-d", "udp.port==5005,rtcp", "-V")
                .redirectErrorStream(false).redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(text.toFile()).start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        final String read = Files.readString(text, StandardCharsets.UTF_8);
        assertThat(read).doesNotContainIgnoringCase("malformed").doesNotContain("Expert Info (Error").doesNotContain("Expert Info (Warning");
        assertThat(occurrences(read, "RTCP frame length check: OK")).isEqualTo(7);
        assertThat(occurrences(read, "Packet type: Extended report (RFC 3611) (207)")).isEqualTo(7);
        assertThat(occurrences(read, "VoIP Metrics Report Block")).isPositive();
        assertThat(occurrences(read, "Receiver Reference Time Report Block")).isPositive();
        assertThat(occurrences(read, "DLRR Report Block")).isPositive();
        assertThat(occurrences(read, "Packet type: Goodbye (203)")).isEqualTo(1);
        assertThat(read).contains("MOS - Listening Quality: 4.1").contains("R Factor: 82").contains("busyhour@127.0.0.1");
    }

    /** A party that sends and one that only receives: SR and RR with XR of every kind, and a BYE. */
    private void converse() {
        final TestSources speaker = new TestSources();
        final TestSources listener = new TestSources();
        listener.ssrc = 0x2000_0002;
        listener.hasSource = true;
        listener.sourceSsrc = speaker.ssrc;
        speaker.hasSource = false;
        final RtcpSession first = new RtcpSession();
        final RtcpSession second = new RtcpSession();
        speaker.start(first);
        listener.start(second);
        first.extendedReports(new TestVoice(), true, true);
        second.extendedReports(new TestVoice(), true, true);
        for (int i = 1; i <= 3; i++) {
            speaker.packets = 250 * i;
            listener.expected = 250 * i;
            listener.received = 240 * i;
            send(second, first, 5L * i * SECOND);
            send(first, second, 5L * i * SECOND + SECOND);
        }
        final int length = second.writeBye(buffer, 0, 20 * SECOND);
        capture.add(20 * SECOND, 5_005, 5_005, buffer, 0, length);
    }

    private void send(final RtcpSession from, final RtcpSession to, final long nowNs) {
        final int length = from.writeReport(buffer, 0, nowNs);
        from.onSent(nowNs);
        capture.add(nowNs, 5_005, 5_005, buffer, 0, length);
        to.onCompound(buffer, 0, length, nowNs + 20_000_000);
    }

    private static int occurrences(final String text, final String wanted) {
        return text.split(java.util.regex.Pattern.quote(wanted), -1).length - 1;
    }
}
