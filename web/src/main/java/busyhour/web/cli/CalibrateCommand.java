package busyhour.web.cli;

import busyhour.web.result.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code busyhour calibrate}, for its help: the launcher starts the program itself, which needs no platform. */
@Command(name = "calibrate", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Measures what this host can carry: how many two-way calls one core holds with exact pacing.", ""})
final class CalibrateCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CommandFailure(ExitCode.FAILED, "busyhour: calibrate is started by the launcher");
    }
}
