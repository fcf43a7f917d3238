package busyhour.engine.media;

/** By which methods the digits of a call went, and how many by signalling. One thread. */
public final class DigitTally {

    /** Bits of {@link DigitMethod}. */
    private int sent;
    private int received;
    private long byInfo;

    void clear() {
        sent = 0;
        received = 0;
        byInfo = 0;
    }

    void sent(final int method) {
        sent |= method;
    }

    void sentByInfo() {
        sent |= DigitMethod.INFO;
        byInfo++;
    }

    void received(final int method) {
        received |= method;
    }

    /** Digits that went by INFO. */
    long byInfo() {
        return byInfo;
    }

    /** {@code dtmf_method} of the send side in this call, null when no digit was sent. */
    public String methodSent() {
        return DigitMethod.name(sent);
    }

    /** {@code dtmf_method} of the receive side in this call, null when no digit was heard. */
    public String methodReceived() {
        return DigitMethod.name(received);
    }
}
