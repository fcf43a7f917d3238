package busyhour.web.cli;

import java.nio.file.Path;

/** Measures what this host can carry. The command line finds it as a service, because it lies in a module above this one. */
public interface Calibrator {

    /**
     * What was asked for.
     *
     * @param dataDirectory that {@code capacity.json} goes to; it exists.
     * @param json          file for the same document, {@code -} for standard output, null for none.
     * @param quick         rougher, in half the time.
     * @param media         kinds of media to measure, names divided by commas; null = all.
     * @param cores         of the loads as {@code run} takes them, null for its default.
     * @param idle          of the loads as {@code run} takes it, null for its default.
     */
    record Request(Path dataDirectory, String json, boolean quick, String media, String cores, String idle) {
    }

    /**
     * Takes up to three minutes. Progress to standard error, the table to standard output unless the document goes there.
     *
     * @return the process's exit code.
     * @throws IllegalArgumentException for a request that makes no sense, in one line.
     */
    int calibrate(Request request) throws Exception;
}
