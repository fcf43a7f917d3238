package busyhour.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.PcapReader;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that others made and that libsrtp protected, with the keys of their SDP. */
class SrtpCapturesTest {

    private static final String FOLDER = "03-rtp-srtp/captures/";

    @ParameterizedTest
    @ValueSource(strings = {"rtpproxy-alice_srtp.pcap", "rtpproxy-bob_srtp.pcap"})
    void shouldReadEveryPacket(final String file) throws Exception {
        final JsonNode expected = Vectors.json(FOLDER + "srtp_keys.json").get(file);
        final SrtpReceiver receiver = new SrtpReceiver(new SrtpWorkspace(SrtpCrypto.JDK));
        receiver.key(SrtpSuite.of(expected.get("suite").asText()), Base64.getDecoder().decode(expected.get("inline").asText()));
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        final UnsafeBuffer into = new UnsafeBuffer(new byte[2048]);
        final RtpHeaderFlyweight header = new RtpHeaderFlyweight();
        int authentic = 0;
        long payload = 0;
        for (final PcapReader.Datagram datagram : PcapReader.read(Vectors.path(FOLDER + file))) {
            final UnsafeBuffer packet = new UnsafeBuffer(datagram.payload());
            if (RtpHeaderFlyweight.isRtcp(packet, 0, packet.capacity())) {
                continue;
            }
            final int length = receiver.unprotectRtp(packet, 0, packet.capacity(), into, 0);
            if (length >= 0) {
                assertThat(header.wrap(into, 0, length)).isEqualTo(RtpHeaderFlyweight.VALID);
                digest.update(into.byteArray(), header.payloadOffset(), header.payloadLength());
                payload += header.payloadLength();
                authentic++;
            }
        }
        assertThat(authentic).isEqualTo(expected.get("packets_authenticated").asInt());
        assertThat(payload).isEqualTo(expected.get("decrypted_payload_octets").asLong());
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(expected.get("decrypted_payload_sha256").asText());
    }
}
