package busyhour.codec;

/**
 * The built-in signal: speech-like, the same on every host, a loop of 12 s whose ends meet in a pause. Syllables are a
 * train of glottal pulses through three formant resonators; between some of them stands a breath of noise like a
 * fricative. Pauses carry a faint background, as rooms do, so that nothing mistakes them for a dead line. It is made for each
 * sampling rate anew: the words are the same, and a wideband codec finds formants and fricatives above 4 kHz.
 *
 * <pre>
 *   |pause|==spurt 1==|pause|=====spurt 2=====|pause|===spurt 3===|pause| -> begins anew
 *          syllables: ramp up, vowel to vowel, ramp down
 * </pre>
 *
 * <p>Active speech lies at -26 dBov, as ITU-T P.830 asks of test material; 12 s is a whole number of packets for each
 * packet time from 10 to 60 ms.
 */
public final class SpeechSignal {

    /** Changes with the signal: for caches of what was made of it. */
    public static final int VERSION = 2;
    /** Sampling rate of telephony, Hz. */
    public static final int RATE_HZ = 8_000;
    /** Length of the loop, seconds. */
    public static final int SECONDS = 12;
    /** Length of the loop at that rate, samples. */
    public static final int LENGTH = SECONDS * RATE_HZ;
    /** RMS level of the talk spurts, dB below the level of a full-scale square wave. */
    public static final double ACTIVE_LEVEL_DBOV = -26;
    /** RMS level of the background. */
    public static final double BACKGROUND_LEVEL_DBOV = -55;

    /** Talk spurts: begin and end, milliseconds. */
    private static final int[][] SPURTS_MS = {{240, 2_640}, {3_300, 5_700}, {6_540, 8_100}, {8_700, 11_520}};
    /** First three formants of a, e, i, o, u, @, Hz (adult male averages). */
    private static final double[][] FORMANTS_HZ = {
        {730, 1_090, 2_440}, {530, 1_840, 2_480}, {270, 2_290, 3_010}, {570, 840, 2_410}, {300, 870, 2_240}, {500, 1_500, 2_500}};
    /** Formants that hardly move with the vowel, heard by wideband codecs only. */
    private static final double[] UPPER_FORMANTS_HZ = {3_600, 4_700, 6_200};
    private static final double[] BANDWIDTHS_HZ = {80, 110, 160, 250, 350, 500};
    private static final int MOVING = 3;
    /** By how much the right ear hears later, microseconds, and fainter. */
    private static final int RIGHT_DELAY_US = 400;
    private static final double RIGHT_GAIN = 0.8;

    private final int rateHz;
    private final int formants;
    private final int ramp;
    private final double[] radii;
    private long words = 0x5DEECE66DL;
    private long air = 0x2545F4914F6CDD1DL;

    private SpeechSignal(int rateHz) {
        this.rateHz = rateHz;
        formants = rateHz > RATE_HZ ? MOVING + UPPER_FORMANTS_HZ.length : MOVING;
        ramp = rateHz / 50;
        radii = new double[formants];
        for (int k = 0; k < formants; k++) {
            radii[k] = Math.exp(-Math.PI * BANDWIDTHS_HZ[k] / rateHz);
        }
    }

    /** Makes the loop anew at 8 kHz; always the same {@link #LENGTH} samples. */
    public static short[] samples() {
        return samples(RATE_HZ, 1);
    }

    /**
     * Makes the loop anew; always the same.
     *
     * @param rateHz   8,000 or more.
     * @param channels 1; or 2, interleaved, for a speaker who stands to the left.
     */
    public static short[] samples(int rateHz, int channels) {
        final short[] mono = new SpeechSignal(rateHz).make();
        if (channels == 1) {
            return mono;
        }
        final short[] both = new short[2 * mono.length];
        final int delay = (int) ((long) rateHz * RIGHT_DELAY_US / 1_000_000);
        for (int i = 0; i < mono.length; i++) {
            both[2 * i] = mono[i];
            both[2 * i + 1] = (short) (RIGHT_GAIN * mono[(i + mono.length - delay) % mono.length]);
        }
        return both;
    }

