/**
 * DTLS-SRTP: keys of media streams agreed on by a handshake in the media path.
 *
 * <pre>
 *   shard thread                         ring of bytes                threads of their own
 *   ShardHandshakes.start, onDatagram  ---------------->  handshake of one stream, DTLS 1.2 by Bouncy Castle
 *   ShardHandshakes.poll               &lt;----------------  datagrams to send, keys, failures in words
 * </pre>
 *
 * <p>Thread rule: a {@link busyhour.engine.dtls.ShardHandshakes} belongs to its shard's thread. RFC 5763, RFC 5764 (use_srtp),
 * RFC 6347 (DTLS 1.2), RFC 7983 (demultiplexing), RFC 8122 (fingerprints).
 */
package busyhour.engine.dtls;
