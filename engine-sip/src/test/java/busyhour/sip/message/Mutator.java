package busyhour.sip.message;

import java.util.Arrays;
import java.util.Random;

/** Spoils octets in the ways that find faults in parsers: flips, cuts, doublings, and signs where they hurt. */
public final class Mutator {

    private static final byte[] SIGNS = Ascii.bytes("\r\n\r\n\t ;:,=<>\"\\@?[]%*/&0919999999999-\0\u007f");

    private final Random random;

    public Mutator(final long seed) {
        random = new Random(seed);
    }

    public int below(final int bound) {
        return random.nextInt(bound);
    }

    /** @return a spoilt copy, at most twice as long plus one. */
    public byte[] mutate(final byte[] original) {
        byte[] octets = original.clone();
        final int times = 1 + random.nextInt(8);
        for (int i = 0; i < times && octets.length > 0; i++) {
            octets = once(octets);
        }
        return octets;
    }

    private byte[] once(final byte[] octets) {
        final int at = random.nextInt(octets.length);
        switch (random.nextInt(7)) {
            case 0 -> octets[at] = (byte) random.nextInt(256);
            case 1 -> octets[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> octets[at] = SIGNS[random.nextInt(SIGNS.length)];
            case 3 -> {
                return Arrays.copyOf(octets, at);
            }
            case 4 -> {
                final byte[] inserted = new byte[octets.length + 1];
                System.arraycopy(octets, 0, inserted, 0, at);
                inserted[at] = SIGNS[random.nextInt(SIGNS.length)];
                System.arraycopy(octets, at, inserted, at + 1, octets.length - at);
                return inserted;
            }
            case 5 -> {
                final int length = Math.min(octets.length - at, 1 + random.nextInt(40));
                final byte[] shorter = new byte[octets.length - length];
                System.arraycopy(octets, 0, shorter, 0, at);
                System.arraycopy(octets, at + length, shorter, at, shorter.length - at);
                return shorter;
            }
            default -> {
                final int to = random.nextInt(octets.length);
                final int length = Math.min(octets.length - Math.max(at, to), 1 + random.nextInt(80));
                System.arraycopy(octets, at, octets, to, length);
            }
        }
        return octets;
    }
}