    private short[] make() {
        final double[] speech = new double[SECONDS * rateHz];
        double energy = 0;
        int active = 0;
        for (final int[] spurt : SPURTS_MS) {
            final int begin = spurt[0] * rateHz / 1_000;
            final int end = spurt[1] * rateHz / 1_000;
            speak(speech, begin, end);
            for (int i = begin; i < end; i++) {
                energy += speech[i] * speech[i];
            }
            active += end - begin;
        }
        final double gain = amplitude(ACTIVE_LEVEL_DBOV) / Math.sqrt(energy / active);
        final double background = amplitude(BACKGROUND_LEVEL_DBOV) * Math.sqrt(3); // even noise of 1 has an RMS of 1/sqrt 3
        final short[] samples = new short[speech.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Resampler.toShort(speech[i] * gain + background * noise());
        }
        return samples;
    }

    private void speak(double[] speech, int begin, int end) {
        int at = begin;
        int vowel = (int) (random() * FORMANTS_HZ.length);
        while (at < end) {
            final int left = end - at;
            int length = (int) (rateHz * (0.14 + 0.14 * random()));
            length = left - length < rateHz / 8 ? left : length;
            final boolean fricative = random() < 0.3;
            final int noisy = fricative ? Math.min(length / 3, rateHz / 15) : 0;
            breathe(speech, at, noisy);
            final int next = (vowel + 1 + (int) (random() * (FORMANTS_HZ.length - 1))) % FORMANTS_HZ.length;
            final double pitchHz = 135 - 35.0 * (at - begin) / (end - begin) + 10 * random();
            voice(speech, at + noisy, length - noisy, FORMANTS_HZ[vowel], FORMANTS_HZ[next], pitchHz);
            vowel = next;
            at += length;
        }
    }

    /** One syllable: pulses at the pitch, through resonators that glide from one vowel to the next. */
    private void voice(double[] speech, int begin, int length, double[] from, double[] to, double pitchHz) {
        final double[] y1 = new double[formants];
        final double[] y2 = new double[formants];
        final double tilt = Math.pow(0.9, (double) RATE_HZ / rateHz);
        double phase = 0;
        double glottis = 0;
        for (int i = 0; i < length; i++) {
            final double share = (double) i / length;
            phase += pitchHz * (1 + 0.03 * Math.sin(2 * Math.PI * 5 * i / rateHz)) / rateHz;
            final boolean pulse = phase >= 1;
            phase -= pulse ? 1 : 0;
            glottis = tilt * glottis + (pulse ? 1 : 0); // tilts the spectrum like a glottal pulse
            double sum = 0;
            for (int k = 0; k < formants; k++) {
                final double formantHz = k < MOVING ? from[k] + (to[k] - from[k]) * share : UPPER_FORMANTS_HZ[k - MOVING];
                final double radius = radii[k];
                final double y = (1 - radius) * glottis
                        + 2 * radius * Math.cos(2 * Math.PI * formantHz / rateHz) * y1[k] - radius * radius * y2[k];
                y2[k] = y1[k];
                y1[k] = y;
                sum += y / (k + 1);
            }
            speech[begin + i] += sum * envelope(i, length);
        }
    }

    private void breathe(double[] speech, int begin, int length) {
        double last = 0;
        final double strength = 0.03 * rateHz / RATE_HZ; // as the voice grows with the rate
        for (int i = 0; i < length; i++) {
            final double sample = noise();
            speech[begin + i] += strength * (sample - 0.7 * last) * envelope(i, length);
            last = sample;
        }
    }

    private double envelope(int i, int length) {
        final int edge = Math.min(ramp, length / 2);
        final int distance = Math.min(i, length - 1 - i);
        return distance >= edge ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * distance / edge);
    }

    private static double amplitude(double dbov) {
        return 32_768 * Math.pow(10, dbov / 20);
    }

    /** Even between -1 and 1. Apart from the words, so that these are the same at every rate. */
    private double noise() {
        air = next(air);
        return 2 * fraction(air) - 1;
    }

    /** Even between 0 and 1. */
    private double random() {
        words = next(words);
        return fraction(words);
    }

    /** Knuth's linear congruence, so that the signal never depends on a library. */
    private static long next(long seed) {
        return seed * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    }

    private static double fraction(long seed) {
        return (seed >>> 11) * 0x1.0p-53;
    }
}
