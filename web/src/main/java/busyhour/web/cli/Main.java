package busyhour.web.cli;

import busyhour.web.result.ExitCode;
import java.io.PrintWriter;
import picocli.CommandLine;

/** The process behind {@code ./busyhour}. */
public final class Main {
    private Main() {
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command. @return its exit code. */
    static int run(String... args) {
        CommandLine commandLine = BusyhourCommand.line(args);
        commandLine.setParameterExceptionHandler((fault, given) -> {
            CommandLine command = fault.getCommandLine();
            Terminal.err().println(command.getCommandSpec().qualifiedName() + ": " + oneLine(fault.getMessage())
                    + " (" + command.getCommandSpec().qualifiedName() + " --help shows what there is)");
            return ExitCode.USAGE.code();
        });
        commandLine.setExecutionExceptionHandler((fault, command, parsed) -> {
            if (fault instanceof CommandFailure failure) {
                Terminal.err().println(failure.getMessage());
                return failure.exitCode().code();
            }
            Terminal.err().println("busyhour: " + describe(fault));
            if (System.getenv("BUSYHOUR_DEBUG") != null) {
                fault.printStackTrace(Terminal.err());
            }
            return ExitCode.FAILED.code();
        });
        commandLine.setOut(new PrintWriter(Terminal.out(), true));
        commandLine.setErr(new PrintWriter(Terminal.err(), true));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        return commandLine.execute(args);
    }

    private static String describe(Exception fault) {
        String message = fault.getMessage();
        return "failed: " + (message == null || message.isBlank() ? fault.getClass().getSimpleName() : oneLine(message))
                + " (BUSYHOUR_DEBUG=1 shows where)";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
