package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;

/** Finds what a remote audio line and an endpoint have in common (RFC 3264 6.1). */
final class AudioMatch {

    private static final byte[] RTP_AVP = Ascii.bytes("rtp/avp");
    private static final byte[] RTP_AVPF = Ascii.bytes("rtp/avpf");
    private static final int MIN_PTIME_MS = 10;
    private static final int MAX_PTIME_MS = 120;
    private static final int PTIME_STEP_MS = 10;
    private static final long MAX_NUMBER = 99_999_999_999_999_999L;

    int codec;
    int payloadType;
    int telephoneEvent;
    CodecCapability telephoneEventRow;

    /** @return whether the line is open, has a known transport and a codec that the endpoint has; then fields are set. */
    boolean find(final SdpView remote, final int media, final LocalDescription local) {
        codec = -1;
        payloadType = -1;
        telephoneEvent = -1;
        if (remote.mediaType(media) != SdpView.AUDIO || remote.port(media) == 0 || !hasKnownProtocol(remote, media)) {
            return false;
        }
        for (int format = 0; format < remote.formatCount(media); format++) {
            final int candidate = remote.payloadType(media, format);
            if (candidate < 0) {
                continue;
            }
            if (codec < 0) {
                codec = localCodec(remote, media, candidate, local);
                payloadType = codec < 0 ? -1 : candidate;
            }
            if (telephoneEvent < 0 && local.telephoneEvents()
                    && CodecTable.TELEPHONE_EVENT.matches(remote, media, candidate)) {
                telephoneEvent = candidate;
                telephoneEventRow = CodecTable.TELEPHONE_EVENT;
            }
        }
        return codec >= 0;
    }

    private static boolean hasKnownProtocol(final SdpView remote, final int media) {
        return Ascii.equalsIgnoreCase(remote.buffer(), remote.protocol(media), RTP_AVP)
                || Ascii.equalsIgnoreCase(remote.buffer(), remote.protocol(media), RTP_AVPF);
    }

    private static int localCodec(
            final SdpView remote, final int media, final int candidate, final LocalDescription local) {
        for (int i = 0; i < local.codecCount(); i++) {
            final CodecCapability row = CodecTable.row(local.codec(i));
            if (row.mediaType() == SdpView.AUDIO && row.matches(remote, media, candidate)) {
                return local.codec(i);
            }
        }
        return -1;
    }

    /** Sets all that offerer and answerer take alike from the peer's line. */
    void fill(final NegotiatedAudio result, final SdpView remote, final int media, final LocalDescription local,
            final boolean mux) {
        result.mediaIndex = media;
        result.codec = codec;
        result.sendPayloadType = payloadType;
        result.sendTelephoneEvent = telephoneEvent;
        result.telephoneEventClockRateHz = telephoneEvent < 0 ? 0 : telephoneEventRow.clockRateHz();
        result.rtcpMux = mux;
        result.ptimeMs = ptime(remote, media, local);
        result.hasRemoteAddress = remote.rtpAddress(media, result.remoteRtp());
        if (mux) {
            result.remoteRtcp().copyFrom(result.remoteRtp());
        } else {
            remote.rtcpAddress(media, result.remoteRtcp());
        }
        final long id = number(remote, remote.sessionId());
        final long version = number(remote, remote.sessionVersion());
        result.remoteChanged = id != result.remoteSessionId || version != result.remoteSessionVersion;
        result.remoteSessionId = id;
        result.remoteSessionVersion = version;
    }

    /** The peer's wish where it is one that codecs can follow, at most its maxptime, else ours. */
    private static int ptime(final SdpView remote, final int media, final LocalDescription local) {
        final int wish = remote.ptimeMs(media);
        final boolean possible = wish >= MIN_PTIME_MS && wish <= MAX_PTIME_MS && wish % PTIME_STEP_MS == 0;
        final int ptime = possible ? wish : local.ptimeMs();
        final int max = remote.maxptimeMs(media);
        return max >= MIN_PTIME_MS && max < ptime ? max / PTIME_STEP_MS * PTIME_STEP_MS : ptime;
    }

    /** @return the number, or a hash of digits that are no number of ours: only equality matters. */
    private static long number(final SdpView remote, final long span) {
        final long number = SdpLine.number(remote.buffer(), span, MAX_NUMBER);
        if (number >= 0 || span < 0) {
            return number;
        }
        long hash = 0;
        for (int at = Span.offset(span); at < Span.end(span); at++) {
            hash = hash * 31 + remote.buffer().getByte(at);
        }
        return hash;
    }

    /** RFC 2543 hold: c=0.0.0.0 says that the peer wants nothing, whatever the attributes say. */
    boolean heldByAddress(final NegotiatedAudio result) {
        return result.hasRemoteAddress && result.remoteRtp().isUnspecified();
    }
}
