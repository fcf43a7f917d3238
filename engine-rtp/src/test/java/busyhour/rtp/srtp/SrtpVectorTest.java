package busyhour.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packets of libsrtp's test driver and others that an independent reference made, both ways. */
class SrtpVectorTest {

    private static final String FILE = "03-rtp-srtp/srtp/srtp_vectors.json";
    /** Not offered to anybody: packets that are authenticated but not encrypted. */
    private static final String NOT_OURS = "NULL_HMAC_SHA1_80";

    record Vector(SrtpSuite suite, boolean rtcp, byte[] key, byte[] plain, byte[] wire, int roc, int rtcpIndex, boolean encrypted, int mkiLength,
            String note) {

        @Override
        public String toString() {
            return suite + (rtcp ? " SRTCP " : " SRTP ") + (plain == null ? "negative" : note);
        }
    }

    static Stream<Vector> vectors() {
        final List<Vector> vectors = new ArrayList<>();
        for (final JsonNode node : Vectors.json(FILE)) {
            final String suite = node.get("suite").asText();
            if (!suite.equals(NOT_OURS)) {
                vectors.add(new Vector(SrtpSuite.of(suite), node.get("type").asText().equals("srtcp"),
                        HexFormat.of().parseHex(node.get("master_key").asText() + node.get("master_salt").asText()),
                        node.has("plain") ? hex(node, "plain") : null, hex(node, "protected"), node.path("roc").asInt(),
                        node.path("srtcp_index").asInt(), node.path("encrypted").asBoolean(true),
                        node.path("mki").asText("").length() / 2, node.path("note").asText("")));
            }
        }
        return vectors.stream();
    }

    private static byte[] hex(final JsonNode node, final String field) {
        return HexFormat.of().parseHex(node.get(field).asText());
    }

    @Test
    void shouldHaveVectorsOfEverySuite() {
        assertThat(vectors().filter(v -> !v.rtcp && v.plain != null).map(Vector::suite)).contains(SrtpSuite.values());
        assertThat(vectors().filter(v -> v.rtcp).map(Vector::suite)).contains(SrtpSuite.values());
        assertThat(vectors().filter(v -> v.plain == null).map(Vector::suite)).contains(SrtpSuite.values());
        assertThat(vectors()).hasSize(61);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldUnprotect(final Vector vector) {
        final SrtpReceiver receiver = new SrtpReceiver(new SrtpWorkspace(TestCrypto.ALL_SUITES));
        receiver.key(vector.suite, vector.key, 0, vector.mkiLength);
        final UnsafeBuffer into = new UnsafeBuffer(new byte[vector.wire.length]);
        final UnsafeBuffer wire = new UnsafeBuffer(vector.wire);
        final int length = vector.rtcp ? receiver.unprotectRtcp(wire, 0, vector.wire.length, into, 0)
                : receiver.unprotectRtp(wire, 0, vector.wire.length, into, 0);
        if (vector.plain == null) {
            assertThat(length).isEqualTo(SrtpResult.AUTH_FAILED);
            assertThat(into.byteArray()).containsOnly(0);
        } else {
            assertThat(HexFormat.of().formatHex(into.byteArray(), 0, Math.max(0, length))).isEqualTo(HexFormat.of().formatHex(vector.plain));
        }
    }

    /** What we never send is left out: a master key identifier, RTCP that is not encrypted. */
    static Stream<Vector> vectorsThatWeSend() {
        return vectors().filter(vector -> vector.plain != null && vector.mkiLength == 0 && vector.encrypted);
    }

    @ParameterizedTest
    @MethodSource("vectorsThatWeSend")
    void shouldProtect(final Vector vector) {
        final SrtpSender sender = new SrtpSender(new SrtpWorkspace(TestCrypto.ALL_SUITES));
        sender.key(vector.suite, vector.key);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[vector.plain.length + SrtpSuite.MAX_OVERHEAD]);
        buffer.putBytes(0, vector.plain);
        if (vector.rtcp) {
            sender.resume(SrtpHeader.rtcpSsrc(buffer, 0), -1, vector.rtcpIndex);
        } else if (vector.roc > 0) {
            sender.resume(SrtpHeader.rtpSsrc(buffer, 0), ((long) vector.roc << 16) - 1, 0);
        }
        final int length = vector.rtcp ? sender.protectRtcp(buffer, 0, vector.plain.length) : sender.protectRtp(buffer, 0, vector.plain.length);
        assertThat(HexFormat.of().formatHex(buffer.byteArray(), 0, Math.max(0, length))).isEqualTo(HexFormat.of().formatHex(vector.wire));
    }
}
