package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** In a JVM of its own: what other tests have freed in this one may be large enough for any block. */
class NativeHeapSystemTest {

    private static final long LARGE_BYTES = 24L << 20;
    private static final int PAGE_BYTES = 4_096;
    /** Of a block in glibc, at the beginning of its mapping when it has one of its own. */
    private static final int CHUNK_HEADER_BYTES = 16;

    /** Without the thresholds, glibc takes the second block from a heap that it keeps from then on. */
    @Test
    void shouldGiveLargeBlocksBackThoughOneWasFreedBefore() throws Exception {
        final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"), NativeHeapSystemTest.class.getName())
                .redirectErrorStream(true).start();
        try {
            final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(said).contains("mapped by itself: true").contains("given back: true");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Takes, touches and frees a large block, and then another one. */
    public static void main(final String[] arguments) throws IOException {
        final boolean set = NativeHeap.giveBackWhatIsFree();
        isMapped(0); // loads what it needs
        touch();
        final long address = UnsafeApi.allocateMemory(LARGE_BYTES);
        System.out.println("mapped by itself: " + (set && (address & PAGE_BYTES - 1) == CHUNK_HEADER_BYTES));
        UnsafeApi.freeMemory(address);
        System.out.println("given back: " + !isMapped(address));
    }

    private static void touch() {
        final long address = UnsafeApi.allocateMemory(LARGE_BYTES);
        for (long at = 0; at < LARGE_BYTES; at += PAGE_BYTES) {
            UnsafeApi.putByte(address + at, (byte) 1);
        }
        UnsafeApi.freeMemory(address);
    }

    private static boolean isMapped(final long address) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream().map(line -> line.split("[- ]"))
                .anyMatch(range -> Long.parseUnsignedLong(range[0], 16) <= address && address < Long.parseUnsignedLong(range[1], 16));
    }
}
