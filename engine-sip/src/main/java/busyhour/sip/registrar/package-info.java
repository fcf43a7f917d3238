/**
 * The built-in registrar and proxy, so that a run needs nothing outside ({@code accounts: builtin}).
 *
 * <pre>
 *   REGISTER ---> Registrar: 401, digest, bindings with expiry ---> Accounts
 *   others   ---> StatelessProxy: 407, Max-Forwards, Route, location, Record-Route, Via ---> next hop
 *   responses --> StatelessProxy: topmost Via off ---> address in the next one
 * </pre>
 *
 * <p>Decision: the proxy is stateless (RFC 3261 16.11). Every element on its way does its own retransmissions, so a
 * transaction layer here would double the memory of each call (two more transactions kept for 32 s) and add nothing to
 * what a caller measures except a 100 (Trying), which a stateless proxy cannot send; the callee's own 100 after 200 ms
 * stops the caller's INVITE retransmissions. Its branch is a keyed hash of the incoming topmost Via's branch, so that a
 * retransmission, a CANCEL and an ACK to a refusal take the same way. What it cannot do: fork (of several contacts it
 * takes the one with the highest q, then the latest), and keep a CANCEL on its INVITE's way when the binding changes
 * between the two. A stateful core would be wanted for forking or for failover by response.
 *
 * <p>Nonces hold the second of their birth, a number and a SipHash of both, so that none is stored; of each account the
 * last nonces used are kept with the counts seen, so that nobody uses credentials twice.
 *
 * <p>Thread rule: one thread, whoever owns the registrar's socket. Nothing allocates after the accounts are added but an account's second to fourth contact, once. No
 * timers: bindings end when somebody looks.
 */
package busyhour.sip.registrar;
