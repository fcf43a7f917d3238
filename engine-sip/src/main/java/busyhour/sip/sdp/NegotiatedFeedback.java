package busyhour.sip.sdp;

/**
 * What RTCP of one stream may carry besides reports, and retransmission; part of {@link NegotiatedMedia}. A flag is set when
 * both sides named it, so that we may send it and answer it. Not thread safe.
 */
public final class NegotiatedFeedback {

    boolean nack;
    boolean pli;
    boolean fir;
    boolean remb;
    boolean transportCc;
    int transportCcId;
    boolean reducedSize;
    int sendRtx;
    int receiveRtx;
    boolean xrVoipMetrics;
    boolean xrReceiverRtt;

    NegotiatedFeedback() {
        reset();
    }

    void reset() {
        nack = false;
        pli = false;
        fir = false;
        remb = false;
        transportCc = false;
        transportCcId = -1;
        reducedSize = false;
        sendRtx = -1;
        receiveRtx = -1;
        xrVoipMetrics = false;
        xrReceiverRtt = false;
    }

    void copyFrom(final NegotiatedFeedback other) {
        nack = other.nack;
        pli = other.pli;
        fir = other.fir;
        remb = other.remb;
        transportCc = other.transportCc;
        transportCcId = other.transportCcId;
        reducedSize = other.reducedSize;
        sendRtx = other.sendRtx;
        receiveRtx = other.receiveRtx;
        xrVoipMetrics = other.xrVoipMetrics;
        xrReceiverRtt = other.xrReceiverRtt;
    }

    /** @return generic NACK (RFC 4585 6.2.1). */
    public boolean nack() {
        return nack;
    }

    /** @return picture loss indication (RFC 4585 6.3.1). */
    public boolean pli() {
        return pli;
    }

    /** @return full intra request (RFC 5104 4.3.1). */
    public boolean fir() {
        return fir;
    }

    /** @return receiver estimated maximum bit rate (draft-alvestrand-rmcat-remb). */
    public boolean remb() {
        return remb;
    }

    /** @return transport-wide congestion control (draft-holmer-rmcat-transport-wide-cc-extensions); it has an {@link #transportCcId() extension}. */
    public boolean transportCc() {
        return transportCc;
    }

    /** @return the header extension's id (RFC 8285) of transport-wide sequence numbers, alike in both directions, -1 without. */
    public int transportCcId() {
        return transportCcId;
    }

    /** @return reduced-size RTCP (RFC 5506). */
    public boolean reducedSize() {
        return reducedSize;
    }

    /** @return payload type of our retransmissions (RFC 4588), -1 = in the stream itself. */
    public int sendRtx() {
        return sendRtx;
    }

    /** @return payload type of the peer's retransmissions, -1 without. */
    public int receiveRtx() {
        return receiveRtx;
    }

    /** @return whether the peer wants VoIP metrics blocks (RFC 3611 4.7, 5.1) from us. */
    public boolean xrVoipMetrics() {
        return xrVoipMetrics;
    }

    /** @return whether the peer takes part in round trips of receivers: RRT and DLRR (RFC 3611 4.4, 4.5). */
    public boolean xrReceiverRtt() {
        return xrReceiverRtt;
    }
}
