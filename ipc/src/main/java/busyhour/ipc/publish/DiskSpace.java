package busyhour.ipc.publish;

/** Free space where the journals are. */
@FunctionalInterface
public interface DiskSpace {
    /** Bytes that may still be written; asked a few times a second at most. */
    long usableBytes();
}
