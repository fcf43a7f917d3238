package busyhour.web.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All commands; alone it shows them. */
@Command(name = "busyhour",
        description = {"Puts load on SIP/VoIP systems and measures what the load does to them.", ""},
        mixinStandardHelpOptions = true, versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RunCommand.class, PlatformCommand.class, WorkerCommand.class, CalibrateCommand.class, MetricsCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:passed", "99:a threshold failed", "1:the tool failed", "2:the plan or the arguments are wrong",
            "3:no call was answered", "4:the generator could not keep up, so the result does not count", "105:interrupted"},
        footerHeading = "%nExamples:%n",
        footer = {"  busyhour run                              50 calls on this host",
            "  busyhour run plan.yaml --html r.html      your plan, with a report to look at",
            "  busyhour run plan.yaml --no-web --json -   for scripts"})
final class BusyhourCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(Terminal.err(), CommandLine.Help.Ansi.AUTO);
        return CommandLine.ExitCode.USAGE;
    }
}
