package busyhour.web.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All commands; alone it shows them. */
@Command(name = "busyhour",
        description = {"Puts load on SIP/VoIP systems and measures what the load does to them.", ""},
        mixinStandardHelpOptions = true, versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:passed", "99:a threshold failed", "1:the tool failed", "2:the plan or the arguments are wrong",
            "3:no call was answered", "4:the generator could not keep up, so the result does not count", "105:interrupted"},
        footerHeading = "%nExamples:%n",
        footer = {"  busyhour run                              50 calls on this host",
            "  busyhour run plan.yaml --html r.html      your plan, with a report to look at",
            "  busyhour run plan.yaml --no-web --json -   for scripts"})
final class BusyhourCommand implements Callable<Integer> {
    /** In the order of the help. */
    private static final Map<String, Supplier<Callable<Integer>>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("run", RunCommand::new);
        COMMANDS.put("platform", PlatformCommand::new);
        COMMANDS.put("worker", WorkerCommand::new);
        COMMANDS.put("calibrate", CalibrateCommand::new);
        COMMANDS.put("plan", PlanCommand::new);
        COMMANDS.put("metrics", MetricsCommand::new);
        COMMANDS.put("licence", LicenceCommand::new);
    }

    @Spec
    private CommandSpec spec;

    /** For these arguments: looking through all commands' options takes a twentieth of a second, so only the one that is named has them. */
    static CommandLine line(String... args) {
        CommandLine line = new CommandLine(new BusyhourCommand());
        String named = args.length > 0 && COMMANDS.containsKey(args[0]) ? args[0] : null;
        COMMANDS.forEach((name, command) -> {
            if (named == null || name.equals(named)) {
                line.addSubcommand(name, command.get());
            }
        });
        return line;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(Terminal.err(), CommandLine.Help.Ansi.AUTO);
        return CommandLine.ExitCode.USAGE;
    }
}
