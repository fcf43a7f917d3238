package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.run.EndpointOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What voices bring over loopback: the way between two of ours on one host, and what each says of the other's sound. */
class VoiceRunSystemTest {

    @Test
    void shouldMeasureTheWayAndHearThePeersScores() throws RunFaultException {
        final RecordedRun run = RecordedRun.play(Assignments.direct(4, 12_000, new Ramp(0, 0)), EngineSettings.defaults());

        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).containsOnly(EndpointOutcome.SUCCESS).hasSize(8);
        assertThat(run.endpointGauges.get("one_way_delay_ms")).as("every endpoint, after its peer's first report").hasSize(8);
        final List<Double> delays = new ArrayList<>(run.gauges.get("one_way_delay_ms"));
        delays.sort(null);
        // loopback takes microseconds; a timestamp unit is 125 us and a loaded machine is late at times
        assertThat(delays.get(delays.size() / 2)).isBetween(-0.3, 3.0);
        assertThat(run.endpointGauges.get("remote_mos_lq")).hasSize(8);
        assertThat(run.gauges.get("remote_mos_lq")).allMatch(mos -> mos > 4 && mos <= 4.5);
        assertThat(run.gauges.get("remote_mos_cq")).allMatch(mos -> mos > 3.5 && mos <= 4.5);
        assertThat(run.gauges.get("remote_r_factor")).allMatch(r -> r > 70 && r <= 100);
        assertThat(run.callMedia).hasSize(8);
        assertThat(run.callMedia.values()).allMatch(spoken -> spoken.talkRatio() > 0.1 && spoken.talkRatio() <= 1)
                .allMatch(spoken -> spoken.timeToGreetingMs() >= 0 && spoken.timeToGreetingMs() < 5_000);
    }
}
