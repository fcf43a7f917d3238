package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIPp calls us by a scenario for each method and extension; all of them in one run, 3 calls each, and each scenario a
 * listening group of its own. {@code -Dbusyhour.sipp=prack} plays those whose names begin so.
 */
class SippCallsInteropTest {

    private static final int CALLS = 3;
    private static final int NO_CALL = 0;

    /** A scenario, the terms of the group that it calls, and how our record says its calls end. */
    private record Case(String scenario, int status, UnaryOperator<GroupSpec> terms) {
        Case(final String scenario) {
            this(scenario, 200);
        }

        Case(final String scenario, final int status) {
            this(scenario, status, UnaryOperator.identity());
        }

        Case(final String scenario, final UnaryOperator<GroupSpec> terms) {
            this(scenario, 200, terms);
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("uac"),
            new Case("prack-uac", group -> group.withAnswering(new AnsweringSpec(500, false, 200, null))),
            new Case("delayed-uac"),
            new Case("hold-uac"),
            new Case("move-uac", group -> codecs(group, "PCMU", "PCMA")),
            new Case("update-uac"),
            new Case("glare-uac"),
            new Case("timer-uac"),
            new Case("timer-refresher-uac"),
            new Case("timer-422-uac"),
            new Case("requests-uac"),
            new Case("outside-uac", NO_CALL),
            new Case("cancel-uac", 487, group -> group.withAnswering(new AnsweringSpec(3_000, false, 200, null))),
            new Case("cancel-late-uac"),
            new Case("redirect-uac", 302, group -> group.withAnswering(new AnsweringSpec(0, false, 302, "sip:elsewhere@127.0.0.1:9"))),
            new Case("reject-uac", 486, group -> group.withAnswering(new AnsweringSpec(100, false, 486, null))),
            new Case("bad-offer-uac", 488),
            new Case("refer-uac"));

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeSipp() {
        SippProcess.assumeInstalled();
    }

    private static GroupSpec codecs(final GroupSpec group, final String... codecs) {
        return group.withMedia(MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs(codecs)));
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerEachScenarioOverUdp() throws Exception {
        return play(false);
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerEachScenarioOverTcp() throws Exception {
        return play(true);
    }

    private Stream<DynamicTest> play(final boolean tcp) throws Exception {
        final String only = System.getProperty("busyhour.sipp", "");
        final List<Case> cases = CASES.stream().filter(each -> each.scenario().startsWith(only)).toList();
        final List<GroupSpec> groups = new ArrayList<>();
        final List<Integer> ports = new ArrayList<>();
        for (final Case each : cases) {
            final int port = tcp ? Assignments.freePort() : Assignments.freePort();
            ports.add(port);
            groups.add(each.terms().apply(Assignments.group(each.scenario(), groups.size() * CALLS, CALLS, -1, List.of(),
                    new Callee(Callee.Kind.RECEIVE, -1, null), "127.0.0.1:" + port, 60_000, new Ramp(0, 0)).withSignalling(Assignments.over(tcp ? "TCP" : "UDP"))));
        }
        final List<SippScenario> peers = new ArrayList<>();
        try (SippScenario third = SippScenario.answers(directory, "uas", tcp, CALLS, null)) {
            final long startNs = System.nanoTime();
            final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), groups.toArray(GroupSpec[]::new)),
                    EngineSettings.defaults(), () -> areDone(peers, startNs, tcp, cases, ports, third.port));
            final List<DynamicTest> tests = new ArrayList<>();
            for (int i = 0; i < peers.size(); i++) {
                final Throwable fault = faultOf(peers.get(i), run, ports.get(i));
                final int first = i * CALLS;
                final int status = cases.get(i).status();
                tests.add(dynamicTest(peers.get(i).name, () -> {
                    if (fault != null) {
                        throw fault;
                    }
                    final List<Integer> codes = run.finalCodes.entrySet().stream()
                            .filter(entry -> entry.getKey() >= first && entry.getKey() < first + CALLS)
                            .flatMap(entry -> entry.getValue().stream()).toList();
                    assertThat(codes).as("%s", run.details).isEqualTo(Collections.nCopies(status == NO_CALL ? 0 : CALLS, status));
                }));
            }
            assertThat(run.faults).isEmpty();
            assertThat(peers).isNotEmpty();
            return tests.stream();
        } finally {
            peers.forEach(SippScenario::close);
        }
    }

    /** Starts the peers when the endpoints listen, and says when all have ended; 45 s at most. */
    private boolean areDone(final List<SippScenario> peers, final long startNs, final boolean tcp, final List<Case> cases,
            final List<Integer> ports, final int third) {
        final long elapsedMs = (System.nanoTime() - startNs) / 1_000_000L;
        if (peers.isEmpty() && elapsedMs > 1_000) {
            try {
                for (int i = 0; i < cases.size(); i++) {
                    peers.add(SippScenario.calls(directory, cases.get(i).scenario(), tcp, CALLS, "bob", ports.get(i),
                            "third@127.0.0.1:" + third + (tcp ? ";transport=tcp" : "")));
                }
            } catch (final java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return !peers.isEmpty() && peers.stream().noneMatch(SippScenario::isAlive) || elapsedMs > 45_000;
    }

    private static Throwable faultOf(final SippScenario peer, final RecordedRun run, final int port) {
        try {
            peer.shouldHaveSucceeded(run.details + "\n" + run.messages.stream()
                    .filter(text -> text.contains("127.0.0.1:" + port)).limit(20).collect(Collectors.joining("\n")));
            return null;
        } catch (final Throwable e) {
            return e;
        }
    }
}
