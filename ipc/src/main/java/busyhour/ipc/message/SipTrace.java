package busyhour.ipc.message;

/**
 * A SIP message as it went over the wire. The array belongs to the record and must not be changed.
 *
 * @param timeNs     since the run began at the worker.
 * @param endpoint   number in the run, -1 when it belongs to none.
 * @param call       the endpoint's call number from 0, -1 outside a call.
 * @param flags      {@link #SENT} and others.
 * @param peer       address and port, {@code 10.0.0.5:5060} or {@code [2001:db8::5]:5060}.
 * @param fullLength bytes of the whole message; {@code message} is shorter when it was cut.
 */
public record SipTrace(long timeNs, int endpoint, int call, int flags, String peer, int fullLength, byte[] message) {
    /** We sent it; without this flag we received it. */
    public static final int SENT = 1;
    /** Sent or received before. */
    public static final int RETRANSMISSION = 2;
    /** Only the beginning is kept. */
    public static final int TRUNCATED = 4;

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
