package busyhour.jmh.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SIPp against SIPp with its built-in scenarios, each pinned to a core: did a rate hold without a failed call? */
final class SippCalls {

    /** What makes the difference between 15,000 and 25,000 calls a second. */
    private static final String BUFFER_BYTES = "8388608";
    private static final int UAS_PORT = 5962;
    private static final int UAC_PORT = 5963;
    private static final int END_TIMEOUT_S = 8;
    /** A rate whose calls take a tenth longer than they should is not held; nobody waits long for it. */
    private static final double IN_TIME = 1.1;
    private static final int LATE_S = 2;
    private static final Pattern COUNTS = Pattern.compile("(Successful|Failed) call +\\| +\\d+ +\\| +(\\d+)");

    private final Path target;
    private final int callerCore;
    private final int calleeCore;

    SippCalls(Path target, int callerCore, int calleeCore) {
        this.target = target;
        this.callerCore = callerCore;
        this.calleeCore = calleeCore;
    }

    /** Why SIPp cannot be measured here, or null. */
    static String missing() throws InterruptedException {
        for (String command : List.of("sipp", "taskset")) {
            try {
                final Process process = new ProcessBuilder(command, command.equals("sipp") ? "-v" : "-V")
                        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
                process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS);
            } catch (IOException e) {
                return "no " + command + " (Debian: sip-tester, util-linux)";
            }
        }
        return null;
    }

    /** Calls at this rate for so long; {@code held}: every call succeeded, and in time. */
    ObjectNode run(int rate, int seconds) throws IOException, InterruptedException {
        final Path output = target.resolve("sipp-uac.out");
        final Process uas = sipp(calleeCore, target.resolve("sipp-uas.out"),
                List.of("-sn", "uas", "-p", Integer.toString(UAS_PORT)));
        try {
            TimeUnit.MILLISECONDS.sleep(500);
            final long calls = (long) rate * seconds;
            final long startNs = System.nanoTime();
            final Process uac = sipp(callerCore, output, List.of("-sn", "uac", "127.0.0.1:" + UAS_PORT, "-p", Integer.toString(UAC_PORT),
                    "-r", Integer.toString(rate), "-m", Long.toString(calls), "-l", "200000", "-timeout", (seconds + END_TIMEOUT_S) + "s"));
            final boolean ended = uac.waitFor((seconds + LATE_S) * 1_000L, TimeUnit.MILLISECONDS);
            final double elapsedS = (System.nanoTime() - startNs) / 1e9;
            uac.destroyForcibly().waitFor();
            final long[] counts = counts(Files.readString(output, StandardCharsets.UTF_8));
            final boolean held = ended && uac.exitValue() == 0 && counts[0] == calls && counts[1] == 0 && elapsedS < seconds * IN_TIME;
            return LoadReport.object().put("program", "sipp").put("rate", rate).put("seconds", seconds).put("elapsedS", elapsedS)
                    .put("successful", counts[0]).put("failed", counts[1]).put("held", held);
        } finally {
            uas.destroyForcibly().waitFor();
        }
    }

    private static Process sipp(int core, Path output, List<String> arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core), "sipp"));
        command.addAll(arguments);
        command.addAll(List.of("-i", "127.0.0.1", "-buff_size", BUFFER_BYTES, "-nostdin"));
        return new ProcessBuilder(command).directory(output.getParent().toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
    }

    /** Successful and failed calls of the last screen; -1 where there is none. */
    private static long[] counts(String screens) {
        final long[] counts = {-1, -1};
        final Matcher matcher = COUNTS.matcher(screens);
        while (matcher.find()) {
            counts[matcher.group(1).equals("Failed") ? 1 : 0] = Long.parseLong(matcher.group(2));
        }
        return counts;
    }
}
