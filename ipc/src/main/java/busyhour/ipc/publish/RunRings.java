package busyhour.ipc.publish;

import busyhour.ipc.ring.RingMaker;
import busyhour.ipc.ring.ShardRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rings of one run as mapped files {@code ring-0}, {@code ring-1}, ... in its journal's directory. They are deleted when the run's
 * end is journaled; the memory stays mapped until nobody refers to the ring any more, so that a late writer harms nobody.
 *
 * <p>One thread at a time.
 */
public final class RunRings implements RingMaker {
    private static final Logger LOG = LoggerFactory.getLogger(RunRings.class);
    private static final String NAME = "ring-";

    private final JournalDirectory directory;
    private final List<ShardRing> rings = new ArrayList<>();

    RunRings(final JournalDirectory directory) {
        this.directory = directory;
    }

    /** Those that a process left, in the order in which it made them. A file that it did not finish held nothing yet. */
    static RunRings left(final JournalDirectory directory) {
        final RunRings rings = new RunRings(directory);
        for (Path file = rings.file(0); Files.exists(file); file = rings.file(rings.rings.size())) {
            try {
                rings.rings.add(ShardRing.existing(file));
            } catch (final IllegalArgumentException e) {
                LOG.debug("{} was not finished", file, e);
                break;
            }
        }
        return rings;
    }

    /** The run. */
    public long runId() {
        return directory.runId();
    }

    @Override
    public ShardRing ring(final int capacityBytes) {
        final ShardRing ring = ShardRing.mapped(file(rings.size()), capacityBytes);
        rings.add(ring);
        return ring;
    }

    /** Gives up a run that never began. */
    public void discard() {
        directory.delete();
    }

    JournalDirectory directory() {
        return directory;
    }

    List<ShardRing> all() {
        return rings;
    }

    private Path file(final int number) {
        return directory.path().resolve(NAME + number);
    }

    /** Deletes the files. */
    void delete() {
        for (int i = 0; i < rings.size(); i++) {
            try {
                Files.deleteIfExists(file(i));
            } catch (final IOException e) {
                LOG.warn("{} stays: {}", file(i), e.toString());
            }
        }
    }
}
