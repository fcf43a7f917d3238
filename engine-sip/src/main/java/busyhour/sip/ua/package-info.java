/**
 * SIP user agents: registrations and calls of all endpoints of a shard (RFC 3261 8, 10.2, 12 to 15; RFC 3262,
 * 3311, 3327, 3428, 3515, 3581, 3608, 3842, 3891, 4028, 4488, 6026, 6086, 6665, 7616).
 *
 * <pre>
 *   commands ------------.          .--> UserAgentListener (what happened, every message)
 *                        v          |
 *                     UserAgents ---+--> Registrations      one for each endpoint
 *   datagrams --> Transactions <----+--> CallerSide ---.
 *   deadlines --> TimerWheels       +--> CalleeSide ---+--> Call (Dialog, blocks, deadlines)
 *                        |          +--> HangUps ------+
 *                        |          '--> InDialog -----'--> Session
 *                        v
 *                   SipTransport
 * </pre>
 *
 * <p>Opening a call: {@code Invitations} (INVITE, CANCEL), {@code Redirects} (3xx), {@code Pracks} in {@code EarlyDialogs} and
 * {@code Acks} at the caller; {@code ReliableRings}, {@code PrackOffers} and {@code Acceptances} (2xx until its ACK) at the callee.
 *
 * <p>Within a call, or out of any: {@code IncomingOffers} and {@code OutgoingOffers} (re-INVITE, UPDATE), {@code SessionTimers},
 * {@code Transfers} and {@code Referrals} (REFER), {@code Replacements}, {@code Subscriptions}, and {@code ClientRequests}, which
 * sends all other requests of ours. Their deadlines are in a wheel of their own, their state is in {@code Session}.
 *
 * <p>A message that the transport refuses: a command is refused as a whole and may be given again; a request that follows
 * from something (credentials, BYE, CANCEL) is kept by its transaction and offered again at each poll; an answer to a
 * request is dropped together with all that the request would have changed, because it will come again.
 *
 * <p>Thread rule: one thread, the shard's. Nothing allocates once the endpoints are added.
 */
package busyhour.sip.ua;
