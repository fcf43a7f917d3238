package busyhour.jmh.calibrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@code tuning/check-host.sh} would change on this host.
 *
 * @param setting what it is about, and how it is.
 * @param meaning what that costs.
 * @param change  the command that changes it.
 */
record HostAdvice(String setting, String meaning, String change) {

    private static final String WARNING = "WARN  ";
    private static final String CHANGE = "change: ";
    private static final int TIMEOUT_S = 20;

    /** Empty when nothing is to be changed, or where there is no such script. */
    static List<HostAdvice> ask(Path script) throws InterruptedException {
        if (!Files.isExecutable(script)) {
            return List.of();
        }
        try {
            final Process process = new ProcessBuilder(script.toString()).redirectErrorStream(true).start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return parse(output);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The script's warnings: a line that says what, then what it costs and the command. */
    static List<HostAdvice> parse(String output) {
        final List<HostAdvice> advice = new ArrayList<>();
        final List<String> lines = output.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(WARNING)) {
                final String meaning = i + 1 < lines.size() ? lines.get(i + 1).strip() : "";
                final String change = i + 2 < lines.size() ? lines.get(i + 2).strip() : "";
                advice.add(new HostAdvice(lines.get(i).substring(WARNING.length()).strip().replaceAll(" {2,}", ": "), meaning,
                        change.startsWith(CHANGE) ? change.substring(CHANGE.length()) : ""));
            }
        }
        return advice;
    }
}
