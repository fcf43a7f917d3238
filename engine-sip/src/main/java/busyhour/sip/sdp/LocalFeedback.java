package busyhour.sip.sdp;

/** What RTCP of one stream an endpoint offers and takes besides reports. Part of {@link LocalMedia}. Not thread safe. */
public final class LocalFeedback {

    private static final int DEFAULT_TRANSPORT_CC_ID = 5;

    private boolean wanted;
    private boolean rtx;
    private boolean reducedSize;
    private boolean extendedReports;
    private boolean inProfile;
    private int transportCcId = DEFAULT_TRANSPORT_CC_ID;

    LocalFeedback() {
    }

    void likeness(final LocalFeedback other) {
        wanted(other.wanted, other.rtx).reports(other.reducedSize, other.extendedReports).inProfile(other.inProfile);
    }

    void beginSession() {
        transportCcId = DEFAULT_TRANSPORT_CC_ID;
    }

    /**
     * @param want            NACK, PLI, FIR, REMB and transport-wide congestion control, for video.
     * @param retransmissions as a stream of their own (RFC 4588).
     */
    public LocalFeedback wanted(final boolean want, final boolean retransmissions) {
        wanted = want;
        rtx = retransmissions;
        return this;
    }

    boolean isWanted() {
        return wanted;
    }

    boolean rtx() {
        return rtx;
    }

    /** @param named whether offers name RTP/AVPF or RTP/SAVPF; else feedback stands as attributes in RTP/AVP, as most of the field has it. */
    public LocalFeedback inProfile(final boolean named) {
        inProfile = named;
        return this;
    }

    boolean isInProfile() {
        return inProfile;
    }

    /**
     * @param wantReducedSize RFC 5506.
     * @param wantExtended    VoIP metrics and round trips of receivers (RFC 3611).
     */
    public LocalFeedback reports(final boolean wantReducedSize, final boolean wantExtended) {
        reducedSize = wantReducedSize;
        extendedReports = wantExtended;
        return this;
    }

    boolean reducedSize() {
        return reducedSize;
    }

    boolean extendedReports() {
        return extendedReports;
    }

    /** Id of the header extension: that of the first description that named it, as long as the session lasts (RFC 8285 6). */
    int transportCcId() {
        return transportCcId;
    }

    void transportCcId(final int agreed) {
        transportCcId = agreed;
    }
}
