package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;

/**
 * Which payload types a stream takes, and what they mean. Several codecs at a time: offer and answer may change the codec while
 * packets of the old one are on their way (RFC 3264 8.3.2), and a peer may use any codec of its answer in turn.
 */
final class PayloadFormats {

    static final int NONE = -1;
    /** Codecs that are known at a time; beyond, the one that was agreed on first and is not in use gives way. */
    static final int MAX_CODECS = 8;

    private final AudioCodec[] codecs = new AudioCodec[MAX_CODECS];
    private final int[] payloadTypes = new int[MAX_CODECS];
    private int count;
    private AudioCodec codec;
    private int payloadType;
    private int eventPayloadType;
    private int noisePayloadType;

    /** @param mediaCodec null for media that is not looked into. */
    void reset(AudioCodec mediaCodec, int mediaPayloadType) {
        codecs[0] = mediaCodec;
        payloadTypes[0] = mediaPayloadType;
        count = 1;
        codec = mediaCodec;
        payloadType = mediaPayloadType;
        eventPayloadType = NONE;
        noisePayloadType = NONE;
    }

    /** A further codec is agreed on: it is taken from its first packet on, the one in use until then and late ones after. */
    void add(AudioCodec addedCodec, int addedPayloadType) {
        int at = 0;
        while (at < count && payloadTypes[at] != addedPayloadType) {
            at++;
        }
        if (at == MAX_CODECS) {
            at = payloadTypes[0] == payloadType ? 1 : 0;
            System.arraycopy(codecs, at + 1, codecs, at, MAX_CODECS - 1 - at);
            System.arraycopy(payloadTypes, at + 1, payloadTypes, at, MAX_CODECS - 1 - at);
            at = MAX_CODECS - 1;
        }
        codecs[at] = addedCodec;
        payloadTypes[at] = addedPayloadType;
        count = Math.max(count, at + 1);
    }

    void events(int type) {
        eventPayloadType = type;
    }

    void noise(int type) {
        noisePayloadType = type;
    }

    boolean isExpected(int type) {
        if (type == payloadType || type == eventPayloadType || type == noisePayloadType) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            if (payloadTypes[i] == type) {
                return true;
            }
        }
        return false;
    }

    boolean isEvent(int type) {
        return type == eventPayloadType;
    }

    boolean isNoise(int type) {
        return type == noisePayloadType;
    }

    /** A media packet of an expected type came. @return whether it is of another codec than the last, which is in use now. */
    boolean select(int type) {
        if (type == noisePayloadType) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (payloadTypes[i] == type) {
                final boolean other = codecs[i] != codec;
                codec = codecs[i];
                payloadType = type;
                return other;
            }
        }
        return false;
    }

    AudioCodec codec() {
        return codec;
    }
}
