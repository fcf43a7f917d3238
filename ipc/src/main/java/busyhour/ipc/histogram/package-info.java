/**
 * A histogram that a shard can fill without allocating and that merges over shards, seconds and workers by adding.
 * Single-threaded.
 */
package busyhour.ipc.histogram;
