package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.codec.DtmfDetector;
import busyhour.codec.G711Energy;
import org.agrona.DirectBuffer;

/** The digits of one received stream, by whatever way they came: telephone events, tones in the audio, signalling. */
final class ReceivedDigits {

    /** A tone ends when nothing came for so long: no packet time is longer. */
    private static final long NOTHING_NS = 150_000_000;

    private final DigitDetector events;
    private final DtmfDetector tones;
    private final AudioEvents listener;
    private boolean detectsTones;
    private long lastMediaNs;
    private long toneDigits;
    private long infoDigits;
    private double digitMs;

    ReceivedDigits(AudioEvents listener) {
        this.listener = listener;
        events = new DigitDetector(listener);
        tones = new DtmfDetector(this::onTone);
    }

    void reset(int clockRateHz, long nowNs) {
        events.reset(clockRateHz);
        tones.reset();
        detectsTones = false;
        lastMediaNs = nowNs;
        toneDigits = 0;
        infoDigits = 0;
        digitMs = Double.NaN;
    }

    void onOtherCodec() {
        tones.onGap();
    }

    void onOtherSource() {
        events.onOtherSource();
        tones.onSilence();
    }

    void clockRateHz(int clockRateHz) {
        events.clockRateHz(clockRateHz);
    }

    void detectTones(boolean detect) {
        detectsTones = detect;
    }

    /** Time passes, with packets or without. */
    void onTime(long nowNs) {
        events.onTime(nowNs);
        if (detectsTones && nowNs - lastMediaNs > NOTHING_NS) {
            tones.onSilence();
        }
    }

    /** @param follows whether the packet follows the last one without a gap. */
    void onMedia(AudioCodec codec, DirectBuffer buffer, int offset, int length, boolean follows, long arrivalNs) {
        lastMediaNs = arrivalNs;
        if (detectsTones && G711Energy.measures(codec)) {
            if (!follows) {
                tones.onGap();
            }
            tones.onPayload(codec, buffer, offset, length);
        }
    }

    /** A media packet came in which no tone is looked for. */
    void onUnheard(long arrivalNs) {
        lastMediaNs = arrivalNs;
    }

    /** Whether no tones are looked for, and no digit is under way. */
    boolean areSettled() {
        return !detectsTones && !events.isActive();
    }

    void onTelephoneEvent(DirectBuffer buffer, int offset, int length, int timestamp, long arrivalNs) {
        events.onPacket(buffer, offset, length, timestamp, arrivalNs);
        digitMs = events.digits() > 0 ? events.durationMs() : digitMs;
    }

    private void onTone(int event, int durationMs) {
        if (!events.hears(event, lastMediaNs)) { // a gateway may send both for one key
            toneDigits++;
            digitMs = durationMs;
            listener.onDigit(event, durationMs, true, lastMediaNs);
        }
    }

    /** A digit came by signalling. */
    void onInfo(int durationMs) {
        infoDigits++;
        digitMs = durationMs;
    }

    long digits() {
        return events.digits() + toneDigits + infoDigits;
    }

    /** Duration of the last digit, NaN before one. */
    double durationMs() {
        return digitMs;
    }

    /** Event code of the last digit by telephone events (RFC 4733), -1 before one. */
    int lastEvent() {
        return events.lastEvent();
    }
}
