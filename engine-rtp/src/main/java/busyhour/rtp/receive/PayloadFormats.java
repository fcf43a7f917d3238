package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;

/**
 * Which payload types a stream takes, and what they mean. Two codecs at a time: offer and answer may change the codec while
 * packets of the old one are on their way (RFC 3264 8.3.2), and a peer may use any codec of its answer in turn.
 */
final class PayloadFormats {

    static final int NONE = -1;

    private AudioCodec codec;
    private int payloadType;
    private AudioCodec otherCodec;
    private int otherPayloadType;
    private int eventPayloadType;
    private int noisePayloadType;

    /** @param mediaCodec null for media that is not looked into. */
    void reset(AudioCodec mediaCodec, int mediaPayloadType) {
        codec = mediaCodec;
        payloadType = mediaPayloadType;
        otherCodec = null;
        otherPayloadType = NONE;
        eventPayloadType = NONE;
        noisePayloadType = NONE;
    }

    /** A further codec is agreed on: it is taken from its first packet on, the one in use until then and late ones after. */
    void add(AudioCodec addedCodec, int addedPayloadType) {
        if (addedPayloadType == payloadType) {
            codec = addedCodec;
            return;
        }
        otherCodec = addedCodec;
        otherPayloadType = addedPayloadType;
    }

    void events(int type) {
        eventPayloadType = type;
    }

    void noise(int type) {
        noisePayloadType = type;
    }

    boolean isExpected(int type) {
        return type == payloadType || type == eventPayloadType || type == noisePayloadType
                || type == otherPayloadType && otherPayloadType != NONE;
    }

    boolean isEvent(int type) {
        return type == eventPayloadType;
    }

    boolean isNoise(int type) {
        return type == noisePayloadType;
    }

    /** A media packet of an expected type came. @return whether it is of the other codec, which is the one in use now. */
    boolean select(int type) {
        if (type != otherPayloadType || otherPayloadType == NONE) {
            return false;
        }
        final AudioCodec formerCodec = codec;
        codec = otherCodec;
        otherCodec = formerCodec;
        otherPayloadType = payloadType;
        payloadType = type;
        return true;
    }

    AudioCodec codec() {
        return codec;
    }
}
