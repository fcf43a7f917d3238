package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.link.PartAddress;
import busyhour.ipc.message.GroupState;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Part;
import busyhour.ipc.plan.Assignment.Share;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.sip.TransportAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Two parts of one run, as two workers play them: what the platform says to them is said here. */
class SharedRunSystemTest {

    private static final TransportAddress LOOPBACK = new TransportAddress().setIpv4(0x7F000001, 0);
    private static final long LIMIT_NS = 60_000_000_000L;

    /** One worker's side. */
    private static final class Worker {
        private final Assignment part;
        private final RecordedRun record = new RecordedRun();
        private final SharedGate gate = new SharedGate();
        private final Run run;
        private final Thread preparation;
        private final GroupState.Step[] steps;
        private volatile Exception fault;

        private Worker(final Assignment part) {
            this.part = part;
            run = new Run(part, EngineSettings.defaults());
            steps = new GroupState.Step[part.groups().size()];
            preparation = Thread.ofPlatform().start(() -> {
                try {
                    run.prepare(record.faults::add, told -> { }, gate, LOOPBACK);
                } catch (final RunFaultException | RuntimeException e) {
                    fault = e;
                }
            });
        }

        private List<PartAddress> own() {
            List<PartAddress> own = gate.takeOwn();
            for (int i = 0; i < 5_000 && own == null && fault == null; i++) {
                LockSupport.parkNanos(2_000_000);
                own = gate.takeOwn();
            }
            assertThat(fault).isNull();
            return own;
        }

        private void begin(final List<PartAddress> all) throws InterruptedException {
            gate.open(all);
            preparation.join(30_000);
            assertThat(fault).isNull();
            run.start();
        }

        private void poll() {
            run.poll(System.nanoTime());
            for (int group = run.starts().nextToTell(); group >= 0; group = run.starts().nextToTell()) {
                steps[group] = run.starts().tell(group);
            }
            for (final ShardRing ring : run.rings()) {
                ring.drain(record, 10_000);
            }
        }

        private boolean isClosed() {
            return record.phases.values().stream().allMatch(phase -> phase == EndpointPhase.CLOSED);
        }

        private boolean isAt(final int group, final GroupState.Step step) {
            return part.endpoints(group) == 0 || steps[group] != null && steps[group].compareTo(step) >= 0;
        }
    }

    private static void play(final Worker... workers) throws InterruptedException {
        final List<PartAddress> all = new ArrayList<>();
        for (final Worker worker : workers) {
            all.addAll(worker.own());
        }
        for (final Worker worker : workers) {
            worker.begin(all);
        }
        final long startNs = System.nanoTime();
        final boolean[] released = new boolean[workers[0].part.groups().size()];
        boolean stopped = false;
        while (!Arrays.stream(workers).allMatch(worker -> worker.run.isOver())) {
            assertThat(System.nanoTime() - startNs).isLessThan(LIMIT_NS);
            Arrays.stream(workers).forEach(Worker::poll);
            for (int i = 0; i < released.length; i++) {
                final int group = i;
                final int called = workers[0].part.groups().get(i).callee().group();
                if (!released[i] && Arrays.stream(workers).allMatch(worker -> worker.isAt(group, GroupState.Step.READY)
                        && (called < 0 || worker.isAt(called, GroupState.Step.READY)))) {
                    released[i] = true;
                    Arrays.stream(workers).forEach(worker -> worker.run.starts().release(group));
                }
            }
            if (!stopped && Arrays.stream(workers).allMatch(worker -> worker.isAt(1, GroupState.Step.FINISHED))) {
                stopped = true;
                Arrays.stream(workers).forEach(worker -> worker.run.stop(System.nanoTime()));
            }
            if (stopped && Arrays.stream(workers).skip(1).allMatch(worker -> worker.run.isOver()) && workers[0].isClosed()) {
                workers[0].run.close(); // its registrar is needed no more
            }
            LockSupport.parkNanos(500_000);
        }
        Arrays.stream(workers).forEach(Worker::poll);
    }

    private static Worker worker(final Assignment whole, final boolean registrar, final Share... shares) {
        return new Worker(whole.withPart(new Part(List.of(shares), registrar)));
    }

    private static void assertAllWell(final int endpoints, final int calls, final Worker... workers) {
        int played = 0;
        int answered = 0;
        for (final Worker worker : workers) {
            assertThat(worker.record.faults).isEmpty();
            assertThat(worker.record.outcomes.values()).as("%s %s", worker.record.outcomes, worker.record.details).containsOnly(EndpointOutcome.SUCCESS);
            played += worker.record.outcomes.size();
            answered += worker.record.countedCalls.getOrDefault(CallEventKind.ANSWERED, 0);
        }
        assertThat(played).isEqualTo(endpoints);
        assertThat(answered).isEqualTo(calls);
    }

    @Test
    void shouldCallOverTheRegistrarThatOneOfTheWorkersHas() throws Exception {
        final Assignment whole = Assignments.registered(5, 1_000);
        final Worker first = worker(whole, true, new Share(0, 4), new Share(0, 2));
        final Worker second = worker(whole, false, new Share(4, 1), new Share(2, 3));

        play(first, second);

        assertAllWell(10, 5, first, second);
        assertThat(first.record.outcomes.keySet()).containsExactly(0, 1, 2, 3, 5, 6);
        assertThat(second.record.outcomes.keySet()).containsExactly(4, 7, 8, 9);
    }

    @Test
    void shouldCallWhereTheOtherWorkerSaysThatItListens() throws Exception {
        final int port = Assignments.freePort();
        final Assignment whole = Assignments.assignment(List.of(),
                Assignments.receivers(0, 3, "0.0.0.0:" + port, 1_000), Assignments.callers(3, 3, 1_000));
        final Worker first = worker(whole, true, new Share(0, 3), Share.NONE);
        final Worker second = worker(whole, true, Share.NONE, new Share(0, 3));

        play(first, second);

        assertAllWell(6, 3, first, second);
        assertThat(second.record.messages).anyMatch(message -> message.startsWith("INVITE sip:1@127.0.0.1:" + port));
    }
}
