package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.RtcpSpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls to baresip in Opus and with VP8 video both ways: its own encoders, decoders and packetisers against ours. */
class BaresipMediaInteropTest {

    private static final long DURATION_MS = 8_000;
    private static final int OUR_FPS = 15;
    private static final int THEIR_FPS = 20;

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeBaresip() {
        BaresipProcess.assumeInstalled();
    }

    @Test
    void shouldTalkOpusAndSeeVp8() throws Exception {
        try (BaresipProcess baresip = BaresipProcess.start(directory, List.of("opus.so", "vp8.so", "fakevideo.so"), """
                video_source fakevideo,nil
                video_display fakevideo,nil
                video_size 320x240
                video_fps %d
                video_bitrate 300000
                rtp_stats yes""".formatted(THEIR_FPS), "audio_codecs=opus/48000/2;video_codecs=vp8")) {
            final MediaSpec media = MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("OPUS")).withRtcp(new RtcpSpec(1_000, true, true))
                    .withVideo(VideoSpec.of("VP8", 320, 180, OUR_FPS, 200_000));
            final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(),
                    Assignments.callersOf("sip:bob@127.0.0.1:" + baresip.port, 1, DURATION_MS).withMedia(media)), EngineSettings.defaults());
            baresip.awaitEvent("CALL_CLOSED", 5);
            final String what = run.details + "\n" + String.join("\n", run.messages) + "\n" + baresip.output();
            assertThat(run.faults).as(what).isEmpty();
            assertThat(run.outcomes.get(0)).as(what).isEqualTo(EndpointOutcome.SUCCESS);
            compareOpus(run, what);
            compareVp8(run, what);
            assertThat(run.gauges.get("remote_packets_lost")).as("in its reports on our audio: " + what).isNotEmpty().containsOnly(0.0);
            assertThat(run.gauges.get("video.remote_packets_lost")).as("in its reports on our video: " + what).isNotEmpty().containsOnly(0.0);
            final List<Double> packets = counts("packets", baresip.output());
            assertThat(List.of(packets.get(1), packets.get(3))).as(what).containsExactly(run.sum("packets_sent"), run.sum("video.packets_sent"));
            // what it sends while its 200 to our BYE is on the way finds our sockets closed
            assertThat(packets.get(0) - run.sum("packets_received")).as(what).isBetween(0.0, 2.0);
            assertThat(packets.get(2) - run.sum("video.packets_received")).as(what).isBetween(0.0, 20.0);
            assertThat(counts("lost", baresip.output())).as(what).containsExactly(0.0, 0.0, 0.0, 0.0);
            assertThat(counts("errors", baresip.output())).as(what).containsExactly(0.0, 0.0, 0.0, 0.0);
        }
    }

    private static void compareOpus(final RecordedRun run, final String what) {
        assertThat(run.texts.get("audio_codec")).isEqualTo(Map.of("OPUS", 1));
        assertThat(run.sum("packets_sent")).as(what).isCloseTo(DURATION_MS / 20.0, within(5.0));
        assertThat(run.sum("packets_received")).as(what).isCloseTo(DURATION_MS / 20.0, within(15.0));
        assertThat(run.sum("packets_lost")).as(what).isZero();
        assertThat(run.gauges.get("opus_bandwidth_hz")).as("full band").containsOnly(20_000.0);
        assertThat(run.gauges.get("opus_last_packet_duration_ms")).containsOnly(20.0);
        assertThat(run.gauges.get("audio_bitrate_bps")).isNotEmpty().allMatch(bps -> bps > 80_000 && bps < 130_000);
        assertThat(run.gauges).as("nobody has published Ie and Bpl of Opus").doesNotContainKey("mos");
        assertThat(run.oneShots).doesNotContainKey("mos");
    }

    private static void compareVp8(final RecordedRun run, final String what) {
        final double seconds = DURATION_MS / 1_000.0;
        assertThat(run.texts.get("video_codec")).isEqualTo(Map.of("VP8", 1));
        assertThat(run.sum("frames_received")).as(what).isCloseTo(THEIR_FPS * seconds, within(1.0 * THEIR_FPS));
        assertThat(run.gauges.get("frame_rate_received")).as(what).isNotEmpty().allMatch(fps -> Math.abs(fps - THEIR_FPS) < 3);
        assertThat(run.gauges.get("resolution_mpix")).as(what).isNotEmpty().containsOnly(320 * 240 / 1e6);
        assertThat(run.sum("keyframes_received")).as(what).isGreaterThanOrEqualTo(1);
        assertThat(run.sum("frames_incomplete")).as(what).isZero();
        assertThat(run.sum("video.packets_lost")).as(what).isZero();
        assertThat(run.sum("video.malformed_packets")).as(what).isZero();
        assertThat(run.sum("frames_sent")).as(what).isCloseTo(OUR_FPS * seconds, within(2.0));
        assertThat(what).as("what it decodes").contains("receiving with resolution 320 x 180");
    }

    /** A line of what it prints at the end of a call: of audio sent and received, then of video. */
    private static List<Double> counts(final String name, final String output) {
        return Pattern.compile("^" + name + ":\\s+(\\d+)\\s+(\\d+)", Pattern.MULTILINE).matcher(output).results()
                .flatMap(line -> Stream.of(Double.valueOf(line.group(1)), Double.valueOf(line.group(2)))).toList();
    }
}
