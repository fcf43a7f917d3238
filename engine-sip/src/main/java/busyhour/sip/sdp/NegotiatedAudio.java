package busyhour.sip.sdp;

import busyhour.sip.TransportAddress;

/** What offer and answer came to for the audio stream. Reusable, filled by {@link OfferAnswer}. Not thread safe. */
public final class NegotiatedAudio {

    private final TransportAddress remoteRtp = new TransportAddress();
    private final TransportAddress remoteRtcp = new TransportAddress();
    boolean hasRemoteAddress;
    int mediaIndex;
    int codec;
    int sendPayloadType;
    int receivePayloadType;
    int sendTelephoneEvent;
    int receiveTelephoneEvent;
    int telephoneEventClockRateHz;
    boolean rtcpMux;
    int ptimeMs;
    int direction;
    boolean directionViolated;
    long remoteSessionId;
    long remoteSessionVersion;
    boolean remoteChanged;
    int remoteDirection;
    boolean heldByAddress;
    boolean closed;

    public NegotiatedAudio() {
        reset();
    }

    /** Forgets all, also the peer's session version. */
    public void reset() {
        remoteRtp.clear();
        remoteRtcp.clear();
        hasRemoteAddress = false;
        mediaIndex = -1;
        codec = -1;
        sendPayloadType = -1;
        receivePayloadType = -1;
        sendTelephoneEvent = -1;
        receiveTelephoneEvent = -1;
        telephoneEventClockRateHz = 0;
        rtcpMux = false;
        ptimeMs = 0;
        direction = Direction.INACTIVE;
        directionViolated = false;
        remoteSessionId = -1;
        remoteSessionVersion = -1;
        remoteChanged = false;
        remoteDirection = Direction.INACTIVE;
        heldByAddress = false;
        closed = false;
    }

    /** Takes all of another's values. */
    public void copyFrom(final NegotiatedAudio other) {
        remoteRtp.copyFrom(other.remoteRtp);
        remoteRtcp.copyFrom(other.remoteRtcp);
        hasRemoteAddress = other.hasRemoteAddress;
        mediaIndex = other.mediaIndex;
        codec = other.codec;
        sendPayloadType = other.sendPayloadType;
        receivePayloadType = other.receivePayloadType;
        sendTelephoneEvent = other.sendTelephoneEvent;
        receiveTelephoneEvent = other.receiveTelephoneEvent;
        telephoneEventClockRateHz = other.telephoneEventClockRateHz;
        rtcpMux = other.rtcpMux;
        ptimeMs = other.ptimeMs;
        direction = other.direction;
        directionViolated = other.directionViolated;
        remoteSessionId = other.remoteSessionId;
        remoteSessionVersion = other.remoteSessionVersion;
        remoteChanged = other.remoteChanged;
        remoteDirection = other.remoteDirection;
        heldByAddress = other.heldByAddress;
        closed = other.closed;
    }

    /** @return whether a stream was agreed on since {@link #reset()}. */
    public boolean isAgreed() {
        return codec >= 0;
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

    /** @return the index of the audio line among the media lines. */
    public int mediaIndex() {
        return mediaIndex;
    }

    /** @return a row of {@link CodecTable}, -1 when nothing was agreed on. */
    public int codec() {
        return codec;
    }

    /** @return the payload type in the packets that we send: the number that the peer gave. */
    public int sendPayloadType() {
        return sendPayloadType;
    }

    /** @return the payload type that we expect: the number that we gave. */
    public int receivePayloadType() {
        return receivePayloadType;
    }

    /** @return the payload type of the telephone events that we send, -1 without. */
    public int sendTelephoneEvent() {
        return sendTelephoneEvent;
    }

    /** @return the payload type of telephone events that we expect, -1 without. */
    public int receiveTelephoneEvent() {
        return receiveTelephoneEvent;
    }

    /** @return the clock of the telephone events, 0 without. */
    public int telephoneEventClockRateHz() {
        return telephoneEventClockRateHz;
    }

    public boolean rtcpMux() {
        return rtcpMux;
    }

    /** @return the packet time that we send with. */
    public int ptimeMs() {
        return ptimeMs;
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

    /** @return whether the peer closed the stream in mid-call: port 0 (RFC 3264 8.2). It may open it again. */
    public boolean isClosed() {
        return closed;
    }

    /** @return whether the peer's answer claimed a direction that our offer did not allow (RFC 3264 6.1). */
    public boolean directionViolated() {
        return directionViolated;
    }

    /** @return whether the peer's description is another than the one before: its o= line says so. */
    public boolean remoteChanged() {
        return remoteChanged;
    }
}
