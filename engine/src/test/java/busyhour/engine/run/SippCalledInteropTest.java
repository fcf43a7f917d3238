package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Step;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.plan.SignallingSpec.Prack;
import busyhour.ipc.plan.SignallingSpec.SessionTimerSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * We call SIPp, which plays a scenario for each method and extension; all of them in one run, 3 calls each. SIPp judges the
 * messages (exit code, counts), and our record must say the same. {@code -Dbusyhour.sipp=prack} plays those whose names
 * begin so.
 */
class SippCalledInteropTest {

    private static final int CALLS = 3;
    private static final long DURATION_MS = 5_000;

    /** A scenario, the terms of the group that calls it, and how its endpoints end. */
    private record Case(String scenario, UnaryOperator<GroupSpec> terms, EndpointOutcome outcome, String third) {
        Case(final String scenario) {
            this(scenario, UnaryOperator.identity());
        }

        Case(final String scenario, final UnaryOperator<GroupSpec> terms) {
            this(scenario, terms, EndpointOutcome.SUCCESS, null);
        }
    }

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeSipp() {
        SippProcess.assumeInstalled();
    }

    private static List<Case> cases(final String third) {
        return List.of(
                new Case("uas"),
                new Case("prack-uas"),
                new Case("early-uas"),
                new Case("delayed-uas", group -> group.withSignalling(delayed(group.signalling()))),
                new Case("hold-uas"),
                new Case("move-uas", group -> codecs(group, "PCMU", "PCMA")),
                new Case("update-uas"),
                new Case("recv-hold-uas", group -> group.withActions(List.of(
                        at(500, ActionSpec.Kind.HOLD, null, null), at(1_500, ActionSpec.Kind.RESUME, null, null)))),
                new Case("glare-uas", group -> group.withActions(List.of(at(500, ActionSpec.Kind.HOLD, null, null)))),
                new Case("timer-uas", group -> group.withSignalling(timer(group.signalling()))),
                new Case("timer-refresher-uas", group -> group.withSignalling(timer(group.signalling()))),
                new Case("timer-422-uas", group -> group.withSignalling(timer(group.signalling()))),
                new Case("requests-uas"),
                new Case("recv-info-uas", group -> group.withActions(List.of(
                        at(500, ActionSpec.Kind.SEND_INFO, "Signal=5\r\nDuration=160\r\n", "application/dtmf-relay")))),
                new Case("recv-message-uas", group -> group.withActions(List.of(
                        at(500, ActionSpec.Kind.SEND_MESSAGE, "Hello", "text/plain")))),
                new Case("recv-refer-uas", group -> group.withActions(List.of(
                        at(500, ActionSpec.Kind.REFER, "sip:" + third, null)))),
                new Case("redirect-uas", UnaryOperator.identity(), EndpointOutcome.SUCCESS, third),
                new Case("fork-uas"),
                new Case("refer-uas", UnaryOperator.identity(), EndpointOutcome.SUCCESS, third),
                new Case("timer-lost-uas", group -> group.withSignalling(timer(group.signalling())),
                        EndpointOutcome.COMPLETED_WITH_WARNINGS, null));
    }

    private static SignallingSpec delayed(final SignallingSpec plain) {
        return new SignallingSpec(plain.transport(), plain.tls(), plain.own(), null, List.of(), List.of(), Prack.SUPPORTED, null, true, 600);
    }

    private static SignallingSpec timer(final SignallingSpec plain) {
        return new SignallingSpec(plain.transport(), plain.tls(), plain.own(), null, List.of(), List.of(), Prack.SUPPORTED,
                new SessionTimerSpec(90, 90, SessionTimerSpec.Refresher.ANY), false, 600);
    }

