package busyhour.web.cli;

import busyhour.engine.io.CoreChoice;
import busyhour.web.result.ExitCode;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code busyhour calibrate}: checks the arguments and hands over to the {@link Calibrator}. */
@Command(name = "calibrate", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
        description = {"Measures what this host can carry: how many endpoints of each kind of media.",
            "Micro-costs first, then short runs of real calls until the generator is the limit: up to three minutes, in which the host should have",
            "nothing else to do.", ""},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:capacity.json is written", "1:a run failed", "2:the arguments are wrong", "4:the host holds not even the smallest load",
            "105:interrupted"},
        footerHeading = "%n",
        footer = {"Capacity is the limit / 1.3. It is written to capacity.json in the data directory, where `busyhour worker` looks",
            "for its default (CAPACITY in its environment wins)."})
final class CalibrateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;
    @Option(names = "--json", paramLabel = "FILE", description = "Write the document to this file, too; - for standard output instead of the table.")
    private String json;
    @Option(names = "--quick", description = "Rougher, in half the time.")
    private boolean quick;
    @Option(names = "--media", paramLabel = "LIST", description = "Only these of audio,audioSrtp,video.")
    private String media;
    @Option(names = "--cores", paramLabel = "LIST", description = "One pinned shard on each of these cores, as `run` takes it.")
    private String cores;
    @Option(names = "--idle", paramLabel = "spin|yield|backoff", description = "What a shard does when there is nothing to do, as `run` takes it.")
    private String idle;
    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (default: ~/.busyhour).")
    private Path data;

    @Override
    public Integer call() throws Exception {
        if (idle != null && !RunCommand.IDLES.contains(idle)) {
            throw new ParameterException(spec.commandLine(), "--idle: found '" + idle + "', expected spin, yield or backoff");
        }
        Calibrator calibrator = ServiceLoader.load(Calibrator.class).findFirst()
                .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, "busyhour: calibrate is not part of this installation"));
        try {
            if (cores != null) {
                CoreChoice.check(cores);
            }
            new OutputFiles(json, null, null, null, null).checkWritable();
            ParentWatch.begin(ExitCode.INTERRUPTED.code());
            return calibrator.calibrate(new Calibrator.Request(DataDirectory.prepare(data), json, quick, media, cores, idle));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
