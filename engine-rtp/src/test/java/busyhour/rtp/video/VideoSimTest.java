package busyhour.rtp.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.video.VideoCodec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoSimTest {

    private static final long MS = VideoLink.MS;
    private static final long SECOND = VideoLink.SECOND;
    private static final int ALL = FeedbackKinds.NACK | FeedbackKinds.PLI | FeedbackKinds.FIR | FeedbackKinds.REMB | FeedbackKinds.TRANSPORT_CC;

    @ParameterizedTest
    @EnumSource(VideoCodec.class)
    void shouldMeasureACleanStreamAsItWasSent(final VideoCodec codec) {
        final VideoLink link = new VideoLink(TestVideo.of(codec, 30, 60, 30), true, ALL, true, 1);
        link.runUntil(10 * SECOND + 5 * MS);
        final VideoReceiveMetrics got = link.receive.metrics();
        assertThat(got.framesReceived()).isBetween(298.0, 300.0);
        assertThat(got.framesIncomplete()).isZero();
        assertThat(got.keyframesReceived()).isEqualTo(10);
        assertThat(got.keyframeIntervalMs()).isCloseTo(1_000, within(10.0));
        assertThat(got.frameRateReceived()).isCloseTo(30, within(1.0));
        assertThat(got.frameSpacingMs()).isCloseTo(33.33, within(0.5));
        assertThat(got.frameJitterMs()).isLessThan(3);
        assertThat(got.frameAssemblyMs()).isCloseTo(1_000.0 / 60 * (2.0 / 3 * 29 + 7.0 / 8) / 30, within(0.2));
        assertThat(got.resolutionMpix()).isEqualTo(0.9216);
        assertThat(got.resolutionChanges()).isZero();
        assertThat(got.freezeCount()).isZero();
        assertThat(got.freezeDurationMs()).isZero();
        assertThat(got.videoBitrateBps()).isCloseTo(link.send.metrics().videoBitrateBps(), within(40_000.0));
        assertThat(got.frameSizeAvgBytes()).isCloseTo(link.send.metrics().frameSizeAvgBytes(), within(200.0));
        assertThat(got.nackSent() + got.pliSent() + got.firSent()).isZero();
        assertThat(got.undecodableFrames() + got.malformedPayloads()).isZero();
        assertThat(got.videoCodec()).isEqualTo(codec.encodingName());
        assertThat(link.receive.network().packetsReceived()).isCloseTo(link.send.metrics().packetsSent(), within(8.0));
        assertThat(link.receive.quality().packetsLost()).isZero();
        assertThat(link.receive.jitterBuffer().jbDiscardRate()).isZero();
        assertThat(link.send.metrics().rembReceivedBps()).isCloseTo(1.5 * link.receive.network().bytesRecvRateBps(), within(40_000.0));
        assertThat(got.rembSentBps()).isGreaterThan(0);
        assertThat(link.send.metrics().transportFeedbacks()).isBetween(80L, 100L);
        assertThat(link.send.metrics().transportLossPercent()).isZero();
        assertThat(link.sender.rttMs()).isCloseTo(40, within(1.0));
        assertThat(link.receive.quality().pdvMs()).isLessThan(0.1); // that a frame's packets are spread is not the network's doing
    }

    @ParameterizedTest
    @CsvSource({"true, true, 3", "true, false, 4", "false, true, 5", "false, false, 6"})
    void shouldRecoverEveryLossByRetransmission(final boolean rtx, final boolean reducedSize, final long seed) {
        final VideoLink link = new VideoLink(TestVideo.of(VideoCodec.H264, 30, 300, 300), rtx, ALL, reducedSize, seed);
        link.loss = (header, nowNs) -> header.ssrc() == VideoLink.SSRC && nowNs < 19 * SECOND && link.random.nextInt(100) < 5
                && !link.isRepetition(header);
        link.runUntil(20 * SECOND);
        final VideoReceiveMetrics got = link.receive.metrics();
        assertThat(link.lost).isGreaterThan(50);
        assertThat(got.jbRtxSuccess()).isEqualTo(link.lost);
        assertThat(got.framesIncomplete()).isZero();
        assertThat(got.framesReceived()).isBetween(597.0, 600.0);
        assertThat(got.undecodableFrames()).isZero();
        assertThat(got.keyframeRequestsSent()).isZero();
        assertThat(got.freezeCount()).isZero();
        assertThat(got.nackSent()).isGreaterThanOrEqualTo(link.lost);
        assertThat(link.send.metrics().nackReceived()).isEqualTo(got.nackSent());
        assertThat(got.rtxPacketsReceived()).isEqualTo(rtx ? link.send.metrics().rtxPacketsSent() : 0);
        // RTX leaves the stream's own loss as it was; a packet sent again in the stream itself mends it (A.3)
        assertThat(link.receive.quality().packetsLost()).isEqualTo(rtx ? link.lost : 0);
        assertThat(link.send.metrics().transportLossPercent()).isBetween(1.0, 6.0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotTakeLateRepetitionsForARestart(final boolean rtx) {
        final VideoLink link = new VideoLink(
                TestVideo.of(VideoCodec.H264, 1280, 720, 30, 300, 300, 60, 40), rtx, FeedbackKinds.NACK, true, 7); // 1,200 packets/s
        link.delayNs = 90 * MS;
        link.loss = (header, nowNs) -> !link.isRepetition(header) && header.ssrc() == VideoLink.SSRC && nowNs > 2 * SECOND
                && nowNs < 9 * SECOND && nowNs / (20 * MS) % 20 == 0;
        link.runUntil(10 * SECOND);
        assertThat(link.lost).isGreaterThan(200);
        assertThat(link.receive.network().sequenceNumberResets()).isZero();
        assertThat(link.receive.network().sequenceNumberJumps()).isZero();
        assertThat(link.receive.metrics().jbRtxSuccess()).isEqualTo(link.lost);
        assertThat(link.receive.metrics().framesIncomplete()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldAskForAKeyFrameAndGetItWithin100MsOfTheRequest(final long seed) {
        final VideoLink link = new VideoLink(TestVideo.of(VideoCodec.VP8, 30, 3_000, 3_000), false, FeedbackKinds.PLI, true, seed);
        link.loss = (header, nowNs) -> nowNs > SECOND && link.random.nextInt(400) == 0;
        link.runUntil(60 * SECOND);
        assertThat(link.requestsNs).hasSizeGreaterThan(5);
        for (final long askedNs : link.requestsNs) {
            assertThat(link.keyFrameStartsNs).anyMatch(keyNs -> keyNs >= askedNs && keyNs <= askedNs + link.delayNs + 60 * MS);
        }
        final VideoReceiveMetrics got = link.receive.metrics();
        assertThat(got.framesIncomplete()).isBetween(link.requestsNs.size() * 0.8, (double) link.lost);
        assertThat(got.keyframesReceived()).isGreaterThan(5);
        assertThat(got.framesReceived() + got.framesIncomplete()).isCloseTo(60 * 30, within(4.0));
        assertThat(got.undecodableFrames()).isPositive();
        // a key frame ends each: 100 ms of waiting, two ways, then the frame
        assertThat(got.freezeCount()).isPositive();
    }

    @Test
    void shouldRepeatRequestsSeldomWhenNoKeyFrameEverComes() {
        final VideoLink link = new VideoLink(TestVideo.of(VideoCodec.VP8, 30, 3_000, 3_000), false, FeedbackKinds.PLI | FeedbackKinds.NACK, true, 5);
        link.losesFeedback = true;
        link.loss = (header, nowNs) -> nowNs >= SECOND && nowNs < SECOND + 40 * MS;
        link.runUntil(61 * SECOND);
        final VideoReceiveMetrics got = link.receive.metrics();
        assertThat(got.pliSent()).isBetween(20.0, 25.0); // 300 ms, 600 ms, 1.2 s, 2.4 s, then each 3 s
        assertThat(got.nackSent()).isLessThanOrEqualTo(10.0 * link.lost).isGreaterThan(link.lost);
        assertThat(got.freezeCount()).isEqualTo(1);
        assertThat(got.freezeDurationMs()).isEqualTo(1_000);
        assertThat(got.keyframesReceived()).isEqualTo(1);
    }

    @Test
    void shouldCountFreezesExactly() {
        final VideoLink link = new VideoLink(TestVideo.of(VideoCodec.H264, 25, 25, 25), false, FeedbackKinds.NONE, false, 5);
        double frozenMs = 0;
        final long[][] silences = {{3_000, 3_140}, {5_000, 5_400}, {7_000, 8_500}}; // the first is too short
        int at = 0;
        for (int second = 1; second <= 10; second++) {
            while (at < 2 * silences.length && silences[at / 2][at % 2] < second * 1_000) {
                link.runUntil(silences[at / 2][at % 2] * MS);
                link.sending = at++ % 2 == 1;
                if (link.sending) {
                    link.send.begin(link.nowNs);
                }
            }
            link.runUntil(second * SECOND);
            frozenMs += Double.isNaN(link.receive.metrics().freezeDurationMs()) ? 0 : link.receive.metrics().freezeDurationMs();
        }
        assertThat(link.receive.metrics().freezeCount()).isEqualTo(2);
        assertThat(frozenMs).isCloseTo(400 + 1_500 + 40, within(60.0));
        assertThat(link.receive.metrics().framesIncomplete()).isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void shouldAccountForEveryFrameUnderLossReorderingAndDuplicates(final long seed) {
        final VideoCodec codec = seed % 2 == 0 ? VideoCodec.H264 : VideoCodec.VP8;
        final VideoLink link = new VideoLink(TestVideo.of(codec, 30, 90, 30), false, FeedbackKinds.NONE, false, seed);
        final FrameTruth truth = new FrameTruth();
        link.loss = (header, nowNs) -> truth.note(header, nowNs > SECOND && nowNs < 30 * SECOND && link.random.nextInt(100) < 3);
        link.doubles = (header, nowNs) -> nowNs > SECOND && nowNs < 30 * SECOND && link.random.nextInt(100) < 2;
        link.runUntil(SECOND); // the first packet counts from where it stands
        link.jitterNs = 9 * MS;
        link.runUntil(31 * SECOND);
        final VideoReceiveMetrics got = link.receive.metrics();
        assertThat(link.receive.quality().packetsLost()).isEqualTo(link.lost - (int) link.receive.network().duplicatePackets());
        assertThat(got.framesReceived() + got.framesIncomplete()).isCloseTo(truth.frames(), within(3.0));
        assertThat(got.framesReceived()).isCloseTo(truth.whole(), within(truth.frames() * 0.01));
        assertThat(got.framesIncomplete()).isCloseTo(truth.frames() - truth.whole(), within(truth.frames() * 0.01));
        assertThat(link.receive.network().outOfOrderPackets()).isPositive();
        assertThat(link.receive.network().duplicatePackets()).isPositive();
    }

    @Test
    void shouldSurviveARestartOfTheSender() {
        final VideoLink link = new VideoLink(TestVideo.of(VideoCodec.H264, 30, 60, 30), true, ALL, true, 9);
        link.runUntil(3 * SECOND);
        final double before = link.receive.metrics().framesReceived();
        link.send.onSsrcCollision(0x5555_5555);
        link.runUntil(6 * SECOND);
        assertThat(link.receive.quality().ssrcSwitches()).isEqualTo(1);
        assertThat(link.receive.metrics().framesReceived()).isCloseTo(before + 90, within(2.0));
        assertThat(link.receive.metrics().framesIncomplete()).isLessThanOrEqualTo(2);
        assertThat(List.of(link.receive.metrics().freezeCount())).containsOnly(0.0);
    }
}
