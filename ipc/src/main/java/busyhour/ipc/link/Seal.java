package busyhour.ipc.link;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Seals what one side of a connection sends and opens what the other sent. Polling thread only.
 *
 * <pre>
 *   int64 connection | int64 counter, from 1 | sealed bytes | 16 bytes tag        (big-endian; the first two are authenticated)
 * </pre>
 *
 * A counter is taken once, and only if it is higher than any before: a frame that comes again is a replay, and what comes late is given
 * up, as Aeron keeps the order of what it brings. After each {@link #FRAMES_PER_KEY} frames the next key follows from the last by HKDF,
 * which forgets it.
 */
final class Seal {
    /** What a frame grows by. */
    static final int OVERHEAD = FrameCipher.HEADER_BYTES + FrameCipher.TAG_BYTES;
    /** Not far: what was recorded stays closed though a key is lost, and GCM's limits are out of reach. */
    static final int EPOCH_SHIFT = 20;
    /** Frames sealed with one key. */
    static final long FRAMES_PER_KEY = 1L << EPOCH_SHIFT;
    static final int COUNTER_OFFSET = Long.BYTES;

    private static final byte[] RATCHET = "busyhour link next key".getBytes(StandardCharsets.US_ASCII);

    private final long connection;
    private final Direction outgoing;
    private final Direction incoming;
    private final Direction ahead;
    private long sent;
    private long highest;

    /** The key of one direction and the epoch that it is for. */
    private static final class Direction {
        private final FrameCipher cipher;
        private byte[] secret;
        private long epoch;

        Direction(final FrameCipher cipher, final byte[] secret, final long epoch) {
            this.cipher = cipher;
            set(secret, epoch);
        }

        void set(final byte[] newSecret, final long newEpoch) {
            secret = newSecret;
            epoch = newEpoch;
            cipher.key(secret);
        }
    }

    Seal(final long connection, final LinkKeys keys, final Supplier<FrameCipher> ciphers) {
        this.connection = connection;
        outgoing = new Direction(ciphers.get(), keys.outgoing(), 0);
        incoming = new Direction(ciphers.get(), keys.incoming(), 0);
        ahead = new Direction(ciphers.get(), next(keys.incoming()), 1);
    }

    long connection() {
        return connection;
    }

    /** The connection that a frame says it is of. */
    static long connection(final DirectBuffer frame, final int offset) {
        return frame.getLong(offset, ByteOrder.BIG_ENDIAN);
    }

    /** Seals a frame; each call uses up a counter. @return its length. */
    int seal(final DirectBuffer plain, final int plainOffset, final int length, final MutableDirectBuffer frame, final int offset) {
        final long counter = ++sent;
        if (counter >>> EPOCH_SHIFT != outgoing.epoch) {
            outgoing.set(next(outgoing.secret), outgoing.epoch + 1);
        }
        frame.putLong(offset, connection, ByteOrder.BIG_ENDIAN);
        frame.putLong(offset + COUNTER_OFFSET, counter, ByteOrder.BIG_ENDIAN);
        outgoing.cipher.seal(frame, offset, counter, plain, plainOffset, length);
        return length + OVERHEAD;
    }

    /** Opens a frame of this connection. @return null when it was opened, else why not. */
    FrameRefusal open(final DirectBuffer frame, final int offset, final int length, final MutableDirectBuffer plain) {
        final int plainLength = length - OVERHEAD;
        final long counter = frame.getLong(offset + COUNTER_OFFSET, ByteOrder.BIG_ENDIAN);
        if (counter <= highest) {
            return FrameRefusal.REPLAYED; // a negative one too
        }
        final long epoch = counter >>> EPOCH_SHIFT;
        if (epoch != incoming.epoch && epoch != ahead.epoch) {
            return FrameRefusal.FORGED;
        }
        final Direction direction = epoch == incoming.epoch ? incoming : ahead;
        if (!direction.cipher.open(frame, offset, counter, plainLength, plain, 0)) {
            return FrameRefusal.FORGED;
        }
        if (direction == ahead) {
            incoming.set(ahead.secret, ahead.epoch);
            ahead.set(next(ahead.secret), ahead.epoch + 1);
        }
        highest = counter;
        return null;
    }

    private static byte[] next(final byte[] secret) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveData(
                    HKDFParameterSpec.expandOnly(new SecretKeySpec(secret, "Generic"), RATCHET, LinkKeys.LENGTH));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF", e);
        }
    }

    /** For tests: as if so many frames had been sent. */
    void sent(final long frames) {
        while (outgoing.epoch < frames >>> EPOCH_SHIFT) {
            outgoing.set(next(outgoing.secret), outgoing.epoch + 1);
        }
        sent = frames;
    }
}
