package busyhour.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 3711 appendix B.2 and B.3, RFC 7714 16 (session keys given). */
class KeyDerivationTest {

    private final JsonNode vectors = Vectors.json("03-rtp-srtp/srtp/rfc_kdf_vectors.json");

    @Test
    void shouldMakeTheKeystreamOfAppendixB2() {
        final JsonNode vector = vectors.get("rfc3711_B2_aes_cm");
        final JdkCounterCipher cipher = new JdkCounterCipher();
        cipher.key(hex(vector, "session_key"), 0, 16);
        final byte[] stream = new byte[0xff02 * 16];
        cipher.apply(hex(vector, "iv"), stream, 0, stream.length);
        assertThat(HexFormat.of().formatHex(stream, 0, 48)).isEqualTo(vector.get("keystream_first_48").asText());
        assertThat(HexFormat.of().formatHex(stream, 0xfeff * 16, 0xff02 * 16)).isEqualTo(vector.get("keystream_blocks_0xfeff_to_0xff01").asText());
    }

    @Test
    void shouldDeriveTheKeysOfAppendixB3() {
        final JsonNode vector = vectors.get("rfc3711_B3_key_derivation");
        final KeyDerivation derivation = new KeyDerivation(SrtpCrypto.JDK);
        final byte[] master = HexFormat.of().parseHex(vector.get("master_key").asText() + vector.get("master_salt").asText());
        derivation.master(SrtpSuite.AES_CM_128_HMAC_SHA1_80, master, 0);
        assertThat(derived(derivation, KeyDerivation.RTP_ENCRYPTION, 16)).isEqualTo(vector.get("cipher_key").asText());
        assertThat(derived(derivation, KeyDerivation.RTP_SALT, 14)).isEqualTo(vector.get("cipher_salt").asText());
        final String authentication = vector.get("auth_key_94").asText();
        assertThat(derived(derivation, KeyDerivation.RTP_AUTHENTICATION, authentication.length() / 2)).isEqualTo(authentication);
    }

    private static String derived(final KeyDerivation derivation, final int label, final int length) {
        final byte[] key = new byte[length];
        derivation.derive(label, key, length);
        return HexFormat.of().formatHex(key);
    }

    /** The session keys are given there, so no key is derived. */
    @Test
    void shouldProtectAsInSection16OfRfc7714() {
        final JsonNode all = Vectors.json("03-rtp-srtp/srtp/rfc7714_srtp.json");
        assertThat(all).hasSize(2);
        for (final JsonNode vector : all) {
            final SrtpWorkspace work = new SrtpWorkspace(TestCrypto.ALL_SUITES);
            final AeadProtection protection = new AeadProtection(work.crypto, true);
            final byte[] key = hex(vector, "srtpSessionKey");
            protection.sessionKey(key, key.length, hex(vector, "srtpSessionSalt"));
            final byte[] plain = hex(vector, "decryptedRTPPacket");
            System.arraycopy(plain, 0, work.packet, 0, plain.length);
            final int length = protection.sealRtp(work, 12, plain.length, PacketProtection.getInt(plain, 8), 0xf17b);
            final String wire = HexFormat.of().formatHex(work.packet, 0, length);
            assertThat(wire).isEqualTo(vector.get("encryptedRTPPacket").asText());
            assertThat(protection.openRtp(work, 12, length, 0, PacketProtection.getInt(plain, 8), 0xf17b)).isEqualTo(plain.length);
            assertThat(HexFormat.of().formatHex(work.packet, 0, plain.length)).isEqualTo(vector.get("decryptedRTPPacket").asText());
        }
    }

    private static byte[] hex(final JsonNode node, final String field) {
        return HexFormat.of().parseHex(node.get(field).asText());
    }
}
