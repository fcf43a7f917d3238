package busyhour.web.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.ArrivalSpec.Kind;
import busyhour.ipc.plan.ArrivalSpec.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalsReaderTest {

    private static final Map<String, String> FILES = Map.of(
            "times.csv", "# from Monday's busy hour\n0\n0.5,a\n0.5\n\n12.345678\n",
            "back.csv", "1\n2\nthree\n1.5\n", "empty.csv", "\n");

    private static Plan read(String groupLines) throws PlanException {
        String text = """
                duration: 10s
                groups:
                  - { name: in, endpoints: 500, callee: receive-external, listen: "127.0.0.1:5070", ring: 2s }
                  - name: out
                    callee: { group: in }
                """ + groupLines.indent(4);
        return PlanReader.readYaml("plan.yaml", text.getBytes(StandardCharsets.UTF_8), new PlanFiles() {
            @Override
            public byte[] read(String name) throws IOException {
                if (!FILES.containsKey(name)) {
                    throw new IOException("no file " + name);
                }
                return FILES.get(name).getBytes(StandardCharsets.UTF_8);
            }
        });
    }

    private static ArrivalSpec arrivals(String groupLines) throws PlanException {
        return read(groupLines).groups().get(1).arrivals();
    }

    private static List<String> faults(String groupLines) {
        PlanException refused = catchThrowableOfType(PlanException.class, () -> read(groupLines));
        return refused.faults().stream().map(PlanFault::toString).map(line -> line.replaceFirst("plan.yaml:\\d+:\\d+: groups\\[1\\]\\.", "")).toList();
    }

    @Test
    void shouldReadARate() throws PlanException {
        assertThat(arrivals("endpoints: 500\nfor: 1m\narrivals: 30/s")).isEqualTo(new ArrivalSpec(Kind.RATE,
                List.of(new Stage(30, 30, 1_000, 60_000)), List.of(), false, 0, 1_000));
        assertThat(arrivals("endpoints: 500\nfor: 1m\narrivals: { rate: 7/3s, patience: 0 }")).isEqualTo(new ArrivalSpec(Kind.RATE,
                List.of(new Stage(7, 7, 3_000, 60_000)), List.of(), false, 0, 0));
        ArrivalSpec poisson = arrivals("endpoints: 500\nfor: 1m\narrivals: { rate: 30/s, poisson: true, seed: 42 }");
        assertThat(poisson.poisson()).isTrue();
        assertThat(poisson.seed()).isEqualTo(42);
        assertThat(arrivals("endpoints: 500\nfor: 1m\narrivals: { rate: 30/s, poisson: true }").seed()).as("of the group's name").isNotZero();
    }

    @Test
    void shouldReadARampAndHoldItsEnd() throws PlanException {
        assertThat(arrivals("endpoints: 500\narrivals: { ramp: { to: 30/s, over: 60s } }").stages()).containsExactly(new Stage(0, 30, 1_000, 60_000));
        assertThat(arrivals("endpoints: 500\nfor: 90s\narrivals: { ramp: { from: 1/s, to: 600/m, over: 60s }, patience: 2s }").stages())
                .containsExactly(new Stage(60, 600, 60_000, 60_000), new Stage(600, 600, 60_000, 30_000));
    }

    @Test
    void shouldReadSteps() throws PlanException {
        assertThat(arrivals("endpoints: 500\nfor: 70s\narrivals: { steps: [{ rate: 10/s, for: 30s }, { rate: 0/s, for: 10s }, { rate: 20/s, for: 20s }] }")
                .stages()).containsExactly(new Stage(10, 10, 1_000, 30_000), new Stage(0, 0, 1_000, 10_000), new Stage(20, 20, 1_000, 20_000),
                new Stage(20, 20, 1_000, 10_000));
    }

    @Test
    void shouldReadATrace() throws PlanException {
        ArrivalSpec spec = arrivals("endpoints: 500\narrivals: { trace: times.csv }");
        assertThat(spec.kind()).isEqualTo(Kind.TRACE);
        assertThat(spec.timesUs()).containsExactly(0L, 500_000L, 500_000L, 12_345_678L);
        Plan cut = read("endpoints: 500\nfor: 12s\narrivals: { trace: times.csv }");
        assertThat(cut.groups().get(1).arrivals().timesUs()).hasSize(3);
        assertThat(cut.warnings()).singleElement().asString().contains("1 of 4 calls come after 12s (for) and are left out");
    }

    @Test
    void shouldReadUsers() throws PlanException {
        assertThat(arrivals("endpoints: 500\nfor: 1m\nusers: 200").stages()).containsExactly(new Stage(200, 200, 1, 60_000));
        assertThat(arrivals("endpoints: 500\nfor: 2m\nusers: { to: 500, over: 60s }").stages())
                .containsExactly(new Stage(0, 500, 1, 60_000), new Stage(500, 500, 1, 60_000));
        ArrivalSpec steps = arrivals("endpoints: 500\npause: 1s\nusers: { steps: [{ users: 10, for: 30s }, { users: 0, for: 5s }] }");
        assertThat(steps.kind()).isEqualTo(Kind.USERS);
        assertThat(steps.stages()).containsExactly(new Stage(10, 10, 1, 30_000), new Stage(0, 0, 1, 5_000));
    }

    @Test
    void shouldCallByItselfWithoutThem() throws PlanException {
        assertThat(arrivals("endpoints: 500\nramp: 10/s\ncalls: 2")).isEqualTo(ArrivalSpec.BY_CALLER);
    }

    @Test
    void shouldRefuseWhatDoesNotGoTogether() {
        assertThat(faults("endpoints: 5\narrivals: 1/s")).containsExactly("for: found nothing, expected how long calls come, such as for: 10m");
        assertThat(faults("endpoints: 5\nfor: 1m\narrivals: 1/s\nusers: 2")).singleElement().asString().startsWith("users: found '2', expected either");
        assertThat(faults("endpoints: 5\nfor: 1m\narrivals: 1/s\nramp: 2/s")).singleElement().asString()
                .isEqualTo("ramp: found '2/s', expected none beside arrivals, which says when calls come");
        assertThat(faults("endpoints: 5\nfor: 1m\narrivals: { rate: 1/s, trace: times.csv }")).singleElement().asString()
                .startsWith("arrivals: found rate and trace, expected a rate such as 100/s");
        assertThat(faults("endpoints: 5\nfor: 1m\narrivals: {}")).singleElement().asString().startsWith("arrivals: found none of them");
        assertThat(faults("endpoints: 5\narrivals: { trace: times.csv, poisson: true }")).singleElement().asString().startsWith("arrivals.poisson");
        assertThat(faults("endpoints: 5\nfor: 1m\narrivals: { rate: 1/s, seed: 3 }")).singleElement().asString().startsWith("arrivals.seed");
    }

    @Test
    void shouldRefuseWhatIsNoLoad() {
        assertThat(faults("endpoints: 5\nfor: 1m\narrivals: fast")).singleElement().asString().startsWith("arrivals: found 'fast', expected a rate such as 10/s");
        assertThat(faults("endpoints: 5\nfor: 1m\narrivals: 0/s")).singleElement().asString().startsWith("arrivals: found no call at any time");
        assertThat(faults("endpoints: 5\nfor: 1m\narrivals: 2000000/s")).singleElement().asString().contains("at most 1000000 calls");
        assertThat(faults("endpoints: 5\nfor: 1m\narrivals: 1/2h")).singleElement().asString().contains("an hour or less");
        assertThat(faults("endpoints: 5\nfor: 1m\nusers: 6")).containsExactly(
                "users: found 6 users, expected at most 5, the group's endpoints: each user is one");
        assertThat(faults("endpoints: 5\nusers: { to: 5 }")).singleElement().asString().startsWith("users.over: found nothing");
        assertThat(faults("endpoints: 5\nfor: 10s\narrivals: { steps: [{ rate: 1/s, for: 30s }] }")).containsExactly(
                "for: found 10s, expected at least the 30s that arrivals take");
        assertThat(faults("endpoints: 5\narrivals: { steps: [{ rate: 1/s }, 7] }")).satisfiesExactly(
                first -> assertThat(first).startsWith("arrivals.steps[0].for: found nothing"),
                second -> assertThat(second).startsWith("arrivals.steps[1]: found '7'"));
        assertThat(faults("endpoints: 5\narrivals: { ramp: { from: 1000/7s, to: 999999/11s, over: 1s } }")).singleElement().asString()
                .startsWith("arrivals.ramp.to").contains("a rate for the same time as from");
    }

    @Test
    void shouldRefuseATraceWithItsLines() {
        assertThat(faults("endpoints: 5\narrivals: { trace: back.csv }")).satisfiesExactly(
                first -> assertThat(first).startsWith("back.csv:3:1: ").contains("found 'three', expected seconds since"),
                second -> assertThat(second).startsWith("back.csv:4:1: ").contains("'1.5'"));
        assertThat(faults("endpoints: 5\narrivals: { trace: empty.csv }")).singleElement().asString().contains("without a time");
        assertThat(faults("endpoints: 5\narrivals: { trace: none.csv }")).singleElement().asString().contains("(no file none.csv)");
    }

    @Test
    void shouldRefuseThemInAGroupThatAnswers() {
        PlanException refused = catchThrowableOfType(PlanException.class, () -> PlanReader.readYaml("plan.yaml", """
                groups:
                  - { name: in, endpoints: 5, callee: receive-external, listen: "127.0.0.1:5070", for: 1m, arrivals: 1/s }
                """.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE));
        assertThat(refused.faults()).singleElement().asString().contains("groups[0].arrivals").contains("this group does not call");
    }

    @Test
    void shouldWarnWhenTheCallersCannotCarryTheLoad() throws PlanException {
        // 10 s of call and 2 s of ringing, 18 s with the pause
        assertThat(read("endpoints: 60\nfor: 1m\npause: 6s\narrivals: 5/s").warnings()).singleElement().asString().endsWith(
                "arrivals: calls at 5/s of 18s with the pause after it make 90 calls at a time (Erlang), the group has 60 endpoints: it carries 3.3/s, "
                        + "and what finds none free within 1s is dropped");
        assertThat(read("endpoints: 60\nfor: 1m\narrivals: 5/s").warnings()).singleElement().asString().endsWith(
                "arrivals: calls at 5/s of 12s make 60 calls at a time (Erlang), which leaves the 60 endpoints no time to set up and to end them: "
                        + "some will be late or dropped, take a few more");
        assertThat(read("endpoints: 62\nfor: 1m\narrivals: 5/s").warnings()).isEmpty();
        assertThat(read("endpoints: 60\nfor: 4s\narrivals: 5/s").warnings()).as("over before the callers are used up").isEmpty();
        assertThat(read("endpoints: 60\narrivals: { ramp: { to: 6/s, over: 100s } }").warnings()).singleElement().asString().contains("make 67.7 calls");
        assertThat(read("endpoints: 3\narrivals: { trace: times.csv }").warnings()).singleElement().asString().contains("calls of the trace of 12s make 3 calls");
    }

    @Test
    void shouldWarnOfPoissonByErlangB() throws PlanException {
        assertThat(read("endpoints: 62\nfor: 1m\narrivals: { rate: 5/s, poisson: true }").warnings()).singleElement().asString()
                .contains("make 60 calls at a time (Erlang) by chance, of 62 endpoints none is free for 7.7 % of them (Erlang B, without patience): 75 would");
        assertThat(read("endpoints: 75\nfor: 1m\narrivals: { rate: 5/s, poisson: true }").warnings()).isEmpty();
        assertThat(OfferedLoad.blocked(10, 10)).as("tables of Erlang B").isCloseTo(0.2146, within(0.0001));
        assertThat(OfferedLoad.blocked(100, 117)).isCloseTo(0.0098, within(0.0002));
    }

    @Test
    void shouldWarnWhenTheCalledGroupIsTooSmall() throws PlanException {
        assertThat(read("endpoints: 700\nfor: 1m\narrivals: 50/s").warnings()).singleElement().asString()
                .endsWith("arrivals: up to 600 calls at a time, the called group 'in' has 500 endpoints: it will answer 486 to the others");
        assertThat(read("endpoints: 700\nfor: 1m\nusers: 501").warnings()).singleElement().asString().contains("users: up to 501 calls at a time");
        assertThat(read("endpoints: 700\nfor: 1m\nusers: 500").warnings()).isEmpty();
    }
}
