package busyhour.web.trace;

import busyhour.ipc.message.SipTrace;
import java.nio.charset.StandardCharsets;

/**
 * A SIP message as it went over the wire. The array must not be changed.
 *
 * @param endpoint   number in the run, -1 when it belongs to none.
 * @param call       the endpoint's call number from 0, -1 outside a call.
 * @param number     the endpoint's messages counted from 0; a gap is what was left out.
 * @param timeNs     since the run began.
 * @param epochNs    the same by the worker's wall clock; 0 = not known.
 * @param flags      of {@link SipTrace}.
 * @param transport  UDP, TCP, TLS, WS or WSS.
 * @param local      our address and port; null when not known.
 * @param peer       address and port.
 * @param fullLength bytes of the whole message; {@code bytes} is shorter when it was cut.
 */
public record TracedMessage(int endpoint, int call, int number, long timeNs, long epochNs, int flags, String transport, String local,
                            String peer, int fullLength, byte[] bytes) {
    private static final int MAX_LINE = 120;

    public static TracedMessage of(SipTrace trace) {
        return new TracedMessage(trace.endpoint(), trace.call(), trace.number(), trace.timeNs(), trace.epochNs(), trace.flags(),
                trace.transport() == null ? "UDP" : trace.transport().name(), trace.local(), trace.peer(), trace.fullLength(), trace.message());
    }

    public boolean isSent() {
        return (flags & SipTrace.SENT) != 0;
    }

    public boolean isRetransmission() {
        return (flags & SipTrace.RETRANSMISSION) != 0;
    }

    public boolean isCut() {
        return (flags & SipTrace.TRUNCATED) != 0;
    }

    public boolean isMalformed() {
        return (flags & SipTrace.MALFORMED) != 0;
    }

    /** The message as text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Request or status line, shortened. */
    public String firstLine() {
        String line = new String(bytes, 0, Math.min(bytes.length, MAX_LINE * 4), StandardCharsets.UTF_8).lines().findFirst().orElse("");
        return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
    }
}
