package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.ArrivalSpec.Stage;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.DropReason;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Calls that come by a rate, a trace or a number of users, in virtual time. */
class ArrivalsSimTest {

    private static final String LISTEN = "127.0.0.1:5070";
    private static final long MS = SimRun.MS;

    private static ArrivalSpec open(final long patienceMs, final Stage... stages) {
        return new ArrivalSpec(ArrivalSpec.Kind.RATE, List.of(stages), List.of(), false, 0, patienceMs);
    }

    private static ArrivalSpec users(final Stage... stages) {
        return new ArrivalSpec(ArrivalSpec.Kind.USERS, List.of(stages), List.of(), false, 0, 1_000);
    }

    private static Stage steady(final long amount, final long forMs) {
        return new Stage(amount, amount, 1_000, forMs);
    }

    /** So many callers of as many callees. */
    private static Assignment plan(final int endpoints, final long durationMs, final long pauseMs, final ArrivalSpec arrivals) {
        final GroupSpec callers = Assignments.callers(endpoints, endpoints, durationMs).withCalls(1, 0, pauseMs).withArrivals(arrivals);
        return Assignments.assignment(List.of(), Assignments.receivers(0, endpoints, LISTEN, durationMs), callers);
    }

    private static SimRun play(final Assignment plan) throws RunFaultException {
        return new SimRun(plan).play();
    }

    private static List<Long> intendedMs(final SimRun run) {
        final long first = run.record.intendedNs.getFirst();
        return run.record.intendedNs.stream().map(ns -> (ns - first) / MS).toList();
    }

    private static List<Long> every(final long gapMs, final int count) {
        return LongStream.range(0, count).map(k -> k * gapMs).boxed().toList();
    }

