package busyhour.web.worker;

/** How a worker is. Only those that are {@link #ONLINE} are given endpoints. */
public enum WorkerStatus {
    /** Connected and well. */
    ONLINE,
    /** Plays on what it has and gets nothing new. */
    DRAINING,
    /** Connected or trying to be, but of no use; {@link WorkerState#fault} says why. */
    ERROR,
    /** Not connected. */
    OFFLINE
}
