package busyhour.sip.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Header lines that a user adds to requests, or puts in place of ours: rendered once, copied into each message by
 * {@link SipWriter#lines}. Immutable.
 *
 * <p>A header that {@link SipHeader} knows takes the place of the lines that we would write ourselves, one that it does
 * not know is added. From is kept apart, because the dialog's own tag goes behind it.
 */
public final class HeaderLines {

    /** No lines at all. */
    public static final HeaderLines NONE = new Builder().build();

    private final byte[][] added;
    private final byte[][] froms;
    private final long[] replacedLow;
    private final long[] replacedHigh;

    private HeaderLines(final Builder builder) {
        added = new byte[SipMethod.COUNT][];
        for (int method = 0; method < SipMethod.COUNT; method++) {
            final byte[] lines = builder.added[method].toByteArray();
            added[method] = lines.length == 0 ? null : lines;
        }
        froms = builder.froms.clone();
        replacedLow = builder.replacedLow.clone();
        replacedHigh = builder.replacedHigh.clone();
    }

    /** Lines with their ends for requests of this method, or null. Shared: do not write into them. */
    byte[] added(final byte method) {
        return added[method];
    }

    /** Bits of the headers 0..63 that we do not write ourselves. */
    long replacedLow(final byte method) {
        return replacedLow[method];
    }

    /** Bits of the headers 64..127. */
    long replacedHigh(final byte method) {
        return replacedHigh[method];
    }

    /** The From value for requests of this method, without a tag, or null. */
    public byte[] from(final byte method) {
        return froms[method];
    }

    /** Collects lines; set-up time. */
    public static final class Builder {

        private final ByteArrayOutputStream[] added = new ByteArrayOutputStream[SipMethod.COUNT];
        private final byte[][] froms = new byte[SipMethod.COUNT][];
        private final long[] replacedLow = new long[SipMethod.COUNT];
        private final long[] replacedHigh = new long[SipMethod.COUNT];

        /** Empty. */
        public Builder() {
            for (int method = 0; method < SipMethod.COUNT; method++) {
                added[method] = new ByteArrayOutputStream();
            }
        }

        /**
         * One line for one method.
         *
         * @param name  a header's name, the compact form too.
         * @param value its value, UTF-8 in the message; null: the header is left out.
         * @throws IllegalArgumentException for a name or value that no message may have, and for headers that the
         *                                  transaction, the dialog or the body's length own.
         */
        public Builder line(final byte method, final String name, final String value) {
            final byte[] octets = name.getBytes(StandardCharsets.UTF_8);
            final UnsafeBuffer text = new UnsafeBuffer(octets);
            if (octets.length == 0 || Ascii.skipToken(text, 0, octets.length) != octets.length) {
                throw new IllegalArgumentException("header '" + name + "': no header's name");
            }
            if (value != null && value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7F)) {
                throw new IllegalArgumentException("header " + name + ": control characters in its value");
            }
            if (method == SipMethod.UNKNOWN || method == SipMethod.CANCEL) {
                throw new IllegalArgumentException(
                        "header " + name + ": " + SipMethod.name(method) + " requests take no header lines of their own");
            }
            final byte id = SipHeader.parse(text, 0, octets.length);
            switch (id) {
                case SipHeader.VIA, SipHeader.CSEQ, SipHeader.CALL_ID, SipHeader.CONTENT_LENGTH, SipHeader.TO, SipHeader.RACK ->
                    throw new IllegalArgumentException("header " + name + ": it belongs to the transaction and cannot be set");
                case SipHeader.FROM -> from(method, value);
                default -> {
                    if (id != SipHeader.UNKNOWN) {
                        replacedLow[method] |= id < Long.SIZE ? 1L << id : 0;
                        replacedHigh[method] |= id < Long.SIZE ? 0 : 1L << id;
                    }
                    if (value != null) {
                        added[method].writeBytes((name + ": " + value + "\r\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
            return this;
        }

        private void from(final byte method, final String value) {
            final byte[] octets = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            final NameAddr address = new NameAddr();
            if (value == null || address.wrap(new UnsafeBuffer(octets), 0, octets.length) != SipFault.OK
                    || address.isWildcard() || Span.isPresent(address.tag())) {
                throw new IllegalArgumentException("header From: '" + value + "' is no address without a tag");
            }
            final boolean brackets = value.indexOf('<') >= 0;
            froms[method] = brackets ? octets : ("<" + value + ">").getBytes(StandardCharsets.UTF_8);
        }

        /** The lines collected so far. */
        public HeaderLines build() {
            return new HeaderLines(this);
        }
    }
}
