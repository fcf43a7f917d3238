package busyhour.rtp.receive;

import busyhour.codec.OpusPacket;
import org.agrona.DirectBuffer;

/** What Opus packets say of themselves without decoding: the figures of the last one (RFC 6716 3.1). */
final class OpusFigures {

    private final OpusPacket packet = new OpusPacket();
    private double lastDurationMs;
    private double bandwidthHz;
    private boolean redundant;

    void reset() {
        lastDurationMs = Double.NaN;
        bandwidthHz = Double.NaN;
        redundant = false;
    }

    /** @return its duration, timestamp units of 48 kHz; {@link PayloadDuration#UNKNOWN} for what is no Opus. */
    int onPacket(DirectBuffer buffer, int offset, int length) {
        redundant = false;
        if (!packet.wrap(buffer, offset, length)) {
            return PayloadDuration.UNKNOWN;
        }
        lastDurationMs = packet.durationMs();
        bandwidthHz = packet.bandwidthHz();
        redundant = packet.hasFec();
        return packet.timestampUnits();
    }

    /** Whether the last packet carries the content of the one before it. */
    boolean repairsPrevious() {
        return redundant;
    }

    /** Duration of the last packet, NaN before one. */
    double lastDurationMs() {
        return lastDurationMs;
    }

    /** Highest audio frequency of the last packet, NaN before one. */
    double bandwidthHz() {
        return bandwidthHz;
    }
}
