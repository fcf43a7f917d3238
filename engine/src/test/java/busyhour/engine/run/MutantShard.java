package busyhour.engine.run;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.sbe.CallEventDecoder;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;

/**
 * A program: a live shard that listens, mutants that are thrown at it, and SIPp calling it all the while. To be run in a
 * network namespace whose loopback is up and that has no route out; the last line of its output holds the figures.
 */
final class MutantShard {

    private static final int PORT = 5_060;
    /** A mutant's call holds its endpoint for 32 s, until its 200 is given up (Timer H). */
    private static final int VALID_INVITES_PER_S = 40;
    private static final int ENDPOINTS = 3_000;
    private static final int CALLS_PER_S = 10;

    private final Map<CallEventKind, Integer> calls = new EnumMap<>(CallEventKind.class);
    /** Calls for which no endpoint was free. */
    private int busy;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();

    private MutantShard() {
    }

    /** Arguments: mutants, how many a second, seed, directory for SIPp's files, folder of the vectors. */
    public static void main(final String[] args) throws Exception {
        // Spoilt host names are looked for, and each failure is told.
        ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME))
                .setLevel(ch.qos.logback.classic.Level.WARN);
        new MutantShard().play(Long.parseLong(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]), Path.of(args[3]), Path.of(args[4]));
    }

    private void play(final long mutants, final int ratePerS, final long seed, final Path directory, final Path vectors) throws Exception {
        final long plannedS = mutants / ratePerS + 3;
        final GroupSpec receivers = Assignments.repeating(Assignments.group("receivers", 0, ENDPOINTS, -1, List.of(),
                new Callee(Callee.Kind.RECEIVE, -1, null), "127.0.0.1:" + PORT, 3_600_000, new Ramp(0, 0)), 0, 3 * 3_600_000, 0);
        final Assignment assignment = Assignments.assignment(List.of(), receivers);
        final long wanted = plannedS * CALLS_PER_S;
        final MutantSender sender = new MutantSender(mutants, ratePerS, VALID_INVITES_PER_S, seed, PORT, vectors);
        try (Run run = Run.prepare(assignment, EngineSettings.defaults(), faults::add)) {
            run.start();
            poll(run, 500_000_000L);
            try (SippProcess sipp = SippProcess.start(directory, "-sn", "uac", "127.0.0.1:" + PORT, "-i", "127.0.0.1", "-p", "5070",
                    "-mp", "7000", "-r", String.valueOf(CALLS_PER_S), "-m", String.valueOf(wanted), "-d", "1000")) {
                final Thread thread = Thread.ofPlatform().daemon().start(sender);
                final long limitNs = System.nanoTime() + (plannedS * 4 + 60) * 1_000_000_000L;
                while ((thread.isAlive() || sipp.isAlive()) && System.nanoTime() - limitNs < 0) {
                    poll(run, 10_000_000L);
                }
                final int exit = sipp.isAlive() ? -1 : sipp.await(1);
                report(sender, sipp, exit, wanted);
            }
            run.stop(System.nanoTime());
            for (int i = 0; i < 1_000 && !run.isOver(); i++) {
                poll(run, 10_000_000L);
            }
            System.out.println("over=" + run.isOver());
        }
    }

    private void poll(final Run run, final long durationNs) {
        final long untilNs = System.nanoTime() + durationNs;
        do {
            run.poll(System.nanoTime());
            int drained = 0;
            for (final ShardRing ring : run.rings()) {
                drained += ring.drain(this::onRecord, 10_000);
            }
            if (drained == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        } while (System.nanoTime() - untilNs < 0);
    }

    private void onRecord(final int typeId, final MutableDirectBuffer buffer, final int index, final int length) {
        header.wrap(buffer, index);
        if (header.templateId() == CallEventDecoder.TEMPLATE_ID) {
            final CallEventDecoder event = new CallEventDecoder().wrapAndApplyHeader(buffer, index, header);
            calls.merge(CallEventKind.of(event.kind()), 1, Integer::sum);
            busy += event.statusCode() == 486 ? 1 : 0;
        }
    }

    private void report(final MutantSender sender, final SippProcess sipp, final int exit, final long wanted) throws IOException {
        System.out.printf("FIGURES mutants=%d seeds=%d stillValid=%d validInvites=%d notSent=%d mutantsPerS=%d kernelDrops=%d "
                        + "sippCalls=%d sippSuccessful=%d sippFailed=%d sippExit=%d sippRetransmissions=%d started=%d answered=%d busy=%d faults=%d%n",
                sender.sent, sender.seedCount(), sender.stillValid, sender.validInvites, sender.refused,
                sender.sent * 1_000 / Math.max(1, sender.tookMs), kernelDrops(), wanted, sipp.statistic("SuccessfulCall(C)"),
                sipp.statistic("FailedCall(C)"), exit, sipp.statistic("Retransmissions(C)"), calls.getOrDefault(CallEventKind.STARTED, 0),
                calls.getOrDefault(CallEventKind.ANSWERED, 0), busy,
                faults.size());
        faults.forEach(Throwable::printStackTrace);
    }

    /** Datagrams that the kernel could not queue at our socket. */
    private static long kernelDrops() throws IOException {
        return Files.readAllLines(Path.of("/proc/net/udp")).stream().map(line -> line.trim().split("\\s+"))
                .filter(fields -> fields.length > 12 && fields[1].endsWith(":%04X".formatted(PORT)))
                .mapToLong(fields -> Long.parseLong(fields[12])).sum();
    }
}
