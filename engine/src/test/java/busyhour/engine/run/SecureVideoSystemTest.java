package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Keying;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Policy;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls with encrypted audio and video over loopback: descriptions too long for UDP, keys agreed on by both ways. */
class SecureVideoSystemTest {

    private static final int CALLS = 4;

    private static Assignment plan(final MediaSpec callees, final MediaSpec callers) {
        final Assignment plain = Assignments.direct(CALLS, 3_000, new Assignment.Ramp(0, 0));
        final GroupSpec callee = plain.groups().get(0).withMedia(callees);
        return Assignments.assignment(List.of(), callee, plain.groups().get(1).withMedia(callers));
    }

    private static MediaSpec media(final Policy policy, final Keying... keying) {
        return MediaSpec.PLAIN.withVideo(VideoSpec.of("VP8", 320, 180, 15, 200_000)).withSecurity(SecuritySpec.of(policy, keying));
    }

    @ParameterizedTest
    @CsvSource({"REQUIRED,SDES", "REQUIRED,DTLS", "PREFERRED,SDES"})
    void shouldCarryVideoCallsWithKeysThatNobodySees(final Policy policy, final Keying keying) throws RunFaultException {
        final RecordedRun run = RecordedRun.play(plan(media(policy, keying), media(Policy.PREFERRED, Keying.DTLS, Keying.SDES)),
                EngineSettings.defaults());
        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).containsOnly(EndpointOutcome.SUCCESS).hasSize(2 * CALLS);
        assertThat(run.messages).noneMatch(message -> message.matches("(?s).*inline:[^*\\s].*"));
        final String answer = run.messages.stream().filter(message -> message.startsWith("SIP/2.0 200") && message.contains("m=video")).findFirst().orElseThrow();
        assertThat(answer).contains(keying == Keying.SDES ? "a=crypto:" : "a=setup:active").doesNotContain("m=video 0");
        assertThat(run.sum("srtp_decrypt_failures")).isZero();
        assertThat(run.counters.get("packets_received").values()).hasSize(2 * CALLS).allMatch(packets -> packets > 100);
    }
}
