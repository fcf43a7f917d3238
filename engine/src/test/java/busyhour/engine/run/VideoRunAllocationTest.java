package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.RtcpSpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** A whole run with Opus and video both ways over sockets that lose packets: what is lost is asked for again, without garbage. */
class VideoRunAllocationTest {

    private static final int CALLS = 3;
    /** Calls are up and everything has happened once. */
    private static final int STEADY_FROM_S = 9;
    private static final int STEADY_S = 6;
    private static final int LOST_EACH = 40;

    @Test
    void shouldAllocateNothingWithVideoOpusAndLoss() throws RunFaultException {
        final VideoSpec video = new VideoSpec(List.of("H264", "VP8"), 320, 180, 15, 150_000, 1_000, 1, List.of(), true, true, VideoSpec.AF41);
        final MediaSpec media = MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("OPUS", "PCMU")).withVideo(video)
                .withRtcp(new RtcpSpec(1_000, true, true));
        final Assignment plain = Assignments.direct(CALLS, 1_000L * (STEADY_FROM_S + STEADY_S + 2), new Ramp(0, 0));
        final EngineSettings defaults = EngineSettings.defaults();

        final RecordedRun run = RecordedRun.play(
                Assignments.assignment(List.of(), plain.groups().get(0).withMedia(media), plain.groups().get(1).withMedia(media)),
                new EngineSettings(defaults.cores(), defaults.idle(), defaults.ports(), VideoRunAllocationTest::losing));

        assertThat(run.faults).isEmpty();
        assertThat(run.sum("frames_received")).isPositive();
        assertThat(run.sum("packets_lost")).isPositive();
        assertThat(run.sum("nack_sent")).isPositive();
        assertThat(run.sum("rtx_packets_received")).isPositive();
        assertThat(run.allocatedBytes.entrySet().stream()
                .filter(second -> second.getKey() >= STEADY_FROM_S && second.getKey() < STEADY_FROM_S + STEADY_S)
                .map(Map.Entry::getValue)).hasSize(STEADY_S).containsOnly(0L);
    }

    private static DatagramIo losing(final int sockets) {
        return new ForwardingDatagramIo(new EpollDatagramIo(sockets)) {
            private int sent;

            @Override
            public int send(final int socket, final DirectBuffer buffer, final int offset, final int length) {
                return ++sent % LOST_EACH == 0 ? length : super.send(socket, buffer, offset, length);
            }
        };
    }
}
