/**
 * Memory of the signalling core, all of it taken at start: {@link busyhour.sip.store.BytePool} for messages, dialogs and
 * bodies, {@link busyhour.sip.store.KeyTable} to find a state machine by the bytes that name it,
 * {@link busyhour.sip.store.IntPool} for free numbers. An empty pool is a refusal, which the caller counts.
 *
 * <p>Thread rule: one thread, the shard's.
 */
package busyhour.sip.store;
