package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.engine.dns.SmallDnsServer;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** Runs whose targets are names, with a DNS server of the test's own. */
class NamedTargetsSystemTest {

    private static final int CALLS = 3;

    private final SmallDnsServer dns = new SmallDnsServer();
    private final EngineSettings settings = new EngineSettings(
            null, EngineSettings.Idle.BACKOFF, PortRange.defaults(), EpollDatagramIo::new, dns::client);

    @AfterEach
    void close() {
        dns.close();
    }

    @Test
    void shouldGoOnToTheTargetThatWorks() throws RunFaultException {
        final int port = Assignments.freePort();
        dns.add("pbx.example.test", Type.NAPTR, "10 10 \"s\" \"SIP+D2T\" \"\" _sip._tcp.pbx.example.test.")
                .add("_sip._tcp.pbx.example.test", Type.SRV, "0 0 " + Assignments.freePort() + " dead.example.test.")
                .add("_sip._tcp.pbx.example.test", Type.SRV, "1 0 " + port + " live.example.test.")
                .add("dead.example.test", Type.A, "127.0.0.1").add("live.example.test", Type.A, "127.0.0.1");
        final RecordedRun run = RecordedRun.play(plan("sip:echo@pbx.example.test", port), settings);
        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).hasSize(2 * CALLS).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.messages).filteredOn(message -> message.startsWith("INVITE sip:echo@pbx.example.test"))
                .as("to the dead one, to the live one, and as it came").hasSizeBetween(2 * CALLS, 3 * CALLS);
    }

    @Test
    void shouldRefuseBeforeTheFirstPacketWhatLeadsNowhereOrToThePublic() {
        dns.add("public.example.test", Type.A, "203.0.113.7");
        assertThatThrownBy(() -> Run.prepare(plan("sip:echo@gone.example.test", 5_099), settings, error -> { }))
                .isInstanceOf(RunFaultException.class).hasMessageContaining("callers").hasMessageContaining("gone.example.test has no address");
        assertThatThrownBy(() -> Run.prepare(plan("sip:echo@public.example.test:5060", 5_099), settings, error -> { }))
                .isInstanceOf(RunFaultException.class).hasMessageContaining("203.0.113.7:5060 is a public address");
    }

    private static busyhour.ipc.plan.Assignment plan(final String uri, final int port) {
        final GroupSpec callees = Assignments.receivers(CALLS, CALLS, "127.0.0.1:" + port, 1_000)
                .withSignalling(TransportsSystemTest.signalling("TCP", false));
        final GroupSpec callers = Assignments.group("callers", 0, CALLS, -1, List.of(), new Callee(Callee.Kind.URI, -1, uri), null, 1_000,
                new Ramp(0, 0)).withSignalling(TransportsSystemTest.signalling("AUTO", false));
        return Assignments.assignment(List.of(), callees, callers);
    }
}
