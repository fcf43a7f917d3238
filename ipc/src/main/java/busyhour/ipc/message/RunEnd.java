package busyhour.ipc.message;

/**
 * A worker's last record of a run.
 *
 * @param complete       the worker ended the run; false: it died, and its journal was found later.
 * @param recordsRefused not journaled for want of disk.
 */
public record RunEnd(boolean complete, long recordsRefused) {
}
