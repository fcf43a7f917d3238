package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioEncoding;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.RtpHeaderFlyweight;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packet times in which nothing is sent, and comfort noise (RFC 3389) in silence. */
class SendSilenceTest {

    private static final long MS = 1_000_000;
    private static final int NOISE = 13;

    private final RtpSendStream stream = new RtpSendStream();
    private final RtpHeaderFlyweight header = new RtpHeaderFlyweight();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4_096]);

    /** Speech, with two seconds of perfect silence from 4 s on. */
    private static EncodedTrack track(final AudioCodec codec) {
        final int rateHz = codec.sampleRateHz();
        final short[] pcm = SpeechSignal.samples(rateHz, 1);
        Arrays.fill(pcm, 4 * rateHz, 6 * rateHz, (short) 0);
        return TrackEncoder.encode(pcm, AudioEncoding.of(codec, 20).withComfortNoise(true));
    }

    @ParameterizedTest
    @EnumSource(value = AudioCodec.class, names = {"PCMU", "PCMA", "G722", "L16"})
    void shouldDescribeSilenceTwiceASecondUnderAPayloadTypeOfItsOwn(final AudioCodec codec) {
        final EncodedTrack track = track(codec);
        stream.start(track, 150, 1, 100, 5_000, 96, false, 0);
        stream.content().acceptComfortNoise(NOISE);
        int sequence = 100;
        boolean silent = false;
        int noise = 0;
        int nothing = 0;
        for (int n = 0; n < 250; n++) {
            final int length = stream.write(buffer, 0);
            final int timestamp = 5_000 + n * track.timestampUnitsPerFrame();
            if (length == 0) {
                assertThat(silent).as("nothing is sent only after noise was described").isTrue();
                nothing++;
                stream.onQuiet(n * 20 * MS);
                continue;
            }
            header.wrap(buffer, 0, length);
            assertThat(header.sequence()).isEqualTo(sequence++);
            assertThat(header.timestamp()).isEqualTo(timestamp);
            if (header.payloadType() == NOISE) {
                assertThat(header.payloadLength()).isEqualTo(1);
                assertThat(header.marker()).isFalse();
                noise++;
                silent = true;
            } else {
                assertThat(header.payloadType()).isEqualTo(96);
                assertThat(header.marker()).as("a talk spurt begins, packet time " + n).isEqualTo(silent || n == 0);
                silent = false;
            }
            stream.onSent(n * 20 * MS, 0);
        }
        assertThat(nothing).as("packet times without a packet").isBetween(60, 120);
        assertThat(noise).as("descriptions in 1.8 s of silence and some pauses").isBetween(4, 12);
        assertThat(stream.comfortNoisePacketsSent()).isEqualTo(noise);
        assertThat(stream.packetsSent()).isEqualTo(250 - nothing);
        assertThat(stream.packetsSent()).isEqualTo(stream.reportPacketCount());
    }

    @Test
    void shouldSendNothingToAPeerThatTakesNoComfortNoise() {
        stream.start(track(AudioCodec.PCMU), 195, 1, 100, 5_000, 0, false, 0);
        for (int n = 0; n < 60; n++) {
            if (stream.write(buffer, 0) == 0) {
                stream.onQuiet(n * 20 * MS);
            } else {
                assertThat(buffer.getByte(1) & 0x7F).isZero();
                stream.onSent(n * 20 * MS, 0);
            }
        }
        assertThat(stream.comfortNoisePacketsSent()).isZero();
        assertThat(stream.packetsSent()).isLessThan(20);
    }

    @Test
    void shouldBeginWithSoundWhereverItStarts() {
        stream.start(track(AudioCodec.PCMA), 240, 1, 100, 5_000, 8, false, 0); // in the middle of the silence
        stream.content().acceptComfortNoise(NOISE);
        header.wrap(buffer, 0, stream.write(buffer, 0));
        assertThat(header.payloadType()).isEqualTo(8);
        assertThat(header.marker()).isTrue();
        assertThat(header.timestamp()).isEqualTo(5_000);
    }

    @Test
    void shouldCountSilenceIntoTheCodecsBitRateAndLevelsOfSoundOnly() {
        stream.start(track(AudioCodec.PCMU), 185, 1, 0, 0, 0, false, 0);
        stream.content().acceptComfortNoise(NOISE);
        int sent = 0;
        for (int n = 0; n < 50; n++) {
            if (stream.write(buffer, 0) == 0) {
                stream.onQuiet(n * 20 * MS);
            } else {
                sent += stream.payloadType() == (buffer.getByte(1) & 0x7F) ? 1 : 0;
                stream.onSent(n * 20 * MS, 0);
            }
        }
        stream.onSecond(1_000 * MS);
        assertThat(sent).isBetween(5, 45);
        assertThat(stream.audioBitrateBps()).isEqualTo(sent * 160 * 8);
        assertThat(stream.audioLevelRmsDbov()).isGreaterThan(-40);
    }

    @Test
    void shouldSendDigitsInSilenceAllTheSame() {
        stream.start(track(AudioCodec.PCMU), 200, 1, 0, 0, 0, false, 0);
        stream.content().acceptComfortNoise(NOISE);
        stream.content().acceptEvents(101);
        for (int n = 0; n < 20; n++) {
            if (stream.write(buffer, 0) == 0) {
                stream.onQuiet(n * 20 * MS);
            } else {
                stream.onSent(n * 20 * MS, 0);
            }
        }
        assertThat(stream.write(buffer, 0)).as("silence").isZero();
        stream.content().sendEvents(new byte[] {'5'}, 100, 50);
        final int length = stream.write(buffer, 0);
        header.wrap(buffer, 0, length);
        assertThat(header.payloadType()).isEqualTo(101);
        assertThat(header.marker()).isTrue();
    }
}
