package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Step;
import busyhour.ipc.plan.ActionSpec.Trigger;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** baresip answers our call with a sine, holds us, takes us back, and hangs up. */
class BaresipInteropTest {

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeBaresip() {
        BaresipProcess.assumeInstalled();
    }

    @Test
    void shouldBeAnsweredHeldTakenBackAndHungUp() throws Exception {
        try (BaresipProcess baresip = BaresipProcess.start(directory)) {
            final AtomicReference<Throwable> fault = new AtomicReference<>();
            final Thread hand = Thread.ofPlatform().start(() -> {
                try {
                    handle(baresip);
                } catch (final Throwable e) {
                    fault.set(e);
                }
            });
            final GroupSpec caller = Assignments.callersOf("sip:bob@127.0.0.1:" + baresip.port, 1, 15_000)
                    .withActions(List.of(on(Event.HOLD_RECEIVED), on(Event.RESUME_RECEIVED)));
            final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), caller), EngineSettings.defaults(), 20_000);
            hand.join();

            final String what = run.details + " " + run.actions + "\n" + String.join("\n", run.messages) + "\n" + baresip.output();
            assertThat(fault.get()).as(what).isNull();
            assertThat(run.faults).as(what).isEmpty();
            assertThat(run.finalCodes.get(0)).as(what).containsExactly(200);
            assertThat(run.outcomes.get(0)).as(what).isEqualTo(EndpointOutcome.SUCCESS);
            assertThat(run.actions.get(0)).as(what).containsExactly("0.0 wait", "1.0 wait");
            assertThat(run.messages).as("baresip hangs up").anyMatch(text -> text.startsWith("BYE sip:callers"));
            assertThat(run.sum("packets_received")).as(what).isGreaterThan(50);
            assertThat(run.gauges.get("mos")).isNotEmpty();
        }
    }

    /** Something that leaves a record when it happened. */
    private static ActionSpec on(final Event event) {
        return new ActionSpec(new Trigger(event, 0, null, 0), false,
                List.of(new Step(ActionSpec.Kind.WAIT, null, null, 10, 0, List.of(), null, 0, null)));
    }

    private static void handle(final BaresipProcess baresip) throws Exception {
        baresip.awaitEvent("CALL_ESTABLISHED", 10);
        TimeUnit.MILLISECONDS.sleep(1_500);
        baresip.command("hold");
        TimeUnit.MILLISECONDS.sleep(1_000);
        baresip.command("resume");
        TimeUnit.MILLISECONDS.sleep(1_500);
        baresip.command("hangup");
        baresip.awaitEvent("CALL_CLOSED", 10);
    }
}
