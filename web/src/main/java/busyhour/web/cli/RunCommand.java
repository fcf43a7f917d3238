package busyhour.web.cli;

import busyhour.engine.io.CoreChoice;
import busyhour.web.result.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code busyhour run}: checks the arguments and hands over to {@link LocalRun}. */
@Command(name = "run", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
        description = {"Runs a plan on this host and says whether its thresholds hold.", ""},
        footerHeading = "%n",
        footer = {"Without a plan the bundled one runs: 50 callers, 50 callees, the built-in registrar, PCMU, 20 s.",
            "Progress and the summary go to standard error.",
            "Ctrl-C ends the calls and keeps what was measured; a second one ends at once."})
final class RunCommand implements Callable<Integer> {
    /** Idle strategies of a shard. */
    static final List<String> IDLES = List.of("spin", "yield", "backoff");

    @Spec
    private CommandSpec spec;
    @Parameters(index = "0", arity = "0..1", paramLabel = "PLAN.yaml", description = "The plan, YAML or (.json) JSON.")
    private Path plan;
    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON; - for standard output.")
    private String json;
    @Option(names = "--html", paramLabel = "FILE", description = "Write a report to look at: one file, no network needed.")
    private Path html;
    @Option(names = "--junit", paramLabel = "FILE", description = "Write the verdicts as JUnit XML.")
    private Path junit;
    @Option(names = "--trace", paramLabel = "FILE", description = "Write the SIP messages of all endpoints as a capture file (pcap).")
    private Path trace;
    @Option(names = "--recordings", paramLabel = "DIR",
            description = "Write the files that verified calls leave (WAV, pcap) into this directory.")
    private Path recordings;
    @Option(names = "--no-web", description = "Neither HTTP server nor database: the engine, and the files asked for.")
    private boolean noWeb;
    @Option(names = "--quiet", description = "No progress and no summary. Faults are still said.")
    private boolean quiet;
    @Option(names = "--abort-on-fail", description = "End the run as soon as a threshold cannot hold.")
    private boolean abortOnFail;
    @Option(names = "--cores", paramLabel = "LIST",
            description = {"One pinned shard on each of these cores, such as 1 or 2-5,8;",
                "auto or auto:3 chooses them: one on each physical core of a NUMA node."})
    private String cores;
    @Option(names = "--idle", paramLabel = "spin|yield|backoff", defaultValue = "backoff",
            description = "What a shard does when there is nothing to do.")
    private String idle;
    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (default: ~/.busyhour).")
    private Path data;

    @Override
    public Integer call() throws Exception {
        checkCores();
        if (!IDLES.contains(idle)) {
            throw new ParameterException(spec.commandLine(), "--idle: found '" + idle + "', expected spin, yield or backoff");
        }
        OutputFiles files = new OutputFiles(json, html, junit, trace, recordings);
        files.checkWritable();
        Path dataDirectory = DataDirectory.prepare(data);
        RunOptions options = new RunOptions(plan, noWeb, quiet, abortOnFail, cores,
                idle, dataDirectory, CommandStart.epochMs());
        ExitCode exitCode = new LocalRun(options, files).play();
        return exitCode.code();
    }

    private void checkCores() {
        try {
            if (cores != null) {
                CoreChoice.check(cores);
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
