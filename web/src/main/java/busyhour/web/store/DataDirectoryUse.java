package busyhour.web.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Who uses a data directory, told by locks on one file so that the kernel forgets a process that was killed. Byte 0 is held alone
 * while somebody starts or stops the server, byte 1 is shared by all who use it.
 */
final class DataDirectoryUse implements AutoCloseable {

    private final FileChannel channel;
    private final Path file;
    private FileLock use;

    DataDirectoryUse(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Holds back every other process that wants to start or stop the server, until the lock is closed. */
    FileLock alone() throws IOException {
        return lock(0, false);
    }

    void begin() throws IOException {
        use = lock(1, true);
    }

    /** Ends this process's use. Returns whether nobody else uses the directory now. To be called with {@link #alone()} held. */
    boolean endAndWasLast() throws IOException {
        if (use != null) {
            use.release();
            use = null;
        }
        try (FileLock exclusive = channel.tryLock(1, 1, false)) {
            return exclusive != null;
        }
    }

    private FileLock lock(long position, boolean shared) throws IOException {
        try {
            return channel.lock(position, 1, shared);
        } catch (OverlappingFileLockException e) {
            throw new DatabaseException("the data directory " + file.getParent() + " is open in this process already");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
