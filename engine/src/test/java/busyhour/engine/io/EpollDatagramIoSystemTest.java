package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.sip.TransportAddress;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on loopback, against each other and against those of java.net; readiness as the kernel allows it here. */
@Timeout(20)
class EpollDatagramIoSystemTest {

    private static final DatagramOptions MEDIA = DatagramOptions.media();

    private record Datagram(int socket, TransportAddress source, String text, long arrivalEpochNs, int tos) {
    }

    private final EpollDatagramIo io = openIo();
    private final UnsafeBuffer out = new UnsafeBuffer(ByteBuffer.allocateDirect(65_536));
    private final List<Datagram> received = new ArrayList<>();

    /** With the readiness that is to be tested. */
    EpollDatagramIo openIo() {
        return new EpollDatagramIo(64);
    }

    @AfterEach
    void close() {
        io.close();
    }

    private void collect(
            int socket, TransportAddress source, DirectBuffer buffer, int offset, int length, long epochNs, int tos) {
        final String text = buffer.getStringWithoutLengthAscii(offset, length);
        received.add(new Datagram(socket, new TransportAddress().copyFrom(source), text, epochNs, tos));
    }

    private interface Expectation {
        boolean takes(int socket, DirectBuffer buffer, int offset, int length, long arrivalNs, int tos);
    }

    /** Takes what it expects of a peer, and collects the rest. */
    private DatagramHandler knowing(Expectation expectation) {
        return new DatagramHandler() {
            @Override
            public void onDatagram(
                    int socket, TransportAddress source, DirectBuffer buffer, int offset, int length, long epochNs, int tos) {
                collect(socket, source, buffer, offset, length, epochNs, tos);
            }

            @Override
            public boolean onPeerDatagram(int socket, DirectBuffer buffer, int offset, int length, long arrivalNs, int tos) {
                return expectation.takes(socket, buffer, offset, length, arrivalNs, tos);
            }
        };
    }

    private int poll(int atLeast) {
        int count = 0;
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (count < atLeast && System.nanoTime() - deadlineNs < 0) {
            io.awaitReadable(TimeUnit.MILLISECONDS.toNanos(50));
            count += io.poll(this::collect, 64);
        }
        return count;
    }

    private int send(int socket, String text) {
        return io.send(socket, out, 0, out.putStringWithoutLengthAscii(0, text));
    }

    private int sendTo(int socket, TransportAddress to, String text) {
        return io.sendTo(socket, to, out, 0, out.putStringWithoutLengthAscii(0, text));
    }

    private static TransportAddress address(String host, int port) {
        final TransportAddress address = new TransportAddress();
        assertThat(address.parse(host)).isTrue();
        return address.port(port);
    }

    private int open(String host) {
        final int socket = io.open(address(host, 0), MEDIA, 0);
        assertThat(socket).as(Errno.text(socket)).isNotNegative();
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldDeliverWithSourceTimestampAndTosWhenConnected(String host) {
        final int a = io.open(address(host, 0), MEDIA.withTos(0xb8), 7);
        final int b = io.open(address(host, 0), MEDIA, 9);
        assertThat(io.connect(a, address(host, io.localPort(b)))).isZero();
        final long beforeEpochNs = new KernelTime().epochNs();

        assertThat(send(a, "hello")).isEqualTo(5);

        assertThat(poll(1)).isEqualTo(1);
        final Datagram datagram = received.getFirst();
        assertThat(datagram.socket()).isEqualTo(b);
        assertThat(io.tag(datagram.socket())).isEqualTo(9);
        assertThat(datagram.text()).isEqualTo("hello");
        assertThat(datagram.source()).isEqualTo(address(host, io.localPort(a)));
        assertThat(datagram.tos()).isEqualTo(0xb8);
        assertThat(datagram.arrivalEpochNs()).isBetween(beforeEpochNs, beforeEpochNs + TimeUnit.SECONDS.toNanos(1));
        assertThat((double) datagram.arrivalEpochNs() / 1e6)
                .isCloseTo(System.currentTimeMillis(), within(1000.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldTellTheTosOfEachDatagramWhoeverSentIt(String host) {
        final int to = open(host);
        final int[] octets = {0x00, 0x28, 0xFC, 0x04};
        for (int tos : octets) {
            final int from = io.open(address(host, 0), MEDIA.withTos(tos), 0);
            sendTo(from, address(host, io.localPort(to)), "x");
            assertThat(poll(1)).isEqualTo(1);
        }
        assertThat(received).extracting(Datagram::tos).containsExactly(0x00, 0x28, 0xFC, 0x04);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldSpeakWithSocketsOfTheLibraryWhenUnconnected(String host) throws Exception {
        final int socket = open(host);
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0))) {
            peer.setSoTimeout(2000);
            assertThat(sendTo(socket, address(host, peer.getLocalPort()), "from us")).isEqualTo(7);
            final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            peer.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength())).isEqualTo("from us");
            assertThat(packet.getPort()).isEqualTo(io.localPort(socket));

            peer.send(new DatagramPacket(new byte[0], 0, packet.getSocketAddress()));
            assertThat(poll(1)).isEqualTo(1);
            assertThat(received.getFirst().text()).isEmpty();
            assertThat(received.getFirst().source()).isEqualTo(address(host, peer.getLocalPort()));
        }
    }

