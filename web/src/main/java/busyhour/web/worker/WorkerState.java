package busyhour.web.worker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import busyhour.ipc.link.HostLoad;

/**
 * A worker as the platform knows it. Immutable.
 *
 * @param id             shown to people as 13 characters, which is its {@link #linkName} too.
 * @param linkName       its name on the link and in journals: never changes, and no two organisations have the same.
 * @param name           for people, unique within its organisation.
 * @param region         null when it has none.
 * @param here           whether its link ends in this process, which may give it commands.
 * @param configured     endpoints that somebody said it may take, null = nobody did.
 * @param measured       endpoints by the last calibration of its host that somebody asked for here, null = there was none.
 * @param licensed       endpoints that its licence allows, null = no limit.
 * @param used           endpoints of its runs, as it says.
 * @param runs           in progress there, as it says.
 * @param host           name of its host, null before it was first there.
 * @param address        where it connected from, null before it was first there.
 * @param journalBytes   measured and not stored here yet.
 * @param lagMs          age of the oldest record that it has not sent.
 * @param refusals       frames and attempts in its name that were refused.
 * @param lastHeartbeat  null = never.
 * @param fault          null when there is none.
 * @param calibration    how the last one stands.
 */
public record WorkerState(
        long id, String linkName, long organisationId, String name, String region, WorkerStatus status, boolean here, boolean shared,
        Integer configured, Integer measured, Integer licensed, int used, List<Long> runs, HostLoad load, String host, String address,
        long journalBytes, long lagMs, long refusals, Instant lastHeartbeat, Instant createdAt, String fault,
        Calibration calibration) {

    private static final double BUSY_CPU_PERCENT = 80;
    private static final double FULL_MEMORY = 0.9;

    /** Endpoints that it may be given at most: the least of what was configured, else announced, measured and licensed; null = nobody knows. */
    public Integer capacity() {
        Integer told = configured != null ? configured : load.capacity();
        return least(least(told, measured), licensed);
    }

    private static Integer least(Integer one, Integer other) {
        return one == null ? other : other == null ? one : Integer.valueOf(Math.min(one, other));
    }

    /** Endpoints that it may be given now; null = nobody knows. */
    public Integer available() {
        return isCalibrating() ? Integer.valueOf(0) : capacity() == null ? null : Integer.valueOf(Math.max(0, capacity() - used));
    }

    /** Whether its host is being measured, or about to be: it is given nothing. */
    public boolean isCalibrating() {
        return calibration.state().isUnderWay();
    }

    /** What whoever looks after it should know, one line each. */
    public List<String> warnings() {
        List<String> all = new ArrayList<>();
        if (fault != null) {
            all.add(fault);
        }
        if (status == WorkerStatus.OFFLINE) {
            return all;
        }
        if (load.cpuPercent() > BUSY_CPU_PERCENT) {
            all.add("the host's CPU is %.0f %% busy, over %.0f %%".formatted(load.cpuPercent(), BUSY_CPU_PERCENT));
        }
        if (load.memoryLimitBytes() > 0 && load.memoryUsedBytes() > FULL_MEMORY * load.memoryLimitBytes()) {
            all.add("memory is near its limit: %,d of %,d MiB".formatted(load.memoryUsedBytes() >> 20, load.memoryLimitBytes() >> 20));
        }
        if (load.udpDrops() > 0) {
            all.add("the kernel dropped %,d datagrams for want of room since the worker started".formatted(load.udpDrops()));
        }
        if (load.oomKills() > 0) {
            all.add("the kernel killed %,d of its processes for want of memory".formatted(load.oomKills()));
        }
        return all;
    }
}
