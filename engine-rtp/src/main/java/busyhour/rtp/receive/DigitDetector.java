package busyhour.rtp.receive;

import busyhour.rtp.TelephoneEventFlyweight;
import org.agrona.DirectBuffer;

/**
 * Digits out of telephone-event packets (RFC 4733 2.5): all packets of one event carry the timestamp of its beginning, its
 * last one is sent three times. A digit counts once, with its first packet that arrives; its duration is the largest that
 * any of its packets says.
 */
final class DigitDetector {

    private final TelephoneEventFlyweight event = new TelephoneEventFlyweight();
    private int clockRateHz;
    private long digits;
    private boolean any;
    private int lastTimestamp;
    private int lastEvent;
    private int lastDuration;

    void reset(int clockRateHz) {
        this.clockRateHz = clockRateHz;
        digits = 0;
        any = false;
    }

    void onPacket(DirectBuffer buffer, int offset, int length, int timestamp) {
        if (!event.wrap(buffer, offset, length) || event.event() > TelephoneEventFlyweight.LAST_DIGIT) {
            return;
        }
        if (!any || timestamp != lastTimestamp || event.event() != lastEvent) {
            digits++;
            any = true;
            lastTimestamp = timestamp;
            lastEvent = event.event();
            lastDuration = 0;
        }
        lastDuration = Math.max(lastDuration, event.duration());
    }

    /** Digits heard so far. */
    long digits() {
        return digits;
    }

    /** The last digit's event code; -1 before one. */
    int lastEvent() {
        return any ? lastEvent : -1;
    }

    /** Duration of the last digit, NaN before one. */
    double durationMs() {
        return any ? lastDuration * 1e3 / clockRateHz : Double.NaN;
    }
}
