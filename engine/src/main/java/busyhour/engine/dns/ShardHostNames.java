package busyhour.engine.dns;

import busyhour.sip.HostNames;
import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.store.KeyTable;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Addresses of names that the peers of one shard write, as far as known: a name that is not is given to
 * {@link HostNameLookups}, whose answer is there for a later message. The shard's thread; allocates nothing and never waits.
 */
public final class ShardHostNames implements HostNames {

    static final int MAX_NAME = 253;
    private static final byte[] INVALID = Ascii.bytes(".invalid");
    /** Names kept; others are then not known. */
    private static final int CAPACITY = 1_024;
    private static final int RING_BYTES = 1 << 16;
    private static final int ASK = 1;
    private static final int ANSWER = 2;
    private static final int NAME_OFFSET = 12;
    private static final byte UNKNOWN = 0;
    private static final byte ASKED = 1;
    private static final byte KNOWN = 2;
    private static final byte NOWHERE = 3;

    final OneToOneRingBuffer asked = ring();
    private final OneToOneRingBuffer answered = ring();
    private final HostNameLookups lookups;
    private final KeyTable names;
    private final byte[] states = new byte[CAPACITY];
    private final TransportAddress[] addresses = new TransportAddress[CAPACITY];
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[NAME_OFFSET + MAX_NAME]);
    private final UnsafeBuffer answer = new UnsafeBuffer(new byte[28]);
    private final MessageHandler onAnswer = this::onAnswer;
    private int used;

    /** @param seed of the table's hash. */
    public ShardHostNames(final HostNameLookups lookups, final long seed) {
        this.lookups = lookups;
        names = new KeyTable(CAPACITY, seed);
        for (int i = 0; i < CAPACITY; i++) {
            addresses[i] = new TransportAddress();
        }
        lookups.add(this);
    }

    private static OneToOneRingBuffer ring() {
        return new OneToOneRingBuffer(new UnsafeBuffer(
                java.nio.ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    @Override
    public boolean lookup(
            final DirectBuffer name, final int offset, final int length, final byte kind, final int port, final TransportAddress into) {
        if (length <= 0 || length > MAX_NAME || isInvalid(name, offset, length)) {
            return false;
        }
        answered.read(onAnswer);
        int place = names.begin(kind).addInt(port).addIgnoringCase(name, offset, length).find();
        if (place == KeyTable.UNKNOWN) {
            if (used == CAPACITY) {
                return false;
            }
            place = used++;
            names.put(place);
        }
        if (states[place] == KNOWN) {
            into.copyFrom(addresses[place]);
            return true;
        }
        if (states[place] == UNKNOWN) {
            ask(place, name, offset, length, kind, port);
        }
        return false;
    }

    /** RFC 6761 6.4: DNS knows no such names; clients of WebSocket have them (RFC 7118 5). */
    private static boolean isInvalid(final DirectBuffer name, final int offset, final int length) {
        return length >= INVALID.length
                && Ascii.equalsIgnoreCase(name, offset + length - INVALID.length, INVALID.length, INVALID);
    }

    private void ask(final int place, final DirectBuffer name, final int offset, final int length, final byte kind, final int port) {
        scratch.putInt(0, place);
        scratch.putInt(4, port);
        scratch.putInt(8, kind);
        scratch.putBytes(NAME_OFFSET, name, offset, length);
        if (asked.write(ASK, scratch, 0, NAME_OFFSET + length)) {
            states[place] = ASKED;
            lookups.wakeUp();
        }
    }

    /** The location that was asked for, read on the thread of the lookups. */
    static SipLocation location(final DirectBuffer buffer, final int index, final int length) {
        return new SipLocation(buffer.getStringWithoutLengthAscii(index + NAME_OFFSET, length - NAME_OFFSET),
                buffer.getInt(index + 4), (byte) buffer.getInt(index + 8), false);
    }

    /** On the thread of the lookups. @param address null when there is none. False: to be given again. */
    boolean answer(final int place, final TransportAddress address) {
        answer.putInt(0, place);
        answer.putInt(4, address == null ? 0 : 1);
        answer.putInt(8, address == null ? 0 : address.port());
        answer.putLong(12, address == null ? 0 : address.hi());
        answer.putLong(20, address == null ? 0 : address.lo());
        return answered.write(ANSWER, answer, 0, answer.capacity());
    }

    private void onAnswer(final int type, final DirectBuffer buffer, final int index, final int length) {
        final int place = buffer.getInt(index);
        if (buffer.getInt(index + 4) == 1) {
            addresses[place].set(buffer.getLong(index + 12), buffer.getLong(index + 20), buffer.getInt(index + 8));
            states[place] = KNOWN;
        } else if (states[place] != KNOWN) {
            states[place] = NOWHERE;
        }
    }
}
