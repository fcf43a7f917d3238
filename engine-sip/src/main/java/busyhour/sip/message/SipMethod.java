package busyhour.sip.message;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Methods as small codes. Method names compare with regard to case (RFC 3261 7.1). */
public final class SipMethod {

    /** Some other token: the message's span tells which. */
    public static final byte UNKNOWN = 0;
    public static final byte INVITE = 1;
    public static final byte ACK = 2;
    public static final byte BYE = 3;
    public static final byte CANCEL = 4;
    public static final byte REGISTER = 5;
    public static final byte OPTIONS = 6;
    public static final byte PRACK = 7;
    public static final byte UPDATE = 8;
    public static final byte INFO = 9;
    public static final byte REFER = 10;
    public static final byte SUBSCRIBE = 11;
    public static final byte NOTIFY = 12;
    public static final byte MESSAGE = 13;
    public static final byte PUBLISH = 14;

    /** One more than the greatest code: the size of an array of counters. */
    public static final int COUNT = 15;

    private static final String[] NAMES = {
        "?", "INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "OPTIONS", "PRACK", "UPDATE", "INFO", "REFER", "SUBSCRIBE",
        "NOTIFY", "MESSAGE", "PUBLISH"};
    private static final byte[][] OCTETS = new byte[COUNT][];
    private static final DirectBuffer[] TEXT = new DirectBuffer[COUNT];

    static {
        for (int i = 0; i < COUNT; i++) {
            OCTETS[i] = Ascii.bytes(NAMES[i]);
            TEXT[i] = new UnsafeBuffer(OCTETS[i]);
        }
    }

    private SipMethod() {
    }

    /** @return the method's code, {@link #UNKNOWN} for other tokens. */
    public static byte parse(final DirectBuffer buffer, final int offset, final int length) {
        if (length < 3) {
            return UNKNOWN;
        }
        final byte code = switch (buffer.getByte(offset)) {
            case 'I' -> length == 6 ? INVITE : INFO;
            case 'A' -> ACK;
            case 'B' -> BYE;
            case 'C' -> CANCEL;
            case 'R' -> length == 8 ? REGISTER : REFER;
            case 'O' -> OPTIONS;
            case 'P' -> length == 5 ? PRACK : PUBLISH;
            case 'U' -> UPDATE;
            case 'S' -> SUBSCRIBE;
            case 'N' -> NOTIFY;
            case 'M' -> MESSAGE;
            default -> UNKNOWN;
        };
        return Ascii.equals(buffer, offset, length, OCTETS[code]) ? code : UNKNOWN;
    }

    /** @return the name's octets, shared: do not write into them. */
    public static byte[] octets(final byte method) {
        return OCTETS[method];
    }

    /** @return the name as a text of its own, from offset 0 over the whole capacity. */
    public static DirectBuffer text(final byte method) {
        return TEXT[method];
    }

    public static String name(final byte method) {
        return NAMES[method];
    }
}
