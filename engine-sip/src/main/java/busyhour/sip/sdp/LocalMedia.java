package busyhour.sip.sdp;

/**
 * What an endpoint says of one stream in its offers and answers, part of {@link LocalDescription}. The setters hold for the
 * sessions to come; what the running one needs is kept with them. Not thread safe.
 */
public final class LocalMedia {

    private final int type;
    private final LocalFormats formats = new LocalFormats();
    private final LocalFeedback feedback = new LocalFeedback();
    private final LocalSecurity security = new LocalSecurity();
    private final PayloadTypes payloadTypes = new PayloadTypes();
    private boolean enabled;
    private int rtpPort;
    private int rtcpPort;
    private boolean rtcpMux;
    private int direction = Direction.SENDRECV;
    private int ptimeMs;
    private int[] codecs;
    private boolean telephoneEvents;
    private boolean comfortNoise;
    private int bandwidthBps;
    private long ssrc = -1;
    private byte[] cname;
    private int profile;
    private boolean rejected;
    private int directionBefore;
    private int[] codecsBefore;

    /** @param type {@link SdpView#AUDIO} or {@link SdpView#VIDEO}. */
    LocalMedia(final int type, final int... codecs) {
        this.type = type;
        this.codecs = codecs;
    }

    void beginSession() {
        profile = RtpProfile.OTHER;
        rejected = false;
        feedback.beginSession();
        codecsBefore = null;
        payloadTypes.clear();
        security.beginSession();
    }

    /** Takes over what another says of such a stream, but not its session: ports, direction and keys are this one's own. */
    public LocalMedia likeness(final LocalMedia other) {
        rtcpMux = other.rtcpMux;
        ptimeMs = other.ptimeMs;
        codecs = other.codecs;
        telephoneEvents = other.telephoneEvents;
        comfortNoise = other.comfortNoise;
        bandwidthBps = other.bandwidthBps;
        formats.likeness(other.formats);
        feedback.likeness(other.feedback);
        security.likeness(other.security);
        return this;
    }

    int type() {
        return type;
    }

    /** @param wanted whether the endpoint has this stream at all: offers it and takes it. */
    public LocalMedia enabled(final boolean wanted) {
        enabled = wanted;
        return this;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** @param port where RTP is received. */
    public LocalMedia rtpPort(final int port) {
        rtpPort = port;
        return this;
    }

    public int rtpPort() {
        return rtpPort;
    }

    /** @param port where RTCP is received; 0 or the RTP port + 1 need no {@code a=rtcp}. */
    public LocalMedia rtcpPort(final int port) {
        rtcpPort = port;
        return this;
    }

    public int rtcpPort() {
        return rtcpPort == 0 ? rtpPort + 1 : rtcpPort;
    }

    /** @param wanted whether to offer RTP and RTCP on one port, or to accept such an offer (RFC 5761). */
    public LocalMedia rtcpMux(final boolean wanted) {
        rtcpMux = wanted;
        return this;
    }

    public boolean rtcpMux() {
        return rtcpMux;
    }

    /** @param wanted one of {@link Direction}: what we want at most. */
    public LocalMedia direction(final int wanted) {
        direction = wanted;
        return this;
    }

    public int direction() {
        return direction;
    }

    /** @param wanted packet time that we want to receive, and send unless the peer wants another; 0 = not written (video). */
    public LocalMedia ptimeMs(final int wanted) {
        ptimeMs = wanted;
        return this;
    }

    public int ptimeMs() {
        return ptimeMs;
    }

    /** @param rows of {@link CodecTable}, most wanted first; the array is kept, not copied. */
    public LocalMedia codecs(final int... rows) {
        codecs = rows;
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

    void withdraw() {
        if (codecsBefore != null) {
            direction = directionBefore;
            codecs = codecsBefore;
            codecsBefore = null;
        }
    }

    void settle() {
        codecsBefore = null;
    }

    /** @param wanted RFC 4733, beside audio. */
    public LocalMedia telephoneEvents(final boolean wanted) {
        telephoneEvents = wanted;
        return this;
    }

    boolean telephoneEvents() {
        return telephoneEvents;
    }

    /** @param wanted RFC 3389, beside audio codecs that have no silence of their own. */
    public LocalMedia comfortNoise(final boolean wanted) {
        comfortNoise = wanted;
        return this;
    }

    boolean comfortNoise() {
        return comfortNoise;
    }

    /** @param bps bits per second that the peer may send us, without RTP, UDP and IP headers (RFC 3890); 0 = not written. */
    public LocalMedia bandwidthBps(final int bps) {
        bandwidthBps = bps;
        return this;
    }

    int bandwidthBps() {
        return bandwidthBps;
    }

    /** Before the first description of a session: the SSRC that we send with (-1 = not written) and its CNAME, ASCII, kept (RFC 5576). */
    public LocalMedia source(final long wanted, final byte[] name) {
        ssrc = wanted;
        cname = name;
        return this;
    }

    long ssrc() {
        return ssrc;
    }

    byte[] cname() {
        return cname;
    }

    public LocalFormats formats() {
        return formats;
    }

    public LocalFeedback feedback() {
        return feedback;
    }

    public LocalSecurity security() {
        return security;
    }

    /** @return one of {@link RtpProfile}: that of our line, OTHER as long as nothing was agreed on. */
    public int profile() {
        return profile;
    }

    /** @return the profile that an offer names: the one of the session, else the one of the policy. */
    int offeredProfile() {
        final boolean dtls = security.keyingCount() > 0
                && (security.keying(0) == SrtpKeying.DTLS && security.allows(SrtpKeying.DTLS) || !security.allows(SrtpKeying.SDES));
        return profile != RtpProfile.OTHER ? profile
                : RtpProfile.of(security.policy() == SrtpPolicy.REQUIRED, dtls, feedback.isInProfile());
    }

    void profile(final int agreed) {
        profile = agreed;
    }

    /** @return whether the peer rejected our line in this session: it stays at port 0. */
    boolean isRejected() {
        return rejected;
    }

    void rejected(final boolean value) {
        rejected = value;
    }

    PayloadTypes payloadTypes() {
        return payloadTypes;
    }
}
