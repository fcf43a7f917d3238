package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.VoipReportSource;
import busyhour.rtp.playout.PlayoutBuffer;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.quality.BurstGapAnalysis;
import busyhour.rtp.quality.LossRuns;

/**
 * One received media stream: everything that is measured about it.
 *
 * <pre>
 *   reset(...)  a new call begins on this stream; nothing of the last one stays
 *   onPacket    each datagram of the media socket, in order of arrival
 *   onSecond    once a second: the metrics of that second are then in quality(), network(), jitterBuffer(), audio()
 * </pre>
 *
 * <p>One thread. Allocates only in the constructor.
 */
public final class RtpReceiveStream extends PacketNotes {

    private final SequenceTracker sequence;
    private final MediaTiming timing = new MediaTiming();
    private final BurstGapAnalysis burstGap = new BurstGapAnalysis();
    private final LossRuns secondLoss = new LossRuns();
    private final LossRuns callLoss = new LossRuns();
    private final PlayoutBuffer playout;
    private final ReceptionReport report;
    private final QualityMetrics quality;
    private final NetworkMetrics network;
    private final JitterBufferMetrics jitterBuffer;
    private final AudioMetrics audio;
    private final VoipReport voipReport;
    private final MediaArrivals media;
    private final StreamIntake intake;

    private double rttMs;
    private long secondBeganNs;

    /** A stream that counts from the first packet. */
    public RtpReceiveStream(PlayoutMode playoutMode) {
        this(playoutMode, 0);
    }

    /** A stream that counts from the first packet and says what it hears. */
    public RtpReceiveStream(PlayoutMode playoutMode, AudioEvents events) {
        this(playoutMode, 0, events);
    }

    /**
     * @param playoutMode   the jitter buffer that delay, discard and MOS assume.
     * @param minSequential packets in sequence before a source is valid (RFC 3550 A.1), 0 = the first is.
     */
    public RtpReceiveStream(PlayoutMode playoutMode, int minSequential) {
        this(playoutMode, minSequential, AudioEvents.NONE);
    }

    private RtpReceiveStream(PlayoutMode playoutMode, int minSequential, AudioEvents events) {
        sequence = new SequenceTracker(minSequential);
        playout = new PlayoutBuffer(playoutMode, burstGap, secondLoss, callLoss);
        report = new ReceptionReport(sequence, timing);
        quality = new QualityMetrics(sequence, timing, burstGap, secondLoss, callLoss);
        network = new NetworkMetrics(sequence);
        jitterBuffer = new JitterBufferMetrics(playout.figures());
        final OpusFigures opus = new OpusFigures();
        audio = new AudioMetrics(playout.figures(), opus, events);
        voipReport = new VoipReport(sequence, playout, quality, audio);
        media = new MediaArrivals(timing, playout, quality, network, audio, opus);
        intake = new StreamIntake(sequence, timing, playout, report, quality, network, audio, media);
        workOffTo(intake, audio);
        report.readFrom(this);
        reset(AudioCodec.PCMU, AudioCodec.PCMU.payloadType(), 20, 20, 0);
    }

    /** Set-up: packets of this codec may come. What needs more than others do (G.722) is not heard without it. */
    public void prepare(AudioCodec codec) {
        audio.hearing().prepare(codec);
    }

    /**
     * Begins a call.
     *
     * @param codec          negotiated codec.
     * @param payloadType    its negotiated payload type in the direction towards us.
     * @param ptimeMs        negotiated packet time.
     * @param ipHeaderBytes  20 for IPv4, 40 for IPv6: counts towards the wire rate.
     * @param nowNs          monotonic.
     */
    public void reset(AudioCodec codec, int payloadType, int ptimeMs, int ipHeaderBytes, long nowNs) {
        begin(codec, codec.clockRateHz(), payloadType, ptimeMs, ipHeaderBytes, nowNs);
    }

    /**
     * Begins a stream whose payload is not looked into: levels, scores and concealment stay NaN.
     *
     * @param clockRateHz of the RTP timestamps.
     * @param ptimeMs     packet time, 0 where packets have no duration of their own (video).
     */
    public void resetOpaque(int clockRateHz, int payloadType, int ptimeMs, int ipHeaderBytes, long nowNs) {
        begin(null, clockRateHz, payloadType, ptimeMs, ipHeaderBytes, nowNs);
    }

