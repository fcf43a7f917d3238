package busyhour.engine.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioEncoding;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.media.GroupTracks;
import busyhour.engine.media.TrackSet;
import busyhour.engine.media.TrackStore;
import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipParser;
import busyhour.sip.sdp.CodecTable;
import busyhour.sip.sdp.Direction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Terms of an endpoint through a call: what holds, what is refused and leaves all as it was. */
class SessionDescriptionsTest {

    private static final String PEER = "v=0\no=- 1 1 IN IP4 10.1.1.1\ns=-\nc=IN IP4 10.1.1.1\nt=0 0\nm=audio 4000 RTP/AVP 0 8\n";

    private final SessionDescriptions descriptions = new SessionDescriptions(new TargetPolicy(false, List.of()),
            (name, offset, length, kind, port, into) -> {
                final boolean known = name.getStringWithoutLengthAscii(offset, length).equals("gw.example");
                if (known) {
                    into.setIpv4(0x0A020202, port);
                }
                return known;
            });
    private final Endpoint endpoint = new Endpoint(3, 0, 0, group(), null);
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[2_048]);

    private static Group group() {
        final TrackStore tracks = new TrackStore((name, rateHz, channels) -> new short[1_600]);
        final GroupSpec spec = new GroupSpec("callers", 0, 1, -1, List.of(), new Callee(Callee.Kind.URI, -1, "sip:x@10.1.1.1"), null, null,
                MediaSpec.PLAIN, 1_000, new Ramp(0, 0), 1, 0, 0, SignallingSpec.PLAIN, AnsweringSpec.AT_ONCE, List.of());
        final TrackSet[][] sets = {{tracks.tracks(null, AudioEncoding.of(AudioCodec.PCMU, 20))}, {tracks.tracks(null, AudioEncoding.of(AudioCodec.PCMA, 20))}};
        return new Group(0, spec, new GroupTracks(new int[] {CodecTable.PCMU, CodecTable.PCMA}, sets), "x", null,
                List.of(), List.of(new TransportAddress().setIpv4(0x0A000009, 0)), 0, null, true);
    }

    @BeforeEach
    void begin() {
        endpoint.begin(0);
        endpoint.beginSession(20_000, 0);
    }

    private static SipMessage message(final String sdp) {
        final String body = sdp.replace("\n", "\r\n");
        final String text = ("SIP/2.0 200 OK\nVia: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1\nFrom: <sip:a@x>;tag=1\nTo: <sip:b@x>;tag=2\n"
                + "Call-ID: 1\nCSeq: 1 INVITE\n").replace("\n", "\r\n")
                + (sdp.isEmpty() ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        final UnsafeBuffer buffer = new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
        final SipMessage message = new SipMessage();
        assertThat(new SipParser().parse(buffer, 0, buffer.capacity(), message)).isZero();
        return message;
    }

    private String written(final int length) {
        assertThat(length).isPositive();
        return out.getStringWithoutLengthAscii(0, length);
    }

    private void answered(final String sdp) {
        written(descriptions.offer(endpoint, out));
        assertThat(descriptions.onAnswer(endpoint, message(sdp))).isZero();
    }

    @Test
    void shouldHoldAndResume() {
        answered(PEER);
        assertThat(written(descriptions.reoffer(endpoint, Direction.SENDONLY, Direction.SENDONLY, null, out, 0, out.capacity())))
                .contains("a=sendonly").contains(" 2 IN IP4");
        assertThat(descriptions.onAnswer(endpoint, message(PEER + "a=recvonly\n"))).isZero();
        assertThat(endpoint.media.audio().direction()).isEqualTo(Direction.SENDONLY);
        assertThat(written(descriptions.offer(endpoint, out))).as("a refresh says the same").contains("a=sendonly").contains(" 2 IN IP4");
        written(descriptions.reoffer(endpoint, Direction.SENDRECV, Direction.SENDRECV, null, out, 0, out.capacity()));
        assertThat(descriptions.onAnswer(endpoint, message(PEER))).isZero();
        assertThat(endpoint.media.audio().direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void shouldLeaveAllAsItWasWhenTheOfferIsRefused() {
        answered(PEER);
        written(descriptions.reoffer(endpoint, Direction.INACTIVE, Direction.INACTIVE, new int[] {CodecTable.PCMA}, out, 0, out.capacity()));
        descriptions.onRefused(endpoint);
        assertThat(written(descriptions.offer(endpoint, out))).contains("RTP/AVP 0 8 101").contains("a=sendrecv");
        assertThat(endpoint.media.audio().codec()).isEqualTo(CodecTable.PCMU);
        assertThat(endpoint.media.audio().direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void shouldLeaveTheTermsAsTheyWereWhenAnOfferIsNoGood() {
        answered(PEER);
        for (final String offer : List.of("", "junk", PEER.replace("0 8", "18"), PEER.replace("IP4 10.1.1.1\nt", "IP4 198.51.100.1\nt"),
                PEER.replace("IP4 10.1.1.1\nt", "IP4 unknown.example\nt"), PEER + "a=rtcp:9 IN IP4 198.51.100.1\n")) {
            final int length = descriptions.answer(endpoint, message(offer), out, 0, out.capacity());
            assertThat(length).as(offer).isNegative();
            assertThat(SessionDescriptions.statusCode(-length)).isIn(400, 488);
            assertThat(SessionDescriptions.detail(-length)).isNotEqualTo(SessionDescriptions.detail(0));
            assertThat(endpoint.media.audio().remoteRtp()).hasToString("10.1.1.1:4000");
        }
    }

    @Test
    void shouldAnswerAHoldByAddressThatNoPolicyPermits() {
        answered(PEER);
        written(descriptions.answer(endpoint, message(PEER.replace("IP4 10.1.1.1\nt", "IP4 0.0.0.0\nt")), out, 0, out.capacity()));
        assertThat(endpoint.media.isHeldByPeer()).isTrue();
        written(descriptions.answer(endpoint, message(PEER), out, 0, out.capacity()));
        assertThat(endpoint.media.isHeldByPeer()).isFalse();
    }

    @Test
    void shouldFindTheHostThatThePeerNames() {
        answered(PEER.replace("IP4 10.1.1.1\nt", "IP4 gw.example\nt"));
        assertThat(endpoint.media.audio().remoteRtp()).hasToString("10.2.2.2:4000");
        assertThat(endpoint.media.audio().remoteRtcp()).hasToString("10.2.2.2:4001");
    }
}
