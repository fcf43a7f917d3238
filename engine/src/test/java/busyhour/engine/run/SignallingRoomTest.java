package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Load;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.sip.transaction.TransactionRoom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignallingRoomTest {

    private static GroupSpec group(final Callee callee, final int endpoints, final long durationMs, final int calls, final long forMs) {
        return new GroupSpec("group", 0, endpoints, -1, List.of(), callee, null, null, MediaSpec.PLAIN, durationMs,
                new Ramp(100, 1_000), calls, forMs, 0, SignallingSpec.PLAIN, AnsweringSpec.AT_ONCE, List.of());
    }

    /** As {@link #group}, with accounts at the plan's only registrar. */
    private static GroupSpec registered(final GroupSpec group, final AnsweringSpec answering) {
        return new GroupSpec(group.name(), group.firstEndpoint(), group.endpoints(), 0, List.of(), group.callee(), null, null, group.media(), group.durationMs(),
                group.ramp(), group.calls(), group.forMs(), 0, SignallingSpec.PLAIN, answering, List.of());
    }

    private static SignallingRoom privately(final AnsweringSpec answering) {
        return room(registered(callees(2_000, 1_000), answering), registered(callers(2_000, 1_000, 1, 0), answering));
    }

    private static GroupSpec callees(final int endpoints, final long durationMs) {
        return group(new Callee(Callee.Kind.RECEIVE, -1, null), endpoints, durationMs, 1, 0);
    }

    private static GroupSpec callers(final int endpoints, final long durationMs, final int calls, final long forMs) {
        return group(new Callee(Callee.Kind.GROUP, 0, null), endpoints, durationMs, calls, forMs);
    }

    private static SignallingRoom room(final GroupSpec... groups) {
        final int[] endpoints = new int[groups.length];
        for (int i = 0; i < groups.length; i++) {
            endpoints[i] = groups[i].endpoints();
        }
        return SignallingRoom.of(new Assignment(0, "plan", List.of(), List.of(groups), Map.of(), false, List.of()), endpoints);
    }

    @Test
    void shouldHoldEachCallOnceWhenNobodyCallsAgain() {
        assertThat(room(callees(2_000, 1_000), callers(2_000, 1_000, 1, 0)))
                .isEqualTo(new SignallingRoom(4_500 + 64, TransactionRoom.ofEach(256 + 4_000 + 2_000), 4_500 + 64 + 4_000, 4_500 + 64));
    }

    @Test
    void shouldHoldWhatIsKeptOfCallsThatComeAgain() {
        assertThat(room(callees(100, 1_000), callers(100, 1_000, 0, 60_000)).transactions()).isEqualTo(TransactionRoom.ofEach(256 + 200 + 37 * 100));
        assertThat(room(callees(100, 1_000), callers(100, 1_000, 3, 0)).transactions()).isEqualTo(TransactionRoom.ofEach(256 + 200 + 3 * 100));
    }

    @Test
    void shouldHoldCallsThatArriveByARateThoughTheyAreRefusedAtOnce() {
        final GroupSpec callers = callers(100, 10_000, 1, 0).withArrivals(ArrivalSpec.constant(Load.rate(50, 1_000), 60_000));
        assertThat(room(callees(100, 60_000), callers).transactions()).isEqualTo(TransactionRoom.ofEach(256 + 200 + 37 * 50));
        final GroupSpec lasting = callers(100, 1_000, 1, 0).withArrivals(ArrivalSpec.constant(Load.rate(50, 1_000), 60_000));
        assertThat(room(callees(100, 60_000), lasting).transactions()).as("a search may raise the rate").isEqualTo(TransactionRoom.ofEach(256 + 200 + 37 * 100));
    }

    @Test
    void shouldHoldWhatCallersOfAnotherShardCall() {
        final Assignment plan = new Assignment(0, "plan", List.of(), List.of(callees(100, 60_000), callers(200, 1_000, 0, 60_000)), Map.of(), false, List.of());
        assertThat(SignallingRoom.of(plan, new int[] {100, 0}).transactions()).isEqualTo(TransactionRoom.ofEach(256 + 100 + 37 * 200));
    }

    @Test
    void shouldHoldAnyNumberOfCallsFromStrangers() {
        assertThat(room(callees(100, 1_000)).transactions()).isEqualTo(TransactionRoom.ofEach(256 + 100 + 37 * 100));
    }

    @Test
    void shouldTakeNothingForEndpointsWithoutCalls() {
        assertThat(room(group(new Callee(Callee.Kind.NONE, -1, null), 10_000, 1_000, 1, 0))).isEqualTo(new SignallingRoom(64, new TransactionRoom(256, 256 + 10_000, 256, 256), 64, 64));
    }

    @Test
    void shouldLeaveRoomForSecondCallsTowardsStrangers() {
        assertThat(room(group(new Callee(Callee.Kind.URI, -1, "sip:echo@10.0.0.5"), 100, 1_000, 1, 0)))
                .isEqualTo(new SignallingRoom(2 * 100 + 64, TransactionRoom.ofEach(256 + 200 + 100), 2 * 100 + 64 + 100, 2 * 100 + 64));
    }

    @Test
    void shouldHoldOfEachKindWhatCallsAmongItselfTakeWhereNobodyElseCanCall() {
        final SignallingRoom room = privately(AnsweringSpec.AT_ONCE);
        assertThat(room.calls()).isEqualTo(4_500 + 64);
        assertThat(room.transactions()).as("an INVITE is challenged, a REGISTER too")
                .isEqualTo(new TransactionRoom(256 + 2 * 2_000, 256 + 4_000 + 2_000, 256 + 2_000, 256 + 2_000));
        assertThat(room.clientRequests()).isEqualTo(64 + 500);
        assertThat(room.earlyDialogs()).isEqualTo(64 + 500);
    }

    @Test
    void shouldHoldAnEarlyDialogOfEachCallThatRingsReliably() {
        final SignallingRoom early = privately(new AnsweringSpec(0, true, 200, null));
        assertThat(early.earlyDialogs()).isEqualTo(4_500 + 64);
        assertThat(early.transactions().server()).as("a PRACK too").isEqualTo(256 + 2 * 2_000);
    }
}