    @Test
    void shouldOfferCallsByTheClock() throws RunFaultException {
        final SimRun run = play(plan(12, 1_000, 0, open(1_000, steady(10, 10_000))));

        RepeatedCallsSimTest.assertCounts(run, 100, 100, 100);
        assertThat(intendedMs(run)).isEqualTo(every(100, 100));
        assertThat(run.record.oneShots.get("call_setup_time_ms")).hasSize(100).allMatch(ms -> ms < 5);
        assertThat(run.record.outcomes.values()).hasSize(24).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.record.phases.values()).containsOnly(EndpointPhase.CLOSED);
        assertThat(run.nowMs()).as("200 + 10,000 + the last call + 1000").isBetween(12_100L, 12_300L);
    }

    @Test
    void shouldTakeTheCallerThatWasFreeLongest() throws RunFaultException {
        final SimRun run = play(plan(40, 1_000, 0, open(1_000, steady(10, 8_000))));

        RepeatedCallsSimTest.assertCounts(run, 80, 80, 80);
        assertThat(run.record.finalCodes).as("each endpoint twice").hasSize(80).allSatisfy((endpoint, codes) -> assertThat(codes).hasSize(2));
    }

    @Test
    void shouldDropWhatFindsNoCallerWithinItsPatience() throws RunFaultException {
        // 5 callers carry 5 calls in each 2 s: of 20 that come in 2 s, 5 are carried
        final SimRun run = play(plan(5, 1_990, 0, open(100, steady(10, 10_000))));

        final int started = run.record.countedCalls.get(CallEventKind.STARTED);
        RepeatedCallsSimTest.assertCounts(run, 100, started, started);
        assertThat(started).isBetween(25, 27);
        assertThat(run.record.drops).containsOnlyKeys(DropReason.NO_FREE_CALLER).containsEntry(DropReason.NO_FREE_CALLER, 100 - started);
        assertThat(run.record.oneShots.get("call_setup_time_ms")).allMatch(ms -> ms <= 105);
        assertThat(run.record.outcomes.values()).containsOnly(EndpointOutcome.SUCCESS);
    }

    @Test
    void shouldDropAtOnceWithoutPatience() throws RunFaultException {
        final SimRun run = play(plan(5, 1_950, 0, open(0, steady(10, 10_000))));

        assertThat(run.record.countedCalls).containsEntry(CallEventKind.OFFERED, 100).containsEntry(CallEventKind.STARTED, 25);
        assertThat(run.record.drops).containsEntry(DropReason.NO_FREE_CALLER, 75);
        assertThat(run.record.oneShots.get("call_setup_time_ms")).allMatch(ms -> ms < 5);
    }

    /** Rule 1 of measuring: a call that waited for a caller took as long as its user waited. */
    @Test
    void shouldCountSetupFromTheIntendedTimeWhenACallWaited() throws RunFaultException {
        final SimRun run = play(plan(1, 500, 0, open(1_000, steady(5, 400))));

        RepeatedCallsSimTest.assertCounts(run, 2, 2, 2);
        assertThat(intendedMs(run)).containsExactly(0L, 200L);
        assertThat(run.record.oneShots.get("call_setup_time_ms").get(1)).isBetween(300.0, 310.0);
    }

    @Test
    void shouldRestACallerForThePause() throws RunFaultException {
        // each caller is taken for 1 s and rests for 1 s: 10 of them carry 5 calls/s
        final SimRun run = play(plan(10, 990, 1_000, open(0, steady(10, 8_000))));

        assertThat(run.record.countedCalls).containsEntry(CallEventKind.OFFERED, 80);
        assertThat(run.record.countedCalls.get(CallEventKind.STARTED)).isEqualTo(40);
    }

    @Test
    void shouldFollowStepsAndATrace() throws RunFaultException {
        final SimRun steps = play(plan(12, 300, 0, open(1_000, steady(2, 2_000), steady(0, 1_000), steady(20, 1_000))));
        final List<Long> expected = new ArrayList<>(every(500, 4));
        LongStream.range(0, 20).forEach(k -> expected.add(3_000 + 50 * k));
        assertThat(intendedMs(steps)).isEqualTo(expected);

        final SimRun trace = play(plan(3, 300, 0,
                new ArrivalSpec(ArrivalSpec.Kind.TRACE, List.of(), List.of(0L, 5_000L, 5_000L, 2_500_000L), false, 0, 1_000)));
        RepeatedCallsSimTest.assertCounts(trace, 4, 4, 4);
        assertThat(intendedMs(trace)).containsExactly(0L, 5L, 5L, 2_500L);
    }

    @Test
    void shouldOfferTheSameCallsOverTwoShardsAsOverOne() throws RunFaultException {
        for (final ArrivalSpec arrivals : List.of(open(1_000, steady(7, 20_000)), open(1_000, steady(7, 20_000)).withPoisson(3))) {
            final Assignment plan = Assignments.assignment(List.of(),
                    Assignments.callersOf("sip:nobody@127.0.0.1:5059", 400, 1_000).withArrivals(arrivals));
            final List<List<Long>> offered = new ArrayList<>();
            for (final int[] shard : new int[][] {{0, 1}, {0, 2}, {1, 2}}) {
                final SimRun run = new SimRun(plan, shard[0], shard[1]);
                run.register();
                run.startCalls();
                run.run(8_000);
                run.setLoad(0, Load.rate(20, 1_000), 20);
                run.run(13_000);
                offered.add(run.record.intendedNs.stream().sorted().toList());
            }
            final List<Long> together = LongStream.concat(offered.get(1).stream().mapToLong(Long::longValue),
                    offered.get(2).stream().mapToLong(Long::longValue)).sorted().boxed().toList();
            assertThat(together).isEqualTo(offered.get(0)).hasSizeBetween(250, 350);
            assertThat(offered.get(1)).hasSizeBetween(offered.get(2).size() - 1, offered.get(2).size() + 1);
        }
    }

    @Test
    void shouldChangeItsRateWhileItRuns() throws RunFaultException {
        final SimRun run = new SimRun(plan(30, 500, 0, open(1_000, steady(10, 6_000))));
        run.register();
        run.startCalls();
        run.run(1_980);
        run.setLoad(1, Load.rate(40, 1_000), 20);
        run.run(2_000);
        run.setLoad(1, Load.rate(0, 1_000), 20);
        run.run(4_000);
        run.end();

        RepeatedCallsSimTest.assertCounts(run, 100, 100, 100);
        assertThat(intendedMs(run).subList(0, 20)).isEqualTo(every(100, 20));
        assertThat(intendedMs(run).get(99)).isBetween(3_970L, 3_980L);
        assertThat(run.record.phases.values()).containsOnly(EndpointPhase.CLOSED);
    }

    @Test
    void shouldKeepSoManyUsersCalling() throws RunFaultException {
        final SimRun run = play(plan(10, 990, 0, users(steady(4, 10_000))));

        final int started = run.record.countedCalls.get(CallEventKind.STARTED);
        RepeatedCallsSimTest.assertCounts(run, started, started, started);
        assertThat(started).as("4 users, a call a second").isBetween(40, 44);
        assertThat(run.record.finalCodes.keySet().stream().filter(endpoint -> endpoint >= 10)).containsExactly(10, 11, 12, 13);
        assertThat(run.record.outcomes.values()).hasSize(20).containsOnly(EndpointOutcome.SUCCESS);
    }

    @Test
    void shouldAddUsersAndLetThemGo() throws RunFaultException {
        final SimRun run = play(plan(10, 400, 100, users(new Stage(0, 10, 1, 5_000), steady(10, 1_000), steady(2, 3_000))));

        final List<Long> intended = intendedMs(run);
        assertThat(intended.stream().filter(ms -> ms < 480)).as("the first is alone for half a second").hasSize(1);
        assertThat(intended.stream().filter(ms -> ms >= 7_000 && ms < 8_000)).as("two users, two calls a second").hasSize(4);
        assertThat(run.record.drops).isEmpty();
        assertThat(run.record.phases.values()).hasSize(20).containsOnly(EndpointPhase.CLOSED);
    }

    /** Two callees, four users: who is refused (486) tries again after a second, and not thousands of times in it. */
    @Test
    void shouldLetARefusedUserWaitASecond() throws RunFaultException {
        final SimRun run = play(Assignments.assignment(List.of(), Assignments.receivers(0, 2, LISTEN, 20_000),
                Assignments.callers(2, 4, 20_000).withCalls(1, 0, 0).withArrivals(users(steady(4, 10_000)))));

        assertThat(run.record.countedCalls.get(CallEventKind.ANSWERED)).isEqualTo(2);
        assertThat(run.record.countedCalls.get(CallEventKind.STARTED)).as("2 answered, 2 users once a second for 10 s").isBetween(20, 22);
    }

    @Test
    void shouldChangeTheNumberOfUsersWhileItRuns() throws RunFaultException {
        final SimRun run = new SimRun(plan(10, 490, 0, users(steady(1, 10_000))));
        run.register();
        run.startCalls();
        run.run(2_000);
        run.setLoad(1, Load.users(8), 20);
        run.run(3_000);
        run.setLoad(1, Load.users(2), 20);
        run.run(6_500);
        run.end();

        final List<Long> intended = intendedMs(run);
        assertThat(intended.stream().filter(ms -> ms >= 2_010 && ms < 2_030)).as("seven more, at the same time").hasSize(7);
        assertThat(intended.stream().filter(ms -> ms >= 6_000 && ms < 7_000)).hasSize(4);
        assertThat(run.record.phases.values()).containsOnly(EndpointPhase.CLOSED);
    }

    @Test
    void shouldDropCallsThatWaitWhenTheRunIsStopped() throws RunFaultException {
        final SimRun run = new SimRun(plan(1, 5_000, 0, open(60_000, steady(10, 2_000))));
        run.register();
        run.startCalls();
        run.run(1_000);
        run.end();

        RepeatedCallsSimTest.assertCounts(run, run.record.intendedNs.size(), 1, 1);
        assertThat(run.record.drops).containsOnlyKeys(DropReason.STOPPED);
        assertThat(run.record.drops.get(DropReason.STOPPED)).isBetween(9, 10);
    }

    @Test
    void shouldServeACallThatWaitsBeyondTheEndOfArrivals() throws RunFaultException {
        final SimRun run = play(plan(2, 1_500, 0, open(5_000, steady(2, 2_000))));

        RepeatedCallsSimTest.assertCounts(run, 4, 4, 4);
        assertThat(run.record.outcomes.values()).containsOnly(EndpointOutcome.SUCCESS);
    }

    @Test
    void shouldGoOnWithTheCallersThatCouldRegister() throws RunFaultException {
        final Assignment registered = Assignments.registered(4, 300);
        final GroupSpec callers = registered.groups().get(1);
        final List<Assignment.Account> accounts = new ArrayList<>(callers.accounts());
        accounts.set(1, new Assignment.Account("caller2", "wrong", null));
        final GroupSpec some = new GroupSpec(callers.name(), 4, 4, 0, accounts, callers.callee(), null, null, callers.media(), 300, callers.ramp(),
                1, 0, 0, callers.signalling(), callers.answering(), List.of()).withArrivals(open(1_000, steady(4, 3_000)));
        final SimRun sim = new SimRun(Assignments.assignment(registered.registrars(), registered.groups().get(0), some));
        sim.withRegistrar(registered).play();

        assertThat(sim.record.countedCalls).containsEntry(CallEventKind.OFFERED, 12).containsEntry(CallEventKind.ANSWERED, 12);
        assertThat(sim.record.outcomes).containsEntry(5, EndpointOutcome.REGISTRATION_FAILED);
    }
}
