package busyhour.engine;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.link.HostLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostWatchTest {
    @TempDir
    private Path directory;

    private void file(final String name, final String text) throws IOException {
        final Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private HostWatch watch() {
        return new HostWatch(directory.resolve("proc"), directory.resolve("cgroup"), () -> 42, "1");
    }

    @Test
    void shouldReadTheControlGroupOfThisProcess() throws Exception {
        file("proc/self/cgroup", "0::/pods/one\n");
        file("cgroup/pods/one/memory.max", "1000000\n");
        file("cgroup/pods/one/memory.current", "900000\n");
        file("cgroup/pods/one/memory.stat", "anon 1\ninactive_file 300000\n");
        file("cgroup/pods/one/memory.events", "low 0\noom 3\noom_kill 2\n");
        file("proc/stat", "cpu  100 0 100 700 100 0 0 0 50 0\ncpu0 1\n");
        file("proc/net/snmp", "Ip: A\nIp: 1\nUdp: InDatagrams RcvbufErrors SndbufErrors\nUdp: 5 7 1\n");
        file("proc/net/snmp6", "Udp6InDatagrams 3\nUdp6RcvbufErrors 10\n");
        final HostWatch watch = watch();
        file("proc/stat", "cpu  150 0 125 725 100 0 0 0 90 0\ncpu0 1\n");
        file("proc/net/snmp", "Ip: A\nIp: 1\nUdp: InDatagrams RcvbufErrors SndbufErrors\nUdp: 5 9 1\n");
        final HostLoad load = watch.load();
        assertThat(load).isEqualTo(new HostLoad(42, Runtime.getRuntime().availableProcessors(), 75, 600_000, 1_000_000, 2, 2, "1"));
    }

    @Test
    void shouldReadTheHostWhereTheGroupHasNoLimit() throws Exception {
        file("proc/self/cgroup", "0::/user\n");
        file("cgroup/user/memory.current", "900000\n");
        file("cgroup/user/memory.max", "max\n");
        file("proc/meminfo", "MemTotal:       1000 kB\nMemFree: 1 kB\nMemAvailable:    400 kB\n");
        file("proc/vmstat", "pgfault 3\noom_kill 1\n");
        final HostLoad load = watch().load();
        assertThat(load.memoryUsedBytes()).isEqualTo(600 * 1024);
        assertThat(load.memoryLimitBytes()).isEqualTo(1000 * 1024);
        assertThat(load.oomKills()).isEqualTo(1);
    }

    @Test
    void shouldNotInventWhatTheKernelDoesNotTell() {
        final HostLoad load = watch().load();
        assertThat(load).isEqualTo(new HostLoad(42, load.cores(), Double.NaN, HostLoad.UNKNOWN, HostLoad.UNKNOWN, HostLoad.UNKNOWN, HostLoad.UNKNOWN, "1"));
    }

    @Test
    void shouldMeasureThisHost() {
        final HostLoad load = HostWatch.ofHost(() -> null, "1").load();
        assertThat(load.memoryLimitBytes()).isGreaterThan(1 << 20);
        assertThat(load.memoryUsedBytes()).isBetween(1L, load.memoryLimitBytes());
        assertThat(load.udpDrops()).isNotNegative();
    }
}
