package busyhour.codec;

/**
 * The sixteen digits of push-button signalling and their pairs of frequencies (ITU-T Q.23). Digits are numbered as the
 * events of RFC 4733 3.2 are: 0-9, then *, #, A, B, C, D. Constants; any thread.
 *
 * <pre>
 *           1209  1336  1477  1633 Hz
 *     697     1     2     3     A
 *     770     4     5     6     B
 *     852     7     8     9     C
 *     941     *     0     #     D
 * </pre>
 */
public final class Dtmf {

    /** How many digits there are. */
    public static final int DIGITS = 16;
    /** Frequencies of each group. */
    static final int GROUP = 4;

    static final int[] LOW_HZ = {697, 770, 852, 941};
    static final int[] HIGH_HZ = {1_209, 1_336, 1_477, 1_633};

    private static final String BY_EVENT = "0123456789*#ABCD";
    private static final String BY_KEY = "123A456B789C*0#D";
    private static final byte[] EVENT_OF_KEY = new byte[DIGITS];
    private static final byte[] KEY_OF_EVENT = new byte[DIGITS];

    static {
        for (int key = 0; key < DIGITS; key++) {
            final int event = BY_EVENT.indexOf(BY_KEY.charAt(key));
            EVENT_OF_KEY[key] = (byte) event;
            KEY_OF_EVENT[event] = (byte) key;
        }
    }

    private Dtmf() {
    }

    /** The event code of an ASCII digit (a to d are A to D), -1 for anything else. */
    public static int event(final int digit) {
        final int upper = digit >= 'a' && digit <= 'd' ? digit - 32 : digit;
        return upper < 0 ? -1 : BY_EVENT.indexOf(upper);
    }

    /** The ASCII digit of an event code, 0 to 15. */
    public static byte digit(final int event) {
        return (byte) BY_EVENT.charAt(event);
    }

    static int lowHz(final int event) {
        return LOW_HZ[KEY_OF_EVENT[event] / GROUP];
    }

    static int highHz(final int event) {
        return HIGH_HZ[KEY_OF_EVENT[event] % GROUP];
    }

    static int event(final int row, final int column) {
        return EVENT_OF_KEY[row * GROUP + column];
    }
}
