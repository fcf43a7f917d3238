package busyhour.ipc;

import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A platform in a process of its own, to be killed: what it stored is a number in a mapped file; ends when RunEnd came. */
final class PlatformProgram {
    static final String STORED = "stored";
    static final String FAULTS = "faults";

    private PlatformProgram() {
    }

    /** The sequence stored last. */
    static long stored(final Path directory) throws Exception {
        return Files.exists(directory.resolve(STORED)) ? java.nio.ByteBuffer.wrap(Files.readAllBytes(directory.resolve(STORED))).getLong() : 0;
    }

    public static void main(final String[] args) throws Exception {
        final Path directory = Path.of(args[2]);
        try (FileChannel file = FileChannel.open(directory.resolve(STORED),
                StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final MappedByteBuffer number = file.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
            final ConcurrentHashMap<String, Long> stored = new ConcurrentHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                public Long put(final String key, final Long sequence) {
                    number.putLong(0, sequence);
                    return super.put(key, sequence);
                }
            };
            if (number.getLong(0) > 0) {
                stored.put("w1/7", number.getLong(0));
            }
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
            try (RecordingPlatform platform = new RecordingPlatform(Integer.parseInt(args[0]), Integer.parseInt(args[1]), stored)) {
                while (platform.end == null && System.nanoTime() - endNs < 0) {
                    LockSupport.parkNanos(1_000_000);
                    if (!platform.faults.isEmpty()) {
                        Files.write(directory.resolve(FAULTS), platform.faults);
                        return;
                    }
                }
                LockSupport.parkNanos(1_000_000_000); // the last Ack goes out
            }
        }
    }
}
