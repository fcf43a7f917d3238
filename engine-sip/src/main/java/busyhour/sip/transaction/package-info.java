/**
 * Transactions of RFC 3261 17 with the corrections of RFC 6026: one class for each of the four state machines.
 *
 * <pre>
 *   request()  --> InviteClientTransaction  A B D M   ACK to refusals, CANCEL
 *              '-> ClientTransaction        E F K
 *   open()     --> InviteServerTransaction  G H I L   2xx repeated by the user
 *   respond()  '-> ServerTransaction        J
 *   onTransportFailed() --> TransactionPeers --> Failover: NextHops says where a request goes instead (RFC 3263 4.3)
 *        KeyTable: branch, sent-by, method --> number --> state machine --> TransactionUser
 * </pre>
 *
 * <p>Not matched: responses to requests of RFC 2543 elements, whose branch is none of ours; such requests are matched by
 * branch, sent-by, Call-ID, From tag and CSeq.
 *
 * <p>Thread rule: one thread, the shard's.
 */
package busyhour.sip.transaction;
