package busyhour.engine.run;

import static busyhour.engine.run.Scripts.at;
import static busyhour.engine.run.Scripts.pause;
import static busyhour.engine.run.Scripts.step;
import static busyhour.engine.run.Scripts.text;
import static busyhour.engine.run.VideoCalls.CALLEE;
import static busyhour.engine.run.VideoCalls.CALLER;
import static busyhour.engine.run.VideoCalls.FPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.engine.io.Impairment;
import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls with audio and video of one shard in virtual time. */
class VideoCallsSimTest {

    private static final int SECONDS = 6;
    private static final double AUDIO_PACKETS = SECONDS * 50;
    private static final double FRAMES = SECONDS * FPS;

    private static SimRun play(final MediaSpec callee, final MediaSpec caller, final ActionSpec... actions) throws Exception {
        return new SimRun(VideoCalls.pair(SECONDS * 1_000, callee, caller, List.of(actions))).play();
    }

    private static double counter(final SimRun run, final String key, final int endpoint) {
        final Double value = run.record.counters.getOrDefault(key, Map.of()).get(endpoint);
        assertThat(value).as("%s of endpoint %d", key, endpoint).isNotNull();
        return value;
    }

    private static void assertWell(final SimRun run) {
        assertThat(run.record.outcomes.values()).as("%s", run.record.details).containsOnly(EndpointOutcome.SUCCESS).hasSize(2);
    }

    private static void assertTwoWayVideo(final SimRun run, final String codec) {
        assertWell(run);
        for (final int endpoint : new int[] {CALLEE, CALLER}) {
            final int peer = 1 - endpoint;
            assertThat(counter(run, "packets_sent", endpoint)).isCloseTo(AUDIO_PACKETS, within(5.0));
            assertThat(counter(run, "frames_sent", endpoint)).isCloseTo(FRAMES, within(3.0));
            assertThat(counter(run, "keyframes_sent", endpoint)).isCloseTo(SECONDS, within(2.0));
            assertThat(counter(run, "video.packets_sent", endpoint)).isGreaterThanOrEqualTo(counter(run, "frames_sent", endpoint));
            assertThat(counter(run, "video.packets_received", endpoint)).isCloseTo(counter(run, "video.packets_sent", peer), within(3.0));
            assertThat(counter(run, "frames_received", endpoint)).isCloseTo(counter(run, "frames_sent", peer), within(2.0));
            assertThat(counter(run, "keyframes_received", endpoint)).isCloseTo(counter(run, "keyframes_sent", peer), within(1.0));
            assertThat(counter(run, "frames_incomplete", endpoint)).isZero();
            assertThat(counter(run, "video.packets_lost", endpoint)).isZero();
            assertThat(counter(run, "freeze_count", endpoint)).isZero();
        }
        assertThat(run.record.texts.get("video_codec")).isEqualTo(Map.of(codec, 2));
        assertThat(run.record.texts.get("video_codec.send")).isEqualTo(Map.of(codec, 2));
        assertThat(run.record.gauges.get("resolution_mpix")).isNotEmpty().allMatch(mpix -> mpix == 320 * 180 / 1e6);
        assertThat(run.record.gauges.get("resolution_mpix.send")).isNotEmpty().allMatch(mpix -> mpix == 320 * 180 / 1e6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"H264", "VP8"})
    void shouldSendAndReceiveVideoBesideAudio(final String codec) throws Exception {
        final SimRun run = play(VideoCalls.withVideo(codec), VideoCalls.withVideo(codec));

        assertTwoWayVideo(run, codec);
    }

    @Test
    void shouldSendSingleNalUnitsInPacketizationModeZero() throws Exception {
        final VideoSpec mode0 = new VideoSpec(List.of("H264"), 320, 180, FPS, 150_000, 1_000, 0, List.of(), true, true, VideoSpec.AF41);
        final SimRun run = play(MediaSpec.PLAIN.withVideo(mode0), MediaSpec.PLAIN.withVideo(mode0));

        assertTwoWayVideo(run, "H264");
        assertThat(run.record.messages).anyMatch(message -> message.contains("packetization-mode=0"));
    }

    @Test
    void shouldTakeTheCodecThatBothHave() throws Exception {
        final SimRun run = play(VideoCalls.withVideo("VP8"), VideoCalls.withVideo("H264", "VP8"));

        assertTwoWayVideo(run, "VP8");
    }

    @Test
    void shouldHaveAnAudioCallWithAPeerThatTakesNoVideo() throws Exception {
        final SimRun run = play(MediaSpec.PLAIN, VideoCalls.withVideo("H264"));

        assertWell(run);
        assertThat(counter(run, "packets_sent", CALLER)).isCloseTo(AUDIO_PACKETS, within(5.0));
        assertThat(run.record.counters).doesNotContainKey("frames_sent");
        assertThat(run.record.details.get(CALLER)).isEqualTo("the call has no video: the peer takes none");
        assertThat(run.record.details).doesNotContainKey(CALLEE);
        assertThat(run.sockets.openSockets()).as("all given back").isLessThanOrEqualTo(2);
    }

    @Test
    void shouldAnswerAnAudioCallThoughItHasVideo() throws Exception {
        final SimRun run = play(VideoCalls.withVideo("H264"), MediaSpec.PLAIN);

        assertWell(run);
        assertThat(counter(run, "packets_sent", CALLEE)).isCloseTo(AUDIO_PACKETS, within(5.0));
        assertThat(run.record.counters).doesNotContainKey("frames_sent");
    }

