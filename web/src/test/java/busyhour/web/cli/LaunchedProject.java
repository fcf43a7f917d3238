package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A folder with the launcher and a JDK that only says how it was called; nothing else of this host is on the PATH. */
final class LaunchedProject {
    private static final List<String> TOOLS = List.of("bash", "env", "dirname", "readlink", "grep", "find", "mkdir", "cat", "flock", "rm",
            "touch", "mktemp", "timeout", "sync", "mv", "sleep");

    final Path folder;
    final Path home;
    final Path jdk;
    final Path tools;
    Path launcher;

    LaunchedProject(Path folder) throws IOException {
        this.folder = folder;
        home = Files.createDirectories(folder.resolve("a project"));
        launcher = home.resolve("busyhour");
        Files.copy(Path.of(System.getProperty("busyhour.root"), "busyhour"), launcher);
        executable(launcher);
        Files.createDirectories(home.resolve("web/src/main"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(home.resolve("web/pom.xml"), "<project/>");
        Files.writeString(home.resolve("web/src/main/A.java"), "class A {}");
        jdk = Files.createDirectories(folder.resolve("a jdk/bin")).getParent();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.9\"\n");
        java("");
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

    /** What {@code java} does before it prints its arguments and ends with 42. */
    void java(String before) throws IOException {
        script(jdk.resolve("bin/java"), before + "\nprintf '%s\\n' \"$@\"\nexit 42\n");
    }

    void mavenThatBuilds() throws IOException {
        script(tools.resolve("mvn"), "[[ \"$1\" == -version ]] && exit 0\necho built in \"$PWD\" with \"$@\"\n"
                + "mkdir -p target/dist/lib && touch target/dist/build.properties\n");
    }

    void alreadyBuilt() throws IOException {
        Files.createDirectories(home.resolve("target/dist/lib"));
        Files.writeString(home.resolve("target/dist/build.properties"), "");
        for (Path old : List.of(home.resolve("pom.xml"), home.resolve("web/pom.xml"), home.resolve("web/src/main"),
                home.resolve("web/src/main/A.java"), home.resolve("target/dist/build.properties"))) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(old.endsWith("build.properties") ? 60 : 3_600)));
        }
    }

    /** Starts the launcher. @param output where what it says goes. */
    Process start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("HOME", folder.resolve("user").toString());
        return builder.start();
    }

    /** Runs the launcher. @return what it said. */
    String run(int status, String... arguments) throws Exception {
        Path output = folder.resolve("output");
        Process process = start(output, arguments);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(status);
        return Files.readString(output);
    }

    static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/usr/bin/env bash\n" + text);
        executable(file);
    }

    static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
