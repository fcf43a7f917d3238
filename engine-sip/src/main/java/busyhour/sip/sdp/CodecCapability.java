package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import java.util.Locale;
import org.agrona.DirectBuffer;

/** What SDP says of one codec: a row of {@link CodecTable}. Immutable. */
public final class CodecCapability {

    private final String encodingName;
    private final String planName;
    private final int mediaType;
    private final int staticPayloadType;
    private final int payloadType;
    private final int clockRateHz;
    private final int channels;
    private final byte[] lowerCaseName;
    private final byte[] rtpmap;
    private final int slot;

    /**
     * @param planName          as plans write it.
     * @param mediaType         {@link SdpView#AUDIO} or {@link SdpView#VIDEO}.
     * @param staticPayloadType of RFC 3551, -1 when it has none.
     * @param payloadType       that our offers use.
     * @param clockRateHz       of the RTP timestamp: 8000 for G722 (RFC 3551 4.5.2).
     * @param channels          1 is not written.
     * @param slot              place in tables by codec, what stands beside codecs included.
     */
    CodecCapability(
            final String encodingName, final String planName, final int mediaType, final int staticPayloadType, final int payloadType,
            final int clockRateHz, final int channels, final int slot) {
        this.slot = slot;
        this.encodingName = encodingName;
        this.planName = planName;
        this.mediaType = mediaType;
        this.staticPayloadType = staticPayloadType;
        this.payloadType = payloadType;
        this.clockRateHz = clockRateHz;
        this.channels = channels;
        this.lowerCaseName = Ascii.bytes(encodingName.toLowerCase(Locale.ROOT));
        this.rtpmap = Ascii.bytes(encodingName + "/" + clockRateHz + (channels == 1 ? "" : "/" + channels));
    }

    /** @return whether the payload type of that line has this codec's name: by its rtpmap, else as a static type. */
    boolean matches(final SdpView description, final int media, final int payloadTypeThere) {
        final long text = description.rtpmap(media, payloadTypeThere);
        return text < 0 ? payloadTypeThere == staticPayloadType && payloadTypeThere >= 0 : matchesRtpmap(description.buffer(), text);
    }

    private boolean matchesRtpmap(final DirectBuffer buffer, final long text) {
        final int end = Span.end(text);
        final int nameEnd = SdpLine.find(buffer, Span.offset(text), end, '/');
        if (!Ascii.equalsIgnoreCase(buffer, Span.offset(text), nameEnd - Span.offset(text), lowerCaseName)) {
            return false;
        }
        final int clockStart = Math.min(nameEnd + 1, end);
        final int clockEnd = SdpLine.find(buffer, clockStart, end, '/');
        if (Ascii.number(buffer, clockStart, clockEnd, Integer.MAX_VALUE) != clockRateHz) {
            return false;
        }
        return mediaType == SdpView.VIDEO || channelsIn(buffer, clockEnd, end) == channels;
    }

    private static long channelsIn(final DirectBuffer buffer, final int slash, final int end) {
        return slash == end ? 1 : Ascii.number(buffer, slash + 1, end, 255);
    }

    public String encodingName() {
        return encodingName;
    }

    /** @return the name in plans and reports, one for each row. */
    public String planName() {
        return planName;
    }

    public int mediaType() {
        return mediaType;
    }

    /** @return the payload type that our offers use: the static one where there is one. */
    public int payloadType() {
        return payloadType;
    }

    public int clockRateHz() {
        return clockRateHz;
    }

    public int channels() {
        return channels;
    }

    int slot() {
        return slot;
    }

    byte[] rtpmap() {
        return rtpmap;
    }
}
