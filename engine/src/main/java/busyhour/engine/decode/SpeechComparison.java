package busyhour.engine.decode;

import java.util.Arrays;
import java.util.List;

/**
 * Compares what was heard with what the peer plays: finds the place in the loop by the correlation of levels, then looks
 * for each step of speech whether it was there.
 *
 * <pre>
 *   presence   share of the speech that was heard, at most 15 dB below the level of the rest
 *   drop-out   40 ms of speech or more in one piece that were not
 *   first word what is missing between the beginning of the word and what was heard first
 *   score      presence - clipped ms / 20 - each dB of level beyond 6
 * </pre>
 *
 * <p>The decoder's thread. What is sent instead of the loop (digits, a file played once, a pause) counts as missing.
 */
final class SpeechComparison {

    /** Less than this cannot be told from chance. */
    private static final int LEAST_STEPS = 150;
    private static final int LEAST_SPEECH_STEPS = 30;
    private static final double LEAST_CORRELATION = 0.75;
    /** Steps that the place is looked for with: half a minute, of long files less. */
    private static final int ALIGNED_STEPS = 3_000;
    private static final long ALIGNMENT_WORK = 30_000_000L;
    private static final float ALIGNMENT_FLOOR_DB = -60;
    private static final float FAINT_DB = 15;
    private static final int DROPOUT_STEPS = 4;
    private static final int WORD_GAP_STEPS = 5;
    private static final int LONGEST_WORD_STEPS = 100;
    private static final double FREE_LEVEL_DB = 6;

    /** @param score NaN when too little came to judge; then the others mean nothing. */
    record Verdict(double score, double presence, double levelDb, int dropouts, int dropoutMs, int firstWordClippedMs) {
        static final Verdict NONE = new Verdict(Double.NaN, Double.NaN, Double.NaN, 0, 0, 0);
    }

    private record Place(SpeechReference reference, int offset, double correlation) {
    }

    private SpeechComparison() {
    }

    static Verdict compare(final Envelope heard, final List<SpeechReference> references) {
        if (heard.steps() < LEAST_STEPS || references.isEmpty()) {
            return Verdict.NONE;
        }
        final Place place = references.stream().map(reference -> place(heard, reference))
                .max((a, b) -> Double.compare(a.correlation, b.correlation)).orElseThrow();
        if (place.correlation < LEAST_CORRELATION) {
            return new Verdict(0, 0, Double.NaN, 0, 0, 0);
        }
        return judge(heard, place.reference, place.offset);
    }

    /** Where in the loop what was heard begins. */
    private static Place place(final Envelope heard, final SpeechReference reference) {
        final int steps = (int) Math.min(Math.min(heard.steps(), ALIGNED_STEPS), Math.max(LEAST_STEPS, ALIGNMENT_WORK / reference.steps()));
        final float[] wanted = new float[reference.steps() + steps];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = Math.max(ALIGNMENT_FLOOR_DB, reference.level(i));
        }
        int best = 0;
        double bestCorrelation = -1;
        for (int offset = 0; offset < reference.steps(); offset++) {
            final double correlation = correlation(heard, steps, wanted, offset);
            if (correlation > bestCorrelation) {
                best = offset;
                bestCorrelation = correlation;
            }
        }
        return new Place(reference, best, bestCorrelation);
    }

    private static double correlation(final Envelope heard, final int steps, final float[] wanted, final int offset) {
        double n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < steps; i++) {
            if (!heard.isMissing(i)) {
                final double a = Math.max(ALIGNMENT_FLOOR_DB, heard.level(i));
                final double b = wanted[offset + i];
                n++;
                x += a;
                y += b;
                xx += a * a;
                yy += b * b;
                xy += a * b;
            }
        }
        final double spread = (n * xx - x * x) * (n * yy - y * y);
        return spread <= 0 ? 0 : (n * xy - x * y) / Math.sqrt(spread);
    }

    private static Verdict judge(final Envelope heard, final SpeechReference reference, final int offset) {
        final double levelDb = level(heard, reference, offset);
        int speech = 0;
        int there = 0;
        int gone = 0;
        int dropouts = 0;
        int dropoutSteps = 0;
        for (int i = 0; i < heard.steps(); i++) {
            if (!reference.isSpeech(offset + i)) {
                continue;
            }
            speech++;
            final boolean present = isPresent(heard, reference, offset, i, levelDb);
            there += present ? 1 : 0;
            gone = present ? 0 : gone + 1;
            dropouts += gone == DROPOUT_STEPS ? 1 : 0;
            dropoutSteps += gone == DROPOUT_STEPS ? DROPOUT_STEPS : gone > DROPOUT_STEPS ? 1 : 0;
        }
        if (speech < LEAST_SPEECH_STEPS) {
            return Verdict.NONE;
        }
        final double presence = 100.0 * there / speech;
        final int clippedMs = clippedSteps(heard, reference, offset, levelDb) * Envelope.STEP_MS;
        final double score = presence - clippedMs / 20.0 - Math.max(0, Math.abs(levelDb) - FREE_LEVEL_DB);
        return new Verdict(Math.max(0, Math.min(100, score)), presence, levelDb, dropouts, dropoutSteps * Envelope.STEP_MS, clippedMs);
    }

    private static boolean isPresent(
            final Envelope heard, final SpeechReference reference, final int offset, final int step, final double levelDb) {
        return !heard.isMissing(step) && heard.level(step) > reference.level(offset + step) + levelDb - FAINT_DB;
    }

    /** Median difference over the speech that was heard at all. */
    private static double level(final Envelope heard, final SpeechReference reference, final int offset) {
        final float[] differences = new float[heard.steps()];
        int count = 0;
        for (int i = 0; i < heard.steps(); i++) {
            if (reference.isSpeech(offset + i) && !heard.isMissing(i) && heard.level(i) > Envelope.SILENCE_DB) {
                differences[count++] = heard.level(i) - reference.level(offset + i);
            }
        }
        Arrays.sort(differences, 0, count);
        return count == 0 ? 0 : differences[count / 2];
    }

    /** Of the first word: steps before what was heard first, and those at the beginning that are not there. */
    private static int clippedSteps(final Envelope heard, final SpeechReference reference, final int offset, final double levelDb) {
        int before = 0;
        int silent = 0;
        if (reference.isSpeech(offset)) {
            for (int back = 1; back <= LONGEST_WORD_STEPS && silent < WORD_GAP_STEPS; back++) {
                silent = reference.isSpeech(offset - back) ? 0 : silent + 1;
                before = silent == 0 ? back : before;
            }
        }
        for (int i = 0; i < heard.steps(); i++) {
            if (reference.isSpeech(offset + i)) {
                if (isPresent(heard, reference, offset, i, levelDb)) {
                    return before;
                }
                before++;
            }
        }
        return before;
    }
}
