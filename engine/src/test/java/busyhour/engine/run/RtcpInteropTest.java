package busyhour.engine.run;

import static busyhour.engine.run.Scripts.at;
import static busyhour.engine.run.Scripts.reInvite;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.RtcpSpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * tshark reads all RTCP of calls with audio and lossy video: reports, XR and every kind of feedback, none of it malformed
 * or with a length that does not add up.
 */
class RtcpInteropTest {

    private static final long DURATION_MS = 8_000;
    private static final int FIRST_MEDIA_PORT = 31_400;
    private static final int LAST_MEDIA_PORT = 31_431;
    private static final int VIDEO = 96;
    private static final int RETRANSMITTED = 97;

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeTshark() throws Exception {
        TsharkCapture.assumePossible();
    }

    /** Loses each 40th packet of video, and two of three that are sent again. */
    private static DatagramIo losing(final int sockets) {
        return new ForwardingDatagramIo(new EpollDatagramIo(sockets)) {
            private int videos;
            private int repeats;

            @Override
            public int send(final int socket, final DirectBuffer buffer, final int offset, final int length) {
                final int type = buffer.getByte(offset + 1) & 0x7F;
                final boolean isLost = type == VIDEO && ++videos % 40 == 0 || type == RETRANSMITTED && ++repeats % 3 != 0;
                return isLost ? length : super.send(socket, buffer, offset, length);
            }
        };
    }

    @Test
    void shouldSendRtcpThatTsharkUnderstands() throws Exception {
        final Path file;
        final RecordedRun run;
        try (TsharkCapture tshark = TsharkCapture.start(directory, List.of(), "lo", "udp portrange " + FIRST_MEDIA_PORT + "-" + LAST_MEDIA_PORT, 60)) {
            run = RecordedRun.play(Assignments.assignment(List.of(), groups().toArray(GroupSpec[]::new)), new EngineSettings(null,
                    EngineSettings.Idle.BACKOFF, new PortRange(FIRST_MEDIA_PORT, LAST_MEDIA_PORT), RtcpInteropTest::losing));
            file = tshark.stop();
        }
        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).hasSize(4).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.messages).anyMatch(text -> text.contains("a=rtpmap:" + VIDEO + " VP8") && text.contains("a=rtpmap:" + RETRANSMITTED + " rtx"));

        final List<String> packets = tshark(file, "rtcp", "rtcp.pt");
        assertThat(packets).hasSize((int) (run.sum("rtcp_packets_sent") + run.sum("video.rtcp_packets_sent")));
        assertThat(numbers(packets)).as("SR, RR, SDES, BYE, RTPFB, PSFB, XR").contains("200", "201", "202", "203", "205", "206", "207");
        assertThat(numbers(tshark(file, "rtcp.xr.bt", "rtcp.xr.bt"))).as("RRT, DLRR, VoIP metrics").contains("4", "5", "7");
        assertThat(numbers(tshark(file, "rtcp.sdes.type", "rtcp.sdes.type"))).as("CNAME").contains("1");
        assertThat(numbers(tshark(file, "rtcp.rtpfb.fmt", "rtcp.rtpfb.fmt"))).as("NACK, transport-wide CC").contains("1", "15");
        assertThat(numbers(tshark(file, "rtcp.psfb.fmt", "rtcp.psfb.fmt"))).as("PLI, REMB").contains("1", "15");
        assertThat(tshark(file, "_ws.malformed", "frame.number")).as("malformed").isEmpty();
        assertThat(tshark(file, "rtcp", "udp.length")).as("lengths that add up").isEqualTo(
                tshark(file, "rtcp", "rtcp.length").stream().map(RtcpInteropTest::udpLength).toList());
        assertThat(tshark(file, "rtcp && _ws.expert.severity >= 0x600000", "_ws.expert.message")).as("warnings and errors").isEmpty();
    }

    /** The values of a field, one line for each packet that passes the filter. */
    private static List<String> tshark(final Path file, final String filter, final String field) throws Exception {
        final List<String> options = new ArrayList<>();
        for (int port = FIRST_MEDIA_PORT; port <= LAST_MEDIA_PORT; port += 2) {
            options.addAll(List.of("-d", "udp.port==" + (port + 1) + ",rtcp"));
        }
        options.addAll(List.of("-Y", filter, "-T", "fields", "-e", field));
        return TsharkCapture.tshark(file, FIRST_MEDIA_PORT + "-" + LAST_MEDIA_PORT, options.toArray(String[]::new)).lines().toList();
    }

    /** Of a datagram whose RTCP packets are so many words long, less one each (RFC 3550 6.4.1). */
    private static String udpLength(final String words) {
        return String.valueOf(8 + List.of(words.split(",")).stream().mapToInt(length -> 4 * (Integer.parseInt(length) + 1)).sum());
    }

    private static Set<String> numbers(final List<String> lines) {
        final Set<String> numbers = new TreeSet<>();
        lines.forEach(line -> numbers.addAll(List.of(line.split(","))));
        return numbers;
    }

    /** Two pairs; the callers of the second only listen from 4 s on, so that they send RR. */
    private static List<GroupSpec> groups() {
        final List<GroupSpec> groups = new ArrayList<>();
        for (final String codec : List.of("VP8", "H264")) {
            final MediaSpec media = Assignments.PCMU.withRtcp(new RtcpSpec(1_000, true, true)).withVideo(VideoSpec.of(codec, 320, 180, 15, 300_000));
            final int first = groups.size();
            groups.add(Assignments.group("called " + codec, first, 1, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null),
                    "127.0.0.1:" + Assignments.freePort(), DURATION_MS, new Ramp(0, 0)).withMedia(media));
            groups.add(Assignments.group("calling " + codec, first + 1, 1, -1, List.of(), new Callee(Callee.Kind.GROUP, first, null), null,
                    DURATION_MS, new Ramp(0, 0)).withMedia(media).withActions(codec.equals("VP8") ? List.of() : List.of(at(4_000, reInvite("recvonly")))));
        }
        return groups;
    }
}
