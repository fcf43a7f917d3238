package busyhour.engine.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Carries Ethernet frames between two interfaces by packet sockets (AF_PACKET), each way through an {@link Impairment}. UDP over
 * IPv4 is treated so, all else (ARP) passes at once. UDP checksums are taken away: a veth leaves them to hardware that is not
 * there.
 */
public final class FrameRelay {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int ETH_P_ALL_BIG_ENDIAN = 0x0300;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int SOCKADDR_LL_SIZE = 20;
    private static final int MAX_FRAME = 2_048;
    private static final int BUFFER_BYTES = 4 << 20;
    private static final long LONGEST_PAUSE_NS = 100_000L;
    private static final MethodHandle RECV = NativeCalls.bind("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private static final MethodHandle IF_NAMETOINDEX = NativeCalls.bind("if_nametoindex", JAVA_INT, JAVA_LONG);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment frame = arena.allocate(MAX_FRAME, 8);
    private final PriorityQueue<OnTheWay> onTheWay = new PriorityQueue<>();
    private final int left;
    private final int right;
    private final Impairment leftToRight;
    private final Impairment rightToLeft;
    private long count;

    private record OnTheWay(long dueNs, long number, long arrivedNs, int to, Impairment by, int payload, byte[] octets)
            implements Comparable<OnTheWay> {
        @Override
        public int compareTo(final OnTheWay other) {
            return dueNs == other.dueNs ? Long.compare(number, other.number) : Long.compare(dueNs - other.dueNs, 0);
        }
    }

    /** @param leftName names of interfaces of this network namespace, as {@code rightName}. */
    public FrameRelay(final String leftName, final String rightName, final Impairment leftToRight, final Impairment rightToLeft) {
        left = open(leftName);
        right = open(rightName);
        this.leftToRight = leftToRight;
        this.rightToLeft = rightToLeft;
    }

    private int open(final String name) {
        final int socket = SocketCalls.socket(AF_PACKET, SOCK_RAW | LinuxConstants.SOCK_CLOEXEC, ETH_P_ALL_BIG_ENDIAN);
        final MemorySegment address = arena.allocate(SOCKADDR_LL_SIZE, 8);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
        address.set(ValueLayout.JAVA_SHORT, 2, (short) ETH_P_ALL_BIG_ENDIAN);
        address.set(JAVA_INT, 4, index(name));
        option(socket, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
        option(socket, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_RCVBUF, BUFFER_BYTES);
        if (socket < 0 || SocketCalls.bind(socket, address.address(), SOCKADDR_LL_SIZE) < 0) {
            throw new IllegalStateException("no packet socket on " + name);
        }
        return socket;
    }

    private void option(final int socket, final int level, final int name, final int value) {
        final MemorySegment option = arena.allocate(JAVA_INT);
        option.set(JAVA_INT, 0, value);
        SocketCalls.setsockopt(socket, level, name, option.address(), Integer.BYTES);
    }

    /** Carries frames until told to end. */
    public void run(final BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            final int work = take(left, right, leftToRight) + take(right, left, rightToLeft) + forward();
            if (work == 0) {
                LockSupport.parkNanos(onTheWay.isEmpty() ? LONGEST_PAUSE_NS
                        : Math.max(0, Math.min(LONGEST_PAUSE_NS, onTheWay.peek().dueNs - System.nanoTime())));
            }
        }
    }

    private int take(final int from, final int to, final Impairment by) {
        final int length = (int) receive(from);
        if (length <= 0) {
            return 0;
        }
        final long nowNs = System.nanoTime();
        final byte[] octets = frame.asSlice(0, Math.min(length, MAX_FRAME)).toArray(ValueLayout.JAVA_BYTE);
        final int udp = udp(octets);
        if (udp < 0) {
            send(to, octets);
            return 1;
        }
        octets[udp + 6] = 0;
        octets[udp + 7] = 0;
        final int payload = udp + 8;
        final long dueNs = by.dueNs(octets, payload, octets.length - payload, nowNs);
        if (dueNs != Impairment.LOST) {
            final int copies = by.isDoubled(octets, payload, octets.length - payload) ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                onTheWay.add(new OnTheWay(dueNs, count++, nowNs, to, by, payload, octets));
            }
        }
        return 1;
    }

    private long receive(final int from) {
        try {
            return (long) RECV.invokeExact(from, frame.address(), (long) MAX_FRAME, LinuxConstants.MSG_DONTWAIT);
        } catch (final Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    private int index(final String name) {
        try {
            return (int) IF_NAMETOINDEX.invokeExact(arena.allocateFrom(name).address());
        } catch (final Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    /** Where the UDP header begins, -1 for another frame. */
    private static int udp(final byte[] octets) {
        final boolean ipv4 = octets.length >= 42 && octets[12] == 0x08 && octets[13] == 0x00 && octets[23] == 17;
        return ipv4 ? 14 + 4 * (octets[14] & 0x0F) : -1;
    }

    private int forward() {
        int sent = 0;
        for (long nowNs = System.nanoTime(); !onTheWay.isEmpty() && onTheWay.peek().dueNs - nowNs <= 0; sent++) {
            final OnTheWay due = onTheWay.poll();
            if (send(due.to, due.octets)) {
                due.by.onForwarded(due.octets, due.payload, due.octets.length - due.payload, due.arrivedNs, nowNs);
            }
        }
        return sent;
    }

    private boolean send(final int to, final byte[] octets) {
        MemorySegment.copy(octets, 0, frame, ValueLayout.JAVA_BYTE, 0, octets.length);
        return SystemCalls.send(to, frame.address(), octets.length, 0) == octets.length;
    }

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new ExceptionInInitializerError("ETH_P_ALL is written for little-endian machines");
        }
    }
}
