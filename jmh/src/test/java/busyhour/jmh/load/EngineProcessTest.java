package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EngineProcessTest {

    private static final long WORK_NS = 50_000_000L;

    @Test
    @Timeout(30)
    void shouldTellTheThreadsOfAShardFromTheOthers() throws Exception {
        final EngineProcess process = new EngineProcess(ProcessHandle.current().pid());
        final EngineProcess.Cpu before = process.cpu();
        final EngineProcess.Cpu[] after = new EngineProcess.Cpu[1];
        final Thread shard = Thread.ofPlatform().name("shard-7").start(() -> {
            spin();
            try {
                after[0] = process.cpu();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        shard.join();
        assertThat(after[0].shardsNs() - before.shardsNs()).isGreaterThanOrEqualTo(WORK_NS * 9 / 10);
        assertThat(after[0].processNs() - before.processNs()).isGreaterThanOrEqualTo(after[0].shardsNs() - before.shardsNs());
    }

    /** Until this thread has worked so long. */
    private static void spin() {
        final java.lang.management.ThreadMXBean threads = java.lang.management.ManagementFactory.getThreadMXBean();
        final long startNs = threads.getCurrentThreadCpuTime();
        while (threads.getCurrentThreadCpuTime() - startNs < WORK_NS) {
            Thread.onSpinWait();
        }
    }
}
