/**
 * Messages from worker to platform: writers that encode straight into a {@link busyhour.ipc.ring.ShardRing} without
 * allocating, and what the collector hands out on the other side (a view for samples, records for the rarer ones).
 *
 * <p>A writer belongs to one thread. A refused {@code tryWrite} changes nothing: offer the same again or give it up.
 */
package busyhour.ipc.message;
