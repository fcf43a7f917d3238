package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioEncoding;
import busyhour.codec.EncodedTrack;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.RtpHeaderFlyweight;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Silence that is not sent but described (RFC 3389), and the marker after it (RFC 3551 4.1). */
class QuietSendTest {

    private static final int NOISE = 13;

    private final RtpSendStream stream = new RtpSendStream();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[400]);
    private final RtpHeaderFlyweight header = new RtpHeaderFlyweight();
    private final EncodedTrack track = speechAndSilence();

    private static EncodedTrack speechAndSilence() {
        final short[] pcm = new short[8_000 * 4];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (i / 8_000 % 2 == 0 ? 8_000 * Math.sin(i * 0.6) : 10 * Math.sin(i * 0.3));
        }
        return TrackEncoder.encode(pcm, AudioEncoding.of(AudioCodec.PCMU, 20).withComfortNoise(true));
    }

    @Test
    void shouldDescribeSilenceAndBeginSpurtsWithAMarker() {
        stream.start(track, 0, 1, 100, 5_000, 0, false, 0);
        stream.content().acceptComfortNoise(NOISE);
        int quiet = 0;
        int noise = 0;
        int markers = 0;
        int sent = 0;
        boolean silent = false;
        for (int frame = 0; frame < track.frameCount(); frame++) {
            final int length = stream.write(buffer, 0);
            if (length == 0) {
                quiet++;
                silent = true;
                stream.onQuiet(frame * 20_000_000L);
                continue;
            }
            assertThat(header.wrap(buffer, 0, length)).isEqualTo(RtpHeaderFlyweight.VALID);
            assertThat(header.timestamp()).isEqualTo(5_000 + 160 * frame);
            assertThat(header.sequence()).isEqualTo(100 + sent++);
            if (header.payloadType() == NOISE) {
                noise++;
                assertThat(header.marker()).as("noise begins no spurt").isFalse();
                silent = true;
            } else {
                assertThat(header.marker()).isEqualTo(frame == 0 || silent);
                markers += header.marker() ? 1 : 0;
                silent = false;
            }
            stream.onSent(frame * 20_000_000L, 0);
        }
        assertThat(quiet).isGreaterThan(50);
        assertThat(noise).isBetween(2, 30);
        assertThat(markers).isGreaterThanOrEqualTo(2);
        assertThat(stream.comfortNoisePacketsSent()).isEqualTo(noise);
        assertThat(stream.packetsSent()).isEqualTo(sent);
    }

    @Test
    void shouldSendNothingOfSilenceToAPeerThatTakesNoNoise() {
        stream.start(track, 0, 1, 100, 5_000, 0, false, 0);
        for (int frame = 0; frame < track.frameCount(); frame++) {
            final int length = stream.write(buffer, 0);
            if (length == 0) {
                stream.onQuiet(frame * 20_000_000L);
            } else {
                header.wrap(buffer, 0, length);
                assertThat(header.payloadType()).isZero();
                stream.onSent(frame * 20_000_000L, 0);
            }
        }
        assertThat(stream.comfortNoisePacketsSent()).isZero();
    }
}
