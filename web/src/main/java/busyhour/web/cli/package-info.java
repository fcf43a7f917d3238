/**
 * The command line: commands, exit codes, progress, and the engine as a child process.
 *
 * <pre>
 *   ./busyhour run ─ RunCommand ─┬─ WorkerProcess        child JVM: busyhour.engine.WorkerMain
 *                                ├─ RunCollector         agent thread: PlatformLink ─ RunAggregates ─ RunObserver
 *                                ├─ Platform             unless --no-web (busyhour.web.run)
 *                                └─ LocalRun             main thread: waits, shows progress, ends it, writes the files
 * </pre>
 *
 * The main thread decides; the collector's thread only takes records; a signal only sets a flag. A person's mistake ends in
 * one line and its exit code, never in a stack trace. The only package of {@code web} that may touch {@code engine}.
 */
package busyhour.web.cli;
