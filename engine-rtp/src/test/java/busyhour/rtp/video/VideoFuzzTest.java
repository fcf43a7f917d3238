package busyhour.rtp.video;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.video.EncodedVideo;
import busyhour.codec.video.VideoCodec;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.rtcp.FeedbackSource;
import busyhour.rtp.receive.PacketOutcome;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives is an outcome: nothing is thrown, nothing read beyond the datagram, what is in flight stays bounded. */
class VideoFuzzTest {

    private static final long MS = 1_000_000;
    private static final int PACKETS = 60_000;
    private static final int ALL = FeedbackKinds.NACK | FeedbackKinds.PLI | FeedbackKinds.REMB | FeedbackKinds.TRANSPORT_CC;

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44})
    void shouldSurviveWhatNobodyWouldSend(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final VideoCodec codec = seed % 2 == 0 ? VideoCodec.H264 : VideoCodec.VP8;
        final EncodedVideo video = TestVideo.of(codec, 30, 60, 30);
        final VideoSendStream send = new VideoSendStream();
        send.start(video, 0, 1, 65_000, -9_000, 96, 97, 2, false, 0);
        send.transportExtension(4);
        send.begin(0);
        final VideoReceiveStream receive = new VideoReceiveStream(PlayoutMode.ADAPTIVE);
        receive.reset(codec, 96, 97, 20, 0);
        receive.feedback(ALL, 4);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
        final UnsafeBuffer feedback = new UnsafeBuffer(new byte[FeedbackSource.MAX_LENGTH]);
        long nowNs = 0;
        long nextSecondNs = 1_000 * MS;
        long media = 0;
        for (int i = 0; i < PACKETS; i++) {
            nowNs = Math.max(nowNs, send.nextDueNs());
            final int length = send.write(buffer, 0);
            send.onSent(nowNs);
            byte[] octets = new byte[length];
            buffer.getBytes(0, octets);
            octets = mutate(octets, i % 20_000 < 5_000 ? 3 : 30, random);
            media += receive.onPacket(new UnsafeBuffer(octets), 0, octets.length, nowNs) == PacketOutcome.MEDIA ? 1 : 0;
            if (random.nextInt(50) == 0) {
                send.onNack(1, random.nextInt(65_536), nowNs);
            }
            for (int reports = 0; receive.nextFeedbackNs() <= nowNs; reports++) {
                assertThat(reports).isLessThan(12); // each takes what was due from what is left
                final int written = receive.writeFeedback(feedback, 0, 9, nowNs);
                assertThat(written).isBetween(12, FeedbackSource.MAX_LENGTH);
                receive.onFeedbackSent(nowNs);
            }
            if (nowNs >= nextSecondNs) {
                nextSecondNs = nowNs + 1_000 * MS;
                receive.onSecond(nowNs);
                receive.roundTripMs(random.nextInt(3) == 0 ? Double.NaN : random.nextInt(400));
            }
        }
        final VideoReceiveMetrics metrics = receive.metrics();
        assertThat(media).isGreaterThan(PACKETS / 3);
        assertThat(metrics.malformedPayloads()).isPositive();
        assertThat(metrics.framesIncomplete()).isPositive();
        assertThat(metrics.framesReceived()).isPositive();
        assertThat(metrics.nackSent()).isPositive();
        assertThat(receive.quality().ssrcSwitches()).isPositive();
        for (int i = 0; i < 200; i++) { // what is in order is understood again: the stream is not spoilt for good
            nowNs = Math.max(nowNs, send.nextDueNs());
            final int length = send.write(buffer, 0);
            send.onSent(nowNs);
            receive.onPacket(buffer, 0, length, nowNs);
        }
        nowNs += 2_000 * MS;
        receive.onSecond(nowNs);
        final double before = metrics.framesReceived();
        send.skipLate(nowNs);
        send.requestKeyFrame(nowNs);
        for (int i = 0; i < 300; i++) {
            nowNs = Math.max(nowNs, send.nextDueNs());
            send.skipLate(nowNs);
            final int length = send.write(buffer, 0);
            send.onSent(nowNs);
            receive.onPacket(buffer, 0, length, nowNs);
        }
        assertThat(metrics.framesReceived()).isGreaterThan(before + 70);
    }

    private static byte[] mutate(final byte[] original, final int oneIn, final SplittableRandom random) {
        if (random.nextInt(oneIn) != 0) {
            return original;
        }
        byte[] octets = original;
        switch (random.nextInt(7)) {
            case 0 -> octets = Arrays.copyOf(octets, random.nextInt(octets.length + 1));
            case 1 -> octets[random.nextInt(Math.min(40, octets.length))] = (byte) random.nextInt(256);
            case 2 -> octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
            case 3 -> octets[2] = (byte) random.nextInt(256); // the sequence jumps
            case 4 -> octets[4 + random.nextInt(4)] = (byte) random.nextInt(256); // the timestamp jumps
            case 5 -> octets[1] = (byte) (octets[1] ^ random.nextInt(4)); // another payload type
            default -> {
                for (int i = 12; i < octets.length; i++) {
                    octets[i] = (byte) random.nextInt(256);
                }
            }
        }
        return octets;
    }
}
