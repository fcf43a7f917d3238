package busyhour.ipc.message;

import busyhour.ipc.run.SignallingTransport;

/**
 * A SIP message as it went over the wire. The array belongs to the record and must not be changed.
 *
 * @param timeNs     since the run began at the worker.
 * @param epochNs    the same by the worker's wall clock.
 * @param endpoint   number in the run, -1 when it belongs to none.
 * @param call       the endpoint's call number from 0, -1 outside a call.
 * @param number     the endpoint's messages counted from 0: of a long trace the first and the last are kept, and a gap between two
 *                   numbers is what was left out.
 * @param flags      {@link #SENT} and others.
 * @param transport  what it went over, null when that is not known.
 * @param local      our address and port, as {@code peer}; null when that is not known.
 * @param peer       address and port, {@code 10.0.0.5:5060} or {@code [2001:db8::5]:5060}.
 * @param fullLength bytes of the whole message; {@code message} is shorter when it was cut.
 */
public record SipTrace(
        long timeNs, long epochNs, int endpoint, int call, int number, int flags, SignallingTransport transport, String local, String peer,
        int fullLength, byte[] message) {
    /** We sent it; without this flag we received it. */
    public static final int SENT = 1;
    /** Sent or received before. */
    public static final int RETRANSMISSION = 2;
    /** Only the beginning is kept. */
    public static final int TRUNCATED = 4;
    /** Not a SIP message that could be worked with. */
    public static final int MALFORMED = 8;

    /** Whether we sent it. */
    public boolean isSent() {
        return (flags & SENT) != 0;
    }

    /** Whether it went over the wire before. */
    public boolean isRetransmission() {
        return (flags & RETRANSMISSION) != 0;
    }

    /** Whether only the beginning is kept. */
    public boolean isTruncated() {
        return (flags & TRUNCATED) != 0;
    }
}
