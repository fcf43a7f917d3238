package busyhour.web.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.Load;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FindMaxReaderTest {

    private static Plan plan(String findMax, String more) throws PlanException {
        return PlanReader.readYaml("plan.yaml", """
                groups:
                  - { name: callees, endpoints: 10, callee: receive-external, listen: "127.0.0.1:5060", ring: 2s }
                  - { name: callers, endpoints: 10000, callee: { group: callees }, duration: 5s }
                find-max: { %s }
                %s
                """.formatted(findMax, more).getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
    }

    private static FindMax read(String findMax) throws PlanException {
        return plan(findMax, "").findMax();
    }

    @Test
    void shouldTakeDefaults() throws Exception {
        Plan plan = plan("group: callers, to: 1000/s", "");
        FindMax found = plan.findMax();
        assertThat(found.group()).isEqualTo(1);
        assertThat(found.of()).isEqualTo(FindMax.Of.RATE);
        assertThat(found.text(found.from())).isEqualTo("10/s");
        assertThat(found.text(found.to())).isEqualTo("1000/s");
        assertThat(found.above(found.from())).as("by 1.5").isEqualTo(15);
        assertThat(found.above(990)).isEqualTo(1_000);
        assertThat(found.resolutionAt(500)).isEqualTo(10);
        assertThat(found.holdMs()).isEqualTo(10_000);
        assertThat(found.confirmMs()).isEqualTo(30_000);
        assertThat(found.settleMs()).as("5 s and what callees ring").isEqualTo(7_000);
        assertThat(found.retries()).isEqualTo(1);
        assertThat(found.cpuCeiling()).isEqualTo(0.8);
        assertThat(found.ceilingAsked()).isFalse();
        assertThat(found.until()).extracting(Threshold::text).containsExactly("asr >= 99");
        assertThat(plan.groups().get(1).arrivals()).isEqualTo(ArrivalSpec.constant(Load.rate(10, 1_000), 24 * 3_600_000L));
        assertThat(plan.groups().get(0).arrivals()).isEqualTo(ArrivalSpec.BY_CALLER);
    }

    @Test
    void shouldReadAllOfIt() throws Exception {
        FindMax found = read("group: callers, of: rate, from: 5/s, to: 900/m, step: 2/s, resolution: 30/m, hold: 20s, confirm: 1m, settle: 3s, "
                + "retries: 0, until: [ner >= 99.9, groups.callers.mos.p5 > 4], cpu-ceiling: 60%");
        assertThat(found).isEqualTo(new FindMax(1, FindMax.Of.RATE, 60_000, 300, 900, 120, 0, 30, 20_000, 60_000, 3_000, 0, found.until(),
                0.6, true));
        assertThat(found.until()).extracting(Threshold::text).containsExactly("ner >= 99.9", "groups.callers.mos.p5 > 4");
        assertThat(found.text(330)).isEqualTo("330/m");
        assertThat(found.value(330)).isEqualTo(5.5);
        assertThat(found.load(330)).isEqualTo(Load.rate(330, 60_000));
    }

    @Test
    void shouldReadNumbersOfCalls() throws Exception {
        Plan plan = plan("group: callers, of: concurrency, to: 500, factor: 2", "");
        FindMax found = plan.findMax();
        assertThat(found.from()).isEqualTo(10);
        assertThat(found.above(300)).isEqualTo(500);
        assertThat(found.text(1)).isEqualTo("1 call");
        assertThat(found.text(500)).isEqualTo("500 calls");
        assertThat(found.load(20)).isEqualTo(Load.users(20));
        assertThat(plan.groups().get(1).arrivals().kind()).isEqualTo(ArrivalSpec.Kind.USERS);
    }

    @Test
    void shouldJudgeStepsByThePlansThresholdsThatAStepHas() throws Exception {
        assertThat(plan("group: callers, to: 100/s", "thresholds: [mos.avg >= 4, asr >= 95, endpoints.registered == 0, findMax.max >= 40]")
                .findMax().until()).extracting(Threshold::text).containsExactly("mos.avg >= 4", "asr >= 95");
    }

    @Test
    void shouldWarnOfWhatCannotSettleAndOfTooFewCallers() throws Exception {
        assertThat(plan("group: callers, to: 5000/s, hold: 4s", "").warnings()).containsExactly(
                "plan.yaml:4:33: find-max.to: 5000/s with calls of 5s takes 25000 callers, the group has 10000: the search will end before",
                "plan.yaml:4:47: find-max.hold: calls of 5s outlast a step of 4s: the number of calls up does not settle within a step");
    }

    @Test
    void shouldKeepItInTheJsonForm() throws Exception {
        Plan plan = plan("group: callers, to: 100/s, step: 5/s", "");
        assertThat(PlanReader.readJson("plan.json", plan.json().getBytes(StandardCharsets.UTF_8), PlanFiles.NONE).findMax())
                .isEqualTo(plan.findMax());
    }

    @Test
    void shouldRefuseItBesideAnotherLoadOfTheGroup() {
        assertThatThrownBy(() -> PlanReader.readYaml("plan.yaml", """
                groups:
                  - { name: callees, endpoints: 10, callee: receive-external, listen: "127.0.0.1:5060" }
                  - { name: callers, endpoints: 10, callee: { group: callees }, ramp: 10/s, calls: 5 }
                find-max: { group: callers, to: 1/s }
                """.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE)).hasMessageContaining(
                        "plan.yaml:3:71: groups[1].ramp: found '10/s', expected none: find-max sets how many calls this group makes")
                .hasMessageContaining("plan.yaml:4:33: find-max.to: found '1/s', expected at least from, 10/s");
    }
}