    private static GroupSpec codecs(final GroupSpec group, final String... codecs) {
        return group.withMedia(MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs(codecs)));
    }

    static ActionSpec at(final long ms, final ActionSpec.Kind kind, final String text, final String contentType) {
        return new ActionSpec(new ActionSpec.Trigger(ActionSpec.Event.AT, ms, null, 0), false, List.of(new Step(
                kind, text, kind == ActionSpec.Kind.REFER ? "BLIND" : null, 0, 0, List.of(), null, 10_000, contentType)));
    }

    @TestFactory
    Stream<DynamicTest> shouldCallEachScenarioOverUdp() throws Exception {
        return play(false);
    }

    @TestFactory
    Stream<DynamicTest> shouldCallEachScenarioOverTcp() throws Exception {
        return play(true);
    }

    @Test
    void shouldCancelRingingCallsAndHangUpThoseWhose200CrossesTheCancel() throws Exception {
        try (SippScenario cancelled = SippScenario.answers(directory, "cancel-uas", false, CALLS, null);
                SippScenario crossed = SippScenario.answers(directory, "cancel-late-uas", false, CALLS, null)) {
            final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), group("cancelled", 0, "sip:a@127.0.0.1:" + cancelled.port),
                    group("crossed", CALLS, "sip:b@127.0.0.1:" + crossed.port)), EngineSettings.defaults(), 1_500);
            cancelled.shouldHaveSucceeded(run.details.toString());
            crossed.shouldHaveSucceeded(run.details.toString());
            assertThat(run.faults).isEmpty();
            for (int endpoint = 0; endpoint < CALLS; endpoint++) {
                assertThat(run.finalCodes.get(endpoint)).as("%s", run.details).containsExactly(487);
                assertThat(run.finalCodes.get(endpoint + CALLS)).as("%s", run.details).hasSize(1);
            }
        }
    }

    private static GroupSpec group(final String name, final int first, final String uri) {
        return Assignments.group(name, first, CALLS, -1, List.of(), new Callee(Callee.Kind.URI, -1, uri), null, DURATION_MS, new Ramp(1, 100));
    }

    private Stream<DynamicTest> play(final boolean tcp) throws Exception {
        final List<SippScenario> peers = new ArrayList<>();
        final List<GroupSpec> groups = new ArrayList<>();
        final RecordedRun run;
        try (SippScenario third = SippScenario.answers(directory, "uas", tcp, 3 * CALLS, null)) {
            final String only = System.getProperty("busyhour.sipp", "");
            final List<Case> cases = cases("third@127.0.0.1:" + third.port + (tcp ? ";transport=tcp" : "")).stream()
                    .filter(each -> each.scenario().startsWith(only)).toList();
            for (final Case each : cases) {
                final SippScenario peer = SippScenario.answers(directory, each.scenario(), tcp, CALLS, each.third());
                peers.add(peer);
                final String uri = "sip:sipp@127.0.0.1:" + peer.port + (tcp ? ";transport=tcp" : "");
                final GroupSpec plain = group(each.scenario(), groups.size() * CALLS, uri)
                        .withSignalling(Assignments.over(tcp ? "TCP" : "UDP"));
                groups.add(each.terms().apply(plain));
            }
            run = RecordedRun.play(Assignments.assignment(List.of(), groups.toArray(GroupSpec[]::new)), EngineSettings.defaults());
            final List<DynamicTest> tests = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                final Throwable fault = faultOf(peers.get(i), run);
                final int first = i * CALLS;
                final EndpointOutcome outcome = cases.get(i).outcome();
                tests.add(dynamicTest(peers.get(i).name, () -> {
                    if (fault != null) {
                        throw fault;
                    }
                    for (int endpoint = first; endpoint < first + CALLS; endpoint++) {
                        assertThat(run.actions.getOrDefault(endpoint, List.of())).as("steps that failed").noneMatch(step -> step.contains(": "));
                        assertThat(run.finalCodes.get(endpoint)).as("%d", endpoint).containsExactly(200);
                        assertThat(run.outcomes.get(endpoint)).as("endpoint %d: %s", endpoint, run.details.get(endpoint)).isEqualTo(outcome);
                    }
                }));
            }
            assertThat(run.faults).isEmpty();
            return tests.stream();
        } finally {
            peers.forEach(SippScenario::close);
        }
    }

    private static Throwable faultOf(final SippScenario peer, final RecordedRun run) {
        try {
            peer.shouldHaveSucceeded(run.details + " " + run.actions + "\n" + run.messages.stream()
                    .filter(text -> text.contains("<sip:" + peer.name + "-1@")).limit(20).collect(java.util.stream.Collectors.joining("\n")));
            return null;
        } catch (final Throwable e) {
            return e;
        }
    }
}