    /** From the next reset on: the jitter buffer that delay, discard and MOS assume. */
    public void playoutMode(PlayoutMode mode) {
        playout.mode(mode);
    }

    private void begin(AudioCodec codec, int clockRateHz, int payloadType, int ptimeMs, int ipHeaderBytes, long nowNs) {
        forgetNotes();
        intake.reset();
        rttMs = Double.NaN;
        secondBeganNs = nowNs;
        burstGap.clear();
        secondLoss.clear();
        callLoss.clear();
        media.reset(codec, clockRateHz, payloadType, ptimeMs);
        quality.reset(codec);
        network.reset(ipHeaderBytes);
        audio.reset(codec, clockRateHz, nowNs);
    }

    /** After reset: packets of this payload type are telephone events (RFC 4733), -1 for none. */
    public void acceptTelephoneEvent(int payloadType) {
        settle();
        media.formats().events(payloadType);
    }

    /** As {@link #acceptTelephoneEvent(int)}, with a clock that need not be the audio's. */
    public void acceptTelephoneEvent(int payloadType, int clockRateHz) {
        settle();
        media.formats().events(payloadType);
        audio.digits().clockRateHz(clockRateHz);
    }

    /** After reset: packets of this payload type are comfort noise (RFC 3389), 13 when static. */
    public void acceptComfortNoise(int payloadType) {
        settle();
        media.formats().noise(payloadType);
    }

    /** After reset: whether digits are also looked for as tones in the audio. */
    public void detectTones(boolean detect) {
        settle();
        audio.digits().detectTones(detect);
    }

    /** Codec of the media packet that came last, or that is expected. */
    public AudioCodec codec() {
        return media.formats().codec();
    }

    /** Another codec is agreed on in mid-call: taken from its first packet on. All that was counted stays. */
    public void addCodec(AudioCodec codec, int payloadType) {
        settle();
        media.formats().add(codec, payloadType);
    }

    /** Whether the peer is to send at all: silence that was agreed on (hold) is no dead air. True after reset. */
    public void expectMedia(boolean media, long nowNs) {
        settle();
        audio.hearing().expect(media, nowNs);
    }

    /** A digit came by signalling: part of the same figures. */
    public void onInfoDigit(int durationMs) {
        settle();
        audio.digits().onInfo(durationMs);
    }

    /** Latest round trip from RTCP, milliseconds; NaN while unknown. */
    public void roundTripMs(double rttMs) {
        this.rttMs = rttMs;
    }

    /** Closes the second; the metrics answer for it until the next tick. Rates count the time since the last one. */
    public void onSecond(long nowNs) {
        catchUp();
        final long elapsedNs = Math.max(1, nowNs - secondBeganNs);
        secondBeganNs = nowNs;
        audio.onTime(nowNs);
        playout.advanceTo(nowNs);
        timing.closeTransit();
        final TransitWindow transit = timing.transit();
        playout.onSecond(transit.count() > 0, transit.baseNs(), transit.secondP99Ns(), elapsedNs);
        final double delayMs = playout.figures().meanDelayMs();
        // when every packet came too late none had a delay: then what the buffer aimed at counts
        quality.closeSecond(delayMs >= 0 ? delayMs : playout.figures().targetDelayMs(), media.packetNs() / 1e6, rttMs);
        network.closeSecond(elapsedNs);
        audio.closeSecond(nowNs);
        timing.nextSecond();
    }

    /** When the media of a timestamp is played by the playout model, monotonic; {@link Long#MIN_VALUE} before a packet came. */
    public long playoutNsOf(int timestamp) {
        catchUp();
        return playout.playoutNs(timing.mediaNsOf(timestamp));
    }

    /** What report blocks say about the source now received. */
    public ReceptionReportSource receptionReport() {
        return report;
    }

    /** What extended reports say about how the voice sounds (RFC 3611). */
    public VoipReportSource voipReport() {
        catchUp();
        return voipReport;
    }

    /** Whether a packet of a negotiated payload type arrived since reset. */
    public boolean hasSource() {
        catchUp();
        return intake.hasSource();
    }

    JitterEstimator jitterEstimator() {
        return timing.jitter();
    }

    public QualityMetrics quality() {
        catchUp();
        return quality;
    }

    public NetworkMetrics network() {
        catchUp();
        return network;
    }

    public JitterBufferMetrics jitterBuffer() {
        catchUp();
        return jitterBuffer;
    }

    public AudioMetrics audio() {
        catchUp();
        return audio;
    }
}
