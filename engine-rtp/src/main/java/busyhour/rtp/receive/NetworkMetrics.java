package busyhour.rtp.receive;

/**
 * The catalogue's network figures of one received stream: counters as of now, gauges of the last closed second.
 * NaN = not measured.
 */
public final class NetworkMetrics {

    private static final int UDP_HEADER_BYTES = 8;

    private final SequenceTracker sequence;
    private final ArrivalSpacing spacing = new ArrivalSpacing();
    private int headerBytes;

    private long packets;
    private long bytes;
    private long wireBytes;
    private long duplicates;
    private long outOfOrder;
    private long late;
    private long malformed;
    private long unexpected;
    private long packetsPrior;
    private long bytesPrior;
    private long wirePrior;
    private int largestExtent;
    private int largestGap;

    private double packetRate;
    private double bitRate;
    private double wireRate;
    private double extentInSecond;
    private double gapInSecond;

    NetworkMetrics(SequenceTracker sequence) {
        this.sequence = sequence;
    }

    void reset(int ipHeaderBytes) {
        headerBytes = ipHeaderBytes + UDP_HEADER_BYTES;
        spacing.reset();
        packets = 0;
        bytes = 0;
        wireBytes = 0;
        duplicates = 0;
        outOfOrder = 0;
        late = 0;
        malformed = 0;
        unexpected = 0;
        packetsPrior = 0;
        bytesPrior = 0;
        wirePrior = 0;
        largestExtent = 0;
        largestGap = 0;
        packetRate = Double.NaN;
        bitRate = Double.NaN;
        wireRate = Double.NaN;
        extentInSecond = Double.NaN;
        gapInSecond = Double.NaN;
    }

    void onValid(int payloadLength, int datagramLength) {
        packets++;
        bytes += payloadLength;
        wireBytes += datagramLength + headerBytes;
    }

    void onArrival(long arrivalNs) {
        spacing.onPacket(arrivalNs);
    }

    void onInOrder(int gap) {
        largestGap = Math.max(largestGap, gap);
    }

    void onReordered(int extent) {
        outOfOrder++;
        largestExtent = Math.max(largestExtent, extent);
    }

    void onDuplicate() {
        duplicates++;
    }

    void onLate() {
        late++;
    }

    void onMalformed() {
        malformed++;
    }

    void onUnexpectedPayloadType() {
        unexpected++;
    }

    void closeSecond(long elapsedNs) {
        final double perSecond = 1e9 / elapsedNs;
        packetRate = (packets - packetsPrior) * perSecond;
        bitRate = (bytes - bytesPrior) * 8 * perSecond;
        wireRate = (wireBytes - wirePrior) * 8 * perSecond;
        extentInSecond = packets == packetsPrior ? Double.NaN : largestExtent;
        gapInSecond = packets == packetsPrior ? Double.NaN : largestGap;
        packetsPrior = packets;
        bytesPrior = bytes;
        wirePrior = wireBytes;
        largestExtent = 0;
        largestGap = 0;
        spacing.closeSecond();
    }

    public double packetsReceived() {
        return packets;
    }

    /** RTP payload octets, without header and padding. */
    public double bytesReceived() {
        return bytes;
    }

    public double packetsRecvRatePs() {
        return packetRate;
    }

    public double bytesRecvRateBps() {
        return bitRate;
    }

    public double wireRecvRateBps() {
        return wireRate;
    }

    public double duplicatePackets() {
        return duplicates;
    }

    public double outOfOrderPackets() {
        return outOfOrder;
    }

    public double reorderDepthMax() {
        return extentInSecond;
    }

    public double sequenceNumberGaps() {
        return gapInSecond;
    }

    public double sequenceNumberJumps() {
        return sequence.jumps();
    }

    public double sequenceNumberResets() {
        return sequence.restarts();
    }

    public double maxPacketSpacing() {
        return spacing.maxMs();
    }

    public double minPacketSpacing() {
        return spacing.minMs();
    }

    public double avgPacketSpacing() {
        return spacing.avgMs();
    }

    public double latePackets() {
        return late;
    }

    public double malformedPackets() {
        return malformed;
    }

    public double unexpectedPayloadType() {
        return unexpected;
    }
}
