package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadTimesTest {

    @Test
    void shouldTellWhatAnotherThreadUsedWhileItLives() throws Exception {
        final CompletableFuture<Path> found = new CompletableFuture<>();
        final CompletableFuture<Void> end = new CompletableFuture<>();
        final Thread worker = Thread.ofPlatform().start(() -> {
            final KernelTime time = new KernelTime();
            while (time.threadCpuNs() < TimeUnit.MILLISECONDS.toNanos(5)) {
                Thread.onSpinWait();
            }
            found.complete(ThreadTimes.ofCallingThread());
            end.join();
        });
        final Path times = found.get(10, TimeUnit.SECONDS);
        final ThreadTimes first = ThreadTimes.read(times);
        assertThat(first.cpuNs()).isBetween(TimeUnit.MILLISECONDS.toNanos(4), TimeUnit.SECONDS.toNanos(9));
        assertThat(first.waitNs()).isNotNegative();
        end.complete(null);
        assertThat(worker.join(java.time.Duration.ofSeconds(10))).isTrue();
        assertThat(ThreadTimes.read(Path.of("/proc/self/task/0/schedstat"))).isNull();
    }
}
