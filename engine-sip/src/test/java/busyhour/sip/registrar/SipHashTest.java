package busyhour.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The published vectors: key 00..0f, messages of 0, 1, 8 and 15 octets 00, 01, 02 ... */
class SipHashTest {

    private final SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    private long of(final int length) {
        final UnsafeBuffer text = new UnsafeBuffer(new byte[length + 3]);
        for (int i = 0; i < length; i++) {
            text.putByte(3 + i, (byte) i);
        }
        return hash.hash(text, 3, length, 0);
    }

    @Test
    void shouldAgreeWithThePublishedVectors() {
        assertThat(of(0)).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(of(1)).isEqualTo(0x74f839c593dc67fdL);
        assertThat(of(8)).isEqualTo(0x93f5f5799a932462L);
        assertThat(of(15)).isEqualTo(0xa129ca6149be45e5L);
        assertThat(hash.hash(0x0706050403020100L)).isEqualTo(0x93f5f5799a932462L);
    }

    @Test
    void shouldDependOnTheSalt() {
        final UnsafeBuffer text = new UnsafeBuffer(new byte[4]);
        assertThat(hash.hash(text, 0, 4, 1)).isNotEqualTo(hash.hash(text, 0, 4, 2));
    }
}
