package busyhour.rtp.receive;

/** The catalogue's network figures of one received stream, as of the last second tick. NaN = not measured. */
public final class NetworkMetrics {

    NetworkMetrics() {
    }

    public double packetsReceived() {
        return Double.NaN;
    }

    public double bytesReceived() {
        return Double.NaN;
    }

    public double packetsRecvRatePs() {
        return Double.NaN;
    }

    public double bytesRecvRateBps() {
        return Double.NaN;
    }

    public double wireRecvRateBps() {
        return Double.NaN;
    }

    public double duplicatePackets() {
        return Double.NaN;
    }

    public double outOfOrderPackets() {
        return Double.NaN;
    }

    public double reorderDepthMax() {
        return Double.NaN;
    }

    public double sequenceNumberGaps() {
        return Double.NaN;
    }

    public double sequenceNumberJumps() {
        return Double.NaN;
    }

    public double sequenceNumberResets() {
        return Double.NaN;
    }

    public double maxPacketSpacing() {
        return Double.NaN;
    }

    public double minPacketSpacing() {
        return Double.NaN;
    }

    public double avgPacketSpacing() {
        return Double.NaN;
    }

    public double latePackets() {
        return Double.NaN;
    }

    public double malformedPackets() {
        return Double.NaN;
    }

    public double unexpectedPayloadType() {
        return Double.NaN;
    }
}
