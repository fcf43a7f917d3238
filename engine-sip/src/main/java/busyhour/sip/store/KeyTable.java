package busyhour.sip.store;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds a number by the bytes that name it: open addressing with linear probing, deletion by shifting back, no
 * tombstones, nothing allocated. One thread.
 *
 * <p>The first {@value #KEY_BYTES} bytes of a key are kept and compared; what a longer key has beyond them counts by a
 * seeded 64-bit hash and the length. A key is composed with {@link #begin}, {@link #add} and looked up, put or removed.
 */
public final class KeyTable {

    /** Answer when a key is unknown. */
    public static final int UNKNOWN = -1;

    /** Bytes of a key compared as they are. */
    public static final int KEY_BYTES = 112;

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final int FREE = -1;

    private final int mask;
    private final long seed;
    private final int[] slots;
    private final long[] hashes;
    private final int[] lengths;
    private final int[] positions;
    private final UnsafeBuffer keys;

    private final UnsafeBuffer key = new UnsafeBuffer(new byte[KEY_BYTES]);
    private long hash;
    private int length;

    /**
     * @param capacity numbers 0..capacity-1.
     * @param seed     of the hash; unforeseeable where keys come from strangers.
     */
    public KeyTable(final int capacity, final long seed) {
        final int size = Integer.highestOneBit(Math.max(4, capacity) * 2 - 1) << 1;
        mask = size - 1;
        this.seed = seed;
        slots = new int[size];
        Arrays.fill(slots, FREE);
        hashes = new long[capacity];
        lengths = new int[capacity];
        positions = new int[capacity];
        Arrays.fill(positions, FREE);
        keys = new UnsafeBuffer(new byte[Math.multiplyExact(capacity, KEY_BYTES)]);
    }

    /** Begins a key. */
    public KeyTable begin(final int kind) {
        hash = mix(seed ^ kind);
        length = 0;
        return addByte((byte) kind);
    }

    /** Adds a part; parts are kept apart by their length. */
    public KeyTable add(final DirectBuffer buffer, final int offset, final int partLength) {
        int i = offset;
        final int end = offset + partLength;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            hash = mix(hash ^ buffer.getLong(i));
        }
        long rest = 0;
        for (; i < end; i++) {
            rest = rest << 8 | buffer.getByte(i) & 0xFF;
        }
        hash = mix(hash ^ rest);
        keep(buffer, offset, partLength);
        return addInt(partLength);
    }

    /** Adds a part compared without case, ASCII. */
    public KeyTable addIgnoringCase(final DirectBuffer buffer, final int offset, final int partLength) {
        for (int i = offset; i < offset + partLength; i++) {
            final byte c = buffer.getByte(i);
            addByte(c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c);
        }
        return addInt(partLength);
    }

    /** Adds a number. */
    public KeyTable addInt(final int value) {
        hash = mix(hash ^ value);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE, length++) {
            if (length < KEY_BYTES) {
                key.putByte(length, (byte) (value >> shift));
            }
        }
        return this;
    }

    private KeyTable addByte(final byte value) {
        hash = mix(hash ^ value);
        if (length < KEY_BYTES) {
            key.putByte(length, value);
        }
        length++;
        return this;
    }

    private void keep(final DirectBuffer buffer, final int offset, final int partLength) {
        final int room = Math.min(partLength, KEY_BYTES - length);
        if (room > 0) {
            key.putBytes(length, buffer, offset, room);
        }
        length += partLength;
    }

    /** Number under the composed key, or {@link #UNKNOWN}. */
    public int find() {
        for (int slot = slotOf(hash); ; slot = slot + 1 & mask) {
            final int number = slots[slot];
            if (number == FREE) {
                return UNKNOWN;
            }
            if (hashes[number] == hash && lengths[number] == length && sameBytes(number)) {
                return number;
            }
        }
    }

    /** Puts a number under the composed key, which must be new, and so must be the number. */
    public void put(final int number) {
        if (positions[number] != FREE) {
            throw new IllegalStateException("number " + number + " is already in the table");
        }
        int slot = slotOf(hash);
        while (slots[slot] != FREE) {
            slot = slot + 1 & mask;
        }
        slots[slot] = number;
        positions[number] = slot;
        hashes[number] = hash;
        lengths[number] = length;
        keys.putBytes(number * KEY_BYTES, key, 0, Math.min(length, KEY_BYTES));
    }

    /** Takes a number out; nothing happens when it is not there. */
    public void remove(final int number) {
        int hole = positions[number];
        if (hole == FREE) {
            return;
        }
        positions[number] = FREE;
        for (int slot = hole + 1 & mask; slots[slot] != FREE; slot = slot + 1 & mask) {
            final int home = slotOf(hashes[slots[slot]]);
            if ((slot - home & mask) >= (slot - hole & mask)) {
                slots[hole] = slots[slot];
                positions[slots[hole]] = hole;
                hole = slot;
            }
        }
        slots[hole] = FREE;
    }

    private boolean sameBytes(final int number) {
        final int at = number * KEY_BYTES;
        final int end = Math.min(length, KEY_BYTES);
        int i = 0;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            if (keys.getLong(at + i) != key.getLong(i)) {
                return false;
            }
        }
        for (; i < end; i++) {
            if (keys.getByte(at + i) != key.getByte(i)) {
                return false;
            }
        }
        return true;
    }

    private int slotOf(final long value) {
        return (int) (value >>> 32) & mask;
    }

    private static long mix(final long value) {
        final long product = value * MULTIPLIER;
        return product ^ product >>> 29;
    }
}
