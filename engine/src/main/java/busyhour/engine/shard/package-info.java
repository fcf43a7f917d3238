/**
 * A shard: one thread, its duty cycle, its own sockets, and what it says of itself each second.
 *
 * <pre>
 *   doWork: io.poll -> media.send -> [all else, at least every 50 us]      idle: rests 250 us while packets are dense,
 *                                                                               else waits for a datagram or a deadline
 * </pre>
 *
 * <p>Thread rule: everything here belongs to the shard's thread but {@link busyhour.engine.shard.Shard#command}.
 */
package busyhour.engine.shard;
