/**
 * Digest authentication for SIP: RFC 7616 and RFC 8760, and RFC 2617 and RFC 2069 as found in the field.
 * <pre>
 *   401/407 --> DigestSession.onChallenge --> state: realm, nonce, opaque, nc
 *                      |                                   |
 *                      '---- DigestChallenge (view)        '--> writeCredentials --> SipWriter
 *
 *   request --> DigestCredentials (view) --> DigestVerifier.verify --> verdict --> writeChallenge --> SipWriter
 * </pre>
 * {@link busyhour.sip.digest.DigestHasher} does the sums with the JDK's message digests, one set for each shard, and
 * allocates nothing. Thread rule: not synchronised, one shard owns it all. Passwords appear in no text.
 */
package busyhour.sip.digest;
