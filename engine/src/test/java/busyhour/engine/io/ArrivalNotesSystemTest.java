package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import busyhour.sip.TransportAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the filter in the kernel notes, and what becomes of a datagram that the notes do not show, or show too early. */
@Timeout(20)
class ArrivalNotesSystemTest implements DatagramHandler {

    private static final int LOOPBACK = 0x7F00_0001;
    private static final int SECOND_LOOPBACK = 0x7F00_0002;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final UnsafeBuffer out = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
    private final TransportAddress to = new TransportAddress();
    private final int[] counts = new int[64];
    private EpollDatagramIo io;
    private int received;

    @BeforeEach
    void open() {
        final ArrivalNotes probe = openNotes();
        assumeThat(probe.refusal()).as("this kernel allows the filter (CAP_BPF)").isNull();
        probe.close();
        io = new EpollDatagramIo(64, true);
    }

    @AfterEach
    void close() {
        if (io != null) {
            io.close();
        }
    }

    @Override
    public void onDatagram(
            int socket, TransportAddress source, DirectBuffer buffer, int offset, int length, long epochNs, int tos) {
        received++;
        counts[socket]++;
    }

    private static ArrivalNotes openNotes() {
        return ArrivalNotes.open(new NativeCalls.ErrnoReader());
    }

    private int open(int address, int port) {
        final int socket = io.open(new TransportAddress().setIpv4(address, port), DatagramOptions.media(), 0);
        assertThat(socket).as(Errno.text(socket)).isNotNegative();
        return socket;
    }

    private void send(int from, int address, int port, int datagrams) {
        for (int i = 0; i < datagrams; i++) {
            assertThat(io.sendTo(from, to.setIpv4(address, port), out, 0, 20)).isEqualTo(20);
        }
    }

