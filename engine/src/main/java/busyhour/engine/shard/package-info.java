/**
 * A shard: one thread, its duty cycle, its own sockets, and what it says of itself each second.
 *
 * <p>Thread rule: everything here belongs to the shard's thread but {@link busyhour.engine.shard.Shard#command}.
 */
package busyhour.engine.shard;
