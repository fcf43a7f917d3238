package busyhour.sip.sdp;

/** The formats that a stream was agreed on with, part of {@link NegotiatedMedia}: codecs and payload types of both directions. */
abstract class NegotiatedFormats {

    private static final int MAX_ALSO_RECEIVED = 8;

    private static final int PAYLOAD_TYPE_BITS = 8;
    private static final int PAYLOAD_TYPE_MASK = (1 << PAYLOAD_TYPE_BITS) - 1;

    /** Rows of {@link CodecTable} and their payload types. */
    private final int[] also = new int[MAX_ALSO_RECEIVED];
    int codec;
    int sendPayloadType;
    int receivePayloadType;
    int sendTelephoneEvent;
    int receiveTelephoneEvent;
    int telephoneEventClockRateHz;
    int sendComfortNoise;
    int receiveComfortNoise;
    int alsoReceived;

    void resetFormats() {
        codec = -1;
        sendPayloadType = -1;
        receivePayloadType = -1;
        sendTelephoneEvent = -1;
        receiveTelephoneEvent = -1;
        telephoneEventClockRateHz = 0;
        sendComfortNoise = -1;
        receiveComfortNoise = -1;
        alsoReceived = 0;
    }

    void copyFormats(final NegotiatedFormats other) {
        codec = other.codec;
        sendPayloadType = other.sendPayloadType;
        receivePayloadType = other.receivePayloadType;
        sendTelephoneEvent = other.sendTelephoneEvent;
        receiveTelephoneEvent = other.receiveTelephoneEvent;
        telephoneEventClockRateHz = other.telephoneEventClockRateHz;
        sendComfortNoise = other.sendComfortNoise;
        receiveComfortNoise = other.receiveComfortNoise;
        alsoReceived = other.alsoReceived;
        System.arraycopy(other.also, 0, also, 0, also.length);
    }

    /** @return whether a stream was agreed on. */
    public boolean isAgreed() {
        return codec >= 0;
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

    /** @return the payload type of the comfort noise (RFC 3389) that we may send, -1 without. */
    public int sendComfortNoise() {
        return sendComfortNoise;
    }

    /** @return the payload type of comfort noise that we expect, -1 without. */
    public int receiveComfortNoise() {
        return receiveComfortNoise;
    }

    /** @return how many codecs besides {@link #codec()} the peer may send in. */
    public int alsoReceivedCount() {
        return alsoReceived;
    }

    /** @return a row of {@link CodecTable} that the peer may send in too. */
    public int alsoReceivedCodec(final int index) {
        return also[index] >>> PAYLOAD_TYPE_BITS;
    }

    /** @return the payload type of {@link #alsoReceivedCodec}. */
    public int alsoReceivedPayloadType(final int index) {
        return also[index] & PAYLOAD_TYPE_MASK;
    }

    void alsoReceive(final int row, final int payloadType) {
        if (alsoReceived < MAX_ALSO_RECEIVED) {
            also[alsoReceived++] = row << PAYLOAD_TYPE_BITS | payloadType;
        }
    }
}
