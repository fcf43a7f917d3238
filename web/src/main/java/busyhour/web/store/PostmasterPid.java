package busyhour.web.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a server wrote into {@code postmaster.pid}: line 1 its process, line 4 its port. Zero where there is none. */
record PostmasterPid(long pid, int port) {

    private static final PostmasterPid NONE = new PostmasterPid(0, 0);
    private static final int PORT_LINE = 3;

    static PostmasterPid read(Path cluster) throws IOException {
        Path file = cluster.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return NONE;
        }
        List<String> lines = Files.readAllLines(file);
        try {
            return lines.size() <= PORT_LINE ? NONE
                    : new PostmasterPid(Long.parseLong(lines.getFirst().strip()), Integer.parseInt(lines.get(PORT_LINE).strip()));
        } catch (NumberFormatException e) {
            return NONE; // the disk was full or the machine went down in the middle of it
        }
    }

    /** Whether that process lives and is a server of this very cluster: numbers are used again after a reboot. */
    boolean isRunning(Path cluster) throws IOException {
        Path commandLine = Path.of("/proc/" + pid + "/cmdline");
        if (pid == 0 || !Files.exists(commandLine)) {
            return false;
        }
        try {
            String command = new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8);
            return command.contains("postgres") && command.contains(cluster.toString());
        } catch (java.nio.file.NoSuchFileException e) {
            return false; // it ended between the two looks
        }
    }
}
