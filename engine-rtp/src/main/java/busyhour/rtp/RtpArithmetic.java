package busyhour.rtp;

/**
 * The one place where sequence numbers, RTP timestamps and NTP times wrap around. Nothing else in the tree subtracts them.
 *
 * <p>Distances are signed and taken the short way round (RFC 1982): the result is right as long as the two values lie
 * less than half the number circle apart. Extended values are 64-bit and never wrap.
 */
public final class RtpArithmetic {

    /** Number of RTP sequence numbers (RFC 3550 A.1: RTP_SEQ_MOD). */
    public static final int SEQUENCE_MODULUS = 1 << 16;

    /** Seconds from the NTP epoch (1900) to the Unix epoch (1970). */
    public static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private RtpArithmetic() {
    }

    /** Steps from {@code from} to {@code to}, -32768 to 32767; negative when {@code to} is the older one. */
    public static int sequenceDistance(int from, int to) {
        return (short) (to - from);
    }

    /** Steps forward from {@code from} to {@code to}, 0 to 65535: the {@code udelta} of RFC 3550 A.1. */
    public static int sequenceForward(int from, int to) {
        return (to - from) & 0xFFFF;
    }

    /** The sequence number after {@code sequence}. */
    public static int nextSequence(int sequence) {
        return (sequence + 1) & 0xFFFF;
    }

    /** The extended sequence number nearest to {@code reference} whose low 16 bits are {@code sequence}. */
    public static long extendSequence(long reference, int sequence) {
        return reference + (short) (sequence - (int) reference);
    }

    /** Clock units from {@code from} to {@code to}, the short way round; negative when {@code to} is the older one. */
    public static int timestampDistance(int from, int to) {
        return to - from;
    }

    /** The extended timestamp nearest to {@code reference} whose low 32 bits are {@code timestamp}. */
    public static long extendTimestamp(long reference, int timestamp) {
        return reference + (timestamp - (int) reference);
    }

    /** 64-bit NTP time of a Unix time in nanoseconds: seconds since 1900 in the high word, 2^-32 s in the low word. */
    public static long ntpFromEpochNs(long epochNs) {
        final long seconds = Math.floorDiv(epochNs, NANOS_PER_SECOND) + NTP_TO_UNIX_SECONDS;
        final long fraction = (Math.floorMod(epochNs, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
        return (seconds << 32) | fraction;
    }

    /** The middle 32 bits of an NTP time, as in LSR (RFC 3550 6.4.1): units of 1/65536 s, wrapping every 18.2 hours. */
    public static int ntpMiddle(long ntpTime) {
        return (int) (ntpTime >>> 16);
    }

    /** Units of 1/65536 s from {@code from} to {@code to}, the short way round. */
    public static int ntpMiddleDistance(int from, int to) {
        return to - from;
    }

    /** Nanoseconds from NTP time {@code from} to {@code to}, right within 68 years around the era's wrap in 2036. */
    public static long ntpDistanceNs(long from, long to) {
        final long distance = to - from;
        final long seconds = distance >> 32;
        final long fraction = distance & 0xFFFF_FFFFL;
        return seconds * NANOS_PER_SECOND + ((fraction * NANOS_PER_SECOND) >>> 32);
    }
}
