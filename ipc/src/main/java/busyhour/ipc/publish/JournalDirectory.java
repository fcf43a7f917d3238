package busyhour.ipc.publish;

import busyhour.ipc.RunId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of one run's journal, {@code RUNID-WORKER[.kept]}, with a lock that says that a process uses it. */
final class JournalDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalDirectory.class);
    private static final String LOCK = "lock";
    private static final String KEPT = ".kept";
    private static final String DELETED = ".deleted";
    private static final int NAME_LIMIT = 64;

    private final Path path;
    private final long runId;
    private final FileChannel lockFile;

    private JournalDirectory(final Path path, final long runId, final FileChannel lockFile) {
        this.path = path;
        this.runId = runId;
        this.lockFile = lockFile;
    }

    /** Makes or takes over the directory. @return null when another process or feed uses it. */
    static JournalDirectory tryOpen(final Path parent, final long runId, final String worker) throws IOException {
        final Path path = parent.resolve(RunId.text(runId) + suffix(worker));
        Files.createDirectories(path);
        final FileChannel lockFile =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = lockFile.tryLock();
        } catch (final OverlappingFileLockException e) {
            // this process has it
        } finally {
            if (lock == null) {
                lockFile.close();
            }
        }
        return lock == null ? null : new JournalDirectory(path, runId, lockFile);
    }

    /** Runs of which this worker has left a journal. */
    static List<Long> left(final Path parent, final String worker) throws IOException {
        final List<Long> runs = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (Stream<Path> children = Files.list(parent)) {
                children.map(child -> child.getFileName().toString())
                        .filter(name -> name.length() > RunId.TEXT_LENGTH
                                && name.substring(RunId.TEXT_LENGTH).equals(suffix(worker)))
                        .sorted()
                        .forEach(name -> addRun(runs, name.substring(0, RunId.TEXT_LENGTH)));
            }
        }
        return runs;
    }

    private static void addRun(final List<Long> runs, final String text) {
        try {
            runs.add(RunId.parse(text));
        } catch (final IllegalArgumentException e) {
            // somebody else's directory
        }
    }

    private static String suffix(final String worker) {
        final String safe = worker.replaceAll("[^A-Za-z0-9._-]", "_");
        return "-" + safe.substring(0, Math.min(safe.length(), NAME_LIMIT));
    }

    Path path() {
        return path;
    }

    long runId() {
        return runId;
    }

    /** Gives the lock back; the directory stays. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (final IOException e) {
            // nothing was written through it
        }
    }

    /** Puts it aside under a name by which nobody finds it again as unfinished. */
    void keep() {
        try {
            Files.move(path, path.resolveSibling(path.getFileName() + KEPT));
        } catch (final IOException e) {
            LOG.warn("journal {} stays under its name: {}", path, e.toString());
        }
        close();
    }

    /** Deletes it with all in it, under another name first: half a journal must not be taken for a whole one. */
    void delete() {
        Path doomed = path;
        try {
            doomed = Files.move(path, path.resolveSibling(path.getFileName() + DELETED));
        } catch (final IOException e) {
            LOG.debug("journal {} is deleted under its own name", path, e);
        }
        close();
        IoUtil.delete(doomed.toFile(), true);
    }

    /** Deletes what a process that was killed had begun to delete. */
    static void deleteRemains(final Path parent, final String worker) throws IOException {
        if (Files.isDirectory(parent)) {
            try (Stream<Path> children = Files.list(parent)) {
                children.filter(child -> child.getFileName().toString().endsWith(suffix(worker) + DELETED))
                        .forEach(child -> IoUtil.delete(child.toFile(), true));
            }
        }
    }
}
