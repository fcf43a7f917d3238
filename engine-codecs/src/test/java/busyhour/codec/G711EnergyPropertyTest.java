package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class G711EnergyPropertyTest {

    private final G711Energy energy = new G711Energy();

    @ParameterizedTest
    @EnumSource(names = {"PCMU", "PCMA"})
    void shouldAgreeWithTheSamplesThemselves(final AudioCodec codec) {
        final Random random = new Random(711);
        final UnsafeBuffer heap = new UnsafeBuffer(new byte[300]);
        final UnsafeBuffer direct = new UnsafeBuffer(ByteBuffer.allocateDirect(300));
        for (int round = 0; round < 4_000; round++) {
            final int offset = random.nextInt(9);
            final int length = round < 40 ? round : random.nextInt(260);
            final int quiet = random.nextInt(256); // few payloads reach full scale by chance in all octets
            for (int i = 0; i < 300; i++) {
                final byte code = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : quiet);
                heap.putByte(i, code);
                direct.putByte(i, code);
            }
            check(codec, heap, offset, length);
            check(codec, direct, offset, length);
        }
    }

    private void check(final AudioCodec codec, final DirectBuffer buffer, final int offset, final int length) {
        long sum = 0;
        int largest = 0;
        int clipped = 0;
        for (int i = offset; i < offset + length; i++) {
            final int sample = codec == AudioCodec.PCMU ? G711.decodeMuLaw(buffer.getByte(i)) : G711.decodeALaw(buffer.getByte(i));
            sum += (long) sample * sample;
            largest = Math.max(largest, sample * sample);
            clipped += Math.abs(sample) == G711.fullScale(codec) ? 1 : 0;
        }
        energy.measure(codec, buffer, offset, length);
        assertThat(energy.sumOfSquares()).isEqualTo(sum);
        assertThat(energy.largestSquare()).isEqualTo(largest);
        assertThat(energy.clippedSamples()).isEqualTo(clipped);
    }

    @ParameterizedTest
    @EnumSource(names = {"PCMU", "PCMA"})
    void shouldNotReadBeyondTheBuffer(final AudioCodec codec) {
        assertThatThrownBy(() -> energy.measure(codec, new UnsafeBuffer(new byte[10]), 4, 8)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
