package busyhour.sip.sdp;

import busyhour.sip.message.Span;

/** {@code a=ssrc} (RFC 5576): the first source of a line. Stateless. */
final class SourceAttribute {

    private static final long MAX_SSRC = 0xFFFF_FFFFL;

    private SourceAttribute() {
    }

    /** @return the SSRC, -1 when the line names none. */
    static long ssrc(final SdpView remote, final int media) {
        final int at = remote.attributes().find(media, SdpAttributes.SSRC);
        final long value = at < 0 ? Span.NONE : remote.attributes().value(at);
        return value < 0 ? -1 : SdpLine.number(remote.buffer(), SdpLine.word(remote.buffer(), Span.offset(value), Span.end(value)), MAX_SSRC);
    }
}
