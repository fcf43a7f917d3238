package busyhour.web.cli;

import busyhour.web.recording.RecordingWriter;
import busyhour.web.result.ExitCode;
import busyhour.web.result.HtmlReport;
import busyhour.web.result.JUnitReport;
import busyhour.web.result.ResultJson;
import busyhour.web.result.RunAggregates;
import busyhour.web.result.RunResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that a run was asked to write: checked before it starts, written when it has ended. */
final class OutputFiles {
    private static final String STANDARD_OUTPUT = "-";

    private final boolean jsonToOutput;
    private final Path json;
    private final Path html;
    private final Path junit;
    private final Path trace;
    private final RunCapture capture;
    private final Path recordingsFolder;
    private final RecordingWriter recordings;

    OutputFiles(String json, Path html, Path junit, Path trace, Path recordingsFolder) {
        this.jsonToOutput = STANDARD_OUTPUT.equals(json);
        this.json = json == null || jsonToOutput ? null : Path.of(json);
        this.html = html;
        this.junit = junit;
        this.trace = trace;
        this.capture = trace == null ? null : new RunCapture(trace);
        this.recordingsFolder = recordingsFolder;
        this.recordings = recordingsFolder == null ? null
                : new RecordingWriter(piece -> recordingsFolder.resolve(piece.name().startsWith("endpoint-") ? piece.name()
                        : "endpoint-" + piece.endpoint() + "-" + piece.name()));
    }

    /** Takes the SIP messages, null when nobody wants them. */
    RunCapture capture() {
        return capture;
    }

    /** Takes files about calls, null when nobody wants them. */
    RecordingWriter recordings() {
        return recordings;
    }

    /** Refuses paths that could not be written at the end; an existing file keeps its content until then. */
    void checkWritable() {
        List<String> faults = new ArrayList<>();
        named().forEach((option, path) -> {
            String fault = faultOf(path);
            if (fault != null) {
                faults.add("busyhour: " + option + ": found " + path + ", " + fault + ", expected a file that can be written");
            }
        });
        if (recordingsFolder != null) {
            prepareFolder(faults);
        }
        if (!faults.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, String.join("\n", faults));
        }
    }

    private void prepareFolder(List<String> faults) {
        try {
            Files.createDirectories(recordingsFolder);
            if (!Files.isWritable(recordingsFolder)) {
                throw new IOException("not writable");
            }
        } catch (IOException e) {
            faults.add("busyhour: --recordings: found " + recordingsFolder + ", expected a directory that can be written");
        }
    }

    /**
     * Writes all of them.
     *
     * @return what went wrong, one line each.
     */
    List<String> write(RunResult result, RunAggregates aggregates) {
        List<String> faults = new ArrayList<>();
        if (jsonToOutput) {
            attempt(faults, "standard output", () -> ResultJson.write(result, Terminal.out()));
        }
        to(faults, json, out -> ResultJson.write(result, out));
        to(faults, junit, out -> JUnitReport.write(result, out));
        to(faults, html, out -> HtmlReport.write(result, aggregates, out));
        String captureFault = capture == null ? null : capture.close();
        if (captureFault != null) {
            faults.add(captureFault);
        }
        if (recordings != null && recordings.fault() != null) {
            faults.add("busyhour: a recording could not be written: " + recordings.fault());
        }
        return faults;
    }

    /** What was asked for, for the summary. */
    Map<String, Path> named() {
        Map<String, Path> named = new LinkedHashMap<>();
        put(named, "--json", json);
        put(named, "--html", html);
        put(named, "--junit", junit);
        put(named, "--trace", trace);
        return named;
    }

    private static void put(Map<String, Path> named, String option, Path path) {
        if (path != null) {
            named.put(option, path);
        }
    }

    private static String faultOf(Path path) {
        if (Files.isDirectory(path)) {
            return "which is a directory";
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "whose folder does not exist";
        }
        boolean existed = Files.exists(path);
        try (OutputStream probe = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            probe.flush();
        } catch (IOException e) {
            return "which cannot be written";
        }
        if (!existed) {
            path.toFile().delete();
        }
        return null;
    }

    private static void to(List<String> faults, Path path, Writing writing) {
        if (path != null) {
            attempt(faults, path.toString(), () -> {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
                    writing.write(out);
                }
            });
        }
    }

    private static void attempt(List<String> faults, String name, Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException e) {
            faults.add("busyhour: " + name + " could not be written: " + e.getMessage());
        }
    }

    private interface Writing {
        void write(OutputStream out) throws IOException;
    }

    private interface Attempt {
        void run() throws IOException;
    }
}
