package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.codec.G711Energy;
import busyhour.rtp.playout.PlayoutFigures;
import busyhour.rtp.speech.Conversation;
import org.agrona.DirectBuffer;

/**
 * The catalogue's audio figures of one received stream, as of the last closed second. NaN = not measured.
 *
 * <p>G.711, G.722 and linear samples are heard here. Of other codecs only a decoder beside the shard can tell how they sound:
 * it says {@link #decoder} and hands in what it heard, on the shard's thread.
 */
public final class AudioMetrics {

    private final ReceivedDigits digits;
    private final Hearing hearing;
    private final PlayoutFigures figures;
    private final OpusFigures opus;
    private AudioCodec codec;
    private long comfortNoisePackets;
    private long malformedPayloads;
    private double ptimeMs;
    private long codecBytes;
    private double codecMs;
    private double bitRate;

    AudioMetrics(PlayoutFigures figures, OpusFigures opus, AudioEvents events) {
        this.figures = figures;
        this.opus = opus;
        digits = new ReceivedDigits(events);
        hearing = new Hearing(figures, events);
    }

    void reset(AudioCodec mediaCodec, int clockRateHz, long nowNs) {
        codec = mediaCodec;
        hearing.reset(mediaCodec, nowNs);
        digits.reset(clockRateHz, nowNs);
        comfortNoisePackets = 0;
        malformedPayloads = 0;
        ptimeMs = Double.NaN;
        codecBytes = 0;
        codecMs = 0;
        bitRate = Double.NaN;
    }

    /** Packets are of this codec from now on. */
    void codec(AudioCodec other, long nowNs) {
        codec = other;
        hearing.codec(other, nowNs);
        digits.onOtherCodec();
    }

    /** Another source is heard. */
    void onOtherSource() {
        hearing.onOtherSource();
        digits.onOtherSource();
    }

    AudioCodec codec() {
        return codec;
    }

    Hearing hearing() {
        return hearing;
    }

    ReceivedDigits digits() {
        return digits;
    }

    /** Time passes, with packets or without. */
    void onTime(long nowNs) {
        digits.onTime(nowNs);
        hearing.onTime(nowNs);
    }

    /**
     * @param durationUnits timestamp units that the packet lasts.
     * @param follows       whether it follows the last one without a gap.
     */
    void onMedia(DirectBuffer buffer, int offset, int length, int durationUnits, boolean follows, long arrivalNs) {
        if (codec == null) {
            return;
        }
        count(durationUnits, length);
        digits.onMedia(codec, buffer, offset, length, follows, arrivalNs);
        hearing.onPayload(buffer, offset, length, ptimeMs, arrivalNs);
    }

    /** A packet of G.711, as many octets as samples, whose loudness was taken when it came. */
    void onNoted(int length, long sumOfSquares, int largestSquare, int clippedSamples, long arrivalNs) {
        count(length, length);
        digits.onUnheard(arrivalNs);
        hearing.onMeasured(sumOfSquares, length, largestSquare, clippedSamples, ptimeMs, arrivalNs);
    }

    private void count(int durationUnits, int length) {
        ptimeMs = durationUnits * 1e3 / codec.clockRateHz();
        codecBytes += length;
        codecMs += ptimeMs;
    }

    /** Whether nothing but loudness is taken from a packet of the codec in use, and nothing is under way that time alone ends. */
    boolean mayBeNoted() {
        return codec != null && G711Energy.measures(codec) && digits.areSettled();
    }

    void onMalformedPayload() {
        malformedPayloads++;
    }

    void onComfortNoise(DirectBuffer buffer, int offset, int length, long arrivalNs) {
        comfortNoisePackets++;
        if (length > 0) {
            hearing.onComfortNoise(-(buffer.getByte(offset) & 0x7F), arrivalNs);
        }
    }

    void closeSecond(long nowNs) {
        hearing.closeSecond(nowNs);
        bitRate = codecMs == 0 ? Double.NaN : codecBytes * 8e3 / codecMs;
        codecBytes = 0;
        codecMs = 0;
    }

