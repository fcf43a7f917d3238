package busyhour.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.ipc.link.FrameCipher;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's AES-GCM judges libcrypto's, both ways. */
class LinkCiphersTest {
    private final byte[] key = new byte[32];
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[20_000]);
    private final UnsafeBuffer opened = new UnsafeBuffer(new byte[20_000]);

    @BeforeEach
    void libcryptoIsHere() {
        assumeTrue(Libcrypto.loaded() != null, Libcrypto.fault());
        new Random(1).nextBytes(key);
    }

    @Test
    void shouldOpenWhatTheOtherOneSealed() {
        final FrameCipher jdk = FrameCipher.ofJdk();
        final FrameCipher libcrypto = LinkCiphers.best().get();
        assertThat(libcrypto).isInstanceOf(LibcryptoFrames.class);
        jdk.key(key);
        libcrypto.key(key);
        long counter = 1L << 40;
        for (final int length : new int[] {0, 1, 16, 555, 9_000, 70}) {
            final byte[] plain = new byte[length];
            new Random(length).nextBytes(plain);
            for (final FrameCipher[] pair : new FrameCipher[][] {{jdk, libcrypto}, {libcrypto, jdk}}) {
                counter++;
                frame.putLong(7, counter);
                pair[0].seal(frame, 7, counter, new UnsafeBuffer(plain), 0, length);
                assertThat(pair[1].open(frame, 7, counter, length, opened, 3)).isTrue();
                final byte[] back = new byte[length];
                opened.getBytes(3, back);
                assertThat(back).isEqualTo(plain);
                assertThat(pair[1].open(frame, 7, counter + 1, length, opened, 3)).as("another counter").isFalse();
                frame.putByte(8, (byte) (frame.getByte(8) + 1));
                assertThat(pair[1].open(frame, 7, counter, length, opened, 3)).as("another header").isFalse();
            }
        }
        key[0]++;
        libcrypto.key(key);
        frame.putLong(7, counter);
        jdk.seal(frame, 7, counter, new UnsafeBuffer(new byte[8]), 0, 8);
        assertThat(libcrypto.open(frame, 7, counter, 8, opened, 0)).as("another key").isFalse();
    }
}