    @Test
    void shouldTellTheTrueSourceOfWhatWaitedBeforeTheSocketWasConnected() {
        final int socket = open("127.0.0.1");
        final int peer = open("127.0.0.1");
        final int stranger = open("127.0.0.1");
        final TransportAddress us = address("127.0.0.1", io.localPort(socket));
        sendTo(stranger, us, "early");
        assertThat(io.connect(socket, address("127.0.0.1", io.localPort(peer)))).isZero();
        sendTo(peer, us, "later");
        assertThat(poll(2)).isEqualTo(2);
        sendTo(peer, us, "last");
        assertThat(poll(1)).isEqualTo(1);
        assertThat(received).extracting(Datagram::text).containsExactly("early", "later", "last");
        assertThat(received).extracting(datagram -> datagram.source().port())
                .containsExactly(io.localPort(stranger), io.localPort(peer), io.localPort(peer));
    }

    @Test
    void shouldHandOverWhatWhoKnowsThePeerDoesNotTake() {
        final int socket = open("127.0.0.1");
        final int peer = open("127.0.0.1");
        final TransportAddress us = address("127.0.0.1", io.localPort(socket));
        assertThat(io.connect(socket, address("127.0.0.1", io.localPort(peer)))).isZero();
        sendTo(peer, us, "the first one shows that nobody else's waited");
        assertThat(io.poll(this::collect, 64)).isEqualTo(1);
        received.clear();
        final List<String> taken = new ArrayList<>();
        final long beforeNs = System.nanoTime();
        final long beforeEpochNs = new KernelTime().epochNs();
        final DatagramHandler knowing = knowing((at, buffer, offset, length, arrivalNs, tos) -> {
            assertThat(arrivalNs).isBetween(beforeNs, System.nanoTime());
            return length == 2 && taken.add(at + buffer.getStringWithoutLengthAscii(offset, length) + tos);
        });
        for (String text : List.of("ab", "cd", "abc", "ef")) {
            sendTo(peer, us, text);
            assertThat(io.poll(knowing, 64)).isEqualTo(1);
        }
        final boolean isAsked = io.readiness().equals(Readiness.NOTES);
        assertThat(taken).isEqualTo(isAsked ? List.of(socket + "ab" + MEDIA.tos(), socket + "cd" + MEDIA.tos(), socket + "ef" + MEDIA.tos()) : List.of());
        assertThat(received).extracting(Datagram::text).isEqualTo(isAsked ? List.of("abc") : List.of("ab", "cd", "abc", "ef"));
        assertThat(received).allMatch(datagram -> datagram.tos() == MEDIA.tos() && datagram.arrivalEpochNs() >= beforeEpochNs - 100_000
                && datagram.arrivalEpochNs() <= new KernelTime().epochNs());
        assertThat(received).allMatch(datagram -> datagram.source().equals(address("127.0.0.1", io.localPort(peer))));
    }

    @Test
    void shouldTellWhatWasDroppedBetweenExpectedDatagrams() {
        final int socket = io.open(address("127.0.0.1", 0), MEDIA.withBuffers(4096, 0), 0);
        final int peer = open("127.0.0.1");
        final TransportAddress us = address("127.0.0.1", io.localPort(socket));
        assertThat(io.connect(socket, address("127.0.0.1", io.localPort(peer)))).isZero();
        final DatagramHandler knowing = knowing((at, buffer, offset, length, arrivalNs, tos) -> true);
        for (int i = 0; i < 5; i++) {
            sendTo(peer, us, "one by one");
            assertThat(io.poll(knowing, 64)).isEqualTo(1);
        }
        int got = 0;
        for (int i = 0; i < 500; i++) {
            sendTo(peer, us, "too many");
        }
        for (int i = 0; i < 100; i++) {
            got += io.poll(knowing, 64);
        }
        sendTo(peer, us, "the next");
        assertThat(io.poll(knowing, 64)).isEqualTo(1);
        assertThat(io.socketDrops(socket)).isPositive().isEqualTo(500 - got);
    }

