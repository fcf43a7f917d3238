package busyhour.engine.run;

import static busyhour.engine.run.Scripts.at;
import static busyhour.engine.run.Scripts.pause;
import static busyhour.engine.run.Scripts.step;
import static busyhour.engine.run.Scripts.text;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Keying;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Policy;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.sip.TransportAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What groups with video and encryption offer and answer in whole calls, in virtual time. */
class MediaNegotiationSimTest {

    private static final String LISTEN = "127.0.0.1:5070";
    private static final MediaSpec VIDEO = MediaSpec.PLAIN.withVideo(VideoSpec.of("VP8", 160, 120, 10, 64_000));
    private static final SignallingSpec DELAYED = new SignallingSpec("UDP", SignallingSpec.TlsSpec.SYSTEM, false, null, List.of(), List.of(),
            SignallingSpec.Prack.SUPPORTED, null, true, 600);
    private static final Pattern KEY = Pattern.compile("inline:[^*\\s|]");

    private static SimRun play(final int calls, final MediaSpec callees, final MediaSpec callers, final SignallingSpec signalling, final ActionSpec... actions)
            throws RunFaultException {
        return new SimRun(Assignments.assignment(List.of(), Assignments.receivers(0, calls, LISTEN, 4_000).withMedia(callees),
                Assignments.callers(calls, calls, 4_000).withMedia(callers).withSignalling(signalling).withActions(List.of(actions)))).play();
    }

    private static SimRun play(final MediaSpec callees, final MediaSpec callers, final ActionSpec... actions) throws RunFaultException {
        return play(1, callees, callers, SignallingSpec.PLAIN, actions);
    }

    private static MediaSpec secured(final MediaSpec media, final Policy policy) {
        return media.withSecurity(SecuritySpec.of(policy, Keying.SDES));
    }

    private static void assertWell(final SimRun run) {
        assertThat(run.record.outcomes.values()).as("%s", run.record.details).containsOnly(EndpointOutcome.SUCCESS);
    }

    private static String first(final SimRun run, final String start, final String with) {
        return run.record.messages.stream().filter(message -> message.startsWith(start) && message.contains(with)).findFirst()
                .orElseThrow(() -> new AssertionError(start + " with " + with + " in\n" + String.join("\n", run.record.messages)));
    }

    @Test
    void shouldCallWithVideo() throws RunFaultException {
        final SimRun run = play(VIDEO, VIDEO);
        assertWell(run);
        assertThat(first(run, "INVITE", "m=video")).contains("a=rtpmap:96 VP8/90000", "a=fmtp:96 max-fr=10;max-fs=80", "a=rtcp-fb:* nack pli", "apt=96",
                "b=TIAS:64000", "a=rtcp-xr:rcvr-rtt=all voip-metrics");
        assertThat(first(run, "SIP/2.0 200", "m=video")).contains("VP8/90000", "a=rtcp-fb:* ccm fir");
    }

    @Test
    void shouldCallWithoutVideoWhereThePeerHasNone() throws RunFaultException {
        for (final boolean callerHasIt : new boolean[] {true, false}) {
            final SimRun run = callerHasIt ? play(MediaSpec.PLAIN, VIDEO) : play(VIDEO, MediaSpec.PLAIN);
            assertWell(run);
            assertThat(run.record.messages.stream().filter(message -> message.contains("m=video 0 "))).hasSize(callerHasIt ? 2 : 0); // traced at both ends
            assertThat(run.record.counters.get("packets_received").values()).allMatch(packets -> packets >= 199);
        }
    }

    @Test
    void shouldAgreeOnVideoWhenTheCalleeMakesTheOffer() throws RunFaultException {
        final SimRun run = play(1, VIDEO, VIDEO, DELAYED);
        assertWell(run);
        assertThat(first(run, "SIP/2.0 200", "m=video")).contains("VP8/90000");
        assertThat(first(run, "ACK", "m=video")).doesNotContain("m=video 0");
    }

