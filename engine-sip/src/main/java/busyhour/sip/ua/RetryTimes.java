package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;

/** When a refused offer may be tried again (RFC 3261 14.1, 14.2; RFC 3311 5.3). */
final class RetryTimes {

    private static final long UNIT_NS = 10_000_000L;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int MAX_RETRY_AFTER_S = 10;

    private final Identifiers ids;

    RetryTimes(final Identifiers ids) {
        this.ids = ids;
    }

    /** 491: 2.1 to 4 s for the owner of the Call-ID, 0 to 2 s for the other; 500: its Retry-After; else -1, not at all. */
    long of(final Call call, final SipMessage refusal) {
        if (refusal.statusCode() == 491) {
            final long random = ids.next() >>> 1;
            return UNIT_NS * (call.outgoing ? 210 + random % 191 : random % 201);
        }
        final long after = refusal.statusCode() == 500 ? refusal.value(SipHeader.RETRY_AFTER) : Span.NONE;
        if (!Span.isPresent(after)) {
            return -1;
        }
        int end = Span.offset(after);
        while (end < Span.end(after) && Ascii.isDigit(refusal.buffer().getByte(end))) {
            end++;
        }
        final long seconds = Ascii.number(refusal.buffer(), Span.offset(after), end, MAX_RETRY_AFTER_S);
        return seconds < 0 ? -1 : seconds * NS_PER_S;
    }
}
