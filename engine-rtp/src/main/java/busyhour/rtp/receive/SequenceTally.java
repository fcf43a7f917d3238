package busyhour.rtp.receive;

import busyhour.rtp.playout.PlayoutBuffer;

/**
 * Counts each packet of a source by what its sequence number makes of it, for audio and video alike. One thread, allocates
 * nothing.
 */
final class SequenceTally {

    private final SequenceTracker sequence;
    private final NetworkMetrics network;
    private final PlayoutBuffer playout;
    private int heldPayloadLength;
    private int heldLength;

    SequenceTally(SequenceTracker sequence, NetworkMetrics network, PlayoutBuffer playout) {
        this.sequence = sequence;
        this.network = network;
        this.playout = playout;
    }

    /** A new call. */
    void reset() {
        sequence.reset();
        heldLength = 0;
    }

    /**
     * A packet came. After {@link SequenceTracker#RESTARTED} the one held back before it counts too.
     *
     * @param verdict       of the sequence tracker on this packet.
     * @param payloadLength octets of its payload, {@code length} of all of it.
     * @return {@link PacketOutcome#UNCONFIRMED}, {@link PacketOutcome#DUPLICATE}, or {@link PacketOutcome#MEDIA}: it goes on.
     */
    int count(int verdict, int payloadLength, int length, long arrivalNs) {
        network.onArrival(arrivalNs);
        if (verdict == SequenceTracker.UNCONFIRMED) {
            heldPayloadLength = payloadLength;
            heldLength = length;
            return PacketOutcome.UNCONFIRMED;
        }
        if (verdict == SequenceTracker.RESTARTED) {
            network.onValid(heldPayloadLength, heldLength);
        }
        network.onValid(payloadLength, length);
        if (verdict == SequenceTracker.DUPLICATE) {
            network.onDuplicate();
            playout.onDuplicate();
            return PacketOutcome.DUPLICATE;
        }
        if (verdict == SequenceTracker.REORDERED) {
            network.onReordered(sequence.extent());
        } else {
            network.onInOrder(sequence.gap());
        }
        return PacketOutcome.MEDIA;
    }
}
