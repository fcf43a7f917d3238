package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a JDK and a Maven that only say how they were called. */
class LauncherScriptTest {
    private static final List<String> TOOLS =
            List.of("bash", "env", "dirname", "readlink", "grep", "find", "mkdir", "cat", "flock", "rm", "touch");

    @TempDir
    private Path folder;
    private Path home;
    private Path launcher;
    private Path jdk;
    private Path tools;

    @BeforeEach
    void layProject() throws Exception {
        home = Files.createDirectories(folder.resolve("a project"));
        Path source = Path.of(System.getProperty("busyhour.root"), "busyhour");
        Files.copy(source, home.resolve("busyhour"));
        executable(home.resolve("busyhour"));
        launcher = home.resolve("busyhour");
        Files.createDirectories(home.resolve("web/src/main"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(home.resolve("web/pom.xml"), "<project/>");
        Files.writeString(home.resolve("web/src/main/A.java"), "class A {}");
        jdk = Files.createDirectories(folder.resolve("a jdk/bin")).getParent();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.9\"\n");
        script(jdk.resolve("bin/java"), "printf '%s\\n' \"$@\"\nexit 42\n");
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            for (String place : List.of("/usr/bin/", "/bin/")) {
                if (Files.exists(Path.of(place + tool)) && Files.notExists(tools.resolve(tool))) {
                    Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + place + tool + " \"$@\"\n");
                    executable(tools.resolve(tool));
                }
            }
        }
    }

    private void mavenThatBuilds() throws Exception {
        script(tools.resolve("mvn"), "[[ \"$1\" == -version ]] && exit 0\necho built in \"$PWD\" with \"$@\"\n"
                + "mkdir -p target/dist/lib && touch target/dist/build.properties\n");
    }

    private void alreadyBuilt() throws Exception {
        Files.createDirectories(home.resolve("target/dist/lib"));
        Files.writeString(home.resolve("target/dist/build.properties"), "");
        for (Path source : List.of(home.resolve("pom.xml"), home.resolve("web/pom.xml"), home.resolve("web/src/main"),
                home.resolve("web/src/main/A.java"))) {
            Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(3_600)));
        }
    }

    private String run(int status, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(status);
        return Files.readString(output);
    }

    @Test
    void shouldStartCommandWithArgumentsAsGiven() throws Exception {
        alreadyBuilt();
        assertThat(run(42, "run", "my plan.yaml", "--json", "-")).isEqualTo(String.join("\n",
                "@" + home + "/tuning/jvm/platform.flags", "-Dbusyhour.home=" + home, "-cp", home + "/target/dist/lib/*",
                "busyhour.web.cli.Main", "run", "my plan.yaml", "--json", "-", ""));
    }

    @Test
    void shouldFindItsHomeThroughLink() throws Exception {
        alreadyBuilt();
        launcher = Files.createSymbolicLink(folder.resolve("bh"), home.resolve("busyhour"));
        assertThat(run(42, "metrics")).contains("-Dbusyhour.home=" + home.toRealPath());
    }

    @Test
    void shouldStartEngineAsWorker() throws Exception {
        alreadyBuilt();
        assertThat(run(42, "worker")).contains("@" + home + "/tuning/jvm/engine.flags\n").contains("\nbusyhour.engine.WorkerMain\n");
        assertThat(run(42, "worker", "--help")).contains("\nbusyhour.web.cli.Main\nworker\n--help\n");
        assertThat(run(42, "calibrate", "--cores", "1")).contains("\nbusyhour.jmh.").endsWith("\n--cores\n1\n");
    }

    @Test
    void shouldBuildOnFirstUse() throws Exception {
        mavenThatBuilds();
        assertThat(run(42, "metrics")).startsWith("busyhour: first use, building").contains("busyhour.web.cli.Main");
        assertThat(Files.readString(home.resolve("target/build.log"))).startsWith("built in " + home.toRealPath());
    }

    @Test
    void shouldBuildWhenSourceIsNewer() throws Exception {
        mavenThatBuilds();
        alreadyBuilt();
        assertThat(run(42, "metrics")).doesNotContain("building");
        Files.setLastModifiedTime(home.resolve("web/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(run(42, "metrics")).startsWith("busyhour: sources changed, building");
    }

    @Test
    void shouldShowOutputOfFailedBuild() throws Exception {
        script(tools.resolve("mvn"), "[[ \"$1\" == -version ]] && exit 0\necho 'A.java is wrong'\nexit 1\n");
        assertThat(run(1, "metrics")).contains("A.java is wrong").contains("busyhour: the build failed");
    }

    @Test
    void shouldSayWhenMavenIsMissing() throws Exception {
        assertThat(run(1, "metrics")).isEqualTo(
                "busyhour: mvn not found on the PATH; install Maven 3.8 or later (Debian: apt-get install maven)\n");
    }

    private static void script(Path file, String text) throws Exception {
        Files.writeString(file, "#!/usr/bin/env bash\n" + text);
        executable(file);
    }

    private static void executable(Path file) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
