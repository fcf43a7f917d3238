package busyhour.sip.sdp;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Span;

/** Finds what a remote audio line and an endpoint have in common (RFC 3264 6.1). */
final class AudioMatch {

    private static final int MIN_PTIME_MS = 10;
    private static final int MAX_PTIME_MS = 120;
    /** Packet times that are sent. */
    private static final int[] PTIMES_MS = {10, 20, 30, 40, 60};
    private static final long MAX_NUMBER = 99_999_999_999_999_999L;

    private final TransportAddress scratch = new TransportAddress();
    int codec;
    int payloadType;
    int telephoneEvent;
    CodecCapability telephoneEventRow;

    /** @return whether the line is open, has a profile that we speak and a codec that the endpoint has; then fields are set. */
    boolean find(final SdpView remote, final int media, final LocalDescription local) {
        codec = -1;
        payloadType = -1;
        telephoneEvent = -1;
        if (remote.mediaType(media) != SdpView.AUDIO || remote.port(media) == 0 || !RtpProfile.isPlain(remote.profile(media))) {
            return false;
        }
        for (int format = 0; format < remote.formatCount(media) && codec < 0; format++) {
            final int candidate = remote.payloadType(media, format);
            if (candidate >= 0) {
                codec = localCodec(remote, media, candidate, local);
                payloadType = codec < 0 ? -1 : candidate;
            }
        }
        if (codec >= 0 && local.audio().telephoneEvents()) {
            findTelephoneEvent(remote, media);
        }
        return codec >= 0;
    }

    /** Events run on the clock of the audio (RFC 4733 2.1); a peer that has them on another one only means that. */
    private void findTelephoneEvent(final SdpView remote, final int media) {
        final int clockRateHz = CodecTable.row(codec).clockRateHz();
        for (int format = 0; format < remote.formatCount(media); format++) {
            final int candidate = remote.payloadType(media, format);
            for (int row = 0; candidate >= 0 && row < CodecTable.telephoneEventCount(); row++) {
                final CodecCapability events = CodecTable.telephoneEventRow(row);
                final boolean better = telephoneEvent < 0
                        || telephoneEventRow.clockRateHz() != clockRateHz && events.clockRateHz() == clockRateHz;
                if (better && events.matches(remote, media, candidate)) {
                    telephoneEvent = candidate;
                    telephoneEventRow = events;
                }
            }
        }
    }

    private static int localCodec(
            final SdpView remote, final int media, final int candidate, final LocalDescription local) {
        for (int i = 0; i < local.audio().codecCount(); i++) {
            final CodecCapability row = CodecTable.row(local.audio().codec(i));
            if (row.mediaType() == SdpView.AUDIO && row.matches(remote, media, candidate)) {
                return local.audio().codec(i);
            }
        }
        return -1;
    }

    /** Sets all that offerer and answerer take alike from the peer's line. */
    void fill(final NegotiatedSession session, final SdpView remote, final int media, final LocalDescription local,
            final boolean mux) {
        final NegotiatedMedia result = session.audio();
        result.mediaIndex = media;
        result.codec = codec;
        result.sendPayloadType = payloadType;
        result.sendTelephoneEvent = telephoneEvent;
        result.telephoneEventClockRateHz = telephoneEvent < 0 ? 0 : telephoneEventRow.clockRateHz();
        result.rtcpMux = mux;
        result.ptimeMs = ptime(remote, media, local);
        result.hasRemoteAddress = remote.rtpAddress(media, result.remoteRtp());
        result.heldByAddress = remote.isHeldByAddress(media, scratch);
        if (result.heldByAddress) {
            result.remoteRtp().clear();
            result.hasRemoteAddress = true;
        }
        result.remoteDirection = remote.direction(media);
        result.closed = false;
        if (mux || result.heldByAddress) {
            result.remoteRtcp().copyFrom(result.remoteRtp());
        } else {
            remote.rtcpAddress(media, result.remoteRtcp());
        }
        session(session, remote);
    }

    /** Notes whether the peer's description is another than the one before (RFC 3264 8: its version says so). */
    static void session(final NegotiatedSession result, final SdpView remote) {
        final long id = number(remote, remote.sessionId());
        final long version = number(remote, remote.sessionVersion());
        result.remoteChanged = id != result.remoteSessionId || version != result.remoteSessionVersion;
        result.remoteSessionId = id;
        result.remoteSessionVersion = version;
    }

    /** The peer's wish, or the next shorter time that codecs can follow, at most its maxptime; without a wish ours. */
    private static int ptime(final SdpView remote, final int media, final LocalDescription local) {
        final int wish = remote.ptimeMs(media);
        final boolean possible = wish >= MIN_PTIME_MS && wish <= MAX_PTIME_MS;
        final int max = remote.maxptimeMs(media);
        final int ptime = possible ? wish : local.audio().ptimeMs();
        return ladder(max >= MIN_PTIME_MS ? Math.min(ptime, max) : ptime);
    }

    private static int ladder(final int ptimeMs) {
        int step = PTIMES_MS.length - 1;
        while (step > 0 && PTIMES_MS[step] > ptimeMs) {
            step--;
        }
        return PTIMES_MS[step];
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
}
