package busyhour.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tuning/apply-host.sh and tuning/revert-host.sh over files of a made-up kernel. */
class HostTuningScriptsTest {

    private static final Path TUNING = Path.of(System.getProperty("busyhour.root", "..")).resolve("tuning");
    private static final String RMEM = "proc/sys/net/core/rmem_max";
    private static final String RESERVED = "proc/sys/net/ipv4/ip_local_reserved_ports";
    private static final String LIMITS = "etc/security/limits.d/busyhour.conf";

    private record Outcome(int exitCode, String output) {
    }

    @TempDir
    private Path root;

    @BeforeEach
    void writeHost() throws IOException {
        assumeThat(TUNING.resolve("apply-host.sh")).as("the script, run from the project's root").exists();
        write(RMEM, "212992");
        write("proc/sys/net/core/wmem_max", "99999999");
        write("proc/sys/net/core/netdev_max_backlog", "1000");
        write("proc/sys/net/ipv4/ip_local_port_range", "1024\t65535");
        write(RESERVED, "5060");
        write("proc/irq/24/smp_affinity_list", "0-3");
        write("proc/irq/25/smp_affinity_list", "0-1");
        write("sys/devices/system/cpu/online", "0-3");
        write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave");
        write("sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "performance");
        write("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never");
        write("etc/security/limits.conf", "# empty");
    }

    private void write(String path, String text) throws IOException {
        final Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    private String read(String path) throws IOException {
        return Files.readString(root.resolve(path)).strip();
    }

    /** All that a host has but what the scripts write down; of a choice the word in brackets, as the kernel would show it. */
    private Map<String, String> host() throws IOException {
        final Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                final String path = root.relativize(file).toString();
                if (!path.startsWith("var/")) {
                    files.put(path, read(path).replaceAll(".*\\[(.*)].*", "$1"));
                }
            }
        }
        return files;
    }

