package busyhour.web.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import busyhour.ipc.plan.Assignment.Share;
import busyhour.web.fleet.Dealing.Offer;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import org.junit.jupiter.api.Test;

class DealingTest {

    private static final int UNKNOWN = Integer.MAX_VALUE;

    private static Plan plan(String agents, String callers) throws PlanException {
        return PlanReader.readJson("plan", """
                {"name": "n", "duration": "5s", "registrars": [{"name": "pbx", "accounts": "builtin"}], "groups": [
                  {"name": "agents", "callee": "receive-external", %s},
                  {"name": "callers", "callee": {"group": "agents"}, %s}]}""".formatted(agents, callers).getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
    }

    private static Plan pairs(int pairs) throws PlanException {
        String endpoints = "\"registrar\": \"pbx\", \"endpoints\": " + pairs;
        return plan(endpoints, endpoints);
    }

    private static Offer offer(String name, int free, int capacity) {
        return new Offer("id-" + name, name, name.startsWith("eu") ? "eu" : null, free, capacity, false);
    }

    private static List<Share> shares(Dealing dealing, String name) {
        assertThat(dealing.refusal()).isEmpty();
        return dealing.parts().stream().filter(part -> part.name().equals(name)).findFirst().orElseThrow().shares();
    }

    @Test
    void shouldDealInProportionToWhatIsFreeWithoutGapOrOverlap() throws PlanException {
        Dealing dealing = Dealing.of(pairs(31), List.of(offer("a", 200, 300), offer("b", 100, 100)));

        assertThat(shares(dealing, "a")).containsExactly(new Share(0, 21), new Share(0, 21));
        assertThat(shares(dealing, "b")).containsExactly(new Share(21, 10), new Share(21, 10));
        assertThat(dealing.parts()).extracting(RunPart::hasRegistrar).containsExactly(true, false);
    }

    @Test
    void shouldFillEveryWorkerToTheLastEndpoint() throws PlanException {
        Dealing dealing = Dealing.of(pairs(50), List.of(offer("a", 33, 40), offer("b", 1, 1), offer("c", 66, 66)));

        assertThat(dealing.parts()).extracting(RunPart::endpoints).containsExactly(33, 1, 66);
    }

    @Test
    void shouldSayWhatIsNeededAndWhatIsFree() throws PlanException {
        assertThat(Dealing.of(pairs(250), List.of(offer("a", 200, 300), offer("b", 100, 100))).refusal())
                .contains("needs 500 endpoints; free: a 200 of 300, b 100 of 100");
        assertThat(Dealing.of(pairs(1), List.of(offer("a", 0, UNKNOWN))).refusal()).contains("needs 2 endpoints; free: a busy");
        assertThat(Dealing.of(pairs(1), List.of()).refusal()).contains("no worker is connected");
    }

    @Test
    void shouldLeaveAWorkerOfUnknownCapacityOneWholeRun() throws PlanException {
        assertThat(shares(Dealing.of(pairs(400), List.of(offer("a", UNKNOWN, UNKNOWN))), "a")).containsExactly(new Share(0, 400), new Share(0, 400));
    }

    @Test
    void shouldKeepGroupsAtTheirWorkersAndRegions() throws PlanException {
        Plan plan = plan("\"registrar\": \"pbx\", \"endpoints\": 10, \"workers\": [\"b\"]", "\"registrar\": \"pbx\", \"endpoints\": 10, \"region\": \"eu\"");
        List<Offer> offers = List.of(offer("a", 100, 100), offer("b", 100, 100), offer("eu-1", 100, 100), offer("eu-2", 50, 100));
        Dealing dealing = Dealing.of(plan, offers);

        assertThat(dealing.parts()).extracting(RunPart::name).containsExactly("b", "eu-1", "eu-2");
        assertThat(shares(dealing, "b")).containsExactly(new Share(0, 10), Share.NONE);
        assertThat(shares(dealing, "eu-1").get(1).endpoints()).isEqualTo(7);
        assertThat(Dealing.of(plan, offers.subList(0, 2)).refusal()).contains("group callers needs 10 endpoints in region eu: none such is connected");
        assertThat(Dealing.of(plan, List.of(offer("a", 100, 100), offer("b", 9, 10), offer("eu-1", 100, 100))).refusal())
                .contains("group agents needs 10 endpoints on worker b; free: b 9 of 10");
    }

    @Test
    void shouldKeepAGroupThatListensAtOneAddressWhole() throws PlanException {
        List<Offer> offers = List.of(offer("a", 100, 100), offer("b", 200, 200));
        Plan whole = plan("\"listen\": \"10.0.0.9:5070\", \"endpoints\": 30", "\"endpoints\": 30");
        assertThat(shares(Dealing.of(whole, offers), "b").getFirst()).isEqualTo(new Share(0, 30));
        assertThat(Dealing.of(plan("\"listen\": \"10.0.0.9:5070\", \"endpoints\": 201", "\"endpoints\": 1"), offers).refusal().orElseThrow())
                .startsWith("group agents needs 201 endpoints, all on one worker");

        Plan anywhere = plan("\"listen\": \"0.0.0.0:5070\", \"endpoints\": 30", "\"endpoints\": 30");
        assertThat(shares(Dealing.of(anywhere, offers), "a").getFirst()).isEqualTo(new Share(0, 10));
    }
}
