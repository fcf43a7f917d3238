package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointOutcome;
import org.junit.jupiter.api.Test;

/** Whole runs over loopback with real threads and sockets. */
class RunSystemTest {

    @Test
    void shouldCallStraightWithTwoWayMedia() throws RunFaultException {
        final RecordedRun run = RecordedRun.play(Assignments.direct(20, 3_000, new Ramp(0, 0)), EngineSettings.defaults());

        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).containsOnly(EndpointOutcome.SUCCESS).hasSize(40);
        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isEqualTo(20);
        assertThat(run.counters.get("packets_sent").values()).hasSize(40).allMatch(packets -> packets > 0 && packets <= 160);
        assertThat(run.sum("packets_lost")).isZero();
        assertThat(run.sum("packets_received")).isEqualTo(run.sum("packets_sent"));
        assertThat(run.gauges.get("mos")).isNotEmpty().allMatch(mos -> mos > 1 && mos < 4.5);
    }

    @Test
    void shouldRegisterWithDigestAndCallThroughTheBuiltinProxy() throws RunFaultException {
        final RecordedRun run = RecordedRun.play(Assignments.registered(20, 2_000), EngineSettings.defaults());

        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).containsOnly(EndpointOutcome.SUCCESS).hasSize(40);
        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isEqualTo(20);
        assertThat(run.oneShots.get("registration_time_ms")).hasSize(40).allMatch(ms -> ms > 0 && ms < 5_000);
        assertThat(run.counters.get("auth_challenges").values()).allMatch(challenges -> challenges >= 1);
        assertThat(run.sum("packets_lost")).isZero();
        assertThat(run.messages).noneMatch(message -> message.contains("secret"));
    }
}
