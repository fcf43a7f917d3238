package busyhour.rtp.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.codec.video.VideoCodec;
import busyhour.rtp.PcapWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** tshark reads all RTCP of a lossy video call, in both sizes, and counts in it what we count. */
class FeedbackInteropTest {

    private static final int PORT = 40_001;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"true, PLI", "false, FIR"})
    void shouldSendFeedbackThatTsharkReads(final boolean reducedSize, final String request) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "no tshark: feedback was not judged");
        final int kinds = FeedbackKinds.NACK | FeedbackKinds.REMB | FeedbackKinds.TRANSPORT_CC
                | ("PLI".equals(request) ? FeedbackKinds.PLI : FeedbackKinds.FIR);
        final VideoLink link = new VideoLink(TestVideo.of(VideoCodec.VP8, 30, 300, 300), true, kinds, reducedSize, 4);
        link.loss = (header, nowNs) -> link.random.nextInt(100) < 4
                || nowNs / VideoLink.SECOND % 3 == 2 && header.ssrc() == VideoLink.RTX_SSRC;
        link.runUntil(20 * VideoLink.SECOND);
        final Path capture = folder.resolve("rtcp.pcap");
        final PcapWriter writer = new PcapWriter();
        for (final byte[] octets : link.rtcp) {
            writer.add(1_000_000, PORT + 1, PORT, new UnsafeBuffer(octets), 0, octets.length);
        }
        writer.write(capture);
        final List<String> lines = tshark(capture, "-T", "fields", "-e", "_ws.malformed", "-e", "_ws.expert.message",
                "-e", "rtcp.length_check", "-e", "rtcp.rtpfb.nack_pid", "-e", "rtcp.psfb.fmt", "-e", "rtcp.rtpfb.fmt",
                "-e", "rtcp.psfb.remb.fci.br_mantissa", "-e", "rtcp.rtpfb.transportcc.statuscount",
                "-E", "separator=;");
        assertThat(lines).hasSize(link.rtcp.size());
        int nacked = 0;
        int requests = 0;
        int rates = 0;
        int transports = 0;
        for (final String line : lines) {
            final String[] fields = line.split(";", -1);
            assertThat(fields[0]).as(line).isEmpty();
            assertThat(fields[1]).as(line).doesNotContainIgnoringCase("malformed").doesNotContain("length");
            assertThat(fields[2]).as(line).matches("(1|True)(,(1|True))*");
            nacked += items(fields[3]).size(); // those of the mask too
            requests += (int) items(fields[4]).stream().filter(format -> format.equals("PLI".equals(request) ? "1" : "4")).count();
            rates += items(fields[6]).size();
            transports += (int) items(fields[5]).stream().filter("15"::equals).count();
        }
        final VideoReceiveMetrics metrics = link.receive.metrics();
        assertThat(nacked).isEqualTo((int) metrics.nackSent()).isGreaterThan(50);
        assertThat(requests).isEqualTo((int) metrics.keyframeRequestsSent()).isPositive();
        assertThat(rates).isGreaterThanOrEqualTo(18);
        assertThat(transports).isGreaterThan(100);
    }

    private static List<String> items(final String field) {
        return field.isEmpty() ? List.of() : Arrays.asList(field.split(","));
    }

    private static List<String> tshark(final Path capture, final String... arguments) throws IOException, InterruptedException {
        final List<String> command = new java.util.ArrayList<>(
                List.of("/usr/bin/tshark", "-n", "-r", capture.toString(), "-d", "udp.port==" + PORT + ",rtcp"));
        command.addAll(Arrays.asList(arguments));
        final Path out = capture.resolveSibling("out.txt");
        final Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(out, StandardCharsets.UTF_8);
    }
}
