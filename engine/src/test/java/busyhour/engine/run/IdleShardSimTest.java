package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Registered endpoints without a call cost a shard nothing but their refreshes: what would wake it is counted. */
class IdleShardSimTest {

    private static final int ENDPOINTS = 500;

    @Test
    void shouldSleepBetweenRefreshes() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(new RegistrarSpec("builtin", true, null, 0, "UDP")),
                Assignments.group("standing", 0, ENDPOINTS, 0, Assignments.accounts("s", ENDPOINTS), new Callee(Callee.Kind.NONE, -1, null), null,
                        1_000, new Ramp(0, 0)))).withRegistrar();
        run.register();
        run.run(40_000); // transactions are over (Timer K)
        final long messages = run.record.messages.size();
        final long before = run.busyCycles;
        run.run(60_000);

        assertThat(run.record.messages).as("expiry is 600 s").hasSize((int) messages);
        assertThat(run.record.gauges).as("nothing measured, nothing said").isEmpty();
        assertThat(run.busyCycles - before).as("the shard's own report each second").isLessThanOrEqualTo(61);
        run.close();
    }
}
