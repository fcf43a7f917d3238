package busyhour.sip.sdp;

import busyhour.sip.TransportAddress;

/**
 * What a peer's line and a stream of an endpoint come to: formats, protection, feedback. One for each type of stream; holds what
 * was found last. Reusable, allocates nothing.
 */
final class StreamMatch {

    /** No line can be taken. */
    static final int NOTHING = -1;
    /** The line in use has port 0 now. */
    static final int CLOSED = -2;

    final CodecMatch formats = new CodecMatch();
    final SecurityMatch security = new SecurityMatch();
    final FeedbackMatch feedback = new FeedbackMatch();
    private final TransportAddress scratch = new TransportAddress();
    private boolean insecure;

    /** @return whether the line is open and there is something in common. */
    boolean find(final SdpView remote, final int media, final LocalMedia local, final boolean answer, final NegotiatedMedia before) {
        if (remote.mediaType(media) != local.type() || remote.port(media) == 0 || !formats.find(remote, media, local)) {
            return false;
        }
        if (!security.find(remote, media, local.security(), answer, before.security())) {
            insecure = true;
            return false;
        }
        feedback.find(remote, media, formats.payloadType, local);
        return true;
    }

    /**
     * Finds the offer's line to take: the one in use, else the first with something in common; where encryption is preferred,
     * the first that has it.
     *
     * @return the line, {@link #NOTHING}, or {@link #CLOSED} when the offer closes the line in use.
     */
    int choose(final SdpView offer, final LocalMedia local, final NegotiatedMedia agreed) {
        insecure = false;
        if (!local.isEnabled()) {
            return NOTHING;
        }
        final int inUse = agreed.isAgreed() ? agreed.mediaIndex() : NOTHING;
        if (inUse >= 0 && inUse < offer.mediaCount() && find(offer, inUse, local, false, agreed)) {
            return inUse;
        }
        for (int round = local.security().policy() == SrtpPolicy.PREFERRED ? 0 : 1; round < 2; round++) {
            for (int media = 0; media < offer.mediaCount(); media++) {
                if (find(offer, media, local, false, agreed) && (round == 1 || security.isSecure())) {
                    return media;
                }
            }
        }
        return inUse >= 0 && (inUse >= offer.mediaCount() || offer.port(inUse) == 0) ? CLOSED : NOTHING;
    }

    /** Before an answer is looked at, which {@link #choose} does for offers. */
    void begin() {
        insecure = false;
    }

    /** @return whether a line had a codec in common and failed for want of encryption, or of none. */
    boolean wasInsecure() {
        return insecure;
    }

    /** Takes the payload types and the profile of the offer that is answered: they keep their meaning (RFC 3264 8.3.2). */
    void assign(final SdpView offer, final int media, final LocalMedia local) {
        final PayloadTypes types = local.payloadTypes();
        local.profile(offer.profile(media));
        local.rejected(false);
        types.assign(CodecTable.row(formats.codec), formats.payloadType);
        if (formats.telephoneEvent >= 0) {
            types.assign(formats.telephoneEventRow, formats.telephoneEvent);
        }
        if (formats.comfortNoise >= 0) {
            types.assign(CodecTable.comfortNoise(formats.codec), formats.comfortNoise);
        }
        if (formats.rtx >= 0) {
            types.assign(CodecTable.rtx(formats.codec), formats.rtx);
        }
        for (int i = 0; i < formats.others; i++) {
            if (formats.isAnswered(i)) {
                types.assign(CodecTable.row(formats.otherCodecs[i]), formats.otherPayloadTypes[i]);
            }
        }
        if (feedback.transportCcId() > 0) {
            local.feedback().transportCcId(feedback.transportCcId());
        }
    }

    /** Sets all of the result; payload types that we receive must have been assigned before. */
    void fill(final NegotiatedMedia result, final SdpView remote, final int media, final LocalMedia local, final boolean mux,
            final boolean answer) {
        final PayloadTypes types = local.payloadTypes();
        result.mediaIndex = media;
        result.profile = remote.profile(media);
        result.codec = formats.codec;
        result.sendPayloadType = formats.payloadType;
        result.receivePayloadType = types.of(CodecTable.row(formats.codec));
        result.sendTelephoneEvent = formats.telephoneEvent;
        result.receiveTelephoneEvent = formats.telephoneEvent < 0 ? -1 : types.of(formats.telephoneEventRow);
        result.telephoneEventClockRateHz = formats.telephoneEvent < 0 ? 0 : formats.telephoneEventRow.clockRateHz();
        result.sendComfortNoise = formats.comfortNoise;
        result.receiveComfortNoise = formats.comfortNoise < 0 ? -1 : types.of(CodecTable.comfortNoise(formats.codec));
        result.alsoReceived = 0;
        for (int i = 0; i < formats.others; i++) {
            if (answer || formats.isAnswered(i)) {
                result.alsoReceive(formats.otherCodecs[i], types.of(CodecTable.row(formats.otherCodecs[i])));
            }
        }
        FormatParameters.read(remote, media, formats.codec, formats.payloadType, result.peerFormat());
        security.fill(local.security(), answer, result.security());
        feedback.fill(result.feedback());
        result.feedback().sendRtx = formats.rtx;
        result.feedback().receiveRtx = formats.rtx < 0 ? -1 : types.of(CodecTable.rtx(formats.codec));
        result.ptimeMs = PacketTime.choose(remote, media, local.ptimeMs());
        result.maxptimeMs = remote.maxptimeMs(media);
        result.rtcpMux = mux;
        result.remoteSsrc = SourceAttribute.ssrc(remote, media);
        result.rejected = false;
        result.closed = false;
        fillAddress(result, remote, media);
        fillDirection(result, remote.direction(media), local, answer);
    }

    private void fillAddress(final NegotiatedMedia result, final SdpView remote, final int media) {
        result.hasRemoteAddress = remote.rtpAddress(media, result.remoteRtp());
        result.heldByAddress = remote.isHeldByAddress(media, scratch);
        if (result.heldByAddress) {
            result.remoteRtp().clear();
            result.hasRemoteAddress = true;
        }
        if (result.rtcpMux || result.heldByAddress) {
            result.remoteRtcp().copyFrom(result.remoteRtp());
        } else {
            remote.rtcpAddress(media, result.remoteRtcp());
        }
    }

    private static void fillDirection(
            final NegotiatedMedia result, final int remoteDirection, final LocalMedia local, final boolean answer) {
        final int wanted = Direction.reverse(remoteDirection);
        final int direction = wanted & local.direction();
        final boolean silent = result.heldByAddress || !CodecTable.isSent(result.codec);
        result.remoteDirection = remoteDirection;
        result.direction = silent ? direction & ~Direction.SENDONLY : direction;
        result.directionViolated = answer && direction != wanted;
    }
}
