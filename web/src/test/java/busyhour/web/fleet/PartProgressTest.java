package busyhour.web.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import busyhour.ipc.link.PartAddress;
import busyhour.ipc.message.GroupState;
import busyhour.ipc.message.GroupState.Step;
import busyhour.ipc.plan.Assignment.Share;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents are group 0, callers group 1; a has the registrar and all agents but one, b one agent and all callers. */
class PartProgressTest {

    private final RunPart a = new RunPart("a", "a", List.of(new Share(0, 3), Share.NONE), true);
    private final RunPart b = new RunPart("b", "b", List.of(new Share(3, 1), new Share(0, 4)), false);
    private PartProgress progress;

    @BeforeEach
    void plan() throws PlanException {
        Plan plan = PlanReader.readJson("plan", """
                {"name": "n", "duration": "5s", "registrars": [{"name": "pbx", "accounts": "builtin"}], "groups": [
                  {"name": "agents", "endpoints": 4, "registrar": "pbx", "callee": "receive-external"},
                  {"name": "callers", "endpoints": 4, "registrar": "pbx", "callee": {"group": "agents"}}]}""".getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
        progress = new PartProgress(plan, List.of(a, b));
    }

    private void says(RunPart part, int group, Step step) {
        progress.on(part.worker(), new GroupState(0, group, step, group == GroupState.REGISTRAR ? "10.0.0.1:5060" : ""));
    }

    @Test
    void shouldBeginWhenAllArePreparedAndTheRegistrarIsKnown() {
        says(a, 0, Step.PREPARED);
        says(b, 0, Step.PREPARED);
        says(b, 1, Step.PREPARED);
        assertThat(progress.mayBegin()).isFalse();
        says(a, GroupState.REGISTRAR, Step.PREPARED);
        assertThat(progress.mayBegin()).isTrue();
        assertThat(progress.addresses()).containsExactly(new PartAddress(GroupState.REGISTRAR, 0, 0, "10.0.0.1:5060"));
    }

    @Test
    void shouldStartCallersWhenThoseTheyCallAreReadyEverywhere() {
        says(b, 1, Step.READY);
        says(b, 0, Step.READY);
        assertThat(progress.mayStart()).isEmpty();
        says(a, 0, Step.READY);
        assertThat(progress.mayStart()).containsExactly(1);
        assertThat(progress.areCallersFinished()).isFalse();
        says(b, 1, Step.FINISHED);
        says(b, 1, Step.READY); // a replay
        assertThat(progress.areCallersFinished()).isTrue();
    }

    @Test
    void shouldBeHeldUpByNobodyWhoIsLost() {
        says(b, 1, Step.READY);
        says(b, 0, Step.READY);
        a.state(RunPart.State.LOST);
        assertThat(progress.mayStart()).containsExactly(1);
        assertThat(progress.isRegistrarLost()).isTrue();
    }

    @Test
    void shouldPassOverWhatItDoesNotKnow() {
        progress.on("c", new GroupState(0, 0, Step.READY, ""));
        progress.on("a", new GroupState(0, 99, Step.READY, ""));
        progress.on("a", new GroupState(0, 0, null, ""));
        assertThat(progress.mayBegin()).isFalse();
    }
}
