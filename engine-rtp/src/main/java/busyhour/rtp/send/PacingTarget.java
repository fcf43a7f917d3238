package busyhour.rtp.send;

/** What the pacer calls when a packet is due. Called on the shard's thread, inside {@link PacketPacer#poll}. */
public interface PacingTarget {

    /**
     * A packet of the stream is due, and will be offered after those of other streams. What it needs had better be read now: of many
     * reads that do not wait for each other the memory answers several in the time of one.
     *
     * @param streamId as given to {@link PacketPacer#add}.
     */
    default void fetch(int streamId) {
    }

    /**
     * A packet of a stream is due. The target may add and remove streams, this one included.
     *
     * @param streamId   as given to {@link PacketPacer#add}.
     * @param intendedNs when the schedule wanted it, send jitter included; lateness counts from here.
     * @param nowNs      the time given to the poll.
     * @return whether the packet was sent. A refused packet is offered again one tick later, its intended time
     *     unchanged.
     */
    boolean onDue(int streamId, long intendedNs, long nowNs);

    /**
     * The stream fell further behind than the pacer catches up: these packets will never be sent. Their media
     * time has passed, so the next packet's timestamp steps over them while the sequence goes on.
     *
     * @param streamId as given to {@link PacketPacer#add}.
     * @param packets  how many, at least 1.
     * @param nowNs    the time given to the poll.
     */
    void onSkipped(int streamId, int packets, long nowNs);

    /**
     * When the next packet of a stream is due that keeps its own time ({@link PacketPacer#addSelfTimed}). Asked after each of
     * its packets.
     *
     * @return monotonic, {@link Long#MAX_VALUE} while nothing is: then {@link PacketPacer#reschedule} wakes the stream.
     */
    default long nextDueNs(int streamId) {
        throw new IllegalStateException("stream " + streamId + " does not keep its own time");
    }
}
