package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.codec.DtmfDetector;
import busyhour.codec.G711Energy;
import busyhour.rtp.playout.PlayoutFigures;
import org.agrona.DirectBuffer;

/** The catalogue's audio figures of one received stream, as of the last closed second. NaN = not measured. */
public final class AudioMetrics {

    /** A tone ends when nothing came for so long: no packet time is longer. */
    private static final long NOTHING_NS = 150_000_000;

    private final AudioLevels levels;
    private final DigitDetector digits;
    private final DtmfDetector tones;
    private final PlayoutFigures figures;
    private final AudioEvents events;
    private boolean detectsTones;
    private long lastMediaNs;
    private long toneDigits;
    private long infoDigits;
    private double digitMs;
    private AudioCodec codec;
    private long comfortNoisePackets;
    private double ptimeMs;
    private long codecBytes;
    private double codecMs;
    private double bitRate;

    AudioMetrics(PlayoutFigures figures, AudioEvents events) {
        this.figures = figures;
        this.events = events;
        levels = new AudioLevels(events);
        digits = new DigitDetector(events);
        tones = new DtmfDetector(this::onTone);
    }

    void reset(AudioCodec codec, int clockRateHz, long nowNs) {
        this.codec = codec;
        levels.reset(codec, nowNs);
        digits.reset(clockRateHz);
        tones.reset();
        detectsTones = false;
        lastMediaNs = nowNs;
        toneDigits = 0;
        infoDigits = 0;
        digitMs = Double.NaN;
        comfortNoisePackets = 0;
        ptimeMs = Double.NaN;
        codecBytes = 0;
        codecMs = 0;
        bitRate = Double.NaN;
    }

    /** Packets are of this codec from now on. */
    void codec(AudioCodec other) {
        codec = other;
        levels.codec(other);
        tones.onGap();
    }

    /** Another source is heard. */
    void onOtherSource() {
        digits.onOtherSource();
        tones.onSilence();
    }

    /** Whether the peer is to send at all. */
    void expect(boolean media, long nowNs) {
        levels.expect(media, nowNs);
    }

    /** Telephone events are told in units of this clock. */
    void eventClockRateHz(int clockRateHz) {
        digits.clockRateHz(clockRateHz);
    }

    void detectTones(boolean detect) {
        detectsTones = detect;
    }

    /** Time passes, with packets or without. */
    void onTime(long nowNs) {
        digits.onTime(nowNs);
        levels.onTime(nowNs);
        if (detectsTones && nowNs - lastMediaNs > NOTHING_NS) {
            tones.onSilence();
        }
    }

    /**
     * @param durationUnits timestamp units that the packet lasts.
     * @param follows       whether it follows the last one without a gap.
     */
    void onMedia(DirectBuffer buffer, int offset, int length, int durationUnits, boolean follows, long arrivalNs) {
        lastMediaNs = arrivalNs;
        if (detectsTones && codec != null && G711Energy.measures(codec)) {
            if (!follows) {
                tones.onGap();
            }
            tones.onPayload(codec, buffer, offset, length);
        }
        if (codec != null) {
            levels.onPacket(buffer, offset, length, arrivalNs);
            ptimeMs = durationUnits * 1e3 / codec.clockRateHz();
            codecBytes += length;
            codecMs += ptimeMs;
        }
    }

    void onTelephoneEvent(DirectBuffer buffer, int offset, int length, int timestamp, long arrivalNs) {
        digits.onPacket(buffer, offset, length, timestamp, arrivalNs);
        digitMs = digits.digits() > 0 ? digits.durationMs() : digitMs;
    }

    private void onTone(int event, int durationMs) {
        if (!digits.hears(event, lastMediaNs)) { // a gateway may send both for one key
            toneDigits++;
            digitMs = durationMs;
            events.onDigit(event, durationMs, true, lastMediaNs);
        }
    }

    /** A digit came by signalling. */
    void onInfoDigit(int durationMs) {
        infoDigits++;
        digitMs = durationMs;
    }

    void onComfortNoise() {
        comfortNoisePackets++;
    }

    void closeSecond(long nowNs) {
        levels.closeSecond(nowNs);
        bitRate = codecMs == 0 ? Double.NaN : codecBytes * 8e3 / codecMs;
        codecBytes = 0;
        codecMs = 0;
    }

    public double plcEvents() {
        return codec == null ? Double.NaN : figures.concealmentsPerSecond();
    }

    public double plcDurationMs() {
        return codec == null ? Double.NaN : figures.concealedMsPerSecond();
    }

    public double signalLevelDbov() {
        return levels.signalDbov();
    }

    public double noiseLevelDbov() {
        return levels.noiseDbov();
    }

    public double audioLevelRmsDbov() {
        return levels.rmsDbov();
    }

    public double audioLevelPeakDbov() {
        return levels.peakDbov();
    }

    public double speechActivity() {
        return levels.activityPercent();
    }

    public double clippingRatio() {
        return levels.clippedPercent();
    }

    public double deadAirMs() {
        return levels.deadAirMs();
    }

    public double comfortNoisePacketsReceived() {
        return codec == null ? Double.NaN : comfortNoisePackets;
    }

    public double dtmfDigitsReceived() {
        return codec == null ? Double.NaN : digits.digits() + toneDigits + infoDigits;
    }

    public double dtmfDurationMs() {
        return digitMs;
    }

    /** Event code of the last digit by telephone events (RFC 4733), -1 before one. */
    public int lastDigit() {
        return digits.lastEvent();
    }

    /** Payload bits over the media time that they last. */
    public double audioBitrateBps() {
        return bitRate;
    }

    /** Duration of the last packet. */
    public double ptimeMs() {
        return ptimeMs;
    }
}
