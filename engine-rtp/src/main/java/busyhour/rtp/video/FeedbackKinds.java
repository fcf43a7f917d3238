package busyhour.rtp.video;

/** What of feedback was negotiated for a video stream: bits. */
public final class FeedbackKinds {

    public static final int NONE = 0;
    /** Generic NACK (RFC 4585 6.2.1). */
    public static final int NACK = 1;
    /** Picture loss indication (RFC 4585 6.3.1). */
    public static final int PLI = 2;
    /** Full intra request (RFC 5104 4.3.1). */
    public static final int FIR = 4;
    /** Receiver estimated maximum bit rate (draft-alvestrand-rmcat-remb-03). */
    public static final int REMB = 8;
    /** Transport-wide congestion control (draft-holmer-rmcat-transport-wide-cc-extensions-01). */
    public static final int TRANSPORT_CC = 16;

    private FeedbackKinds() {
    }
}
