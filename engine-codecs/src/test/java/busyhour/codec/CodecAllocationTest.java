package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a shard does with payloads. */
class CodecAllocationTest {

    private static final int FRAMES = 50;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource(value = AudioCodec.class, names = {"PCMU", "PCMA", "G722", "L16", "L16_8000"})
    void shouldDecodeAndConcealWithoutAllocating(final AudioCodec codec) {
        final EncodedTrack track = TrackEncoder.encode(SpeechSignal.samples(codec.sampleRateHz(), 1), codec, 20);
        final AudioDecoder decoder = AudioDecoder.of(codec, 1);
        final short[] into = new short[2 * track.samplesPerFrame()];
        run(track, decoder, into);
        threads.getCurrentThreadAllocatedBytes();
        final long before = threads.getCurrentThreadAllocatedBytes();
        final int samples = run(track, decoder, into);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
        assertThat(samples).isEqualTo(FRAMES * track.samplesPerFrame());
    }

    private static int run(final EncodedTrack track, final AudioDecoder decoder, final short[] into) {
        int samples = 0;
        decoder.reset();
        for (int frame = 0; frame < FRAMES; frame++) {
            if (frame % 7 == 3) {
                samples += decoder.conceal(track.samplesPerFrame(), into, 0);
            } else {
                samples += decoder.decode(track.buffer(), track.frameOffset(frame), track.frameLength(frame), into, 0);
            }
        }
        decoder.decode(track.buffer(), 0, 0, into, 0);
        return samples;
    }

    @Test
    void shouldEncodeG722WithoutAllocating() {
        final short[] pcm = SpeechSignal.samples(16_000, 1);
        final UnsafeBuffer into = new UnsafeBuffer(new byte[160]);
        final G722Encoder encoder = new G722Encoder();
        encode(encoder, pcm, into);
        threads.getCurrentThreadAllocatedBytes();
        final long before = threads.getCurrentThreadAllocatedBytes();
        encode(encoder, pcm, into);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
    }

    private static void encode(final G722Encoder encoder, final short[] pcm, final UnsafeBuffer into) {
        encoder.reset();
        for (int frame = 0; frame < FRAMES; frame++) {
            encoder.encode(pcm, frame * 320, 160, into, 0);
        }
    }

    @Test
    void shouldLookAtOpusPacketsWithoutAllocating() {
        final UnsafeBuffer octets = new UnsafeBuffer(new byte[200]);
        final OpusPacket packet = new OpusPacket();
        look(packet, octets);
        threads.getCurrentThreadAllocatedBytes();
        final long before = threads.getCurrentThreadAllocatedBytes();
        final int valid = look(packet, octets);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
        assertThat(valid).isPositive();
    }

    private static int look(final OpusPacket packet, final UnsafeBuffer octets) {
        int valid = 0;
        for (int toc = 0; toc < 256; toc++) {
            for (int counts = 0; counts < 256; counts++) {
                octets.putByte(0, (byte) toc);
                octets.putByte(1, (byte) counts);
                if (packet.wrap(octets, 0, 200)) {
                    valid += packet.timestampUnits() + packet.bandwidthHz() + (packet.hasFec() ? 1 : 0);
                }
            }
        }
        return valid;
    }
}
