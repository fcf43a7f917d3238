package busyhour.sip.sdp;

import busyhour.sip.TransportAddress;

/**
 * What an endpoint says of itself in its offers and answers. Filled by the endpoint before a call; the session's
 * version is kept here (RFC 3264 8: it counts up when the description changes, and only then). Not thread safe.
 */
public final class LocalDescription {

    private static final int[] DEFAULT_CODECS = {CodecTable.PCMU, CodecTable.PCMA};

    private final TransportAddress rtp = new TransportAddress();
    private int rtcpPort;
    private boolean rtcpMux;
    private int direction = Direction.SENDRECV;
    private int ptimeMs = 20;
    private int[] codecs = DEFAULT_CODECS;
    private boolean telephoneEvents = true;
    private long sessionId = 1;
    private long sessionVersion = 1;
    private boolean described;
    private long contentHash;

    /**
     * Begins a new session: nothing has been described yet.
     *
     * @param sessionId unique for the user, numeric: RFC 8866 5.2 suggests a time.
     */
    public LocalDescription beginSession(final long sessionId) {
        this.sessionId = sessionId;
        sessionVersion = 1;
        described = false;
        return this;
    }

    /** @return where media is received; set address and port here. */
    public TransportAddress rtp() {
        return rtp;
    }

    /** @param rtcpPort where RTCP is received; 0 or the RTP port + 1 need no {@code a=rtcp}. */
    public LocalDescription rtcpPort(final int rtcpPort) {
        this.rtcpPort = rtcpPort;
        return this;
    }

    public int rtcpPort() {
        return rtcpPort == 0 ? rtp.port() + 1 : rtcpPort;
    }

    /** @param rtcpMux whether to offer RTP and RTCP on one port, or to accept such an offer (RFC 5761). */
    public LocalDescription rtcpMux(final boolean rtcpMux) {
        this.rtcpMux = rtcpMux;
        return this;
    }

    public boolean rtcpMux() {
        return rtcpMux;
    }

    /** @param direction one of {@link Direction}: what we want at most. */
    public LocalDescription direction(final int direction) {
        this.direction = direction;
        return this;
    }

    public int direction() {
        return direction;
    }

    /** @param ptimeMs what we want to receive, and send unless the peer wants another. */
    public LocalDescription ptimeMs(final int ptimeMs) {
        this.ptimeMs = ptimeMs;
        return this;
    }

    public int ptimeMs() {
        return ptimeMs;
    }

    /** @param codecs rows of {@link CodecTable}, most wanted first; the array is kept, not copied. */
    public LocalDescription codecs(final int... codecs) {
        this.codecs = codecs;
        return this;
    }

    int codecCount() {
        return codecs.length;
    }

    int codec(final int index) {
        return codecs[index];
    }

    public LocalDescription telephoneEvents(final boolean telephoneEvents) {
        this.telephoneEvents = telephoneEvents;
        return this;
    }

    public boolean telephoneEvents() {
        return telephoneEvents;
    }

    public long sessionId() {
        return sessionId;
    }

    public long sessionVersion() {
        return sessionVersion;
    }

    /** @return whether the version had to count up, because the content is not the one described before. */
    boolean describe(final long hash) {
        final boolean changed = described && hash != contentHash;
        if (changed) {
            sessionVersion++;
        }
        described = true;
        contentHash = hash;
        return changed;
    }
}
