package busyhour.engine.io;

import static busyhour.engine.io.LinuxConstants.SOL_SOCKET;
import static busyhour.engine.io.LinuxConstants.SO_ATTACH_BPF;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Knows from {@link ArrivalNotes} how many datagrams wait at which socket; epoll only sleeps, and watches the sockets that share their
 * port with another (of a second local address).
 *
 * <pre>
 *   notes --port--> {@link WaitingSockets} --> events
 *                      ^                  |
 *                      +------------------+  not all was read, or not yet there
 * </pre>
 */
final class NotedPoller implements ReadySockets {

    /** Number under which epoll watches {@link ArrivalNotes#bellFd}. */
    static final int BELL = -2;
    private static final int PORT_COUNT = 65_536;
    private static final int NOBODY = -1;
    /** Of one poll: so that the notes of other cores cannot keep it for ever. */
    private static final int NOTES_A_POLL = 1_024;
    /** Polls that a note is begun and not written. */
    private static final int PATIENCE = 16;
    /** A core that noted something, and then lost its turn to another virtual machine, has it back by then. */
    private static final long LATER_NS = 5_000_000;

    private final Poller epoll;
    private final ArrivalNotes notes;
    private final SocketTable sockets;
    private final WaitingSockets waiting;
    private final int[] byPort = new int[PORT_COUNT];
    private final int[] events = new int[MAX_EVENTS];
    private final int[] generations = new int[MAX_EVENTS];
    private final UnsafeBuffer option = new UnsafeBuffer(ByteBuffer.allocateDirect(Integer.BYTES));
    private int stalledPolls;
    private long putOffNs;
    /** Sockets that epoll watches. */
    private int watched;
    private boolean closed;
    private volatile boolean woken;

    NotedPoller(Poller epoll, ArrivalNotes notes, SocketTable sockets) {
        this.epoll = epoll;
        this.notes = notes;
        this.sockets = sockets;
        waiting = new WaitingSockets(sockets.capacity());
        Arrays.fill(byPort, NOBODY);
        option.putInt(0, notes.filterFd());
    }

    @Override
    public Readiness readiness() {
        return Readiness.NOTES;
    }

    @Override
    public int add(int fd, int socket, int generation, int localPort) {
        if (byPort[localPort] == NOBODY
                && SocketCalls.setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, option.addressOffset(), Integer.BYTES) == 0) {
            byPort[localPort] = socket;
            waiting.doubt(socket); // it was bound before
            return 0;
        }
        watched++; // one that epoll refuses is removed next
        return epoll.add(fd, socket, generation, localPort);
    }

    @Override
    public void doubt(int socket, int localPort) {
        if (isNoted(socket, localPort)) {
            waiting.doubt(socket);
        }
    }

    @Override
    public void remove(int socket, int localPort) {
        if (isNoted(socket, localPort)) {
            byPort[localPort] = NOBODY;
            waiting.forget(socket);
        } else if (localPort >= 0) {
            watched--;
        }
    }

    @Override
    public boolean isNoted(int socket, int localPort) {
        return localPort >= 0 && byPort[localPort] == socket;
    }

    @Override
    public int poll(int limit) {
        if (closed) {
            return 0;
        }
        readNotes();
        if (waiting.hasPutOff() && System.nanoTime() - putOffNs > LATER_NS) {
            waiting.lookAgain();
        }
        final int most = Math.min(limit, MAX_EVENTS);
        int count = woken || watched > 0 ? pollEpoll(most) : 0;
        int socket;
        while (count < most && (socket = waiting.take()) != WaitingSockets.NONE) {
            count = event(count, socket, sockets.generation(socket));
        }
        return count;
    }

    private int pollEpoll(int limit) {
        woken = false;
        final int ready = epoll.poll(limit);
        int count = 0;
        for (int i = 0; i < ready; i++) {
            if (epoll.socket(i) == WAKE_UP) {
                epoll.clearWakeUp();
            } else if (epoll.socket(i) == BELL) {
                notes.silenceBell();
            } else {
                count = event(count, epoll.socket(i), epoll.generation(i));
            }
        }
        return count;
    }

    private int event(int count, int socket, int generation) {
        events[count] = socket;
        generations[count] = generation;
        return count + 1;
    }

    private void readNotes() {
        long note;
        long nowNs = 0;
        for (int i = 0; i < NOTES_A_POLL && (note = notes.next()) != 0; i++) {
            nowNs = i == 0 ? System.nanoTime() : nowNs;
            final int socket = byPort[ArrivalNotes.port(note)];
            if (socket != NOBODY) {
                waiting.note(socket, ArrivalNotes.tos(note), ArrivalNotes.arrivalNs(note, nowNs));
            }
        }
        final long behind = notes.behind();
        stalledPolls = behind > 0 && notes.isEmpty() ? stalledPolls + 1 : 0;
        if (behind > ArrivalNotes.NOTES || stalledPolls > PATIENCE) {
            stalledPolls = 0;
            notes.clear();
            doubtAll();
        }
    }

    /** Now, and once more later: what was being noted is not in its queue yet. */
    private void doubtAll() {
        final boolean none = !waiting.hasPutOff();
        for (int socket = 0; socket < sockets.capacity(); socket++) {
            if (sockets.isOpen(socket) && isNoted(socket, sockets.localPort(socket))) {
                waiting.doubt(socket);
                waiting.putOff(socket);
            }
        }
        beganPutOff(none);
    }

    private void beganPutOff(boolean noneBefore) {
        if (noneBefore && waiting.hasPutOff()) {
            putOffNs = System.nanoTime();
        }
    }

    @Override
    public int socket(int event) {
        return events[event];
    }

    @Override
    public int generation(int event) {
        return generations[event];
    }

    @Override
    public int most(int event) {
        return waiting.most(events[event]);
    }

    @Override
    public long arrivalNs(int socket) {
        return waiting.arrivalNs(socket);
    }

    @Override
    public int tos(int socket) {
        return waiting.tos(socket);
    }

    @Override
    public void onReceived(int event, int asked, int got) {
        final boolean none = !waiting.hasPutOff();
        waiting.onReceived(events[event], asked, got);
        beganPutOff(none);
    }

    @Override
    public boolean tellsErrors() {
        return false;
    }

    @Override
    public boolean await(long timeoutNs) {
        if (closed || isSomethingWaiting()) {
            return !closed;
        }
        notes.sleeping(true);
        if (!notes.isEmpty()) { // came between the two
            notes.sleeping(false);
            return true;
        }
        final boolean readable = epoll.await(waiting.hasPutOff() ? Math.min(timeoutNs, LATER_NS) : timeoutNs);
        notes.sleeping(false);
        notes.silenceBell();
        return readable || isSomethingWaiting();
    }

    private boolean isSomethingWaiting() {
        return !waiting.isEmpty() || !notes.isEmpty();
    }

    @Override
    public void rest(long restNs) {
        epoll.rest(restNs);
    }

    @Override
    public void clearWakeUp() {
        epoll.clearWakeUp();
    }

    @Override
    public void wakeUp() {
        epoll.wakeUp();
        woken = true; // for a poll before the next sleep
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            epoll.close();
            notes.close();
        }
    }
}
