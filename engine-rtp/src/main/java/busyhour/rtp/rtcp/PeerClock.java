package busyhour.rtp.rtcp;

/** How the peer's RTP timestamps stand to its wall clock, by its last sender report (RFC 3550 6.4.1). */
public final class PeerClock {

    private boolean known;
    private int ssrc;
    private long ntpTime;
    private int rtpTimestamp;

    void start() {
        known = false;
    }

    void onSenderReport(final int senderSsrc, final long senderNtpTime, final int timestamp) {
        if (senderNtpTime != 0) { // else the sender has no wall clock
            known = true;
            ssrc = senderSsrc;
            ntpTime = senderNtpTime;
            rtpTimestamp = timestamp;
        }
    }

    /** Whether this source has reported, and nobody after it. */
    public boolean knows(final int sourceSsrc) {
        return known && ssrc == sourceSsrc;
    }

    /** 64-bit NTP time of the report, by the peer's clock. */
    public long ntpTime() {
        return ntpTime;
    }

    /** The media clock at that time. */
    public int rtpTimestamp() {
        return rtpTimestamp;
    }
}
