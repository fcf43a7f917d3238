package busyhour.sip.sdp;

import busyhour.sip.TransportAddress;

/**
 * What offer and answer came to for one stream, part of {@link NegotiatedSession}. Reusable, filled by {@link OfferAnswer}. Not
 * thread safe.
 */
public final class NegotiatedMedia extends NegotiatedFormats {

    private final TransportAddress remoteRtp = new TransportAddress();
    private final TransportAddress remoteRtcp = new TransportAddress();
    private final NegotiatedSecurity security;
    private final NegotiatedFeedback feedback = new NegotiatedFeedback();
    private final PeerFormat peerFormat = new PeerFormat();
    boolean hasRemoteAddress;
    int mediaIndex;
    int maxptimeMs;
    int profile;
    long remoteSsrc;
    boolean rejected;
    boolean rtcpMux;
    int ptimeMs;
    int direction;
    boolean directionViolated;
    int remoteDirection;
    boolean heldByAddress;
    boolean closed;

    /** @param mayBeSecure whether SRTP can be agreed on. */
    NegotiatedMedia(final boolean mayBeSecure) {
        security = new NegotiatedSecurity(mayBeSecure);
        reset();
    }

    /** Forgets all. */
    public void reset() {
        resetFormats();
        remoteRtp.clear();
        remoteRtcp.clear();
        hasRemoteAddress = false;
        mediaIndex = -1;
        maxptimeMs = -1;
        profile = RtpProfile.OTHER;
        remoteSsrc = -1;
        rejected = false;
        security.reset();
        feedback.reset();
        peerFormat.reset();
        rtcpMux = false;
        ptimeMs = 0;
        direction = Direction.INACTIVE;
        directionViolated = false;
        remoteDirection = Direction.INACTIVE;
        heldByAddress = false;
        closed = false;
    }

    /** Takes all of another's values. */
    public void copyFrom(final NegotiatedMedia other) {
        copyFormats(other);
        remoteRtp.copyFrom(other.remoteRtp);
        remoteRtcp.copyFrom(other.remoteRtcp);
        hasRemoteAddress = other.hasRemoteAddress;
        mediaIndex = other.mediaIndex;
        maxptimeMs = other.maxptimeMs;
        profile = other.profile;
        remoteSsrc = other.remoteSsrc;
        rejected = other.rejected;
        security.copyFrom(other.security);
        feedback.copyFrom(other.feedback);
        peerFormat.copyFrom(other.peerFormat);
        rtcpMux = other.rtcpMux;
        ptimeMs = other.ptimeMs;
        direction = other.direction;
        directionViolated = other.directionViolated;
        remoteDirection = other.remoteDirection;
        heldByAddress = other.heldByAddress;
        closed = other.closed;
    }

    /** @return where our RTP goes; only meaningful with {@link #hasRemoteAddress()}. */
    public TransportAddress remoteRtp() {
        return remoteRtp;
    }

    /** @return where our RTCP goes: with {@link #rtcpMux()} the same as RTP. */
    public TransportAddress remoteRtcp() {
        return remoteRtcp;
    }

    /** @return false when the peer named a host instead of an address, or none. */
    public boolean hasRemoteAddress() {
        return hasRemoteAddress;
    }

    /** The peer named a host whose address is known now: RTP goes to this port there, RTCP to the next or the same. */
    public void resolve(final TransportAddress host, final int port) {
        remoteRtp.copyFrom(host).port(port);
        remoteRtcp.copyFrom(host).port(rtcpMux ? port : port + 1);
        hasRemoteAddress = true;
    }

    /** @return the index of the stream's line among the media lines. */
    public int mediaIndex() {
        return mediaIndex;
    }

    /** @return SRTP: keys, or who is expected in the handshake. */
    public NegotiatedSecurity security() {
        return security;
    }

    /** @return feedback, retransmission, extended reports. */
    public NegotiatedFeedback feedback() {
        return feedback;
    }

    /** @return what the peer wishes to receive within the codec. */
    public PeerFormat peerFormat() {
        return peerFormat;
    }

    /** @return one of {@link RtpProfile}, as the answer has it. */
    public int profile() {
        return profile;
    }

    /** @return the SSRC that the peer said it will send with (RFC 5576), 0 to 2^32-1; -1 when it did not. */
    public long remoteSsrc() {
        return remoteSsrc;
    }

    public boolean rtcpMux() {
        return rtcpMux;
    }

    /** @return the packet time that we send with. */
    public int ptimeMs() {
        return ptimeMs;
    }

    /** @return the longest packet time that the peer takes, milliseconds, -1 when it did not say. */
    public int maxptimeMs() {
        return maxptimeMs;
    }

    /** @return one of {@link Direction}, from our view. */
    public int direction() {
        return direction;
    }

    /** @return what the peer says of itself, one of {@link Direction}, from its view. */
    public int remoteDirection() {
        return remoteDirection;
    }

    /** @return whether the peer wants no packets: sendonly or inactive (RFC 3264 8.4), an address of nobody, or closed. */
    public boolean isHeldByPeer() {
        return isAgreed() && (!Direction.receives(remoteDirection) || heldByAddress || closed);
    }

    /** @return whether we offered the stream and the peer's answer rejected it (port 0), or took none of what was offered. */
    public boolean isRejected() {
        return rejected;
    }

    /** @return whether the peer closed the stream in mid-call: port 0 (RFC 3264 8.2). It may open it again. */
    public boolean isClosed() {
        return closed;
    }

    /** @return whether the peer's answer claimed a direction that our offer did not allow (RFC 3264 6.1). */
    public boolean directionViolated() {
        return directionViolated;
    }
}
