package busyhour.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.rtp.srtp.SrtpCrypto;
import busyhour.rtp.srtp.SrtpCrypto.AeadCipher;
import busyhour.rtp.srtp.SrtpCrypto.CounterCipher;
import busyhour.rtp.srtp.SrtpReceiver;
import busyhour.rtp.srtp.SrtpSuite;
import busyhour.rtp.srtp.SrtpWorkspace;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** libcrypto's ciphers against those of the JDK, and on the published packets. */
class LibcryptoSrtpTest {

    private static final int ROUNDS = 300;
    private static final int TAG = AeadCipher.TAG_LENGTH;

    private final SplittableRandom random = new SplittableRandom(4);
    private SrtpCrypto crypto;

    @BeforeEach
    void needLibcrypto() {
        assumeTrue(LibcryptoSrtp.unavailable() == null, LibcryptoSrtp.unavailable());
        crypto = LibcryptoSrtp.crypto();
    }

    @Test
    void shouldSupportEverySuite() {
        for (final SrtpSuite suite : SrtpSuite.values()) {
            assertThat(crypto.supports(suite)).isTrue();
        }
    }

    @Test
    void shouldSealAsTheJdkDoes() throws Exception {
        final AeadCipher seals = crypto.aeadCipher(true);
        for (int i = 0; i < ROUNDS; i++) {
            final byte[] key = bytes(i % 3 == 0 ? 32 : 16);
            final byte[] iv = bytes(16);
            final byte[] aad = bytes(random.nextInt(8, 80));
            final byte[] data = Arrays.copyOf(bytes(100 + i), 100 + i + TAG);
            final int offset = random.nextInt(0, 50);
            final int length = i % 20 == 0 ? 0 : 100 + i - offset;
            final Cipher judge = Cipher.getInstance("AES/GCM/NoPadding");
            judge.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, iv, 0, 12));
            judge.updateAAD(aad);
            final byte[] expected = judge.doFinal(data, offset, length);
            seals.key(key, 0, key.length);
            seals.seal(iv, aad, aad.length, data, offset, length);
            assertThat(Arrays.copyOfRange(data, offset, offset + length + TAG)).as("round %d", i).isEqualTo(expected);
        }
    }

    @Test
    void shouldOpenWhatIsAuthenticOnly() {
        final AeadCipher seals = crypto.aeadCipher(true);
        final AeadCipher opens = crypto.aeadCipher(false);
        for (int i = 0; i < ROUNDS; i++) {
            final byte[] key = bytes(i % 2 == 0 ? 32 : 16);
            final byte[] iv = bytes(16);
            final byte[] aad = bytes(12);
            final byte[] plain = bytes(i);
            final byte[] data = Arrays.copyOf(plain, i + TAG);
            seals.key(key, 0, key.length);
            opens.key(key, 0, key.length);
            seals.seal(iv, aad, aad.length, data, 0, i);
            final byte[] changed = data.clone();
            changed[random.nextInt(changed.length)] ^= 1;
            assertThat(opens.open(iv, aad, aad.length, changed, 0, i)).isFalse();
            aad[3] ^= 1;
            assertThat(opens.open(iv, aad, aad.length, data.clone(), 0, i)).isFalse();
            aad[3] ^= 1;
            assertThat(opens.open(iv, aad, aad.length, data, 0, i)).isTrue();
            assertThat(Arrays.copyOf(data, i)).isEqualTo(plain);
        }
    }

    @Test
    void shouldMakeTheKeystreamThatTheJdkMakes() {
        final CounterCipher ours = crypto.counterCipher();
        final CounterCipher judge = SrtpCrypto.JDK.counterCipher();
        for (int i = 0; i < ROUNDS; i++) {
            final byte[] key = bytes(i % 2 == 0 ? 32 : 16);
            final byte[] iv = bytes(16);
            iv[14] = 0;
            iv[15] = 0;
            final byte[] data = bytes(10 * i + 1);
            final byte[] expected = data.clone();
            ours.key(key, 0, key.length);
            judge.key(key, 0, key.length);
            ours.apply(iv, data, 1, 10 * i);
            judge.apply(iv, expected, 1, 10 * i);
            assertThat(data).isEqualTo(expected);
        }
    }

    @Test
    void shouldReadThePublishedPackets() throws Exception {
        final Path file = Path.of(System.getProperty("busyhour.root", ".."), "../shared/vectors/03-rtp-srtp/srtp/srtp_vectors.json");
        assumeTrue(Files.exists(file), "no test data beside the project: " + file);
        int read = 0;
        for (final JsonNode vector : new ObjectMapper().readTree(file.toFile())) {
            final SrtpSuite suite = SrtpSuite.of(vector.get("suite").asText());
            if (suite == null || !vector.has("plain")) {
                continue;
            }
            final SrtpReceiver receiver = new SrtpReceiver(new SrtpWorkspace(crypto));
            receiver.key(suite, HexFormat.of().parseHex(vector.get("master_key").asText() + vector.get("master_salt").asText()), 0,
                    vector.path("mki").asText("").length() / 2);
            final UnsafeBuffer packet = new UnsafeBuffer(HexFormat.of().parseHex(vector.get("protected").asText()));
            final int length = vector.get("type").asText().equals("srtcp")
                    ? receiver.unprotectRtcp(packet, 0, packet.capacity(), packet, 0)
                    : receiver.unprotectRtp(packet, 0, packet.capacity(), packet, 0);
            assertThat(HexFormat.of().formatHex(packet.byteArray(), 0, Math.max(0, length))).isEqualTo(vector.get("plain").asText());
            read++;
        }
        assertThat(read).isEqualTo(55);
    }

    private byte[] bytes(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