    private void pollFor(int datagrams) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (received < datagrams && System.nanoTime() - deadlineNs < 0) {
            io.poll(this, 64);
        }
        assertThat(received).isEqualTo(datagrams);
    }

    @Test
    void shouldNoteEachDatagramOnceInItsOrder() {
        final ArrivalNotes notes = openNotes();
        final SocketOpener opener = new SocketOpener(new NativeCalls.ErrnoReader());
        final UnsafeBuffer filter = new UnsafeBuffer(ByteBuffer.allocateDirect(Integer.BYTES));
        filter.putInt(0, notes.filterFd());
        final int[] fds = new int[3];
        for (int i = 0; i < fds.length; i++) {
            fds[i] = opener.open(new TransportAddress().setIpv4(LOOPBACK, 0), 0, DatagramOptions.media());
            assertThat(SocketCalls.setsockopt(fds[i], LinuxConstants.SOL_SOCKET, LinuxConstants.SO_ATTACH_BPF, filter.addressOffset(), 4)).isZero();
        }
        final int from = open(LOOPBACK, 0);
        assertThat(notes.isEmpty()).isTrue();
        final long beforeNs = System.nanoTime();
        for (int index : new int[] {0, 2, 2, 1}) {
            send(from, LOOPBACK, opener.localPort(fds[index]), 1);
        }
        assertThat(notes.behind()).isEqualTo(4);
        for (int index : new int[] {0, 2, 2, 1}) {
            final long note = notes.next();
            assertThat(ArrivalNotes.port(note)).isEqualTo(opener.localPort(fds[index]));
            assertThat(ArrivalNotes.tos(note)).isEqualTo(DatagramOptions.media().tos());
            assertThat(ArrivalNotes.arrivalNs(note, System.nanoTime())).isBetween(beforeNs, System.nanoTime());
        }
        assertThat(notes.next()).isZero();
        assertThat(notes.behind()).isZero();
        for (int fd : fds) {
            SocketCalls.close(fd);
        }
        notes.close();
    }

    @Test
    void shouldNotTakeANoteThatWasWrittenALapTooLate() {
        final ArrivalNotes notes = openNotes();
        notes.memory.putLong(ArrivalNotes.HEAD_OFFSET, 1); // begun
        assertThat(notes.behind()).isEqualTo(1);
        assertThat(notes.isEmpty()).isTrue();
        notes.memory.putLong(ArrivalNotes.HEAD_OFFSET, ArrivalNotes.NOTES);
        notes.clear();
        notes.memory.putLong(ArrivalNotes.NOTES_OFFSET, 4_000); // the first one's, at last
        assertThat(notes.next()).isZero();
        assertThat(notes.isEmpty()).isTrue();
        notes.memory.putLong(ArrivalNotes.HEAD_OFFSET, ArrivalNotes.NOTES + 1);
        notes.memory.putLong(ArrivalNotes.NOTES_OFFSET, 1 << ArrivalNotes.LAP_SHIFT | 65_535);
        assertThat(notes.isEmpty()).isFalse();
        assertThat(ArrivalNotes.port(notes.next())).isEqualTo(65_535);
        assertThat(notes.behind()).isZero();
        notes.memory.putLong(ArrivalNotes.HEAD_OFFSET, 2 * ArrivalNotes.NOTES + 2); // ran over
        assertThat(notes.isEmpty()).isFalse();
        notes.close();
    }

    @Test
    void shouldTellTheWholeTimeFromItsLowerHalf() {
        for (long atNs : new long[] {-1, 0, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, 0x1_0000_0000L, Long.MAX_VALUE / 3, Long.MIN_VALUE / 3}) {
            for (long laterNs : new long[] {0, 1, TimeUnit.SECONDS.toNanos(2), -TimeUnit.MILLISECONDS.toNanos(1)}) {
                assertThat(ArrivalNotes.arrivalNs(atNs << ArrivalNotes.TIME_SHIFT | 4_000, atNs + laterNs)).isEqualTo(atNs);
            }
        }
    }

    @Test
    void shouldHearSocketsOfTwoAddressesThatShareAPort() {
        final int first = open(LOOPBACK, 0);
        final int second = open(SECOND_LOOPBACK, io.localPort(first));
        final int from = open(LOOPBACK, 0);
        send(from, SECOND_LOOPBACK, io.localPort(first), 3);
        send(from, LOOPBACK, io.localPort(first), 2);
        pollFor(5);
        assertThat(counts[second]).isEqualTo(3);

        io.close(second);
        io.close(first);
        final int third = open(LOOPBACK, 0);
        send(from, LOOPBACK, io.localPort(third), 1);
        pollFor(6);
    }

    @Test
    void shouldReadAllThatWaitsAfterTheNotesRanOver() {
        final int from = open(LOOPBACK, 0);
        final int[] sockets = new int[40];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = open(LOOPBACK, 0);
        }
        pollFor(0);
        final int early = open(LOOPBACK, 0);
        send(from, LOOPBACK, io.localPort(early), ArrivalNotes.NOTES + 100); // most of them more than its buffer takes
        for (int socket : sockets) {
            send(from, LOOPBACK, io.localPort(socket), 2);
        }
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (counts[sockets[39]] < 2 && System.nanoTime() - deadlineNs < 0) {
            io.poll(this, 64);
        }
        for (int i = 0; i < 1_000; i++) {
            io.poll(this, 64);
        }
        for (int socket : sockets) {
            assertThat(counts[socket]).isEqualTo(2);
        }
        assertThat(io.refreshSocketDrops(early)).isEqualTo(ArrivalNotes.NOTES + 100 - counts[early]).isPositive();
        received = 0;
        send(from, LOOPBACK, io.localPort(sockets[7]), 5);
        pollFor(5);
    }

    @Test
    void shouldForgetDatagramsThatWereDrainedOrDropped() {
        final int from = open(LOOPBACK, 0);
        final int socket = open(LOOPBACK, 0);
        for (int round = 1; round <= 5; round++) {
            send(from, LOOPBACK, io.localPort(socket), 10);
            assertThat(io.drain(socket, this, 100)).isEqualTo(10);
            for (int i = 0; i < 100; i++) {
                assertThat(io.poll(this, 64)).isZero();
            }
            assertThat(io.awaitReadable(1_000_000)).as("nothing waits").isFalse();
            send(from, LOOPBACK, io.localPort(socket), 3);
            pollFor(round * 13);
        }
    }

    @Test
    void shouldWakeForEachDatagramOfAnotherThreadAndLoseNone() throws Exception {
        final int datagrams = 20_000;
        final long lostBefore = lostBeforeSockets();
        final int socket = open(LOOPBACK, 0);
        final int port = io.localPort(socket);
        final Thread sender = Thread.ofPlatform().start(() -> {
            try (DatagramSocket peer = new DatagramSocket()) {
                final DatagramPacket packet = new DatagramPacket(new byte[20], 20, InetAddress.getByName("127.0.0.1"), port);
                for (int i = 0; i < datagrams; i++) {
                    peer.send(packet);
                    if (i % 50 == 0) {
                        TimeUnit.MICROSECONDS.sleep(200);
                    }
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        int stuck = 0;
        boolean isOver = false;
        while (!isOver && System.nanoTime() - deadlineNs < 0) {
            final boolean isSent = !sender.isAlive();
            final boolean isReadable = io.awaitReadable(TimeUnit.MILLISECONDS.toNanos(500));
            io.poll(this, 64);
            if (isSent && !isReadable) {
                stuck = io.drain(socket, this, datagrams);
                isOver = true;
            }
        }
        sender.join();
        assertThat(isOver).isTrue();
        assertThat(stuck).as("datagrams that waited and ended no sleep").isZero();
        assertThat(datagrams - received - io.refreshSocketDrops(socket)).as("lost, but not before the socket")
                .isBetween(0L, lostBeforeSockets() - lostBefore);
    }

    /** Datagrams that found the queue full which all sockets of a core share: a flood elsewhere fills it. */
    private static long lostBeforeSockets() throws IOException {
        return Files.readAllLines(Path.of("/proc/net/softnet_stat")).stream().mapToLong(line -> Long.parseLong(line.split(" +")[1], 16)).sum();
    }

    /** The kernel notes a datagram before it can be read: who looks all the time comes too early now and then. */
    @Test
    void shouldHandOverEachDatagramAlthoughNoOtherFollows() throws Exception {
        final int datagrams = 300_000;
        final long lostBefore = lostBeforeSockets();
        final int socket = open(LOOPBACK, 0);
        final int port = io.localPort(socket);
        final AtomicInteger told = new AtomicInteger();
        final AtomicBoolean missed = new AtomicBoolean();
        final AtomicBoolean over = new AtomicBoolean();
        final Thread sender = Thread.ofPlatform().start(() -> {
            final long endNs = System.nanoTime() + PATIENCE_NS / 2;
            try (DatagramSocket peer = new DatagramSocket()) {
                final DatagramPacket packet = new DatagramPacket(new byte[20], 20, InetAddress.getByName("127.0.0.1"), port);
                for (int i = 1; i <= datagrams && System.nanoTime() - endNs < 0; i++) {
                    peer.send(packet);
                    long lateNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
                    while (told.get() < i) {
                        if (System.nanoTime() - lateNs > 0) {
                            missed.set(true);
                            lateNs += TimeUnit.HOURS.toNanos(1);
                        }
                    }
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                over.set(true);
            }
        });
        int stuck = 0;
        long lost = 0;
        while (!over.get()) {
            io.poll(this, 64);
            if (missed.getAndSet(false)) {
                final int waited = io.drain(socket, this, 1);
                stuck += waited;
                lost += 1 - waited;
            }
            told.set(received + (int) lost);
        }
        sender.join();
        assertThat(stuck).as("datagrams that waited and were not handed over").isZero();
        assertThat(lost).isBetween(0L, lostBeforeSockets() - lostBefore);
    }
}
