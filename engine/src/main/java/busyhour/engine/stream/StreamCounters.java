package busyhour.engine.stream;

import java.util.concurrent.atomic.AtomicLongArray;

/** What the streams of a shard saw. Counted by the event loop, read by any thread. */
public final class StreamCounters {

    static final int ACCEPTED = 0;
    static final int CONNECTED = 1;
    static final int FAILED = 2;
    static final int CLOSED = 3;
    static final int OPEN = 4;
    static final int MESSAGES_IN = 5;
    static final int MESSAGES_OUT = 6;
    static final int GARBAGE_OCTETS = 7;
    static final int CUT_OFF = 8;
    static final int LENGTH_MISSING = 9;
    static final int PINGS_ANSWERED = 10;
    static final int PONGS = 11;
    static final int STALLS = 12;
    static final int DROPPED = 13;
    static final int ACCEPT_FAILURES = 14;
    private static final int COUNT = 15;

    private static final String[] NAMES = {
        "accepted", "connected", "failed", "closed", "open", "messagesIn", "messagesOut", "garbageOctets", "cutOff", "lengthMissing",
        "pingsAnswered", "pongs", "stalls", "dropped", "acceptFailures"
    };

    private final AtomicLongArray values = new AtomicLongArray(COUNT);

    /** One writer. */
    void add(final int counter, final long value) {
        values.lazySet(counter, values.getPlain(counter) + value);
    }

    /** Connections of peers that became ready. */
    public long accepted() {
        return values.get(ACCEPTED);
    }

    /** Connections of ours that became ready. */
    public long connected() {
        return values.get(CONNECTED);
    }

    /** Connections that never became ready, or lost messages of ours. */
    public long failed() {
        return values.get(FAILED);
    }

    /** Connections that ended otherwise. */
    public long closed() {
        return values.get(CLOSED);
    }

    /** Connections ready now. */
    public long open() {
        return values.get(OPEN);
    }

    public long messagesIn() {
        return values.get(MESSAGES_IN);
    }

    /** Messages handed to connections that were ready. */
    public long messagesOut() {
        return values.get(MESSAGES_OUT);
    }

    /** Octets between messages that were no SIP. */
    public long garbageOctets() {
        return values.get(GARBAGE_OCTETS);
    }

    /** Connections closed because of what the peer sent: without an end, or with two. */
    public long cutOff() {
        return values.get(CUT_OFF);
    }

    /** Messages on streams without Content-Length, taken as without a body (RFC 3261 18.3). */
    public long lengthMissing() {
        return values.get(LENGTH_MISSING);
    }

    /** Keep-alives of peers that we answered. */
    public long pingsAnswered() {
        return values.get(PINGS_ANSWERED);
    }

    /** Answers to keep-alives of ours. */
    public long pongs() {
        return values.get(PONGS);
    }

    /** Times that a connection was not read on because the shard was behind. */
    public long stalls() {
        return values.get(STALLS);
    }

    /** Messages for listening points that were closed. */
    public long dropped() {
        return values.get(DROPPED);
    }

    /** Connections of peers that could not be accepted, mostly for want of files. */
    public long acceptFailures() {
        return values.get(ACCEPT_FAILURES);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            if (values.get(i) != 0) {
                text.append(text.isEmpty() ? "" : " ").append(NAMES[i]).append('=').append(values.get(i));
            }
        }
        return text.toString();
    }
}
