package busyhour.rtp.speech;

/**
 * The idle noise of a line, as the smallest power of late: it falls at once and rises by 1 dB each second, from -65 dBov to at
 * most -40. Speech lies above -50 dBov and 10 dB above the floor.
 */
public final class NoiseFloor {

    /** Mean square of a sample at 0 dBov: a square wave of full scale (RFC 6464). */
    public static final double FULL_SCALE = 32_768.0 * 32_768;

    static final double ACTIVE_POWER = power(-50);
    static final double MARGIN = 10;

    private static final double START = power(-65);
    private static final double MAX = power(-40);
    private static final double RISE_PER_NS = Math.log(10) / 10 / 1e9; // 1 dB each second

    private double power;

    public NoiseFloor() {
        reset();
    }

    public void reset() {
        power = START;
    }

    /** A packet of this mean square was heard. */
    public void onPacket(double packetPower, long durationNs) {
        power = packetPower < power ? packetPower : Math.min(MAX, power * (1 + RISE_PER_NS * durationNs));
    }

    /** Whether a packet of this mean square can be speech. */
    public boolean isActive(double packetPower) {
        return packetPower > ACTIVE_POWER && packetPower > power * MARGIN;
    }

    /** Mean square of the noise. */
    double power() {
        return power;
    }

    /** Mean square of a level. */
    public static double power(double dbov) {
        return FULL_SCALE * Math.pow(10, dbov / 10);
    }
}