    @Test
    void shouldHaveVideoBeforeTheCallIsAnswered() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(),
                Assignments.receivers(0, 1, LISTEN, 4_000).withMedia(VIDEO).withAnswering(new AnsweringSpec(1_000, true, 200, null)),
                Assignments.callers(1, 1, 4_000).withMedia(VIDEO).withActions(List.of(at(1_000, update("sendonly")))))).play();
        assertWell(run);
        assertThat(first(run, "SIP/2.0 183", "m=video")).contains("VP8/90000");
        assertThat(first(run, "UPDATE", "a=sendonly").split("a=sendonly", -1)).hasSize(3);
        assertThat(run.record.actions).isEqualTo(Map.of(1, List.of("0.0 update")));
    }

    private static ActionSpec.Step update(final String direction) {
        return new ActionSpec.Step(Kind.UPDATE, direction, null, 0, 0, null, null, 0, null);
    }

    @Test
    void shouldHoldBothStreams() throws RunFaultException {
        final SimRun run = play(VIDEO, VIDEO, at(1_000, step(Kind.HOLD), pause(1_000), step(Kind.RESUME)));
        assertWell(run);
        assertThat(first(run, "INVITE", "a=sendonly").split("a=sendonly", -1)).as("in both lines").hasSize(3);
        assertThat(first(run, "SIP/2.0 200", "a=recvonly").split("a=recvonly", -1)).hasSize(3);
        assertThat(run.record.actions).isEqualTo(Map.of(1, List.of("0.0 hold", "0.1 wait", "0.2 resume")));
    }

    @Test
    void shouldActivateTheStreamThatIsNamed() throws RunFaultException {
        final SimRun run = play(VIDEO, VIDEO.withDeferred(Set.of("video")), at(1_000, text(Kind.ACTIVATE_TRACK, "video")));
        assertWell(run);
        final String invite = first(run, "INVITE", "m=video");
        assertThat(invite.substring(invite.indexOf("m=audio"), invite.indexOf("m=video"))).contains("a=sendrecv");
        assertThat(invite.substring(invite.indexOf("m=video"))).contains("a=inactive");
        assertThat(run.record.messages.stream().filter(message -> message.startsWith("INVITE")).reduce((one, next) -> next).orElseThrow())
                .doesNotContain("a=inactive");
    }

    @Test
    void shouldFailToActivateVideoThatNobodyTook() throws RunFaultException {
        final SimRun run = play(MediaSpec.PLAIN, VIDEO.withDeferred(Set.of("video")), at(1_000, text(Kind.ACTIVATE_TRACK, "video")));
        assertThat(run.record.actions.get(1)).singleElement().asString().startsWith("0.0 activate-track: ");
    }

    @Test
    void shouldEncryptAsThePoliciesAllow() throws RunFaultException {
        for (final Policy one : Policy.values()) {
            for (final Policy other : Policy.values()) {
                final SimRun run = play(secured(MediaSpec.PLAIN, one), secured(MediaSpec.PLAIN, other));
                final boolean refused = one != other && (one == Policy.REQUIRED && other == Policy.NONE || one == Policy.NONE && other == Policy.REQUIRED);
                if (refused) {
                    assertThat(first(run, "SIP/2.0 488", "")).isNotEmpty();
                    assertThat(run.record.outcomes).containsEntry(0, EndpointOutcome.NEGOTIATION_FAILED).containsEntry(1, EndpointOutcome.NEGOTIATION_FAILED);
                    continue;
                }
                assertWell(run);
                final boolean secure = one != Policy.NONE && other != Policy.NONE;
                assertThat(first(run, "SIP/2.0 200", "m=audio").contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:****")).isEqualTo(secure);
                assertThat(run.record.messages).noneMatch(message -> KEY.matcher(message).find());
            }
        }
    }

    @Test
    void shouldHaveRoomForManyLongDescriptions() throws RunFaultException {
        final SimRun run = play(150, secured(VIDEO, Policy.REQUIRED), secured(VIDEO, Policy.REQUIRED), SignallingSpec.PLAIN);
        assertWell(run);
        assertThat(run.record.outcomes).hasSize(300);
        assertThat(first(run, "INVITE", "m=video").length()).isGreaterThan(2_048);
    }

    @Test
    void shouldOnlyReceiveWhereThePeerHasNothingThatWeSend() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.receivers(0, 1, LISTEN, 2_000)
                .withMedia(MediaSpec.PLAIN.withAudio(MediaSpec.AudioSpec.PLAIN.withCodecs("PCMU", "G729")))));
        run.register();
        final String plain = RawSip.invite("1", 5_070, "g729").replace("RTP/AVP 0\r", "RTP/AVP 18\r");
        final int head = plain.indexOf("\r\n\r\n");
        final String parts = "--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x\r\nContent-Type: application/sdp\r\n\r\n"
                + plain.substring(head + 4) + "\r\n--x--\r\n";
        run.sendFromOutside(plain.substring(0, head).replace("application/sdp", "multipart/mixed;boundary=x")
                .replaceFirst("Content-Length: \\d+", "Content-Length: " + parts.length()) + "\r\n\r\n" + parts,
                new TransportAddress().setIpv4(0x7F000001, 5_070));
        run.run(1_000);
        final String ok = RawSip.last(run.outsideReceived, "SIP/2.0 200");
        assertThat(ok).contains("RTP/AVP 18\r\n", "a=recvonly\r\n");
        run.sendFromOutside(RawSip.inDialog("ACK", "1", 5_070, "g729", ok), new TransportAddress().setIpv4(0x7F000001, 5_070));
        run.run(1_000);
        run.sendFromOutside(RawSip.inDialog("BYE", "1", 5_070, "g729", ok), new TransportAddress().setIpv4(0x7F000001, 5_070));
        run.run(500);
        assertThat(RawSip.last(run.outsideReceived, "SIP/2.0 200")).contains("CSeq: 2 BYE");
        run.end();
        assertThat(run.record.counters.get("packets_sent").get(0)).isZero();
        assertThat(run.record.outcomes.get(0)).as("no packet came").isEqualTo(EndpointOutcome.COMPLETED_WITH_WARNINGS);
    }
}
