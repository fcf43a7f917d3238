/**
 * What worker and platform say to each other.
 *
 * <pre>
 *  shard -> message.*Writer -> ring.ShardRing -> publish.PublisherAgent -> journal -> link.WorkerLink
 *                                                                                          | Aeron, UDP
 *            handler of the platform &lt;- link.CollectorHandler &lt;- link.PlatformLink &lt;--------+
 * </pre>
 *
 * {@code sbe} is generated from {@code busyhour/ipc/sbe/busyhour.xml}; {@code metric} is the catalogue that all else derives
 * from, {@code run} holds the words for states, {@code plan} what a worker has to do. Nothing here starts a thread but the
 * media driver that a link embeds: everything else is polled by its owner's agents.
 */
package busyhour.ipc;
