package busyhour.web.store;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Rows in PostgreSQL's binary COPY format: doubles arrive bit for bit, null is null, nothing is turned into text and back.
 *
 * <pre>
 * signature (11) flags (4) extension (4) | row: fields (2), each: length (4, -1 = null) value | … | -1 (2)
 * </pre>
 *
 * Big-endian. One thread at a time; the array is kept when cleared.
 */
final class CopyRows {

    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final long POSTGRES_EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();

    private byte[] bytes;
    private int length;
    private int rows;

    CopyRows(int initialBytes) {
        bytes = new byte[Math.max(initialBytes, HEADER.length)];
        clear();
    }

    void clear() {
        System.arraycopy(HEADER, 0, bytes, 0, HEADER.length);
        length = HEADER.length;
        rows = 0;
    }

    int rows() {
        return rows;
    }

    int lengthBytes() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    CopyRows row(int fields) {
        room(2);
        putShort(fields);
        rows++;
        return this;
    }

    CopyRows nothing() {
        room(4);
        putInt(-1);
        return this;
    }

    CopyRows int16(int value) {
        room(6);
        putInt(2);
        putShort(value);
        return this;
    }

    CopyRows int32(int value) {
        room(8);
        putInt(4);
        putInt(value);
        return this;
    }

    CopyRows int64(long value) {
        room(12);
        putInt(8);
        putLong(value);
        return this;
    }

    CopyRows float64(double value) {
        return int64(Double.doubleToRawLongBits(value));
    }

    /** NaN stands for "not measured". */
    CopyRows float64OrNothing(double value) {
        return Double.isNaN(value) ? nothing() : float64(value);
    }

    CopyRows bool(boolean value) {
        room(5);
        putInt(1);
        bytes[length++] = (byte) (value ? 1 : 0);
        return this;
    }

    /** @param day as {@link LocalDate#toEpochDay()}. */
    CopyRows date(long day) {
        return int32((int) (day - POSTGRES_EPOCH_DAY));
    }

    /** PostgreSQL's text cannot hold NUL: it becomes U+FFFD. */
    CopyRows text(String value) {
        return value == null ? nothing() : binary(value.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8));
    }

    CopyRows binary(byte[] value) {
        room(4 + value.length);
        putInt(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /** What ends the data; not counted in {@link #lengthBytes()}. */
    static byte[] trailer() {
        return new byte[] {-1, -1};
    }

    private void room(int needed) {
        if (bytes.length - length < needed) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + needed));
        }
    }

    private void putShort(int value) {
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    private void putInt(int value) {
        bytes[length++] = (byte) (value >> 24);
        bytes[length++] = (byte) (value >> 16);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    private void putLong(long value) {
        putInt((int) (value >> 32));
        putInt((int) value);
    }
}
