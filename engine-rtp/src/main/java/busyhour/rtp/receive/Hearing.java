package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.rtp.playout.PlayoutFigures;
import busyhour.rtp.speech.Conversation;
import busyhour.rtp.speech.SpeechListener;
import org.agrona.DirectBuffer;

/**
 * How a received stream sounds: levels of what is heard here or by a decoder beside the shard, and who speaks when. What the
 * peer says counts from when it is played, which is the jitter buffer's delay after it came.
 */
final class Hearing implements SpeechListener {

    private final PayloadEnergy energy = new PayloadEnergy();
    private final AudioLevels levels = new AudioLevels(this);
    private final DecoderFigures decoder = new DecoderFigures();
    private final Conversation conversation = new Conversation();
    private final PlayoutFigures figures;
    private final AudioEvents events;
    private AudioCodec codec;
    private long packetNs;

    Hearing(PlayoutFigures figures, AudioEvents events) {
        this.figures = figures;
        this.events = events;
    }

    /** Set-up: packets of this codec may come. */
    void prepare(AudioCodec mayCome) {
        energy.prepare(mayCome);
    }

    void reset(AudioCodec mediaCodec, long nowNs) {
        codec = mediaCodec;
        packetNs = 0;
        decoder.reset();
        energy.reset();
        levels.reset(isHeard(), nowNs);
        conversation.reset(nowNs);
    }

    private boolean isHeard() {
        return energy.measures(codec) || decoder.runs();
    }

    /** Packets are of this codec from now on. */
    void codec(AudioCodec other, long nowNs) {
        codec = other;
        energy.reset();
        levels.measured(isHeard(), nowNs);
    }

    /** What comes next does not continue what came. */
    void onOtherSource() {
        energy.reset();
    }

    /** Whether the peer is to send at all. */
    void expect(boolean media, long nowNs) {
        levels.expect(media, nowNs);
        if (!media) {
            conversation.onPeerSuspended(nowNs);
        }
    }

    /** Time passes, with packets or without. */
    void onTime(long nowNs) {
        levels.onTime(nowNs);
        conversation.onTime(nowNs);
    }

    void onPayload(DirectBuffer buffer, int offset, int length, double ptimeMs, long arrivalNs) {
        final boolean measured = energy.measures(codec) && energy.measure(codec, buffer, offset, length);
        onMeasured(energy.sumOfSquares(), measured ? energy.samples() : 0, energy.largestSquare(), energy.clippedSamples(), ptimeMs, arrivalNs);
    }

    /** A packet came, and this is how loud it is. @param samples 0 when that is not known. */
    void onMeasured(long sumOfSquares, int samples, int largestSquare, int clippedSamples, double ptimeMs, long arrivalNs) {
        packetNs = (long) (ptimeMs * 1e6);
        if (samples > 0) {
            conversation.onPeerHeard();
            levels.onFrame(sumOfSquares, samples, largestSquare, clippedSamples, samples * 1_000_000_000L / codec.sampleRateHz(), arrivalNs);
        }
    }

    /** A description of noise came (RFC 3389 3.1). */
    void onComfortNoise(double levelDbov, long arrivalNs) {
        levels.onComfortNoise(levelDbov, arrivalNs);
    }

    void decoder(boolean runs, long nowNs) {
        decoder.runs(runs);
        levels.measured(isHeard(), nowNs);
    }

    void onDecoded(long sumOfSquares, int samples, int largestSquare, int clippedSamples, long durationNs, long arrivalNs) {
        if (decoder.runs() && !energy.measures(codec)) {
            conversation.onPeerHeard();
            levels.onFrame(sumOfSquares, samples, largestSquare, clippedSamples, durationNs, arrivalNs);
        }
    }

    @Override
    public void onSpeech(long sinceNs, long nowNs) {
        conversation.onPeerSpeech(sinceNs + figures.delayNs());
        events.onSpeech(nowNs);
    }

    @Override
    public void onSilence(long sinceNs, long nowNs) {
        conversation.onPeerSilence(sinceNs + figures.delayNs() + packetNs); // the last packet is played to its end
        events.onSilence(sinceNs, nowNs);
    }

    void closeSecond(long nowNs) {
        levels.closeSecond(nowNs);
        conversation.closeSecond();
        decoder.closeSecond();
    }

    AudioLevels levels() {
        return levels;
    }

    DecoderFigures decoder() {
        return decoder;
    }

    Conversation conversation() {
        return conversation;
    }
}
