package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Keying;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Policy;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shard's thread allocates nothing while encrypted calls are up, of SDES and of DTLS, their reports included. Interpreted. */
class SecureRunAllocationTest {

    private static final int CALLS = 5;
    /** Handshakes are over (interpreted they take seconds), and every kind of packet has gone both ways. */
    private static final int STEADY_FROM_S = 14;
    private static final int STEADY_S = 6;
    private static final long DURATION_MS = 1_000L * (STEADY_FROM_S + STEADY_S + 3);

    private static GroupSpec group(final String name, final int first, final Callee callee, final String listen, final Keying keying) {
        final List<String> suites = List.of(keying == Keying.SDES ? "AES_CM_128_HMAC_SHA1_80" : "AEAD_AES_128_GCM");
        final MediaSpec media = Assignments.PCMU.withSecurity(new SecuritySpec(Policy.REQUIRED, List.of(keying), suites))
                .withRtcp(new MediaSpec.RtcpSpec(1_000, true, true)).withRtcpMux(true);
        return Assignments.group(name, first, CALLS, -1, List.of(), callee, listen, DURATION_MS, new Ramp(0, 0)).withMedia(media);
    }

    @Test
    void shouldAllocateNothingWhileEncryptedCallsAreUp() throws RunFaultException {
        final Callee receives = new Callee(Callee.Kind.RECEIVE, -1, null);
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(),
                group("sdes-callees", 0, receives, "127.0.0.1:" + Assignments.freePort(), Keying.SDES),
                group("sdes-callers", CALLS, new Callee(Callee.Kind.GROUP, 0, null), null, Keying.SDES),
                group("dtls-callees", 2 * CALLS, receives, "127.0.0.1:" + Assignments.freePort(), Keying.DTLS),
                group("dtls-callers", 3 * CALLS, new Callee(Callee.Kind.GROUP, 2, null), null, Keying.DTLS)), EngineSettings.defaults());

        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).containsOnly(EndpointOutcome.SUCCESS).hasSize(4 * CALLS);
        assertThat(run.counters.get("packets_received").values()).hasSize(4 * CALLS).allMatch(packets -> packets > 50 * STEADY_S);
        assertThat(run.counters.get("rtcp_packets_received").values()).hasSize(4 * CALLS).allMatch(packets -> packets > STEADY_S / 2.0);
        assertThat(run.counters.get("srtp_decrypt_failures").values()).containsOnly(0.0);
        assertThat(run.allocatedBytes.entrySet().stream()
                .filter(second -> second.getKey() >= STEADY_FROM_S && second.getKey() < STEADY_FROM_S + STEADY_S)
                .map(Map.Entry::getValue).toList()).hasSize(STEADY_S).containsOnly(0L);
    }
}
