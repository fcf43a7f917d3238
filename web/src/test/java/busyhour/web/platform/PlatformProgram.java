package busyhour.web.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import busyhour.web.run.PlatformSettings;

/** A platform in a process of its own, to be killed. It ends with its standard input. */
final class PlatformProgram {

    private PlatformProgram() {
    }

    /** Arguments: directory, port, database. Prints the lines of a first start, then {@code up}. */
    public static void main(String[] args) throws IOException {
        PlatformServer server = PlatformServer.start(new PlatformSettings(Path.of(args[0]), "127.0.0.1", Integer.parseInt(args[1]), false), args[2]);
        server.firstStartLines().forEach(System.out::println);
        System.out.println("up");
        while (System.in.read() >= 0) {
            continue;
        }
        Runtime.getRuntime().halt(0);
    }

    /** What it printed before {@code up}. */
    record Started(Process process, List<String> lines) implements AutoCloseable {

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    static Started start(Path directory, int port, String database) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle")).toList());
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PlatformProgram.class.getName(), directory.toString(), "" + port, database));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); !"up".equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IllegalStateException("the platform does not start: " + lines);
            }
            lines.add(line);
        }
        return new Started(process, lines);
    }
}
