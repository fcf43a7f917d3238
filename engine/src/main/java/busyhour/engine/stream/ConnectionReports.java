package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the shard is still to be told of a connection: that it is ready, and how it ended. The loop's thread. */
final class ConnectionReports {

    private static final byte[] NO_TEXT = {};
    private static final int MAX_TEXT = 512;

    private final Lane lane;
    private final int socket;
    private final TransportAddress peer;
    private boolean readyUntold;
    private boolean endUntold;
    private int endType;
    private int endReason;
    private byte[] endText = NO_TEXT;

    ConnectionReports(final Lane lane, final int socket, final TransportAddress peer) {
        this.lane = lane;
        this.socket = socket;
        this.peer = peer;
    }

    void ready() {
        readyUntold = true;
    }

    /** Whether messages have to wait because the connection itself is not told yet. */
    boolean isReadyUntold() {
        return readyUntold;
    }

    /** @param lost whether messages of ours are lost: then the text goes along. */
    void end(final boolean lost, final int reason, final String text) {
        endType = lost ? StreamRecord.FAILED : StreamRecord.CLOSED;
        endReason = reason;
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        endText = lost ? Arrays.copyOf(bytes, Math.min(bytes.length, MAX_TEXT)) : NO_TEXT;
        endUntold = true;
    }

    /** @return false when the ring is full. */
    boolean tellReady() {
        if (readyUntold && lane.offerEvent(StreamRecord.CONNECTED, socket, peer, 0, NO_TEXT)) {
            readyUntold = false;
        }
        return !readyUntold;
    }

    /** @return false when the ring is full. */
    boolean tellEnd() {
        if (endUntold && lane.offerEvent(endType, socket, peer, endReason, endText)) {
            endUntold = false;
        }
        return !endUntold;
    }
}
