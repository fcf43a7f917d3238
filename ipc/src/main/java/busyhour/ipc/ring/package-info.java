/**
 * Bytes from one thread to another without a lock or an allocation: each shard writes into a ring of its own, the publisher
 * reads them all. One writing and one reading thread for each ring.
 *
 * <p>A ring that is a mapped file outlives its process: messages that were committed are there for the next one, which goes on at the
 * position up to which the last one had taken them. A claim that was never committed is the last in its ring and is left.
 */
package busyhour.ipc.ring;
