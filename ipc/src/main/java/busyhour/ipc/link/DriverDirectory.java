package busyhour.ipc.link;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.IoUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the embedded media drivers of processes keep their buffers: {@code busyhour-aeron-PID-N} in memory where possible. */
final class DriverDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(DriverDirectory.class);
    private static final String PREFIX = "busyhour-aeron-";
    private static final Path MEMORY = Path.of("/dev/shm");
    /** A driver with a few streams; containers often have 64 MiB there in all. */
    private static final long ROOM_BYTES = 48L << 20;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private DriverDirectory() {
    }

    /**
     * Names a directory that no process uses. Those of processes that have died are deleted by a thread of its own: one whose driver
     * was killed while it started is waited for, up to 10 s each.
     */
    static Path create() {
        final Path memory = Files.isWritable(MEMORY) && MEMORY.toFile().getUsableSpace() > ROOM_BYTES
                ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        Thread.ofPlatform().daemon().name("stale-drivers").start(() -> deleteStale(memory));
        return memory.resolve(PREFIX + ProcessHandle.current().pid() + "-" + NEXT.getAndIncrement());
    }

    /** Deletes what processes left that have died. */
    static void deleteStale(final Path parent) {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (final Path directory : directories) {
                if (isStale(directory)) {
                    IoUtil.delete(directory.toFile(), true);
                }
            }
        } catch (final IOException | RuntimeException e) {
            LOG.debug("stale media driver directories in {} stay: {}", parent, e.toString());
        }
    }

    /** Dead by its process id, and by its own sign of life too: another container may share the directory, but not the ids. */
    private static boolean isStale(final Path directory) {
        final String[] part = directory.getFileName().toString().substring(PREFIX.length()).split("-");
        if (!part[0].chars().allMatch(Character::isDigit) || part[0].isEmpty()) {
            return false;
        }
        final boolean alive = ProcessHandle.of(Long.parseLong(part[0])).isPresent();
        return !alive && !io.aeron.CommonContext.isDriverActive(directory.toFile(), 10_000, message -> { });
    }
}
