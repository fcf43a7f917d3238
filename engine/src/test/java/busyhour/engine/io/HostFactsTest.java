package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFactsTest {

    @TempDir
    private Path root;

    private void write(String path, String text) throws IOException {
        final Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void shouldReadFilesOfTheKernel() throws IOException {
        write("proc/cpuinfo", "processor\t: 0\nmodel name\t: A fast one @ 3.0GHz\nflags\t\t: fpu hypervisor sse\n");
        write("proc/meminfo", "MemTotal:        2048 kB\nMemFree: 1 kB\n");
        write("proc/sys/kernel/osrelease", "6.1.0-test\n");
        write("proc/sys/net/core/rmem_max", "212992\n");
        write("sys/devices/system/cpu/online", "0-7\n");
        write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
        write("sys/fs/cgroup/cpu.max", "150000 100000\n");
        write("sys/fs/cgroup/memory.max", "1073741824\n");

        final HostFacts facts = HostFacts.read(root);

        assertThat(facts.cpuModel()).isEqualTo("A fast one @ 3.0GHz");
        assertThat(facts.hypervisor()).isTrue();
        assertThat(facts.memoryBytes()).isEqualTo(2_097_152L);
        assertThat(facts.kernel()).isEqualTo("6.1.0-test");
        assertThat(facts.onlineCores()).isEqualTo("0-7");
        assertThat(facts.governor()).isEqualTo("powersave");
        assertThat(facts.cpuLimit()).isEqualTo(1.5);
        assertThat(facts.memoryLimit()).isEqualTo(1_073_741_824L);
        assertThat(facts.receiveBufferMaxBytes()).isEqualTo(212_992L);
        assertThat(facts.toMap()).hasSize(HostFacts.class.getRecordComponents().length)
                .containsEntry("kernel", "6.1.0-test").containsEntry("hostName", null);
    }

    @Test
    void shouldLeaveNullWhatIsNotThereOrUnlimited() throws IOException {
        write("sys/fs/cgroup/cpu.max", "max 100000\n");
        write("sys/fs/cgroup/memory.max", "max\n");
        final HostFacts facts = HostFacts.read(root);
        assertThat(facts.cpuLimit()).isNull();
        assertThat(facts.memoryLimit()).isNull();
        assertThat(facts.governor()).isNull();
        assertThat(facts.hypervisor()).isFalse();
        assertThat(facts.allowedCores()).isNotEmpty();
    }
}
