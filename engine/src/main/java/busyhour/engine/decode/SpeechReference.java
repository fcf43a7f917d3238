package busyhour.engine.decode;

import busyhour.codec.AudioDecoder;
import busyhour.codec.EncodedTrack;

/** What a group plays, as levels in steps of 10 ms; it is played in a loop. Immutable. */
public final class SpeechReference {

    /** Speech is at most so much quieter than the loudest step. */
    private static final float SPEECH_RANGE_DB = 30;
    private static final float FLOOR_DB = -50;

    private final float[] levels;
    private final float threshold;

    SpeechReference(final float[] levels) {
        this.levels = levels;
        float largest = Envelope.SILENCE_DB;
        for (final float level : levels) {
            largest = Math.max(largest, level);
        }
        threshold = Math.max(FLOOR_DB, largest - SPEECH_RANGE_DB);
    }

    /** Decodes a track. Set-up time. */
    public static SpeechReference of(final EncodedTrack track) {
        final AudioDecoder decoder = AudioDecoder.of(track.codec(), 1);
        final Envelope envelope = new Envelope();
        final int perFrame = decoder.sampleRateHz() * track.ptimeMs() / 1_000;
        final short[] samples = new short[decoder.sampleRateHz() * AudioDecoder.MAX_PACKET_MS / 1_000];
        for (int frame = 0; frame < track.frameCount(); frame++) {
            final int length = track.isComfortNoise(frame) ? 0 : track.frameLength(frame);
            int count = length == 0 ? AudioDecoder.MALFORMED : decoder.decode(track.buffer(), track.frameOffset(frame), length, samples, 0);
            if (count < 0) {
                java.util.Arrays.fill(samples, 0, perFrame, (short) 0);
                count = perFrame;
            }
            envelope.add(samples, 0, count, decoder.sampleRateHz(), true);
        }
        return new SpeechReference(envelope.levels());
    }

    int steps() {
        return levels.length;
    }

    float level(final int step) {
        return levels[Math.floorMod(step, levels.length)];
    }

    boolean isSpeech(final int step) {
        return level(step) > threshold;
    }
}
