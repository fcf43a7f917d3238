/**
 * SIP messages as bytes: one parser, reusable views, one writer (RFC 3261 7, 20 and 25; RFC 4475, RFC 5118).
 * <pre>
 *   datagram --> SipParser.parse --> SipMessage --- topVia() from() to() contact() ---> Via, NameAddr
 *                     |                 |   '------ headers by id or index, spans ----> HeaderValues, SipUri
 *                     v                 v
 *                SipFault code      SipWriter (copies Vias, routes, tags) --> datagram
 * </pre>
 * A view owns no text: it holds spans (offset and length packed in a long, {@link busyhour.sip.message.Span}) into
 * {@link busyhour.sip.message.SipMessage#buffer()}, valid until the datagram's memory is reused. Text is octets:
 * ASCII where the grammar says so, UTF-8 passed through elsewhere. Nothing here allocates after construction.
 * <p>
 * Thread rule: none of it is synchronised; one shard owns its parser, messages and writer. Faults are codes
 * ({@link busyhour.sip.message.SipFault}), never exceptions.
 */
package busyhour.sip.message;
