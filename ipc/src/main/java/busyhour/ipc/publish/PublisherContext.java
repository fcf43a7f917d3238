package busyhour.ipc.publish;

import java.io.File;
import java.nio.file.Path;
import net.openhft.chronicle.core.time.TimeProvider;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/** Configuration of a publisher. Set, then {@link #conclude()}. Single-threaded. */
public final class PublisherContext {
    /** Kept free for everybody else and for the run's last records. */
    public static final long DEFAULT_RESERVE_BYTES = 256L << 20;

    /** Of records that are stored and whose run's result is not yet. */
    public static final long DEFAULT_KEEP_BYTES = 8L << 30;

    private Path journalDirectory;
    private String workerName = "";
    private long reserveBytes = DEFAULT_RESERVE_BYTES;
    private DiskSpace diskSpace;
    private long keepBytes = DEFAULT_KEEP_BYTES;
    private boolean keepJournals;
    private NanoClock clock = SystemNanoClock.INSTANCE;
    private EpochClock epochClock = SystemEpochClock.INSTANCE;

    /** Where journals go, one directory in it for each run and worker. */
    public PublisherContext journalDirectory(final Path directory) {
        this.journalDirectory = directory;
        return this;
    }

    /** The name this worker goes by. */
    public PublisherContext workerName(final String name) {
        this.workerName = name;
        return this;
    }

    /** Disk space that journals leave free. */
    public PublisherContext reserveBytes(final long bytes) {
        this.reserveBytes = bytes;
        return this;
    }

    /** Default: that of the journal directory's file system. */
    public PublisherContext diskSpace(final DiskSpace space) {
        this.diskSpace = space;
        return this;
    }

    /** How much of what the platform has stored is kept until it has the run's result, all runs together; the oldest minutes go first. */
    public PublisherContext keepBytes(final long bytes) {
        this.keepBytes = bytes;
        return this;
    }

    /** Whether journals stay, as {@code NAME.kept}, when everything in them was acknowledged. */
    public PublisherContext keepJournals(final boolean keep) {
        this.keepJournals = keep;
        return this;
    }

    /** Wall clock by which the journal begins a new file each minute. */
    public PublisherContext epochClock(final EpochClock clock) {
        this.epochClock = clock;
        return this;
    }

    /** Monotonic. */
    public PublisherContext clock(final NanoClock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Checks all and fills in what was left open.
     *
     * @throws IllegalArgumentException naming every fault.
     */
    public PublisherContext conclude() {
        if (journalDirectory == null || workerName.isEmpty()) {
            throw new IllegalArgumentException("journalDirectory and workerName must be set");
        }
        if (diskSpace == null) {
            final File directory = journalDirectory.toFile();
            diskSpace = directory::getUsableSpace;
        }
        return this;
    }

    Path journalDirectory() {
        return journalDirectory;
    }

    String workerName() {
        return workerName;
    }

    long reserveBytes() {
        return reserveBytes;
    }

    DiskSpace diskSpace() {
        return diskSpace;
    }

    long keepBytes() {
        return keepBytes;
    }

    boolean keepJournals() {
        return keepJournals;
    }

    TimeProvider epochMs() {
        return epochClock::time;
    }

    NanoClock clock() {
        return clock;
    }
}
