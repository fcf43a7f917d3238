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
    private int profile = RtpProfile.AVP;
    private final PayloadTypes payloadTypes = new PayloadTypes();
    private final OtherMedia otherMedia = new OtherMedia();
    private int directionBefore;
    private int[] codecsBefore;

    /**
     * Begins a new session: nothing has been described yet.
     *
     * @param sessionId unique for the user, numeric: RFC 8866 5.2 suggests a time.
     */
    public LocalDescription beginSession(final long sessionId) {
        this.sessionId = sessionId;
        sessionVersion = 1;
        described = false;
        profile = RtpProfile.AVP;
        payloadTypes.clear();
        otherMedia.clear();
        codecsBefore = null;
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

    /**
     * Before an offer in mid-call: what it will say, until {@link #withdraw} takes it back or {@link #settle} keeps it.
     *
     * @param newDirection one of {@link Direction}.
     * @param newCodecs    rows of {@link CodecTable}, null = as they are; kept, not copied.
     */
    public void propose(final int newDirection, final int[] newCodecs) {
        withdraw();
        directionBefore = direction;
        codecsBefore = codecs;
        direction = newDirection;
        codecs = newCodecs == null ? codecs : newCodecs;
    }

    /** The offer was refused: the session is as it was before (RFC 3264 8). Harmless when nothing was proposed. */
    public void withdraw() {
        if (codecsBefore != null) {
            direction = directionBefore;
            codecs = codecsBefore;
            codecsBefore = null;
        }
    }

    /** The offer was answered: what it said stays. */
    public void settle() {
        codecsBefore = null;
    }

    public LocalDescription telephoneEvents(final boolean telephoneEvents) {
        this.telephoneEvents = telephoneEvents;
        return this;
    }

    public boolean telephoneEvents() {
        return telephoneEvents;
    }

    /** @return one of {@link RtpProfile}: that of our audio line. */
    public int profile() {
        return profile;
    }

    void profile(final int agreed) {
        profile = agreed;
    }

    PayloadTypes payloadTypes() {
        return payloadTypes;
    }

    OtherMedia otherMedia() {
        return otherMedia;
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
