package busyhour.rtp.receive;

import org.agrona.DirectBuffer;

/**
 * What the first octets of Opus packets say (RFC 6716 3.1), without decoding.
 *
 * <pre>
 *   |config:5|s:1|c:2|   config: mode, audio bandwidth, frame duration   c: 1, 2 equal, 2, or M frames
 * </pre>
 */
final class OpusFigures {

    private static final int UNITS_PER_MS = 48;
    private static final int MAX_UNITS = 120 * UNITS_PER_MS; // 3.2.5

    private double lastDurationMs;
    private double bandwidthHz;

    void reset() {
        lastDurationMs = Double.NaN;
        bandwidthHz = Double.NaN;
    }

    /** @return its duration, timestamp units of 48 kHz; {@link PayloadDuration#UNKNOWN} for what is no Opus. */
    int onPacket(DirectBuffer buffer, int offset, int length) {
        if (length == 0) {
            return PayloadDuration.UNKNOWN;
        }
        final int toc = buffer.getByte(offset) & 0xFF;
        final int config = toc >>> 3;
        final int frames = (toc & 3) == 0 ? 1 : (toc & 3) < 3 ? 2 : length > 1 ? buffer.getByte(offset + 1) & 0x3F : 0;
        final int units = frames * frameUnits(config);
        if (units == 0 || units > MAX_UNITS) {
            return PayloadDuration.UNKNOWN;
        }
        lastDurationMs = (double) units / UNITS_PER_MS;
        bandwidthHz = bandwidth(config);
        return units;
    }

    private static int frameUnits(int config) {
        if (config < 12) {
            return (config & 3) == 0 ? 480 : (config & 3) * 960;
        }
        return config < 16 ? 480 << (config & 1) : 120 << (config & 3);
    }

    private static double bandwidth(int config) {
        if (config < 12) {
            return 4_000 + 2_000 * (config >> 2);
        }
        if (config < 16) {
            return config < 14 ? 12_000 : 20_000;
        }
        return switch (config - 16 >> 2) {
            case 0 -> 4_000;
            case 1 -> 8_000;
            case 2 -> 12_000;
            default -> 20_000;
        };
    }

    /** Whether the last packet carries the content of the one before it (LBRR). */
    boolean repairsPrevious() {
        return false;
    }

    /** Duration of the last packet, NaN before one. */
    double lastDurationMs() {
        return lastDurationMs;
    }

    /** Audio bandwidth of the last packet, NaN before one. */
    double bandwidthHz() {
        return bandwidthHz;
    }
}
