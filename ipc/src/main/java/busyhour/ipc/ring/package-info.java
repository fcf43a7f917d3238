/**
 * Bytes from one thread to another without a lock or an allocation: each shard writes into a ring of its own, the publisher
 * reads them all. One writing and one reading thread for each ring.
 */
package busyhour.ipc.ring;
