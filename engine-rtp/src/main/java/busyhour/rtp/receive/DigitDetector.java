package busyhour.rtp.receive;

import busyhour.rtp.TelephoneEventFlyweight;
import org.agrona.DirectBuffer;

/**
 * Digits out of telephone-event packets (RFC 4733 2.5): all packets of one event carry the timestamp of its beginning, its
 * last one is sent three times.
 *
 * <p>A digit counts once, with its first packet that arrives, and is told once, when it ends: with its first end packet,
 * with the next digit, or when nothing more was heard of it for {@link #SILENT_NS}. Its duration is the largest that any of its
 * packets said until then. A digit longer than 0xFFFF units comes in segments, each beginning where the last one ended
 * (2.5.1.3), and is one digit. Packets of digits that ended do nothing.
 */
final class DigitDetector {

    /** Updates come every 20 to 50 ms; after three and more that did not, the end packets are lost too. */
    static final long SILENT_NS = 200_000_000;

    private static final int REMEMBERED = 4;

    private final TelephoneEventFlyweight event = new TelephoneEventFlyweight();
    private final AudioEvents events;
    /** Timestamps of digits and segments before the last one, so that their late packets are known. */
    private final int[] earlier = new int[REMEMBERED];
    private int remembered;
    private int clockRateHz;
    private long digits;
    private boolean any;
    private boolean active;
    private int lastTimestamp;
    private int lastEvent;
    private long segmentsUnits;
    private int segmentUnits;
    private long lastArrivalNs;

    DigitDetector(AudioEvents events) {
        this.events = events;
    }

    void reset(int clockRateHz) {
        this.clockRateHz = clockRateHz;
        digits = 0;
        onOtherSource();
    }

    /** Another source: its timestamps have nothing to do with the last one's. A digit under way is not told any more. */
    void onOtherSource() {
        any = false;
        active = false;
        remembered = 0;
    }

    /** @param clockRateHz of the durations, where it is not that of the audio. */
    void clockRateHz(int clockRateHz) {
        this.clockRateHz = clockRateHz;
    }

    /** A payload: one event, or several that follow upon each other (2.5.1.5): each begins where the one before it ended. */
    void onPacket(DirectBuffer buffer, int offset, int length, int timestamp, long arrivalNs) {
        int begins = timestamp;
        for (int at = 0; event.wrap(buffer, offset + at, length - at); at += TelephoneEventFlyweight.LENGTH) {
            if (event.event() <= TelephoneEventFlyweight.LAST_DIGIT) {
                onEvent(begins, arrivalNs);
            }
            begins += event.duration();
        }
    }

    private void onEvent(int timestamp, long arrivalNs) {
        final int step = timestamp - lastTimestamp;
        if (!any || step > 0 || step == 0 && event.event() != lastEvent) {
            if (any && active && event.event() == lastEvent && step > 0 && step % TelephoneEventFlyweight.MAX_DURATION == 0) {
                segmentsUnits += step;
                remember(lastTimestamp);
            } else {
                end(arrivalNs);
                begin(timestamp, arrivalNs);
            }
            lastTimestamp = timestamp;
            segmentUnits = 0;
        } else if (step < 0) {
            onEarlier(timestamp, arrivalNs);
            return;
        }
        if (active) {
            segmentUnits = Math.max(segmentUnits, event.duration());
            lastArrivalNs = arrivalNs;
            if (event.end()) {
                end(arrivalNs);
            }
        }
    }

    private void begin(int timestamp, long arrivalNs) {
        if (any) {
            remember(lastTimestamp);
        }
        any = true;
        active = true;
        digits++;
        lastEvent = event.event();
        segmentsUnits = 0;
    }

    private void remember(int timestamp) {
        earlier[remembered++ % REMEMBERED] = timestamp;
    }

    /** A packet of a digit before the last one: late, or all that is left of a digit that the network turned round. */
    private void onEarlier(int timestamp, long arrivalNs) {
        for (int i = 0; i < Math.min(remembered, REMEMBERED); i++) {
            if (earlier[i] == timestamp) {
                return;
            }
        }
        if (event.end()) {
            remember(timestamp);
            digits++;
            events.onDigit(event.event(), milliseconds(event.duration()), false, arrivalNs);
        }
    }

    /** Time passes: a digit of which nothing more is heard has ended. */
    void onTime(long nowNs) {
        if (active && nowNs - lastArrivalNs > SILENT_NS) {
            end(nowNs);
        }
    }

    private void end(long nowNs) {
        if (active) {
            active = false;
            events.onDigit(lastEvent, milliseconds(segmentsUnits + segmentUnits), false, nowNs);
        }
    }

    private int milliseconds(long units) {
        return (int) ((units * 1_000 + clockRateHz / 2) / clockRateHz);
    }

    /** Whether this digit is under way, or was a moment ago: the tone of it in the audio is no second one. */
    boolean hears(int otherEvent, long nowNs) {
        return any && lastEvent == otherEvent && nowNs - lastArrivalNs <= 2 * SILENT_NS;
    }

    /** Whether a digit is under way. */
    boolean isActive() {
        return active;
    }

    /** Digits heard so far. */
    long digits() {
        return digits;
    }

    /** The last digit's event code; -1 before one. */
    int lastEvent() {
        return any ? lastEvent : -1;
    }

    /** Duration of the last digit so far, NaN before one. */
    double durationMs() {
        return any ? (segmentsUnits + segmentUnits) * 1e3 / clockRateHz : Double.NaN;
    }
}
