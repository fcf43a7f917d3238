package busyhour.rtp.video;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.video.EncodedVideo;
import busyhour.codec.video.VideoCodec;
import busyhour.rtp.RtpHeaderFlyweight;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoSendStreamTest {

    private static final long MS = 1_000_000;
    private static final int SSRC = 0x1234_5678;
    private static final int RTX_SSRC = 0x0BAD_CAFE;
    private static final int FIRST_SEQUENCE = 65_530;
    private static final int FIRST_TIMESTAMP = -100;

    private final VideoSendStream stream = new VideoSendStream();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
    private final List<Sent> sent = new ArrayList<>();
    private long nowNs = 5 * MS;

    /** What left. */
    record Sent(long nowNs, long intendedNs, byte[] octets, RtpHeaderFlyweight header, UnsafeBuffer view) {

        int payload(final int index) {
            return view.getByte(header.payloadOffset() + index) & 0xFF;
        }

        boolean isKeyStart() {
            return header.ssrc() == SSRC && payload(0) == 0x78;
        }
    }

    private void start(final EncodedVideo video, final int rtxPayloadType) {
        stream.start(video, 0, SSRC, FIRST_SEQUENCE, FIRST_TIMESTAMP, 96, rtxPayloadType, RTX_SSRC, false, nowNs);
        stream.begin(nowNs);
    }

    private Sent sendOne() {
        nowNs = Math.max(nowNs, stream.nextDueNs());
        stream.skipLate(nowNs);
        final int length = stream.write(buffer, 0);
        final byte[] octets = new byte[length];
        buffer.getBytes(0, octets);
        final UnsafeBuffer view = new UnsafeBuffer(octets);
        final RtpHeaderFlyweight header = new RtpHeaderFlyweight();
        assertThat(header.wrap(view, 0, length)).isEqualTo(RtpHeaderFlyweight.VALID);
        final Sent packet = new Sent(nowNs, stream.intendedNs(), octets, header, view);
        sent.add(packet);
        stream.onSent(nowNs);
        return packet;
    }

    private void sendUntil(final long endNs) {
        while (stream.nextDueNs() <= endNs) {
            sendOne();
        }
        nowNs = endNs;
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 15, 24, 30})
    void shouldSendEachFrameAtItsTimeAndSpreadItsPackets(final int fps) {
        final long beganNs = nowNs;
        start(TestVideo.of(VideoCodec.H264, fps, fps, fps), -1);
        int sequence = FIRST_SEQUENCE;
        for (int frame = 0; frame < 3 * fps; frame++) {
            final int packets = frame % fps == 0 ? TestVideo.KEY_PACKETS : TestVideo.PACKETS;
            final long frameNs = beganNs + frame * 1_000_000_000L / fps;
            final long spreadNs = Math.min(500_000_000L / fps, 40 * MS);
            for (int packet = 0; packet < packets; packet++) {
                final Sent one = sendOne();
                assertThat(one.nowNs).isEqualTo(one.intendedNs).isBetween(frameNs + spreadNs * packet / packets - 1,
                        frameNs + spreadNs * packet / packets + 1);
                assertThat(one.header.marker()).isEqualTo(packet == packets - 1);
                assertThat(one.header.timestamp()).isEqualTo(FIRST_TIMESTAMP + (int) (frame * 90_000L / fps));
                assertThat(one.header.sequence()).isEqualTo(sequence++ & 0xFFFF);
                assertThat(one.header.payloadType()).isEqualTo(96);
            }
        }
        stream.onSecond(beganNs + 3_000_000_000L);
        final VideoSendMetrics metrics = stream.metrics();
        assertThat(metrics.framesSent()).isEqualTo(3 * fps);
        assertThat(metrics.keyframesSent()).isEqualTo(3);
        assertThat(metrics.keyframeIntervalMs()).isEqualTo(1_000);
        assertThat(metrics.frameRateSent()).isEqualTo(fps);
        assertThat(metrics.packetsSent()).isEqualTo(sent.size());
        assertThat(metrics.bytesSent()).isEqualTo(sent.stream().mapToInt(packet -> packet.octets.length - 12).sum());
        assertThat(metrics.wireSentRateBps()).isEqualTo(sent.stream().mapToInt(packet -> packet.octets.length + 28).sum() * 8.0 / 3);
        assertThat(metrics.sendLatenessMaxUs()).isZero();
        assertThat(metrics.resolutionMpix()).isEqualTo(0.9216);
        assertThat(stream.reportPacketCount()).isEqualTo(sent.size());
        assertThat(stream.rtpTimestampAt(beganNs + 3_000_000_000L)).isEqualTo(FIRST_TIMESTAMP + 270_000);
    }

    @Test
    void shouldOfferARefusedPacketAgainAsItWas() {
        start(TestVideo.of(VideoCodec.VP8, 30, 30, 30), 97);
        for (int i = 0; i < 50; i++) {
            nowNs = Math.max(nowNs, stream.nextDueNs());
            final long dueNs = stream.nextDueNs();
            final int length = stream.write(buffer, 0);
            final byte[] octets = new byte[length];
            buffer.getBytes(0, octets);
            stream.onRefused();
            nowNs += 20_000;
            assertThat(stream.nextDueNs()).isEqualTo(dueNs);
            if (i == 30) {
                stream.onNack(sent.get(20).header.sequence(), nowNs); // asked for between refusal and offer
                sendOne();
                assertThat(sent.getLast().octets).isEqualTo(octets);
            } else {
                assertThat(sendOne().octets).isEqualTo(octets);
            }
        }
        assertThat(stream.metrics().sendErrors()).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 8, 10, 12, 15, 20, 24, 25, 30, 60})
    void shouldHaveAKeyFrameOutWithin100MsOfEachRequest(final int fps) {
        final SplittableRandom random = new SplittableRandom(fps);
        start(TestVideo.of(VideoCodec.H264, fps, 10 * fps, 10 * fps), -1);
        for (int i = 0; i < 300; i++) {
            sendUntil(nowNs + random.nextLong(i % 3 == 0 ? 20 * MS : 700 * MS));
            final long askedNs = nowNs;
            final int from = sent.size();
            if (i % 2 == 0) {
                stream.onPictureLoss(SSRC, nowNs);
            } else {
                stream.onFullIntraRequest(1, SSRC, i & 0xFF, nowNs);
            }
            sendUntil(nowNs + 100 * MS);
            assertThat(sent.subList(from, sent.size())).as("request %d", i).anyMatch(Sent::isKeyStart);
            final int key = from + sent.subList(from, sent.size()).stream().map(Sent::isKeyStart).toList().indexOf(true);
            final Sent last = sent.get(key + TestVideo.KEY_PACKETS - 1);
            assertThat(last.header.marker()).isTrue();
            assertThat(last.nowNs).isBetween(askedNs, askedNs + 100 * MS);
        }
        assertThat(stream.metrics().keyframeRequestsReceived()).isEqualTo(300);
        for (int i = 1; i < sent.size(); i++) { // frames stay whole, time runs on
            final RtpHeaderFlyweight before = sent.get(i - 1).header;
            final RtpHeaderFlyweight header = sent.get(i).header;
            if (before.marker()) {
                final double elapsedMs = (sent.get(i).intendedNs - firstOfFrame(i - 1).intendedNs) / 1e6;
                assertThat((header.timestamp() - before.timestamp()) / 90.0).isCloseTo(elapsedMs, org.assertj.core.data.Offset.offset(0.1));
            } else {
                assertThat(header.timestamp()).isEqualTo(before.timestamp());
            }
        }
    }

    private Sent firstOfFrame(final int index) {
        int at = index;
        while (at > 0 && sent.get(at - 1).header.timestamp() == sent.get(index).header.timestamp()) {
            at--;
        }
        return sent.get(at);
    }

    @Test
    void shouldTakeAFullIntraRequestWithTheSameNumberAsTheSame() {
        start(TestVideo.of(VideoCodec.H264, 30, 300, 300), -1);
        sendUntil(nowNs + 500 * MS);
        stream.onFullIntraRequest(7, SSRC, 3, nowNs);
        sendUntil(nowNs + 200 * MS);
        stream.onFullIntraRequest(7, SSRC, 3, nowNs);
        sendUntil(nowNs + 200 * MS);
        assertThat(stream.metrics().keyframesSent()).isEqualTo(2);
        stream.onFullIntraRequest(8, SSRC, 3, nowNs); // another one's
        sendUntil(nowNs + 200 * MS);
        stream.onFullIntraRequest(7, SSRC, 4, nowNs);
        sendUntil(nowNs + 200 * MS);
        assertThat(stream.metrics().keyframesSent()).isEqualTo(4);
        stream.onFullIntraRequest(7, SSRC + 1, 5, nowNs); // not ours
        assertThat(stream.metrics().firReceived()).isEqualTo(4);
    }

    @Test
    void shouldNotSendMoreThan20KeyFramesASecondWhateverIsAskedFor() {
        start(TestVideo.of(VideoCodec.H264, 30, 300, 300), -1);
        final long endNs = nowNs + 2_000 * MS;
        while (nowNs < endNs) {
            stream.onPictureLoss(SSRC, nowNs);
            sendUntil(nowNs + MS);
        }
        assertThat(stream.metrics().keyframesSent()).isBetween(30.0, 41.0);
        assertThat(stream.metrics().pliReceived()).isEqualTo(2_000);
    }

    @Test
    void shouldSendAgainByRtx() {
        start(TestVideo.of(VideoCodec.VP8, 30, 40, 20), 97);
        sendUntil(nowNs + 1_500 * MS);
        final int before = sent.size();
        final Sent wanted = sent.get(before - 40);
        stream.onNack(SSRC, wanted.header.sequence(), nowNs);
        final long mediaNs = stream.nextDueNs();
        assertThat(mediaNs).isEqualTo(nowNs);
        final Sent again = sendOne();
        assertThat(again.header.ssrc()).isEqualTo(RTX_SSRC);
        assertThat(again.header.payloadType()).isEqualTo(97);
        assertThat(again.header.timestamp()).isEqualTo(wanted.header.timestamp());
        assertThat(again.header.marker()).isEqualTo(wanted.header.marker());
        assertThat(again.payload(0) << 8 | again.payload(1)).isEqualTo(wanted.header.sequence());
        assertThat(java.util.Arrays.copyOfRange(again.octets, 14, again.octets.length))
                .isEqualTo(java.util.Arrays.copyOfRange(wanted.octets, 12, wanted.octets.length));
        stream.onNack(SSRC, wanted.header.sequence(), nowNs + MS); // too soon: what was sent is on its way
        stream.onNack(SSRC, sent.get(before - 41).header.sequence(), nowNs + MS);
        nowNs += MS;
        final Sent second = sendOne();
        assertThat(second.header.sequence()).isEqualTo(again.header.sequence() + 1 & 0xFFFF);
        assertThat(sendOne().header.ssrc()).isEqualTo(SSRC);
        assertThat(stream.metrics().nackReceived()).isEqualTo(3);
        assertThat(stream.metrics().rtxPacketsSent()).isEqualTo(2);
        assertThat(stream.metrics().packetsSent()).isEqualTo(sent.size());
        assertThat(stream.reportPacketCount()).isEqualTo(sent.size() - 2);
    }

    @Test
    void shouldSendAgainInTheStreamItselfWithoutRtx() {
        start(TestVideo.of(VideoCodec.VP8, 30, 40, 20), -1);
        stream.transportExtension(5);
        sendUntil(nowNs + 1_000 * MS);
        final Sent wanted = sent.get(10);
        stream.onNack(SSRC, wanted.header.sequence(), nowNs);
        assertThat(sendOne().octets).isEqualTo(wanted.octets);
        assertThat(sendOne().header.sequence()).isEqualTo(sent.get(sent.size() - 3).header.sequence() + 1 & 0xFFFF);
        assertThat(stream.metrics().rtxPacketsSent()).isZero();
        assertThat(stream.metrics().repeatedPackets()).isEqualTo(1);
    }

    @Test
    void shouldBoundWhatIsSentAgain() {
        start(TestVideo.of(VideoCodec.VP8, 30, 40, 20), 97);
        final long endNs = nowNs + 3_000 * MS;
        while (nowNs < endNs) {
            for (int i = 0; i < 500; i++) {
                stream.onNack(SSRC, stream.nextSequence() - 1 - i, nowNs);
            }
            sendUntil(nowNs + MS);
        }
        final long media = stream.reportPacketCount();
        assertThat(stream.metrics().rtxPacketsSent()).isBetween((double) media / 2, media + 64.0);
        stream.onNack(SSRC, stream.nextSequence() + 5, nowNs); // never sent
        stream.onNack(SSRC, stream.nextSequence() - 3_000, nowNs); // forgotten
        sendUntil(nowNs + 100 * MS);
    }

    @Test
    void shouldLetThePictureIdRunOnThroughLoopsAndJumps() {
        start(TestVideo.of(VideoCodec.VP8, 30, 40, 20), 97);
        for (int i = 0; i < 3_000; i++) {
            if (i % 97 == 0) {
                stream.onPictureLoss(SSRC, nowNs);
            }
            sendOne();
        }
        int expected = -1;
        for (int i = 0; i < sent.size(); i++) {
            final Sent packet = sent.get(i);
            if (i == 0 || sent.get(i - 1).header.marker()) {
                expected++;
            }
            assertThat((packet.payload(2) & 0x7F) << 8 | packet.payload(3)).isEqualTo(expected);
            assertThat(packet.payload(2) & 0x80).isEqualTo(0x80);
        }
        assertThat(expected).isGreaterThan(500);
    }

    @Test
    void shouldNumberPacketsOfTheTransport() {
        start(TestVideo.of(VideoCodec.VP8, 30, 40, 20), 97);
        stream.transportExtension(3);
        sendUntil(nowNs + 200 * MS);
        stream.onNack(SSRC, FIRST_SEQUENCE + 2, nowNs);
        sendUntil(nowNs + 200 * MS);
        assertThat(sent).anyMatch(packet -> packet.header.ssrc() == RTX_SSRC);
        for (int i = 0; i < sent.size(); i++) {
            final Sent packet = sent.get(i);
            assertThat(TransportSequence.read(packet.header, packet.view, 3)).isEqualTo(i + 1);
            assertThat(TransportSequence.read(packet.header, packet.view, 4)).isEqualTo(TransportSequence.NONE);
        }
    }

    @Test
    void shouldLeaveOutFrameTimesAfterAStallAndNeverBurst() {
        start(TestVideo.of(VideoCodec.H264, 30, 300, 300), -1);
        sendUntil(nowNs + 1_000 * MS + MS);
        while (sent.getLast().header.marker()) {
            sendOne();
        }
        nowNs += 500 * MS;
        final int from = sent.size();
        while (stream.nextDueNs() <= nowNs) { // in one poll
            sendOne();
        }
        assertThat(sent.size() - from).isLessThanOrEqualTo(1);
        sendUntil(nowNs + 500 * MS);
        assertThat(stream.metrics().skippedFrames()).isBetween(13L, 15L);
        final List<Sent> after = sent.subList(from, sent.size());
        for (int i = 1; i < after.size(); i++) {
            assertThat(after.get(i).nowNs - after.get(i - 1).nowNs).isGreaterThan(MS / 4);
        }
        final Sent last = after.getLast();
        assertThat(last.nowNs - last.intendedNs).isZero();
        assertThat(last.header.timestamp() - FIRST_TIMESTAMP).isCloseTo((int) ((last.nowNs - 5 * MS) * 90 / MS),
                org.assertj.core.data.Offset.offset(3_000));
    }

    @Test
    void shouldBeginWithAKeyFrameAfterAPause() {
        start(TestVideo.of(VideoCodec.H264, 30, 300, 30), -1);
        sendUntil(nowNs + 420 * MS);
        nowNs += 3_000 * MS;
        stream.begin(nowNs + 7 * MS);
        final int from = sent.size();
        assertThat(stream.nextDueNs()).isEqualTo(nowNs + 7 * MS);
        final Sent first = sendOne();
        assertThat(first.isKeyStart()).isTrue();
        assertThat(first.header.timestamp() - FIRST_TIMESTAMP).isEqualTo(90 * 3_427);
        assertThat(first.header.sequence()).isEqualTo(FIRST_SEQUENCE + from & 0xFFFF);
        assertThat(stream.metrics().skippedFrames()).isZero();
    }
}
