package busyhour.ipc.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.core.time.TimeProvider;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes and reads a journal that is thrown away, so that a run's first record does not wait for Chronicle's classes. */
final class JournalWarmUp {
    private static final int MESSAGE_LENGTH = 512;
    private static final int MESSAGES = 64;

    private JournalWarmUp() {
    }

    static void run(final Path parent, final TimeProvider epochMs) throws JournalRefusedException {
        try {
            Files.createDirectories(parent);
            final Path directory = Files.createTempDirectory(parent, "warm-up-");
            try (Journal journal = new Journal(directory, 0, epochMs)) {
                final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(MESSAGE_LENGTH));
                for (int i = 0; i < MESSAGES; i++) {
                    journal.append(message, 0, MESSAGE_LENGTH, 0);
                }
                while (journal.hasCurrent()) {
                    journal.next();
                }
            } finally {
                IoUtil.delete(directory.toFile(), true);
            }
        } catch (final IOException e) {
            throw new JournalRefusedException("the journal directory " + parent + " cannot be used: " + e, e);
        }
    }
}
