/**
 * A run while it goes on, for the pages: one snapshot a second, made once and sent to everybody who looks.
 *
 * <pre>
 * RunAggregates (fed by the collector) -- each second --> LiveRun -- frames --> store
 *                                                               |
 *                                                               +-- Snapshot --> EventStream (one virtual thread each) --> browser
 * </pre>
 *
 * While other platform processes live, each snapshot's summary is stored too and told by NOTIFY: their pages follow the run as a RemoteRun.
 *
 * <p>One thread makes the snapshots of all runs; a snapshot is immutable and may be read by any thread. A slow browser gets fewer
 * snapshots, never holds another one up.
 */
package busyhour.web.live;