    @Test
    void shouldHoldAndResumeBothStreams() throws Exception {
        final MediaSpec video = VideoCalls.withVideo("H264");
        final SimRun run = play(video, video, at(1_000, step(Kind.HOLD), pause(3_000), step(Kind.RESUME)));

        assertWell(run);
        assertThat(counter(run, "hold_count", CALLEE)).isEqualTo(1);
        assertThat(counter(run, "packets_sent", CALLEE)).isCloseTo(AUDIO_PACKETS / 2, within(10.0));
        assertThat(counter(run, "frames_sent", CALLEE)).isCloseTo(FRAMES / 2, within(5.0));
        assertThat(counter(run, "frames_received", CALLER)).isCloseTo(counter(run, "frames_sent", CALLEE), within(2.0));
        assertThat(counter(run, "freeze_count", CALLER)).as("a hold is no freeze").isZero();
        assertThat(counter(run, "video.timestamp_jumps", CALLER)).isZero();
        assertThat(counter(run, "video.ssrc_switches", CALLER)).isZero();
    }

    @Test
    void shouldActivateVideoThatWasDeferred() throws Exception {
        final MediaSpec video = VideoCalls.withVideo("VP8");
        final SimRun run = play(video, video.withDeferred(Set.of("video")), at(3_000, text(Kind.ACTIVATE_TRACK, "video")));

        assertWell(run);
        assertThat(run.record.actions.get(CALLER)).containsExactly("0.0 activate-track");
        for (final int endpoint : new int[] {CALLEE, CALLER}) {
            assertThat(counter(run, "packets_sent", endpoint)).as("audio all the time").isCloseTo(AUDIO_PACKETS, within(5.0));
            assertThat(counter(run, "frames_sent", endpoint)).as("video for half of it").isCloseTo(FRAMES / 2, within(4.0));
            assertThat(counter(run, "frames_received", endpoint)).isCloseTo(FRAMES / 2, within(4.0));
        }
    }

    @Test
    void shouldMarkPacketsByTrack() throws Exception {
        final MediaSpec usual = VideoCalls.withVideo("H264");
        final VideoSpec video = usual.video();
        final MediaSpec marked = usual.withAudio(usual.audio().withDscp(10)).withVideo(new VideoSpec(video.codecs(), video.width(),
                video.height(), video.fps(), video.bitrateBps(), video.keyFrameIntervalMs(), 1, List.of(), true, true, 0));
        final SimRun run = play(usual, marked);

        assertThat(run.record.endpointGauges.get("dscp_received").get(CALLER)).isNotEmpty().containsOnly(46.0);
        assertThat(run.record.endpointGauges.get("video.dscp_received").get(CALLER)).isNotEmpty().containsOnly(34.0);
        assertThat(run.record.endpointGauges.get("dscp_received").get(CALLEE)).isNotEmpty().containsOnly(10.0);
        assertThat(run.record.endpointGauges.get("video.dscp_received").get(CALLEE)).isNotEmpty().containsOnly(0.0);
    }

    @Test
    void shouldPauseBothStreams() throws Exception {
        final MediaSpec video = VideoCalls.withVideo("H264");
        final SimRun run = play(video, video, at(2_000, step(Kind.PAUSE_MEDIA)));

        assertWell(run);
        assertThat(counter(run, "frames_sent", CALLER)).isCloseTo(FRAMES / 3, within(3.0));
        assertThat(counter(run, "frames_sent", CALLEE)).isCloseTo(FRAMES, within(3.0));
    }

    @Test
    void shouldRecoverLossByRetransmissions() throws Exception {
        final SimRun run = lossy(0.03, true);

        assertWell(run);
        for (final int endpoint : new int[] {CALLEE, CALLER}) {
            assertThat(counter(run, "nack_sent", endpoint)).isPositive();
            assertThat(counter(run, "rtx_packets_received", endpoint)).isPositive();
            assertThat(counter(run, "rtx_packets_sent", endpoint)).isPositive();
            assertThat(counter(run, "jb_rtx_success", endpoint)).isPositive();
            assertThat(counter(run, "frames_received", endpoint)).isGreaterThan(0.97 * FRAMES);
        }
    }

    @Test
    void shouldRetransmitInTheStreamWithoutRtx() throws Exception {
        final SimRun run = lossy(0.03, false);

        assertWell(run);
        for (final int endpoint : new int[] {CALLEE, CALLER}) {
            assertThat(counter(run, "nack_received", endpoint)).isPositive();
            assertThat(counter(run, "rtx_packets_sent", endpoint)).isZero();
            assertThat(counter(run, "jb_rtx_success", endpoint)).isPositive();
        }
    }

    @Test
    void shouldAnswerPictureLossWithKeyFrames() throws Exception {
        final SimRun run = lossy(0.6, true);

        for (final int endpoint : new int[] {CALLEE, CALLER}) {
            assertThat(counter(run, "keyframe_requests_sent", endpoint)).isPositive();
            assertThat(counter(run, "keyframe_requests_received", endpoint)).isPositive();
            assertThat(counter(run, "keyframes_sent", endpoint)).as("more than one each second").isGreaterThan(SECONDS + 1);
        }
    }

    private static SimRun lossy(final double loss, final boolean rtx) throws Exception {
        final VideoSpec video = new VideoSpec(List.of("H264"), 320, 180, FPS, 150_000, 1_000, 1, List.of(), true, rtx, VideoSpec.AF41);
        final SimRun run = new SimRun(VideoCalls.pair(SECONDS * 1_000, MediaSpec.PLAIN.withVideo(video)));
        run.network.impair(new Impairment(42, loss, 0, 0, 10 * SimRun.MS, 0));
        return run.play();
    }
}
