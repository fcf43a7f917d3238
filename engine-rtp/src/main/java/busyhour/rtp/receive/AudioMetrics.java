package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.rtp.playout.PlayoutFigures;
import org.agrona.DirectBuffer;

/** The catalogue's audio figures of one received stream, as of the last closed second. NaN = not measured. */
public final class AudioMetrics {

    private final AudioLevels levels = new AudioLevels();
    private final DigitDetector digits = new DigitDetector();
    private final PlayoutFigures figures;
    private AudioCodec codec;
    private long comfortNoisePackets;
    private double ptimeMs;
    private long codecBytes;
    private double codecMs;
    private double bitRate;

    AudioMetrics(PlayoutFigures figures) {
        this.figures = figures;
    }

    void reset(AudioCodec codec, int clockRateHz, long nowNs) {
        this.codec = codec;
        levels.reset(codec, nowNs);
        digits.reset(clockRateHz);
        comfortNoisePackets = 0;
        ptimeMs = Double.NaN;
        codecBytes = 0;
        codecMs = 0;
        bitRate = Double.NaN;
    }

    /** @param durationUnits timestamp units that the packet lasts. */
    void onMedia(DirectBuffer buffer, int offset, int length, int durationUnits, long arrivalNs) {
        if (codec != null) {
            levels.onPacket(buffer, offset, length, arrivalNs);
            ptimeMs = durationUnits * 1e3 / codec.clockRateHz();
            codecBytes += length;
            codecMs += ptimeMs;
        }
    }

    void onTelephoneEvent(DirectBuffer buffer, int offset, int length, int timestamp) {
        digits.onPacket(buffer, offset, length, timestamp);
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
        return codec == null ? Double.NaN : digits.digits();
    }

    public double dtmfDurationMs() {
        return digits.durationMs();
    }

    /** Event code of the last digit (RFC 4733), -1 before one. */
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
