package busyhour.ipc.publish;

import java.nio.file.Path;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** Configuration of a publisher. Set, then {@link #conclude()}. Single-threaded. */
public final class PublisherContext {
    /** Kept free for everybody else and for the run's last records. */
    public static final long DEFAULT_RESERVE_BYTES = 256L << 20;

    private Path journalDirectory;
    private String workerName = "";
    private long reserveBytes = DEFAULT_RESERVE_BYTES;
    private DiskSpace diskSpace;
    private boolean keepJournals;
    private NanoClock clock = SystemNanoClock.INSTANCE;

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

    /** Whether journals stay when everything in them was acknowledged. */
    public PublisherContext keepJournals(final boolean keep) {
        this.keepJournals = keep;
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
            final java.io.File directory = journalDirectory.toFile();
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

    boolean keepJournals() {
        return keepJournals;
    }

    NanoClock clock() {
        return clock;
    }
}
