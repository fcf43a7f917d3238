package busyhour.engine.io;

import busyhour.sip.TransportAddress;

/**
 * What is known of each socket, by number, in arrays sized at start. Numbers of closed sockets are reused; the
 * generation tells an event for a closed socket from one for its successor.
 *
 * <p>What every packet asks lies side by side, because its cache lines are waited for; the rest in an array each.
 * <pre>
 *   | descriptor | generation | tag | flags |   ... of the next socket
 * </pre>
 */
final class SocketTable {

    static final byte CONNECTED = 1;
    static final byte LARGE = 2;
    /** Bound to a port of the kernel's choice: AF_UNSPEC would lose it. */
    static final byte PORT_CHOSEN = 4;
    /** Its last datagram was what the handler expects of the peer. */
    static final byte EXPECTED = 8;

    private static final int NO_FD = -1;
    private static final int ASKED = 4;
    private static final int GENERATION = 1;
    private static final int TAG = 2;
    private static final int FLAGS = 3;

    private final int capacity;
    private final int[] asked;
    private final int[] localPorts;
    private final long[] localHi;
    private final long[] localLo;
    private final int[] peerPorts;
    private final long[] peerHi;
    private final long[] peerLo;
    /** Last raw 32-bit figure of SO_RXQ_OVFL, and the drops counted from it. */
    private final int[] rawDrops;
    private final long[] drops;
    private final long[] icmpErrors;
    private final int[] free;
    private int freeCount;
    private int openCount;
    private long totalDrops;
    private long totalIcmpErrors;

    SocketTable(int capacity) {
        this.capacity = capacity;
        asked = new int[ASKED * capacity];
        localPorts = new int[capacity];
        localHi = new long[capacity];
        localLo = new long[capacity];
        peerPorts = new int[capacity];
        peerHi = new long[capacity];
        peerLo = new long[capacity];
        rawDrops = new int[capacity];
        drops = new long[capacity];
        icmpErrors = new long[capacity];
        free = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            asked[ASKED * i] = NO_FD;
            free[i] = capacity - 1 - i; // lowest number first
        }
        freeCount = capacity;
    }

    int capacity() {
        return capacity;
    }

    int openCount() {
        return openCount;
    }

    boolean isFull() {
        return freeCount == 0;
    }

    int add(int fd, int tag, byte socketFlags) {
        final int socket = free[--freeCount];
        asked[ASKED * socket] = fd;
        asked[ASKED * socket + TAG] = tag;
        asked[ASKED * socket + FLAGS] = socketFlags;
        rawDrops[socket] = 0;
        drops[socket] = 0;
        icmpErrors[socket] = 0;
        openCount++;
        return socket;
    }

    void remove(int socket) {
        asked[ASKED * socket] = NO_FD;
        asked[ASKED * socket + GENERATION]++;
        free[freeCount++] = socket;
        openCount--;
    }

    boolean isOpen(int socket) {
        return socket >= 0 && socket < capacity && fd(socket) != NO_FD;
    }

    boolean isCurrent(int socket, int generation) {
        return fd(socket) != NO_FD && generation(socket) == generation;
    }

    int fd(int socket) {
        return asked[ASKED * socket];
    }

    int generation(int socket) {
        return asked[ASKED * socket + GENERATION];
    }

    int tag(int socket) {
        return asked[ASKED * socket + TAG];
    }

    void tag(int socket, int tag) {
        asked[ASKED * socket + TAG] = tag;
    }

    void local(int socket, long hi, long lo, int port) {
        localHi[socket] = hi;
        localLo[socket] = lo;
        localPorts[socket] = port;
    }

    int localPort(int socket) {
        return localPorts[socket];
    }

    long localHi(int socket) {
        return localHi[socket];
    }

    long localLo(int socket) {
        return localLo[socket];
    }

    void peer(int socket, TransportAddress peer) {
        peerHi[socket] = peer.hi();
        peerLo[socket] = peer.lo();
        peerPorts[socket] = peer.port();
    }

    /** Of a connected socket. */
    void readPeer(int socket, TransportAddress into) {
        into.set(peerHi[socket], peerLo[socket], peerPorts[socket]);
    }

    private int flags(int socket) {
        return asked[ASKED * socket + FLAGS];
    }

    boolean has(int socket, byte flag) {
        return (flags(socket) & flag) != 0;
    }

    void set(int socket, byte flag, boolean on) {
        asked[ASKED * socket + FLAGS] = on ? flags(socket) | flag : flags(socket) & ~flag;
    }

    /** The kernel's figure is 32 bits and wraps. */
    void onRawDrops(int socket, int raw) {
        final long more = (raw - rawDrops[socket]) & 0xffff_ffffL;
        rawDrops[socket] = raw;
        drops[socket] += more;
        totalDrops += more;
    }

    /**
     * A call on the socket failed. The kernel reports what ICMP said of earlier datagrams once, in the place of doing
     * what was asked: that is counted here, and the call may be made again.
     *
     * @return whether it was such a report.
     */
    boolean onError(int socket, int errno) {
        final boolean icmp = Errno.isIcmp(errno);
        if (icmp) {
            icmpErrors[socket]++;
            totalIcmpErrors++;
        }
        return icmp;
    }

    long drops(int socket) {
        return drops[socket];
    }

    long icmpErrors(int socket) {
        return icmpErrors[socket];
    }

    long totalDrops() {
        return totalDrops;
    }

    long totalIcmpErrors() {
        return totalIcmpErrors;
    }
}
