package busyhour.engine.dtls;

import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;

/** The path of one handshake's datagrams: a queue in, the ring to the shard out. */
final class HandshakeTransport implements DatagramTransport {

    /** Octets of a datagram of ours: goes through every network. */
    private static final int SEND_LIMIT = 1200;
    /** More than two flights. What does not fit is lost, as in any network. */
    private static final int WAITING = 64;
    private static final int NOTHING_CAME = -1;

    private final BlockingQueue<byte[]> inbox = new ArrayBlockingQueue<>(WAITING);
    private final HandshakeLane lane;
    private final int stream;
    private final int call;
    private final FlightOrder order = new FlightOrder();
    private byte[] first;
    private volatile boolean heard;

    HandshakeTransport(final HandshakeLane lane, final int stream, final int call) {
        this.lane = lane;
        this.stream = stream;
        this.call = call;
    }

    /** The dispatcher's thread: a datagram came. */
    void offer(final byte[] datagram) {
        heard = true;
        inbox.offer(order.withoutEarlyCipherChange(datagram));
    }

    /** Whether anything came. */
    boolean hasHeard() {
        return heard;
    }

    /** Waits for the first datagram without taking it. @return false when none came in time. */
    boolean awaitFirst(final int waitMs) throws InterruptedException {
        first = inbox.poll(waitMs, TimeUnit.MILLISECONDS);
        return first != null;
    }

    @Override
    public int receive(final byte[] into, final int offset, final int length, final int waitMs) throws InterruptedIOException {
        byte[] datagram = first;
        first = null;
        try {
            datagram = datagram != null ? datagram : inbox.poll(waitMs, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the call is over");
        }
        if (datagram == null) {
            return NOTHING_CAME;
        }
        final int octets = Math.min(length, datagram.length);
        System.arraycopy(datagram, 0, into, offset, octets);
        return octets;
    }

    @Override
    public void send(final byte[] datagram, final int offset, final int length) {
        lane.send(stream, call, datagram, offset, length);
    }

    @Override
    public int getReceiveLimit() {
        return DtlsRecord.MAX_DATAGRAM;
    }

    @Override
    public int getSendLimit() {
        return SEND_LIMIT;
    }

    @Override
    public void close() {
        // the socket is the shard's
    }
}
