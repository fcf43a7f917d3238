package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a JDK and a Maven that only say how they were called. */
class LauncherScriptTest {
    @TempDir
    private Path folder;
    private LaunchedProject project;
    private Path home;

    @BeforeEach
    void layProject() throws Exception {
        project = new LaunchedProject(folder);
        home = project.home;
    }

    @Test
    void shouldStartCommandWithArgumentsAsGiven() throws Exception {
        project.alreadyBuilt();
        assertThat(project.run(42, "metrics", "my plan.yaml", "--json", "-")).isEqualTo(String.join("\n",
                "@" + home + "/tuning/jvm/platform.flags", "-Dbusyhour.home=" + home, "-cp", home + "/target/dist/lib/*",
                "busyhour.web.cli.Main", "metrics", "my plan.yaml", "--json", "-", ""));
    }

    @Test
    void shouldFindItsHomeThroughLink() throws Exception {
        project.alreadyBuilt();
        project.launcher = Files.createSymbolicLink(folder.resolve("bh"), home.resolve("busyhour"));
        assertThat(project.run(42, "metrics")).contains("-Dbusyhour.home=" + home.toRealPath());
    }

    @Test
    void shouldStartEngineAsWorker() throws Exception {
        project.alreadyBuilt();
        assertThat(project.run(42, "worker")).contains("@" + home + "/tuning/jvm/engine.flags\n")
                .contains("\nbusyhour.engine.WorkerMain\n");
        assertThat(project.run(42, "worker", "--help")).contains("\nbusyhour.web.cli.Main\nworker\n--help\n");
        assertThat(project.run(42, "calibrate", "--cores", "1")).contains("\nbusyhour.web.cli.Main\n").endsWith("\ncalibrate\n--cores\n1\n");
    }

    @Test
    void shouldBuildOnFirstUse() throws Exception {
        project.mavenThatBuilds();
        assertThat(project.run(42, "metrics")).startsWith("busyhour: first use, building").contains("busyhour.web.cli.Main");
        assertThat(Files.readString(home.resolve("target/build.log"))).startsWith("built in " + home.toRealPath());
    }

    @Test
    void shouldBuildWhenSourceIsNewer() throws Exception {
        project.mavenThatBuilds();
        project.alreadyBuilt();
        assertThat(project.run(42, "metrics")).doesNotContain("building");
        Files.setLastModifiedTime(home.resolve("web/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(project.run(42, "metrics")).startsWith("busyhour: sources changed, building");
    }

    @Test
    void shouldShowOutputOfFailedBuild() throws Exception {
        LaunchedProject.script(project.tools.resolve("mvn"), "[[ \"$1\" == -version ]] && exit 0\necho 'A.java is wrong'\nexit 1\n");
        assertThat(project.run(1, "metrics")).contains("A.java is wrong").contains("busyhour: the build failed");
    }

    @Test
    void shouldSayWhenMavenIsMissing() throws Exception {
        assertThat(project.run(1, "metrics")).isEqualTo(
                "busyhour: mvn not found on the PATH; install Maven 3.8 or later (Debian: apt-get install maven)\n");
    }
}
