package busyhour.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tuning/check-host.sh over files of a made-up kernel. */
class CheckHostScriptTest {

    private static final Path SCRIPT =
            Path.of(System.getProperty("busyhour.root", "..")).resolve("tuning/check-host.sh");

    private record Outcome(int exitCode, String output) {
    }

    @TempDir
    private Path root;

    @BeforeEach
    void writeGoodHost() throws IOException {
        assumeThat(SCRIPT).as("the script, run from the project's root").exists();
        write("proc/sys/kernel/hostname", "good");
        write("proc/sys/kernel/osrelease", "6.1.0");
        write("proc/cpuinfo", "model name\t: Some processor\n");
        write("proc/sys/net/core/rmem_max", "8388608");
        write("proc/sys/net/core/wmem_max", "8388608");
        write("proc/sys/net/core/netdev_max_backlog", "1000");
        write("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999");
        write("proc/stat", "cpu  1000 0 1000 8000 0 0 0 10 0 0\n");
        write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance");
        write("sys/devices/system/cpu/isolated", "2-3");
        write("sys/devices/system/cpu/nohz_full", "2-3");
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
        write("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
        write("sys/fs/cgroup/cpu.max", "max 100000");
    }

    private void write(String path, String text) throws IOException {
        final Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CHECK_HOST_ROOT", root.toString());
        final Process process = builder.start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    @Test
    void shouldFindNothingOnAGoodHostButThisProcessesOwnLimits() throws Exception {
        final Outcome outcome = run();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output()).contains("OK    governor", "OK    receive buffer", "OK    local ports",
                "OK    clock source", "OK    isolated cores", "OK    steal", "OK    huge pages", "OK    container quota");
        assertThat(outcome.output().lines().filter(line -> line.startsWith("WARN")))
                .allMatch(line -> line.contains("open files") || line.contains("clock cost"));
    }

    @Test
    void shouldSayWhatEachFaultCostsAndHowToChangeIt() throws Exception {
        write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave");
        write("proc/sys/net/core/rmem_max", "212992");
        write("proc/sys/net/ipv4/ip_local_port_range", "1024 65535");
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet");
        write("sys/devices/system/cpu/isolated", "");
        write("proc/stat", "cpu  1000 0 1000 8000 0 0 0 1000 0 0\n");
        write("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never");
        write("sys/fs/cgroup/cpu.max", "150000 100000");

        final Outcome outcome = run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output()).contains("WARN  governor               powersave",
                "WARN  receive buffer         212992", "sudo sysctl -w net.core.rmem_max=8388608",
                "WARN  local ports", "ip_local_reserved_ports=10000-32767", "WARN  clock source           hpet",
                "WARN  isolated cores", "isolcpus=", "WARN  steal                  9.0 %",
                "WARN  huge pages", "WARN  container quota        150 % of a core");
        final long warnings = outcome.output().lines().filter(line -> line.startsWith("WARN")).count();
        assertThat(outcome.output().lines().filter(line -> line.contains("change: "))).hasSize((int) warnings);
        assertThat(run("--strict").exitCode()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatCannotBeRead() throws Exception {
        Files.delete(root.resolve("proc/sys/net/core/rmem_max"));
        Files.delete(root.resolve("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        assertThat(run().output()).contains("INFO  receive buffer         cannot be read", "INFO  governor");
        assertThat(run("--wrong").exitCode()).isEqualTo(2);
    }
}
