package busyhour.engine.io;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Which ports datagrams came to, with which TOS and when, in the order in which they came: written by a filter in the kernel ({@link ArrivalFilter}), read
 * here without a system call. For a socket that epoll watches the kernel takes locks and walks lists with each datagram in, each
 * buffer of a datagram out, and twice with each event read; a note costs it two atomic writes to memory that is at hand.
 *
 * <pre>
 *   memory  [ head | ... | sleeping | ... | note, note, ... ]
 *   note    [ time : 32 | lap : 8 | TOS : 8 | port : 16 ]     of another lap round the ring: not written yet, or by one so late that nobody waits for it
 *   bell    BPF ring buffer: readable when something came while we slept
 * </pre>
 *
 * A datagram is noted just before it is put into its socket's queue, also when that is full. So who reads a note on another core may
 * come too early, and must come again.
 *
 * <p>One thread.
 */
final class ArrivalNotes {

    static final int HEAD_OFFSET = 0;
    static final int SLEEPING_OFFSET = 64;
    static final int NOTES_OFFSET = 128;
    /** As many as come in 0.1 s, longer than any thread is kept from reading. */
    static final int NOTES_BITS = 14;
    static final int NOTES = 1 << NOTES_BITS;
    static final int TOS_SHIFT = 16;
    static final int LAP_SHIFT = 24;
    static final int TIME_SHIFT = 32;
    /** A note has 2^3 octets. */
    static final int NOTE_BITS = 3;

    private static final int BYTES = NOTES_OFFSET + (NOTES << NOTE_BITS);
    private static final int ONLY = 1;
    private static final int KEY_BYTES = Integer.BYTES;
    private static final long FAILED = -1;
    private static final int PORT_MASK = 0xFFFF;
    private static final int TOS_MASK = 0xFF;
    private static final int LAP_MASK = 0xFF;

    /** The kernel's and ours. */
    final UnsafeBuffer memory = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer consumed = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer produced = new UnsafeBuffer(0, 0);
    private final int notesFd;
    private final int bellFd;
    private final int programFd;
    private final int pageSize;
    private final long memoryAddress;
    private final long consumedAddress;
    private final long producedAddress;
    private final String refusal;
    private long tail;

    private ArrivalNotes(NativeCalls.ErrnoReader errno) {
        pageSize = BpfCalls.pageSize();
        errno.lastErrno(); // finds its place before anything fails
        notesFd = BpfCalls.createMap(BpfCalls.MAP_TYPE_ARRAY, KEY_BYTES, BYTES, ONLY, BpfCalls.F_MMAPABLE);
        bellFd = notesFd < 0 ? -1 : BpfCalls.createMap(BpfCalls.MAP_TYPE_RINGBUF, 0, 0, pageSize, 0);
        programFd = bellFd < 0 ? -1 : ArrivalFilter.load(notesFd, bellFd);
        memoryAddress = programFd < 0 ? FAILED : BpfCalls.map(notesFd, 0, BYTES, true);
        consumedAddress = memoryAddress == FAILED ? FAILED : BpfCalls.map(bellFd, 0, pageSize, true);
        producedAddress = consumedAddress == FAILED ? FAILED : BpfCalls.map(bellFd, pageSize, pageSize, false);
        refusal = producedAddress != FAILED ? null
                : (notesFd < 0 ? "BPF_MAP_CREATE array " : bellFd < 0 ? "BPF_MAP_CREATE ringbuf " : programFd < 0 ? "BPF_PROG_LOAD " : "mmap ")
                + Errno.text(errno.lastErrno());
    }

    /** To be used when {@link #refusal} is null. */
    static ArrivalNotes open(NativeCalls.ErrnoReader errno) {
        final ArrivalNotes notes = new ArrivalNotes(errno);
        if (notes.refusal != null) {
            notes.close();
            return notes;
        }
        notes.memory.wrap(notes.memoryAddress, BYTES);
        notes.consumed.wrap(notes.consumedAddress, Long.BYTES);
        notes.produced.wrap(notes.producedAddress, Long.BYTES);
        return notes;
    }

    /** What the kernel has or allows no such thing for: before Linux 5.12, or without CAP_BPF; null where it works. */
    String refusal() {
        return refusal;
    }

    /** Descriptor of the filter: what SO_ATTACH_BPF takes. */
    int filterFd() {
        return programFd;
    }

    /** Becomes readable with the first datagram after {@link #sleeping}. */
    int bellFd() {
        return bellFd;
    }

    boolean isEmpty() {
        return !isNext(memory.getLongVolatile(at(tail))) && behind() <= NOTES;
    }

    /** @return the note of the next datagram, for {@link #port}, {@link #tos} and {@link #arrivalNs}; 0 = none. */
    long next() {
        final long note = memory.getLongVolatile(at(tail));
        if (!isNext(note)) {
            return 0;
        }
        tail++;
        return note;
    }

    static int port(long note) {
        return (int) note & PORT_MASK;
    }

    static int tos(long note) {
        return (int) note >>> TOS_SHIFT & TOS_MASK;
    }

    /** When the filter saw the datagram, monotonic. @param nowNs not more than two seconds from then. */
    static long arrivalNs(long note, long nowNs) {
        return nowNs - ((int) nowNs - (int) (note >>> TIME_SHIFT));
    }

    private boolean isNext(long note) {
        return (int) note >>> LAP_SHIFT == (int) (tail >>> NOTES_BITS & LAP_MASK) && port(note) != 0;
    }

    /** Notes begun and not read, one that is being written among them. */
    long behind() {
        return memory.getLongVolatile(HEAD_OFFSET) - tail;
    }

    /** Passes over all notes: they ran over, or one is not written. */
    void clear() {
        tail = memory.getLongVolatile(HEAD_OFFSET);
    }

    /** Says that the bell is to ring; look at {@link #isEmpty} once more before going to sleep. */
    void sleeping(boolean sleeping) {
        memory.putIntVolatile(SLEEPING_OFFSET, sleeping ? 1 : 0);
    }

    void silenceBell() {
        consumed.putLongVolatile(0, produced.getLongVolatile(0));
    }

    private static int at(long index) {
        return NOTES_OFFSET + (((int) index & NOTES - 1) << NOTE_BITS);
    }

    /** The sockets must be closed before: they keep the filter, which would go on noting. */
    void close() {
        BpfCalls.unmap(memoryAddress, BYTES);
        BpfCalls.unmap(consumedAddress, pageSize);
        BpfCalls.unmap(producedAddress, pageSize);
        SocketCalls.close(programFd);
        SocketCalls.close(bellFd);
        SocketCalls.close(notesFd);
    }
}
