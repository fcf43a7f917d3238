package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

class NativeHeapSystemTest {

    private static final long LARGE_BYTES = 24L << 20;
    private static final int PAGE_BYTES = 4_096;

    /** Without the thresholds, glibc takes the second block from a heap that it keeps from then on. */
    @Test
    void shouldGiveLargeBlocksBackThoughOneWasFreedBefore() throws IOException {
        assertThat(NativeHeap.giveBackWhatIsFree()).isTrue();
        final long small = UnsafeApi.allocateMemory(1);
        touch();
        final long before = mappedKb();
        final long address = UnsafeApi.allocateMemory(LARGE_BYTES);
        assertThat(mappedKb() - before).as("mapped").isGreaterThanOrEqualTo(LARGE_BYTES >> 10);
        UnsafeApi.freeMemory(address);
        assertThat(mappedKb() - before).as("still mapped").isLessThan(LARGE_BYTES >> 11);
        UnsafeApi.freeMemory(small);
    }

    private static void touch() {
        final long address = UnsafeApi.allocateMemory(LARGE_BYTES);
        for (long at = 0; at < LARGE_BYTES; at += PAGE_BYTES) {
            UnsafeApi.putByte(address + at, (byte) 1);
        }
        UnsafeApi.freeMemory(address);
    }

    private static long mappedKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmSize:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }
}
