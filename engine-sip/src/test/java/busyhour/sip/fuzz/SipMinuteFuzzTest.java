package busyhour.sip.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.message.Messages;
import busyhour.sip.message.TortureMessages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The minute: no exception, no hang, no allocation, whatever comes. */
class SipMinuteFuzzTest {

    private static final String SDP = """
            v=0
            o=- 1 2 IN IP4 192.0.2.101
            s=-
            c=IN IP4 192.0.2.101
            t=0 0
            a=group:BUNDLE 0 1
            m=audio 49172 UDP/TLS/RTP/SAVPF 111 0 8 101
            a=rtcp:49173 IN IP4 192.0.2.101
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtpmap:101 telephone-event/8000
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj
            a=candidate:1 1 UDP 2130706431 192.0.2.101 49172 typ host
            a=ptime:20
            a=maxptime:60
            a=rtcp-mux
            a=sendonly
            m=video 0 RTP/AVP 96
            a=inactive
            """.replace("\n", "\r\n");

    private static final List<String> CHALLENGES = List.of(
            "Digest realm=\"atlanta.example.com\", nonce=\"84a4cc6f3082121f32b42a2187831a9e\", qop=\"auth\", algorithm=MD5",
            "Digest realm=\"atlanta.example.com\", nonce=\"84a4\", qop=\"auth,auth-int\", algorithm=SHA-256, opaque=\"5ccc\", stale=TRUE",
            "Digest realm=\"a \\\"b\\\" c\", nonce=\"x\", algorithm=MD5-sess, domain=\"sip:a sip:b\", charset=UTF-8, userhash=false",
            "Basic realm=\"x\", Digest realm=\"y\", nonce=\"z\", algorithm=SHA-512-256, qop=auth",
            "Digest username=\"alice\", realm=\"atlanta.example.com\", nonce=\"84a4cc6f\", uri=\"sip:bob@biloxi.example.com\", "
                    + "response=\"7587245234b3434cc3412213e5f113a5\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"0a4f113b\"",
            "Digest username=\"alice\", realm=\"atlanta.example.com\", nonce=\"84a4\", uri=\"sip:bob@b\", algorithm=SHA-256, "
                    + "response=\"7587245234b3434cc3412213e5f113a57587245234b3434cc3412213e5f113a5\", opaque=\"o\"");

    private static List<byte[]> octets(final List<String> texts) {
        return new ArrayList<>(texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
    }

    @Test
    void shouldSurviveSpoiltMessagesForItsShareOfTheMinute() {
        final List<byte[]> seeds = octets(List.of(Messages.INVITE, Messages.OPTIONS, Messages.OK));
        seeds.addAll(TortureMessages.rebuilt(TortureMessages.RFC4475).values());
        seeds.addAll(TortureMessages.rebuilt(TortureMessages.RFC5118).values());
        seeds.addAll(FuzzRun.vectors(path -> !path.toString().endsWith(".json"),
                "01-sip/rfc4475", "01-sip/rfc5118", "01-sip/messages", "01-sip/fuzz-seeds", "01-sip/pcap"));
        judge(FuzzRun.run("parser", 20_261_121, 0.4, seeds, new MessageSubject()), 100_000);
    }

    @Test
    void shouldSurviveSpoiltDescriptionsForItsShareOfTheMinute() {
        final List<byte[]> seeds = octets(List.of(SDP, SDP.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP")));
        seeds.addAll(FuzzRun.vectors(path -> path.toString().endsWith(".sdp"), "01-sip/sdp", "01-sip/rfc4317", "01-sip/fuzz-seeds"));
        judge(FuzzRun.run("sdp", 20_261_122, 0.25, seeds, new SdpSubject()), 100_000);
    }

    @Test
    void shouldSurviveSpoiltChallengesAndCredentialsForTheirShareOfTheMinute() {
        final List<byte[]> seeds = octets(CHALLENGES);
        // Each line of the vectors, as if it were a header's value.
        FuzzRun.vectors(path -> path.toString().endsWith("challenge_parsing.json"), "02-digest").forEach(file ->
                new String(file, StandardCharsets.UTF_8).replace("\\\"", "\"").lines().filter(line -> line.contains("Digest "))
                        .forEach(line -> seeds.add(line.substring(line.indexOf("Digest ")).getBytes(StandardCharsets.UTF_8))));
        judge(FuzzRun.run("digest", 20_261_123, 0.25, seeds, new DigestSubject()), 50_000);
    }

    /** @param leastInputs below which the test has not tried much; a tenth of what one busy core does. */
    private static void judge(final FuzzRun run, final int leastInputs) {
        // The subjects allocate nothing (proven under the interpreter); a compiler that takes back an assumption may, once in a while.
        assertThat(run.allocatedBytes()).as(run.toString()).isLessThan(run.inputs() / 10);
        assertThat(run.understood()).as(run.toString()).isPositive();
        assertThat(run.inputs()).as(run.toString()).isGreaterThan(leastInputs);
    }
}
