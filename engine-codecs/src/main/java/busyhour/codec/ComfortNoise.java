package busyhour.codec;

import org.agrona.MutableDirectBuffer;

/**
 * Comfort noise payloads (RFC 3389) for the silent frames of a track: one octet, the level of the noise in -dBov, when silence
 * begins, when the noise changes, and twice a second; nothing in the other silent frames.
 *
 * <pre>
 *   speech frames | CN |    |    | ... | CN |    | ... | speech frames
 *                   first of silence     500 ms later
 * </pre>
 *
 * <p>Silence is what stays near the level of the quietest tenth of the whole sound for longer than 200 ms, and never what
 * is louder than -40 dBov. Set-up time.
 */
final class ComfortNoise {

    /** Octets of all payloads there are, one for each level. */
    static final int LEVELS = 128;

    private static final int BLOCK_MS = 10;
    private static final int HANGOVER_BLOCKS = 20;
    private static final int REPEAT_MS = 500;
    private static final int CHANGE_DB = 3;
    private static final double ABOVE_FLOOR_DB = 8;
    private static final double LOUDEST_DBOV = -40;
    private static final double FULL_SCALE_SQUARED = 32_768.0 * 32_768.0;

    private final double[] energies;
    private final boolean[] silent;
    private final int samplesPerBlock;
    private final int payloadsAt;

    /** @param payloadsAt where {@link #writeLevels} wrote. */
    ComfortNoise(final short[] pcm, final int sampleRateHz, final int payloadsAt) {
        this.payloadsAt = payloadsAt;
        samplesPerBlock = sampleRateHz * BLOCK_MS / 1_000;
        energies = new double[Math.ceilDiv(pcm.length, samplesPerBlock)];
        for (int i = 0; i < pcm.length; i++) {
            energies[i / samplesPerBlock] += (double) pcm[i] * pcm[i];
        }
        silent = silence();
    }

    /** All payloads there are, from {@code at} on. */
    static void writeLevels(final MutableDirectBuffer payloads, final int at) {
        for (int level = 0; level < LEVELS; level++) {
            payloads.putByte(at + level, (byte) level);
        }
    }

    private boolean[] silence() {
        final double[] sorted = energies.clone();
        java.util.Arrays.sort(sorted);
        final double floor = dbov(sorted[sorted.length / 10], 1);
        final double threshold = Math.min(LOUDEST_DBOV, floor + ABOVE_FLOOR_DB);
        final boolean[] quiet = new boolean[energies.length];
        int since = HANGOVER_BLOCKS; // what the sound begins with is not held over
        for (int i = 0; i < quiet.length; i++) {
            since = dbov(energies[i], 1) <= threshold ? since + 1 : 0;
            quiet[i] = since > HANGOVER_BLOCKS;
        }
        return quiet;
    }

    private double dbov(final double energy, final int blocks) {
        final double mean = energy / blocks / samplesPerBlock;
        return mean <= 0 ? 1 - LEVELS : Math.max(1 - LEVELS, 10 * Math.log10(mean / FULL_SCALE_SQUARED));
    }

    /** Empties the silent frames of a track and describes their noise. */
    void describe(final FrameIndex frames, final int ptimeMs) {
        final int blocks = ptimeMs / BLOCK_MS;
        int told = -1;
        int sinceMs = 0;
        for (int frame = 0; frame < frames.count(); frame++) {
            if (!isSilent(frame * blocks, blocks)) {
                told = -1;
                continue;
            }
            final int level = level(frame * blocks);
            sinceMs += ptimeMs;
            final boolean tell = told < 0 || sinceMs >= REPEAT_MS || Math.abs(level - told) >= CHANGE_DB;
            frames.silence(frame, payloadsAt + level, tell ? 1 : 0);
            if (tell) {
                told = level;
                sinceMs = 0;
            }
        }
    }

    private boolean isSilent(final int first, final int blocks) {
        for (int i = first; i < Math.min(first + blocks, silent.length); i++) {
            if (!silent[i]) {
                return false;
            }
        }
        return true;
    }

    /** Of the silence from a block on, at most for as long as a payload holds. */
    private int level(final int first) {
        double energy = 0;
        int count = 0;
        for (int i = first; i < silent.length && silent[i] && count < REPEAT_MS / BLOCK_MS; i++) {
            energy += energies[i];
            count++;
        }
        return (int) Math.min(LEVELS - 1, Math.round(-dbov(energy, Math.max(1, count))));
    }
}
