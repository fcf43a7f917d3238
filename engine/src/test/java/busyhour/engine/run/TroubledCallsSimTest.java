package busyhour.engine.run;

import static busyhour.engine.run.RepeatedCallsSimTest.assertCounts;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.sip.TransportAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that meet full buffers, missing ports, stops and strangers: each ends once, is counted once and gives all back. */
class TroubledCallsSimTest {

    private static final String LISTEN = "127.0.0.1:5070";
    private static final String OUTSIDE = "sip:callee@127.0.0.1:5059";
    private static final int LISTEN_PORT = 5_070;

    @Test
    void shouldDropACallWhoseInviteTheTransportRefusesForASecond() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.direct(2, 1_000, new Ramp(0, 0)));
        final int signalling = run.sockets.openSockets();
        run.sockets.full = tag -> tag < 0;
        run.play();

        assertCounts(run, 2, 0, 0);
        assertThat(run.record.outcomes).containsEntry(2, EndpointOutcome.OSERROR).containsEntry(3, EndpointOutcome.OSERROR);
        assertThat(run.sockets.openSockets()).isEqualTo(signalling);
    }

    @Test
    void shouldStartTheCallWhenTheTransportTakesItInTime() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.direct(1, 1_000, new Ramp(0, 0)));
        run.register();
        run.sockets.full = tag -> tag < 0;
        run.startCalls();
        run.run(300);
        run.sockets.full = tag -> false;
        run.run(1_500);
        run.end();

        assertCounts(run, 1, 1, 1);
        assertThat(run.record.oneShots.get("call_setup_time_ms")).singleElement().matches(ms -> ms >= 300 && ms <= 310);
    }

    @Test
    void shouldCountACallAsDroppedThatAStopOvertakes() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.direct(1, 1_000, new Ramp(0, 0)));
        final int signalling = run.sockets.openSockets();
        run.register();
        run.sockets.full = tag -> tag < 0;
        run.startCalls();
        run.run(300);
        run.end();

        assertCounts(run, 1, 0, 0);
        assertThat(run.record.phases.values()).containsOnly(EndpointPhase.CLOSED);
        assertThat(run.sockets.openSockets()).isEqualTo(signalling);
    }

    @Test
    void shouldCountACallAsDroppedThatTheEndOfTheShardOvertakes() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.direct(1, 1_000, new Ramp(0, 0)));
        run.register();
        run.sockets.full = tag -> tag < 0;
        run.startCalls();
        run.run(300);
        run.close();

        assertCounts(run, 1, 0, 0);
        assertThat(run.record.phases.values()).hasSize(2).containsOnly(EndpointPhase.CLOSED);
        assertThat(run.sockets.openSockets()).isZero();
    }

    @Test
    void shouldNotOfferCallAfterCallWhileThereAreNoPorts() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.receivers(0, 1, LISTEN, 1_000),
                Assignments.repeating(Assignments.callers(1, 1, 1_000), 0, 3_000, 0)));
        run.sockets.noPorts = true;
        run.play();

        assertThat(run.record.countedCalls.get(CallEventKind.DROPPED)).isBetween(2, 4);
        assertThat(run.record.outcomes).containsEntry(1, EndpointOutcome.OSERROR);
    }

    @Test
    void shouldNotRepeatRtcpEachMillisecondWhereNoRouteIs() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.direct(1, 10_000, new Ramp(0, 0)));
        run.sockets.unreachable = tag -> tag >= 0;
        run.play();

        assertCounts(run, 1, 1, 1);
        assertThat(run.sockets.unreachableSends).as("500 RTP packets each way and a few of RTCP").isBetween(1_000, 1_020);
        assertThat(run.record.counters.get("packets_sent").values()).containsOnly(0.0);
        assertThat(run.record.counters.get("send_errors").values()).allMatch(errors -> errors >= 500);
        assertThat(run.record.outcomes.values()).containsOnly(EndpointOutcome.COMPLETED_WITH_WARNINGS);
    }

    @Test
    void shouldCancelWhatRingsWhenTheRunStops() throws RunFaultException {
        final SimRun run = calling();
        run.sendFromOutside(RawSip.response(RawSip.last(run.outsideReceived, "INVITE"), 180, "", false), source(run));
        run.run(50);
        assertThat(run.record.phases).containsEntry(0, EndpointPhase.RINGING);
        run.stop();
        run.run(50);
        run.sendFromOutside(RawSip.response(RawSip.last(run.outsideReceived, "CANCEL"), 200, "", false), source(run));
        run.sendFromOutside(RawSip.response(RawSip.last(run.outsideReceived, "INVITE"), 487, "", false), source(run));
        run.run(50);

        assertCounts(run, 1, 1, 0);
        assertThat(run.record.texts.get("call_result")).containsOnlyKeys("cancelled");
        assertThat(run.record.oneShots).containsKey("cancel_delay_ms").doesNotContainKey("disconnect_delay_ms");
        assertThat(run.record.phases).containsEntry(0, EndpointPhase.CLOSED);
    }

    @Test
    void shouldSayCancelledWhenTheAnswerCrossedTheCancel() throws RunFaultException {
        final SimRun run = calling();
        final String invite = RawSip.last(run.outsideReceived, "INVITE");
        run.sendFromOutside(RawSip.response(invite, 180, "", false), source(run));
        run.run(50);
        run.stop();
        run.run(50);
        run.sendFromOutside(RawSip.response(invite, 200, "", true), source(run));
        run.run(50);
        run.sendFromOutside(RawSip.response(RawSip.last(run.outsideReceived, "BYE"), 200, "", false), source(run));
        run.run(50);

        assertCounts(run, 1, 1, 0);
        assertThat(run.record.texts.get("call_result")).containsOnlyKeys("cancelled");
        assertThat(run.record.phases).containsEntry(0, EndpointPhase.CLOSED);
    }

    @Test
    void shouldNotGoBackToRingingWhenItIsHangingUp() throws RunFaultException {
        final SimRun run = calling();
        run.stop();
        run.run(50);
        run.sendFromOutside(RawSip.response(RawSip.last(run.outsideReceived, "INVITE"), 180, "", false), source(run));
        run.run(50);

        assertThat(RawSip.last(run.outsideReceived, "CANCEL")).isNotEmpty();
        assertThat(run.record.phases).containsEntry(0, EndpointPhase.DISCONNECTING);
        run.close();
        assertCounts(run, 1, 1, 0);
        assertThat(run.record.outcomes).containsEntry(0, EndpointOutcome.TEARDOWN_ERROR);
        assertThat(run.record.phases).containsEntry(0, EndpointPhase.CLOSED);
    }

    @Test
    void shouldGiveUpAPeerThatRingsForAMinute() throws RunFaultException {
        final SimRun run = calling();
        final String invite = RawSip.last(run.outsideReceived, "INVITE");
        run.sendFromOutside(RawSip.response(invite, 180, "", false), source(run));
        run.run(60_000);
        run.sendFromOutside(RawSip.response(RawSip.last(run.outsideReceived, "CANCEL"), 200, "", false), source(run));
        run.sendFromOutside(RawSip.response(invite, 487, "", false), source(run));
        run.run(50);

        assertThat(run.progress.finished(0)).isEqualTo(1);
        assertThat(run.record.outcomes).containsEntry(0, EndpointOutcome.TIMEOUT);
        assertThat(run.record.details).containsEntry(0, "not answered within 60 s");
    }

    @Test
    void shouldNotCountTheLastCallAgainWhenTheNextGetsNoPorts() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.receivers(0, 1, LISTEN, 60_000)));
        final int signalling = run.sockets.openSockets();
        final TransportAddress callee = new TransportAddress().setIpv4(0x7F000001, LISTEN_PORT);
        run.register();
        run.sendFromOutside(RawSip.invite("x", LISTEN_PORT, "one"), callee);
        run.run(10);
        final String ok = RawSip.last(run.outsideReceived, "SIP/2.0 200");
        run.sendFromOutside(RawSip.inDialog("ACK", "x", LISTEN_PORT, "one", ok), callee);
        run.run(1_000);
        run.sendFromOutside(RawSip.inDialog("BYE", "x", LISTEN_PORT, "one", ok), callee);
        run.run(10);
        final double sent = run.record.sum("packets_sent");
        assertThat(sent).isBetween(49.0, 52.0);
        run.sockets.noPorts = true;
        run.sendFromOutside(RawSip.invite("x", LISTEN_PORT, "two"), callee);
        run.run(10);

        assertThat(RawSip.last(run.outsideReceived, "SIP/2.0 500")).contains("two");
        assertThat(run.record.sum("packets_sent")).isEqualTo(sent);
        assertCounts(run, 2, 2, 1);
        assertThat(run.sockets.openSockets()).isEqualTo(signalling);
    }

    @Test
    void shouldKeepItsCallWhenTheRefusalOfAnotherCouldNotBeSent() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.registered(1, 2_000)).withRegistrar();
        run.register();
        run.startCalls();
        run.run(500);
        final TransportAddress shard = new TransportAddress().setIpv4(0x7F000001, run.sockets.localPort(0));
        run.sockets.full = tag -> tag < 0;
        run.sendFromOutside(RawSip.invite("callee1", shard.port(), "two"), shard);
        run.run(1);
        run.sockets.full = tag -> false;
        run.run(300);
        run.sendFromOutside(RawSip.cancel("callee1", shard.port(), "two"), shard);
        run.run(3_000);
        run.end();

        assertCounts(run, 1, 1, 1);
        assertThat(run.record.counters.get("packets_sent").values()).containsOnly(100.0);
        assertThat(run.record.outcomes.values()).as("%s", run.record.details).containsOnly(EndpointOutcome.SUCCESS);
    }

    @Test
    void shouldNotAnswerAtACaller() throws RunFaultException {
        final Assignment plan = Assignments.registered(1, 1_000);
        final SimRun run = new SimRun(Assignments.assignment(plan.registrars(), plan.groups().get(0),
                Assignments.repeating(plan.groups().get(1), 2, 0, 1_000))).withRegistrar();
        run.register();
        run.startCalls();
        run.run(1_500);
        final TransportAddress shard = new TransportAddress().setIpv4(0x7F000001, run.sockets.localPort(0));
        run.sendFromOutside(RawSip.invite("caller1", shard.port(), "two"), shard);
        run.run(2_000);
        run.end();

        assertThat(run.record.messages).anyMatch(message -> message.startsWith("SIP/2.0 486") && message.contains("Call-ID: two"));
        assertCounts(run, 2, 2, 2);
        assertThat(run.record.outcomes.values()).as("%s", run.record.details).containsOnly(EndpointOutcome.SUCCESS);
    }

    @Test
    void shouldCloseWhenTheCallIsOverDuringWhichTheRegistrationWasLost() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(new RegistrarSpec("outside", false, "127.0.0.1", 5_059, "UDP")),
                Assignments.repeating(Assignments.group("callers", 0, 1, 0, List.of(new Account("caller1", "secret1", null)),
                        new Callee(Callee.Kind.URI, -1, OUTSIDE), null, 2_000, new Ramp(0, 0)), 5, 0, 0)));
        run.register();
        run.sendFromOutside(RawSip.response(RawSip.last(run.outsideReceived, "REGISTER"), 200, "Expires: 1\r\n", false), source(run));
        run.run(10);
        run.startCalls();
        run.run(10);
        run.sendFromOutside(RawSip.response(RawSip.last(run.outsideReceived, "INVITE"), 200, "", true), source(run));
        run.run(1_000);
        run.sendFromOutside(RawSip.response(RawSip.last(run.outsideReceived, "REGISTER"), 403, "", false), source(run));
        run.run(1_100);
        run.sendFromOutside(RawSip.response(RawSip.last(run.outsideReceived, "BYE"), 200, "", false), source(run));
        run.run(50);

        assertThat(run.record.outcomes).containsEntry(0, EndpointOutcome.REGISTRATION_FAILED);
        assertThat(run.record.phases).containsEntry(0, EndpointPhase.CLOSED);
        assertThat(run.progress.finished(0)).isEqualTo(1);
        assertCounts(run, 1, 1, 1);
    }

    @Test
    void shouldKeepOnlySomeMessagesThatBelongToNobody() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.receivers(0, 1, LISTEN, 60_000)));
        final TransportAddress callee = new TransportAddress().setIpv4(0x7F000001, LISTEN_PORT);
        run.register();
        for (int i = 0; i < 3_000; i++) {
            run.sendFromOutside("garbage " + i + "\r\n\r\n", callee);
        }
        run.run(1_000);

        assertThat(run.record.messages).hasSizeBetween(100, 1_000);
    }

    /** A caller whose INVITE has come to us, its peer. */
    private static SimRun calling() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.callersOf(OUTSIDE, 1, 1_000)));
        run.register();
        run.startCalls();
        run.run(50);
        assertThat(RawSip.last(run.outsideReceived, "INVITE")).isNotEmpty();
        return run;
    }

    private static TransportAddress source(final SimRun run) {
        return new TransportAddress().setIpv4(0x7F000001, run.sockets.localPort(0));
    }
}
