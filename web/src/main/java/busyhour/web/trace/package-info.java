/**
 * SIP messages as they went over the wire, for people and their tools: text, capture files, and what the peer says of itself.
 *
 * <pre>
 *   SipTrace (ipc) ─┐
 *                   ├─ TracedMessage ─ TraceText | PcapWriter | PeerIdentity
 *   sip_messages  ──┘
 * </pre>
 *
 * Capture files are pcap with nanoseconds and raw IP (RFC 791, 8200), UDP (RFC 768) and TCP (RFC 9293). Values are immutable; a writer
 * is used by one thread.
 */
package busyhour.web.trace;
