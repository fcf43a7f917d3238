package busyhour.ipc.ring;

/** Makes a run's rings: in mapped files, or in memory where nothing is to outlive the process. */
@FunctionalInterface
public interface RingMaker {
    /**
     * @param capacityBytes a power of 2, at least 64 KiB.
     * @throws java.io.UncheckedIOException when there is no room for it.
     */
    ShardRing ring(int capacityBytes);
}
