package busyhour.rtp.video;

import busyhour.codec.video.VideoCodec;

/** Which payload types a stream takes, and what they mean: two codecs at a time, each with retransmissions of its own type. */
final class VideoFormats {

    static final int NONE = -1;

    private VideoCodec codec;
    private int payloadType;
    private int rtxPayloadType;
    private VideoCodec otherCodec;
    private int otherPayloadType;
    private int otherRtxPayloadType;

    void reset(final VideoCodec negotiated, final int mediaType, final int rtxType) {
        codec = negotiated;
        payloadType = mediaType;
        rtxPayloadType = rtxType;
        otherCodec = null;
        otherPayloadType = NONE;
        otherRtxPayloadType = NONE;
    }

    /** A further codec is agreed on. @return whether its payload type is a new one. */
    boolean add(final VideoCodec added, final int mediaType, final int rtxType) {
        if (mediaType == payloadType) {
            codec = added;
            rtxPayloadType = rtxType;
            return false;
        }
        otherCodec = added;
        otherPayloadType = mediaType;
        otherRtxPayloadType = rtxType;
        return true;
    }

    boolean isMedia(final int type) {
        return type == payloadType || type == otherPayloadType;
    }

    boolean isRetransmission(final int type) {
        return type != NONE && (type == rtxPayloadType || type == otherRtxPayloadType);
    }

    /** Codec of media or of retransmissions of this type. */
    VideoCodec codecOf(final int type) {
        return type == payloadType || type == rtxPayloadType ? codec : otherCodec;
    }
}
