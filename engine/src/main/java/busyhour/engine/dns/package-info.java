/**
 * Where SIP requests go when a plan or a peer gives a name: RFC 3263 over DNS.
 *
 * <pre>
 *   plan (set-up)   SipLocation --> SipLocator --NAPTR, SRV, A/AAAA--> Dns --> LocatedTargets --> SipTargets of each endpoint
 *   shard           HostNames.lookup --> ShardHostNames ==names==> HostNameAgent --> SipLocator
 *                                             '&lt;====addresses====='
 * </pre>
 *
 * Literals, {@code localhost} and the hosts file are honoured; what DNS says is kept as long as its TTL.
 *
 * <p>Thread rule: {@link busyhour.engine.dns.SipLocator} waits, so never a shard's thread; a
 * {@link busyhour.engine.dns.ShardHostNames} belongs to its shard and never waits.
 */
package busyhour.engine.dns;
