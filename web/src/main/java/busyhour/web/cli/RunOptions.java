package busyhour.web.cli;

import java.nio.file.Path;

/**
 * What {@code run} was asked for, checked.
 *
 * @param plan           null for the bundled one.
 * @param cores          as given, null when not.
 * @param idle           spin, yield or backoff.
 * @param commandEpochMs wall clock when the command was given.
 */
record RunOptions(Path plan, boolean noWeb, boolean quiet, boolean abortOnFail, String cores, String idle, Path dataDirectory,
                  long commandEpochMs) {
}
