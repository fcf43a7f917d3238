package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.sip.TransportAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Registering by a window, refusals, silence and stops. */
class RegistrationsSimTest {

    private static final int ENDPOINTS = 300;
    private static final int WINDOW = 256;

    @Test
    void shouldRegisterByAWindowAndGoOnAfterEachAnswer() throws RunFaultException {
        final SimRun run = new SimRun(receivers());
        run.register();
        assertThat(registers(run)).isEqualTo(WINDOW);

        for (int i = 0; i < 10; i++) {
            answer(run, i, i % 2 == 0 ? 200 : 403);
        }
        run.run(10);
        assertThat(registers(run)).isEqualTo(WINDOW + 10);
        assertThat(run.progress.ready(0)).isEqualTo(10);
        assertThat(run.record.outcomes.values()).hasSize(5).containsOnly(EndpointOutcome.REGISTRATION_FAILED);
        assertThat(run.record.oneShots.get("registration_time_ms")).hasSize(5);
    }

    @Test
    void shouldBeReadyAndFailedWhenTheRegistrarNeverAnswers() throws RunFaultException {
        final SimRun run = new SimRun(receivers());
        run.register();
        run.run(70_000); // two windows of 32 s each

        assertThat(run.progress.ready(0)).isEqualTo(ENDPOINTS);
        assertThat(run.progress.closed(0)).isEqualTo(ENDPOINTS);
        assertThat(run.record.outcomes.values()).hasSize(ENDPOINTS).containsOnly(EndpointOutcome.REGISTRATION_FAILED);
        assertThat(run.record.details.values()).containsOnly("the registrar did not answer");
    }

    @Test
    void shouldCloseAllWhenItIsStoppedWhileRegistering() throws RunFaultException {
        final SimRun run = new SimRun(receivers());
        run.register();
        run.end();

        assertThat(run.progress.closed(0)).isEqualTo(ENDPOINTS);
        assertThat(run.progress.ready(0)).isEqualTo(ENDPOINTS);
        assertThat(run.progress.finished(0)).isEqualTo(ENDPOINTS);
        answer(run, 0, 403); // what comes now changes nothing
        run.run(10);
        assertThat(run.record.outcomes).containsEntry(0, EndpointOutcome.SUCCESS);
        assertThat(run.record.phases).containsEntry(0, EndpointPhase.CLOSED);
        assertThat(run.progress.closed(0)).isEqualTo(ENDPOINTS);
    }

    @Test
    void shouldCloseWithoutAnAnswerToTheLastUnregister() throws RunFaultException {
        final SimRun run = new SimRun(receivers());
        run.register();
        answer(run, 0, 200);
        run.run(10);
        run.end();
        assertThat(run.progress.closed(0)).isEqualTo(ENDPOINTS - 1);
        assertThat(run.record.phases).containsEntry(0, EndpointPhase.DISCONNECTING);
        run.close();

        assertThat(run.progress.closed(0)).isEqualTo(ENDPOINTS);
        assertThat(run.record.outcomes).containsEntry(0, EndpointOutcome.SUCCESS);
    }

    private static long registers(final SimRun run) {
        return run.outsideReceived.stream().filter(message -> message.startsWith("REGISTER"))
                .map(message -> RawSip.header(message, "Call-ID")).distinct().count();
    }

    private static void answer(final SimRun run, final int endpoint, final int status) {
        final String user = "<sip:callee" + (endpoint + 1) + "@";
        final String register = run.outsideReceived.stream().filter(message -> message.startsWith("REGISTER")
                && RawSip.header(message, "From").startsWith(user)).findFirst().orElseThrow();
        run.sendFromOutside(RawSip.response(register, status, "Expires: 600\r\n", false),
                new TransportAddress().setIpv4(0x7F000001, run.sockets.localPort(0)));
    }

    private static Assignment receivers() {
        return Assignments.assignment(List.of(new RegistrarSpec("outside", false, "127.0.0.1", 5_059, "UDP")),
                Assignments.group("callees", 0, ENDPOINTS, 0, Assignments.accounts("callee", ENDPOINTS),
                        new Callee(Callee.Kind.RECEIVE, -1, null), null, 1_000, new Ramp(0, 0)));
    }
}
