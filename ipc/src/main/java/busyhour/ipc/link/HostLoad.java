package busyhour.ipc.link;

/**
 * How a worker's host is, as its heartbeats say it. Immutable.
 *
 * @param capacity         endpoints that it takes at most, null = nobody knows.
 * @param cores            that the process may use, 0 = not told.
 * @param cpuPercent       of all cores of the host, NaN = not measured.
 * @param memoryUsedBytes  of the control group, else of the host; {@link #UNKNOWN} = not measured.
 * @param memoryLimitBytes what it may use, {@link #UNKNOWN} = not measured.
 * @param udpDrops         datagrams that the kernel dropped for want of room since the worker started, {@link #UNKNOWN} = not measured.
 * @param oomKills         processes of the control group that the kernel killed for want of memory, {@link #UNKNOWN} = not measured.
 * @param version          of the worker, never null.
 */
public record HostLoad(
        Integer capacity, int cores, double cpuPercent, long memoryUsedBytes, long memoryLimitBytes, long udpDrops, long oomKills, String version) {
    /** Not measured: what is counted here is never negative. */
    public static final long UNKNOWN = Long.MIN_VALUE;
    /** Nobody has measured anything. */
    public static final HostLoad NONE = new HostLoad(null, 0, Double.NaN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, "");
}
