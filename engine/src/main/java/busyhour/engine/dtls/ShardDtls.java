package busyhour.engine.dtls;

import busyhour.rtp.srtp.SrtpSuite;
import busyhour.sip.sdp.FingerprintHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** The shard's end of the rings. One thread; allocates nothing after construction. */
final class ShardDtls implements ShardHandshakes, MessageHandler {

    private final HandshakeLane lane;
    private final OneToOneRingBuffer toHandshakes;
    private final RingBuffer toShard;
    private final int[] calls;
    /** Whether there is anything of the stream's call behind the ring. */
    private final boolean[] begun;
    /** What each stream's handshake was begun with; its first octet is 0 before. */
    private final byte[][] agreed;
    private final byte[] localKey = new byte[SrtpSuite.MAX_KEY_AND_SALT_LENGTH];
    private final byte[] remoteKey = new byte[SrtpSuite.MAX_KEY_AND_SALT_LENGTH];
    private DtlsHandler handler;

    ShardDtls(final HandshakeLane lane, final int streams, final int fingerprintLength) {
        this.lane = lane;
        toHandshakes = lane.toHandshakes();
        toShard = lane.toShard();
        calls = new int[streams];
        begun = new boolean[streams];
        agreed = new byte[streams][1 + fingerprintLength];
    }

    @Override
    public boolean start(final int stream, final boolean client, final FingerprintHash hash, final byte[] fingerprint) {
        final int length = hash.length();
        if (isAgreed(stream, fingerprint, length)) {
            return true;
        }
        final int at = claim(DtlsRecord.START, stream, DtlsRecord.FINGERPRINT_OFFSET + length);
        if (at < 0) {
            return false;
        }
        final AtomicBuffer ring = toHandshakes.buffer();
        ring.putByte(at + DtlsRecord.PAYLOAD_OFFSET, (byte) (client ? 1 : 0));
        ring.putByte(at + DtlsRecord.PAYLOAD_OFFSET + 1, (byte) hash.ordinal());
        ring.putBytes(at + DtlsRecord.PAYLOAD_OFFSET + DtlsRecord.FINGERPRINT_OFFSET, fingerprint, 0, length);
        commit(at);
        agreed[stream][0] = (byte) length;
        System.arraycopy(fingerprint, 0, agreed[stream], 1, length);
        return true;
    }

    /** A peer that only changes its role in mid-call keeps its keys: the handshake that it wants begins with its ClientHello. */
    private boolean isAgreed(final int stream, final byte[] fingerprint, final int length) {
        final byte[] before = agreed[stream];
        boolean same = before[0] == length;
        for (int i = 0; same && i < length; i++) {
            same = before[1 + i] == fingerprint[i];
        }
        return same;
    }

    @Override
    public boolean onDatagram(final int stream, final DirectBuffer buffer, final int offset, final int length) {
        final int at = length > DtlsRecord.MAX_DATAGRAM ? -1 : claim(DtlsRecord.DATAGRAM, stream, length);
        if (at < 0) {
            return false;
        }
        toHandshakes.buffer().putBytes(at + DtlsRecord.PAYLOAD_OFFSET, buffer, offset, length);
        commit(at);
        return true;
    }

    @Override
    public void close(final int stream) {
        if (begun[stream]) {
            final int at = claim(DtlsRecord.CLOSE, stream, 0);
            if (at >= 0) { // else the stream's next call ends it
                commit(at);
            }
            begun[stream] = false;
            agreed[stream][0] = 0;
            calls[stream]++;
        }
    }

    @Override
    public void close() {
        lane.close();
    }

    private int claim(final int type, final int stream, final int payload) {
        final int at = toHandshakes.tryClaim(type, DtlsRecord.PAYLOAD_OFFSET + payload);
        if (at >= 0) {
            toHandshakes.buffer().putInt(at + DtlsRecord.STREAM_OFFSET, stream);
            toHandshakes.buffer().putInt(at + DtlsRecord.CALL_OFFSET, calls[stream]);
            begun[stream] = true;
        }
        return at;
    }

    private void commit(final int at) {
        toHandshakes.commit(at);
        lane.wakeUp();
    }

    @Override
    public int poll(final DtlsHandler events, final int limit) {
        handler = events;
        return toShard.read(this, limit);
    }

    @Override
    public void onMessage(final int type, final MutableDirectBuffer buffer, final int at, final int length) {
        final int stream = buffer.getInt(at + DtlsRecord.STREAM_OFFSET);
        if (buffer.getInt(at + DtlsRecord.CALL_OFFSET) != calls[stream]) {
            return; // of a call that is over
        }
        final int payload = at + DtlsRecord.PAYLOAD_OFFSET;
        final int octets = length - DtlsRecord.PAYLOAD_OFFSET;
        switch (type) {
            case DtlsRecord.SEND -> handler.onSend(stream, buffer, payload, octets);
            case DtlsRecord.KEYS -> {
                final SrtpSuite suite = SrtpSuite.at(buffer.getByte(payload));
                final int keys = payload + DtlsRecord.KEYS_OFFSET;
                buffer.getBytes(keys, localKey, 0, suite.keyAndSaltLength());
                buffer.getBytes(keys + suite.keyAndSaltLength(), remoteKey, 0, suite.keyAndSaltLength());
                handler.onKeys(stream, suite, localKey, remoteKey, buffer.getByte(payload + 1) != 0);
            }
            default -> handler.onFailed(stream, buffer, payload, octets);
        }
    }
}