    private Outcome run(String script, String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("bash", TUNING.resolve(script).toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TUNE_HOST_ROOT", root.toString());
        final Process process = builder.start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    @Test
    void shouldOnlySayWhatItWouldDoUnlessToldTo() throws Exception {
        final Map<String, String> before = host();
        final Outcome outcome = run("apply-host.sh", "--profile", "metal", "--cores", "2-3");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("dry run", "would    /proc/sys/net/core/rmem_max: '212992' -> '33554432'",
                "right    /proc/sys/net/core/wmem_max: '99999999'", "'5060' -> '5060,10000-32767'",
                "cpu0/cpufreq/scaling_governor: 'powersave' -> 'performance'", "/proc/irq/24/smp_affinity_list: '0-3' -> '0,1'",
                "isolcpus=2-3", "'always' -> 'madvise'", "7 would be changed, 3 right already").doesNotContain("irq/25");
        assertThat(host()).isEqualTo(before);
        assertThat(root.resolve("var")).doesNotExist();
    }

    @Test
    void shouldPutEverythingBackAsItWas() throws Exception {
        final Map<String, String> before = host();
        assertThat(run("apply-host.sh", "--profile", "metal", "--cores", "2-3", "--apply").output()).contains("0 refused");
        assertThat(read(RMEM)).isEqualTo("33554432");
        assertThat(read(RESERVED)).isEqualTo("5060,10000-32767");
        assertThat(read("proc/irq/24/smp_affinity_list")).isEqualTo("0,1");
        assertThat(read("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")).isEqualTo("performance");
        assertThat(read(LIMITS)).contains("* - nofile 1048576");

        final Map<String, String> applied = host();
        final Outcome dry = run("revert-host.sh");
        assertThat(dry.output()).contains("dry run", "would    /proc/sys/net/core/rmem_max: '33554432' -> '212992'", "0 left alone");
        assertThat(host()).isEqualTo(applied);

        final Outcome reverted = run("revert-host.sh", "--apply");
        assertThat(reverted.exitCode()).as(reverted.output()).isZero();
        assertThat(host()).isEqualTo(before);
        assertThat(run("revert-host.sh", "--apply").output()).contains("nothing to put back");
        assertThat(read("var/lib/busyhour/tuning/log").lines().filter(line -> line.contains("rmem_max"))).hasSize(2)
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ (apply|revert) .*'212992'.*"));
    }

    @Test
    void shouldPutBackWhatSeveralApplicationsChanged() throws Exception {
        final Map<String, String> before = host();
        run("apply-host.sh", "--profile", "laptop", "--apply");
        assertThat(run("apply-host.sh", "--profile", "laptop", "--apply").output()).contains("0 changed");
        run("apply-host.sh", "--profile", "metal", "--cores", "1-3", "--apply");
        assertThat(read(RMEM)).isEqualTo("33554432");
        assertThat(run("revert-host.sh").output()).contains("'8388608' -> '212992'", "0 left alone");
        assertThat(run("revert-host.sh", "--apply").exitCode()).isZero();
        assertThat(host()).isEqualTo(before);
    }

    @Test
    void shouldLeaveAloneWhatSomebodyElseChangedMeanwhile() throws Exception {
        run("apply-host.sh", "--apply");
        write(RMEM, "4194304");
        write(LIMITS, "* - nofile 5");
        final Outcome outcome = run("revert-host.sh", "--apply");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains("left     /proc/sys/net/core/rmem_max: '4194304' is neither ours", "left     /" + LIMITS,
                "2 left alone");
        assertThat(read(RMEM)).isEqualTo("4194304");
        assertThat(read(RESERVED)).isEqualTo("5060");
        assertThat(run("revert-host.sh", "--apply", "--force").exitCode()).isZero();
        assertThat(read(RMEM)).isEqualTo("212992");
        assertThat(root.resolve(LIMITS)).doesNotExist();
    }

    @Test
    void shouldNeitherTouchNorWriteDownWhatIsNotThere() throws Exception {
        Files.delete(root.resolve("sys/kernel/mm/transparent_hugepage/enabled"));
        Files.delete(root.resolve("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        Files.delete(root.resolve("sys/devices/system/cpu/cpu1/cpufreq/scaling_governor"));
        final Outcome outcome = run("apply-host.sh", "--profile", "metal", "--apply");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("absent   /sys/kernel/mm/transparent_hugepage/enabled", "absent   /sys/devices/system/cpu/cpu*/cpufreq",
                "skipped  /proc/irq");
        assertThat(read("var/lib/busyhour/tuning/changes")).doesNotContain("hugepage", "irq");
    }

    @Test
    void shouldLeavePortsAloneThatNobodyElseGets() throws Exception {
        write("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999");
        assertThat(run("apply-host.sh", "--apply").output()).contains("is clear of the media ports");
        assertThat(read(RESERVED)).isEqualTo("5060");
    }

    @Test
    void shouldPutBackAnEmptyValue() throws Exception {
        write(RESERVED, "");
        run("apply-host.sh", "--apply");
        assertThat(read(RESERVED)).isEqualTo("10000-32767");
        assertThat(run("revert-host.sh", "--apply").exitCode()).isZero();
        assertThat(read(RESERVED)).isEmpty();
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() throws Exception {
        assertThat(run("apply-host.sh", "--profile", "phone")).isEqualTo(new Outcome(2,
                "apply-host.sh: --profile: found 'phone', expected laptop, vm or metal\n"));
        assertThat(run("apply-host.sh", "--cores", "all")).isEqualTo(new Outcome(2,
                "apply-host.sh: --cores: found 'all', expected cores like 1 or 2-5,8\n"));
        assertThat(run("apply-host.sh", "--what").exitCode()).isEqualTo(2);
        assertThat(run("revert-host.sh", "--what").exitCode()).isEqualTo(2);
        assertThat(run("apply-host.sh", "--profile").exitCode()).isEqualTo(2);
    }
}
