package busyhour.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.sip.Allocations;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class KeyStreamTest {

    @Test
    void shouldBeAesOfACounter() { // FIPS 197 C.3 has no counter; checked with openssl: echo 00..01 | openssl enc -aes-256-ecb -nopad
        final KeyStream keys = new KeyStream(new byte[KeyStream.SEED_LENGTH]);
        final byte[] first = new byte[20];
        keys.fill(first, 2, 16);
        assertThat(HexFormat.of().formatHex(first)).isEqualTo("0000" + "530f8afbc74536b9a963b4f1c4cb738b" + "0000");
        keys.fill(first, 0, 20);
        assertThat(HexFormat.of().formatHex(first)).as("16 octets of the second block, 4 of the third").startsWith("cea7403d4d606b6e074ec5d3baf39d18");
    }

    @Test
    void shouldNotRepeatItself() {
        final KeyStream keys = new KeyStream(new byte[KeyStream.SEED_LENGTH]);
        final byte[] octets = new byte[16 * 300];
        keys.fill(octets, 0, octets.length);
        for (int block = 1; block < 300; block++) {
            assertThat(Arrays.copyOfRange(octets, 16 * block, 16 * block + 16)).isNotEqualTo(Arrays.copyOf(octets, 16));
        }
    }

    @Test
    void shouldWantAWholeSeed() {
        assertThatThrownBy(() -> new KeyStream(new byte[16])).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("16");
    }

    @Test
    void shouldWriteAndReadKeysAsBase64() {
        final KeyStream keys = new KeyStream(new byte[KeyStream.SEED_LENGTH]);
        final UnsafeBuffer out = new UnsafeBuffer(new byte[100]);
        final byte[] back = new byte[CryptoSuite.MAX_KEY_AND_SALT];
        for (int length = 1; length <= CryptoSuite.MAX_KEY_AND_SALT; length++) {
            final byte[] key = new byte[length];
            keys.fill(key, 0, length);
            final SdpWriter writer = new SdpWriter();
            writer.wrap(out, 0, 100);
            Base64Key.write(writer, key, length);
            final String text = out.getStringWithoutLengthAscii(0, writer.length());
            assertThat(text).isEqualTo(Base64.getEncoder().encodeToString(key));
            assertThat(Base64Key.read(out, 0, text.length(), back, length)).isTrue();
            assertThat(Arrays.copyOf(back, length)).isEqualTo(key);
            assertThat(Base64Key.read(out, 0, text.replace("=", "").length(), back, length)).as("without padding").isTrue();
            assertThat(Base64Key.read(out, 0, text.length(), back, length + 1)).as("another length").isFalse();
        }
    }

    @Test
    void shouldFillWithoutAllocation() {
        final KeyStream keys = new KeyStream(new byte[KeyStream.SEED_LENGTH]);
        final byte[] key = new byte[46];
        Allocations.assertNone(() -> keys.fill(key, 0, key.length));
    }
}
