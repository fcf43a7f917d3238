package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Audio and video both ways over loopback, with the shard on a thread of its own. */
class VideoSystemTest {

    private static final int CALLS = 5;
    private static final long DURATION_MS = 5_000;

    private static RecordedRun play(final MediaSpec media) throws RunFaultException {
        final Assignment plain = Assignments.direct(CALLS, DURATION_MS, new Ramp(0, 0));
        return RecordedRun.play(Assignments.assignment(List.of(), plain.groups().get(0).withMedia(media), plain.groups().get(1).withMedia(media)),
                EngineSettings.defaults());
    }

    @Test
    void shouldSendOpusAndVp8BothWaysMarkedByTrack() throws RunFaultException {
        final VideoSpec video = new VideoSpec(List.of("VP8"), 320, 180, 15, 150_000, 1_000, 1, List.of(), true, true, VideoSpec.AF41);
        final RecordedRun run = play(MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("OPUS")).withVideo(video));

        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).containsOnly(EndpointOutcome.SUCCESS).hasSize(2 * CALLS);
        assertThat(run.sum("packets_received")).isEqualTo(run.sum("packets_sent"));
        assertThat(run.sum("video.packets_received")).isEqualTo(run.sum("video.packets_sent"));
        assertThat(run.sum("frames_received")).isCloseTo(run.sum("frames_sent"), within(2.0 * CALLS));
        assertThat(run.sum("frames_sent")).isCloseTo(2 * CALLS * 15 * DURATION_MS / 1_000.0, within(4.0 * CALLS));
        assertThat(run.gauges.get("dscp_received")).isNotEmpty().containsOnly((double) AudioSpec.EF);
        assertThat(run.gauges.get("video.dscp_received")).isNotEmpty().containsOnly((double) VideoSpec.AF41);
        assertThat(run.gauges.get("video_bitrate_bps.send")).isNotEmpty();
        assertThat(run.gauges.get("mos")).as("nobody has published Ie and Bpl of Opus").isNull();
    }

    @Test
    void shouldSayHowManyPortsVideoNeeds() {
        final EngineSettings settings = new EngineSettings(null, EngineSettings.Idle.BACKOFF, new PortRange(31_480, 31_495), EpollDatagramIo::new);
        final Assignment two = Assignments.assignment(List.of(),
                Assignments.receivers(0, 2, "127.0.0.1:" + Assignments.freePort(), 1_000).withMedia(VideoCalls.withVideo("H264")));
        assertThatCode(() -> Run.prepare(two, settings, error -> { }).close()).as("4 of 8 pairs").doesNotThrowAnyException();
        final Assignment ten = Assignments.assignment(List.of(),
                Assignments.receivers(0, 5, "127.0.0.1:" + Assignments.freePort(), 1_000).withMedia(VideoCalls.withVideo("H264")));
        assertThatThrownBy(() -> Run.prepare(ten, settings, error -> { }))
                .isInstanceOf(RunFaultException.class).hasMessageContaining("5 endpoints need 10 pairs of media ports").hasMessageContaining("has 8");
    }
}
