package busyhour.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Noise, truncated and changed packets: none passes, none throws, and the stream goes on. */
class SrtpFuzzTest {

    private static final int ROUNDS = 4_000;

    @ParameterizedTest
    @EnumSource
    void shouldPassNothingThatWasNotSent(final SrtpSuite suite) {
        final SplittableRandom random = new SplittableRandom(suite.ordinal() + 77L);
        final SrtpEnds ends = new SrtpEnds(suite);
        int sequence = 0;
        for (int i = 0; i < ROUNDS; i++) {
            final boolean rtcp = random.nextBoolean();
            final byte[] wire = rtcp ? ends.protectRtcp(SrtpEnds.rtcp(SrtpEnds.SSRC, 40 + random.nextInt(60)))
                    : ends.protectRtp(SrtpEnds.rtp(SrtpEnds.SSRC, ++sequence & 0xFFFF, random.nextInt(60)));
            final byte[] spoilt = spoil(wire, random);
            if (Arrays.equals(spoilt, wire)) {
                continue;
            }
            final UnsafeBuffer into = new UnsafeBuffer(new byte[spoilt.length]);
            final UnsafeBuffer from = new UnsafeBuffer(spoilt);
            final int code = rtcp ? ends.receiver.unprotectRtcp(from, 0, spoilt.length, into, 0)
                    : ends.receiver.unprotectRtp(from, 0, spoilt.length, into, 0);
            assertThat(code).as("round %d", i).isIn(SrtpResult.AUTH_FAILED, SrtpResult.MALFORMED, SrtpResult.REPLAYED);
            assertThat(into.byteArray()).containsOnly(0);
        }
        final byte[] plain = SrtpEnds.rtp(++sequence & 0xFFFF);
        assertThat(ends.receiveRtp(ends.protectRtp(plain), plain)).isEqualTo(plain.length);
    }

    private static byte[] spoil(final byte[] wire, final SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> {
                final byte[] noise = new byte[1 + random.nextInt(80)];
                random.nextBytes(noise);
                yield noise;
            }
            case 1 -> Arrays.copyOf(wire, random.nextInt(1, wire.length));
            case 2 -> Arrays.copyOf(wire, wire.length + 1 + random.nextInt(20));
            default -> {
                final byte[] changed = wire.clone();
                for (int i = random.nextInt(1, 4); i > 0; i--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                yield changed;
            }
        };
    }
}
