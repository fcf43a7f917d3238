package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher makes its AOT caches, and what it does when it cannot, with a JDK that only pretends. */
class LauncherCachesTest {
    private static final String PREPARING = "busyhour: preparing a quicker start";

    @TempDir
    private Path folder;
    private LaunchedProject project;
    private Path caches;

    @BeforeEach
    void layProject() throws Exception {
        project = new LaunchedProject(folder);
        project.alreadyBuilt();
        caches = project.home.resolve("target/dist/aot");
        jdkThatRecords("exit 0");
    }

    /** Leaves both caches, and a line for each time. */
    private void jdkThatRecords(String end) throws Exception {
        project.java("""
                for argument; do
                    case $argument in
                        -XX:AOTCacheOutput=* | -Dbusyhour.aot.output=*) echo cache >"${argument#*=}"; recorded=1 ;;
                        --version) exit 0 ;;
                    esac
                done
                if [[ -n "${recorded:-}" ]]; then
                    echo once >>'%s'
                    %s
                fi
                """.formatted(folder.resolve("recorded"), end));
    }

    private List<String> recorded() throws Exception {
        return Files.readAllLines(folder.resolve("recorded"));
    }

    private static String cache(Path folder, String name) {
        return "\n-XX:AOTCache=" + folder.resolve(name) + "\n";
    }

    @Test
    void shouldMakeCachesOnceForBothJvms() throws Exception {
        assertThat(project.run(42, "run", "my plan.yaml")).startsWith(PREPARING).contains(cache(caches, "command.aot"))
                .contains("\n-Dbusyhour.aot.engine=" + caches.resolve("engine.aot") + "\n").endsWith("Main\nrun\nmy plan.yaml\n");
        assertThat(project.run(42, "run")).doesNotContain(PREPARING).contains(cache(caches, "command.aot"));
        assertThat(project.run(42, "worker")).doesNotContain(PREPARING).contains(cache(caches, "engine.aot"));
        assertThat(recorded()).hasSize(1);
        try (Stream<Path> left = Files.list(caches)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("command.aot", "engine.aot", "key", "lock", "training.log");
        }
    }

    @Test
    void shouldNotMakeThemForCommandsThatPlayNothing() throws Exception {
        assertThat(project.run(42, "metrics")).doesNotContain(PREPARING).doesNotContain("AOT");
        assertThat(project.run(42, "run", "--help")).doesNotContain(PREPARING);
    }

    @Test
    void shouldMakeThemAnewForAnotherJdkOrBuild() throws Exception {
        project.run(42, "run");
        Files.writeString(project.jdk.resolve("release"), "JAVA_VERSION=\"25.0.10\"\n");
        assertThat(project.run(42, "run")).startsWith(PREPARING);
        Files.setLastModifiedTime(project.home.resolve("target/dist/build.properties"), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(project.run(42, "run")).startsWith(PREPARING);
        assertThat(recorded()).hasSize(3);
    }

    @Test
    void shouldGoOnWithoutWhenJdkMakesNone() throws Exception {
        project.java("for argument; do [[ $argument != -XX:AOTCacheOutput=* ]] || { echo unknown option; exit 1; }; done");
        assertThat(project.run(42, "run")).contains("busyhour: that did not work").doesNotContain("-XX:AOTCache=").endsWith("Main\nrun\n");
        assertThat(Files.readString(caches.resolve("training.log"))).isEqualTo("unknown option\n");
        assertThat(project.run(42, "run")).as("said once, tried once").startsWith("@");
    }

    @Test
    void shouldTakeNoCacheThatJdkCannotRead() throws Exception {
        project.java("""
                for argument; do
                    case $argument in
                        -XX:AOTCacheOutput=* | -Dbusyhour.aot.output=*) echo half >"${argument#*=}"; recorded=1 ;;
                        --version) exit 1 ;;
                    esac
                done
                [[ -z "${recorded:-}" ]] || exit 0
                """);
        assertThat(project.run(42, "run")).contains("busyhour: that did not work").doesNotContain("-XX:AOTCache=");
    }

    @Test
    void shouldMakeThemOnceForTwoCommandsAtOnce() throws Exception {
        jdkThatRecords("sleep 1; exit 0");
        Process first = project.start(folder.resolve("first"), "run");
        Process second = project.start(folder.resolve("second"), "run");
        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(recorded()).hasSize(1);
        assertThat(Files.readString(folder.resolve("first"))).contains(cache(caches, "command.aot"));
        assertThat(Files.readString(folder.resolve("second"))).contains(cache(caches, "command.aot"));
    }

    @Test
    void shouldMakeThemAnewAfterKillInTheMiddle() throws Exception {
        jdkThatRecords("sleep 5; exit 0");
        Process killed = project.start(folder.resolve("killed"), "run");
        for (int i = 0; i < 500 && !Files.exists(folder.resolve("recorded")); i++) {
            Thread.sleep(10);
        }
        List<ProcessHandle> children = killed.descendants().toList();
        killed.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
        assertThat(caches.resolve("key")).doesNotExist();
        jdkThatRecords("exit 0");
        assertThat(project.run(42, "run")).startsWith(PREPARING).contains(cache(caches, "command.aot"));
        try (Stream<Path> left = Files.list(caches)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("training."))).containsExactly(caches.resolve("training.log"));
        }
    }

    @Test
    void shouldEndWhenItIsInterruptedMeanwhile() throws Exception {
        jdkThatRecords("exit 105");
        assertThat(project.run(105, "run")).startsWith(PREPARING).doesNotContain("Main");
        assertThat(caches.resolve("key")).doesNotExist();
    }

    @Test
    void shouldKeepThemWithTheDataWhereTheBuildCannotBeWritten() throws Exception {
        Files.writeString(caches, "not a folder");
        Path own = folder.resolve("user/.busyhour/aot");
        assertThat(project.run(42, "run")).startsWith(PREPARING).contains(cache(own, "command.aot"));
        assertThat(project.run(42, "run")).doesNotContain(PREPARING).contains(cache(own, "command.aot"));
    }

    @Test
    void shouldPassTheHostOn() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(project.launcher.toString(), "worker").redirectErrorStream(true);
        builder.environment().putAll(java.util.Map.of("JAVA_HOME", project.jdk.toString(), "BUSYHOUR_HOST", "metal", "BUSYHOUR_AOT", "off"));
        Process process = builder.start();
        assertThat(new String(process.getInputStream().readAllBytes())).contains("@" + project.home + "/tuning/jvm/engine-metal.flags\n")
                .contains("\n-Dbusyhour.host=metal\n").doesNotContain("AOT");
    }
}
