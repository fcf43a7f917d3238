package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Keying;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Policy;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs over loopback whose media are encrypted: with keys in SDP, and by handshakes on the media path. */
@Execution(ExecutionMode.CONCURRENT)
class SecureCallsSystemTest {

    private static final int CALLS = 5;

    private static RecordedRun play(final MediaSpec callees, final MediaSpec callers, final long durationMs) throws RunFaultException {
        final String listen = "127.0.0.1:" + Assignments.freePort();
        return RecordedRun.play(Assignments.assignment(List.of(),
                Assignments.receivers(0, CALLS, listen, durationMs).withMedia(callees),
                Assignments.callers(CALLS, CALLS, durationMs).withMedia(callers)), EngineSettings.defaults());
    }

    private static MediaSpec media(final Policy policy, final List<String> suites, final Keying... keying) {
        return Assignments.PCMU.withSecurity(new SecuritySpec(policy, List.of(keying), suites));
    }

    private static void assertHeard(final RecordedRun run, final String secureKey) {
        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).containsOnly(EndpointOutcome.SUCCESS).hasSize(2 * CALLS);
        assertThat(run.counters.get("packets_received").values()).hasSize(2 * CALLS).allMatch(packets -> packets > 40);
        assertThat(run.counters.get(secureKey).values()).hasSize(2 * CALLS).containsOnly(0.0);
        assertThat(run.counters.get("malformed_packets").values()).containsOnly(0.0);
        assertThat(run.gauges.get("mos")).isNotEmpty().allMatch(mos -> mos > 3.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32", "AEAD_AES_128_GCM", "AES_256_CM_HMAC_SHA1_80",
            "AES_256_CM_HMAC_SHA1_32", "AEAD_AES_256_GCM"})
    void shouldCallWithKeysInTheDescriptions(final String suite) throws RunFaultException {
        final MediaSpec media = media(Policy.REQUIRED, List.of(suite), Keying.SDES);
        final RecordedRun run = play(media, media, 1_500);
        assertHeard(run, "srtp_decrypt_failures");
        assertThat(run.messages).anyMatch(text -> text.startsWith("INVITE") && text.contains("RTP/SAVP") && text.contains(suite));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32", "AEAD_AES_128_GCM", "AEAD_AES_256_GCM"})
    void shouldCallWithAHandshake(final String suite) throws RunFaultException {
        final MediaSpec media = media(Policy.REQUIRED, List.of(suite), Keying.DTLS);
        final RecordedRun run = play(media, media, 2_500);
        assertHeard(run, "srtp_decrypt_failures");
        assertThat(run.counters.get("dtls_rehandshakes").values()).containsOnly(0.0);
        assertThat(run.messages).anyMatch(text -> text.startsWith("INVITE") && text.contains("UDP/TLS/RTP/SAVP")
                && text.contains("a=fingerprint:sha-256 ") && text.contains("a=setup:actpass"));
        assertThat(run.messages).noneMatch(text -> text.contains("a=crypto"));
    }

    @Test
    void shouldHandshakeOnBothPortsOrOnOne() throws RunFaultException {
        for (final boolean mux : new boolean[] {true, false}) {
            final MediaSpec media = media(Policy.REQUIRED, SecuritySpec.SUITES, Keying.DTLS).withRtcpMux(mux)
                    .withRtcp(new MediaSpec.RtcpSpec(1_000, true, true));
            final RecordedRun run = play(media, media, 4_000);
            assertHeard(run, "srtp_decrypt_failures");
            assertThat(run.counters.get("rtcp_packets_received").values()).as("mux %s", mux).hasSize(2 * CALLS).allMatch(count -> count >= 1);
        }
    }

    @Test
    void shouldSecureVideoToo() throws RunFaultException {
        final MediaSpec sdes = media(Policy.REQUIRED, SecuritySpec.SUITES, Keying.SDES).withVideo(VideoSpec.of("VP8", 160, 120, 10, 64_000));
        for (final MediaSpec media : List.of(sdes, sdes.withSecurity(SecuritySpec.of(Policy.REQUIRED, Keying.DTLS)))) {
            final RecordedRun run = play(media, media, 3_000);
            assertHeard(run, "srtp_decrypt_failures");
            assertHeard(run, "video.srtp_decrypt_failures");
            assertThat(run.counters.get("video.packets_received").values()).hasSize(2 * CALLS).allMatch(packets -> packets > 15);
        }
    }

    @Test
    void shouldTakeWhatThePeerHasOfTwoOffers() throws RunFaultException {
        final MediaSpec both = media(Policy.REQUIRED, SecuritySpec.SUITES, Keying.DTLS, Keying.SDES);
        for (final Keying other : Keying.values()) {
            assertHeard(play(media(Policy.REQUIRED, SecuritySpec.SUITES, other), both, 2_000), "srtp_decrypt_failures");
        }
        final MediaSpec preferred = media(Policy.PREFERRED, SecuritySpec.SUITES, Keying.SDES, Keying.DTLS);
        final RecordedRun plain = play(Assignments.PCMU, preferred, 1_500);
        assertThat(plain.outcomes.values()).as("%s", plain.details).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(plain.counters.get("packets_received").values()).allMatch(packets -> packets > 40);
    }

    @Test
    void shouldRefuseAPeerWithoutSrtpWhereItIsRequired() throws RunFaultException {
        for (final Keying keying : Keying.values()) {
            final MediaSpec required = media(Policy.REQUIRED, SecuritySpec.SUITES, keying);
            for (final RecordedRun run : List.of(play(required, Assignments.PCMU, 1_500), play(Assignments.PCMU, required, 1_500))) {
                assertThat(run.outcomes).containsEntry(CALLS, EndpointOutcome.NEGOTIATION_FAILED);
                assertThat(run.statusCodes).containsOnlyKeys(488);
                assertThat(run.counters.getOrDefault("packets_received", java.util.Map.of()).values()).allMatch(packets -> packets == 0);
            }
        }
    }
}
