package busyhour.web.cli;

import busyhour.web.result.ExitCode;

/** Ends a command with a message for a person and an exit code. */
final class CommandFailure extends RuntimeException {
    private final transient ExitCode exitCode;

    CommandFailure(ExitCode exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