    /** Whether a decoder beside the shard hears this stream from now on. A new call begins without. */
    public void decoder(boolean runs, long nowNs) {
        hearing.decoder(runs, nowNs);
    }

    /**
     * A decoder decoded a frame of this stream, concealed ones left out. Ignored for codecs that are heard here anyway.
     *
     * @param sumOfSquares   of its 16-bit samples.
     * @param samples        in it, all channels together; at least 1.
     * @param clippedSamples of them at full scale.
     * @param durationNs     that it plays.
     * @param arrivalNs      when its packet came, monotonic; in order, as speech is told by it.
     */
    public void decoded(long sumOfSquares, int samples, int largestSquare, int clippedSamples, long durationNs, long arrivalNs) {
        hearing.onDecoded(sumOfSquares, samples, largestSquare, clippedSamples, durationNs, arrivalNs);
    }

    /** The decoder concealed so much. @param begins whether a run of concealment began with it. */
    public void concealed(long durationNs, boolean begins) {
        hearing.decoder().onConcealed(durationNs, begins);
    }

    /** The decoder's output gain, 0 dB where it says nothing. */
    public void decoderGainDb(double gainDb) {
        hearing.decoder().gainDb(gainDb);
    }

    /** Who speaks when, in both directions: told of our own frames by the sending side. */
    public Conversation conversation() {
        return hearing.conversation();
    }

    private DecoderFigures decoder() {
        return hearing.decoder();
    }

    public double plcEvents() {
        return codec == null ? Double.NaN : decoder().hasConcealment() ? decoder().events() : figures.concealmentsPerSecond();
    }

    public double plcDurationMs() {
        return codec == null ? Double.NaN : decoder().hasConcealment() ? decoder().concealedMs() : figures.concealedMsPerSecond();
    }

    public double signalLevelDbov() {
        return hearing.levels().signalDbov();
    }

    public double noiseLevelDbov() {
        return hearing.levels().noiseDbov();
    }

    public double audioLevelRmsDbov() {
        return hearing.levels().rmsDbov();
    }

    public double audioLevelPeakDbov() {
        return hearing.levels().peakDbov();
    }

    public double speechActivity() {
        return hearing.levels().activityPercent();
    }

    public double clippingRatio() {
        return hearing.levels().clippedPercent();
    }

    public double deadAirMs() {
        return hearing.levels().deadAirMs();
    }

    public double turnLatencyMs() {
        return hearing.conversation().turnLatencyMs();
    }

    public double bargeInLatencyMs() {
        return hearing.conversation().bargeInLatencyMs();
    }

    public double comfortNoisePacketsReceived() {
        return codec == null ? Double.NaN : comfortNoisePackets;
    }

    /** Payloads that were none of their codec: counted, and of no duration of their own. */
    public long malformedPayloads() {
        return malformedPayloads;
    }

    public double opusLastPacketDurationMs() {
        return codec == AudioCodec.OPUS ? opus.lastDurationMs() : Double.NaN;
    }

    public double opusBandwidthHz() {
        return codec == AudioCodec.OPUS ? opus.bandwidthHz() : Double.NaN;
    }

    /** Losses whose next packet carried their content and came in time. */
    public double opusFecRecovered() {
        return codec == AudioCodec.OPUS ? figures.repaired() : Double.NaN;
    }

    public double opusDecoderGainDb() {
        return codec == AudioCodec.OPUS && decoder().runs() ? decoder().gainDb() : Double.NaN;
    }

    public double dtmfDigitsReceived() {
        return codec == null ? Double.NaN : digits.digits();
    }

    public double dtmfDurationMs() {
        return digits.durationMs();
    }

    /** Event code of the last digit by telephone events (RFC 4733), -1 before one. */
    public int lastDigit() {
        return digits.lastEvent();
    }

    public double audioBitrateBps() {
        return bitRate;
    }

    public double ptimeMs() {
        return ptimeMs;
    }
}
