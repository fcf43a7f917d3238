/**
 * The platform put together: database, store, live pages, HTTP, and the link to workers.
 *
 * <pre>
 *  REST -> RunConductor -- StartRun --> PlatformLink ==> worker
 *                                            |
 *            records (collector's thread)    v
 *  RunAggregates <- RunRecorder <- PlatformCollector
 *       |                |
 *  LiveRuns         SampleStore -- stored --> acknowledge
 * </pre>
 *
 * A local run has no link here: the command line's collector hands each record to {@link busyhour.web.run.RunObserver}.
 */
package busyhour.web.platform;
