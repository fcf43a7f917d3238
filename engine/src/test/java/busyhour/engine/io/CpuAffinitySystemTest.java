package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CpuAffinitySystemTest {

    private static void onThread(Runnable test) throws InterruptedException {
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread thread = Thread.ofPlatform().name("shard-0").uncaughtExceptionHandler((t, e) -> failure.set(e))
                .start(test);
        thread.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    void shouldRunOnTheCoreThatItWasPinnedTo() throws Exception {
        onThread(() -> {
            final BitSet allowed = ThreadScheduling.affinity();
            assertThat(allowed.cardinality()).isPositive();
            for (int core = allowed.nextSetBit(0); core >= 0; core = allowed.nextSetBit(core + 1)) {
                assertThat(CpuAffinity.pin(core)).isEqualTo(CpuAffinity.PINNED);
                assertThat(ThreadScheduling.currentCore()).isEqualTo(core);
                assertThat(CpuAffinity.text(ThreadScheduling.affinity())).isEqualTo(Integer.toString(core));
            }
        });
    }

    @Test
    void shouldWarnAndRunOnUnpinnedWhenThereIsNoSuchCore() throws Exception {
        onThread(() -> {
            final BitSet allowed = ThreadScheduling.affinity();
            assertThat(CpuAffinity.pin(1000)).isEqualTo("cannot pin shard-0 to core 1000: it does not exist or this "
                    + "process may not use it; running unpinned on " + CpuAffinity.text(allowed));
            assertThat(CpuAffinity.pin(-1)).contains("core -1");
            assertThat(CpuAffinity.pin(5000)).contains("core 5000");
            assertThat(ThreadScheduling.affinity()).isEqualTo(allowed);
        });
    }

    @Test
    void shouldWriteCoresAsRanges() {
        final BitSet cores = new BitSet();
        assertThat(CpuAffinity.text(cores)).isEmpty();
        cores.set(0, 4);
        cores.set(6);
        cores.set(8, 10);
        assertThat(CpuAffinity.text(cores)).isEqualTo("0-3,6,8-9");
    }

    @Test
    void shouldTellLimitsAndTimes() {
        assertThat(ThreadScheduling.openFilesLimit()).isNotZero();
        assertThat(ThreadScheduling.timerSlackNs(50_000)).isZero();
        final KernelTime time = new KernelTime();
        final long beforeNs = time.threadCpuNs();
        long sum = 0;
        while (time.threadCpuNs() - beforeNs < 1_000_000) {
            sum++;
        }
        assertThat(sum).isPositive();
        assertThat(time.processCpuNs()).isGreaterThan(time.threadCpuNs());
    }
}
