package busyhour.engine.dtls;

import busyhour.engine.io.ThreadScheduling;
import busyhour.sip.sdp.FingerprintHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The two rings of a shard, and the thread that deals out what the shard says among its handshakes.
 *
 * <pre>
 *   shard --> toHandshakes --> [this thread] --> Association --> Handshake, each on a virtual thread
 *   shard &lt;-- toShard &lt;---------------------------------------------+
 * </pre>
 */
final class HandshakeLane implements Runnable, MessageHandler {

    private static final int RING_BYTES = 1 << 20;
    private static final int DRAIN_LIMIT = 256;
    private static final long RETRY_NS = 1_000_000L;
    private static final int MAX_REASON = 500;
    private static final FingerprintHash[] HASHES = FingerprintHash.values();

    private final OneToOneRingBuffer toHandshakes = new OneToOneRingBuffer(memory());
    private final ManyToOneRingBuffer toShard = new ManyToOneRingBuffer(memory());
    private final DtlsHandshakes handshakes;
    private final DtlsEndpoint[] endpoints;
    private final Association[] associations;
    private final Runnable wakeShard;
    private final Thread thread;
    private volatile boolean closed;

    HandshakeLane(
            final int shard, final DtlsHandshakes handshakes, final DtlsEndpoint[] endpoints, final int streams, final Runnable wakeShard) {
        this.handshakes = handshakes;
        this.endpoints = endpoints;
        this.wakeShard = wakeShard;
        associations = new Association[streams];
        thread = Thread.ofPlatform().daemon().name("dtls-" + shard).unstarted(this);
    }

    private static UnsafeBuffer memory() {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH));
    }

    void start() {
        thread.start();
    }

    // --- the shard's side ---

    OneToOneRingBuffer toHandshakes() {
        return toHandshakes;
    }

    RingBuffer toShard() {
        return toShard;
    }

    void wakeUp() {
        LockSupport.unpark(thread);
    }

    // --- the dispatcher ---

    @Override
    public void run() {
        keepOffShardCores();
        while (!closed) {
            if (toHandshakes.read(this, DRAIN_LIMIT) == 0) {
                LockSupport.park(this);
            }
        }
        for (final Association association : associations) {
            if (association != null) {
                association.close();
            }
        }
    }

    @Override
    public void onMessage(final int type, final MutableDirectBuffer buffer, final int at, final int length) {
        final int stream = buffer.getInt(at + DtlsRecord.STREAM_OFFSET);
        final int call = buffer.getInt(at + DtlsRecord.CALL_OFFSET);
        final int payload = at + DtlsRecord.PAYLOAD_OFFSET;
        final int octets = length - DtlsRecord.PAYLOAD_OFFSET;
        switch (type) {
            case DtlsRecord.START -> association(stream, call).onTerms(terms(buffer, payload));
            case DtlsRecord.DATAGRAM -> {
                final byte[] datagram = new byte[octets];
                buffer.getBytes(payload, datagram);
                association(stream, call).onDatagram(datagram);
            }
            default -> {
                if (associations[stream] != null) {
                    associations[stream].close();
                    associations[stream] = null;
                }
            }
        }
    }

    private static DtlsTerms terms(final MutableDirectBuffer buffer, final int payload) {
        final FingerprintHash hash = HASHES[buffer.getByte(payload + 1)];
        final byte[] fingerprint = new byte[hash.length()];
        buffer.getBytes(payload + DtlsRecord.FINGERPRINT_OFFSET, fingerprint);
        return new DtlsTerms(buffer.getByte(payload) != 0, hash, fingerprint);
    }

    private Association association(final int stream, final int call) {
        if (associations[stream] == null || associations[stream].call() != call) {
            if (associations[stream] != null) {
                associations[stream].close();
            }
            associations[stream] = new Association(this, stream, call);
        }
        return associations[stream];
    }

    // --- the handshakes' side ---

    DtlsEndpoint endpoint(final int stream) {
        return endpoints[stream % endpoints.length];
    }

    DtlsTimes times() {
        return handshakes.times();
    }

    boolean takeTurn(final int waitMs) throws InterruptedException {
        return handshakes.turns().tryAcquire(waitMs, TimeUnit.MILLISECONDS);
    }

    void endTurn() {
        handshakes.turns().release();
    }

    /** The calling thread, or the one that carries it, leaves the shards' cores alone where others are left. */
    void keepOffShardCores() {
        if (handshakes.otherCores() != null) {
            ThreadScheduling.affinity(handshakes.otherCores()); // a refusal leaves things as they were
        }
    }

    /** A datagram for the peer. When there is no room it is lost, and sent again later. */
    void send(final int stream, final int call, final byte[] datagram, final int offset, final int length) {
        final UnsafeBuffer record = record(stream, call, length);
        record.putBytes(DtlsRecord.PAYLOAD_OFFSET, datagram, offset, length);
        write(DtlsRecord.SEND, record);
    }

    void keys(final int stream, final int call, final SrtpNegotiation negotiation, final boolean again) throws InterruptedException {
        final byte[] local = negotiation.localKeyAndSalt();
        final byte[] remote = negotiation.remoteKeyAndSalt();
        final UnsafeBuffer record = record(stream, call, DtlsRecord.KEYS_OFFSET + local.length + remote.length);
        record.putByte(DtlsRecord.PAYLOAD_OFFSET, (byte) negotiation.suite().ordinal());
        record.putByte(DtlsRecord.PAYLOAD_OFFSET + 1, (byte) (again ? 1 : 0));
        record.putBytes(DtlsRecord.PAYLOAD_OFFSET + DtlsRecord.KEYS_OFFSET, local);
        record.putBytes(DtlsRecord.PAYLOAD_OFFSET + DtlsRecord.KEYS_OFFSET + local.length, remote);
        while (!write(DtlsRecord.KEYS, record)) {
            TimeUnit.NANOSECONDS.sleep(RETRY_NS);
        }
    }

    void failed(final int stream, final int call, final String reason) {
        final byte[] text = reason.substring(0, Math.min(reason.length(), MAX_REASON)).getBytes(StandardCharsets.US_ASCII);
        final UnsafeBuffer record = record(stream, call, text.length);
        record.putBytes(DtlsRecord.PAYLOAD_OFFSET, text);
        while (!closed && !write(DtlsRecord.FAILED, record)) {
            LockSupport.parkNanos(RETRY_NS);
        }
    }

    private static UnsafeBuffer record(final int stream, final int call, final int payload) {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[DtlsRecord.PAYLOAD_OFFSET + payload]);
        record.putInt(DtlsRecord.STREAM_OFFSET, stream);
        record.putInt(DtlsRecord.CALL_OFFSET, call);
        return record;
    }

    private boolean write(final int type, final UnsafeBuffer record) {
        final boolean written = toShard.write(type, record, 0, record.capacity());
        if (written && !closed) {
            wakeShard.run();
        }
        return written;
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