    @Test
    void shouldThrowAwayWhatWasReadOfASocketThatIsClosedBeforeItsTurn() {
        final int from = open("127.0.0.1");
        final int[] sockets = {open("127.0.0.1"), open("127.0.0.1"), open("127.0.0.1")};
        assertThat(io.poll(this::collect, 64)).isZero();
        for (int socket : sockets) {
            sendTo(from, address("127.0.0.1", io.localPort(socket)), "x");
        }
        final int count = io.poll((socket, source, buffer, offset, length, epochNs, tos) -> {
            collect(socket, source, buffer, offset, length, epochNs, tos);
            io.close(socket == sockets[0] ? sockets[1] : sockets[0]);
        }, 64);
        assertThat(count).isEqualTo(2);
        assertThat(received).extracting(Datagram::socket).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void shouldHearOnlyTheNewPeerWhenConnectedAnew() {
        final int socket = open("127.0.0.1");
        final int first = open("127.0.0.1");
        final int second = open("127.0.0.1");
        final TransportAddress us = address("127.0.0.1", io.localPort(socket));
        assertThat(io.connect(socket, address("127.0.0.1", io.localPort(first)))).isZero();
        assertThat(io.connect(socket, address("127.0.0.1", io.localPort(second)))).isZero();

        sendTo(first, us, "former");
        sendTo(second, us, "new");
        assertThat(poll(1)).isEqualTo(1);
        assertThat(received.getFirst().text()).isEqualTo("new");

        assertThat(send(socket, "to the new one")).isPositive();
        assertThat(poll(1)).isEqualTo(1);
        assertThat(received.getLast().socket()).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1", "::"})
    void shouldKeepThePortAndHearAnyoneWhenDisconnected(String bound) {
        final String host = bound.contains(":") ? "::1" : "127.0.0.1";
        final int socket = open(bound);
        final int peer = open(host);
        final int other = open(host);
        final int port = io.localPort(socket);
        assertThat(io.connect(socket, address(host, io.localPort(peer)))).isZero();
        assertThat(io.isConnected(socket)).isTrue();

        assertThat(io.disconnect(socket)).isZero();

        assertThat(io.isConnected(socket)).isFalse();
        sendTo(other, address(host, port), "from another");
        assertThat(poll(1)).isEqualTo(1);
        assertThat(received.getFirst().socket()).isEqualTo(socket);
        assertThat(io.connect(socket, address(host, io.localPort(other)))).isZero();
        assertThat(send(socket, "back")).isEqualTo(4);
        assertThat(poll(1)).isEqualTo(1);
        assertThat(received.getLast().source().port()).isEqualTo(port);
    }

    @Test
    void shouldCountIcmpErrorsAndSendAllTheSame() {
        final int socket = open("127.0.0.1");
        final int gone = open("127.0.0.1");
        final TransportAddress peer = address("127.0.0.1", io.localPort(gone));
        io.close(gone);
        assertThat(io.connect(socket, peer)).isZero();

        for (int i = 0; i < 10; i++) {
            assertThat(send(socket, "nobody listens")).isEqualTo(14);
        }
        assertThat(io.icmpErrors(socket)).isBetween(9L, 10L);
        assertThat(io.poll(this::collect, 10)).isZero();
        assertThat(io.icmpErrors(socket)).isEqualTo(10L);
        assertThat(io.totalIcmpErrors()).isEqualTo(10L);
        assertThat(io.totalSendFailures()).isZero();

        final int back = io.open(peer, MEDIA, 0);
        assertThat(back).isNotNegative();
        assertThat(send(socket, "hello again")).isEqualTo(11);
        assertThat(poll(1)).isEqualTo(1);
    }

    @Test
    void shouldCountDropsOfTheKernelExactly() {
        final int from = open("127.0.0.1");
        final int to = io.open(address("127.0.0.1", 0), MEDIA.withBuffers(4096, 0), 0);
        io.connect(from, address("127.0.0.1", io.localPort(to)));
        final int sent = 500;
        for (int i = 0; i < sent; i++) {
            assertThat(send(from, "a datagram of some length")).isPositive();
        }
        final int first = poll(1);
        assertThat(io.poll(this::collect, 1000)).isZero();
        assertThat(io.refreshSocketDrops(to)).isEqualTo(sent - first).isPositive();

        send(from, "one more tells of those lost before");
        assertThat(poll(1)).isEqualTo(1);
        assertThat(io.socketDrops(to)).isEqualTo(sent - first);
        assertThat(io.totalSocketDrops()).isEqualTo(sent - first);
    }

    @Test
    void shouldDropAndCountDatagramsLongerThanTheSlot() {
        final int from = open("127.0.0.1");
        final int to = open("127.0.0.1");
        final int large = io.open(address("127.0.0.1", 0), DatagramOptions.signalling(), 0);
        final TransportAddress media = address("127.0.0.1", io.localPort(to));
        assertThat(io.sendTo(from, media, out, 0, DatagramIo.MEDIA_SLOT_BYTES)).isEqualTo(2048);
        assertThat(io.sendTo(from, media, out, 0, DatagramIo.MEDIA_SLOT_BYTES + 1)).isEqualTo(2049);
        assertThat(io.sendTo(from, address("127.0.0.1", io.localPort(large)), out, 0, 65_507)).isEqualTo(65_507);

        assertThat(poll(2)).isEqualTo(2);
        assertThat(io.totalTruncated()).isEqualTo(1);
        assertThat(received).anyMatch(datagram -> datagram.text().length() == 65_507);
        assertThat(io.sendTo(from, media, out, 0, 65_508)).isEqualTo(-Errno.EMSGSIZE);
        assertThat(io.totalSendFailures()).isEqualTo(1);
    }

    @Test
    void shouldSendFromTheHeapAsFromNativeMemory() {
        final int from = open("127.0.0.1");
        final int to = open("127.0.0.1");
        final UnsafeBuffer heap = new UnsafeBuffer("..on the heap..".getBytes());
        assertThat(io.sendTo(from, address("127.0.0.1", io.localPort(to)), heap, 2, 11)).isEqualTo(11);
        assertThat(poll(1)).isEqualTo(1);
        assertThat(received.getFirst().text()).isEqualTo("on the heap");
    }

    @Test
    void shouldSendABatchToSeveralPeersFromTwoPiecesEach() {
        final int from = open("127.0.0.1");
        final int a = open("127.0.0.1");
        final int b = open("127.0.0.1");
        final SendBatch batch = new SendBatch(3);
        out.putStringWithoutLengthAscii(0, "headpayload");
        assertThat(io.sendBatch(from, batch)).isZero();
        assertThat(batch.add(address("127.0.0.1", io.localPort(a)), out, 0, 4, out, 4, 7)).isTrue();
        assertThat(io.sendBatch(from, batch)).as("one goes by sendmsg").isEqualTo(1);
        assertThat(batch.add(address("127.0.0.1", io.localPort(b)), out, 4, 7, out, 0, 4)).isTrue();
        assertThat(batch.add(address("127.0.0.1", io.localPort(b)), out, 0, 4)).isTrue();
        assertThat(batch.isFull()).isTrue();
        assertThat(batch.add(address("127.0.0.1", 9), out, 0, 4)).isFalse();
        assertThat(io.sendBatch(from, batch)).isEqualTo(3);

        assertThat(poll(4)).isEqualTo(4);
        assertThat(received.stream().filter(datagram -> datagram.socket() == a).map(Datagram::text))
                .containsExactly("headpayload", "headpayload");
        assertThat(received.stream().filter(datagram -> datagram.socket() == b).map(Datagram::text))
                .containsExactly("payloadhead", "head");

        io.connect(from, address("127.0.0.1", io.localPort(a)));
        batch.clear();
        batch.add(null, out, 0, 4);
        batch.add(null, out, 4, 7);
        assertThat(io.sendBatch(from, batch)).isEqualTo(2);
        assertThat(poll(2)).isEqualTo(2);
        assertThat(received.getLast().text()).isEqualTo("payload");
    }

    @Test
    void shouldPassOverPortsInUseWhenOpeningPairs() {
        final int first = 29_200 + (int) (ProcessHandle.current().pid() % 60) * 10; // not those of a test JVM beside this one
        final PortRange range = new PortRange(first + 1, first + 9);
        final int taken = io.open(address("127.0.0.1", first + 5), MEDIA, 0);
        final SocketPair pair = new SocketPair();
        assertThat(range.pairs()).isEqualTo(4);

        final List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            final int rtp = io.openPair(address("127.0.0.1", 0), range, MEDIA, 1, 2, pair);
            assertThat(rtp).as(Errno.text(rtp)).isEqualTo(pair.rtpSocket());
            assertThat(io.localPort(pair.rtpSocket())).isEqualTo(pair.rtpPort()).isEven();
            assertThat(io.localPort(pair.rtcpSocket())).isEqualTo(pair.rtcpPort()).isEqualTo(pair.rtpPort() + 1);
            assertThat(io.tag(pair.rtpSocket())).isEqualTo(1);
            assertThat(io.tag(pair.rtcpSocket())).isEqualTo(2);
            ports.add(pair.rtpPort());
        }
        assertThat(ports).containsExactly(first + 2, first + 6, first + 8);
        final int open = io.openSockets();
        assertThat(io.openPair(address("127.0.0.1", 0), range, MEDIA, 1, 2, pair)).isEqualTo(-Errno.EADDRINUSE);
        assertThat(io.openSockets()).as("nothing half open is left").isEqualTo(open);
        assertThat(pair.rtpPort()).isEqualTo(first + 8);

        io.close(taken);
        assertThat(io.openPair(address("127.0.0.1", 0), range, MEDIA, 1, 2, pair)).isNotNegative();
        assertThat(pair.rtpPort()).isEqualTo(first + 4);
    }

    @Test
    void shouldNameTheReasonWhenOpeningFails() {
        final int socket = open("127.0.0.1");
        final int port = io.localPort(socket);
        assertThat(io.open(address("127.0.0.1", port), MEDIA, 0)).isEqualTo(-Errno.EADDRINUSE);
        assertThat(io.open(address("192.0.2.1", 0), MEDIA, 0)).isEqualTo(-Errno.EADDRNOTAVAIL);
        try (EpollDatagramIo small = new EpollDatagramIo(1)) {
            assertThat(small.open(address("127.0.0.1", 0), MEDIA, 0)).isZero();
            assertThat(small.open(address("127.0.0.1", 0), MEDIA, 0)).isEqualTo(-Errno.ENFILE);
            small.close(0);
            assertThat(small.open(address("127.0.0.1", 0), MEDIA, 0)).isZero();
        }
        assertThat(io.openSockets()).isEqualTo(1);
    }

    @Test
    void shouldThrowAwayWhatWaitedForASocketThatTheHandlerClosed() {
        final int from = open("127.0.0.1");
        final int to = open("127.0.0.1");
        final TransportAddress address = address("127.0.0.1", io.localPort(to));
        for (int i = 0; i < 5; i++) {
            sendTo(from, address, "datagram " + i);
        }
        final int[] seen = new int[2];
        final int polled = io.poll((socket, source, buffer, offset, length, epochNs, tos) -> {
            seen[0]++;
            io.close(socket);
            seen[1] = open("127.0.0.1"); // takes the number over at once
        }, 64);
        assertThat(polled).isEqualTo(1);
        assertThat(seen[0]).isEqualTo(1);
        assertThat(seen[1]).isEqualTo(to);
        assertThat(io.poll(this::collect, 64)).isZero();
    }

    @Test
    void shouldServeAllSocketsWhenOneIsFlooded() {
        final int from = open("127.0.0.1");
        final int flooded = open("127.0.0.1");
        final int quiet = open("127.0.0.1");
        for (int i = 0; i < 200; i++) {
            sendTo(from, address("127.0.0.1", io.localPort(flooded)), "flood");
        }
        sendTo(from, address("127.0.0.1", io.localPort(quiet)), "quiet");
        int polled = 0;
        while (polled < 32) {
            polled += io.poll(this::collect, 8);
        }
        assertThat(received).anyMatch(datagram -> datagram.socket() == quiet);
    }

    @Test
    void shouldWaitNoLongerThanAskedAndWakeFromAnotherThread() throws Exception {
        final long startNs = System.nanoTime();
        assertThat(io.awaitReadable(3_000_000)).isFalse();
        assertThat(System.nanoTime() - startNs).isBetween(3_000_000L, 500_000_000L);

        io.wakeUp(); // before the wait: it must not be lost
        assertThat(io.awaitReadable(TimeUnit.SECONDS.toNanos(10))).isTrue();
        assertThat(io.awaitReadable(1_000_000)).as("consumed").isFalse();

        final Thread waker = Thread.ofPlatform().start(io::wakeUp);
        assertThat(io.awaitReadable(TimeUnit.SECONDS.toNanos(10))).isTrue();
        waker.join();
        io.wakeUp();
        assertThat(io.poll(this::collect, 8)).isZero();
        assertThat(io.awaitReadable(1_000_000)).as("poll consumes it too").isFalse();
    }

    @Test
    void shouldIgnoreAWakeUpAfterClose() {
        io.close();
        io.wakeUp();
        io.close();
        assertThat(io.openSockets()).isZero();
        assertThat(io.poll(this::collect, 8)).isZero();
        assertThat(io.awaitReadable(1_000)).isFalse();
    }
}
