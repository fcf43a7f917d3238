package busyhour.jmh.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The load programs as one command with subcommands, what {@code jmh/load} starts. Each prints its figures and for each claim
 * whether it held.
 *
 * <p>Exit codes: 0 all held, 1 something did not (or the program failed), 2 wrong arguments, 3 it cannot be measured here.
 */
@Command(name = "jmh/load", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "PROGRAM",
        subcommands = {
            LimitLoadProgram.class, AlternativesLoadProgram.class, CarryLoadProgram.class, ChurnLoadProgram.class, IdleLoadProgram.class, MemoryLoadProgram.class, PublisherLoadProgram.class,
            SamplesLoadProgram.class, FaultsLoadProgram.class, RequestsLoadProgram.class, DensityLoadProgram.class, CallLoadProgram.class, SocketLoadProgram.class, StreamLoadProgram.class})
public final class LoadPrograms {

    static final int HELD = 0;
    static final int NOT_HELD = 1;
    static final int WRONG_ARGUMENTS = 2;
    static final int NOT_MEASURED = 3;

    private LoadPrograms() {
    }

    /** Arguments: a program's name and its options. */
    public static void main(String[] args) {
        final CommandLine command = new CommandLine(new LoadPrograms());
        if (args.length == 0) {
            command.usage(System.out);
            return;
        }
        System.exit(command.execute(args));
    }
}
