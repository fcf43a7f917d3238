package busyhour.engine.run;

import busyhour.engine.io.FrameRelay;
import busyhour.engine.io.Impairment;
import busyhour.engine.io.Impairment.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A program: two workers, each in a network namespace of its own, and between them a relay that spoils what goes through.
 *
 * <pre>
 *   callers 10.99.0.1 eth0 ==== left [ FrameRelay ] right ==== eth0 10.99.0.2 callees
 * </pre>
 *
 * To be run in a network namespace itself. Prints what the relay did and what the workers measured.
 */
final class ImpairedLine {

    private static final int SIDE_S = 90;

    private ImpairedLine() {
    }

    /** Arguments: directory, calls, milliseconds of each, jitter buffer, seed; then how to make a namespace. */
    public static void main(final String[] args) throws Exception {
        final Path directory = Path.of(args[0]);
        final List<String> own = List.of(args).subList(5, args.length);
        final long seed = Long.parseLong(args[4]);
        final Impairment there = impairment(seed);
        final Impairment back = impairment(seed + 1);
        try (ForeignProcess callees = side(directory, own, "callees", ImpairedSide.CALLEES, args);
                ForeignProcess callers = side(directory, own, "callers", ImpairedSide.CALLERS, args)) {
            link("left", callers);
            link("right", callees);
            final FrameRelay relay = new FrameRelay("left", "right", there, back);
            final AtomicBoolean over = new AtomicBoolean();
            final Thread thread = Thread.ofPlatform().daemon().start(() -> relay.run(over::get));
            callees.command("go");
            callees.await("its interface", () -> callees.output().contains("ready"), 20);
            try (TsharkCapture tshark = capture(directory, callees.pid())) {
                Thread.sleep(2_000); // the callees' JVM comes up
                callers.command("go");
                callers.await(SIDE_S);
                callees.command("stop");
                callees.await(SIDE_S);
                if (tshark != null) {
                    tshark.stop();
                }
            }
            over.set(true);
            thread.join();
            print("there", there);
            print("back", back);
            System.out.println("CALLERS\n" + callers.output() + "CALLEES\n" + callees.output());
        }
    }

    /** Null without tshark: the relay's own count is judge enough. */
    private static TsharkCapture capture(final Path directory, final long pid) throws Exception {
        return ForeignProcess.isInstalled("tshark")
                ? TsharkCapture.start(directory, List.of("nsenter", "--net=/proc/" + pid + "/ns/net"), "eth0", "udp", SIDE_S) : null;
    }

    private static Impairment impairment(final long seed) {
        return new Impairment(seed, 0.03, 0.01, 0.02, 100_000_000L, 20_000_000L);
    }

    /** A worker that waits for its interface and a line. */
    private static ForeignProcess side(final Path directory, final List<String> own, final String name, final String address, final String[] args)
            throws IOException {
        final List<String> command = new ArrayList<>(own);
        command.addAll(List.of("sh", "-c", "read go && ip link set lo up && ip addr add " + address
                + "/24 dev eth0 && ip link set eth0 up && echo ready && exec \"$@\"", "sh"));
        command.addAll(Namespaces.java(ImpairedSide.class, name, args[1], args[2], args[3]));
        return ForeignProcess.start(directory, name, command);
    }

    private static void link(final String name, final ForeignProcess to) throws Exception {
        final Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        to.await("a namespace", () -> !namespace(to.pid()).equals(ours), 10);
        ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", String.valueOf(to.pid()));
        ip("link", "set", name, "up");
    }

    private static Path namespace(final long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net"));
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void ip(final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        final int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException(command + " ended with " + exit);
        }
    }

    private static void print(final String way, final Impairment impairment) {
        for (final Impairment.StreamLog log : impairment.streams().values()) {
            final Counts counts = log.counts();
            System.out.println("STREAM " + way + " " + counts.ssrc() + " " + counts.offered() + " " + counts.forwarded() + " " + counts.expected()
                    + " " + counts.lost() + " " + counts.duplicates() + " " + counts.reordered() + " " + counts.bursts());
        }
        impairment.controlDelaysNs().forEach(delayNs -> System.out.println("DELAY " + way + " " + delayNs));
    }
}
