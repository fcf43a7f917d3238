package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutMode;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Payload types that change: within one answer, and by one after another. */
class PayloadFormatsTest {

    private static final long MS = 1_000_000;

    private final PayloadFormats formats = new PayloadFormats();

    @Test
    void shouldTakeEachCodecOfAnAnswerInTurn() {
        formats.reset(AudioCodec.PCMU, 0);
        formats.add(AudioCodec.PCMA, 8);
        formats.add(AudioCodec.G722, 9);
        formats.noise(13);
        assertThat(formats.select(0)).isFalse();
        assertThat(formats.select(9)).isTrue();
        assertThat(formats.codec()).isEqualTo(AudioCodec.G722);
        assertThat(formats.select(13)).as("noise is of no codec").isFalse();
        assertThat(formats.select(8)).isTrue();
        assertThat(formats.select(0)).isTrue();
        assertThat(formats.codec()).isEqualTo(AudioCodec.PCMU);
        assertThat(formats.isExpected(9)).isTrue();
        assertThat(formats.isExpected(18)).isFalse();
    }

    @Test
    void shouldGiveAPayloadTypeAnotherMeaning() {
        formats.reset(AudioCodec.OPUS, 96);
        formats.add(AudioCodec.L16, 96);
        assertThat(formats.codec()).as("until its first packet").isEqualTo(AudioCodec.OPUS);
        assertThat(formats.select(96)).isTrue();
        assertThat(formats.codec()).isEqualTo(AudioCodec.L16);
        assertThat(formats.select(96)).isFalse();
    }

    @Test
    void shouldForgetWhatWasAgreedOnFirstWhenThereAreTooMany() {
        formats.reset(AudioCodec.PCMU, 0);
        for (int type = 96; type < 96 + PayloadFormats.MAX_CODECS; type++) {
            formats.add(AudioCodec.OPUS, type);
        }
        assertThat(formats.isExpected(0)).as("in use").isTrue();
        assertThat(formats.isExpected(96)).isFalse();
        assertThat(formats.isExpected(97)).isTrue();
        assertThat(formats.isExpected(95 + PayloadFormats.MAX_CODECS)).isTrue();
    }

    @Test
    void shouldMeasureAStreamThatChangesItsCodecAllTheTime() {
        final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
        final AudioCodec[] codecs = {AudioCodec.PCMU, AudioCodec.G722, AudioCodec.OPUS, AudioCodec.L16, AudioCodec.G729};
        final int[] lengths = {160, 160, 30, 640, 20};
        stream.prepare(AudioCodec.G722);
        stream.reset(AudioCodec.PCMU, 96, 20, 20, 0);
        for (int i = 1; i < codecs.length; i++) {
            stream.addCodec(codecs[i], 96 + i);
        }
        int timestamp = 0;
        final UnsafeBuffer wide = new UnsafeBuffer(new byte[700]);
        for (int i = 0; i < 1_000; i++) {
            final int at = i / 10 % codecs.length;
            RtpHeaderFlyweight.write(wide, 0, false, 96 + at, i, timestamp, 5);
            wide.putByte(12, (byte) (9 << 3));
            stream.onPacket(wide, 0, 12 + lengths[at], i * 20 * MS);
            timestamp += codecs[at].timestampUnits(20);
            if (i % 50 == 49) {
                stream.onSecond((i + 1) * 20 * MS);
            }
        }
        assertThat(stream.network().packetsReceived()).isEqualTo(1_000);
        assertThat(stream.network().unexpectedPayloadType()).isZero();
        assertThat(stream.quality().packetsLost()).isZero();
        assertThat(stream.audio().malformedPayloads()).isZero();
        assertThat(stream.audio().ptimeMs()).isEqualTo(20);
    }
}
