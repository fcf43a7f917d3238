/**
 * Dialogs (RFC 3261 12): who talks to whom, in which order, by which route.
 *
 * <pre>
 *   UAC: identity ---- INVITE ----> 2xx --confirm()--> remote tag, target (Contact), routes (Record-Route reversed)
 *   UAS: INVITE --accept()--> identity, remote tag, target, routes (Record-Route in order) ---- 2xx ---->
 *   both: begin() writes the head of a request in the dialog; matches() tells whether one that came in belongs to it
 * </pre>
 *
 * <p>All text is kept in blocks of a {@link busyhour.sip.store.BytePool}. Thread rule: one thread, the shard's.
 */
package busyhour.sip.dialog;
