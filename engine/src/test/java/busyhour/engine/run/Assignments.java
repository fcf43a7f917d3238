package busyhour.engine.run;

import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.SignallingSpec;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** Assignments for tests. */
final class Assignments {

    private static final int FIRST_PEER_PORT = ForkPorts.firstPeer();
    private static final int PEER_PORTS = ForkPorts.peers();
    /** Two builds on one machine begin at different places. */
    private static int nextPeerPort = FIRST_PEER_PORT + (int) (ProcessHandle.current().pid() * 64 % PEER_PORTS) / 4 * 4;

    private Assignments() {
    }

    /** Callers who call a listening group of the same size straight. */
    static Assignment direct(final int calls, final long durationMs, final Ramp ramp) {
        final GroupSpec callees = group("callees", 0, calls, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null),
                "127.0.0.1:" + freePort(), durationMs, ramp);
        final GroupSpec callers = group("callers", calls, calls, -1, List.of(), new Callee(Callee.Kind.GROUP, 0, null), null, durationMs, ramp);
        return assignment(List.of(), callees, callers);
    }

    static final MediaSpec PCMU = MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("PCMU"));

    /** Callers and callees registered at the built-in registrar. */
    static Assignment registered(final int calls, final long durationMs) {
        final GroupSpec callees = group("callees", 0, calls, 0, accounts("callee", calls), new Callee(Callee.Kind.RECEIVE, -1, null),
                null, durationMs, new Ramp(0, 0));
        final GroupSpec callers = group("callers", calls, calls, 0, accounts("caller", calls), new Callee(Callee.Kind.GROUP, 0, null),
                null, durationMs, new Ramp(0, 0));
        return assignment(List.of(new RegistrarSpec("builtin", true, null, 0, "UDP")), callees, callers);
    }

    static Assignment assignment(final List<RegistrarSpec> registrars, final GroupSpec... groups) {
        return new Assignment(4_711, "test", registrars, List.of(groups), Map.of(), false, List.of());
    }

    static List<Account> accounts(final String prefix, final int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> new Account(prefix + i, "secret" + i, null)).toList();
    }

    static GroupSpec group(
            final String name, final int first, final int endpoints, final int registrar, final List<Account> accounts, final Callee callee,
            final String listen, final long durationMs, final Ramp ramp) {
        return new GroupSpec(name, first, endpoints, registrar, accounts, callee, null, listen, PCMU, durationMs, ramp, 1, 0, 0,
                SignallingSpec.PLAIN, AnsweringSpec.AT_ONCE, List.of());
    }

    /** The group with calls that repeat. */
    static GroupSpec repeating(final GroupSpec group, final int calls, final long forMs, final long pauseMs) {
        return group.withCalls(calls, forMs, pauseMs);
    }

    /** The group with RTP and RTCP on one port (RFC 5761). */
    static GroupSpec muxed(final GroupSpec group) {
        return group.withMedia(group.media().withRtcpMux(true));
    }

    /** A listening group. */
    static GroupSpec receivers(final int first, final int endpoints, final String listen, final long durationMs) {
        return group("callees", first, endpoints, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null), listen, durationMs, new Ramp(0, 0));
    }

    /** Callers of group 0, without a registrar. */
    static GroupSpec callers(final int first, final int endpoints, final long durationMs) {
        return group("callers", first, endpoints, -1, List.of(), new Callee(Callee.Kind.GROUP, 0, null), null, durationMs, new Ramp(0, 0));
    }

    /** Callers of a URI, without a registrar. */
    static GroupSpec callersOf(final String uri, final int endpoints, final long durationMs) {
        return group("callers", 0, endpoints, -1, List.of(), new Callee(Callee.Kind.URI, -1, uri), null, durationMs, new Ramp(0, 0));
    }

    /** Skips a test where the host has no IPv6 loopback. */
    static void assumeIpv6() {
        boolean there;
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("::1"), 0))) {
            there = socket.isBound();
        } catch (final IOException e) {
            there = false;
        }
        Assumptions.assumeTrue(there, "this host has no IPv6 loopback");
    }

    /** For UDP or TCP. */
    static int freePort() {
        return peerPorts(1);
    }

    /**
     * The first of so many ports in a row that are free for UDP and TCP, above those that the kernel hands out: nobody takes one
     * between now and a peer's start. Each is given out once until the range is through.
     */
    static synchronized int peerPorts(final int count) {
        for (int tries = 0; tries < 1_000; tries++) {
            nextPeerPort = nextPeerPort + 8 > FIRST_PEER_PORT + PEER_PORTS ? FIRST_PEER_PORT : nextPeerPort + 4;
            if (IntStream.range(nextPeerPort, nextPeerPort + count).allMatch(Assignments::isFree)) {
                return nextPeerPort;
            }
        }
        throw new AssertionError("no free port from " + FIRST_PEER_PORT);
    }

    private static boolean isFree(final int port) {
        try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                java.net.ServerSocket tcp = new java.net.ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return udp.isBound() && tcp.isBound();
        } catch (final IOException taken) {
            return false;
        }
    }

    /** Plain signalling over this transport. */
    static SignallingSpec over(final String transport) {
        return new SignallingSpec(transport, new SignallingSpec.TlsSpec(false, null, null, null, null), false, null, List.of(), List.of(),
                SignallingSpec.Prack.SUPPORTED, null, false, 600);
    }
}
